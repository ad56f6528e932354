// VMPTRLD: make a VMCS active and current. SDM vol. 3, 30.3 "VMPTRLD".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { UD, raise } from '../cpu/faults.ts';
import { READ } from '../cpu/paging.ts';
import { load64, operandAddress } from '../cpu/memory.ts';
import { physicalRead32 } from '../cpu/physical.ts';
import { markRegion, regionFlags } from '../cpu/regions.ts';
import { badRegionAddress, undefinedUnlessVmx, vmFail, vmSucceed, vmxPreamble } from './outcome.ts';

const EXIT_REASON = 21;
const INVALID_ADDRESS = 9;
const VMXON_POINTER = 10;
const INCORRECT_REVISION = 11;

const SHADOW_INDICATOR = 0x80000000;

export function vmptrld(cpu: Cpu, insn: Insn): void {
  undefinedUnlessVmx(cpu);
  if (!insn.isMemory) raise(UD);
  if (vmxPreamble(cpu, insn, EXIT_REASON)) return;
  const region = load64(cpu, operandAddress(cpu, insn, 8, READ));
  if (badRegionAddress(cpu, region)) {
    vmFail(cpu, 'VMPTRLD', INVALID_ADDRESS);
    return;
  }
  if (region === cpu.u64[L.VMXON_POINTER]!) {
    vmFail(cpu, 'VMPTRLD', VMXON_POINTER);
    return;
  }
  let revision = physicalRead32(cpu, Number(region));
  if (cpu.caps.supports('vmcs-shadowing') && revision >= SHADOW_INDICATOR) revision -= SHADOW_INDICATOR;
  if (revision !== cpu.profile.revision) {
    vmFail(cpu, 'VMPTRLD', INCORRECT_REVISION);
    return;
  }
  const before = cpu.u64[L.CURRENT_VMCS]!;
  if (cpu.sink !== null) {
    cpu.emit({ kind: 'vmcs-loaded', ...cpu.common, region, previous: before === L.NO_VMCS ? null : before });
    if ((regionFlags(cpu, region) & L.REGION_CLEARED) === 0)
      cpu.emit({ kind: 'warning', ...cpu.common, code: 'load-of-uncleared-region', region });
  }
  markRegion(cpu, region, L.REGION_ACTIVE, 0);
  cpu.u64[L.CURRENT_VMCS] = region;
  cpu.refresh();
  cpu.refreshControls();
  vmSucceed(cpu, 'VMPTRLD');
}
