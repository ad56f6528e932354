// One instruction to bytes: choosing the operand form and writing prefixes, opcode, ModRM, SIB, displacement, immediate.
// Intel SDM vol. 2, chapter 2 (instruction format); the choice among equal forms is NASM's.
import { evaluate } from './expression.ts';
import type { Environment, Value } from './expression.ts';
import { formsOf } from './instruction-table.ts';
import type { InstructionForm } from './instruction-table.ts';
import type { DiagnosticParts } from './diagnostic.ts';
import type { Token } from './lexer.ts';
import { resolveAddress } from './operands.ts';
import type { Address, Operand, OperandSize } from './operands.ts';
import { Problem } from './problem.ts';
import type { Register } from './registers.ts';

/** An instruction as parsed: prefixes, mnemonic, operands. */
export interface ParsedInstruction {
  readonly mnemonic: string;
  readonly token: Token;
  readonly prefixes: readonly { readonly name: string; readonly token: Token }[];
  readonly operands: readonly Operand[];
  /** No operand depends on a symbol or on the place: the bytes are always the same. */
  readonly constant: boolean;
}

/** What the encoder must know about the place where the instruction stands. */
export interface EncodeContext extends Environment {
  /** Section of the instruction (`0`: .text, `1`: .data) and offset in it. */
  readonly section: string;
  readonly offset: bigint;
  /** Absolute address of the start of a section. */
  sectionBase(section: string): bigint;
  readonly defaultRelative: boolean;
  /** True in the last pass: values are final, ranges are checked. */
  readonly final: boolean;
  /** Something NASM accepts with a warning. */
  warn(code: string, at: Token, parts: DiagnosticParts): void;
}

const SEGMENT_PREFIX = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65];
const PREFIX_BYTES: Readonly<Record<string, number>> = { lock: 0xf0, rep: 0xf3, repe: 0xf3, repz: 0xf3 };

type Resolved =
  | {
      readonly kind: 'register';
      readonly register: Register;
      readonly operand: Operand;
      readonly size: OperandSize;
    }
  | {
      readonly kind: 'immediate';
      readonly value: Value;
      readonly operand: Operand & { kind: 'immediate' };
      readonly size: OperandSize | null;
    }
  | {
      readonly kind: 'memory';
      readonly address: Address;
      readonly operand: Operand & { kind: 'memory' };
      readonly size: OperandSize | null;
    };

function resolve(operand: Operand, context: EncodeContext): Resolved {
  if (operand.kind === 'register')
    return { kind: 'register', register: operand.register, operand, size: operand.register.size };
  if (operand.kind === 'immediate')
    return { kind: 'immediate', value: evaluate(operand.expression, context), operand, size: operand.size };
  return { kind: 'memory', address: resolveAddress(operand, context), operand, size: operand.size };
}

/** The address of a value in the 64-bit space: sections placed. Null while it is unknown. */
export function absolute(
  value: Value,
  context: Pick<EncodeContext, 'sectionBase'>,
  token: Token,
): bigint | null {
  if (value.unknown !== 0) return null;
  let result = value.number;
  for (const [section, times] of value.terms ?? []) {
    if (times !== 1n || (value.terms?.size ?? 0) > 1) throw new Problem('not-an-address', token, {});
    result += context.sectionBase(section);
  }
  return result;
}

const fitsSigned = (value: bigint, bits: bigint): boolean => BigInt.asIntN(Number(bits), value) === value;

/** Whether the value, cut to `bits`, is a byte that sign-extends to it. */
function isSignedByte(value: Value, bits: number): boolean {
  // What is not known yet starts small, as in NASM.
  if (value.unknown !== 0) return true;
  if (value.terms !== null) return false;
  const cut = BigInt.asIntN(bits, value.number);
  return cut >= -128n && cut <= 127n;
}

type Verdict = 'no' | 'size' | 'yes';

const FIXED_REGISTERS = new Set([
  'al',
  'ax',
  'eax',
  'rax',
  'cl',
  'dx',
  'ecx',
  'edx',
  'rcx',
  'rdx',
  'fs',
  'gs',
]);

