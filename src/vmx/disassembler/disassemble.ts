// Bytes to the text of one instruction, in NASM's syntax, by the decoder of the machine. SDM vol. 2, chapter 2.
import { decodeBytes } from '../cpu/decode.ts';
import type { Insn } from '../cpu/insn.ts';
import { COMPARING_OPCODES, STRING_OPCODES, mnemonicOf, templateOf } from './operand-templates.ts';

export interface Disassembled {
  /** Bytes the instruction takes: 1 to 15. */
  readonly length: number;
  /** NASM's syntax; targets of jumps and RIP-relative addresses are absolute. `db 0x..` where there is no instruction. */
  readonly text: string;
}

type Width = 16 | 32 | 64;

/**
 * The instruction at the start of `bytes`, which stand at `address` in code of `width` bits. Bytes that the machine
 * does not take for an instruction, or that end inside one, give `db` with a length of one. Never throws; no bytes give
 * a length of one too.
 */
export function disassemble(bytes: Uint8Array, address: bigint, width: Width): Disassembled {
  const insn = decodeBytes(bytes, width);
  if (insn === null || !hasItsOperands(insn))
    return { length: 1, text: `db 0x${(bytes[0] ?? 0).toString(16).padStart(2, '0')}` };
  const next = BigInt.asUintN(64, address + BigInt(insn.length));
  const operands = templateOf(insn).flatMap((part) => operandText(part, insn, width, next) ?? []);
  const mnemonic = `${prefixes(insn, width)}${mnemonicOf(insn, width)}`;
  const text = operands.length === 0 ? mnemonic : `${mnemonic} ${operands.join(', ')}`;
  return { length: insn.length, text };
}

/** LEA of a register, a seventh segment register: the decoder leaves these to the execution, which refuses them. */
function hasItsOperands(insn: Insn): boolean {
  const template = templateOf(insn);
  if (template.includes('S') && (insn.reg & 7) >= SEGMENTS.length) return false;
  return insn.isMemory || !(template.includes('m') || template.includes('f'));
}

const BYTE_NAMES = ['al', 'cl', 'dl', 'bl', 'ah', 'ch', 'dh', 'bh'];
const REX_BYTE_NAMES = ['al', 'cl', 'dl', 'bl', 'spl', 'bpl', 'sil', 'dil'];
const WORD_NAMES = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];
const SIZE_WORDS: Readonly<Record<number, string>> = { 1: 'byte', 2: 'word', 4: 'dword', 8: 'qword' };

function registerName(number: number, size: number, hasRex: boolean): string {
  if (number >= 8) return `r${number}${{ 1: 'b', 2: 'w', 4: 'd' }[size] ?? ''}`;
  if (size === 1) return (hasRex ? REX_BYTE_NAMES : BYTE_NAMES)[number] ?? '';
  const name = WORD_NAMES[number] ?? '';
  return size === 2 ? name : `${size === 4 ? 'e' : 'r'}${name}`;
}

/** 0 to 9 as they are, everything else in hexadecimal. */
function numberText(value: bigint): string {
  if (value < 0n) return `-${numberText(-value)}`;
  return value < 10n ? String(value) : `0x${value.toString(16)}`;
}

function prefixes(insn: Insn, width: Width): string {
  let text = insn.lock ? 'lock ' : '';
  // F2 and F3 choose the instruction in PAUSE and VMXON.
  if (insn.repeat !== 0 && insn.mnemonic !== 'pause' && insn.mnemonic !== 'vmxon') {
    const equal = COMPARING_OPCODES.has(insn.opcode) ? 'repe ' : 'rep ';
    text += insn.repeat === 0xf3 ? equal : 'repne ';
  }
  if (STRING_OPCODES.has(insn.opcode)) {
    if (insn.addressSize !== width / 8) text += `a${8 * insn.addressSize} `;
    if (insn.segment !== 3) text += `${SEGMENTS[insn.segment] ?? ''} `;
  }
  // A push or pop of a segment register of another size than usual.
  if ((insn.opcode & 0xff6) === 0xfa0 && insn.opcode < 0x1000 && insn.operandPrefix)
    text += `o${8 * insn.size} `;
  return text;
}

function operandText(part: string, insn: Insn, width: Width, next: bigint): string | null {
  if (part.startsWith('"')) return part.slice(1, -1);
  const size = Number(/\d+$/.exec(part)?.[0] ?? 8 * insn.size) / 8;
  switch (part[0]) {
    case 'E':
      return rm(insn, size, false, width, next);
    case 'e':
      return rm(insn, size, true, width, next);
    case 'm':
      return rm(insn, 0, false, width, next);
    case 'f':
      return `far ${rm(insn, size, true, width, next)}`;
    case 'R':
      return rm(insn, Math.min(size, part === 'R32' ? insn.size : size), false, width, next);
    case 'G':
      return registerName(insn.reg, insn.opcode === 0x63 ? insn.size : wide(part, size, width), insn.hasRex);
    case 'O':
      return registerName(insn.rm, insn.size, insn.hasRex);
    case 'A':
      return registerName(0, insn.size, false);
    case 'S':
      return SEGMENTS[insn.reg & 7] ?? `segr${insn.reg & 7}`;
    case 'T':
      return SEGMENTS[insn.sub] ?? null;
    case 'C':
      return `cr${insn.reg}`;
    case 'D':
      return `dr${insn.reg}`;
    case 'V':
      return `xmm${insn.reg}`;
    case 'W':
      return insn.isMemory ? rm(insn, 0, false, width, next) : `xmm${insn.rm}`;
    case 'I':
      return signedImmediate(insn);
    case 'U':
    case 'u':
      return unsignedImmediate(insn, part === 'U' ? insn.size : size);
    case '2':
      return numberText(BigInt(insn.immediate2));
    case 'J':
      return target(insn, width, next);
    case 'P':
      return counted(insn, width, next);
    case 'K':
      return farPointer(insn, width);
    case 'X':
      return absoluteAddress(insn, width);
    default:
      return null;
  }
}

