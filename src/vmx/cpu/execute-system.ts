// System instructions: control and debug registers, MSRs, descriptor tables, HLT and friends, with the exits each
// causes in non-root operation. SDM vol. 2; vol. 3, 25.1.2, 25.1.3 and 25.3 (changes of behaviour).
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { GP, NM, NP, UD, raise } from './faults.ts';
import { F } from '../fields/slots.ts';
import { READ, WRITE } from './paging.ts';
import {
  effectiveAddress,
  linear,
  load16,
  load32,
  load64,
  store16,
  store32,
  store64,
  store8,
} from './memory.ts';
import { readRm, writeRegister, writeRm } from './operands.ts';
import { peek, peek64, drop, push, push64 } from './stack.ts';
import { readDescriptor, readUpperBase, setSegment } from './segments.ts';
import { setFlags, writableFlags } from './execute-flow.ts';
import { asSupervisor } from './memory.ts';
import { hasRdtscp, isCanonical, readMsr, timeStamp, writeMsr } from './msr.ts';
import { cpuidLeaf } from './cpuid.ts';
import { physicalRead8 } from './physical.ts';
import { exitForInstruction } from '../exit/vm-exit.ts';
import { displacementOf, exitForVmxInstruction, memoryInformation } from '../exit/vmx-instruction-exits.ts';

/** Bits of the primary controls. */
const HLT_EXITING = 1 << 7;
const INVLPG_EXITING = 1 << 9;
const MWAIT_EXITING = 1 << 10;
const RDPMC_EXITING = 1 << 11;
const RDTSC_EXITING = 1 << 12;
const USE_TSC_OFFSETTING = 1 << 3;
const MOV_DR_EXITING = 1 << 23;
const USE_MSR_BITMAPS = 1 << 28;
const MONITOR_EXITING = 1 << 29;
const PAUSE_EXITING = 1 << 30;
/** Bits of the secondary controls. */
const DESCRIPTOR_TABLE_EXITING = 1 << 2;
const ENABLE_RDTSCP = 1 << 3;
const WBINVD_EXITING = 1 << 6;
const RDRAND_EXITING = 1 << 11;
const ENABLE_INVPCID = 1 << 12;
const RDSEED_EXITING = 1 << 16;

const nonRoot = (cpu: Cpu): boolean => cpu.mode === L.VMX_NON_ROOT;

function privileged(cpu: Cpu): void {
  if (cpu.cpl !== 0) raise(GP, 0);
}

export function hlt(cpu: Cpu, d: Insn): void {
  privileged(cpu);
  if (nonRoot(cpu) && (cpu.proc & HLT_EXITING) !== 0) exitForInstruction(cpu, d, 12, 0, 0);
  else {
    cpu.i32[2 * L.ACTIVITY] = 1;
    cpu.attend();
  }
}

/** Exits in every guest, at any privilege. */
export function cpuid(cpu: Cpu, d: Insn): void {
  if (nonRoot(cpu)) {
    exitForInstruction(cpu, d, 10, 0, 0);
    return;
  }
  const [eax, ebx, ecx, edx] = cpuidLeaf(cpu, cpu.u32[2 * L.RAX]!, cpu.u32[2 * L.RCX]!);
  writeRegister(cpu, d, L.RAX, 4, eax >>> 0);
  writeRegister(cpu, d, L.RBX, 4, ebx >>> 0);
  writeRegister(cpu, d, L.RCX, 4, ecx >>> 0);
  writeRegister(cpu, d, L.RDX, 4, edx >>> 0);
}

/** GETSEC: #UD unless CR4.SMXE; then it always exits in a guest. */
export function getsec(cpu: Cpu, d: Insn): void {
  if ((cpu.i32[2 * L.CR4]! & L.CR4_SMXE) === 0) raise(UD);
  if (nonRoot(cpu)) exitForInstruction(cpu, d, 11, 0, 0);
  else raise(GP, 0);
}

export function invd(cpu: Cpu, d: Insn): void {
  privileged(cpu);
  if (nonRoot(cpu)) exitForInstruction(cpu, d, 13, 0, 0);
}

