// Integer arithmetic and logic, multiplication and division, bit tests. SDM vol. 2.
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { DE, raise } from './faults.ts';
import { ADD, AND, CMP, SUB, alu, alu64, resultFlags, setArithmetic } from './flags.ts';
import { READ, WRITE } from './paging.ts';
import { effectiveAddress, linear, load64, probeWrite, store64 } from './memory.ts';
import {
  immediate64,
  immediateOf,
  load,
  readForUpdate,
  readForUpdate64,
  readRegister,
  readRm,
  readRm64,
  store,
  update,
  update64,
  writeRegister,
} from './operands.ts';

/** op r/m, r. */
export function aluToRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    if (d.sub === CMP) alu64(cpu, CMP, readRm64(cpu, d), cpu.u64[d.reg]!);
    else {
      const old = readForUpdate64(cpu, d);
      update64(cpu, d, alu64(cpu, d.sub, old, cpu.u64[d.reg]!));
    }
    return;
  }
  const value = readRegister(cpu, d, d.reg, d.size);
  if (d.sub === CMP) alu(cpu, CMP, d.size, readRm(cpu, d, d.size), value);
  else update(cpu, d, d.size, alu(cpu, d.sub, d.size, readForUpdate(cpu, d, d.size), value));
}

/** op r, r/m. */
export function aluFromRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    const result = alu64(cpu, d.sub, cpu.u64[d.reg]!, readRm64(cpu, d));
    if (d.sub !== CMP) cpu.u64[d.reg] = result;
    return;
  }
  const operand = readRm(cpu, d, d.size);
  const result = alu(cpu, d.sub, d.size, readRegister(cpu, d, d.reg, d.size), operand);
  if (d.sub !== CMP) writeRegister(cpu, d, d.reg, d.size, result);
}

/** op r/m, imm and op accumulator, imm. */
export function aluImmediate(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    if (d.sub === CMP) alu64(cpu, CMP, readRm64(cpu, d), immediate64(d));
    else update64(cpu, d, alu64(cpu, d.sub, readForUpdate64(cpu, d), immediate64(d)));
    return;
  }
  const value = immediateOf(d, d.size);
  if (d.sub === CMP) alu(cpu, CMP, d.size, readRm(cpu, d, d.size), value);
  else update(cpu, d, d.size, alu(cpu, d.sub, d.size, readForUpdate(cpu, d, d.size), value));
}

/** 84, 85. */
export function testRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) alu64(cpu, AND, readRm64(cpu, d), cpu.u64[d.reg]!);
  else alu(cpu, AND, d.size, readRm(cpu, d, d.size), readRegister(cpu, d, d.reg, d.size));
}

/** A8, A9, F6 /0, F7 /0. */
export function testImmediate(cpu: Cpu, d: Insn): void {
  if (d.size === 8) alu64(cpu, AND, readRm64(cpu, d), immediate64(d));
  else alu(cpu, AND, d.size, readRm(cpu, d, d.size), immediateOf(d, d.size));
}

/** INC (sub 0) and DEC (sub 1): CF is kept. */
export function incDec(cpu: Cpu, d: Insn): void {
  const operation = d.sub === 0 ? ADD : SUB;
  if (d.size === 8) {
    const old = readForUpdate64(cpu, d);
    const carry = cpu.i32[2 * L.RFLAGS]! & L.CF;
    const result = alu64(cpu, operation, old, 1n);
    cpu.i32[2 * L.RFLAGS] = (cpu.i32[2 * L.RFLAGS]! & ~L.CF) | carry;
    update64(cpu, d, result);
  } else {
    const old = readForUpdate(cpu, d, d.size);
    const carry = cpu.i32[2 * L.RFLAGS]! & L.CF;
    const result = alu(cpu, operation, d.size, old, 1);
    cpu.i32[2 * L.RFLAGS] = (cpu.i32[2 * L.RFLAGS]! & ~L.CF) | carry;
    update(cpu, d, d.size, result);
  }
}

