// The opcode map: for each opcode its handler, operand form and mnemonic. SDM vol. 2, appendix A.
import type { Handler } from './insn.ts';
import * as L from './layout.ts';
import * as D from './execute-data.ts';
import * as A from './execute-arithmetic.ts';
import * as S from './execute-shift.ts';
import { BY_CL, BY_IMMEDIATE, BY_ONE, SHIFT_NAMES } from './shift-forms.ts';
import * as J from './execute-flow.ts';
import * as I from './execute-io.ts';
import * as Y from './execute-system.ts';
import * as C from './control-registers.ts';
import { vmxon } from '../instructions/vmxon.ts';
import { vmxoff } from '../instructions/vmxoff.ts';
import { vmclear } from '../instructions/vmclear.ts';
import { vmptrld } from '../instructions/vmptrld.ts';
import { vmptrst } from '../instructions/vmptrst.ts';
import { vmread } from '../instructions/vmread.ts';
import { vmwrite } from '../instructions/vmwrite.ts';
import { vmcall } from '../instructions/vmcall.ts';
import { vmlaunch } from '../instructions/vmlaunch.ts';
import { vmresume } from '../instructions/vmresume.ts';
import { vmfunc } from '../instructions/vmfunc.ts';
import { invept, invvpid } from '../instructions/invept-invvpid.ts';

/** Operand forms, combined by |. */
export const MODRM = 1;
/** Byte operands. */
export const BYTE = 2;
/** 8-bit immediate, sign-extended. */
export const IMM8 = 4;
/** 16- or 32-bit immediate by operand size, sign-extended. */
export const IMMZ = 8;
/** Immediate of the full operand size (MOV r, imm). */
export const IMMV = 0x10;
/** 16-bit immediate. */
export const IMM16 = 0x20;
/** Absolute address of the address size. */
export const MOFFS = 0x40;
/** Far pointer: offset, then selector. */
export const FAR = 0x80;
/** 64-bit operand by default in 64-bit mode. */
export const DEFAULT64 = 0x100;
/** Always 64-bit in 64-bit mode (branches, MOV CR). */
export const FORCE64 = 0x200;
/** #UD in 64-bit mode. */
export const NOT64 = 0x400;
/** The register is in the opcode's low three bits (extended by REX.B). */
export const OPCODE_REGISTER = 0x800;
/** LOCK is allowed with a memory destination. */
export const LOCKABLE = 0x1000;
/** The r/m operand is always a register (MOV CR, MOV DR). */
export const REGISTER_ONLY = 0x2000;
/** Accumulator as the r/m operand. */
export const ACCUMULATOR = 0x4000;
/** Operand size 32 unless REX.W; a 66H prefix does not matter. */
export const NO16 = 0x8000;
/** Second immediate byte (ENTER). */
export const SECOND8 = 0x10000;

/** 66H, F2H and F3H make another (undefined) instruction of it. */
export const NO_PREFIX = 0x20000;

export interface Opcode {
  readonly name: string;
  readonly run: Handler;
  readonly form: number;
  readonly sub: number;
  /** Value of Insn.immediate2 (where a shift takes its count, what a flag instruction does). */
  readonly extra: number;
}

/** Opcodes that modrm.reg (and sometimes mod and prefix) tells apart. */
export interface Group {
  readonly members: (Opcode | null)[];
  /** Members for a register operand, by the whole modrm byte. */
  readonly registerForms?: ReadonlyMap<number, Opcode>;
}

export type Entry = Opcode | Group | null;

export const isGroup = (entry: Opcode | Group): entry is Group => 'members' in entry;

const op = (name: string, run: Handler, form = 0, sub = 0, extra = 0): Opcode => ({
  name,
  run,
  form,
  sub,
  extra,
});

export const ONE_BYTE: Entry[] = new Array<Entry>(256).fill(null);
export const TWO_BYTE: Entry[] = new Array<Entry>(256).fill(null);
export const THREE_BYTE = new Map<number, Opcode>();

const ALU = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'] as const;
const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'];

