// The instruction set as data: operand forms and how each is encoded. Intel SDM vol. 2; order of forms as NASM tries them.
//
// A row is `mnemonic operands | roles: encoding | flags`. `#` stands for each size of the list in front (b w d q).
// Operands: r8 ... r64 register, m8 ... m64 memory, rm8 ... rm64 either, m memory of any size, a trailing `?` lets a
//   memory operand stay without a size; al ax eax rax cl dx fs gs es cs ss ds fixed registers; sreg creg dreg;
//   i8 i16 i32 i64 immediate of that size, u8 an unsigned or signed byte, 1 the number one, sb16 sb32 sb64 a byte
//   that sign-extends, ud64 sd64 sx64 a dword that zero- or sign-extends (sx64 also when written as dword), sp64 the byte of PUSH, moffs8 ... a 64-bit absolute address;
//   rel8 rel jump targets, short near far jump kinds.
// Roles, one letter an operand: m ModRM.rm, r ModRM.reg, o register in the opcode, i immediate, j jump, f absolute
//   address, - nothing. Encoding: hex bytes (`88#` adds 1 for sizes above a byte), p66 pf2 pf3 mandatory prefix,
//   o16 o32 o64 operand size (o64n: 64 bits without REX.W), a32 a64 address size, /r /0 ... /7 ModRM, +r register in the last byte,
//   +c condition in the last byte.

