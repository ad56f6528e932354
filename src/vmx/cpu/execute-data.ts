// Moving data: MOV, MOVZX, MOVSX, LEA, XCHG, CMOVcc, SETcc, PUSH, POP, and sign extension. SDM vol. 2.
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { UD, raise } from './faults.ts';
import { condition } from './flags.ts';
import { READ, WRITE } from './paging.ts';
import { effectiveAddress, linear, load64, load8, operandAddress, store16, store64 } from './memory.ts';
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
  writeRm,
  writeRm64,
} from './operands.ts';
import { drop, peek, peek64, push, push64, setStackPointer, stackAddress, stackPointer } from './stack.ts';
import { loadSegment } from './segments.ts';

/** Copies a 64-bit register without making a BigInt. */
function copyRegister(cpu: Cpu, to: number, from: number): void {
  cpu.i32[2 * to] = cpu.i32[2 * from]!;
  cpu.i32[2 * to + 1] = cpu.i32[2 * from + 1]!;
}

/** 88, 89: MOV r/m, r. */
export function movToRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    if (d.isMemory) store64(cpu, operandAddress(cpu, d, 8, WRITE), cpu.u64[d.reg]!);
    else copyRegister(cpu, d.rm, d.reg);
  } else writeRm(cpu, d, d.size, readRegister(cpu, d, d.reg, d.size));
}

/** 8A, 8B: MOV r, r/m. */
export function movFromRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    if (d.isMemory) cpu.u64[d.reg] = load64(cpu, operandAddress(cpu, d, 8, READ));
    else copyRegister(cpu, d.reg, d.rm);
  } else writeRegister(cpu, d, d.reg, d.size, readRm(cpu, d, d.size));
}

/** C6, C7: MOV r/m, imm. */
export function movImmediateToRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) writeRm64(cpu, d, immediate64(d));
  else writeRm(cpu, d, d.size, immediateOf(d, d.size));
}

/** B0 ... BF: MOV r, imm (64-bit immediate with REX.W). */
export function movImmediate(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    cpu.i32[2 * d.rm] = d.immediate;
    cpu.i32[2 * d.rm + 1] = d.immediateHigh;
  } else writeRegister(cpu, d, d.rm, d.size, immediateOf(d, d.size));
}

/** A0 ... A3: MOV between the accumulator and an absolute address. */
export function movAccumulatorFromMemory(cpu: Cpu, d: Insn): void {
  const address = operandAddress(cpu, d, d.size, READ);
  if (d.size === 8) cpu.u64[L.RAX] = load64(cpu, address);
  else writeRegister(cpu, d, L.RAX, d.size, load(cpu, address, d.size));
}

export function movAccumulatorToMemory(cpu: Cpu, d: Insn): void {
  const address = operandAddress(cpu, d, d.size, WRITE);
  if (d.size === 8) store64(cpu, address, cpu.u64[L.RAX]!);
  else store(cpu, address, d.size, readRegister(cpu, d, L.RAX, d.size));
}

function writeExtended(cpu: Cpu, d: Insn, value: number): void {
  if (d.size === 8) {
    cpu.i32[2 * d.reg] = value;
    cpu.i32[2 * d.reg + 1] = value < 0 ? -1 : 0;
  } else writeRegister(cpu, d, d.reg, d.size, d.size === 4 ? value >>> 0 : value & 0xffff);
}

/** 0F B6, 0F B7; `sub` = size of the source. */
export function movzx(cpu: Cpu, d: Insn): void {
  writeExtended(cpu, d, readRm(cpu, d, d.sub));
}

/** 0F BE, 0F BF. */
export function movsx(cpu: Cpu, d: Insn): void {
  const value = readRm(cpu, d, d.sub);
  writeExtended(cpu, d, d.sub === 1 ? (value << 24) >> 24 : (value << 16) >> 16);
}

/** 63 in 64-bit mode. */
export function movsxd(cpu: Cpu, d: Insn): void {
  const value = readRm(cpu, d, d.size === 2 ? 2 : 4) | 0;
  if (d.size === 8) writeExtended(cpu, d, value);
  else writeRegister(cpu, d, d.reg, d.size, value >>> 0);
}

