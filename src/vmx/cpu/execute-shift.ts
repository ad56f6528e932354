// Shifts and rotates. SDM vol. 2 (SAL/SAR/SHL/SHR, RCL/RCR/ROL/ROR, SHLD, SHRD).
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { BY_CL, BY_ONE } from './shift-forms.ts';
import { resultFlags, resultFlags64, setArithmetic } from './flags.ts';
import { readForUpdate, readForUpdate64, readRegister, update, update64 } from './operands.ts';

const ROL = 0;
const ROR = 1;
const RCL = 2;
const SHR = 5;
const SAR = 7;

const countOf = (cpu: Cpu, d: Insn): number =>
  d.immediate2 === BY_ONE ? 1 : d.immediate2 === BY_CL ? cpu.u8[8 * L.RCX]! : d.immediate & 0xff;

/** `sub` = the operation, as in modrm.reg; `immediate2` = where the count is. */
export function shift(cpu: Cpu, d: Insn): void {
  const n = d.size * 8;
  const wide = d.size === 8;
  const old = wide ? readForUpdate64(cpu, d) : BigInt(readForUpdate(cpu, d, d.size));
  const count = countOf(cpu, d) & (wide ? 63 : 31);
  if (count === 0) {
    // Flags stay; a 32-bit register still has its upper half cleared.
    if (!wide) update(cpu, d, d.size, Number(old));
    return;
  }
  const rotating = d.sub < 4;
  const result = rotating ? rotate(cpu, d.sub, old, count, n) : shiftValue(cpu, d.sub, old, count, n);
  if (wide) update64(cpu, d, result);
  else update(cpu, d, d.size, Number(result));
}

/** Rotates change CF and OF only. */
function rotate(cpu: Cpu, operation: number, old: bigint, count: number, n: number): bigint {
  const flags = cpu.i32[2 * L.RFLAGS]!;
  const width = BigInt(n);
  const top = 1n << (width - 1n);
  let result = old;
  let carry = BigInt(flags & L.CF);
  if (operation === ROL || operation === ROR) {
    const by = BigInt(count % n);
    result =
      operation === ROL
        ? BigInt.asUintN(n, (old << by) | (old >> (width - by)))
        : BigInt.asUintN(n, (old >> by) | (old << (width - by)));
    carry = operation === ROL ? result & 1n : result >> (width - 1n);
  } else {
    for (let i = count % (n + 1); i > 0; i--) {
      if (operation === RCL) {
        const out = result >> (width - 1n);
        result = BigInt.asUintN(n, (result << 1n) | carry);
        carry = out;
      } else {
        const out = result & 1n;
        result = (result >> 1n) | (carry << (width - 1n));
        carry = out;
      }
    }
  }
  const msb = (result & top) !== 0n ? 1 : 0;
  const second = (result & (top >> 1n)) !== 0n ? 1 : 0;
  const overflow = operation === ROL || operation === RCL ? msb ^ Number(carry) : msb ^ second;
  cpu.i32[2 * L.RFLAGS] = (flags & ~(L.CF | L.OF)) | Number(carry) | (overflow !== 0 ? L.OF : 0);
  return result;
}

function shiftValue(cpu: Cpu, operation: number, old: bigint, count: number, n: number): bigint {
  const by = BigInt(count);
  const width = BigInt(n);
  let result: bigint;
  let carry: bigint;
  let overflow: boolean;
  if (operation === SHR) {
    result = old >> by;
    carry = (old >> (by - 1n)) & 1n;
    overflow = old >> (width - 1n) !== 0n;
  } else if (operation === SAR) {
    const signed = BigInt.asIntN(n, old);
    result = BigInt.asUintN(n, signed >> by);
    carry = (signed >> (by - 1n)) & 1n;
    overflow = false;
  } else {
    result = BigInt.asUintN(n, old << by);
    carry = count > n ? 0n : (old >> (width - by)) & 1n;
    overflow = result >> (width - 1n) !== carry;
  }
  const flags = n === 64 ? resultFlags64(result) : resultFlags(Number(result), n / 8);
  setArithmetic(cpu, flags | Number(carry) | (overflow ? L.OF : 0));
  return result;
}

/** SHLD (sub 0), SHRD (sub 1). */
export function shiftDouble(cpu: Cpu, d: Insn): void {
  const n = d.size * 8;
  const wide = d.size === 8;
  const width = BigInt(n);
  const old = wide ? readForUpdate64(cpu, d) : BigInt(readForUpdate(cpu, d, d.size));
  const other = wide ? cpu.u64[d.reg]! : BigInt(readRegister(cpu, d, d.reg, d.size));
  const count = countOf(cpu, d) & (wide ? 63 : 31);
  if (count === 0 || count > n) {
    if (!wide) update(cpu, d, d.size, Number(old));
    return;
  }
  const by = BigInt(count);
  const left = d.sub === 0;
  const result = BigInt.asUintN(n, left ? (old << by) | (other >> (width - by)) : (old >> by) | (other << (width - by))); // prettier-ignore
  const carry = left ? (old >> (width - by)) & 1n : (old >> (by - 1n)) & 1n;
  const overflow = (result ^ old) >> (width - 1n) !== 0n;
  const flags = wide ? resultFlags64(result) : resultFlags(Number(result), d.size);
  setArithmetic(cpu, flags | Number(carry) | (overflow ? L.OF : 0));
  if (wide) update64(cpu, d, result);
  else update(cpu, d, d.size, Number(result));
}
