// Arithmetic and its flags. SDM vol. 1, 3.4.3.1 (status flags) and appendix A of vol. 1.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';

/** PF of every byte: 4 when the number of ones is even. */
const PARITY = new Uint8Array(256).map((_, byte) => {
  let ones = 0;
  for (let bit = 0; bit < 8; bit++) ones += (byte >> bit) & 1;
  return ones % 2 === 0 ? L.PF : 0;
});

export const ADD = 0;
export const OR = 1;
export const ADC = 2;
export const SBB = 3;
export const AND = 4;
export const SUB = 5;
export const XOR = 6;
export const CMP = 7;

const MASK: readonly number[] = [0, 0xff, 0xffff, 0, 0xffffffff];
const SIGN: readonly number[] = [0, 0x80, 0x8000, 0, 0x80000000];
const M64 = 0xffffffffffffffffn;

export function setArithmetic(cpu: Cpu, flags: number): void {
  cpu.i32[2 * L.RFLAGS] = (cpu.i32[2 * L.RFLAGS]! & ~L.ARITHMETIC_FLAGS) | flags;
}

/** ZF, SF, PF of a result of 1, 2 or 4 bytes (unsigned). */
export function resultFlags(result: number, size: number): number {
  return (result === 0 ? L.ZF : 0) | ((result & SIGN[size]!) !== 0 ? L.SF : 0) | PARITY[result & 0xff]!;
}

export function resultFlags64(result: bigint): number {
  return (result === 0n ? L.ZF : 0) | (result >> 63n !== 0n ? L.SF : 0) | PARITY[Number(result & 0xffn)]!;
}

const carryIn = (cpu: Cpu): number => cpu.i32[2 * L.RFLAGS]! & L.CF;

/** One of the eight ALU operations on 1, 2 or 4 bytes (unsigned in and out); CMP returns the difference. */
export function alu(cpu: Cpu, operation: number, size: number, a: number, b: number): number {
  const mask = MASK[size]!;
  const sign = SIGN[size]!;
  let result: number;
  let flags = 0;
  switch (operation) {
    case ADD:
    case ADC: {
      const sum = a + b + (operation === ADC ? carryIn(cpu) : 0);
      result = (sum & mask) >>> 0;
      if (sum > mask) flags |= L.CF;
      if (((a ^ result) & (b ^ result) & sign) !== 0) flags |= L.OF;
      flags |= (a ^ b ^ result) & L.AF;
      break;
    }
    case SUB:
    case CMP:
    case SBB: {
      const difference = a - b - (operation === SBB ? carryIn(cpu) : 0);
      result = (difference & mask) >>> 0;
      if (difference < 0) flags |= L.CF;
      if (((a ^ b) & (a ^ result) & sign) !== 0) flags |= L.OF;
      flags |= (a ^ b ^ result) & L.AF;
      break;
    }
    case AND:
      result = (a & b) >>> 0;
      break;
    case OR:
      result = (a | b) >>> 0;
      break;
    default:
      result = (a ^ b) >>> 0;
  }
  setArithmetic(cpu, flags | resultFlags(result, size));
  return result;
}

/** The same on 8 bytes. */
export function alu64(cpu: Cpu, operation: number, a: bigint, b: bigint): bigint {
  let result: bigint;
  let flags = 0;
  switch (operation) {
    case ADD:
    case ADC: {
      const sum = a + b + (operation === ADC ? BigInt(carryIn(cpu)) : 0n);
      result = sum & M64;
      if (sum > M64) flags |= L.CF;
      if (((a ^ result) & (b ^ result)) >> 63n !== 0n) flags |= L.OF;
      flags |= Number((a ^ b ^ result) & 0x10n);
      break;
    }
    case SUB:
    case CMP:
    case SBB: {
      const difference = a - b - (operation === SBB ? BigInt(carryIn(cpu)) : 0n);
      result = difference & M64;
      if (difference < 0n) flags |= L.CF;
      if (((a ^ b) & (a ^ result)) >> 63n !== 0n) flags |= L.OF;
      flags |= Number((a ^ b ^ result) & 0x10n);
      break;
    }
    case AND:
      result = a & b;
      break;
    case OR:
      result = a | b;
      break;
    default:
      result = a ^ b;
  }
  setArithmetic(cpu, flags | resultFlags64(result));
  return result;
}

/** Is condition code `cc` (0 ... 15, as in Jcc) true now? */
export function condition(cpu: Cpu, cc: number): boolean {
  const flags = cpu.i32[2 * L.RFLAGS]!;
  let holds: boolean;
  switch (cc >> 1) {
    case 0:
      holds = (flags & L.OF) !== 0;
      break;
    case 1:
      holds = (flags & L.CF) !== 0;
      break;
    case 2:
      holds = (flags & L.ZF) !== 0;
      break;
    case 3:
      holds = (flags & (L.CF | L.ZF)) !== 0;
      break;
    case 4:
      holds = (flags & L.SF) !== 0;
      break;
    case 5:
      holds = (flags & L.PF) !== 0;
      break;
    case 6:
      holds = ((flags & L.SF) !== 0) !== ((flags & L.OF) !== 0);
      break;
    default:
      holds = (flags & L.ZF) !== 0 || ((flags & L.SF) !== 0) !== ((flags & L.OF) !== 0);
  }
  return (cc & 1) === 0 ? holds : !holds;
}
