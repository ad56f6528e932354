// The MSR areas: stored and loaded on exit, loaded on entry. SDM vol. 3, 24.7.2, 24.8.2, 26.4, 27.4, 27.6.
import type { Cpu } from '../cpu/cpu.ts';
import { F } from '../fields/slots.ts';
import { physicalRead32, physicalRead64, physicalWrite64 } from '../cpu/physical.ts';
import { readMsr, writeMsr } from '../cpu/msr.ts';

const FS_BASE = 0xc0000100;
const GS_BASE = 0xc0000101;
const SMM_MONITOR_CTL = 0x9b;

const address = (cpu: Cpu, field: number): number =>
  cpu.u32[cpu.vmcs + field]! + cpu.u32[cpu.vmcs + field + 1]! * 4294967296;

const isX2apic = (index: number): boolean => index >= 0x800 && index <= 0x8ff;

/** False when an entry cannot be stored: a VMX abort follows. */
export function storeMsrList(cpu: Cpu): boolean {
  const count = cpu.u32[cpu.vmcs + F.vmexit_msr_store_count]!;
  if (count === 0) return true;
  let at = address(cpu, F.vmexit_msr_store_addr);
  for (let i = 0; i < count; i++, at += 16) {
    const index = physicalRead32(cpu, at);
    if (physicalRead32(cpu, at + 4) !== 0 || isX2apic(index)) return false;
    const value = readMsr(cpu, index);
    if (value === null) return false;
    physicalWrite64(cpu, at + 8, value);
  }
  return true;
}

/** Loads a list; false at the first entry that cannot be loaded, whose position (1, 2, ...) goes to `failed`. */
export function loadMsrList(
  cpu: Cpu,
  addressField: number,
  countField: number,
  failed: { position: number } | null,
): boolean {
  const count = cpu.u32[cpu.vmcs + countField]!;
  if (count === 0) return true;
  let at = address(cpu, addressField);
  for (let i = 0; i < count; i++, at += 16) {
    const index = physicalRead32(cpu, at);
    const refused =
      physicalRead32(cpu, at + 4) !== 0 ||
      index === FS_BASE ||
      index === GS_BASE ||
      index === SMM_MONITOR_CTL ||
      isX2apic(index) ||
      !writeMsr(cpu, index, physicalRead64(cpu, at + 8));
    if (refused) {
      if (failed !== null) failed.position = i + 1;
      return false;
    }
  }
  return true;
}
