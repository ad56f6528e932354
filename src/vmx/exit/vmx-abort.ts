// VMX abort: an exit that could not be completed. SDM vol. 3, 27.7.
import type { Cpu } from '../cpu/cpu.ts';
import { VMCS_ABORT } from '../fields/fields.ts';
import { endProgram } from '../cpu/ending.ts';

/** Writes the indicator into the region and shuts the processor down; only a reset would leave it. */
export function abort(cpu: Cpu, indicator: number): never {
  cpu.i32[cpu.vmcs + (VMCS_ABORT >> 2)] = indicator;
  cpu.deliveringInfo = 0;
  return endProgram(cpu, 'vmx-abort', null, indicator);
}