/** Operands of 64 bits (control registers, VMREAD) have 32 outside 64-bit mode. */
const wide = (part: string, size: number, width: Width): number =>
  part.endsWith('64') && width !== 64 ? 4 : size;

function rm(insn: Insn, size: number, sized: boolean, width: Width, next: bigint): string {
  if (!insn.isMemory) return registerName(insn.rm, size === 8 && width !== 64 ? 4 : size, insn.hasRex);
  const word = sized ? `${SIZE_WORDS[size] ?? ''} ` : '';
  return `${word}${memory(insn, width, next)}`;
}

function signedImmediate(insn: Insn): string {
  // Only PUSH has no register or memory beside it that shows the size.
  const word = insn.mnemonic === 'push' && insn.operandPrefix ? `${SIZE_WORDS[insn.size] ?? ''} ` : '';
  return `${word}${numberText(BigInt(insn.immediate))}`;
}

function unsignedImmediate(insn: Insn, size: number): string {
  const low = BigInt(insn.immediate);
  if (size < 8) return numberText(BigInt.asUintN(8 * size, low));
  // Only MOV to a register has all 64 bits; the others extend the sign of 32.
  if (insn.opcode < 0xb8 || insn.opcode > 0xbf) return numberText(low);
  return numberText((BigInt.asUintN(32, BigInt(insn.immediateHigh)) << 32n) | BigInt.asUintN(32, low));
}

function target(insn: Insn, width: Width, next: bigint): string {
  const place = next + BigInt(insn.immediate);
  if (width === 64) return numberText(BigInt.asUintN(64, place));
  const near = insn.opcode === 0xe8 || insn.opcode === 0xe9;
  const word = near && insn.size !== width / 8 ? `${SIZE_WORDS[insn.size] ?? ''} ` : '';
  return `${word}${numberText(BigInt.asUintN(8 * insn.size, place))}`;
}

function counted(insn: Insn, width: Width, next: bigint): string {
  const counter = insn.addressSize === width / 8 ? '' : `, ${registerName(1, insn.addressSize, false)}`;
  return `${target(insn, width, next)}${counter}`;
}

function farPointer(insn: Insn, width: Width): string {
  const offset = numberText(BigInt.asUintN(8 * insn.size, BigInt(insn.immediate)));
  const word = insn.size === width / 8 ? '' : `${SIZE_WORDS[insn.size] ?? ''} `;
  return `${word}${numberText(BigInt(insn.immediate2))}:${offset}`;
}

function absoluteAddress(insn: Insn, width: Width): string {
  const low = BigInt.asUintN(8 * Math.min(4, insn.addressSize), BigInt(insn.displacement));
  const high = insn.addressSize === 8 ? BigInt.asUintN(32, BigInt(insn.immediateHigh)) << 32n : 0n;
  const word = insn.addressSize === 8 ? 'qword ' : addressWord(insn, width);
  return `[${word}${override(insn, 3)}${numberText(high | low)}]`;
}

/** The segment, where it is not the one the address would use by itself. */
const override = (insn: Insn, usual: number): string =>
  insn.segment === usual ? '' : `${SEGMENTS[insn.segment] ?? ''}:`;

/** Size of a bare address that is not the usual one. */
const addressWord = (insn: Insn, width: Width): string =>
  insn.addressSize === width / 8 ? '' : `${SIZE_WORDS[insn.addressSize] ?? ''} `;

function memory(insn: Insn, width: Width, next: bigint): string {
  const { base, index, scale, displacement, addressSize } = insn;
  const usual = base === 5 || (base === 4 && addressSize !== 2) ? 2 : 3;
  const segment = override(insn, usual);
  if (insn.ripRelative) {
    const bits = 8 * addressSize;
    const place = BigInt.asUintN(bits, next + BigInt(displacement));
    return `[${addressSize === 4 ? 'dword ' : ''}rel ${segment}${numberText(place)}]`;
  }
  if (base < 0 && index < 0) {
    const place = BigInt.asUintN(8 * addressSize, BigInt(displacement));
    return `[${addressWord(insn, width)}${segment}${numberText(place)}]`;
  }
  const parts: string[] = [];
  if (base >= 0) parts.push(registerName(base, addressSize, false));
  if (index >= 0)
    parts.push(registerName(index, addressSize, false) + (scale > 1 || base < 0 ? `*${scale}` : ''));
  // Alone and times one or two, NASM would make a base of it.
  const alone = base < 0 && scale <= 2 ? 'nosplit ' : '';
  let text = `${alone}${segment}${parts.join('+')}`;
  if (displacement !== 0)
    text += `${displacement < 0 ? '-' : '+'}${numberText(BigInt(Math.abs(displacement)))}`;
  return `[${text}]`;
}
