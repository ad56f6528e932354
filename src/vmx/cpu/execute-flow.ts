// Jumps, calls, returns, loops, software interrupts, IRET, SYSCALL. SDM vol. 2; vol. 3, chapters 5 and 6.
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { GP, SSF, TS, UD, raise } from './faults.ts';
import { condition } from './flags.ts';
import { READ } from './paging.ts';
import { asSupervisor, effectiveAddress, linear, load32, load64 } from './memory.ts';
import { load, readRegister, readRm, writeRegister } from './operands.ts';
import { drop, peek, peek64, push, setStackPointer, stackPointer } from './stack.ts';
import {
  codeDescriptor,
  readDescriptor,
  rightsOf,
  selectorOf,
  setCodeSegment,
  setSegment,
} from './segments.ts';
import { softwareInterrupt } from './interrupts.ts';
import { F } from '../fields/slots.ts';
import { taskSwitchExit } from '../exit/task-switch.ts';

const TWO32 = 4294967296;
const TASK_GATE = 5;
const CS_LIMIT = 2 * (L.SEGMENTS + 3 * L.CS) + 4;

/** Signed number of a 64-bit value, or #GP(0) when it is not canonical. */
function canonical(value: bigint): number {
  const signed = BigInt.asIntN(64, value);
  if (BigInt.asIntN(48, value) !== signed) raise(GP, 0);
  return Number(signed);
}

/** Goes to an offset in the present code segment. */
function jumpTo(cpu: Cpu, target: number, size: number): void {
  if (cpu.codeSize === 64) {
    if (target >= 0x800000000000 || target < -0x800000000000) raise(GP, 0);
    cpu.nextRip = target;
    return;
  }
  const offset = size === 2 ? target & 0xffff : target >>> 0;
  if (offset > cpu.u32[CS_LIMIT]!) raise(GP, 0);
  cpu.nextRip = offset;
}

export function jumpRelative(cpu: Cpu, d: Insn): void {
  jumpTo(cpu, cpu.nextRip + d.immediate, d.size);
}

export function jcc(cpu: Cpu, d: Insn): void {
  if (condition(cpu, d.sub)) jumpTo(cpu, cpu.nextRip + d.immediate, d.size);
}

/** E0 ... E3: LOOPNE, LOOPE, LOOP, JRCXZ; the counter has the address size. */
export function loop(cpu: Cpu, d: Insn): void {
  if (d.sub === 3) {
    const zero =
      d.addressSize === 8 ? cpu.u64[L.RCX] === 0n : readRegister(cpu, d, L.RCX, d.addressSize) === 0;
    if (zero) jumpTo(cpu, cpu.nextRip + d.immediate, d.size);
    return;
  }
  let again: boolean;
  let counter = 0;
  if (d.addressSize === 8) again = BigInt.asUintN(64, cpu.u64[L.RCX]! - 1n) !== 0n;
  else {
    counter = readRegister(cpu, d, L.RCX, d.addressSize) - 1;
    again = (d.addressSize === 2 ? counter & 0xffff : counter) !== 0;
  }
  const zf = (cpu.i32[2 * L.RFLAGS]! & L.ZF) !== 0;
  if (d.sub === 0) again &&= !zf;
  else if (d.sub === 1) again &&= zf;
  if (again) jumpTo(cpu, cpu.nextRip + d.immediate, d.size);
  if (d.addressSize === 8) cpu.u64[L.RCX] = cpu.u64[L.RCX]! - 1n;
  else writeRegister(cpu, d, L.RCX, d.addressSize, counter >>> 0);
}

/** Target of FF /2 and FF /4. */
function nearTarget(cpu: Cpu, d: Insn): number {
  if (d.size !== 8) return readRm(cpu, d, d.size);
  if (!d.isMemory) {
    const high = cpu.i32[2 * d.rm + 1]!;
    const top = high >> 15;
    if (top !== 0 && top !== -1) raise(GP, 0);
    return high * TWO32 + cpu.u32[2 * d.rm]!;
  }
  effectiveAddress(cpu, d);
  return canonical(load64(cpu, linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, 8, READ)));
}

export function jumpRm(cpu: Cpu, d: Insn): void {
  jumpTo(cpu, nearTarget(cpu, d), d.size);
}

