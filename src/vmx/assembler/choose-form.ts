// The operand form of an instruction that takes what was written; the choice among equal forms is NASM's.
import { fitsSigned } from './encode-context.ts';
import type { EncodeContext, ParsedInstruction, Resolved } from './encode-context.ts';
import type { Value } from './expression.ts';
import { formsOf } from './instruction-table.ts';
import type { InstructionForm } from './instruction-table.ts';
import { Problem } from './problem.ts';
import type { Register } from './registers.ts';

/** Whether the value, cut to `bits` (at most 32, also where the operand has 64), is a byte that sign-extends to it. */
function isSignedByte(value: Value, bits: number): boolean {
  // What is not known yet starts small, as in NASM.
  if (value.unknown !== 0) return true;
  if (value.terms !== null) return false;
  const cut = BigInt.asIntN(Math.min(bits, 32), value.number);
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
  if (size !== null && /^(?:short|only8|near|auto)$/.test(name)) {
    // JMP and CALL take a target said to have 64 bits, and then always write 32.
    if (name !== 'near' || size !== 64 || !/^(?:jmp|call)$/.test(form.mnemonic)) return 'no';
  }
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

/** The first form that takes the operands. Throws a Problem that says what would have been right. */
export function chooseForm(
  instruction: ParsedInstruction,
  given: readonly Resolved[],
  context: EncodeContext,
): InstructionForm {
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
    return form;
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