// prettier-ignore
const ROWS: readonly string[] = [
  // Moving data
  'mov m16?,sreg | mr: 8c /r',
  'mov m64,sreg | mr: o64 8c /r',
  'mov r16,sreg | mr: o16 8c /r',
  'mov r32,sreg | mr: 8c /r',
  'mov r64,sreg | mr: o64n 8c /r',
  'mov sreg,m16? | rm: 8e /r',
  'mov sreg,m64 | rm: o64 8e /r',
  'mov sreg,r16 | rm: 8e /r',
  'mov sreg,r32 | rm: 8e /r',
  'mov sreg,r64 | rm: o64n 8e /r',
  'mov al,moffs8 | -f: a0',
  'mov ax,moffs16 | -f: o16 a1',
  'mov eax,moffs32 | -f: a1',
  'mov rax,moffs64 | -f: o64 a1',
  'mov moffs8,al | f-: a2',
  'mov moffs16,ax | f-: o16 a3',
  'mov moffs32,eax | f-: a3',
  'mov moffs64,rax | f-: o64 a3',
  'mov r64,creg | mr: o64n 0f 20 /r',
  'mov creg,r64 | rm: o64n 0f 22 /r',
  'mov r64,dreg | mr: o64n 0f 21 /r',
  'mov dreg,r64 | rm: o64n 0f 23 /r',
  'bwdq mov rm#,r# | mr: o# 88# /r',
  'bwdq mov r#,rm# | rm: o# 8a# /r',
  'mov r8,i8 | oi: b0+r ib',
  'mov r16,i16 | oi: o16 b8+r iw',
  'mov r32,i32 | oi: b8+r id',
  'mov r64,ud64 | oi: o64n b8+r id',
  'mov r64,sx64 | mi: o64 c7 /0 id',
  'mov r64,i64 | oi: o64 b8+r iq',
  'bwd mov rm#,i# | mi: o# c6# /0 i#',
  'mov rm64,sx64 | mi: o64 c7 /0 id',
  'movzx r16,rm8? | rm: o16 0f b6 /r',
  'movzx r32,rm8 | rm: 0f b6 /r',
  'movzx r64,rm8 | rm: o64 0f b6 /r',
  'movzx r32,rm16 | rm: 0f b7 /r',
  'movzx r64,rm16 | rm: o64 0f b7 /r',
  'movsx r16,rm8? | rm: o16 0f be /r',
  'movsx r32,rm8 | rm: 0f be /r',
  'movsx r64,rm8 | rm: o64 0f be /r',
  'movsx r32,rm16 | rm: 0f bf /r',
  'movsx r64,rm16 | rm: o64 0f bf /r',
  'movsx r64,rm32 | rm: o64 63 /r',
  'movsxd r64,rm32? | rm: o64 63 /r',
  'wdq lea r#,mx | rm: o# 8d /r',
  'xchg ax,r16 | -o: o16 90+r',
  'xchg eax,r32na | -o: 90+r',
  'xchg rax,r64 | -o: o64 90+r',
  'xchg r16,ax | o-: o16 90+r',
  'xchg r32na,eax | o-: 90+r',
  'xchg r64,rax | o-: o64 90+r',
  'bwdq xchg r#,rm# | rm: o# 86# /r | lock',
  'bwdq xchg rm#,r# | mr: o# 86# /r | lock',

  // Stack
  'push r16 | o: o16 50+r',
  'push r64 | o: o64n 50+r',
  'push rm16 | m: o16 ff /6',
  'push rm64 | m: o64n ff /6',
  'push fs | -: 0f a0',
  'push gs | -: 0f a8',
  'push i8 | i: 6a ib | sized',
  'push sb16 | i: o16 6a ib | sized',
  'push i16 | i: o16 68 iw | sized',
  'push sp64 | i: 6a ib',
  'push sx64 | i: 68 id',
  'pop r16 | o: o16 58+r',
  'pop r64 | o: o64n 58+r',
  'pop rm16 | m: o16 8f /0',
  'pop rm64 | m: o64n 8f /0',
  'pop fs | -: 0f a1',
  'pop gs | -: 0f a9',
  'pushfq | : 9c',
  'popfq | : 9d',

  // Arithmetic and logic
  ...['add 0', 'or 1', 'adc 2', 'sbb 3', 'and 4', 'sub 5', 'xor 6', 'cmp 7'].flatMap((entry) => {
    const [name, digit] = entry.split(' ');
    const base = Number(digit) * 8;
    const hex = (offset: number): string => (base + offset).toString(16).padStart(2, '0');
    const flags = name === 'cmp' ? '' : ' | lock';
    return [
      `bwdq ${name} rm#,r# | mr: o# ${hex(0)}# /r${flags}`,
      `bwdq ${name} r#,rm# | rm: o# ${hex(2)}# /r`,
      `wdq ${name} rm#,b8 | mi: o# 83 /${digit} ib${flags}`,
      `${name} al,i8 | -i: ${hex(4)} ib`,
      `${name} ax,sb16 | mi: o16 83 /${digit} ib`,
      `${name} ax,i16 | -i: o16 ${hex(5)} iw`,
      `${name} eax,sb32 | mi: 83 /${digit} ib`,
      `${name} eax,i32 | -i: ${hex(5)} id`,
      `${name} rax,sb64 | mi: o64 83 /${digit} ib`,
      `${name} rax,sd64 | -i: o64 ${hex(5)} id`,
      `${name} rm8,i8 | mi: 80 /${digit} ib${flags}`,
      `wdq ${name} rm#,sb# | mi: o# 83 /${digit} ib${flags}`,
      `wdq ${name} rm#,i# | mi: o# 81 /${digit} i#${flags}`,
    ];
  }),
  'bwdq inc rm# | m: o# fe# /0 | lock',
  'bwdq dec rm# | m: o# fe# /1 | lock',
  'bwdq neg rm# | m: o# f6# /3 | lock',
  'bwdq not rm# | m: o# f6# /2 | lock',
  'bwdq mul rm# | m: o# f6# /4',
  'bwdq div rm# | m: o# f6# /6',
  'bwdq idiv rm# | m: o# f6# /7',
  'bwdq imul rm# | m: o# f6# /5',
  'wdq imul r#,rm# | rm: o# 0f af /r',
  'wdq imul r#,rm#,b8 | rmi: o# 6b /r ib',
  'wdq imul r#,rm#,sb# | rmi: o# 6b /r ib',
  'wd imul r#,rm#,i# | rmi: o# 69 /r i#',
  'imul r64,rm64,sx64 | rmi: o64 69 /r id',
  'wdq imul r#,b8 | Ri: o# 6b /r ib',
  'wdq imul r#,sb# | Ri: o# 6b /r ib',
  'wd imul r#,i# | Ri: o# 69 /r i#',
  'imul r64,sx64 | Ri: o64 69 /r id',
  'bwdq test rm#,r# | mr: o# 84# /r',
  'bwdq test r#,m# | rm: o# 84# /r',
  'test al,i8 | -i: a8 ib',
  'test ax,i16 | -i: o16 a9 iw',
  'test eax,i32 | -i: a9 id',
  'test rax,sd64 | -i: o64 a9 id',
  'bwdq test rm#,i# | mi: o# f6# /0 i#',
  ...['rol 0', 'ror 1', 'shl 4', 'sal 4', 'shr 5', 'sar 7'].flatMap((entry) => {
    const [name, digit] = entry.split(' ');
    return [
      `bwdq ${name} rm#,1 | m-: o# d0# /${digit}`,
      `bwdq ${name} rm#,cl | m-: o# d2# /${digit}`,
      `bwdq ${name} rm#,u8 | mi: o# c0# /${digit} ib`,
    ];
  }),
  'wdq bt rm#,r# | mr: o# 0f a3 /r',
  'wdq bt rm#,u8 | mi: o# 0f ba /4 ib',
  'wdq bts rm#,r# | mr: o# 0f ab /r | lock',
  'wdq bts rm#,u8 | mi: o# 0f ba /5 ib | lock',
  'wdq btr rm#,r# | mr: o# 0f b3 /r | lock',
  'wdq btr rm#,u8 | mi: o# 0f ba /6 ib | lock',

  // Jumps, calls, conditions
  'jmp short | j: eb rel8',
  'jmp auto | j: eb rel8',
  'jmp near | j: e9 rel',
  'jmp rm64? | m: o64n ff /4',
  'jmp mfar16 | m: o16 ff /5',
  'jmp mfar32 | m: ff /5',
  'jmp mfar64 | m: o64 ff /5',
  'jcc short | j: 70+c rel8',
  'jcc auto | j: 70+c rel8',
  'jcc near | j: 0f 80+c rel',
  'jrcxz only8 | j: e3 rel8',
  'jecxz only8 | j: a32 e3 rel8',
  ...['loop e2', 'loope e1', 'loopz e1', 'loopne e0', 'loopnz e0'].flatMap((entry) => {
    const [name, code] = entry.split(' ');
    return [
      `${name} only8 | j: ${code} rel8`,
      `${name} only8,ecx | j-: a32 ${code} rel8`,
      `${name} only8,rcx | j-: ${code} rel8`,
    ];
  }),
  'call near | j: e8 rel',
  'call rm64? | m: o64n ff /2',
  'call mfar16 | m: o16 ff /3',
  'call mfar32 | m: ff /3',
  'call mfar64 | m: o64 ff /3',
  'ret | : c3',
  'ret i16 | i: c2 iw',
  'retn | : c3',
  'retn i16 | i: c2 iw',
  'setcc rm8? | m: 0f 90+c /0',
  'wdq cmovcc r#,rm# | rm: o# 0f 40+c /r',

  // The rest of the processor
  'nop | : 90',
  'wdq nop rm# | m: o# 0f 1f /0',
  'fnop | : d9 d0',
  'pause | : pf3 90',
  'cli | : fa', 'sti | : fb', 'clc | : f8', 'stc | : f9', 'cld | : fc', 'std | : fd',
  'hlt | : f4',
  'cpuid | : 0f a2',
  'rdtsc | : 0f 31',
  'rdtscp | : 0f 01 f9',
  'rdpmc | : 0f 33',
  'rdmsr | : 0f 32',
  'wrmsr | : 0f 30',
  'in al,u8 | -i: e4 ib',
  'in ax,u8 | -i: o16 e5 ib',
  'in eax,u8 | -i: e5 ib',
  'in al,dx | --: ec',
  'in ax,dx | --: o16 ed',
  'in eax,dx | --: ed',
  'out u8,al | i-: e6 ib',
  'out u8,ax | i-: o16 e7 ib',
  'out u8,eax | i-: e7 ib',
  'out dx,al | --: ee',
  'out dx,ax | --: o16 ef',
  'out dx,eax | --: ef',
  'insb | : 6c | rep', 'insw | : o16 6d | rep', 'insd | : 6d | rep',
  'outsb | : 6e | rep', 'outsw | : o16 6f | rep', 'outsd | : 6f | rep',
  'clts | : 0f 06',
  'lmsw rm16? | m: 0f 01 /6',
  'smsw m16? | m: 0f 01 /4',
  'smsw r16 | m: o16 0f 01 /4',
  'smsw r32 | m: 0f 01 /4',
  'smsw r64 | m: o64 0f 01 /4',
  'lgdt m | m: 0f 01 /2',
  'lidt m | m: 0f 01 /3',
  'sgdt m | m: 0f 01 /0',
  'sidt m | m: 0f 01 /1',
  'ltr rm16? | m: 0f 00 /3',
  'str m16? | m: 0f 00 /1',
  'str r16 | m: o16 0f 00 /1',
  'str r32 | m: 0f 00 /1',
  'str r64 | m: o64 0f 00 /1',
  'invlpg m | m: 0f 01 /7',
  'invd | : 0f 08',
  'wbinvd | : 0f 09',
  'monitor | : 0f 01 c8',
  'monitor rax,ecx,edx | ---: 0f 01 c8',
  'mwait | : 0f 01 c9',
  'mwait eax,ecx | --: 0f 01 c9',
  'int u8 | i: cd ib',
  'int3 | : cc',
  'ud2 | : 0f 0b',
  'iretq | : o64 cf',
  'syscall | : 0f 05',
  'rsm | : 0f aa',
  'getsec | : 0f 37',
  'xsetbv | : 0f 01 d1',

  // VMX
  'vmcall | : 0f 01 c1',
  'vmlaunch | : 0f 01 c2',
  'vmresume | : 0f 01 c3',
  'vmxoff | : 0f 01 c4',
  'vmfunc | : 0f 01 d4',
  'vmread rm64,r64 | mr: o64n 0f 78 /r',
  'vmwrite r64,rm64 | rm: o64n 0f 79 /r',
  'vmptrld m | m: 0f c7 /6',
  'vmptrst m | m: 0f c7 /7',
  'vmclear m | m: p66 0f c7 /6',
  'vmxon m | m: pf3 0f c7 /6',
  'invept r64,m128? | rm: o64n p66 0f 38 80 /r',
  'invvpid r64,m128? | rm: o64n p66 0f 38 81 /r',
];