export function neg(cpu: Cpu, d: Insn): void {
  if (d.size === 8) update64(cpu, d, alu64(cpu, SUB, 0n, readForUpdate64(cpu, d)));
  else update(cpu, d, d.size, alu(cpu, SUB, d.size, 0, readForUpdate(cpu, d, d.size)));
}

/** NOT changes no flag. */
export function not(cpu: Cpu, d: Insn): void {
  if (d.size === 8) update64(cpu, d, ~readForUpdate64(cpu, d) & 0xffffffffffffffffn);
  else {
    const mask = d.size === 4 ? 0xffffffff : d.size === 2 ? 0xffff : 0xff;
    update(cpu, d, d.size, (~readForUpdate(cpu, d, d.size) & mask) >>> 0);
  }
}

const bits = (size: number): bigint => BigInt(size * 8);

/** Operand of any size as BigInt, unsigned. */
const readWide = (cpu: Cpu, d: Insn): bigint =>
  d.size === 8 ? readRm64(cpu, d) : BigInt(readRm(cpu, d, d.size));

const registerWide = (cpu: Cpu, d: Insn, register: number): bigint =>
  d.size === 8 ? cpu.u64[register]! : BigInt(readRegister(cpu, d, register, d.size));

function writeWide(cpu: Cpu, d: Insn, register: number, value: bigint): void {
  if (d.size === 8) cpu.u64[register] = value;
  else writeRegister(cpu, d, register, d.size, Number(BigInt.asUintN(d.size * 8, value)));
}

/** The pair RDX:RAX (AX for bytes) that MUL, IMUL, DIV and IDIV use. */
function writePair(cpu: Cpu, d: Insn, value: bigint): void {
  if (d.size === 1) {
    cpu.u32[0] = (cpu.u32[0]! & ~0xffff) | Number(BigInt.asUintN(16, value));
    return;
  }
  writeWide(cpu, d, L.RAX, BigInt.asUintN(d.size * 8, value));
  writeWide(cpu, d, L.RDX, BigInt.asUintN(d.size * 8, value >> bits(d.size)));
}

function readPair(cpu: Cpu, d: Insn): bigint {
  if (d.size === 1) return BigInt(cpu.u32[0]! & 0xffff);
  return (registerWide(cpu, d, L.RDX) << bits(d.size)) | registerWide(cpu, d, L.RAX);
}

/** CF = OF = 1 when the upper half matters; SF, ZF, AF, PF are undefined: PF, SF, ZF of the low half are kept. */
function multiplyFlags(cpu: Cpu, d: Insn, product: bigint, overflow: boolean): void {
  const low = BigInt.asUintN(d.size * 8, product);
  const sign = low >> (bits(d.size) - 1n) !== 0n ? L.SF : 0;
  const parity = resultFlags(Number(low & 0xffn), 1) & L.PF;
  setArithmetic(cpu, (overflow ? L.CF | L.OF : 0) | (low === 0n ? L.ZF : 0) | sign | parity);
}

export function mul(cpu: Cpu, d: Insn): void {
  const product = registerWide(cpu, d, L.RAX) * readWide(cpu, d);
  writePair(cpu, d, product);
  multiplyFlags(cpu, d, product, product >> bits(d.size) !== 0n);
}

export function imulPair(cpu: Cpu, d: Insn): void {
  const n = d.size * 8;
  const product = BigInt.asIntN(n, registerWide(cpu, d, L.RAX)) * BigInt.asIntN(n, readWide(cpu, d));
  writePair(cpu, d, product);
  multiplyFlags(cpu, d, product, BigInt.asIntN(n, product) !== product);
}

