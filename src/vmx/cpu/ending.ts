// How a program ends: the state remembers it, and every later step does nothing.
import type { Cpu } from './cpu.ts';
import type { EndEvent, EndReason } from '../trace/events.ts';
import * as L from './layout.ts';
import { ended } from './faults.ts';

const REASONS: readonly EndReason[] = [
  'finished',
  'halted',
  'unhandled-exception',
  'guest-asleep',
  'vmx-abort',
  'budget',
];

/** Ends the program and leaves the instruction. `detail`: error code, or abort indicator for a VMX abort. */
export function endProgram(cpu: Cpu, reason: EndReason, vector: number | null, detail: number | null): never {
  cpu.deliveringInfo = 0;
  cpu.deliveringLength = 0;
  cpu.i32[2 * L.ENDED] = 1 + REASONS.indexOf(reason);
  cpu.i32[2 * L.ENDED + 1] = vector ?? -1;
  cpu.i32[2 * L.ENDED_DETAIL] = detail ?? 0;
  cpu.i32[2 * L.ENDED_DETAIL + 1] = detail === null ? 0 : 1;
  if (cpu.sink !== null) {
    const event = endOf(cpu);
    if (event !== null) cpu.emit(event);
  }
  return ended();
}

/** The end event, rebuilt from the state; null while the program runs. */
export function endOf(cpu: Cpu): EndEvent | null {
  const code = cpu.i32[2 * L.ENDED]!;
  if (code === 0) return null;
  const reason = REASONS[code - 1]!;
  const vector = cpu.i32[2 * L.ENDED + 1]!;
  const detail = cpu.i32[2 * L.ENDED_DETAIL + 1] === 1 ? cpu.i32[2 * L.ENDED_DETAIL]! : null;
  return {
    kind: 'end',
    ...cpu.common,
    reason,
    vector: vector < 0 ? null : vector,
    errorCode: reason === 'vmx-abort' ? null : detail,
    abort: reason === 'vmx-abort' ? detail : null,
  };
}