export function lea(cpu: Cpu, d: Insn): void {
  if (!d.isMemory) raise(UD);
  effectiveAddress(cpu, d);
  if (d.size === 8) {
    cpu.i32[2 * d.reg] = cpu.eaLow;
    cpu.i32[2 * d.reg + 1] = cpu.eaHigh;
  } else writeRegister(cpu, d, d.reg, d.size, cpu.eaLow >>> 0);
}

/** 86, 87, 91 ... 97. */
export function xchg(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    const old = readForUpdate64(cpu, d);
    const value = cpu.u64[d.reg]!;
    update64(cpu, d, value);
    cpu.u64[d.reg] = old;
  } else {
    const old = readForUpdate(cpu, d, d.size);
    const value = readRegister(cpu, d, d.reg, d.size);
    update(cpu, d, d.size, value);
    writeRegister(cpu, d, d.reg, d.size, old);
  }
}

/** 0F 40 ... 4F. A 32-bit form clears the upper half even when it does not move. */
export function cmov(cpu: Cpu, d: Insn): void {
  const take = condition(cpu, d.sub);
  if (d.size === 8) {
    const value = readRm64(cpu, d);
    if (take) cpu.u64[d.reg] = value;
  } else {
    const value = readRm(cpu, d, d.size);
    if (take) writeRegister(cpu, d, d.reg, d.size, value);
    else if (d.size === 4) cpu.i32[2 * d.reg + 1] = 0;
  }
}

export function setcc(cpu: Cpu, d: Insn): void {
  writeRm(cpu, d, 1, condition(cpu, d.sub) ? 1 : 0);
}

/** 50 ... 57 and FF /6. */
export function pushRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) push64(cpu, readRm64(cpu, d));
  else push(cpu, d.size, readRm(cpu, d, d.size));
}

/** 68, 6A. */
export function pushImmediate(cpu: Cpu, d: Insn): void {
  if (d.size === 8) push64(cpu, immediate64(d));
  else push(cpu, d.size, d.immediate);
}

/** 58 ... 5F and 8F /0. With RSP in the address, the incremented RSP counts. */
export function popRm(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    const value = peek64(cpu);
    const before = stackPointer(cpu);
    drop(cpu, 8);
    if (!d.isMemory) cpu.u64[d.rm] = value;
    else restoreOnFault(cpu, before, () => writeRm64(cpu, d, value));
  } else {
    const value = peek(cpu, d.size);
    const before = stackPointer(cpu);
    drop(cpu, d.size);
    if (!d.isMemory) writeRegister(cpu, d, d.rm, d.size, value);
    else restoreOnFault(cpu, before, () => writeRm(cpu, d, d.size, value));
  }
}

function restoreOnFault(cpu: Cpu, pointer: number, write: () => void): void {
  let done = false;
  try {
    write();
    done = true;
  } finally {
    if (!done) setStackPointer(cpu, pointer);
  }
}

/** PUSH of a segment register; `sub` = segment. */
export function pushSegment(cpu: Cpu, d: Insn): void {
  const selector = cpu.i32[2 * (L.SEGMENTS + 3 * d.sub)]! & 0xffff;
  if (d.size !== 4) {
    push(cpu, d.size, selector);
    return;
  }
  // With a 32-bit operand recent processors write 16 bits only.
  const pointer = stackPointer(cpu) - 4;
  store16(cpu, stackAddress(cpu, pointer, 4, WRITE), selector);
  setStackPointer(cpu, pointer);
}

export function popSegment(cpu: Cpu, d: Insn): void {
  const selector = d.size === 8 ? Number(peek64(cpu) & 0xffffn) : peek(cpu, d.size) & 0xffff;
  loadSegment(cpu, d.sub, selector);
  drop(cpu, d.size);
  if (d.sub === L.SS) blockByMovSs(cpu);
}