ALU.forEach((name, i) => {
  const lock = name === 'cmp' ? 0 : LOCKABLE;
  ONE_BYTE[8 * i] = op(name, A.aluToRm, MODRM | BYTE | lock, i);
  ONE_BYTE[8 * i + 1] = op(name, A.aluToRm, MODRM | lock, i);
  ONE_BYTE[8 * i + 2] = op(name, A.aluFromRm, MODRM | BYTE, i);
  ONE_BYTE[8 * i + 3] = op(name, A.aluFromRm, MODRM, i);
  ONE_BYTE[8 * i + 4] = op(name, A.aluImmediate, ACCUMULATOR | BYTE | IMM8, i);
  ONE_BYTE[8 * i + 5] = op(name, A.aluImmediate, ACCUMULATOR | IMMZ, i);
});
const aluGroup = (form: number): Group => ({
  members: ALU.map((name, i) => op(name, A.aluImmediate, form | (name === 'cmp' ? 0 : LOCKABLE), i)),
});
ONE_BYTE[0x80] = aluGroup(MODRM | BYTE | IMM8);
ONE_BYTE[0x81] = aluGroup(MODRM | IMMZ);
ONE_BYTE[0x82] = aluGroup(MODRM | BYTE | IMM8 | NOT64);
ONE_BYTE[0x83] = aluGroup(MODRM | IMM8);

const segmentStack: [number, number][] = [
  [0x06, L.ES],
  [0x0e, L.CS],
  [0x16, L.SS],
  [0x1e, L.DS],
];
for (const [code, segment] of segmentStack) {
  ONE_BYTE[code] = op('push', D.pushSegment, NOT64, segment);
  if (segment !== L.CS) ONE_BYTE[code + 1] = op('pop', D.popSegment, NOT64, segment);
}
for (const [code, segment] of [
  [0xa0, L.FS],
  [0xa8, L.GS],
] as const) {
  TWO_BYTE[code] = op('push', D.pushSegment, DEFAULT64, segment);
  TWO_BYTE[code + 1] = op('pop', D.popSegment, DEFAULT64, segment);
}