/** 0F AF: IMUL r, r/m; 69, 6B: IMUL r, r/m, imm (`sub` = 1). */
export function imul(cpu: Cpu, d: Insn): void {
  const n = d.size * 8;
  const a = BigInt.asIntN(n, readWide(cpu, d));
  const b = d.sub === 1 ? BigInt(d.immediate) : BigInt.asIntN(n, registerWide(cpu, d, d.reg));
  const product = a * b;
  writeWide(cpu, d, d.reg, BigInt.asUintN(n, product));
  multiplyFlags(cpu, d, product, BigInt.asIntN(n, product) !== product);
}

export function div(cpu: Cpu, d: Insn): void {
  const divisor = readWide(cpu, d);
  if (divisor === 0n) raise(DE);
  const dividend = readPair(cpu, d);
  const quotient = dividend / divisor;
  if (quotient >> bits(d.size) !== 0n) raise(DE);
  storeQuotient(cpu, d, quotient, dividend % divisor);
}

export function idiv(cpu: Cpu, d: Insn): void {
  const n = d.size * 8;
  const divisor = BigInt.asIntN(n, readWide(cpu, d));
  if (divisor === 0n) raise(DE);
  const dividend = BigInt.asIntN(2 * n, readPair(cpu, d));
  const quotient = dividend / divisor;
  if (BigInt.asIntN(n, quotient) !== quotient) raise(DE);
  storeQuotient(cpu, d, quotient, dividend % divisor);
}

function storeQuotient(cpu: Cpu, d: Insn, quotient: bigint, remainder: bigint): void {
  if (d.size === 1) {
    cpu.u8[0] = Number(BigInt.asUintN(8, quotient));
    cpu.u8[1] = Number(BigInt.asUintN(8, remainder));
  } else {
    writeWide(cpu, d, L.RAX, BigInt.asUintN(d.size * 8, quotient));
    writeWide(cpu, d, L.RDX, BigInt.asUintN(d.size * 8, remainder));
  }
}

/** BT, BTS, BTR, BTC (sub 0 ... 3). With a register offset, a memory operand is a bit string. */
export function bitTest(cpu: Cpu, d: Insn): void {
  const n = d.size * 8;
  const immediate = d.opcode === 0x0fba;
  const offset = immediate ? BigInt(d.immediate & 0xff) : BigInt.asIntN(n, registerWide(cpu, d, d.reg));
  const bit = offset & BigInt(n - 1);
  let address = 0;
  let old: bigint;
  if (d.isMemory) {
    effectiveAddress(cpu, d);
    if (!immediate) {
      const effective = (BigInt(cpu.eaHigh) << 32n) | BigInt(cpu.eaLow >>> 0);
      const moved = BigInt.asIntN(64, effective + (offset >> BigInt(Math.log2(n))) * BigInt(d.size));
      cpu.eaLow = Number(BigInt.asIntN(32, moved));
      cpu.eaHigh = d.addressSize === 8 ? Number(BigInt.asIntN(32, moved >> 32n)) : 0;
      if (d.addressSize === 2) cpu.eaLow &= 0xffff;
    }
    const access = d.sub === 0 ? READ : WRITE;
    address = linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, d.size, access);
    if (d.sub !== 0) probeWrite(cpu, address, d.size);
    old = d.size === 8 ? load64(cpu, address) : BigInt(load(cpu, address, d.size));
  } else old = registerWide(cpu, d, d.rm);
  const mask = 1n << bit;
  const flags = cpu.i32[2 * L.RFLAGS]! & ~L.CF;
  cpu.i32[2 * L.RFLAGS] = flags | ((old & mask) !== 0n ? L.CF : 0);
  if (d.sub === 0) return;
  const value = d.sub === 1 ? old | mask : d.sub === 2 ? old & ~mask : old ^ mask;
  if (!d.isMemory) writeWide(cpu, d, d.rm, value);
  else if (d.size === 8) store64(cpu, address, value);
  else store(cpu, address, d.size, Number(value));
}