function matchOperand(
  wanted: string,
  given: Resolved,
  form: InstructionForm,
  context: EncodeContext,
): Verdict {
  const optional = wanted.endsWith('?');
  const name = optional ? wanted.slice(0, -1) : wanted;
  if (given.kind === 'register') return matchRegister(name, given.register);
  if (given.kind === 'memory') return matchMemory(name, given);
  return matchImmediate(name, given, form, context);
}

function matchRegister(name: string, register: Register): Verdict {
  if (name === 'sreg') return register.kind === 'segment' ? 'yes' : 'no';
  if (name === 'creg') return register.kind === 'control' ? 'yes' : 'no';
  if (name === 'dreg') return register.kind === 'debug' ? 'yes' : 'no';
  if (FIXED_REGISTERS.has(name)) return register.name === name ? 'yes' : 'no';
  const general = /^(?:r|rm)(8|16|32|64)(na)?$/.exec(name);
  if (general === null || register.kind !== 'gpr') return 'no';
  if (Number(general[1]) !== register.size) return 'size';
  return general[2] !== undefined && register.number === 0 ? 'no' : 'yes';
}

function matchMemory(name: string, given: Resolved & { kind: 'memory' }): Verdict {
  const { operand, size } = given;
  if (name.startsWith('moffs')) {
    if (operand.displacement !== 64 || given.address.base !== null || given.address.index !== null)
      return 'no';
    return size === null || size === Number(name.slice(5)) ? 'yes' : 'size';
  }
  if (name.startsWith('mfar')) {
    if (operand.jump !== 'far') return 'no';
    const bits = Number(name.slice(4));
    return (size ?? 64) === bits ? 'yes' : 'size';
  }
  if (operand.jump === 'far') return 'no';
  // NASM gives these no size at all: writing one is an error there too.
  if (name === 'm') return size === null ? 'yes' : 'size';
  if (name === 'mx') return 'yes';
  const sized = /^r?m(8|16|32|64|128)$/.exec(name);
  if (sized === null) return 'no';
  return size === null || size === Number(sized[1]) ? 'yes' : 'size';
}

function matchImmediate(
  name: string,
  given: Resolved & { kind: 'immediate' },
  form: InstructionForm,
  context: EncodeContext,
): Verdict {
  const { value, operand, size } = given;
  const { jump } = operand;
  if (size !== null && /^(?:short|only8|near|auto)$/.test(name)) return 'no';
  switch (name) {
    case 'short':
      return jump === 'short' ? 'yes' : 'no';
    case 'only8':
      return jump === null && !operand.strict ? 'yes' : 'no';
    case 'near':
      return jump === 'short' || jump === 'far' ? 'no' : 'yes';
    case 'auto':
      return jump === null && !operand.strict && reachesShort(value, form, context) ? 'yes' : 'no';
  }
  if (jump !== null) return 'no';
  const { number } = value;
  switch (name) {
    case '1':
      if (size !== null || operand.strict) return 'no';
      return value.unknown !== 0 || (value.terms === null && number === 1n) ? 'yes' : 'no';
    case 'u8':
      return size === null || size === 8 ? 'yes' : 'size';
    case 'b8':
      return size === 8 ? 'yes' : 'no';
    case 'sb16':
    case 'sb32':
    case 'sb64':
    case 'sp64': {
      const bits = Number(name.slice(2));
      if (operand.strict) return 'no';
      if (size !== null && size !== bits && !(name === 'sp64' && size === 32)) return 'size';
      return isSignedByte(value, bits) ? 'yes' : 'no';
    }
    case 'ud64':
      if (operand.strict) return 'no';
      if (size !== null && size !== 64) return 'size';
      if (value.unknown !== 0) return 'yes';
      if (value.terms !== null) return 'no';
      return number >= 0n && number <= 0xffff_ffffn ? 'yes' : 'no';
    case 'sd64':
      return size === null || size === 64 ? 'yes' : 'size';
    case 'sx64':
      if (size !== null && size !== 32 && size !== 64) return 'size';
      // MOV to a register has a form with all 64 bits: this one only for what fits, or was asked for as a dword.
      if (form.mnemonic === 'mov' && form.operands[0] === 'r64' && size !== 32) {
        if (operand.strict) return 'no';
        if (value.unknown !== 0) return 'yes';
        return value.terms === null && fitsSigned(number, 32n) ? 'yes' : 'no';
      }
      return 'yes';
  }
  const plain = /^i(8|16|32|64)$/.exec(name);
  if (plain === null) return 'no';
  return size === null || size === Number(plain[1]) ? 'yes' : 'size';
}