export function wbinvd(cpu: Cpu, d: Insn): void {
  privileged(cpu);
  if (nonRoot(cpu) && (cpu.proc2 & WBINVD_EXITING) !== 0) exitForInstruction(cpu, d, 54, 0, 0);
}

export function invlpg(cpu: Cpu, d: Insn): void {
  if (!d.isMemory) raise(UD);
  privileged(cpu);
  effectiveAddress(cpu, d);
  if (nonRoot(cpu) && (cpu.proc & INVLPG_EXITING) !== 0) {
    exitForInstruction(cpu, d, 14, linearOperand(cpu, d), 0);
    return;
  }
  cpu.flushTlb();
}

/** Linear address of the operand as an exit reports it: no fault for a non-canonical one. */
function linearOperand(cpu: Cpu, d: Insn): bigint {
  const offset = BigInt(cpu.eaLow >>> 0) | (BigInt(cpu.eaHigh >>> 0) << 32n);
  if (cpu.codeSize === 64) {
    const base = d.segment >= L.FS ? cpu.u64[L.SEGMENTS + 3 * d.segment + 1]! : 0n;
    return BigInt.asUintN(64, base + offset);
  }
  return (offset + cpu.u64[L.SEGMENTS + 3 * d.segment + 1]!) & 0xffffffffn;
}

export function rdpmc(cpu: Cpu, d: Insn): void {
  if (cpu.protectedMode && cpu.cpl !== 0 && (cpu.i32[2 * L.CR4]! & L.CR4_PCE) === 0) raise(GP, 0);
  if (nonRoot(cpu) && (cpu.proc & RDPMC_EXITING) !== 0) {
    exitForInstruction(cpu, d, 15, 0, 0);
    return;
  }
  if (cpu.u32[2 * L.RCX]! > 1) raise(GP, 0);
  writeRegister(cpu, d, L.RAX, 4, 0);
  writeRegister(cpu, d, L.RDX, 4, 0);
}

function readTsc(cpu: Cpu, d: Insn): void {
  let value = timeStamp(cpu);
  if (nonRoot(cpu) && (cpu.proc & USE_TSC_OFFSETTING) !== 0)
    value = BigInt.asUintN(64, value + cpu.u64[(cpu.vmcs + F.tsc_offset) >> 1]!);
  writeRegister(cpu, d, L.RAX, 4, Number(value & 0xffffffffn));
  writeRegister(cpu, d, L.RDX, 4, Number(value >> 32n));
}

export function rdtsc(cpu: Cpu, d: Insn): void {
  if ((cpu.i32[2 * L.CR4]! & L.CR4_TSD) !== 0 && cpu.cpl !== 0) raise(GP, 0);
  if (nonRoot(cpu) && (cpu.proc & RDTSC_EXITING) !== 0) exitForInstruction(cpu, d, 16, 0, 0);
  else readTsc(cpu, d);
}

export function rdtscp(cpu: Cpu, d: Insn): void {
  if (!hasRdtscp(cpu)) raise(UD);
  if (nonRoot(cpu) && (cpu.proc2 & ENABLE_RDTSCP) === 0) raise(UD);
  if ((cpu.i32[2 * L.CR4]! & L.CR4_TSD) !== 0 && cpu.cpl !== 0) raise(GP, 0);
  if (nonRoot(cpu) && (cpu.proc & RDTSC_EXITING) !== 0) {
    exitForInstruction(cpu, d, 51, 0, 0);
    return;
  }
  readTsc(cpu, d);
  writeRegister(cpu, d, L.RCX, 4, Number(cpu.u64[L.TSC_AUX]! & 0xffffffffn));
}

export function ud2(): void {
  raise(UD);
}

/** RSM outside SMM. */
export function rsm(): void {
  raise(UD);
}

export function pause(cpu: Cpu, d: Insn): void {
  if (nonRoot(cpu) && (cpu.proc & PAUSE_EXITING) !== 0) exitForInstruction(cpu, d, 40, 0, 0);
}

export function nop(): void {
  // Nothing, as its name says.
}

