// Decoding an instruction from bytes in memory. SDM vol. 2, chapter 2 (formats, ModR/M, SIB, REX).
import type { Cpu } from './cpu.ts';
import { Insn } from './insn.ts';
import * as L from './layout.ts';
import { FAULT, GP, UD, raise } from './faults.ts';
import { EXECUTE, translate } from './paging.ts';
import { physicalRead8 } from './physical.ts';
import { ABSOLUTE } from './memory.ts';
import * as O from './opcodes.ts';
import type { Entry, Opcode } from './opcodes.ts';

const MAX_LENGTH = 15;

/** Where bytes are being read: nothing here outlives one call of decode. */
let cpu: Cpu;
/** Bytes given as such (decodeBytes), not fetched from the machine's memory. */
let given: Uint8Array | null = null;
/** 16, 32 or 64: what the code segment says. */
let codeSize = 64;
let start = 0;
let count = 0;
let physical = 0;
let pageEnd = 0;

function nextByte(): number {
  if (count >= MAX_LENGTH) raise(GP, 0);
  if (given !== null) return nextGivenByte(given);
  const address = start + count;
  if (count === 0 || address >= pageEnd) {
    checkFetchLimit();
    physical = translate(cpu, address, EXECUTE, cpu.cpl === 3) - count;
    pageEnd = (Math.floor(address / 4096) + 1) * 4096;
  }
  const byte = physicalRead8(cpu, physical + count);
  count++;
  return byte;
}

function nextGivenByte(bytes: Uint8Array): number {
  const byte = bytes[count];
  if (byte === undefined) raise(GP, 0);
  count++;
  return byte;
}

/** Outside 64-bit mode an instruction must lie within the code segment's limit. */
function checkFetchLimit(): void {
  if (cpu.codeSize !== 64 && cpu.rip + count > cpu.u32[2 * (L.SEGMENTS + 3 * L.CS) + 4]!) raise(GP, 0);
}

const signed8 = (): number => (nextByte() << 24) >> 24;

function unsigned16(): number {
  const low = nextByte();
  return low | (nextByte() << 8);
}

const signed16 = (): number => (unsigned16() << 16) >> 16;

function signed32(): number {
  const low = unsigned16();
  return low | (unsigned16() << 16);
}

interface Prefixes {
  segment: number;
  operandSize: boolean;
  addressSize: boolean;
  repeat: number;
  lock: boolean;
  rex: number;
  hasRex: boolean;
}

const SEGMENT_PREFIX: Readonly<Record<number, number>> = {
  0x26: L.ES,
  0x2e: L.CS,
  0x36: L.SS,
  0x3e: L.DS,
  0x64: L.FS,
  0x65: L.GS,
};

/** Reads prefixes; gives the first byte that is not one. */
function readPrefixes(prefixes: Prefixes): number {
  for (;;) {
    const byte = nextByte();
    const segment = SEGMENT_PREFIX[byte];
    if (segment !== undefined) {
      if (codeSize !== 64 || segment >= L.FS) prefixes.segment = segment;
    } else if (byte === 0x66) prefixes.operandSize = true;
    else if (byte === 0x67) prefixes.addressSize = true;
    else if (byte === 0xf0) prefixes.lock = true;
    else if (byte === 0xf2 || byte === 0xf3) prefixes.repeat = byte;
    else if (codeSize === 64 && (byte & 0xf0) === 0x40) {
      prefixes.rex = byte & 15;
      prefixes.hasRex = true;
      const opcode = nextByte();
      // A REX prefix followed by another prefix is ignored.
      if (isLegacyPrefix(opcode) || (opcode & 0xf0) === 0x40) {
        prefixes.rex = 0;
        prefixes.hasRex = false;
        count--;
        continue;
      }
      return opcode;
    } else return byte;
  }
}

const isLegacyPrefix = (byte: number): boolean =>
  SEGMENT_PREFIX[byte] !== undefined || byte === 0x66 || byte === 0x67 || byte >= 0xf2 && byte <= 0xf3 || byte === 0xf0; // prettier-ignore

/** Bytes consumed by the last call of decode, also when it ended in a fault. */
export const bytesDecoded = (): number => count;

/** The instruction at cpu.rip. Faults of the fetch (#PF, #GP) and undefined opcodes (#UD) are raised here. */
export function decode(processor: Cpu, linear: number): Insn {
  cpu = processor;
  codeSize = processor.codeSize;
  start = linear;
  return decodeNext();
}