/** Length of a form that has no ModRM, to know where a short jump ends. */
const SHORT_JUMP_LENGTH = 2n;

function reachesShort(value: Value, _form: InstructionForm, context: EncodeContext): boolean {
  if (value.unknown !== 0) return true;
  if (value.terms?.size !== 1 || value.terms.get(context.section) !== 1n) return false;
  const distance = value.number - (context.offset + SHORT_JUMP_LENGTH);
  return distance >= -128n && distance <= 127n;
}

/** Whether an unsized memory operand gets its size from another operand of this form. */
function sizeIsPinned(form: InstructionForm, given: readonly Resolved[], at: number): boolean {
  const wanted = form.operands[at] ?? '';
  if (
    wanted.endsWith('?') ||
    wanted === 'm' ||
    wanted === 'mx' ||
    wanted.startsWith('mfar') ||
    wanted.startsWith('moffs')
  )
    return true;
  return given.some((other, i) => {
    if (i === at) return false;
    const role = form.operands[i] ?? '';
    if (other.kind === 'register')
      return /^(?:r\d+|al|ax|eax|rax)$/.test(role) && !/^movs?[xz]/.test(form.mnemonic);
    return other.kind === 'immediate' && other.size !== null && other.size < 64 && /^(?:i|sb|sx)/.test(role);
  });
}

interface Choice {
  readonly form: InstructionForm;
  readonly given: readonly Resolved[];
}

function choose(instruction: ParsedInstruction, given: readonly Resolved[], context: EncodeContext): Choice {
  const forms = formsOf(instruction.mnemonic) ?? [];
  let sizeConflict = false;
  let unsized: Resolved | null = null;
  for (const form of forms) {
    if (form.operands.length !== given.length) continue;
    const verdicts = form.operands.map((wanted, i) => {
      const operand = given[i];
      return operand === undefined ? 'no' : matchOperand(wanted, operand, form, context);
    });
    if (form.sized && !given.some((operand) => operand.kind === 'immediate' && operand.size !== null))
      continue;
    if (verdicts.includes('no')) continue;
    if (verdicts.includes('size')) {
      sizeConflict = true;
      continue;
    }
    const loose = given.findIndex(
      (operand, i) => operand.kind === 'memory' && operand.size === null && !sizeIsPinned(form, given, i),
    );
    if (loose >= 0) {
      unsized ??= given[loose] ?? null;
      continue;
    }
    return { form, given };
  }
  if (unsized !== null)
    throw new Problem('size-missing', unsized.operand.token, {
      found: instruction.mnemonic,
      expected: ['byte', 'word', 'dword', 'qword'],
    });
  throw noForm(instruction, given, forms, sizeConflict, context);
}

function describe(operand: Resolved): string {
  if (operand.kind === 'register') return operand.register.name;
  if (operand.kind === 'memory') return operand.size === null ? 'm' : `m${operand.size}`;
  return 'i';
}

