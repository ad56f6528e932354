// A seeded corpus of assembly lines: every mnemonic of the set with every kind of operand, sizes, addressing modes and values.
// Many lines are wrong on purpose (operands that no form takes): what NASM refuses must be refused here too.
import { MNEMONICS, formsOf } from '../src/vmx/assembler/instruction-table.ts';

/** xorshift32: the same lines for the same seed, everywhere. */
export function seeded(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Random = (below: number) => number;

const R8 = [
  'al',
  'cl',
  'dl',
  'bl',
  'ah',
  'ch',
  'dh',
  'bh',
  'spl',
  'bpl',
  'sil',
  'dil',
  'r8b',
  'r10b',
  'r15b',
];
const NAMES = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const R16 = [...NAMES, 'r8w', 'r11w', 'r15w'];
const R32 = [...NAMES.map((name) => `e${name}`), 'r8d', 'r12d', 'r13d', 'r15d'];
const R64 = [...NAMES.map((name) => `r${name}`), 'r8', 'r12', 'r13', 'r15'];
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];
const CONTROL = ['cr0', 'cr2', 'cr3', 'cr4', 'cr8'];
const DEBUG = ['dr0', 'dr1', 'dr3', 'dr6', 'dr7'];
const VALUES = [
  '0', '1', '2', '5', '-1', '-5', '127', '128', '-128', '-129', '255', '256', '0x1234', '0x7fff', '0x8000', '0xffff',
  '65536', '0x12345678', '0x7fffffff', '0x80000000', '0xffffffff', '0x100000000', '-0x80000000', '0x123456789abcdef0',
  "'a'", "'ab'", 'near_label', 'far_label', 'five', 'near_label-$$', 'forward', 'last-forward', '3*4+1', '1<<5', '~0', '!0',
  '10b', '17q', '0ffh', '1_000',
]; // prettier-ignore

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

/** Inside of the brackets of a memory operand. */
function address(random: Random): string {
  const registers = random(5) === 0 ? R32 : R64;
  const scale = (): string => pick(random, ['', '*1', '*2', '*4', '*8']);
  const displacement = pick(random, [
    '',
    '',
    '+1',
    '-1',
    '+127',
    '+128',
    '-128',
    '-129',
    '+0x12345',
    '+five',
    '+near_label',
    '+forward',
    '+(last-forward)',
    '+0',
  ]);
  const base = (): string => pick(random, registers);
  switch (random(12)) {
    case 0:
      return pick(random, ['0x1000', 'near_label', 'forward', 'near_label+4', '0x7fffffff', '-16', 'five*8']);
    case 1:
      return pick(random, [
        'rel near_label',
        'rel forward',
        'abs near_label',
        'fs:0x10',
        'gs:0',
        'rel far_label+2',
        'fs:rax',
        'gs:rbx+rcx*4+8',
        'ds:rax',
        'es:rdi',
        'ss:rbp',
        'cs:rsi+4',
      ]);
    case 2:
    case 3:
      return base() + displacement;
    case 4:
      return `${base()}${pick(random, ['*1', '*2', '*3', '*4', '*5', '*8', '*9'])}${displacement}`;
    case 5:
      return `${base()}*1+${base()}${displacement}`;
    case 6:
      return `${displacement === '' ? '0x20' : displacement.replace(/^\+/, '')}+${base()}`;
    case 7:
      return `nosplit ${base()}*2${displacement}`;
    case 8:
      return `${pick(random, ['byte', 'dword'])} ${base()}${displacement}`;
    default:
      return `${base()}+${base()}${scale()}${displacement}`;
  }
}

function operand(random: Random, kind: string): string {
  switch (kind) {
    case 'r8':
      return pick(random, R8);
    case 'r16':
      return pick(random, R16);
    case 'r32':
      return pick(random, R32);
    case 'r64':
      return pick(random, R64);
    case 'a':
      return pick(random, ['al', 'ax', 'eax', 'rax']);
    case 'cl':
      return 'cl';
    case 'dx':
      return 'dx';
    case 'm':
      return `[${address(random)}]`;
    case 'm8':
      return `byte [${address(random)}]`;
    case 'm16':
      return `word [${address(random)}]`;
    case 'm32':
      return `dword [${address(random)}]`;
    case 'm64':
      return `qword [${address(random)}]`;
    case 'sreg':
      return pick(random, SEGMENTS);
    case 'creg':
      return pick(random, CONTROL);
    case 'dreg':
      return pick(random, DEBUG);
    case 'moffs':
      return `[qword ${pick(random, ['0x123456789abc', 'near_label', '0x1000'])}]`;
    case 'is':
      return `${pick(random, ['byte', 'word', 'dword', 'qword', 'strict byte', 'strict word', 'strict dword', 'strict qword'])} ${pick(random, VALUES)}`;
    default:
      return pick(random, VALUES);
  }
}