export function callRelative(cpu: Cpu, d: Insn): void {
  callTo(cpu, cpu.nextRip + d.immediate, d.size);
}

export function callRm(cpu: Cpu, d: Insn): void {
  callTo(cpu, nearTarget(cpu, d), d.size);
}

function callTo(cpu: Cpu, target: number, size: number): void {
  const back = cpu.nextRip;
  jumpTo(cpu, target, size);
  push(cpu, size, back);
}

/** C2, C3. */
export function ret(cpu: Cpu, d: Insn): void {
  const target = d.size === 8 ? canonical(peek64(cpu)) : peek(cpu, d.size);
  jumpTo(cpu, target, d.size);
  drop(cpu, d.size + (d.opcode === 0xc2 ? d.immediate & 0xffff : 0));
}

/** Far jump: EA and FF /5. */
export function jumpFar(cpu: Cpu, d: Insn): void {
  const { offset, selector } = farPointer(cpu, d);
  if (!cpu.protectedMode || cpu.v86) {
    farReal(cpu, selector, Number(offset), d.size);
    return;
  }
  systemTarget(cpu, selector, 2);
  const descriptor = codeDescriptor(cpu, selector, false);
  const target = farOffset(cpu, descriptor.ar, offset, descriptor.limit);
  setCodeSegment(cpu, selector, descriptor, cpu.cpl);
  cpu.nextRip = target;
}

/** Far call: 9A and FF /3. */
export function callFar(cpu: Cpu, d: Insn): void {
  const { offset, selector } = farPointer(cpu, d);
  const back = cpu.nextRip;
  const oldCs = selectorOf(cpu, L.CS);
  if (!cpu.protectedMode || cpu.v86) {
    push(cpu, d.size, oldCs);
    push(cpu, d.size, back);
    farReal(cpu, selector, Number(offset), d.size);
    return;
  }
  systemTarget(cpu, selector, 0);
  const descriptor = codeDescriptor(cpu, selector, false);
  const target = farOffset(cpu, descriptor.ar, offset, descriptor.limit);
  const before = stackPointer(cpu);
  try {
    push(cpu, d.size, oldCs);
    push(cpu, d.size, back);
  } catch (signal) {
    setStackPointer(cpu, before);
    throw signal;
  }
  setCodeSegment(cpu, selector, descriptor, cpu.cpl);
  cpu.nextRip = target;
}

function farPointer(cpu: Cpu, d: Insn): { offset: bigint; selector: number } {
  if (d.opcode === 0xea || d.opcode === 0x9a)
    return { offset: BigInt(d.immediate >>> 0), selector: d.immediate2 };
  if (!d.isMemory) raise(UD);
  effectiveAddress(cpu, d);
  const at = linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, d.size + 2, READ);
  const selector = load(cpu, at + d.size, 2);
  return { offset: d.size === 8 ? load64(cpu, at) : BigInt(load(cpu, at, d.size)), selector };
}

function farReal(cpu: Cpu, selector: number, offset: number, size: number): void {
  const target = size === 2 ? offset & 0xffff : offset;
  if (target > 0xffff) raise(GP, 0);
  setSegment(cpu, L.CS, selector, cpu.v86 ? 0xf3 : 0x9b, BigInt(selector * 16), 0xffff);
  cpu.refresh();
  cpu.nextRip = target;
}

/** A TSS or task gate means a task switch, which exits in non-root operation; call gates are not modelled. */
function systemTarget(cpu: Cpu, selector: number, source: number): void {
  if ((selector & 0xfffc) === 0) raise(GP, 0);
  const descriptor = readDescriptor(cpu, selector);
  if ((descriptor.ar & 0x10) !== 0) return;
  const error = selector & 0xfffc;
  const type = descriptor.ar & 15;
  const dpl = (descriptor.ar >> 5) & 3;
  if (cpu.longMode || (type !== 1 && type !== 9 && type !== 5)) raise(GP, error);
  if (dpl < cpu.cpl || dpl < (selector & 3)) raise(GP, error);
  if ((descriptor.ar & 0x80) === 0) raise(11, error);
  let tss = selector;
  if (type === TASK_GATE) {
    tss = asSupervisor(cpu, () => load32(cpu, descriptor.at)) >>> 16;
    const target = readDescriptor(cpu, tss);
    if ((target.ar & 0x1d) !== 1 && (target.ar & 0x1d) !== 9) raise(GP, tss & 0xfffc);
    if ((target.ar & 2) !== 0) raise(GP, tss & 0xfffc);
    if ((target.ar & 0x80) === 0) raise(11, tss & 0xfffc);
  }
  taskSwitchExit(cpu, tss, source);
}