/** BSF (sub 0), BSR (sub 1): a zero source sets ZF and leaves the destination. */
export function bitScan(cpu: Cpu, d: Insn): void {
  const value = readWide(cpu, d);
  const flags = cpu.i32[2 * L.RFLAGS]!;
  if (value === 0n) {
    cpu.i32[2 * L.RFLAGS] = flags | L.ZF;
    return;
  }
  cpu.i32[2 * L.RFLAGS] = flags & ~L.ZF;
  let position = 0;
  if (d.sub === 0) while (((value >> BigInt(position)) & 1n) === 0n) position++;
  else position = value.toString(2).length - 1;
  writeWide(cpu, d, d.reg, BigInt(position));
}

export function xadd(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    const old = readForUpdate64(cpu, d);
    const sum = alu64(cpu, ADD, old, cpu.u64[d.reg]!);
    cpu.u64[d.reg] = old;
    update64(cpu, d, sum);
  } else {
    const old = readForUpdate(cpu, d, d.size);
    const sum = alu(cpu, ADD, d.size, old, readRegister(cpu, d, d.reg, d.size));
    writeRegister(cpu, d, d.reg, d.size, old);
    update(cpu, d, d.size, sum);
  }
}

export function cmpxchg(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    const old = readForUpdate64(cpu, d);
    const accumulator = cpu.u64[L.RAX]!;
    alu64(cpu, CMP, accumulator, old);
    if (accumulator === old) update64(cpu, d, cpu.u64[d.reg]!);
    else cpu.u64[L.RAX] = old;
  } else {
    const old = readForUpdate(cpu, d, d.size);
    const accumulator = readRegister(cpu, d, L.RAX, d.size);
    alu(cpu, CMP, d.size, accumulator, old);
    if (accumulator === old) update(cpu, d, d.size, readRegister(cpu, d, d.reg, d.size));
    else writeRegister(cpu, d, L.RAX, d.size, old);
  }
}

/** 0F C7 /1: CMPXCHG8B, CMPXCHG16B. */
export function cmpxchgPair(cpu: Cpu, d: Insn): void {
  const half = d.size === 8 ? 8 : 4;
  effectiveAddress(cpu, d);
  const address = linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, 2 * half, WRITE);
  if (half === 8 && (address & 15) !== 0) raise(13, 0);
  probeWrite(cpu, address, 2 * half);
  const read = (at: number): bigint => (half === 8 ? load64(cpu, at) : BigInt(load(cpu, at, 4)));
  const low = read(address);
  const high = read(address + half);
  const reg = (r: number): bigint => (half === 8 ? cpu.u64[r]! : BigInt(cpu.u32[2 * r]!));
  const write = (at: number, value: bigint): void => {
    if (half === 8) store64(cpu, at, value);
    else store(cpu, at, 4, Number(value));
  };
  const flags = cpu.i32[2 * L.RFLAGS]!;
  if (reg(L.RAX) === low && reg(L.RDX) === high) {
    write(address, reg(L.RBX));
    write(address + half, reg(L.RCX));
    cpu.i32[2 * L.RFLAGS] = flags | L.ZF;
  } else {
    cpu.u64[L.RAX] = low;
    cpu.u64[L.RDX] = high;
    cpu.i32[2 * L.RFLAGS] = flags & ~L.ZF;
  }
}

/** D4: AAM, D5: AAD (sub 0, 1). */
export function adjustAscii(cpu: Cpu, d: Insn): void {
  const base = d.immediate & 0xff;
  const al = cpu.u8[0]!;
  if (d.sub === 0) {
    if (base === 0) raise(DE);
    cpu.u8[1] = Math.floor(al / base);
    cpu.u8[0] = al % base;
  } else {
    cpu.u8[0] = (al + cpu.u8[1]! * base) & 0xff;
    cpu.u8[1] = 0;
  }
  setArithmetic(cpu, resultFlags(cpu.u8[0], 1));
}