/** The instruction at the start of some bytes, in code of that width; null when they are none (or are cut short). */
export function decodeBytes(bytes: Uint8Array, width: 16 | 32 | 64): Insn | null {
  given = bytes;
  codeSize = width;
  try {
    return decodeNext();
  } catch (fault) {
    if (fault !== FAULT) throw fault;
    return null;
  } finally {
    given = null;
  }
}

function decodeNext(): Insn {
  count = 0;
  const prefixes: Prefixes = {
    segment: -1,
    operandSize: false,
    addressSize: false,
    repeat: 0,
    lock: false,
    rex: 0,
    hasRex: false,
  };
  const insn = new Insn();
  const first = readPrefixes(prefixes);
  let entry: Entry;
  if (first !== 0x0f) {
    insn.opcode = first;
    entry = O.ONE_BYTE[first]!;
    if (first === 0x90 && (prefixes.rex & 1) === 0) entry = prefixes.repeat === 0xf3 ? O.PAUSE : O.NOP;
    if (first === 0x63 && codeSize !== 64) entry = null;
  } else {
    const second = nextByte();
    insn.opcode = 0x0f00 | second;
    if (second === 0x38) {
      const third = nextByte();
      insn.opcode = 0x0f3800 | third;
      entry = prefixes.operandSize ? (O.THREE_BYTE.get(third) ?? null) : null;
    } else if (second === 0xc7) entry = group9(prefixes);
    else entry = O.TWO_BYTE[second]!;
  }
  if (entry === null) raise(UD);
  const opcode = O.isGroup(entry) ? groupMember(entry) : entry;
  if (opcode === null) {
    // The byte that selects the member belongs to the undefined instruction.
    count++;
    return raise(UD);
  }
  finish(insn, opcode, prefixes);
  return insn;
}

/** The next byte without consuming it. */
function peekByte(): number {
  const byte = nextByte();
  count--;
  return byte;
}

function groupMember(group: O.Group): Opcode | null {
  const modrm = peekByte();
  if (modrm >= 0xc0 && group.registerForms !== undefined) return group.registerForms.get(modrm) ?? null;
  return group.members[(modrm >> 3) & 7]!;
}

function group9(prefixes: Prefixes): Opcode | null {
  const modrm = peekByte();
  const register = modrm >= 0xc0;
  switch ((modrm >> 3) & 7) {
    case 1:
      return register ? null : O.GROUP9.cmpxchg8b;
    case 6:
      if (register) return prefixes.repeat === 0 ? O.GROUP9.rdrand : null;
      if (prefixes.repeat === 0xf3) return O.GROUP9.vmxon;
      if (prefixes.repeat !== 0) return null;
      return prefixes.operandSize ? O.GROUP9.vmclear : O.GROUP9.vmptrld;
    case 7:
      if (register) return prefixes.repeat === 0 ? O.GROUP9.rdseed : null;
      return prefixes.repeat === 0 && !prefixes.operandSize ? O.GROUP9.vmptrst : null;
    default:
      return null;
  }
}

function finish(insn: Insn, opcode: Opcode, prefixes: Prefixes): void {
  const { form } = opcode;
  if ((form & O.NO_PREFIX) !== 0 && (prefixes.operandSize || prefixes.repeat !== 0)) raise(UD);
  const long = codeSize === 64;
  if (long && (form & O.NOT64) !== 0) raise(UD);
  insn.run = opcode.run;
  insn.mnemonic = opcode.name;
  insn.sub = opcode.sub;
  insn.immediate2 = opcode.extra;
  insn.repeat = prefixes.repeat;
  insn.operandPrefix = prefixes.operandSize;
  insn.lock = prefixes.lock;
  insn.rex = prefixes.rex;
  insn.hasRex = prefixes.hasRex;
  insn.size = operandSize(form, prefixes);
  insn.addressSize = long
    ? prefixes.addressSize
      ? 4
      : 8
    : (codeSize === 32) !== prefixes.addressSize
      ? 4
      : 2;
  insn.segment = prefixes.segment < 0 ? L.DS : prefixes.segment;
  if ((form & O.MODRM) !== 0) readModrm(insn, form, prefixes);
  else if ((form & O.OPCODE_REGISTER) !== 0) insn.rm = (insn.opcode & 7) | ((prefixes.rex & 1) << 3);
  else if ((form & O.ACCUMULATOR) !== 0) insn.rm = L.RAX;
  if ((form & O.MOFFS) !== 0) {
    insn.isMemory = true;
    insn.base = ABSOLUTE;
    insn.displacement = insn.addressSize === 2 ? unsigned16() : signed32();
    insn.immediateHigh = insn.addressSize === 8 ? signed32() : 0;
  }
  readImmediate(insn, form);
  if (prefixes.lock && ((form & O.LOCKABLE) === 0 || !insn.isMemory)) raise(UD);
  insn.length = count;
}