/** Offset in the target segment: canonical in 64-bit code, within the limit elsewhere. */
function farOffset(cpu: Cpu, ar: number, offset: bigint, limit: number): number {
  if (cpu.longMode && (ar & 0x2000) !== 0) return canonical(offset);
  const value = Number(offset & 0xffffffffn);
  if (value > limit) raise(GP, 0);
  return value;
}

/** CA, CB: far return, to the same or an outer ring. */
export function retFar(cpu: Cpu, d: Insn): void {
  const extra = d.opcode === 0xca ? d.immediate & 0xffff : 0;
  const offset = d.size === 8 ? peek64(cpu) : BigInt(peek(cpu, d.size));
  const selector = (d.size === 8 ? Number(peek64(cpu, 8) & 0xffffn) : peek(cpu, d.size, d.size)) & 0xffff;
  if (!cpu.protectedMode || cpu.v86) {
    farReal(cpu, selector, Number(offset), d.size);
    drop(cpu, 2 * d.size + extra);
    return;
  }
  const descriptor = codeDescriptor(cpu, selector, true);
  const target = farOffset(cpu, descriptor.ar, offset, descriptor.limit);
  if ((selector & 3) === cpu.cpl) {
    drop(cpu, 2 * d.size + extra);
    setCodeSegment(cpu, selector, descriptor, cpu.cpl);
  } else {
    const at = 2 * d.size + extra;
    const sp = d.size === 8 ? peek64(cpu, at) : BigInt(peek(cpu, d.size, at));
    const ss =
      (d.size === 8 ? Number(peek64(cpu, at + 8) & 0xffffn) : peek(cpu, d.size, at + d.size)) & 0xffff;
    outerStack(cpu, selector, descriptor, ss, sp, extra);
  }
  cpu.nextRip = target;
}

function outerStack(
  cpu: Cpu,
  selector: number,
  descriptor: ReturnType<typeof codeDescriptor>,
  ss: number,
  sp: bigint,
  extra: number,
): void {
  const cpl = selector & 3;
  const to64 = cpu.longMode && (descriptor.ar & 0x2000) !== 0;
  const stack = stackDescriptor(cpu, ss, cpl, to64, GP);
  setCodeSegment(cpu, selector, descriptor, cpl);
  setSegment(cpu, L.SS, ss, stack.ar, stack.base, stack.limit);
  cpu.refresh();
  cpu.u64[L.RSP] = BigInt.asUintN(64, sp + BigInt(extra));
  dropInnerSegments(cpu);
}

/** SS of an outer (or new) ring; a null selector is allowed in 64-bit code below CPL 3. */
function stackDescriptor(
  cpu: Cpu,
  ss: number,
  cpl: number,
  to64: boolean,
  vector: number,
): { ar: number; base: bigint; limit: number } {
  // prettier-ignore
  if ((ss & 0xfffc) === 0) {
    if (!to64 || cpl === 3) raise(vector, 0);
    return { ar: L.AR_UNUSABLE | (cpl << 5), base: 0n, limit: 0 };
  }
  const stack = readDescriptor(cpu, ss, vector);
  if ((stack.ar & 0x1a) !== 0x12 || ((stack.ar >> 5) & 3) !== cpl || (ss & 3) !== cpl)
    raise(vector, ss & 0xfffc);
  if ((stack.ar & 0x80) === 0) raise(SSF, ss & 0xfffc);
  return stack;
}

/** Returning outwards: data segments the outer ring may not use become null. */
function dropInnerSegments(cpu: Cpu): void {
  for (const segment of [L.ES, L.DS, L.FS, L.GS]) {
    const ar = rightsOf(cpu, segment);
    if ((ar & L.AR_UNUSABLE) !== 0) continue;
    const dataOrNonConforming = (ar & 0xc) !== 0xc;
    if (dataOrNonConforming && ((ar >> 5) & 3) < cpu.cpl) setSegment(cpu, segment, 0, L.AR_UNUSABLE, 0n, 0);
  }
}

