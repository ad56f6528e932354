// VMPTRST: store the current-VMCS pointer. It cannot VMfail. SDM vol. 3, 30.3 "VMPTRST".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { UD, raise } from '../cpu/faults.ts';
import { WRITE } from '../cpu/paging.ts';
import { operandAddress, store64 } from '../cpu/memory.ts';
import { undefinedUnlessVmx, vmSucceed, vmxPreamble } from './outcome.ts';

const EXIT_REASON = 22;

export function vmptrst(cpu: Cpu, insn: Insn): void {
  undefinedUnlessVmx(cpu);
  if (!insn.isMemory) raise(UD);
  if (vmxPreamble(cpu, insn, EXIT_REASON)) return;
  store64(cpu, operandAddress(cpu, insn, 8, WRITE), cpu.u64[L.CURRENT_VMCS]!);
  vmSucceed(cpu, 'VMPTRST');
}
