// What each operation does where it may not act on the real machine: in virtual-8086 mode (SDM vol. 3, 20.2.7 and
// 20.2.8), in ring 3 of protected mode (SDM vol. 2, each instruction), and in VMX non-root operation (SDM 25.1).
import type { Op } from './program.ts';

/**
 * - `direct`: the processor does it, and nobody is told.
 * - `gp-fault`: #GP, which the monitor handles.
 * - `io-map`: #GP where the TSS I/O permission map has the port's bit set, otherwise direct.
 * - `idt-gate`: goes through the IDT to protected mode (with #GP where the gate's DPL is below 3).
 * - `ud-fault`: #UD.
 * - `silent`: the processor does it but ignores what it may not change, or shows what it should not: no trap.
 * - `vm-exit`: leaves for the VMM always. `exit-if-set`: leaves where a control in the VMCS says so.
 */
export type Treatment =
  'direct' | 'gp-fault' | 'io-map' | 'idt-gate' | 'ud-fault' | 'silent' | 'vm-exit' | 'exit-if-set';

export interface Sensitivity {
  /** Virtual-8086 mode with IOPL below 3, and with IOPL 3. CR4.VME is 0 throughout. */
  readonly v86: Treatment;
  readonly v86Iopl3: Treatment;
  /** Ring 3 of protected mode with IOPL below 3. */
  readonly ring3: Treatment;
  /** VMX non-root operation, at any CPL that may execute it. */
  readonly vt: Treatment;
  /** Basic exit reason where `vt` is an exit (SDM appendix C). */
  readonly exitReason: number | null;
}

const plain: Sensitivity = {
  v86: 'direct',
  v86Iopl3: 'direct',
  ring3: 'direct',
  vt: 'direct',
  exitReason: null,
};
const iopl = (ring3: Treatment): Sensitivity => ({ ...plain, v86: 'gp-fault', ring3 });
const port: Sensitivity = {
  v86: 'io-map',
  v86Iopl3: 'io-map',
  ring3: 'io-map',
  vt: 'exit-if-set',
  exitReason: 30,
};

/** Operations that are not here are `direct` everywhere. */
export const SENSITIVE: Readonly<Partial<Record<Op, Sensitivity>>> = {
  CLI: iopl('gp-fault'),
  STI: iopl('gp-fault'),
  // Ring 3 reads the real IF and writes to it in vain: the classic hole in trap and emulate.
  PUSHF: iopl('silent'),
  POPF: iopl('silent'),
  INT: { ...iopl('idt-gate'), v86Iopl3: 'idt-gate' },
  // A return within ring 3 restores the flags, but for IF and IOPL.
  IRET: iopl('silent'),
  // The one-byte breakpoint is not sensitive to IOPL: it always goes through the IDT.
  INT3: { ...plain, v86: 'idt-gate', v86Iopl3: 'idt-gate', ring3: 'idt-gate' },
  HLT: { v86: 'gp-fault', v86Iopl3: 'gp-fault', ring3: 'gp-fault', vt: 'exit-if-set', exitReason: 12 },
  IN: port,
  OUT: port,
  // Shows the low half of the real CR0, in which PE is 1: a program can find out that it is not on an 8086.
  SMSW: { ...plain, v86: 'silent', v86Iopl3: 'silent', ring3: 'silent' },
  CPUID: { ...plain, vt: 'vm-exit', exitReason: 10 },
  VMCALL: { v86: 'ud-fault', v86Iopl3: 'ud-fault', ring3: 'ud-fault', vt: 'vm-exit', exitReason: 18 },
};

/** The six that IOPL governs in virtual-8086 mode. */
export const IOPL_SENSITIVE = ['CLI', 'STI', 'PUSHF', 'POPF', 'INT', 'IRET'] as const satisfies readonly Op[];

export const sensitivityOf = (op: Op): Sensitivity => SENSITIVE[op] ?? plain;