export function monitor(cpu: Cpu, d: Insn): void {
  if (cpu.cpl !== 0) raise(UD);
  if (nonRoot(cpu) && (cpu.proc & MONITOR_EXITING) !== 0) {
    exitForInstruction(cpu, d, 39, 0, 0);
    return;
  }
  if (cpu.u32[2 * L.RCX]! !== 0) raise(GP, 0);
  const high = d.addressSize === 8 ? cpu.i32[1]! : 0;
  const address = linear(
    cpu,
    d.segment,
    d.addressSize === 2 ? cpu.i32[0]! & 0xffff : cpu.i32[0]!,
    high,
    1,
    READ,
  );
  load16(cpu, address & ~1);
  cpu.i32[2 * L.MONITOR] = 1;
}

export function mwait(cpu: Cpu, d: Insn): void {
  if (cpu.cpl !== 0) raise(UD);
  if (nonRoot(cpu) && (cpu.proc & MWAIT_EXITING) !== 0) {
    exitForInstruction(cpu, d, 36, cpu.i32[2 * L.MONITOR]! & 1, 0);
    return;
  }
  if ((cpu.u32[2 * L.RCX]! & ~1) !== 0) raise(GP, 0);
  // A wait that ends at once is allowed by the manual.
  cpu.i32[2 * L.MONITOR] = 0;
}

export function xsetbv(cpu: Cpu, d: Insn): void {
  if ((cpu.i32[2 * L.CR4]! & L.CR4_OSXSAVE) === 0) raise(UD);
  if (nonRoot(cpu)) {
    exitForInstruction(cpu, d, 55, 0, 0);
    return;
  }
  privileged(cpu);
  const value = cpu.u32[0]!;
  if (cpu.u32[2 * L.RCX]! !== 0 || cpu.u32[2 * L.RDX]! !== 0 || (value & 1) === 0 || (value & ~3) !== 0)
    raise(GP, 0);
  cpu.u64[L.XCR0] = BigInt(value);
}

export function xgetbv(cpu: Cpu, d: Insn): void {
  if ((cpu.i32[2 * L.CR4]! & L.CR4_OSXSAVE) === 0) raise(UD);
  if (cpu.u32[2 * L.RCX]! !== 0) raise(GP, 0);
  writeRegister(cpu, d, L.RAX, 4, cpu.u32[2 * L.XCR0]!);
  writeRegister(cpu, d, L.RDX, 4, 0);
}

/** Does RDMSR or WRMSR of this index exit? SDM 25.1.3. */
function msrExits(cpu: Cpu, index: number, writing: boolean): boolean {
  if (!nonRoot(cpu)) return false;
  if ((cpu.proc & USE_MSR_BITMAPS) === 0) return true;
  let offset: number;
  if (index <= 0x1fff) offset = index;
  else if (index >= 0xc0000000 && index <= 0xc0001fff) offset = (index & 0x1fff) + 1024 * 8;
  else return true;
  if (writing) offset += 2048 * 8;
  const bitmap =
    cpu.u32[cpu.vmcs + F.msr_bitmap_addr]! + cpu.u32[cpu.vmcs + F.msr_bitmap_addr + 1]! * 4294967296;
  return ((physicalRead8(cpu, bitmap + (offset >> 3)) >> (offset & 7)) & 1) === 1;
}

export function rdmsr(cpu: Cpu, d: Insn): void {
  privileged(cpu);
  const index = cpu.u32[2 * L.RCX]!;
  if (msrExits(cpu, index, false)) {
    exitForInstruction(cpu, d, 31, 0, 0);
    return;
  }
  let value = readMsr(cpu, index) ?? raise(GP, 0);
  if (index === 0x10 && nonRoot(cpu) && (cpu.proc & USE_TSC_OFFSETTING) !== 0)
    value = BigInt.asUintN(64, value + cpu.u64[(cpu.vmcs + F.tsc_offset) >> 1]!);
  writeRegister(cpu, d, L.RAX, 4, Number(value & 0xffffffffn));
  writeRegister(cpu, d, L.RDX, 4, Number(value >> 32n));
}