/** Condition codes in the order of their numbers, with every spelling NASM takes. */
export const CONDITIONS: readonly (readonly string[])[] = [
  ['o'],
  ['no'],
  ['b', 'c', 'nae'],
  ['ae', 'nb', 'nc'],
  ['e', 'z'],
  ['ne', 'nz'],
  ['be', 'na'],
  ['a', 'nbe'],
  ['s'],
  ['ns'],
  ['p', 'pe'],
  ['np', 'po'],
  ['l', 'nge'],
  ['ge', 'nl'],
  ['le', 'ng'],
  ['g', 'nle'],
];

export type EncodingStep =
  | { readonly kind: 'byte'; readonly value: number }
  /** Register number added to the byte. */
  | { readonly kind: 'byte+register'; readonly value: number }
  | { readonly kind: 'immediate'; readonly bytes: 1 | 2 | 4 | 8 }
  | { readonly kind: 'relative'; readonly bytes: 1 | 4 }
  /** ModRM with the register operand, or with a fixed digit. */
  | { readonly kind: 'modrm'; readonly digit: number | null };

/** One operand form of one instruction. */
export interface InstructionForm {
  readonly mnemonic: string;
  readonly operands: readonly string[];
  /** One letter an operand, see the head of this file. */
  readonly roles: string;
  readonly operandSize: 16 | 32 | 64 | null;
  /** REX.W = 1. */
  readonly wide: boolean;
  readonly addressSize: 32 | null;
  readonly mandatoryPrefix: number | null;
  readonly steps: readonly EncodingStep[];
  readonly lockable: boolean;
  readonly repeatable: boolean;
  /** Only when the immediate is written with a size (push word 5). */
  readonly sized: boolean;
}