for (let r = 0; r < 8; r++) {
  ONE_BYTE[0x40 + r] = op('inc', A.incDec, OPCODE_REGISTER | NOT64, 0);
  ONE_BYTE[0x48 + r] = op('dec', A.incDec, OPCODE_REGISTER | NOT64, 1);
  ONE_BYTE[0x50 + r] = op('push', D.pushRm, OPCODE_REGISTER | DEFAULT64);
  ONE_BYTE[0x58 + r] = op('pop', D.popRm, OPCODE_REGISTER | DEFAULT64);
  ONE_BYTE[0x90 + r] = op('xchg', D.xchg, OPCODE_REGISTER);
  ONE_BYTE[0xb0 + r] = op('mov', D.movImmediate, OPCODE_REGISTER | BYTE | IMM8);
  ONE_BYTE[0xb8 + r] = op('mov', D.movImmediate, OPCODE_REGISTER | IMMV);
  TWO_BYTE[0xc8 + r] = op('bswap', D.bswap, OPCODE_REGISTER);
}
ONE_BYTE[0x60] = op('pusha', D.pushAll, NOT64);
ONE_BYTE[0x61] = op('popa', D.popAll, NOT64);
// In 64-bit mode; elsewhere ARPL, which the machine does not have.
ONE_BYTE[0x63] = op('movsxd', D.movsxd, MODRM);
ONE_BYTE[0x68] = op('push', D.pushImmediate, DEFAULT64 | IMMZ);
ONE_BYTE[0x69] = op('imul', A.imul, MODRM | IMMZ, 1);
ONE_BYTE[0x6a] = op('push', D.pushImmediate, DEFAULT64 | IMM8);
ONE_BYTE[0x6b] = op('imul', A.imul, MODRM | IMM8, 1);
ONE_BYTE[0x6c] = op('insb', I.ins, BYTE);
ONE_BYTE[0x6d] = op('ins', I.ins, NO16);
ONE_BYTE[0x6e] = op('outsb', I.outs, BYTE);
ONE_BYTE[0x6f] = op('outs', I.outs, NO16);
CONDITIONS.forEach((name, cc) => {
  ONE_BYTE[0x70 + cc] = op(`j${name}`, J.jcc, FORCE64 | IMM8, cc);
  TWO_BYTE[0x80 + cc] = op(`j${name}`, J.jcc, FORCE64 | IMMZ, cc);
  TWO_BYTE[0x90 + cc] = op(`set${name}`, D.setcc, MODRM | BYTE, cc);
  TWO_BYTE[0x40 + cc] = op(`cmov${name}`, D.cmov, MODRM, cc);
});
ONE_BYTE[0x84] = op('test', A.testRm, MODRM | BYTE);
ONE_BYTE[0x85] = op('test', A.testRm, MODRM);
ONE_BYTE[0x86] = op('xchg', D.xchg, MODRM | BYTE | LOCKABLE);
ONE_BYTE[0x87] = op('xchg', D.xchg, MODRM | LOCKABLE);
ONE_BYTE[0x88] = op('mov', D.movToRm, MODRM | BYTE);
ONE_BYTE[0x89] = op('mov', D.movToRm, MODRM);
ONE_BYTE[0x8a] = op('mov', D.movFromRm, MODRM | BYTE);
ONE_BYTE[0x8b] = op('mov', D.movFromRm, MODRM);
ONE_BYTE[0x8c] = op('mov', D.movFromSegment, MODRM);
ONE_BYTE[0x8d] = op('lea', D.lea, MODRM);
ONE_BYTE[0x8e] = op('mov', D.movToSegment, MODRM);
ONE_BYTE[0x8f] = {
  members: [op('pop', D.popRm, MODRM | DEFAULT64), null, null, null, null, null, null, null],
};
ONE_BYTE[0x98] = op('cdqe', D.convertAccumulator);
ONE_BYTE[0x99] = op('cqo', D.convertToDouble);
ONE_BYTE[0x9a] = op('call', J.callFar, NOT64 | FAR);
ONE_BYTE[0x9b] = op('wait', Y.wait);
ONE_BYTE[0x9c] = op('pushf', Y.pushf, DEFAULT64);
ONE_BYTE[0x9d] = op('popf', Y.popf, DEFAULT64);
ONE_BYTE[0x9e] = op('sahf', Y.sahf);
ONE_BYTE[0x9f] = op('lahf', Y.lahf);
ONE_BYTE[0xa0] = op('mov', D.movAccumulatorFromMemory, BYTE | MOFFS);
ONE_BYTE[0xa1] = op('mov', D.movAccumulatorFromMemory, MOFFS);
ONE_BYTE[0xa2] = op('mov', D.movAccumulatorToMemory, BYTE | MOFFS);
ONE_BYTE[0xa3] = op('mov', D.movAccumulatorToMemory, MOFFS);
ONE_BYTE[0xa4] = op('movsb', I.movs, BYTE);
ONE_BYTE[0xa5] = op('movs', I.movs);
ONE_BYTE[0xa6] = op('cmpsb', I.cmps, BYTE);
ONE_BYTE[0xa7] = op('cmps', I.cmps);
ONE_BYTE[0xa8] = op('test', A.testImmediate, ACCUMULATOR | BYTE | IMM8);
ONE_BYTE[0xa9] = op('test', A.testImmediate, ACCUMULATOR | IMMZ);
ONE_BYTE[0xaa] = op('stosb', I.stos, BYTE);
ONE_BYTE[0xab] = op('stos', I.stos);
ONE_BYTE[0xac] = op('lodsb', I.lods, BYTE);
ONE_BYTE[0xad] = op('lods', I.lods);
ONE_BYTE[0xae] = op('scasb', I.scas, BYTE);
ONE_BYTE[0xaf] = op('scas', I.scas);

