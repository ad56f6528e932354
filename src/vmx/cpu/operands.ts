// Register and register/memory operands of every size.
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import { READ, WRITE } from './paging.ts';
import {
  load8,
  load16,
  load32,
  load64,
  operandAddress,
  probeWrite,
  store8,
  store16,
  store32,
  store64,
} from './memory.ts';

/** A byte register: without REX, 4 ... 7 are AH, CH, DH, BH. */
export function readRegister8(cpu: Cpu, insn: Insn, register: number): number {
  if (register >= 4 && register < 8 && !insn.hasRex) return cpu.u8[8 * (register - 4) + 1]!;
  return cpu.u8[8 * register]!;
}

export function writeRegister8(cpu: Cpu, insn: Insn, register: number, value: number): void {
  if (register >= 4 && register < 8 && !insn.hasRex) cpu.u8[8 * (register - 4) + 1] = value;
  else cpu.u8[8 * register] = value;
}

/** Unsigned value of a register of 1, 2 or 4 bytes. */
export function readRegister(cpu: Cpu, insn: Insn, register: number, size: number): number {
  if (size === 4) return cpu.u32[2 * register]!;
  if (size === 2) return cpu.u32[2 * register]! & 0xffff;
  return readRegister8(cpu, insn, register);
}

/** Writes 1, 2 or 4 bytes; a 32-bit write clears the upper half, the others keep it. */
export function writeRegister(cpu: Cpu, insn: Insn, register: number, size: number, value: number): void {
  if (size === 4) {
    cpu.u32[2 * register] = value;
    cpu.i32[2 * register + 1] = 0;
  } else if (size === 2) {
    cpu.i32[2 * register] = (cpu.i32[2 * register]! & ~0xffff) | (value & 0xffff);
  } else writeRegister8(cpu, insn, register, value);
}

export function load(cpu: Cpu, address: number, size: number): number {
  return size === 4 ? load32(cpu, address) : size === 2 ? load16(cpu, address) : load8(cpu, address);
}

export function store(cpu: Cpu, address: number, size: number, value: number): void {
  if (size === 4) store32(cpu, address, value);
  else if (size === 2) store16(cpu, address, value);
  else store8(cpu, address, value);
}

/** Reads the r/m operand of 1, 2 or 4 bytes. */
export function readRm(cpu: Cpu, insn: Insn, size: number): number {
  if (!insn.isMemory) return readRegister(cpu, insn, insn.rm, size);
  return load(cpu, operandAddress(cpu, insn, size, READ), size);
}

export function readRm64(cpu: Cpu, insn: Insn): bigint {
  if (!insn.isMemory) return cpu.u64[insn.rm]!;
  return load64(cpu, operandAddress(cpu, insn, 8, READ));
}

export function writeRm(cpu: Cpu, insn: Insn, size: number, value: number): void {
  if (!insn.isMemory) writeRegister(cpu, insn, insn.rm, size, value);
  else store(cpu, operandAddress(cpu, insn, size, WRITE), size, value);
}

export function writeRm64(cpu: Cpu, insn: Insn, value: bigint): void {
  if (!insn.isMemory) cpu.u64[insn.rm] = value;
  else store64(cpu, operandAddress(cpu, insn, 8, WRITE), value);
}

/** For read-modify-write: the address is checked for writing, left in cpu.la, and the old value returned. */
export function readForUpdate(cpu: Cpu, insn: Insn, size: number): number {
  if (!insn.isMemory) return readRegister(cpu, insn, insn.rm, size);
  cpu.la = operandAddress(cpu, insn, size, WRITE);
  probeWrite(cpu, cpu.la, size);
  return load(cpu, cpu.la, size);
}

export function readForUpdate64(cpu: Cpu, insn: Insn): bigint {
  if (!insn.isMemory) return cpu.u64[insn.rm]!;
  cpu.la = operandAddress(cpu, insn, 8, WRITE);
  probeWrite(cpu, cpu.la, 8);
  return load64(cpu, cpu.la);
}

/** Ends what readForUpdate began. */
export function update(cpu: Cpu, insn: Insn, size: number, value: number): void {
  if (!insn.isMemory) writeRegister(cpu, insn, insn.rm, size, value);
  else store(cpu, cpu.la, size, value);
}

export function update64(cpu: Cpu, insn: Insn, value: bigint): void {
  if (!insn.isMemory) cpu.u64[insn.rm] = value;
  else store64(cpu, cpu.la, value);
}

/** The instruction's immediate, sign-extended to 64 bits. */
export const immediate64 = (insn: Insn): bigint => BigInt.asUintN(64, BigInt(insn.immediate));

/** The immediate as an unsigned value of 1, 2 or 4 bytes. */
export function immediateOf(insn: Insn, size: number): number {
  return size === 4 ? insn.immediate >>> 0 : size === 2 ? insn.immediate & 0xffff : insn.immediate & 0xff;
}
