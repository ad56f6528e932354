// Lines of what the language promises, written from its list of instructions and not from the assembler's table: every
// instruction with operands of every kind, in the many ways NASM lets one write them. NASM says which of them are right.
import { seeded } from './nasm-corpus-lines.ts';

type Random = (below: number) => number;

const WORDS = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const NUMBERS = [8, 9, 10, 11, 12, 13, 14, 15];
const REGISTERS: Readonly<Record<string, readonly string[]>> = {
  r8: [
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
    ...NUMBERS.map((n) => `r${n}b`),
  ],
  r16: [...WORDS, ...NUMBERS.map((n) => `r${n}w`)],
  r32: [...WORDS.map((name) => `e${name}`), ...NUMBERS.map((n) => `r${n}d`)],
  r64: [...WORDS.map((name) => `r${name}`), ...NUMBERS.map((n) => `r${n}`)],
  a: ['al', 'ax', 'eax', 'rax'],
  c: ['cl', 'cx', 'ecx', 'rcx', 'dx', 'edx'],
  sreg: ['es', 'cs', 'ss', 'ds', 'fs', 'gs'],
  creg: ['cr0', 'cr2', 'cr3', 'cr4', 'cr8'],
  dreg: ['dr0', 'dr1', 'dr2', 'dr3', 'dr6', 'dr7'],
};
const SIZES: Readonly<Record<string, string>> = { m8: 'byte', m16: 'word', m32: 'dword', m64: 'qword' };

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

const EDGES = [
  0n, 1n, 2n, 3n, 7n, 8n, 10n, 15n, 16n, 31n, 32n, 63n, 64n, 100n, 126n, 127n, 128n, 129n, 200n, 254n, 255n, 256n, 257n, 1000n, 0x7ffen,
  0x7fffn, 0x8000n, 0x8001n, 0xff00n, 0xff7fn, 0xff80n, 0xfffen, 0xffffn, 0x10000n, 0x10001n, 0x1f000n, 0x7ffffffen, 0x7fffffffn, 0x80000000n,
  0x80000001n, 0xdeadbeefn, 0xffffff7fn, 0xffffff80n, 0xfffffffen, 0xffffffffn, 0x100000000n, 0x100000001n, 0x123456789n, 0x7fffffffffffffffn,
  0x8000000000000000n, 0xfffffffffffffff0n, 0xffffffffffffffffn,
]; // prettier-ignore

/** A number in one of the notations. */
function number(random: Random): string {
  let value = random(3) === 0 ? BigInt(random(100000)) : pick(random, EDGES);
  const sign = random(4) === 0 ? pick(random, ['-', '-', '~', '+', '- ']) : '';
  if (sign !== '' && value > 0x8000000000000000n) value = 5n;
  const hex = value.toString(16);
  const styles = [value.toString(), `0x${hex}`, `0X${hex.toUpperCase()}`, `0${hex}h`, `0h${hex}`, `$0${hex}`, `${value.toString(2)}b`,
    `0b${value.toString(2)}`, `${value.toString(8)}q`, `0o${value.toString(8)}`, `${value.toString(8)}o`, `${value}d`, `0d${value}`,
    value.toString().replace(/(\d)(\d\d\d)$/, '$1_$2'), `0${hex}H`, `${value.toString(2)}y`]; // prettier-ignore
  return sign + pick(random, random(2) === 0 ? styles.slice(0, 2) : styles);
}