const shiftGroup = (form: number, count: number): Group => ({
  members: SHIFT_NAMES.map((name, i) => op(name, S.shift, MODRM | form, i, count)),
});
ONE_BYTE[0xc0] = shiftGroup(BYTE | IMM8, BY_IMMEDIATE);
ONE_BYTE[0xc1] = shiftGroup(IMM8, BY_IMMEDIATE);
ONE_BYTE[0xd0] = shiftGroup(BYTE, BY_ONE);
ONE_BYTE[0xd1] = shiftGroup(0, BY_ONE);
ONE_BYTE[0xd2] = shiftGroup(BYTE, BY_CL);
ONE_BYTE[0xd3] = shiftGroup(0, BY_CL);
ONE_BYTE[0xc2] = op('ret', J.ret, FORCE64 | IMM16);
ONE_BYTE[0xc3] = op('ret', J.ret, FORCE64);
ONE_BYTE[0xc4] = op('les', D.loadFarPointer, MODRM | NOT64, L.ES);
ONE_BYTE[0xc5] = op('lds', D.loadFarPointer, MODRM | NOT64, L.DS);
const only0 = (first: Opcode): Group => ({ members: [first, null, null, null, null, null, null, null] });
ONE_BYTE[0xc6] = only0(op('mov', D.movImmediateToRm, MODRM | BYTE | IMM8));
ONE_BYTE[0xc7] = only0(op('mov', D.movImmediateToRm, MODRM | IMMZ));
ONE_BYTE[0xc8] = op('enter', D.enter, DEFAULT64 | IMM16 | SECOND8);
ONE_BYTE[0xc9] = op('leave', D.leave, DEFAULT64);
ONE_BYTE[0xca] = op('retf', J.retFar, IMM16);
ONE_BYTE[0xcb] = op('retf', J.retFar);
ONE_BYTE[0xcc] = op('int3', J.int3);
ONE_BYTE[0xcd] = op('int', J.int, IMM8);
ONE_BYTE[0xce] = op('into', J.into, NOT64);
ONE_BYTE[0xcf] = op('iret', J.iret);
ONE_BYTE[0xd4] = op('aam', A.adjustAscii, NOT64 | IMM8, 0);
ONE_BYTE[0xd5] = op('aad', A.adjustAscii, NOT64 | IMM8, 1);
ONE_BYTE[0xd7] = op('xlat', D.xlat);
ONE_BYTE[0xd9] = {
  members: new Array<Opcode | null>(8).fill(null),
  registerForms: new Map([[0xd0, op('fnop', Y.x87, MODRM)]]),
};
ONE_BYTE[0xdb] = {
  members: new Array<Opcode | null>(8).fill(null),
  registerForms: new Map([[0xe3, op('fninit', Y.x87, MODRM)]]),
};
['loopne', 'loope', 'loop', 'jrcxz'].forEach((name, i) => {
  ONE_BYTE[0xe0 + i] = op(name, J.loop, FORCE64 | IMM8, i);
});
ONE_BYTE[0xe4] = op('in', I.input, BYTE | IMM8);
ONE_BYTE[0xe5] = op('in', I.input, NO16 | IMM8);
ONE_BYTE[0xe6] = op('out', I.output, BYTE | IMM8);
ONE_BYTE[0xe7] = op('out', I.output, NO16 | IMM8);
ONE_BYTE[0xe8] = op('call', J.callRelative, FORCE64 | IMMZ);
ONE_BYTE[0xe9] = op('jmp', J.jumpRelative, FORCE64 | IMMZ);
ONE_BYTE[0xea] = op('jmp', J.jumpFar, NOT64 | FAR);
ONE_BYTE[0xeb] = op('jmp', J.jumpRelative, FORCE64 | IMM8);
ONE_BYTE[0xec] = op('in', I.input, BYTE);
ONE_BYTE[0xed] = op('in', I.input, NO16);
ONE_BYTE[0xee] = op('out', I.output, BYTE);
ONE_BYTE[0xef] = op('out', I.output, NO16);
ONE_BYTE[0xf1] = op('icebp', J.icebp);
ONE_BYTE[0xf4] = op('hlt', Y.hlt);
ONE_BYTE[0xf5] = op('cmc', Y.flag, 0, L.CF, 2);
const unaryGroup = (form: number, immediate: number): Group => ({
  members: [
    op('test', A.testImmediate, MODRM | form | immediate),
    op('test', A.testImmediate, MODRM | form | immediate),
    op('not', A.not, MODRM | form | LOCKABLE),
    op('neg', A.neg, MODRM | form | LOCKABLE),
    op('mul', A.mul, MODRM | form),
    op('imul', A.imulPair, MODRM | form),
    op('div', A.div, MODRM | form),
    op('idiv', A.idiv, MODRM | form),
  ],
});
ONE_BYTE[0xf6] = unaryGroup(BYTE, IMM8);
ONE_BYTE[0xf7] = unaryGroup(0, IMMZ);
ONE_BYTE[0xf8] = op('clc', Y.flag, 0, L.CF, 0);
ONE_BYTE[0xf9] = op('stc', Y.flag, 0, L.CF, 1);
ONE_BYTE[0xfa] = op('cli', Y.cli);
ONE_BYTE[0xfb] = op('sti', Y.sti);
ONE_BYTE[0xfc] = op('cld', Y.flag, 0, L.DF, 0);
ONE_BYTE[0xfd] = op('std', Y.flag, 0, L.DF, 1);
ONE_BYTE[0xfe] = {
  members: [
    op('inc', A.incDec, MODRM | BYTE | LOCKABLE, 0),
    op('dec', A.incDec, MODRM | BYTE | LOCKABLE, 1),
    null,
    null,
    null,
    null,
    null,
    null,
  ],
};
ONE_BYTE[0xff] = {
  members: [
    op('inc', A.incDec, MODRM | LOCKABLE, 0),
    op('dec', A.incDec, MODRM | LOCKABLE, 1),
    op('call', J.callRm, MODRM | FORCE64),
    op('call', J.callFar, MODRM),
    op('jmp', J.jumpRm, MODRM | FORCE64),
    op('jmp', J.jumpFar, MODRM),
    op('push', D.pushRm, MODRM | DEFAULT64),
    null,
  ],
};