function noForm(
  instruction: ParsedInstruction,
  given: readonly Resolved[],
  forms: readonly InstructionForm[],
  sizeConflict: boolean,
  context: EncodeContext,
): Problem {
  const at = instruction.operands[0]?.token ?? instruction.token;
  const counts = [...new Set(forms.map((form) => form.operands.length))].sort((a, b) => a - b);
  if (!counts.includes(given.length)) {
    return new Problem('operand-count', given.length > 0 ? at : instruction.token, {
      name: instruction.mnemonic,
      found: given.length,
      expected: counts.map(String),
    });
  }
  // The forms nearest to what was written say most.
  const nearness = (form: InstructionForm): number =>
    form.operands.filter((wanted, i) => {
      const operand = given[i];
      return operand !== undefined && matchOperand(wanted, operand, form, context) === 'yes';
    }).length;
  const fitting = forms.filter((form) => form.operands.length === given.length);
  fitting.sort((a, b) => nearness(b) - nearness(a));
  const expected = [...new Set(fitting.map((form) => form.operands.join(', ').replaceAll('?', '')))];
  return new Problem(sizeConflict ? 'size-conflict' : 'operands-not-taken', at, {
    name: instruction.mnemonic,
    found: given.map(describe).join(', '),
    expected: expected.slice(0, 6),
  });
}

class Writer {
  readonly bytes: number[] = [];

  byte(value: number): void {
    this.bytes.push(value & 0xff);
  }

  little(value: bigint, count: number): void {
    for (let i = 0; i < count; i++) this.byte(Number((value >> BigInt(8 * i)) & 0xffn));
  }
}

/** The bytes of an instruction. Throws a Problem when no form takes its operands or a value does not fit. */
export function encodeInstruction(instruction: ParsedInstruction, context: EncodeContext): Uint8Array {
  const given = instruction.operands.map((operand) => resolve(operand, context));
  const { form } = choose(instruction, given, context);
  const memory = given.find((operand) => operand.kind === 'memory');
  const writer = new Writer();
  writePrefixes(writer, instruction, form, given, memory);
  const relative = memory !== undefined && isRelative(memory, context);
  const rm = given.find((_, i) => /[mR]/.test(form.roles[i] ?? ''));
  const reg = given.find((_, i) => /[rR]/.test(form.roles[i] ?? ''));
  const opcodeRegister = given.find((_, i) => form.roles[i] === 'o');
  if (form.mandatoryPrefix !== null) writer.byte(form.mandatoryPrefix);
  const rex = rexByte(instruction, form, given, rm, reg, opcodeRegister);
  if (rex !== null) writer.byte(rex);
  const immediateBytes = form.steps.reduce(
    (sum, step) => sum + (step.kind === 'immediate' ? step.bytes : 0),
    0,
  );
  for (const step of form.steps) {
    if (step.kind === 'byte') writer.byte(step.value);
    else if (step.kind === 'byte+register') writer.byte(step.value + (registerNumber(opcodeRegister) & 7));
    else if (step.kind === 'modrm') {
      const field = step.digit ?? registerNumber(reg) & 7;
      if (rm?.kind === 'memory') writeMemory(writer, field, rm, relative, immediateBytes, context);
      else writer.byte(0xc0 | (field << 3) | (registerNumber(rm) & 7));
    } else if (step.kind === 'immediate')
      writeImmediate(writer, step.bytes, form, given, context, instruction);
    else writeJump(writer, step.bytes, form, given, context, instruction);
  }
  const absoluteIndex = form.roles.indexOf('f');
  const offset = given[absoluteIndex];
  if (offset?.kind === 'memory')
    writer.little(
      BigInt.asUintN(64, absolute(offset.address.offset, context, offset.operand.token) ?? 0n),
      8,
    );
  return Uint8Array.from(writer.bytes);
}

function registerNumber(operand: Resolved | undefined): number {
  return operand?.kind === 'register' ? operand.register.number : 0;
}