function immediate(random: Random): string {
  switch (random(10)) {
    case 0:
      return pick(random, [
        "'a'",
        '"z"',
        "'ab'",
        "'abcd'",
        '"abc"',
        '`\\n`',
        "'abcdefgh'",
        "''''",
        '" "',
        '`\\x41`',
      ]);
    case 1:
      return pick(random, [
        'before',
        'after',
        'constant',
        'before+3',
        'after-before',
        'before-$$',
        '$',
        '$$',
        '$-before',
        'large',
        'after-$',
        'small-1',
      ]);
    case 2:
      return `${pick(random, ['(', ' ('])}${number(random)} ${pick(random, ['+', '-', '*', '|', '&', '^'])} ${number(random)})`;
    case 3:
      return pick(random, [
        '1<<3',
        '1 << 31',
        '1<<63',
        '0xff00>>8',
        '10/3',
        '10%3',
        '-7//2',
        '-7%%2',
        '!0',
        '!5',
        '~~1',
        '-(-1)',
        '5*(2+1)',
        '2+3*4',
        '(1|2)^3',
        '7&~1',
        '1 == 1',
        '2 > 1',
        '3<>3',
        '1&&0',
        '1 || 0',
        '1 ? 2 : 3',
        'constant*2+1',
        'constant<<4 | 1',
      ]);
    default:
      return number(random);
  }
}

const SPACES = ['', '', '', ' '];

function displacement(random: Random): string {
  const s = pick(random, SPACES);
  switch (random(8)) {
    case 0:
      return `${s}+${s}${pick(random, ['before', 'after', 'constant', 'before+8', 'large', 'after-before', 'small', '(2*4)', '$-$$'])}`;
    case 1:
      return `${s}-${s}${pick(random, ['constant', 'small', '4*2', '(1+1)'])}`;
    case 2:
    case 3:
      return `${s}${pick(random, ['+', '-'])}${s}${number(random).replace(/^[-~+] ?/, '')}`;
    case 4:
      return `${s}+${s}${pick(random, EDGES.map(String).slice(0, 40))}`;
    default:
      return '';
  }
}

function address(random: Random): string {
  const set = REGISTERS[random(6) === 0 ? 'r32' : 'r64'] ?? [];
  const base = (): string => pick(random, set);
  const s = pick(random, SPACES);
  const scaled = (): string =>
    random(5) === 0
      ? `${pick(random, ['1', '2', '4', '8'])}${s}*${s}${base()}`
      : `${base()}${s}*${s}${pick(random, ['1', '2', '4', '8'])}`;
  const body = (): string => {
    switch (random(11)) {
      case 0:
        return pick(random, [
          'before',
          'after',
          'before+4',
          'after - 2',
          '0x1f000',
          '0x7fffffff',
          '0x80000000',
          '-8',
          '0',
          'constant',
          '0xffffffffffffff00',
          '$',
          '$$+16',
          'large',
          '0x12345678',
          '0xfee00000',
        ]);
      case 1:
        return pick(random, [
          'rel before',
          'rel after',
          'rel after+4',
          'abs before',
          'abs after',
          'rel $',
          'abs 0x1000',
          'rel 0x100000',
        ]);
      case 2:
      case 3:
        return `${base()}${displacement(random)}`;
      case 4:
        return `${scaled()}${displacement(random)}`;
      case 5:
        return `${base()}${s}*${pick(random, ['2', '3', '4', '5', '8', '9'])}${displacement(random)}`;
      case 6:
        return `${pick(random, ['before', 'constant', '8', '0x1f000', '-4'])}${s}+${s}${base()}${random(2) === 0 ? `+${scaled()}` : ''}`;
      case 7:
        return `${scaled()}${s}+${s}${base()}${displacement(random)}`;
      case 8:
        return `${pick(random, ['byte', 'dword', 'byte', 'dword', 'qword', 'nosplit'])} ${base()}${displacement(random)}`;
      default:
        return `${base()}${s}+${s}${random(3) === 0 ? base() : scaled()}${displacement(random)}`;
    }
  };
  const text = body();
  if (random(7) !== 0 || /^(?:byte|dword|qword|nosplit)/.test(text)) return text;
  const segment = pick(random, ['fs', 'gs', 'fs', 'gs', 'ds', 'es', 'ss', 'cs']);
  return random(6) === 0 && text.startsWith('rel ')
    ? `rel ${segment}:${text.slice(4)}`
    : `${segment}:${s}${text}`;
}

