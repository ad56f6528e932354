// VMCALL: call to the VMM. SDM vol. 3, 30.3 "VMCALL".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { GP, UD, raise } from '../cpu/faults.ts';
import { exitForInstruction } from '../exit/vm-exit.ts';
import { inCompatibilityMode, vmFail } from './outcome.ts';

const EXIT_REASON = 18;
const VMCALL_IN_ROOT = 1;

export function vmcall(cpu: Cpu, insn: Insn): void {
  if (cpu.mode === L.VMX_OUTSIDE) raise(UD);
  // In non-root operation it exits at any privilege and in any mode.
  if (cpu.mode === L.VMX_NON_ROOT) {
    exitForInstruction(cpu, insn, EXIT_REASON, 0, 0);
    return;
  }
  if (cpu.v86 || inCompatibilityMode(cpu)) raise(UD);
  if (cpu.cpl > 0) raise(GP, 0);
  // No profile has dual-monitor treatment of SMM, so nobody is there to be called.
  vmFail(cpu, 'VMCALL', VMCALL_IN_ROOT);
}
