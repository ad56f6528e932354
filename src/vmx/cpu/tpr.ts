// The task-priority register: CR8, the virtual one of the TPR shadow, and its threshold. SDM vol. 3, 29.1, 29.3.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { F } from '../fields/slots.ts';
import { physicalRead8, physicalWrite8 } from './physical.ts';

export const USE_TPR_SHADOW = 1 << 21;
const VIRTUALIZE_APIC_ACCESSES = 1;
const VIRTUAL_INTERRUPT_DELIVERY = 1 << 9;
const TPR = 0x80;

/** Physical address of the virtual TPR. */
const virtualTpr = (cpu: Cpu): number =>
  cpu.u32[cpu.vmcs + F.virtual_apic_page_addr]! +
  cpu.u32[cpu.vmcs + F.virtual_apic_page_addr + 1]! * 4294967296 +
  TPR;

export const usesTprShadow = (cpu: Cpu): boolean =>
  cpu.mode === L.VMX_NON_ROOT && (cpu.proc & USE_TPR_SHADOW) !== 0;

/** Value of CR8 (4 bits). */
export const readCr8 = (cpu: Cpu): number =>
  usesTprShadow(cpu) ? physicalRead8(cpu, virtualTpr(cpu)) >> 4 : (cpu.i32[2 * L.APIC_TPR]! >> 4) & 15;

export function writeCr8(cpu: Cpu, value: number): void {
  if (usesTprShadow(cpu)) {
    physicalWrite8(cpu, virtualTpr(cpu), (value & 15) << 4);
    // The other three bytes of the 32-bit register become 0.
    for (let i = 1; i < 4; i++) physicalWrite8(cpu, virtualTpr(cpu) + i, 0);
    tprWritten(cpu);
  } else {
    cpu.i32[2 * L.APIC_TPR] = (value & 15) << 4;
    cpu.attend();
  }
}

const below = (cpu: Cpu): boolean =>
  physicalRead8(cpu, virtualTpr(cpu)) >> 4 < (cpu.i32[cpu.vmcs + F.tpr_threshold]! & 15);

/** After the guest wrote its virtual TPR: an exit 43 follows the instruction when it fell below the threshold. */
export function tprWritten(cpu: Cpu): void {
  if ((cpu.proc2 & VIRTUAL_INTERRUPT_DELIVERY) !== 0 || !below(cpu)) return;
  cpu.i32[2 * L.PENDING]! |= L.PENDING_TPR;
  cpu.attend();
}

/** On entry, with APIC accesses virtualized, a TPR below the threshold exits right after it. SDM 26.6.7. */
export function checkTprThreshold(cpu: Cpu): void {
  if (!usesTprShadow(cpu) || (cpu.proc2 & VIRTUALIZE_APIC_ACCESSES) === 0) return;
  tprWritten(cpu);
}
