// Physical memory: RAM, the local APIC's page, and nothing elsewhere (reads give ones, writes are lost).
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { apicRead, apicWrite } from './apic.ts';

/** Marks a page of RAM as changed; drops instructions decoded from it. `page` = physical address / 4096. */
export function touchPage(cpu: Cpu, page: number): void {
  const flags = cpu.u8[L.PAGE_FLAGS + page]!;
  if (flags === L.PAGE_DIRTY) return;
  if ((flags & L.PAGE_HAS_CODE) !== 0) dropCode(cpu, page);
  if ((flags & L.PAGE_HAS_TABLE) !== 0) cpu.flushTlb();
  cpu.u8[L.PAGE_FLAGS + page] = L.PAGE_DIRTY;
}

/** Forgets the instructions decoded from a page. */
export function dropCode(cpu: Cpu, page: number): void {
  for (const mode of [16, 32, 64]) {
    const key = page * 128 + mode;
    const code = cpu.codePages.get(key);
    if (code !== undefined) {
      code.valid = false;
      cpu.codePages.delete(key);
    }
  }
  cpu.fetchPage = NaN;
  cpu.onCodeDropped?.(page);
}

const isApic = (cpu: Cpu, address: number): boolean =>
  address >= 0xfee00000 && address < 0xfee01000 && (cpu.i32[2 * L.APIC_BASE]! & 0x800) !== 0;

export function physicalRead8(cpu: Cpu, address: number): number {
  if (address < cpu.ramBytes) return cpu.u8[L.RAM + address]!;
  if (isApic(cpu, address)) return (apicRead(cpu, (address & 0xfff) >> 2) >>> (8 * (address & 3))) & 0xff;
  return 0xff;
}

export function physicalRead16(cpu: Cpu, address: number): number {
  if (address + 2 <= cpu.ramBytes) return cpu.view.getUint16(L.RAM + address, true);
  return physicalRead8(cpu, address) | (physicalRead8(cpu, address + 1) << 8);
}

/** Unsigned. */
export function physicalRead32(cpu: Cpu, address: number): number {
  if (address + 4 <= cpu.ramBytes) return cpu.view.getUint32(L.RAM + address, true);
  if (isApic(cpu, address) && (address & 3) === 0) return apicRead(cpu, (address & 0xfff) >> 2);
  return (physicalRead16(cpu, address) | (physicalRead16(cpu, address + 2) << 16)) >>> 0;
}

export function physicalRead64(cpu: Cpu, address: number): bigint {
  if (address + 8 <= cpu.ramBytes) return cpu.view.getBigUint64(L.RAM + address, true);
  return BigInt(physicalRead32(cpu, address)) | (BigInt(physicalRead32(cpu, address + 4)) << 32n);
}

export function physicalWrite8(cpu: Cpu, address: number, value: number): void {
  if (address >= cpu.ramBytes) return;
  touchPage(cpu, address >> 12);
  cpu.u8[L.RAM + address] = value;
}

export function physicalWrite32(cpu: Cpu, address: number, value: number): void {
  if (address + 4 <= cpu.ramBytes) {
    touchPage(cpu, address >> 12);
    if ((address & 0xfff) > 0xffc) touchPage(cpu, (address + 3) >> 12);
    cpu.view.setUint32(L.RAM + address, value, true);
  } else if (isApic(cpu, address) && (address & 3) === 0) apicWrite(cpu, (address & 0xfff) >> 2, value);
  else for (let i = 0; i < 4; i++) physicalWrite8(cpu, address + i, (value >>> (8 * i)) & 0xff);
}

export function physicalWrite64(cpu: Cpu, address: number, value: bigint): void {
  physicalWrite32(cpu, address, Number(value & 0xffffffffn));
  physicalWrite32(cpu, address + 4, Number((value >> 32n) & 0xffffffffn));
}

/** Reads a paging-structure entry: its page is marked, so that a store into it drops the translations made from it. */
export function readTable64(cpu: Cpu, address: number): bigint {
  if (address < cpu.ramBytes) cpu.u8[L.PAGE_FLAGS + (address >> 12)]! |= L.PAGE_HAS_TABLE;
  return physicalRead64(cpu, address);
}

export function readTable32(cpu: Cpu, address: number): number {
  if (address < cpu.ramBytes) cpu.u8[L.PAGE_FLAGS + (address >> 12)]! |= L.PAGE_HAS_TABLE;
  return physicalRead32(cpu, address);
}