function writePrefixes(
  writer: Writer,
  instruction: ParsedInstruction,
  form: InstructionForm,
  given: readonly Resolved[],
  memory: (Resolved & { kind: 'memory' }) | undefined,
): void {
  for (const { name, token } of instruction.prefixes) {
    if (name === 'lock' && (!form.lockable || memory === undefined || !lockableMemory(form, given)))
      throw new Problem('lock-not-taken', token, { found: name, name: instruction.mnemonic });
    if (name !== 'lock' && !form.repeatable)
      throw new Problem('rep-not-taken', token, { found: name, name: instruction.mnemonic });
  }
  // NASM writes REP before LOCK, whatever the order in the text.
  for (const order of ['rep', 'lock']) {
    for (const { name } of instruction.prefixes) {
      if ((name === 'lock') === (order === 'lock')) writer.byte(PREFIX_BYTES[name] ?? 0xf3);
    }
  }
  if (memory?.operand.segment != null) writer.byte(SEGMENT_PREFIX[memory.operand.segment.number] ?? 0);
  if (form.operandSize === 16) writer.byte(0x66);
  const address32 = memory?.address.size === 32 || form.addressSize === 32;
  const dword =
    memory?.operand.displacement === 32 && memory.address.base === null && memory.address.index === null;
  if (address32 || dword) writer.byte(0x67);
}

/** LOCK needs a memory destination; XCHG may name the memory second. */
function lockableMemory(form: InstructionForm, given: readonly Resolved[]): boolean {
  return given[0]?.kind === 'memory' || (form.mnemonic === 'xchg' && given[1]?.kind === 'memory');
}

function rexByte(
  instruction: ParsedInstruction,
  form: InstructionForm,
  given: readonly Resolved[],
  rm: Resolved | undefined,
  reg: Resolved | undefined,
  opcodeRegister: Resolved | undefined,
): number | null {
  let rex = 0;
  if (form.wide) rex |= 8;
  if (registerNumber(reg) >= 8) rex |= 4;
  if (rm?.kind === 'memory') {
    if ((rm.address.index?.number ?? 0) >= 8) rex |= 2;
    if ((rm.address.base?.number ?? 0) >= 8) rex |= 1;
  } else if (registerNumber(rm) >= 8) rex |= 1;
  if (registerNumber(opcodeRegister) >= 8) rex |= 1;
  let required = false;
  let forbidden: Resolved | null = null;
  given.forEach((operand, i) => {
    if (operand.kind !== 'register' || form.roles[i] === '-') return;
    if (operand.register.rex === 'required') required = true;
    if (operand.register.rex === 'forbidden') forbidden = operand;
  });
  if ((rex !== 0 || required) && forbidden !== null) {
    const { operand } = forbidden as Resolved;
    throw new Problem('high-byte-with-rex', operand.token, {
      found: operand.token.text,
      name: instruction.mnemonic,
    });
  }
  return rex !== 0 || required ? 0x40 | rex : null;
}

function isRelative(memory: Resolved & { kind: 'memory' }, context: EncodeContext): boolean {
  const { operand, address } = memory;
  if (address.base !== null || address.index !== null || operand.displacement === 64) return false;
  // A plain number is no place in the program: NASM keeps it absolute.
  if (address.offset.terms === null && address.offset.unknown === 0) return false;
  if (operand.relative !== null) return operand.relative === 'rel';
  return context.defaultRelative && (operand.segment?.number ?? 0) < 4;
}

