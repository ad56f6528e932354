// VMLAUNCH: enter the guest of a clear VMCS. SDM vol. 3, 30.3 "VMLAUNCH/VMRESUME".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import { enterVm } from '../entry/vm-entry.ts';

const EXIT_REASON = 20;

export function vmlaunch(cpu: Cpu, insn: Insn): void {
  enterVm(cpu, insn, 'VMLAUNCH', EXIT_REASON);
}
