// Which operands each opcode shows, in NASM's order, and the mnemonics that depend on a size. SDM vol. 2, appendix A.
import type { Insn } from '../cpu/insn.ts';

/**
 * One word an operand:
 *   E  r/m of the operand size; e the same, and memory says its size; e8 e16 e32 memory or register of that size;
 *   m  memory without a size; E8 E16 E64 the same, or a register of that size; R a register of the operand size;
 *   R32 the same, of 16 or 32 bits;
 *   G  register in modrm.reg; G64 of 64 bits; O register in the opcode; A accumulator; S C D segment, control, debug
 *      register in modrm.reg; T segment register that the opcode names; V XMM register in modrm.reg, W in r/m;
 *   I  immediate with its sign; U unsigned; u8 u16 unsigned byte, word; 2 the second immediate; J jump target; P the same with the counter of LOOP; K far pointer;
 *   X  absolute address; f far pointer in memory; anything in quotes stands for itself.
 */
export type Template = readonly string[];

const templates = new Map<number, Template>();

function add(text: string, ...opcodes: number[]): void {
  for (const opcode of opcodes) templates.set(opcode, text === '' ? [] : text.split(' '));
}
const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

for (let alu = 0; alu < 8; alu++) {
  // Arithmetic reads better with a sign, logic with the bits of the mask.
  const immediate = [1, 4, 6].includes(alu) ? 'U' : 'I';
  add('E G', 8 * alu, 8 * alu + 1);
  add('G E', 8 * alu + 2, 8 * alu + 3);
  add(`A ${immediate}`, 8 * alu + 4, 8 * alu + 5);
}
add('e I', 0x80, 0x81, 0x82, 0x83);
add('T', 0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x0fa0, 0x0fa1, 0x0fa8, 0x0fa9);
add('O', ...range(0x40, 16), ...range(0x50, 16), ...range(0x0fc8, 8));
add('A O', ...range(0x91, 7), 0x90);
add('G e32', 0x63);
add('I', 0x68, 0x6a);
add('G E I', 0x69, 0x6b);
add('J', ...range(0x70, 16), ...range(0x0f80, 16), 0xe3, 0xe8, 0xe9, 0xeb);
add('E G', 0x84, 0x85, 0x88, 0x89);
// NASM writes the first register of XCHG into modrm.reg.
add('G E', 0x86, 0x87, 0x8a, 0x8b);
add('R32 S', 0x8c);
add('G m', 0x8d);
add('S E16', 0x8e);
add('e', 0x8f);
add('K', 0x9a, 0xea);
add('A X', 0xa0, 0xa1);
add('X A', 0xa2, 0xa3);
add('A U', 0xa8, 0xa9);
add('O U', ...range(0xb0, 16));
add('e u8', 0xc0, 0xc1);
add('e "1"', 0xd0, 0xd1);
add('e "cl"', 0xd2, 0xd3);
add('u16', 0xc2, 0xca);
add('G m', 0xc4, 0xc5, 0x0fb2, 0x0fb4, 0x0fb5);
add('e U', 0xc6, 0xc7);
add('u16 2', 0xc8);
add('u8', 0xcd, 0xd4, 0xd5);
add('P', 0xe0, 0xe1, 0xe2);
add('A u8', 0xe4, 0xe5);
add('u8 A', 0xe6, 0xe7);
add('A "dx"', 0xec, 0xed);
add('"dx" A', 0xee, 0xef);
add('e', 0xfe);
add('G E16', 0x0f02, 0x0f03);
add('e', ...range(0x0f18, 8), 0x0f0d);
add('E64 C', 0x0f20);
add('E64 D', 0x0f21);
add('C E64', 0x0f22);
add('D E64', 0x0f23);
add('V W', 0x0f28);
add('W V', 0x0f29);
add('G E', ...range(0x0f40, 16), 0x0faf, 0x0fbc, 0x0fbd);
add('E64 G64', 0x0f78);
add('G64 E64', 0x0f79);
add('E8', ...range(0x0f90, 16));
add('E G', 0x0fa3, 0x0fab, 0x0fb3, 0x0fbb, 0x0fb0, 0x0fb1, 0x0fc0, 0x0fc1);
add('E G u8', 0x0fa4, 0x0fac);
add('E G "cl"', 0x0fa5, 0x0fad);
add('G e8', 0x0fb6, 0x0fbe);
add('G e16', 0x0fb7, 0x0fbf);
add('e u8', 0x0fba);
add('G64 m', 0x0f3880, 0x0f3881, 0x0f3882);