/** Events wait until after the instruction that follows a load of SS. SDM vol. 3, 6.8.3. */
function blockByMovSs(cpu: Cpu): void {
  // Of consecutive loads of SS only the first blocks.
  if ((cpu.i32[2 * L.BLOCKING]! & L.BLOCKED_BY_MOV_SS) !== 0) return;
  cpu.i32[2 * L.BLOCKING]! |= L.BLOCKED_BY_MOV_SS;
  cpu.i32[2 * L.BLOCKING + 1] = 1;
  cpu.attend();
}

/** 8C: MOV r/m, Sreg. */
export function movFromSegment(cpu: Cpu, d: Insn): void {
  if ((d.reg & 7) > 5) raise(UD);
  const selector = cpu.i32[2 * (L.SEGMENTS + 3 * (d.reg & 7))]! & 0xffff;
  if (d.isMemory) writeRm(cpu, d, 2, selector);
  else if (d.size === 8) cpu.u64[d.rm] = BigInt(selector);
  else writeRegister(cpu, d, d.rm, d.size, selector);
}

/** 8E: MOV Sreg, r/m. */
export function movToSegment(cpu: Cpu, d: Insn): void {
  const segment = d.reg & 7;
  if (segment > 5 || segment === L.CS) raise(UD);
  loadSegment(cpu, segment, readRm(cpu, d, 2));
  if (segment === L.SS) blockByMovSs(cpu);
}

/** C4, C5, 0F B2, B4, B5: load a far pointer. */
export function loadFarPointer(cpu: Cpu, d: Insn): void {
  if (!d.isMemory) raise(UD);
  effectiveAddress(cpu, d);
  const at = linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, d.size + 2, READ);
  const selector = load(cpu, at + d.size, 2);
  if (d.size === 8) {
    const offset = load64(cpu, at);
    loadSegment(cpu, d.sub, selector);
    cpu.u64[d.reg] = offset;
  } else {
    const offset = load(cpu, at, d.size);
    loadSegment(cpu, d.sub, selector);
    writeRegister(cpu, d, d.reg, d.size, offset);
  }
}

/** 98: CBW, CWDE, CDQE. */
export function convertAccumulator(cpu: Cpu, d: Insn): void {
  const value = cpu.i32[0]!;
  if (d.size === 8) cpu.i32[1] = value >> 31;
  else if (d.size === 4) writeRegister(cpu, d, L.RAX, 4, ((value << 16) >> 16) >>> 0);
  else writeRegister(cpu, d, L.RAX, 2, (value << 24) >> 24);
}

/** 99: CWD, CDQ, CQO. */
export function convertToDouble(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    const sign = cpu.i32[1]! >> 31;
    cpu.i32[2 * L.RDX] = cpu.i32[2 * L.RDX + 1] = sign;
  } else if (d.size === 4) writeRegister(cpu, d, L.RDX, 4, (cpu.i32[0]! >> 31) >>> 0);
  else writeRegister(cpu, d, L.RDX, 2, ((cpu.i32[0]! << 16) >> 31) & 0xffff);
}

export function bswap(cpu: Cpu, d: Insn): void {
  if (d.size === 8) {
    let value = cpu.u64[d.rm]!;
    let result = 0n;
    for (let i = 0; i < 8; i++) {
      result = (result << 8n) | (value & 0xffn);
      value >>= 8n;
    }
    cpu.u64[d.rm] = result;
  } else {
    const v = cpu.u32[2 * d.rm]!;
    const swapped = ((v << 24) | ((v & 0xff00) << 8) | ((v >>> 8) & 0xff00) | (v >>> 24)) >>> 0;
    writeRegister(cpu, d, d.rm, 4, swapped);
  }
}

/** 60: PUSHA, PUSHAD. */
export function pushAll(cpu: Cpu, d: Insn): void {
  const pointer = stackPointer(cpu);
  stackAddress(cpu, pointer - 8 * d.size, d.size, WRITE);
  const original = cpu.u32[2 * L.RSP]!;
  for (let r = 0; r < 8; r++) push(cpu, d.size, r === L.RSP ? original : cpu.u32[2 * r]!);
}