/** CC, CD, CE, F1. */
export function int3(cpu: Cpu, d: Insn): void {
  softwareInterrupt(cpu, 3, 6, d.length);
}

export function into(cpu: Cpu, d: Insn): void {
  if ((cpu.i32[2 * L.RFLAGS]! & L.OF) !== 0) softwareInterrupt(cpu, 4, 6, d.length);
}

export function icebp(cpu: Cpu, d: Insn): void {
  softwareInterrupt(cpu, 1, 5, d.length);
}

export function int(cpu: Cpu, d: Insn): void {
  softwareInterrupt(cpu, d.immediate & 0xff, 4, d.length);
}

/** Flags that IRET and POPF may change at this privilege. */
export function writableFlags(cpu: Cpu): number {
  let mask = 0x244dd5 & ~(L.IOPL | L.IF);
  const iopl = (cpu.i32[2 * L.RFLAGS]! >> 12) & 3;
  if (cpu.cpl === 0) mask |= L.IOPL;
  if (cpu.cpl <= iopl) mask |= L.IF;
  return mask;
}

export function setFlags(cpu: Cpu, value: number, mask: number): void {
  const at = 2 * L.RFLAGS;
  cpu.i32[at] = (cpu.i32[at]! & ~mask) | (value & mask) | 2;
  cpu.attend();
}

/** CF. SDM vol. 2, IRET/IRETD/IRETQ. */
export function iret(cpu: Cpu, d: Insn): void {
  const size = d.size;
  if (!cpu.protectedMode) {
    iretReal(cpu, size, 0x247fd5);
    return;
  }
  if (cpu.v86) {
    if (((cpu.i32[2 * L.RFLAGS]! >> 12) & 3) < 3) raise(GP, 0);
    iretReal(cpu, size, 0x247fd5 & ~L.IOPL);
    return;
  }
  if ((cpu.i32[2 * L.RFLAGS]! & L.NT) !== 0) {
    if (cpu.longMode) raise(GP, 0);
    taskReturn(cpu);
  }
  const at = (i: number): bigint => (size === 8 ? peek64(cpu, i * 8) : BigInt(peek(cpu, size, i * size)));
  const offset = at(0);
  const selector = Number(at(1) & 0xffffn);
  const flags = Number(at(2) & 0xffffffffn) | 0;
  if (!cpu.longMode && (flags & L.VM) !== 0 && cpu.cpl === 0 && size === 4) {
    iretToV86(cpu, Number(offset), selector, flags);
    return;
  }
  const descriptor = codeDescriptor(cpu, selector, true);
  const target = farOffset(cpu, descriptor.ar, offset, descriptor.limit);
  const mask = size === 2 ? writableFlags(cpu) & 0xffff : writableFlags(cpu) | L.RF;
  const inner = cpu.cpl;
  if ((selector & 3) === inner && cpu.codeSize !== 64) {
    drop(cpu, 3 * size);
    setCodeSegment(cpu, selector, descriptor, inner);
  } else {
    const sp = at(3);
    const ss = Number(at(4) & 0xffffn);
    outerStack(cpu, selector, descriptor, ss, sp, 0);
  }
  setFlags(cpu, flags, mask);
  if ((cpu.i32[2 * L.RFLAGS]! & L.RF) !== 0) cpu.i32[2 * L.PENDING + 1]! |= L.RF_FRESH;
  unblockNmi(cpu);
  cpu.nextRip = target;
}

function iretReal(cpu: Cpu, size: number, mask: number): void {
  const offset = peek(cpu, size);
  const selector = peek(cpu, size, size) & 0xffff;
  const flags = peek(cpu, size, 2 * size);
  farReal(cpu, selector, offset, size);
  drop(cpu, 3 * size);
  setFlags(cpu, flags, size === 2 ? mask & 0xffff : mask);
  unblockNmi(cpu);
}

