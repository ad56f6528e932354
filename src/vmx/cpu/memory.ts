// Memory operands: effective address, segment checks, and loads and stores of 1 to 8 bytes through paging.
// SDM vol. 1, 3.7.5 (effective address); vol. 3, 5.3 to 5.5 (limit, type and privilege checks).
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { GP, SSF, exited, raise } from './faults.ts';
import { READ, TLB_SPECIAL, WRITE, translate } from './paging.ts';
import {
  physicalRead8,
  physicalRead16,
  physicalRead32,
  physicalRead64,
  physicalWrite8,
  physicalWrite32,
  physicalWrite64,
  touchPage,
} from './physical.ts';
import { isVapicAccess, vapicAccess } from '../exit/apic-access.ts';

const TWO32 = 4294967296;

/** Value of Insn.base for an absolute 64-bit address (MOV with a moffs operand). */
export const ABSOLUTE = -2;

/** Computes the effective address of a memory operand into cpu.eaLow and cpu.eaHigh (before the segment base). */
export function effectiveAddress(cpu: Cpu, insn: Insn): void {
  const { u32, i32 } = cpu;
  let low = insn.displacement >>> 0;
  let high = insn.displacement < 0 ? -1 : 0;
  if (insn.base === ABSOLUTE) high = insn.immediateHigh;
  if (insn.base >= 0) {
    low += u32[2 * insn.base]!;
    high += i32[2 * insn.base + 1]!;
  }
  if (insn.index >= 0) {
    const scaled = u32[2 * insn.index]! * insn.scale;
    low += scaled % TWO32;
    high = (high + Math.imul(i32[2 * insn.index + 1]!, insn.scale) + Math.floor(scaled / TWO32)) | 0;
  }
  if (insn.ripRelative) {
    const rip = cpu.nextRip;
    const ripHigh = Math.floor(rip / TWO32);
    low += rip - ripHigh * TWO32;
    high += ripHigh;
  }
  high = (high + Math.floor(low / TWO32)) | 0;
  cpu.eaLow = low | 0;
  cpu.eaHigh = high;
  if (insn.addressSize === 4) cpu.eaHigh = 0;
  else if (insn.addressSize === 2) {
    cpu.eaLow &= 0xffff;
    cpu.eaHigh = 0;
  }
}

/** Linear address of segment:offset for an access of `size` bytes, after the checks of mode and segment. */
export function linear(
  cpu: Cpu,
  segment: number,
  low: number,
  high: number,
  size: number,
  access: number,
): number {
  const at = 2 * (L.SEGMENTS + 3 * segment);
  if (cpu.codeSize === 64) {
    let l = low >>> 0;
    let h = high;
    if (segment >= L.FS) {
      l += cpu.u32[at + 2]!;
      h = (h + cpu.i32[at + 3]! + (l >= TWO32 ? 1 : 0)) | 0;
      if (l >= TWO32) l -= TWO32;
    }
    const top = h >> 15;
    if (top !== 0 && top !== -1) raise(segment === L.SS ? SSF : GP, 0);
    return h * TWO32 + l;
  }
  checkSegment(cpu, segment, low >>> 0, size, access);
  return (cpu.u32[at + 2]! + (low >>> 0)) % TWO32;
}

function checkSegment(cpu: Cpu, segment: number, offset: number, size: number, access: number): void {
  const at = 2 * (L.SEGMENTS + 3 * segment);
  const ar = cpu.i32[at + 1]!;
  const vector = segment === L.SS ? SSF : GP;
  if ((ar & L.AR_UNUSABLE) !== 0) raise(vector, 0);
  const limit = cpu.u32[at + 4]!;
  const last = offset + size - 1;
  if ((ar & 8) !== 0) {
    // Code segment: never writable, readable only with bit 1.
    if (access === WRITE || (ar & 2) === 0) raise(vector, 0);
    if (last > limit) raise(vector, 0);
    return;
  }
  if (access === WRITE && (ar & 2) === 0) raise(vector, 0);
  if ((ar & 4) !== 0) {
    const top = (ar & 0x4000) !== 0 ? 0xffffffff : 0xffff;
    if (offset <= limit || last > top) raise(vector, 0);
  } else if (last > limit) raise(vector, 0);
}

/** Linear address of the instruction's memory operand. */
export function operandAddress(cpu: Cpu, insn: Insn, size: number, access: number): number {
  effectiveAddress(cpu, insn);
  return linear(cpu, insn.segment, cpu.eaLow, cpu.eaHigh, size, access);
}

/** Physical address for a data access that does not cross a page, with APIC-access exits. */
function physicalFor(cpu: Cpu, address: number, access: number, user: boolean): number {
  const physical = translate(cpu, address, access, user);
  if (physical >= 0xfee00000 || isVapicAccess(cpu, physical)) {
    if (isVapicAccess(cpu, physical)) return vapicAccess(cpu, physical, access);
  }
  return physical;
}

const isUser = (cpu: Cpu): boolean => cpu.cpl === 3;