function operand(random: Random, kind: string): string {
  const names = REGISTERS[kind];
  if (names !== undefined) {
    const name = pick(random, names);
    return random(12) === 0 ? name.toUpperCase() : name;
  }
  const s = pick(random, SPACES);
  if (kind === 'm') return `[${s}${address(random)}${s}]`;
  const size = SIZES[kind];
  if (size !== undefined)
    return `${random(12) === 0 ? size.toUpperCase() : size}${random(8) === 0 ? '' : ' '}[${s}${address(random)}${s}]`;
  if (kind === 'is')
    return `${random(3) === 0 ? 'strict ' : ''}${pick(random, ['byte', 'word', 'dword', 'qword'])} ${immediate(random)}`;
  return immediate(random);
}

const KINDS = [
  'r8',
  'r16',
  'r32',
  'r64',
  'm',
  'm8',
  'm16',
  'm32',
  'm64',
  'i',
  'is',
  'a',
  'c',
  'sreg',
  'creg',
  'dreg',
];
const GENERAL = ['r8', 'r16', 'r32', 'r64', 'm', 'm8', 'm16', 'm32', 'm64', 'i', 'is', 'a'];

const CONDITIONS =
  'o no b c nae ae nb nc e z ne nz be na a nbe s ns p pe np po l nge ge nl le ng g nle'.split(' ');
const NONE = ('pushfq popfq nop fnop pause cli sti clc stc cld std hlt cpuid rdtsc rdtscp rdpmc rdmsr wrmsr insb insw insd outsb outsw outsd clts invd wbinvd ' +
  'monitor mwait int3 ud2 iretq syscall rsm getsec xsetbv ret vmcall vmlaunch vmresume vmxoff vmfunc').split(' '); // prettier-ignore
const ONE = ('push pop inc dec neg not mul imul div idiv lmsw smsw lgdt lidt sgdt sidt ltr str invlpg int nop ret vmclear vmptrld vmptrst vmxon ' +
  'jmp call').split(' '); // prettier-ignore
const TWO = ('mov movzx movsx movsxd lea xchg add adc sub sbb and or xor test cmp shl sal shr sar rol ror imul bt bts btr in out vmread vmwrite invept invvpid').split(' '); // prettier-ignore