/** 61: POPA, POPAD; the saved stack pointer is skipped. */
export function popAll(cpu: Cpu, d: Insn): void {
  const values: number[] = [];
  for (let i = 0; i < 8; i++) values.push(peek(cpu, d.size, i * d.size));
  for (let i = 0; i < 8; i++) if (7 - i !== L.RSP) writeRegister(cpu, d, 7 - i, d.size, values[i]!);
  drop(cpu, 8 * d.size);
}

/** C8: ENTER; only nesting level 0 builds no frame pointers. */
export function enter(cpu: Cpu, d: Insn): void {
  const level = d.immediate2 & 31;
  const size = d.size;
  const before = stackPointer(cpu);
  if (size === 8) push64(cpu, cpu.u64[L.RBP]!);
  else push(cpu, size, cpu.u32[2 * L.RBP]!);
  const frame = stackPointer(cpu);
  try {
    for (let i = 1; i < level; i++) {
      const from = stackAddress(cpu, Number(cpu.u64[L.RBP]!) - i * size, size, READ);
      if (size === 8) push64(cpu, load64(cpu, from));
      else push(cpu, size, load(cpu, from, size));
    }
    if (level > 0) push(cpu, size, frame);
  } catch (signal) {
    setStackPointer(cpu, before);
    throw signal;
  }
  setStackPointer(cpu, stackPointer(cpu) - (d.immediate & 0xffff));
  if (size === 8) cpu.u64[L.RBP] = BigInt.asUintN(64, BigInt(frame));
  else writeFramePointer(cpu, size, frame);
}

/** The upper half of RBP is undefined outside 64-bit mode; it is kept. */
function writeFramePointer(cpu: Cpu, size: number, value: number): void {
  const at = 2 * L.RBP;
  cpu.i32[at] = size === 4 ? value : (cpu.i32[at]! & ~0xffff) | (value & 0xffff);
}

/** C9: LEAVE. */
export function leave(cpu: Cpu, d: Insn): void {
  const frame = cpu.codeSize === 64 ? cpu.i32[2 * L.RBP + 1]! * 4294967296 + cpu.u32[2 * L.RBP]! : cpu.u32[2 * L.RBP]!; // prettier-ignore
  const from = stackAddress(cpu, frame, d.size, READ);
  if (d.size === 8) cpu.u64[L.RBP] = load64(cpu, from);
  else writeFramePointer(cpu, d.size, load(cpu, from, d.size));
  setStackPointer(cpu, frame + d.size);
}

/** D7: XLAT. */
export function xlat(cpu: Cpu, d: Insn): void {
  d.base = L.RBX;
  d.displacement = 0;
  effectiveAddress(cpu, d);
  const low = cpu.eaLow + cpu.u8[0]!;
  const address = linear(cpu, d.segment, d.addressSize === 2 ? low & 0xffff : low | 0, cpu.eaHigh, 1, READ);
  cpu.u8[0] = load8(cpu, address);
}

/** 0F 28, 0F 29: MOVAPS, the one SSE instruction a recorded guest uses. SDM vol. 3, 13.1 (when it faults). */
export function movaps(cpu: Cpu, d: Insn): void {
  const cr0 = cpu.i32[2 * L.CR0]!;
  if ((cr0 & L.CR0_EM) !== 0 || (cpu.i32[2 * L.CR4]! & L.CR4_OSFXSR) === 0) raise(UD);
  if ((cr0 & L.CR0_TS) !== 0) raise(7);
  const reg = L.XMM + 2 * d.reg;
  if (!d.isMemory) {
    const rm = L.XMM + 2 * d.rm;
    const [to, from] = d.sub === 0 ? [reg, rm] : [rm, reg];
    cpu.u64[to] = cpu.u64[from]!;
    cpu.u64[to + 1] = cpu.u64[from + 1]!;
    return;
  }
  const address = operandAddress(cpu, d, 16, d.sub === 0 ? READ : WRITE);
  if ((address & 15) !== 0) raise(13, 0);
  if (d.sub === 0) {
    const high = load64(cpu, address + 8);
    cpu.u64[reg] = load64(cpu, address);
    cpu.u64[reg + 1] = high;
  } else {
    store64(cpu, address, cpu.u64[reg]!);
    store64(cpu, address + 8, cpu.u64[reg + 1]!);
  }
}