/** TLB hit on plain RAM: offset in the buffer, or -1. `need`: permission bits. */
function fast(cpu: Cpu, address: number, need: number): number {
  const page = Math.floor(address / 4096);
  const slot = (page + cpu.generation * 97) & 1023;
  const at = cpu.tlb + slot * L.TLB_STRIDE;
  if (cpu.f64[at >> 3] !== page || cpu.i32[(at >> 2) + L.TLB_GENERATION] !== cpu.generation) return -1;
  const permissions = cpu.i32[(at >> 2) + L.TLB_PERMISSIONS]!;
  if ((permissions & need) === 0 || (permissions & TLB_SPECIAL) !== 0) return -1;
  return L.RAM + cpu.f64[(at >> 3) + L.TLB_PHYSICAL]! + (address - page * 4096);
}

export function load8(cpu: Cpu, address: number): number {
  const at = fast(cpu, address, cpu.needRead);
  if (at >= 0) return cpu.u8[at]!;
  return physicalRead8(cpu, physicalFor(cpu, address, READ, isUser(cpu)));
}

export function load16(cpu: Cpu, address: number): number {
  if ((address & 4095) <= 4094) {
    const at = fast(cpu, address, cpu.needRead);
    if (at >= 0) return cpu.view.getUint16(at, true);
    return physicalRead16(cpu, physicalFor(cpu, address, READ, isUser(cpu)));
  }
  return load8(cpu, address) | (load8(cpu, address + 1) << 8);
}

/** Unsigned 32-bit value. */
export function load32(cpu: Cpu, address: number): number {
  if ((address & 4095) <= 4092) {
    const at = fast(cpu, address, cpu.needRead);
    if (at >= 0) return cpu.view.getUint32(at, true);
    return physicalRead32(cpu, physicalFor(cpu, address, READ, isUser(cpu)));
  }
  return (load16(cpu, address) | (load16(cpu, address + 2) << 16)) >>> 0;
}

export function load64(cpu: Cpu, address: number): bigint {
  if ((address & 4095) <= 4088) {
    const at = fast(cpu, address, cpu.needRead);
    if (at >= 0) return cpu.view.getBigUint64(at, true);
    return physicalRead64(cpu, physicalFor(cpu, address, READ, isUser(cpu)));
  }
  return BigInt(load32(cpu, address)) | (BigInt(load32(cpu, address + 4)) << 32n);
}

/** Makes sure that a store of `size` bytes will not fault: both pages are translated for writing. */
export function probeWrite(cpu: Cpu, address: number, size: number): void {
  translate(cpu, address, WRITE, isUser(cpu));
  if ((address & 4095) + size > 4096) translate(cpu, address + size - 1, WRITE, isUser(cpu));
}

export function store8(cpu: Cpu, address: number, value: number): void {
  const at = fast(cpu, address, cpu.needWrite);
  if (at >= 0) {
    touchPage(cpu, (at - L.RAM) >> 12);
    cpu.u8[at] = value;
  } else physicalWrite8(cpu, physicalFor(cpu, address, WRITE, isUser(cpu)), value & 0xff);
}

export function store16(cpu: Cpu, address: number, value: number): void {
  if ((address & 4095) <= 4094) {
    const at = fast(cpu, address, cpu.needWrite);
    if (at >= 0) {
      touchPage(cpu, (at - L.RAM) >> 12);
      cpu.view.setUint16(at, value, true);
      return;
    }
  } else probeWrite(cpu, address, 2);
  store8(cpu, address, value & 0xff);
  store8(cpu, address + 1, (value >> 8) & 0xff);
}

export function store32(cpu: Cpu, address: number, value: number): void {
  if ((address & 4095) <= 4092) {
    const at = fast(cpu, address, cpu.needWrite);
    if (at >= 0) {
      touchPage(cpu, (at - L.RAM) >> 12);
      cpu.view.setInt32(at, value, true);
    } else physicalWrite32(cpu, physicalFor(cpu, address, WRITE, isUser(cpu)), value);
    return;
  }
  probeWrite(cpu, address, 4);
  for (let i = 0; i < 4; i++) store8(cpu, address + i, (value >>> (8 * i)) & 0xff);
}

export function store64(cpu: Cpu, address: number, value: bigint): void {
  if ((address & 4095) <= 4088) {
    const at = fast(cpu, address, cpu.needWrite);
    if (at >= 0) {
      touchPage(cpu, (at - L.RAM) >> 12);
      cpu.view.setBigUint64(at, value, true);
    } else physicalWrite64(cpu, physicalFor(cpu, address, WRITE, isUser(cpu)), value);
    return;
  }
  probeWrite(cpu, address, 8);
  store32(cpu, address, Number(value & 0xffffffffn));
  store32(cpu, address + 4, Number((value >> 32n) & 0xffffffffn));
}

/** Runs an implicit supervisor access (descriptor tables, TSS, stacks of inner rings) at CPL 3. */
export function asSupervisor<T>(cpu: Cpu, access: () => T): T {
  const { cpl, needRead, needWrite } = cpu;
  cpu.cpl = 0;
  cpu.needRead = 1;
  cpu.needWrite = 2;
  try {
    return access();
  } finally {
    cpu.cpl = cpl;
    cpu.needRead = needRead;
    cpu.needWrite = needWrite;
  }
}

/** A VM exit took place inside a memory access. */
export const leaveInstruction = exited;