TWO_BYTE[0x00] = {
  members: [
    op('sldt', Y.systemSegment, MODRM, 0),
    op('str', Y.systemSegment, MODRM, 1),
    op('lldt', Y.systemSegment, MODRM, 2),
    op('ltr', Y.systemSegment, MODRM, 3),
    op('verr', J.segmentQuery, MODRM, 4),
    op('verw', J.segmentQuery, MODRM, 5),
    null,
    null,
  ],
};
const smswOp = op('smsw', C.smsw, MODRM);
const lmswOp = op('lmsw', C.lmsw, MODRM);
const registerForms7 = new Map<number, Opcode>([
  [0xc1, op('vmcall', vmcall, MODRM | NO_PREFIX)],
  [0xc2, op('vmlaunch', vmlaunch, MODRM | NO_PREFIX)],
  [0xc3, op('vmresume', vmresume, MODRM | NO_PREFIX)],
  [0xc4, op('vmxoff', vmxoff, MODRM | NO_PREFIX)],
  [0xc8, op('monitor', Y.monitor, MODRM)],
  [0xc9, op('mwait', Y.mwait, MODRM)],
  [0xd0, op('xgetbv', Y.xgetbv, MODRM | NO_PREFIX)],
  [0xd1, op('xsetbv', Y.xsetbv, MODRM | NO_PREFIX)],
  [0xd4, op('vmfunc', vmfunc, MODRM | NO_PREFIX)],
  [0xf8, op('swapgs', Y.swapgs, MODRM)],
  [0xf9, op('rdtscp', Y.rdtscp, MODRM)],
]);
for (let rm = 0; rm < 8; rm++) {
  registerForms7.set(0xe0 + rm, smswOp);
  registerForms7.set(0xf0 + rm, lmswOp);
}
TWO_BYTE[0x01] = {
  members: [
    op('sgdt', Y.descriptorTable, MODRM, 0),
    op('sidt', Y.descriptorTable, MODRM, 1),
    op('lgdt', Y.descriptorTable, MODRM, 2),
    op('lidt', Y.descriptorTable, MODRM, 3),
    smswOp,
    null,
    lmswOp,
    op('invlpg', Y.invlpg, MODRM),
  ],
  registerForms: registerForms7,
};
TWO_BYTE[0x02] = op('lar', J.segmentQuery, MODRM, 2);
TWO_BYTE[0x03] = op('lsl', J.segmentQuery, MODRM, 3);
TWO_BYTE[0x05] = op('syscall', J.syscall);
TWO_BYTE[0x06] = op('clts', C.clts);
TWO_BYTE[0x07] = op('sysret', J.sysret);
TWO_BYTE[0x08] = op('invd', Y.invd);
TWO_BYTE[0x09] = op('wbinvd', Y.wbinvd);
TWO_BYTE[0x0b] = op('ud2', Y.ud2);
TWO_BYTE[0x0d] = op('nop', Y.nop, MODRM);
for (let code = 0x18; code <= 0x1f; code++) TWO_BYTE[code] = op('nop', Y.nop, MODRM);
TWO_BYTE[0x20] = op('mov', C.movFromControl, MODRM | REGISTER_ONLY | FORCE64);
TWO_BYTE[0x21] = op('mov', Y.movDebug, MODRM | REGISTER_ONLY | FORCE64, 0);
TWO_BYTE[0x22] = op('mov', C.movToControl, MODRM | REGISTER_ONLY | FORCE64);
TWO_BYTE[0x23] = op('mov', Y.movDebug, MODRM | REGISTER_ONLY | FORCE64, 1);
TWO_BYTE[0x28] = op('movaps', D.movaps, MODRM, 0);
TWO_BYTE[0x29] = op('movaps', D.movaps, MODRM, 1);
TWO_BYTE[0x30] = op('wrmsr', Y.wrmsr);
TWO_BYTE[0x31] = op('rdtsc', Y.rdtsc);
TWO_BYTE[0x32] = op('rdmsr', Y.rdmsr);
TWO_BYTE[0x33] = op('rdpmc', Y.rdpmc);
TWO_BYTE[0x34] = op('sysenter', J.sysenter);
TWO_BYTE[0x35] = op('sysexit', J.sysexit);
TWO_BYTE[0x37] = op('getsec', Y.getsec);
TWO_BYTE[0x78] = op('vmread', vmread, MODRM | FORCE64 | NO_PREFIX);
TWO_BYTE[0x79] = op('vmwrite', vmwrite, MODRM | FORCE64 | NO_PREFIX);
TWO_BYTE[0xa2] = op('cpuid', Y.cpuid);
TWO_BYTE[0xa3] = op('bt', A.bitTest, MODRM, 0);
TWO_BYTE[0xa4] = op('shld', S.shiftDouble, MODRM | IMM8, 0, BY_IMMEDIATE);
TWO_BYTE[0xa5] = op('shld', S.shiftDouble, MODRM, 0, BY_CL);
TWO_BYTE[0xaa] = op('rsm', Y.rsm);
TWO_BYTE[0xab] = op('bts', A.bitTest, MODRM | LOCKABLE, 1);
TWO_BYTE[0xac] = op('shrd', S.shiftDouble, MODRM | IMM8, 1, BY_IMMEDIATE);
TWO_BYTE[0xad] = op('shrd', S.shiftDouble, MODRM, 1, BY_CL);
const fences = new Map<number, Opcode>();
for (let rm = 0; rm < 8; rm++)
  for (const [base, name] of [
    [0xe8, 'lfence'],
    [0xf0, 'mfence'],
    [0xf8, 'sfence'],
  ] as const)
    // prettier-ignore
    fences.set(base + rm, op(name, Y.nop, MODRM));