const SIZE_OF: Readonly<Record<string, string>> = { b: '8', w: '16', d: '32', q: '64' };

function parseForm(
  mnemonic: string,
  operands: string,
  encoding: string,
  flags: string,
  condition: number,
): InstructionForm {
  const [roles = '', text = ''] = encoding.split(':');
  let operandSize: InstructionForm['operandSize'] = null;
  let wide = false;
  let addressSize: 32 | null = null;
  let mandatoryPrefix: number | null = null;
  const steps: EncodingStep[] = [];
  for (const word of text.trim().split(/\s+/)) {
    if (word === '') continue;
    if (word === 'o16' || word === 'o32') operandSize = word === 'o16' ? 16 : 32;
    else if (word === 'o64') [operandSize, wide] = [64, true];
    else if (word === 'o64n') operandSize = 64;
    else if (word === 'o8') operandSize = null;
    else if (word === 'a32') addressSize = 32;
    else if (/^p[0-9a-f]{2}$/.test(word)) mandatoryPrefix = Number.parseInt(word.slice(1), 16);
    else if (word === '/r') steps.push({ kind: 'modrm', digit: null });
    else if (/^\/[0-7]$/.test(word)) steps.push({ kind: 'modrm', digit: Number(word[1]) });
    else if (word === 'ib') steps.push({ kind: 'immediate', bytes: 1 });
    else if (word === 'iw') steps.push({ kind: 'immediate', bytes: 2 });
    else if (word === 'id') steps.push({ kind: 'immediate', bytes: 4 });
    else if (word === 'iq') steps.push({ kind: 'immediate', bytes: 8 });
    else if (word === 'rel8') steps.push({ kind: 'relative', bytes: 1 });
    else if (word === 'rel') steps.push({ kind: 'relative', bytes: 4 });
    else {
      const value = Number.parseInt(word.slice(0, 2), 16);
      if (word.endsWith('+r')) steps.push({ kind: 'byte+register', value });
      else steps.push({ kind: 'byte', value: word.endsWith('+c') ? value + condition : value });
    }
  }
  return {
    mnemonic,
    operands: operands === '' ? [] : operands.split(','),
    roles: roles.trim(),
    operandSize,
    wide,
    addressSize,
    mandatoryPrefix,
    steps,
    lockable: flags.includes('lock'),
    repeatable: flags.includes('rep'),
    sized: flags.includes('sized'),
  };
}