/** Lines of one instruction each; `frame` has the labels they use. */
export function promisedLines(seed: number, times: number): string[] {
  const random = seeded(seed);
  const lines: string[] = [];
  const put = (mnemonic: string, ...operands: string[]): void => {
    const name = random(10) === 0 ? mnemonic.toUpperCase() : mnemonic;
    const comma = pick(random, [', ', ', ', ', ', ',', ' , ', ',\t']);
    lines.push(`${name}${pick(random, [' ', ' ', ' ', '\t', '   '])}${operands.join(comma)}`.trimEnd());
  };
  const one = (mnemonic: string, kinds: readonly string[], count: number): void => {
    for (const kind of kinds) for (let i = 0; i < count * times; i++) put(mnemonic, operand(random, kind));
  };
  const two = (mnemonic: string, left: readonly string[], right: readonly string[], count: number): void => {
    for (const first of left)
      for (const second of right)
        for (let i = 0; i < count * times; i++)
          put(mnemonic, operand(random, first), operand(random, second));
  };
  for (const mnemonic of NONE) put(mnemonic);
  for (const mnemonic of ONE) one(mnemonic, KINDS, 4);
  for (const mnemonic of TWO) two(mnemonic, KINDS, KINDS, 1);
  for (const mnemonic of ['mov', 'add', 'and', 'cmp', 'sub', 'or', 'xor', 'test', 'adc', 'sbb'])
    two(mnemonic, GENERAL, GENERAL, 2);
  for (const mnemonic of ['shl', 'shr', 'sar', 'rol', 'ror', 'sal', 'bt', 'bts', 'btr'])
    two(mnemonic, ['r8', 'r16', 'r32', 'r64', 'm8', 'm16', 'm32', 'm64'], ['i', 'is', 'c', 'r32'], 2);
  for (const size of ['r16', 'r32', 'r64'])
    for (const second of ['r16', 'r32', 'r64', 'm', 'm16', 'm32', 'm64'])
      for (const third of ['i', 'is', 'i'])
        for (let i = 0; i < 3 * times; i++)
          put('imul', operand(random, size), operand(random, second), operand(random, third));
  for (const condition of CONDITIONS) {
    one(`set${condition}`, ['r8', 'm', 'm8', 'r32'], 1);
    for (const size of ['r16', 'r32', 'r64'])
      two(`cmov${condition}`, [size], ['r16', 'r32', 'r64', 'm', 'm16', 'm32', 'm64'], 1);
    for (const target of [
      '$',
      '$+2',
      '$-10',
      'near $',
      'short $+4',
      'near before',
      'near after',
      'strict near $',
      'short $',
      'near 0x100000',
      'before',
      'after',
      '0x123456',
    ])
      put(`j${condition}`, target);
  }
  for (const name of ['jmp', 'call'])
    for (const target of [
      '$',
      '$+2',
      '$ - 10',
      'near $',
      'short $+4',
      'short $',
      'near before',
      'after',
      'before',
      'strict near $',
      '0x123456',
      'near rax',
      'near [rax]',
      'near qword [rbx+8]',
      'far [rax]',
      'far dword [rbx]',
      'far qword [rcx]',
      'far word [rdx]',
      'dword far [rbx]',
      'qword far [rsi+rdi*2]',
      '[rel after]',
      'qword [rel after]',
      'r9',
      '[r9*8+before]',
      'constant',
      'before+2',
      'dword after',
      'strict dword after',
      'qword after',
      'word after',
      'byte after',
    ])
      put(name, target);
  for (const name of ['loop', 'loope', 'loopz', 'loopne', 'loopnz'])
    for (const target of ['$', '$-4', '$+2', '$, ecx', '$-2, rcx', '$, cx', 'short $', 'near $'])
      put(name, target);
  for (const target of ['$', '$-4', '$+20', 'short $', 'near $', 'strict short $']) {
    put('jrcxz', target);
    put('jecxz', target);
  }
  for (const text of [
    'monitor rax, ecx, edx',
    'monitor eax, ecx, edx',
    'monitor rax, rcx, rdx',
    'mwait eax, ecx',
    'mwait rax, rcx',
    'mwait rax, ecx',
  ])
    lines.push(text);
  const prefixed = ['add [rax], ebx', 'inc dword [rbx]', 'xchg [rcx], al', 'xchg al, [rcx]', 'bts qword [rdx], 3', 'neg byte [rax]', 'btr [rax], rbx', 'outsb', 'insw', 'insd',
    'outsd', 'outsw', 'insb', 'not word [fs:rax]', 'cmp [rax], ebx', 'mov [rax], ebx', 'add eax, ebx', 'add ebx, [rax]', 'nop', 'ret', 'hlt', 'jmp $', 'call after', 'cpuid', 'mov eax, 5', 'push rax', 'sub qword [gs:0x10], 1',
    'bt [rax], ecx', 'and byte [r9+8], 0x7f', 'dec word [after]', 'int3', 'in al, dx', 'adc [r8], r9', 'jnz $', 'vmxon [rax]', 'vmclear [rbx]', 'pause', 'vmptrld [rcx]', 'syscall', 'vmlaunch']; // prettier-ignore
  for (const prefix of [
    'lock',
    'rep',
    'repe',
    'repz',
    'repne',
    'repnz',
    'lock rep',
    'rep lock',
    'REP',
    'Lock',
  ])
    for (const code of prefixed) lines.push(`${prefix} ${code}`);
  return [...new Set(lines)];
}

/** What stands before and after the lines; each line begins at a multiple of 32. */
export function promisedProgram(lines: readonly string[], fill = 0xcc): string {
  const pad = `align 32, db ${fill}\n`;
  const before = `bits 64\norg 0x100000\nconstant equ 24\nsmall equ 3\nlarge equ 0x12345678\ntimes 290 nop\nbefore: nop\n${pad}`;
  return `${before}${lines.map((line) => `${line}\n${pad}`).join('')}after: nop\ntimes 300 nop\n`;
}
/** Lines of the program before the first of ours, and bytes before its slot. */
export const PROMISED_FRAME = { lines: 8, bytes: 320, slot: 32 } as const;
