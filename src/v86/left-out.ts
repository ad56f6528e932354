// What the model leaves out or takes for granted, as codes for the catalogue.

/**
 * - `vme`: virtual interrupt flag and redirection map of CR4.VME (Pentium and later, SDM 20.3), which spare traps.
 * - `sti-shadow`: interrupts stay off for one instruction after STI.
 * - `iopl-in-flags-image`: PUSHF shows CF, ZF, SF and IF only.
 * - `segments`: IP is the number of the instruction; the CS pushed is always 0.
 * - `memory`: no data memory but the stack.
 * - `vt-real-mode`: VT of 2005 could not run a guest in real mode; this needs the unrestricted guest of 2010, or
 *   the VMM would emulate such code.
 * - `one-vector-of-hardware`: the timer (vector 8) is the only device that interrupts.
 * - `cost`: all instructions and all interceptions take one step; what they cost is in the exit-cost model.
 */
export const LEFT_OUT = [
  'vme',
  'sti-shadow',
  'iopl-in-flags-image',
  'segments',
  'memory',
  'vt-real-mode',
  'one-vector-of-hardware',
  'cost',
] as const;