function iretToV86(cpu: Cpu, offset: number, selector: number, flags: number): void {
  const words = [3, 4, 5, 6, 7, 8].map((i) => peek(cpu, 4, 4 * i));
  const mask = 0x3f7fd5 | L.VM | L.RF;
  setFlags(cpu, flags, mask);
  const set = (segment: number, value: number): void => {
    setSegment(cpu, segment, value & 0xffff, 0xf3, BigInt((value & 0xffff) * 16), 0xffff);
  };
  set(L.CS, selector);
  set(L.SS, words[1]!);
  set(L.ES, words[2]!);
  set(L.DS, words[3]!);
  set(L.FS, words[4]!);
  set(L.GS, words[5]!);
  cpu.u64[L.RSP] = BigInt(words[0]!);
  cpu.refresh();
  unblockNmi(cpu);
  cpu.nextRip = offset & 0xffff;
}

/** IRET with NT = 1: back to the task the TSS names. Exits in non-root operation. */
function taskReturn(cpu: Cpu): void {
  const base = Number(cpu.u64[L.SEGMENTS + 3 * L.TR + 1]!);
  const selector = asSupervisor(cpu, () => load(cpu, base, 2));
  if ((selector & 4) !== 0 || (selector & 0xfffc) === 0) raise(TS, selector & 0xfffc);
  const descriptor = readDescriptor(cpu, selector, TS);
  if ((descriptor.ar & 0x1f) !== 0xb && (descriptor.ar & 0x1f) !== 3) raise(TS, selector & 0xfffc);
  if ((descriptor.ar & 0x80) === 0) raise(11, selector & 0xfffc);
  taskSwitchExit(cpu, selector, 1);
}

/** IRET ends blocking by NMI, or virtual-NMI blocking. SDM 25.3 (IRET). */
function unblockNmi(cpu: Cpu): void {
  if (cpu.mode === L.VMX_NON_ROOT) {
    const pin = cpu.i32[cpu.vmcs + F.pin_based_controls]!;
    if ((pin & 0x20) !== 0) cpu.i32[2 * L.PENDING]! &= ~L.VIRTUAL_NMI_BLOCKED;
    else if ((pin & 8) === 0) cpu.i32[2 * L.BLOCKING]! &= ~L.BLOCKED_BY_NMI;
  } else cpu.i32[2 * L.BLOCKING]! &= ~L.BLOCKED_BY_NMI;
  cpu.attend();
}

/** 0F 05. */
export function syscall(cpu: Cpu): void {
  if (cpu.codeSize !== 64 || (cpu.i32[2 * L.EFER]! & L.EFER_SCE) === 0) raise(UD);
  cpu.u64[L.RCX] = BigInt.asUintN(64, BigInt(cpu.nextRip));
  cpu.u64[L.R11] = cpu.u64[L.RFLAGS]! & ~BigInt(L.RF);
  cpu.i32[2 * L.RFLAGS]! &= ~(cpu.i32[2 * L.FMASK]! | L.RF);
  cpu.i32[2 * L.RFLAGS]! |= 2;
  const selector = cpu.u32[2 * L.STAR + 1]! & 0xfffc;
  setSegment(cpu, L.CS, selector, 0xa09b, 0n, 0xffffffff);
  setSegment(cpu, L.SS, selector + 8, 0xc093, 0n, 0xffffffff);
  cpu.refresh();
  cpu.attend();
  cpu.nextRip = Number(BigInt.asIntN(64, cpu.u64[L.LSTAR]!));
}

/** 0F 07. */
export function sysret(cpu: Cpu, d: Insn): void {
  if (cpu.codeSize !== 64 || (cpu.i32[2 * L.EFER]! & L.EFER_SCE) === 0) raise(UD);
  if (cpu.cpl !== 0) raise(GP, 0);
  const wide = d.size === 8;
  const target = wide ? canonical(cpu.u64[L.RCX]!) : cpu.u32[2 * L.RCX]!;
  const base = cpu.u32[2 * L.STAR + 1]! >>> 16;
  const flags = Number(cpu.u64[L.R11]! & 0x3c7fd7n) | 2;
  cpu.u64[L.RFLAGS] = BigInt(flags);
  setSegment(cpu, L.CS, (wide ? base + 16 : base) | 3, wide ? 0xa0fb : 0xc0fb, 0n, 0xffffffff);
  setSegment(cpu, L.SS, (base + 8) | 3, 0xc0f3, 0n, 0xffffffff);
  cpu.refresh();
  cpu.attend();
  cpu.nextRip = target;
}