/** Writes a row with `#` out for one size letter. */
function forSize(text: string, letter: string): string {
  const size = SIZE_OF[letter] ?? '';
  return text
    .replace(/\bo#/g, `o${size}`)
    .replace(/\bi#(?=\s|$)(?![^|]*:)/g, letter === 'b' ? 'ib' : letter === 'w' ? 'iw' : 'id')
    .replace(/\b([0-9a-f]{2})#/g, (_, code: string) =>
      (Number.parseInt(code, 16) + (letter === 'b' ? 0 : 1)).toString(16).padStart(2, '0'),
    );
}

function operandsForSize(text: string, letter: string): string {
  const size = SIZE_OF[letter] ?? '';
  return text.replace(/\bi#/g, letter === 'q' ? 'sd64' : `i${size}`).replaceAll('#', size);
}

function buildTable(): Map<string, InstructionForm[]> {
  const table = new Map<string, InstructionForm[]>();
  const add = (form: InstructionForm): void => {
    table.set(form.mnemonic, [...(table.get(form.mnemonic) ?? []), form]);
  };
  for (const row of ROWS) {
    const [left = '', encoding = '', flags = ''] = row.split('|').map((part) => part.trim());
    const words = left.split(' ');
    const sizes = /^[bwdq]{2,4}$/.test(words[0] ?? '') && words.length > 1 ? (words.shift() ?? '') : '';
    const [name = '', operands = ''] = words;
    const names: [string, number][] = name.endsWith('cc')
      ? CONDITIONS.flatMap((spellings, code) =>
          spellings.map((spelling): [string, number] => [name.slice(0, -2) + spelling, code]),
        )
      : [[name, 0]];
    for (const [mnemonic, condition] of names) {
      if (sizes === '') add(parseForm(mnemonic, operands, encoding, flags, condition));
      for (const letter of sizes)
        add(
          parseForm(mnemonic, operandsForSize(operands, letter), forSize(encoding, letter), flags, condition),
        );
    }
  }
  return table;
}

const table = buildTable();

/** The forms of an instruction in the order they are tried, or undefined when the machine has no such instruction. */
export function formsOf(mnemonic: string): readonly InstructionForm[] | undefined {
  return table.get(mnemonic.toLowerCase());
}

export const MNEMONICS: readonly string[] = [...table.keys()];
