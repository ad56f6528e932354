// Whether an operand is what an instruction's form wants. NASM manual 3.3, 3.7 (STRICT), B.1 (operand types).
import { fitsSigned } from './encode-context.ts';
import type { EncodeContext, Resolved } from './encode-context.ts';
import type { Value } from './expression.ts';
import type { InstructionForm } from './instruction-table.ts';
import type { Register } from './registers.ts';

/** Whether the value, cut to `bits` (at most 32, also where the operand has 64), is a byte that sign-extends to it. */
function isSignedByte(value: Value, bits: number): boolean {
  // What is not known yet starts small, as in NASM.
  if (value.unknown !== 0) return true;
  if (value.terms !== null) return false;
  const cut = BigInt.asIntN(Math.min(bits, 32), value.number);
  return cut >= -128n && cut <= 127n;
}

/** `size`: of the right kind, but of another size. */
export type Verdict = 'no' | 'size' | 'yes';

const FIXED_REGISTERS = new Set('al ax eax rax cl dx ecx edx rcx rdx fs gs'.split(' '));
const JUMP_KINDS = new Set(['short', 'only8', 'near', 'auto']);

const sizesOf = (prefixes: readonly string[], sizes: readonly number[]): Map<string, number> =>
  new Map(prefixes.flatMap((prefix) => sizes.map((size): [string, number] => [`${prefix}${size}`, size])));
const GENERAL_SIZES = sizesOf(['r', 'rm'], [8, 16, 32, 64]).set('r32na', 32);
const MEMORY_SIZES = sizesOf(['m', 'rm'], [8, 16, 32, 64, 128]);
const IMMEDIATE_SIZES = sizesOf(['i'], [8, 16, 32, 64]);

/** Whether an operand is what a form wants; the names are those of instruction-table.ts. */
export function matchOperand(
  wanted: string,
  given: Resolved,
  form: InstructionForm,
  context: EncodeContext,
): Verdict {
  const name = wanted.endsWith('?') ? wanted.slice(0, -1) : wanted;
  if (given.kind === 'register') return matchRegister(name, given.register);
  if (given.kind === 'memory') return matchMemory(name, given);
  return matchImmediate(name, given, form, context);
}

function matchRegister(name: string, register: Register): Verdict {
  if (name === 'sreg') return register.kind === 'segment' ? 'yes' : 'no';
  if (name === 'creg') return register.kind === 'control' ? 'yes' : 'no';
  if (name === 'dreg') return register.kind === 'debug' ? 'yes' : 'no';
  if (FIXED_REGISTERS.has(name)) return register.name === name ? 'yes' : 'no';
  const size = GENERAL_SIZES.get(name);
  if (size === undefined || register.kind !== 'gpr') return 'no';
  if (size !== register.size) return 'size';
  return name === 'r32na' && register.number === 0 ? 'no' : 'yes';
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
  const wanted = MEMORY_SIZES.get(name);
  if (wanted === undefined) return 'no';
  return size === null || size === wanted ? 'yes' : 'size';
}

function matchImmediate(
  name: string,
  given: Resolved & { kind: 'immediate' },
  form: InstructionForm,
  context: EncodeContext,
): Verdict {
  const { value, operand, size } = given;
  const { jump } = operand;
  if (size !== null && JUMP_KINDS.has(name)) {
    // JMP and CALL take a target said to have 64 bits, and then always write 32.
    if (name !== 'near' || size !== 64 || (form.mnemonic !== 'jmp' && form.mnemonic !== 'call')) return 'no';
  }
  switch (name) {
    case 'short':
      return jump === 'short' ? 'yes' : 'no';
    case 'only8':
      return jump === null && !operand.strict ? 'yes' : 'no';
    case 'near':
      return jump === 'short' || jump === 'far' ? 'no' : 'yes';
    case 'auto':
      return jump === null && !operand.strict && reachesShort(value, context) ? 'yes' : 'no';
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
  const wanted = IMMEDIATE_SIZES.get(name);
  if (wanted === undefined) return 'no';
  return size === null || size === wanted ? 'yes' : 'size';
}

/** Length of a form that has no ModRM, to know where a short jump ends. */
const SHORT_JUMP_LENGTH = 2n;

function reachesShort(value: Value, context: EncodeContext): boolean {
  if (value.unknown !== 0) return true;
  if (value.terms?.size !== 1 || value.terms.get(context.section) !== 1n) return false;
  const distance = value.number - (context.offset + SHORT_JUMP_LENGTH);
  return distance >= -128n && distance <= 127n;
}
