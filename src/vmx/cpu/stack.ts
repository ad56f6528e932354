// The stack: pushing and popping with the stack's address size. SDM vol. 1, 6.2.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { READ, WRITE } from './paging.ts';
import { linear, load16, load32, load64, store16, store32, store64 } from './memory.ts';

const SS_AR = 2 * (L.SEGMENTS + 3 * L.SS) + 1;

/** RSP as a number of the stack's address size (signed in 64-bit mode). */
export function stackPointer(cpu: Cpu): number {
  if (cpu.codeSize === 64) return cpu.i32[2 * L.RSP + 1]! * 4294967296 + cpu.u32[2 * L.RSP]!;
  return (cpu.i32[SS_AR]! & 0x4000) !== 0 ? cpu.u32[2 * L.RSP]! : cpu.u32[2 * L.RSP]! & 0xffff;
}

export function setStackPointer(cpu: Cpu, value: number): void {
  if (cpu.codeSize === 64) {
    cpu.i32[2 * L.RSP] = value | 0;
    cpu.i32[2 * L.RSP + 1] = Math.floor(value / 4294967296);
  } else if ((cpu.i32[SS_AR]! & 0x4000) !== 0) {
    cpu.i32[2 * L.RSP] = value | 0;
    cpu.i32[2 * L.RSP + 1] = 0;
  } else cpu.i32[2 * L.RSP] = (cpu.i32[2 * L.RSP]! & ~0xffff) | (value & 0xffff);
}

/** Linear address of an access of `size` bytes at stack offset `pointer`. */
export function stackAddress(cpu: Cpu, pointer: number, size: number, access: number): number {
  if (cpu.codeSize === 64)
    return linear(cpu, L.SS, pointer | 0, Math.floor(pointer / 4294967296), size, access);
  const wide = (cpu.i32[SS_AR]! & 0x4000) !== 0;
  return linear(cpu, L.SS, wide ? pointer | 0 : pointer & 0xffff, 0, size, access);
}

/** Pushes 2, 4 or 8 bytes. RSP changes only when the store has succeeded. */
export function push(cpu: Cpu, size: number, value: number): void {
  const pointer = stackPointer(cpu) - size;
  const address = stackAddress(cpu, pointer, size, WRITE);
  if (size === 4) store32(cpu, address, value);
  else if (size === 2) store16(cpu, address, value);
  else store64(cpu, address, BigInt.asUintN(64, BigInt(value)));
  setStackPointer(cpu, pointer);
}

export function push64(cpu: Cpu, value: bigint): void {
  const pointer = stackPointer(cpu) - 8;
  store64(cpu, stackAddress(cpu, pointer, 8, WRITE), value);
  setStackPointer(cpu, pointer);
}

/** Value at `offset` bytes above the top of the stack, without popping; unsigned, 2 or 4 bytes. */
export function peek(cpu: Cpu, size: number, offset = 0): number {
  const address = stackAddress(cpu, stackPointer(cpu) + offset, size, READ);
  return size === 4 ? load32(cpu, address) : load16(cpu, address);
}

export function peek64(cpu: Cpu, offset = 0): bigint {
  return load64(cpu, stackAddress(cpu, stackPointer(cpu) + offset, 8, READ));
}

export function drop(cpu: Cpu, bytes: number): void {
  setStackPointer(cpu, stackPointer(cpu) + bytes);
}
