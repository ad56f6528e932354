// Flags that compiled code leaves as operands and a result: turned into RFLAGS when a region is left.
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { resultFlags, resultFlags64, setArithmetic } from '../cpu/flags.ts';

/** What set the flags last; bits 7:4 of the stored kind are the operand size in bytes. */
export const KIND_NONE = 0;
export const KIND_ADD = 1;
export const KIND_SUB = 2;
export const KIND_LOGIC = 3;
export const KIND_INC = 4;
export const KIND_DEC = 5;

/** Writes RFLAGS from the scratch that a region left behind. */
export function settleFlags(cpu: Cpu, kindAndSize: number, at: number, carry: number): void {
  const kind = kindAndSize & 15;
  if (kind === KIND_NONE) return;
  const size = kindAndSize >> 4;
  const { view } = cpu;
  const r = view.getBigUint64(at + 16, true);
  let flags = size === 8 ? resultFlags64(r) : resultFlags(Number(r), size);
  const top = 1n << BigInt(8 * size - 1);
  switch (kind) {
    case KIND_ADD:
    case KIND_SUB: {
      const a = view.getBigUint64(at, true);
      const b = BigInt.asUintN(8 * size, view.getBigUint64(at + 8, true));
      if (kind === KIND_ADD ? r < a : a < b) flags |= L.CF;
      const overflow = kind === KIND_ADD ? (a ^ r) & (b ^ r) : (a ^ b) & (a ^ r);
      if ((overflow & top) !== 0n) flags |= L.OF;
      flags |= Number((a ^ b ^ r) & 0x10n);
      break;
    }
    case KIND_INC:
      flags |= (carry !== 0 ? L.CF : 0) | (r === top ? L.OF : 0) | ((r & 15n) === 0n ? L.AF : 0);
      break;
    case KIND_DEC:
      flags |= (carry !== 0 ? L.CF : 0) | (r === top - 1n ? L.OF : 0) | ((r & 15n) === 15n ? L.AF : 0);
      break;
  }
  setArithmetic(cpu, flags);
}