export function wrmsr(cpu: Cpu, d: Insn): void {
  privileged(cpu);
  const index = cpu.u32[2 * L.RCX]!;
  if (msrExits(cpu, index, true)) {
    exitForInstruction(cpu, d, 32, 0, 0);
    return;
  }
  const value = BigInt(cpu.u32[0]!) | (BigInt(cpu.u32[2 * L.RDX]!) << 32n);
  if (!writeMsr(cpu, index, value)) raise(GP, 0);
  if (cpu.sink !== null) cpu.emit({ kind: 'msr-written', ...cpu.common, register: index, value });
}

/** LGDT, LIDT (sub 2, 3), SGDT, SIDT (sub 0, 1). */
export function descriptorTable(cpu: Cpu, d: Insn): void {
  if (!d.isMemory) raise(UD);
  const loading = d.sub >= 2;
  if (loading) {
    privileged(cpu);
    if (cpu.v86) raise(GP, 0);
  } else if ((cpu.i32[2 * L.CR4]! & L.CR4_UMIP) !== 0 && cpu.cpl > 0) raise(GP, 0);
  if (nonRoot(cpu) && (cpu.proc2 & DESCRIPTOR_TABLE_EXITING) !== 0) {
    // Bit 11: operand size, outside 64-bit mode; bits 29:28: SGDT, SIDT, LGDT, LIDT.
    const wide = cpu.codeSize === 64 || d.size === 2 ? 0 : 1 << 11;
    exitForInstruction(cpu, d, 46, displacementOf(cpu, d), memoryInformation(d) | wide | (d.sub << 28));
    return;
  }
  const baseSlot = (d.sub & 1) === 0 ? L.GDTR_BASE : L.IDTR_BASE;
  const limitSlot = (d.sub & 1) === 0 ? L.GDTR_LIMIT : L.IDTR_LIMIT;
  const wide = cpu.codeSize === 64;
  effectiveAddress(cpu, d);
  const at = linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, wide ? 10 : 6, loading ? READ : WRITE);
  if (loading) {
    const limit = load16(cpu, at);
    const base = wide
      ? load64(cpu, at + 2)
      : BigInt(load32(cpu, at + 2) & (d.size === 2 ? 0xffffff : 0xffffffff));
    const value = BigInt.asUintN(wide ? 64 : 32, base);
    if (wide && !isCanonical(value)) raise(GP, 0);
    cpu.u64[baseSlot] = value;
    cpu.u64[limitSlot] = BigInt(limit);
  } else {
    store16(cpu, at, cpu.u32[2 * limitSlot]!);
    if (wide) store64(cpu, at + 2, cpu.u64[baseSlot]!);
    else store32(cpu, at + 2, cpu.i32[2 * baseSlot]!);
  }
}

/** SLDT, STR, LLDT, LTR (sub 0 ... 3). */
export function systemSegment(cpu: Cpu, d: Insn): void {
  if (!cpu.protectedMode || cpu.v86) raise(UD);
  if (d.sub >= 2) privileged(cpu);
  if (nonRoot(cpu) && (cpu.proc2 & DESCRIPTOR_TABLE_EXITING) !== 0) {
    const operand = d.isMemory ? memoryInformation(d) : (1 << 10) | (d.rm << 3);
    exitForInstruction(cpu, d, 47, displacementOf(cpu, d), operand | (d.sub << 28));
    return;
  }
  if (d.sub < 2) {
    const selector = cpu.i32[2 * (L.SEGMENTS + 3 * (d.sub === 0 ? L.LDTR : L.TR))]! & 0xffff;
    if (d.isMemory) writeRm(cpu, d, 2, selector);
    else if (d.size === 8) cpu.u64[d.rm] = BigInt(selector);
    else writeRegister(cpu, d, d.rm, d.size, selector);
    return;
  }
  const selector = readRm(cpu, d, 2);
  if (d.sub === 2 && (selector & 0xfffc) === 0) {
    setSegment(cpu, L.LDTR, selector, L.AR_UNUSABLE, 0n, 0);
    return;
  }
  if ((selector & 0xfffc) === 0) raise(GP, 0);
  if ((selector & 4) !== 0) raise(GP, selector & 0xfffc);
  loadSystemSegment(cpu, selector, d.sub === 3);
}

