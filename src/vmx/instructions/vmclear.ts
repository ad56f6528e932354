// VMCLEAR: make a VMCS inactive, not current and clear. SDM vol. 3, 30.3 "VMCLEAR".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { UD, raise } from '../cpu/faults.ts';
import { VMCS_LAUNCH_STATE } from '../fields/fields.ts';
import { READ } from '../cpu/paging.ts';
import { load64, operandAddress } from '../cpu/memory.ts';
import { physicalWrite32 } from '../cpu/physical.ts';
import { markRegion } from '../cpu/regions.ts';
import { badRegionAddress, undefinedUnlessVmx, vmFail, vmSucceed, vmxPreamble } from './outcome.ts';

const EXIT_REASON = 19;
const INVALID_ADDRESS = 2;
const VMXON_POINTER = 3;

export function vmclear(cpu: Cpu, insn: Insn): void {
  undefinedUnlessVmx(cpu);
  if (!insn.isMemory) raise(UD);
  if (vmxPreamble(cpu, insn, EXIT_REASON)) return;
  const region = load64(cpu, operandAddress(cpu, insn, 8, READ));
  if (badRegionAddress(cpu, region)) {
    vmFail(cpu, 'VMCLEAR', INVALID_ADDRESS);
    return;
  }
  if (region === cpu.u64[L.VMXON_POINTER]!) {
    vmFail(cpu, 'VMCLEAR', VMXON_POINTER);
    return;
  }
  // The revision identifier is not looked at, and the fields are kept.
  physicalWrite32(cpu, Number(region) + VMCS_LAUNCH_STATE, 0);
  markRegion(cpu, region, L.REGION_CLEARED, L.REGION_ACTIVE);
  if (cpu.sink !== null) cpu.emit({ kind: 'vmcs-cleared', ...cpu.common, region });
  if (region === cpu.u64[L.CURRENT_VMCS]!) {
    cpu.u64[L.CURRENT_VMCS] = L.NO_VMCS;
    cpu.refresh();
  }
  vmSucceed(cpu, 'VMCLEAR');
}
