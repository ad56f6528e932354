// VMRESUME: enter the guest of a launched VMCS again. SDM vol. 3, 30.3 "VMLAUNCH/VMRESUME".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import { enterVm } from '../entry/vm-entry.ts';

const EXIT_REASON = 24;

export function vmresume(cpu: Cpu, insn: Insn): void {
  enterVm(cpu, insn, 'VMRESUME', EXIT_REASON);
}