const KINDS = [
  'r8',
  'r16',
  'r32',
  'r64',
  'a',
  'cl',
  'dx',
  'm',
  'm8',
  'm16',
  'm32',
  'm64',
  'sreg',
  'creg',
  'dreg',
  'moffs',
  'i',
  'is',
];
const JUMPS = /^(?:j|loop|call)/;
const DIRECTIVES = [
  'db 1,2,3', "db 'abc',0", 'db -1,255', 'dw 1,-1,0xffff', 'dd near_label,forward,-5', 'dq near_label,-1,1<<63', "dw 'abc'", "dd 'ab',1",
  'times 3 db 7', 'times 5 nop', 'times 2 dw five', 'times 3 jmp $', 'times 2 jmp near_label', 'times 2 add eax, 5',
  'nop', 'db `a\\n\\t\\\\`', "dq 'abcdefgh'", 'dd 7/2,7 // 2,-7 // 2,7 % 4,-7 %% 4', 'db five>3,five<3,five==5,1&&0,1||0,5^1,5|2,5&4',
  'dd five ? 1 : 2, 0 ? 1 : 2', 'dq last-forward', 'db 10b,17q,0x1f,1fh,$1f,0b11,0o17,9d', 'dd (1+2)*3-4', 'dw ~5,-five,+five,!five',
]; // prettier-ignore

/** Kinds of operand to try: all of them for one of a family, a few for its siblings and for what takes no operand. */
function kindsFor(mnemonic: string): readonly string[] {
  // Targets far away reach these or not, depending on the other lines.
  if (/^(?:jrcxz|jecxz|loop)/.test(mnemonic)) return ['r8', 'm'];
  if (/^(?:set|cmov|j)(?!e$|mp$)/.test(mnemonic)) return ['r8', 'r32', 'r64', 'm', 'i'];
  const takesOperands = (formsOf(mnemonic) ?? []).some((form) => form.operands.length > 0);
  return takesOperands ? KINDS : ['r32', 'i'];
}

/** Lines of one instruction or directive each. The labels they use are those of `frame`. */
export function corpusLines(seed: number, perForm: number): string[] {
  const random = seeded(seed);
  const lines: string[] = [...DIRECTIVES];
  for (const mnemonic of MNEMONICS) {
    lines.push(mnemonic);
    const kinds = kindsFor(mnemonic);
    if (JUMPS.test(mnemonic)) {
      for (const target of [
        'near_label',
        'far_label',
        'forward',
        '$',
        '$+5',
        'forward+1',
        '0x100000',
        '0x200000',
      ]) {
        // How far a label is depends on the other lines: short jumps are tried around $.
        const kinds = target.startsWith('$')
          ? ['', 'short ', 'near ', 'strict near ', 'far ']
          : ['near ', 'strict near '];
        for (const kind of kinds) lines.push(`${mnemonic} ${kind}${target}`);
      }
      for (const counter of ['ecx', 'rcx', 'cx'])
        if (mnemonic.startsWith('loop')) lines.push(`${mnemonic} $-4, ${counter}`);
      for (const memory of [
        'far [rax]',
        'far dword [rbx]',
        'far qword [rcx]',
        'far word [rdx]',
        'near [rax]',
        'near rax',
        'near qword [r8]',
      ])
        lines.push(`${mnemonic} ${memory}`);
    }
    for (const first of kinds) {
      const one = first.startsWith('m') || first.startsWith('i') ? 3 : 2;
      for (let i = 0; i < one * perForm; i++) lines.push(`${mnemonic} ${operand(random, first)}`);
      for (const second of kinds) {
        const memory = first.startsWith('m') || second.startsWith('m');
        const count = (memory || second.startsWith('i') ? 2 : 1) * perForm;
        for (let i = 0; i < count; i++)
          lines.push(`${mnemonic} ${operand(random, first)}, ${operand(random, second)}`);
      }
    }
    if (mnemonic === 'imul') {
      for (const size of ['r16', 'r32', 'r64'])
        for (const second of ['r16', 'r32', 'r64', 'm', 'm16', 'm32', 'm64'])
          for (let i = 0; i < 6 * perForm; i++)
            lines.push(
              `imul ${operand(random, size)}, ${operand(random, second)}, ${operand(random, i % 3 === 0 ? 'is' : 'i')}`,
            );
    }
    if (mnemonic === 'monitor' || mnemonic === 'mwait') {
      lines.push(
        `${mnemonic} rax, ecx, edx`,
        `${mnemonic} eax, ecx, edx`,
        `${mnemonic} rax, rcx, rdx`,
        `${mnemonic} eax, ecx`,
        `${mnemonic} rax, rcx`,
      );
    }
  }
  for (const prefix of ['lock', 'rep', 'repe', 'repz']) {
    for (const code of [
      'add [rax], ebx',
      'inc dword [rbx]',
      'xchg [rcx], al',
      'xchg al, [rcx]',
      'bts qword [rdx], 3',
      'neg byte [rax]',
      'btr [rax], rbx',
      'outsb',
      'insw',
      'insd',
      'outsd',
      'not word [fs:rax]',
      'cmp [rax], ebx',
      'mov [rax], ebx',
      'add eax, ebx',
      'add ebx, [rax]',
    ])
      lines.push(`${prefix} ${code}`);
  }
  return [...new Set(lines)];
}

/** What stands before and after the lines, so that their labels exist. Every line starts at a multiple of 32. */
export const FRAME = {
  before: 'bits 64\norg 0x100000\nfive equ 5\nfar_start: times 300 nop\nnear_label: nop\nalign 32, db 0xcc\n',
  after: 'forward: nop\nnop\nnop\nlast: nop\ntimes 300 nop\nfar_label: nop\n',
  slot: 32,
} as const;

/** A program of those lines, and where each line's slot starts in its binary. */
export function corpusProgram(lines: readonly string[]): string {
  return `${FRAME.before}${lines.map((line) => `${line}\nalign 32, db 0xcc\n`).join('')}${FRAME.after}`;
}