TWO_BYTE[0xae] = {
  members: [null, null, null, null, null, null, null, op('clflush', Y.nop, MODRM)],
  registerForms: fences,
};
TWO_BYTE[0xaf] = op('imul', A.imul, MODRM, 0);
TWO_BYTE[0xb0] = op('cmpxchg', A.cmpxchg, MODRM | BYTE | LOCKABLE);
TWO_BYTE[0xb1] = op('cmpxchg', A.cmpxchg, MODRM | LOCKABLE);
TWO_BYTE[0xb2] = op('lss', D.loadFarPointer, MODRM, L.SS);
TWO_BYTE[0xb3] = op('btr', A.bitTest, MODRM | LOCKABLE, 2);
TWO_BYTE[0xb4] = op('lfs', D.loadFarPointer, MODRM, L.FS);
TWO_BYTE[0xb5] = op('lgs', D.loadFarPointer, MODRM, L.GS);
TWO_BYTE[0xb6] = op('movzx', D.movzx, MODRM, 1);
TWO_BYTE[0xb7] = op('movzx', D.movzx, MODRM, 2);
const bitGroup = ['bt', 'bts', 'btr', 'btc'].map((name, i) =>
  op(name, A.bitTest, MODRM | IMM8 | (i === 0 ? 0 : LOCKABLE), i),
);
TWO_BYTE[0xba] = { members: [null, null, null, null, ...bitGroup] };
TWO_BYTE[0xbb] = op('btc', A.bitTest, MODRM | LOCKABLE, 3);
TWO_BYTE[0xbc] = op('bsf', A.bitScan, MODRM, 0);
TWO_BYTE[0xbd] = op('bsr', A.bitScan, MODRM, 1);
TWO_BYTE[0xbe] = op('movsx', D.movsx, MODRM, 1);
TWO_BYTE[0xbf] = op('movsx', D.movsx, MODRM, 2);
TWO_BYTE[0xc0] = op('xadd', A.xadd, MODRM | BYTE | LOCKABLE);
TWO_BYTE[0xc1] = op('xadd', A.xadd, MODRM | LOCKABLE);

/** 0F C7: the prefix tells VMPTRLD, VMCLEAR and VMXON apart. */
export const GROUP9 = {
  vmptrld: op('vmptrld', vmptrld, MODRM),
  vmclear: op('vmclear', vmclear, MODRM),
  vmxon: op('vmxon', vmxon, MODRM),
  vmptrst: op('vmptrst', vmptrst, MODRM),
  cmpxchg8b: op('cmpxchg8b', A.cmpxchgPair, MODRM | LOCKABLE),
  rdrand: op('rdrand', Y.random, MODRM, 0),
  rdseed: op('rdseed', Y.random, MODRM, 1),
} as const;

export const PAUSE = op('pause', Y.pause);
export const NOP = op('nop', Y.nop);

THREE_BYTE.set(0x80, op('invept', invept, MODRM));
THREE_BYTE.set(0x81, op('invvpid', invvpid, MODRM));
THREE_BYTE.set(0x82, op('invpcid', Y.invpcid, MODRM));