function loadSystemSegment(cpu: Cpu, selector: number, isTask: boolean): void {
  const error = selector & 0xfffc;
  const descriptor = readDescriptor(cpu, selector);
  const type = descriptor.ar & 0x1f;
  const expected = isTask ? type === 9 || (type === 1 && !cpu.longMode) : type === 2;
  if (!expected) raise(GP, error);
  if ((descriptor.ar & 0x80) === 0) raise(NP, error);
  const base = cpu.longMode ? readUpperBase(cpu, descriptor, error) : descriptor.base;
  if (!isCanonical(base)) raise(GP, error);
  let { ar } = descriptor;
  if (isTask) {
    ar |= 2;
    asSupervisor(cpu, () => {
      store8(cpu, descriptor.at + 5, ar & 0xff);
    });
  }
  setSegment(cpu, isTask ? L.TR : L.LDTR, selector, ar, base, descriptor.limit);
}

/** MOV from DR (sub 0) and to DR (sub 1). The exit comes even before the privilege check. */
export function movDebug(cpu: Cpu, d: Insn): void {
  const number = d.reg;
  if (nonRoot(cpu) && (cpu.proc & MOV_DR_EXITING) !== 0 && number < 8) {
    exitForInstruction(cpu, d, 29, number | (d.sub === 0 ? 0x10 : 0) | (d.rm << 8), 0);
    return;
  }
  privileged(cpu);
  const extensions = (cpu.i32[2 * L.CR4]! & L.CR4_DE) !== 0;
  if (number >= 8 || (extensions && (number === 4 || number === 5))) raise(UD);
  // General detect: any access while DR7.GD is set.
  if ((cpu.i32[2 * L.DR7]! & 0x2000) !== 0) {
    cpu.i32[2 * L.DR6]! |= 0x2000;
    cpu.i32[2 * L.DR7]! &= ~0x2000;
    raise(1);
  }
  const slot = number < 4 ? L.DR0 + number : number === 4 || number === 6 ? L.DR6 : L.DR7;
  const wide = cpu.codeSize === 64;
  if (d.sub === 0) {
    if (wide) cpu.u64[d.rm] = cpu.u64[slot]!;
    else writeRegister(cpu, d, d.rm, 4, cpu.u32[2 * slot]!);
    return;
  }
  const value = wide ? cpu.u64[d.rm]! : BigInt(cpu.u32[2 * d.rm]!);
  if (slot >= L.DR6 && value >> 32n !== 0n) raise(GP, 0);
  if (slot === L.DR6) cpu.u64[slot] = (value & 0xe00fn) | 0xffff0ff0n;
  else if (slot === L.DR7) cpu.u64[slot] = (value & 0xffff2fffn) | 0x400n;
  else cpu.u64[slot] = value;
}

/** PUSHF. */
export function pushf(cpu: Cpu, d: Insn): void {
  const iopl = (cpu.i32[2 * L.RFLAGS]! >> 12) & 3;
  if (cpu.v86 && iopl < 3) raise(GP, 0);
  const flags = cpu.i32[2 * L.RFLAGS]! & ~(L.VM | L.RF);
  if (d.size === 8) push64(cpu, BigInt(flags >>> 0));
  else push(cpu, d.size, flags);
}

/** POPF. */
export function popf(cpu: Cpu, d: Insn): void {
  const iopl = (cpu.i32[2 * L.RFLAGS]! >> 12) & 3;
  if (cpu.v86 && iopl < 3) raise(GP, 0);
  const value = d.size === 8 ? Number(peek64(cpu) & 0xffffffffn) | 0 : peek(cpu, d.size) | 0;
  const mask = writableFlags(cpu) & (d.size === 2 ? 0xffff : -1);
  drop(cpu, d.size);
  setFlags(cpu, value, mask);
  if (d.size !== 2) cpu.i32[2 * L.RFLAGS]! &= ~L.RF;
}

