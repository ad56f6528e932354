// Accesses to the APIC-access page: VM exit 44, or the TPR of the virtual-APIC page. SDM vol. 3, 29.4.
import type { Cpu } from '../cpu/cpu.ts';
import { WRITE, isApicAccessPage } from '../cpu/paging.ts';
import { F } from '../fields/slots.ts';
import { exited } from '../cpu/faults.ts';
import { exitWith } from './vm-exit.ts';

const USE_TPR_SHADOW = 1 << 21;
const TPR_OFFSET = 0x80;
const APIC_ACCESS = 44;

export const isVapicAccess = (cpu: Cpu, physical: number): boolean =>
  isApicAccessPage(cpu, physical - (physical % 4096));

/** Physical address of the virtual-APIC page that serves the access; anything but the TPR exits. */
export function vapicAccess(cpu: Cpu, physical: number, access: number): number {
  const offset = physical % 4096;
  if ((cpu.proc & USE_TPR_SHADOW) !== 0 && offset === TPR_OFFSET && cpu.deliveringInfo === 0) {
    const page = cpu.u32[cpu.vmcs + F.virtual_apic_page_addr]!;
    const high = cpu.u32[cpu.vmcs + F.virtual_apic_page_addr + 1]!;
    return high * 4294967296 + page + offset;
  }
  // Access type, bits 15:12: 0 read, 1 write, 2 fetch, 3 during event delivery.
  const type = cpu.deliveringInfo !== 0 ? 3 : access === WRITE ? 1 : access === 2 ? 2 : 0;
  exitWith(cpu, APIC_ACCESS, offset | (type << 12), 0);
  return exited();
}