/** 0F 34, 0F 35. */
export function sysenter(cpu: Cpu): void {
  const selector = cpu.u32[2 * L.SYSENTER_CS]! & 0xfffc;
  if (!cpu.protectedMode || selector === 0) raise(GP, 0);
  cpu.i32[2 * L.RFLAGS]! &= ~(L.VM | L.IF | L.RF);
  const long = cpu.longMode;
  setSegment(cpu, L.CS, selector, long ? 0xa09b : 0xc09b, 0n, 0xffffffff);
  setSegment(cpu, L.SS, selector + 8, 0xc093, 0n, 0xffffffff);
  cpu.refresh();
  cpu.u64[L.RSP] = long ? cpu.u64[L.SYSENTER_ESP]! : cpu.u64[L.SYSENTER_ESP]! & 0xffffffffn;
  cpu.nextRip = long ? Number(BigInt.asIntN(64, cpu.u64[L.SYSENTER_EIP]!)) : cpu.u32[2 * L.SYSENTER_EIP]!;
}

export function sysexit(cpu: Cpu, d: Insn): void {
  const selector = cpu.u32[2 * L.SYSENTER_CS]! & 0xfffc;
  if (!cpu.protectedMode || selector === 0 || cpu.cpl !== 0) raise(GP, 0);
  const wide = d.size === 8;
  const target = wide ? canonical(cpu.u64[L.RDX]!) : cpu.u32[2 * L.RDX]!;
  const stack = wide ? cpu.u64[L.RCX]! : BigInt(cpu.u32[2 * L.RCX]!);
  setSegment(cpu, L.CS, (selector + (wide ? 32 : 16)) | 3, wide ? 0xa0fb : 0xc0fb, 0n, 0xffffffff);
  setSegment(cpu, L.SS, (selector + (wide ? 40 : 24)) | 3, 0xc0f3, 0n, 0xffffffff);
  cpu.refresh();
  cpu.u64[L.RSP] = stack;
  cpu.nextRip = target;
}

/** LDS-like helper kept here for its privilege rules: 0F 02, 0F 03, 0F 00 /4, /5 (LAR, LSL, VERR, VERW). */
export function segmentQuery(cpu: Cpu, d: Insn): void {
  if (!cpu.protectedMode || cpu.v86) raise(UD);
  const selector = readRm(cpu, d, 2);
  const at = 2 * L.RFLAGS;
  cpu.i32[at]! &= ~L.ZF;
  if ((selector & 0xfffc) === 0) return;
  const descriptor = tryDescriptor(cpu, selector);
  if (descriptor === null) return;
  const { ar, limit } = descriptor;
  const dpl = (ar >> 5) & 3;
  const conforming = (ar & 0x1c) === 0x1c;
  if (!conforming && (cpu.cpl > dpl || (selector & 3) > dpl)) return;
  const isCode = (ar & 8) !== 0;
  if (d.sub >= 4) {
    if ((ar & 0x10) === 0) return;
    if (d.sub === 4 ? isCode && (ar & 2) === 0 : isCode || (ar & 2) === 0) return;
  } else {
    const type = ar & 15;
    const validLar = cpu.longMode ? [2, 9, 11, 12] : [1, 2, 3, 4, 5, 9, 11, 12];
    const validLsl = cpu.longMode ? [2, 9, 11] : [1, 2, 3, 9, 11];
    if ((ar & 0x10) === 0 && !(d.sub === 2 ? validLar : validLsl).includes(type)) return;
    const value = d.sub === 2 ? (ar << 8) & 0xf0ff00 : limit;
    if (d.size === 8) cpu.u64[d.reg] = BigInt(value >>> 0);
    else writeRegister(cpu, d, d.reg, d.size, value >>> 0);
  }
  cpu.i32[at]! |= L.ZF;
}

function tryDescriptor(cpu: Cpu, selector: number): ReturnType<typeof readDescriptor> | null {
  const table = (selector & 4) !== 0;
  if (table && (rightsOf(cpu, L.LDTR) & L.AR_UNUSABLE) !== 0) return null;
  const limit = table ? cpu.u32[2 * (L.SEGMENTS + 3 * L.LDTR) + 4]! : cpu.u32[2 * L.GDTR_LIMIT]!;
  if ((selector & 0xfff8) + 7 > limit) return null;
  return readDescriptor(cpu, selector);
}