export function cli(cpu: Cpu): void {
  const iopl = (cpu.i32[2 * L.RFLAGS]! >> 12) & 3;
  if (cpu.protectedMode && cpu.cpl > iopl) raise(GP, 0);
  cpu.i32[2 * L.RFLAGS]! &= ~L.IF;
}

/** Interrupts wait one more instruction when IF was 0. */
export function sti(cpu: Cpu): void {
  const iopl = (cpu.i32[2 * L.RFLAGS]! >> 12) & 3;
  if (cpu.protectedMode && cpu.cpl > iopl) raise(GP, 0);
  if ((cpu.i32[2 * L.RFLAGS]! & L.IF) !== 0) return;
  cpu.i32[2 * L.RFLAGS]! |= L.IF;
  cpu.i32[2 * L.BLOCKING]! |= L.BLOCKED_BY_STI;
  cpu.i32[2 * L.BLOCKING + 1] = 1;
  cpu.attend();
}

/** CMC, CLC, STC, CLD, STD: `sub` = flag; `immediate2` = 0 clear, 1 set, 2 complement. */
export function flag(cpu: Cpu, d: Insn): void {
  const at = 2 * L.RFLAGS;
  if (d.immediate2 === 0) cpu.i32[at]! &= ~d.sub;
  else if (d.immediate2 === 1) cpu.i32[at]! |= d.sub;
  else cpu.i32[at]! ^= d.sub;
}

export function sahf(cpu: Cpu): void {
  cpu.i32[2 * L.RFLAGS] = (cpu.i32[2 * L.RFLAGS]! & ~0xd5) | (cpu.u8[1]! & 0xd5);
}

export function lahf(cpu: Cpu): void {
  cpu.u8[1] = (cpu.i32[2 * L.RFLAGS]! & 0xd5) | 2;
}

export function swapgs(cpu: Cpu): void {
  if (cpu.codeSize !== 64) raise(UD);
  privileged(cpu);
  const slot = L.SEGMENTS + 3 * L.GS + 1;
  const base = cpu.u64[slot]!;
  cpu.u64[slot] = cpu.u64[L.KERNEL_GS_BASE]!;
  cpu.u64[L.KERNEL_GS_BASE] = base;
}

/** x87 instructions that only look at CR0: FNOP, FNINIT. */
export function x87(cpu: Cpu): void {
  if ((cpu.i32[2 * L.CR0]! & (L.CR0_EM | L.CR0_TS)) !== 0) raise(NM);
}

/** 9B: WAIT. */
export function wait(cpu: Cpu): void {
  if ((cpu.i32[2 * L.CR0]! & 0xa) === 0xa) raise(NM);
}

/** RDRAND (sub 0), RDSEED (sub 1): a fixed sequence would mislead, so CF = 0 says "no value now". */
export function random(cpu: Cpu, d: Insn): void {
  if (!cpu.caps.hasEpt) raise(UD);
  if (d.sub === 1 && (cpu.caps.proc2.may & RDSEED_EXITING) === 0) raise(UD);
  const control = d.sub === 0 ? RDRAND_EXITING : RDSEED_EXITING;
  if (nonRoot(cpu) && (cpu.proc2 & control) !== 0) {
    const operandSize = d.size === 2 ? 0 : d.size === 4 ? 1 : 2;
    exitForInstruction(cpu, d, d.sub === 0 ? 57 : 61, 0, (d.rm << 3) | (1 << 10) | (operandSize << 11));
    return;
  }
  cpu.i32[2 * L.RFLAGS]! &= ~L.ARITHMETIC_FLAGS;
  if (d.size === 8) cpu.u64[d.rm] = 0n;
  else writeRegister(cpu, d, d.rm, d.size, 0);
}

export function invpcid(cpu: Cpu, d: Insn): void {
  if ((cpu.caps.proc2.may & ENABLE_INVPCID) === 0 || !d.isMemory) raise(UD);
  if (nonRoot(cpu) && (cpu.proc2 & ENABLE_INVPCID) === 0) raise(UD);
  privileged(cpu);
  if (nonRoot(cpu) && (cpu.proc & INVLPG_EXITING) !== 0) {
    exitForVmxInstruction(cpu, d, 58);
    return;
  }
  cpu.flushTlb();
}