/** Opcodes whose members differ in operands: by opcode and mnemonic. */
const MEMBERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  0x80: { or: 'e U', and: 'e U', xor: 'e U' },
  0x81: { or: 'e U', and: 'e U', xor: 'e U' },
  0x83: { or: 'e U', and: 'e U', xor: 'e U' },
  0xf6: { test: 'e U', default: 'e' },
  0xf7: { test: 'e U', default: 'e' },
  0x0f00: { sldt: 'R', str: 'R', default: 'E16' },
  0x0f01: { smsw: 'R', lmsw: 'E16', invlpg: 'm', sgdt: 'm', sidt: 'm', lgdt: 'm', lidt: 'm' },
  0x0fae: { clflush: 'm' },
  0x0fc7: { rdrand: 'E', rdseed: 'E', default: 'm' },
};

/** The operands that an instruction shows; the list is empty when it has none. */
export function templateOf(insn: Insn): Template {
  const members = MEMBERS[insn.opcode];
  const own = members?.[insn.mnemonic] ?? members?.['default'];
  if (own !== undefined) return own.split(' ');
  // FF /3 and /5 are the far CALL and JMP; the decoder gives both kinds one name.
  if (insn.opcode === 0xff) return (insn.reg & 7) === 3 || (insn.reg & 7) === 5 ? ['f'] : ['e'];
  if (insn.opcode === 0x90 && insn.mnemonic !== 'xchg') return [];
  return templates.get(insn.opcode) ?? [];
}

const BY_SIZE: Readonly<Record<string, readonly [string, string, string]>> = {
  // Of 16, 32 and 64 bits.
  cdqe: ['cbw', 'cwde', 'cdqe'],
  cqo: ['cwd', 'cdq', 'cqo'],
  iret: ['iretw', 'iretd', 'iretq'],
  pushf: ['pushfw', 'pushfd', 'pushfq'],
  popf: ['popfw', 'popfd', 'popfq'],
  pusha: ['pushaw', 'pushad', 'pushad'],
  popa: ['popaw', 'popad', 'popad'],
  retf: ['retfw', 'retfd', 'retfq'],
  ins: ['insw', 'insd', 'insd'],
  outs: ['outsw', 'outsd', 'outsd'],
  movs: ['movsw', 'movsd', 'movsq'],
  cmps: ['cmpsw', 'cmpsd', 'cmpsq'],
  stos: ['stosw', 'stosd', 'stosq'],
  lods: ['lodsw', 'lodsd', 'lodsq'],
  scas: ['scasw', 'scasd', 'scasq'],
};
const INDEX: Readonly<Record<number, number>> = { 2: 0, 4: 1, 8: 2 };
const LOOP_COUNTERS: Readonly<Record<number, string>> = { 2: 'jcxz', 4: 'jecxz', 8: 'jrcxz' };

/** The mnemonic as NASM spells it. */
export function mnemonicOf(insn: Insn, width: 16 | 32 | 64): string {
  const name = insn.mnemonic;
  if (name === 'retf' && insn.size === Math.min(4, width / 8)) return 'retf';
  const sized = BY_SIZE[name]?.[INDEX[insn.size] ?? 1];
  if (sized !== undefined) return sized;
  if (name === 'jrcxz') return LOOP_COUNTERS[insn.addressSize] ?? name;
  if (name === 'cmpxchg8b' && insn.size === 8) return 'cmpxchg16b';
  if (name === 'sysret' || name === 'sysexit') return insn.size === 8 ? `o64 ${name}` : name;
  if (name === 'icebp') return 'int1';
  if (name === 'xlat') return 'xlatb';
  if (name === 'nop' && insn.opcode >= 0x0f18) return hint(insn);
  return name;
}

/** 0F 18 ... 0F 1F /n: hints that do nothing. NASM numbers them; the last one is the long NOP. */
function hint(insn: Insn): string {
  const number = 8 * (insn.opcode - 0x0f18) + (insn.reg & 7);
  return number === 56 ? 'nop' : `hint_nop${number}`;
}

/** Instructions on memory that the prefixes REP and REPNE repeat; those that compare say REPE. */
export const STRING_OPCODES: ReadonlySet<number> = new Set([
  ...range(0x6c, 4),
  ...range(0xa4, 4),
  ...range(0xaa, 6),
]);
export const COMPARING_OPCODES: ReadonlySet<number> = new Set([0xa6, 0xa7, 0xae, 0xaf]);
