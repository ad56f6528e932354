// A task switch always exits in non-root operation. SDM vol. 3, 25.4.2 and 27.2.1 (table 27-2).
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { UD, exited, raise } from '../cpu/faults.ts';
import { exitWith } from './vm-exit.ts';

const TASK_SWITCH = 9;

/** `source`: 0 CALL, 1 IRET, 2 JMP, 3 a task gate in the IDT. Root operation is 64-bit and has no task switch. */
export function taskSwitchExit(cpu: Cpu, selector: number, source: number): void {
  if (cpu.mode !== L.VMX_NON_ROOT) raise(UD);
  // For a gate in the IDT the length counts only when a software event used it (deliveringLength).
  const length = source === 3 ? 0 : (cpu.insn?.length ?? 0);
  exitWith(cpu, TASK_SWITCH, (selector | (source << 30)) >>> 0, length);
  exited();
}