function operandSize(form: number, prefixes: Prefixes): number {
  if ((form & O.BYTE) !== 0) return 1;
  if (codeSize === 64) {
    if ((form & O.FORCE64) !== 0) return 8;
    if ((form & O.NO16) !== 0) return prefixes.operandSize ? 2 : 4;
    if ((prefixes.rex & 8) !== 0) return 8;
    if (prefixes.operandSize) return 2;
    return (form & O.DEFAULT64) !== 0 ? 8 : 4;
  }
  return (codeSize === 32) !== prefixes.operandSize ? 4 : 2;
}

function readImmediate(insn: Insn, form: number): void {
  if ((form & O.IMM8) !== 0) insn.immediate = signed8();
  else if ((form & O.IMM16) !== 0) insn.immediate = unsigned16();
  else if ((form & O.IMMZ) !== 0) insn.immediate = insn.size === 2 ? signed16() : signed32();
  else if ((form & O.IMMV) !== 0) {
    insn.immediate = insn.size === 2 ? signed16() : signed32();
    if (insn.size === 8) insn.immediateHigh = signed32();
  } else if ((form & O.FAR) !== 0) {
    insn.immediate = insn.size === 2 ? unsigned16() : signed32();
    insn.immediate2 = unsigned16();
  }
  if ((form & O.SECOND8) !== 0) insn.immediate2 = nextByte();
}

function readModrm(insn: Insn, form: number, prefixes: Prefixes): void {
  const modrm = nextByte();
  const mod = modrm >> 6;
  insn.reg = ((modrm >> 3) & 7) | ((prefixes.rex & 4) << 1);
  if (mod === 3 || (form & O.REGISTER_ONLY) !== 0) {
    insn.rm = (modrm & 7) | ((prefixes.rex & 1) << 3);
    return;
  }
  insn.isMemory = true;
  if (insn.addressSize === 2) readModrm16(insn, mod, modrm & 7, prefixes);
  else readModrm32(insn, mod, modrm & 7, prefixes);
}

/** BX+SI, BX+DI, BP+SI, BP+DI, SI, DI, BP, BX. */
const BASES16 = [3, 3, 5, 5, 6, 7, 5, 3];
const INDEXES16 = [6, 7, 6, 7, -1, -1, -1, -1];

function readModrm16(insn: Insn, mod: number, rm: number, prefixes: Prefixes): void {
  insn.base = BASES16[rm]!;
  insn.index = INDEXES16[rm]!;
  if (mod === 0 && rm === 6) {
    insn.base = -1;
    insn.displacement = unsigned16();
  } else if (mod === 1) insn.displacement = signed8();
  else if (mod === 2) insn.displacement = signed16();
  if (prefixes.segment < 0 && insn.base === L.RBP) insn.segment = L.SS;
}

function readModrm32(insn: Insn, mod: number, rm: number, prefixes: Prefixes): void {
  let base = rm;
  if (rm === 4) {
    const sib = nextByte();
    base = sib & 7;
    const index = ((sib >> 3) & 7) | ((prefixes.rex & 2) << 2);
    if (index !== 4) {
      insn.index = index;
      insn.scale = 1 << (sib >> 6);
    }
  }
  if (mod === 0 && base === 5) {
    insn.displacement = signed32();
    // Without SIB it is RIP-relative in 64-bit mode.
    if (rm === 5 && codeSize === 64) insn.ripRelative = true;
    return;
  }
  insn.base = base | ((prefixes.rex & 1) << 3);
  if (mod === 1) insn.displacement = signed8();
  else if (mod === 2) insn.displacement = signed32();
  if (prefixes.segment < 0 && (insn.base === L.RSP || insn.base === L.RBP)) insn.segment = L.SS;
}