function writeMemory(
  writer: Writer,
  field: number,
  memory: Resolved & { kind: 'memory' },
  relative: boolean,
  immediateBytes: number,
  context: EncodeContext,
): void {
  const { address, operand } = memory;
  const { base, index, offset } = address;
  const token = operand.token;
  if (relative) {
    writer.byte((field << 3) | 5);
    const target = absolute(offset, context, token);
    const end =
      context.sectionBase(context.section) +
      context.offset +
      BigInt(writer.bytes.length + 4 + immediateBytes);
    const distance = (target ?? 0n) - end;
    if (context.final && !fitsSigned(distance, 32n))
      throw new Problem('displacement-range', token, { found: hex(target ?? 0n) });
    writer.little(distance, 4);
    return;
  }
  const value = absolute(offset, context, token) ?? 0n;
  const unsigned32 = address.size === 32 || operand.displacement === 32;
  if (context.final && !fitsSigned(value, 32n) && !(unsigned32 && value >= 0n && value < 1n << 32n))
    throw new Problem('displacement-range', token, { found: hex(value) });
  if (base === null) {
    writer.byte((field << 3) | 4);
    const scaleBits = { 1: 0, 2: 1, 4: 2, 8: 3 }[address.scale];
    writer.byte((scaleBits << 6) | ((index === null ? 4 : index.number & 7) << 3) | 5);
    writer.little(value, 4);
    return;
  }
  const plain = offset.unknown === 0 && offset.terms === null;
  const displacement = BigInt.asIntN(address.size === 32 ? 32 : 64, offset.number);
  let mode = 2;
  if (plain && displacement === 0n && (base.number & 7) !== 5 && operand.displacement === null) mode = 0;
  else if (
    operand.displacement === 8 ||
    (plain && displacement >= -128n && displacement <= 127n && operand.displacement === null)
  )
    mode = 1;
  if (mode === 1 && context.final && !(displacement >= -128n && displacement <= 127n))
    throw new Problem('displacement-range', token, { found: hex(displacement) });
  if (index !== null || (base.number & 7) === 4) {
    writer.byte((mode << 6) | (field << 3) | 4);
    const scaleBits = { 1: 0, 2: 1, 4: 2, 8: 3 }[address.scale];
    writer.byte((scaleBits << 6) | ((index === null ? 4 : index.number & 7) << 3) | (base.number & 7));
  } else writer.byte((mode << 6) | (field << 3) | (base.number & 7));
  if (mode === 1) writer.little(displacement, 1);
  else if (mode === 2) writer.little(value, 4);
}

export function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

function writeImmediate(
  writer: Writer,
  bytes: number,
  form: InstructionForm,
  given: readonly Resolved[],
  context: EncodeContext,
  instruction: ParsedInstruction,
): void {
  const at = given.findIndex((operand, i) => operand.kind === 'immediate' && form.roles[i] === 'i');
  const immediate = given[at];
  if (immediate?.kind !== 'immediate') return;
  const wanted = form.operands[at] ?? '';
  const value = absolute(immediate.value, context, immediate.operand.token) ?? 0n;
  if (context.final && !immediateFits(value, wanted, bytes)) {
    // Sign-extended to 64 bits it would be another number altogether.
    if (/^s[bdpx]64$/.test(wanted))
      throw new Problem('immediate-sign', immediate.operand.token, {
        found: hex(value),
        name: instruction.mnemonic,
      });
    context.warn('immediate-range', immediate.operand.token, {
      found: hex(value),
      bits: bytes * 8,
      name: instruction.mnemonic,
    });
  }
  writer.little(BigInt.asUintN(64, value), bytes);
}

function immediateFits(value: bigint, wanted: string, bytes: number): boolean {
  const bits = BigInt(bytes * 8);
  if (bytes === 8) return true;
  if (wanted === 'ud64') return value >= 0n && value < 1n << 32n;
  // A dword that the processor sign-extends to 64 bits has no unsigned reading.
  if (/^s[dx]64$/.test(wanted)) return fitsSigned(value, bits);
  if (wanted.startsWith('sb')) return true;
  return value >= -(1n << (bits - 1n)) && value < 1n << bits;
}

function writeJump(
  writer: Writer,
  bytes: number,
  form: InstructionForm,
  given: readonly Resolved[],
  context: EncodeContext,
  instruction: ParsedInstruction,
): void {
  const target = given[form.roles.indexOf('j')];
  if (target?.kind !== 'immediate') return;
  const address = absolute(target.value, context, target.operand.token);
  const end = context.sectionBase(context.section) + context.offset + BigInt(writer.bytes.length + bytes);
  const distance = address === null ? 0n : address - end;
  if (context.final && bytes === 1 && !fitsSigned(distance, 8n))
    throw new Problem('short-jump-range', target.operand.token, {
      found: String(distance),
      name: instruction.mnemonic,
    });
  if (context.final && bytes === 4 && !fitsSigned(distance, 32n))
    throw new Problem('jump-range', target.operand.token, {
      found: hex(address ?? 0n),
      name: instruction.mnemonic,
    });
  writer.little(BigInt.asUintN(64, distance), bytes);
}
