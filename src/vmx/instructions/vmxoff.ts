// VMXOFF: leave VMX operation. SDM vol. 3, 30.3 "VMXOFF".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { knownRegions, markRegion } from '../cpu/regions.ts';
import { vmSucceed, vmxPreamble } from './outcome.ts';

const EXIT_REASON = 26;

export function vmxoff(cpu: Cpu, insn: Insn): void {
  if (vmxPreamble(cpu, insn, EXIT_REASON)) return;
  // Error 23 needs dual-monitor treatment of SMM, which no profile has.
  const active = knownRegions(cpu).filter(({ flags }) => (flags & L.REGION_ACTIVE) !== 0);
  for (const { address } of active) markRegion(cpu, address, 0, L.REGION_ACTIVE);
  if (cpu.sink !== null) {
    const stillActive = active.map(({ address }) => address);
    cpu.emit({ kind: 'vmx-off', ...cpu.common, stillActive });
    for (const region of stillActive)
      cpu.emit({ kind: 'warning', ...cpu.common, code: 'vmxoff-with-active-vmcs', region });
  }
  cpu.u64[L.CURRENT_VMCS] = L.NO_VMCS;
  cpu.u64[L.VMXON_POINTER] = L.NO_VMCS;
  cpu.i32[2 * L.VMX_MODE] = L.VMX_OUTSIDE;
  cpu.i32[2 * L.MONITOR] = 0;
  cpu.refresh();
  // A blocked INIT is handled now.
  cpu.attend();
  vmSucceed(cpu, 'VMXOFF');
}
