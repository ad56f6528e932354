// Loading segment registers from descriptor tables. SDM vol. 3, chapter 3 (descriptors) and 5.5 to 5.7 (privilege).
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { GP, NP, SSF, raise } from './faults.ts';
import { asSupervisor, load32, store8 } from './memory.ts';

export interface Descriptor {
  /** Access rights in the VMCS format (SDM 24.4.1). */
  ar: number;
  base: bigint;
  limit: number;
  /** Linear address of the descriptor, to set its accessed or busy bit. */
  at: number;
}

const wordOf = (segment: number): number => 2 * (L.SEGMENTS + 3 * segment);

export const selectorOf = (cpu: Cpu, segment: number): number => cpu.i32[wordOf(segment)]! & 0xffff;
export const rightsOf = (cpu: Cpu, segment: number): number => cpu.i32[wordOf(segment) + 1]!;
export const baseOf = (cpu: Cpu, segment: number): bigint => cpu.u64[L.SEGMENTS + 3 * segment + 1]!;

export function setSegment(
  cpu: Cpu,
  segment: number,
  selector: number,
  ar: number,
  base: bigint,
  limit: number,
): void {
  const at = wordOf(segment);
  cpu.i32[at] = selector;
  cpu.i32[at + 1] = ar;
  cpu.u64[L.SEGMENTS + 3 * segment + 1] = base;
  cpu.u32[at + 4] = limit;
  cpu.u32[at + 5] = 0;
}

/** In real-address and virtual-8086 mode a segment is selector * 16 and 64 KiB. */
function setRealSegment(cpu: Cpu, segment: number, selector: number): void {
  const ar = cpu.v86 ? 0xf3 : 0x93;
  setSegment(cpu, segment, selector, ar, BigInt(selector * 16), 0xffff);
}

/** Reads the descriptor a selector names; `vector` is raised with the selector when the table has none. */
export function readDescriptor(cpu: Cpu, selector: number, vector = GP, external = 0): Descriptor {
  const index = selector & 0xfff8;
  const error = (selector & 0xfffc) | external;
  let tableBase: bigint;
  let limit: number;
  if ((selector & 4) !== 0) {
    if ((rightsOf(cpu, L.LDTR) & L.AR_UNUSABLE) !== 0) raise(vector, error);
    tableBase = baseOf(cpu, L.LDTR);
    limit = cpu.u32[wordOf(L.LDTR) + 4]!;
  } else {
    tableBase = cpu.u64[L.GDTR_BASE]!;
    limit = cpu.u32[2 * L.GDTR_LIMIT]!;
  }
  if (index + 7 > limit) raise(vector, error);
  const at = Number(BigInt.asIntN(64, tableBase)) + index;
  const low = asSupervisor(cpu, () => load32(cpu, at));
  const high = asSupervisor(cpu, () => load32(cpu, at + 4));
  let bounds = (low & 0xffff) | (high & 0xf0000);
  if ((high & 0x800000) !== 0) bounds = ((bounds << 12) | 0xfff) >>> 0;
  const base = ((low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000)) >>> 0;
  return { ar: (high >> 8) & 0xf0ff, base: BigInt(base), limit: bounds, at };
}

/** System descriptors are 16 bytes in long mode: the upper half of the base. */
export function readUpperBase(cpu: Cpu, descriptor: Descriptor, error: number): bigint {
  const limit = cpu.u32[2 * L.GDTR_LIMIT]!;
  const start = Number(BigInt.asIntN(64, cpu.u64[L.GDTR_BASE]!));
  if (descriptor.at - start + 15 > limit) raise(GP, error);
  const upper = asSupervisor(cpu, () => load32(cpu, descriptor.at + 8));
  return descriptor.base | (BigInt(upper) << 32n);
}

function setAccessed(cpu: Cpu, descriptor: Descriptor): void {
  if ((descriptor.ar & 1) !== 0) return;
  descriptor.ar |= 1;
  asSupervisor(cpu, () => {
    store8(cpu, descriptor.at + 5, descriptor.ar & 0xff);
  });
}

/** MOV/POP/Lxx into ES, SS, DS, FS or GS. */
export function loadSegment(cpu: Cpu, segment: number, selector: number): void {
  if (!cpu.protectedMode || cpu.v86) {
    setRealSegment(cpu, segment, selector);
    return;
  }
  const rpl = selector & 3;
  const error = selector & 0xfffc;
  if ((selector & 0xfffc) === 0) {
    if (segment === L.SS && (cpu.codeSize !== 64 || cpu.cpl === 3 || rpl !== cpu.cpl)) raise(GP, 0);
    const ar = segment === L.SS ? L.AR_UNUSABLE | (cpu.cpl << 5) : L.AR_UNUSABLE;
    setSegment(cpu, segment, selector, ar, 0n, 0);
    return;
  }
  const descriptor = readDescriptor(cpu, selector);
  const { ar } = descriptor;
  const dpl = (ar >> 5) & 3;
  if (segment === L.SS) {
    // Writable data, RPL = DPL = CPL.
    if ((ar & 0x1a) !== 0x12 || rpl !== cpu.cpl || dpl !== cpu.cpl) raise(GP, error);
    if ((ar & 0x80) === 0) raise(SSF, error);
  } else {
    // Data, or readable code; unless conforming, DPL not below RPL and CPL.
    if ((ar & 0x10) === 0 || (ar & 0xa) === 8) raise(GP, error);
    if ((ar & 0xc) !== 0xc && (rpl > dpl || cpu.cpl > dpl)) raise(GP, error);
    if ((ar & 0x80) === 0) raise(NP, error);
  }
  setAccessed(cpu, descriptor);
  setSegment(cpu, segment, selector, descriptor.ar, descriptor.base, descriptor.limit);
}

/** Checks a code-segment selector for a jump, call or return to `cpl`, and gives its descriptor. */
export function codeDescriptor(cpu: Cpu, selector: number, returning: boolean): Descriptor {
  const error = selector & 0xfffc;
  if (error === 0) raise(GP, 0);
  const descriptor = readDescriptor(cpu, selector);
  const { ar } = descriptor;
  if ((ar & 0x18) !== 0x18) raise(GP, error);
  const dpl = (ar >> 5) & 3;
  const rpl = selector & 3;
  const conforming = (ar & 4) !== 0;
  if (returning) {
    if (rpl < cpu.cpl) raise(GP, error);
    if (conforming ? dpl > rpl : dpl !== rpl) raise(GP, error);
  } else if (conforming ? dpl > cpu.cpl : rpl > cpu.cpl || dpl !== cpu.cpl) raise(GP, error);
  if ((ar & 0x80) === 0) raise(NP, error);
  // L and D together are reserved in long mode.
  if (cpu.longMode && (ar & 0x6000) === 0x6000) raise(GP, error);
  setAccessed(cpu, descriptor);
  return descriptor;
}

/** Puts a checked code segment into CS with RPL = `cpl`. */
export function setCodeSegment(cpu: Cpu, selector: number, descriptor: Descriptor, cpl: number): void {
  setSegment(cpu, L.CS, (selector & 0xfffc) | cpl, descriptor.ar, descriptor.base, descriptor.limit);
  const ss = wordOf(L.SS) + 1;
  // CPL is SS.DPL here; a change of ring also loads SS, which then says the same.
  cpu.i32[ss] = (cpu.i32[ss]! & ~0x60) | (cpl << 5);
  cpu.refresh();
}
