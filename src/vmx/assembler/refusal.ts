// Why no form of an instruction takes its operands: what was found, what would have been right, and the likely slip.
import type { EncodeContext, ParsedInstruction, Resolved } from './encode-context.ts';
import type { InstructionForm } from './instruction-table.ts';
import { matchOperand } from './operand-match.ts';
import { Problem } from './problem.ts';
import { REGISTER_NAMES, registerByName } from './registers.ts';

const SIZE_NAMES: Readonly<Record<string, string>> = { 8: 'byte', 16: 'word', 32: 'dword', 64: 'qword' };
const SYSTEM_OPERANDS = new Set(['sreg', 'creg', 'dreg']);
const SHIFTS = new Set(['shl', 'sal', 'shr', 'sar', 'rol', 'ror']);

/** A memory operand to which nothing gives a size; `forms` would take it if it had one. */
export function sizeMissing(
  instruction: ParsedInstruction,
  operand: Resolved,
  at: number,
  forms: readonly InstructionForm[],
): Problem {
  const bits = forms.flatMap((form) => /^r?m(8|16|32|64)$/.exec(form.operands[at] ?? '')?.[1] ?? []);
  return new Problem('size-missing', operand.operand.token, {
    found: instruction.mnemonic,
    expected: [...new Set(bits)].map((size) => SIZE_NAMES[size] ?? size),
  });
}

export function noForm(
  instruction: ParsedInstruction,
  given: readonly Resolved[],
  forms: readonly InstructionForm[],
  sizeConflict: boolean,
  context: EncodeContext,
): Problem {
  const { mnemonic } = instruction;
  const at = instruction.operands[0]?.token ?? instruction.token;
  const counts = [...new Set(forms.map((form) => form.operands.length))].sort((a, b) => a - b);
  if (!counts.includes(given.length)) {
    return new Problem('operand-count', given.length > 0 ? at : instruction.token, {
      name: mnemonic,
      found: given.length,
      expected: counts.map(String),
    });
  }
  // The forms nearest to what was written say most; those of system registers only where one was written.
  const system = given.some((operand) => operand.kind === 'register' && operand.register.kind !== 'gpr');
  const nearness = (form: InstructionForm): number => {
    const fitting = form.operands.filter((wanted, i) => {
      const operand = given[i];
      return operand !== undefined && matchOperand(wanted, operand, form, context) === 'yes';
    }).length;
    return !system && form.operands.some((wanted) => SYSTEM_OPERANDS.has(wanted)) ? fitting - 3 : fitting;
  };
  // An absolute address of 64 bits is a special case of memory.
  const fitting = forms.filter(
    ({ operands }) =>
      operands.length === given.length && !operands.some((wanted) => wanted.startsWith('moffs')),
  );
  fitting.sort((a, b) => nearness(b) - nearness(a));
  const texts = [...new Set(fitting.map((form) => form.operands.join(', ').replaceAll('?', '')))];
  // `r16` says nothing beside `rm16`.
  const expected = texts.filter((text) => {
    const wider = text.replace(/\br(?=\d)/, 'rm');
    return wider === text || !texts.includes(wider);
  });
  return new Problem(sizeConflict ? 'size-conflict' : 'operands-not-taken', at, {
    name: mnemonic,
    found: given.map(describe).join(', '),
    expected: expected.slice(0, 4),
    ...slip(mnemonic, given, forms),
  });
}

function describe(operand: Resolved): string {
  if (operand.kind === 'register') return operand.register.name;
  if (operand.kind === 'memory') return operand.size === null ? 'm' : `m${operand.size}`;
  return 'i';
}

/** What the learner likely meant: `slip` names a rule, `suggestion` is text to write instead. */
function slip(
  mnemonic: string,
  given: readonly Resolved[],
  forms: readonly InstructionForm[],
): { readonly slip?: string; readonly suggestion?: string } {
  const [first, second] = given;
  if (first === undefined) return {};
  if (second === undefined) {
    if (first.kind === 'register' && /^(?:push|pop)$/.test(mnemonic)) {
      const wide = sameRegister(first.register.number, first.register.kind, 64);
      if (wide !== null) return { suggestion: `${mnemonic} ${wide}` };
    }
    return first.kind === 'immediate' && forms.some((form) => /^r?m\d*\??$/.test(form.operands[0] ?? ''))
      ? { slip: 'number-needs-place' }
      : {};
  }
  if (first.kind === 'memory' && second.kind === 'memory') return { slip: 'memory-to-memory' };
  if (SHIFTS.has(mnemonic) && second.kind === 'register') return { slip: 'count-in-cl' };
  if (mnemonic === 'in' || mnemonic === 'out') return { slip: 'port-in-dx' };
  const kinds = given.map((operand) => (operand.kind === 'register' ? operand.register.kind : operand.kind));
  if (kinds.includes('segment') && kinds.some((kind) => kind === 'immediate' || kind === 'segment'))
    return { slip: 'segment-through-register' };
  if (kinds.includes('control') || kinds.includes('debug')) return { slip: 'control-with-64' };
  if (first.kind === 'immediate' && given.length === 2) return { slip: 'destination-first' };
  if (first.kind === 'register' && second.kind === 'register' && given.length === 2) {
    const { size } = first.register;
    const other = sameRegister(second.register.number, second.register.kind, size);
    if (
      other !== null &&
      size !== second.register.size &&
      !mnemonic.startsWith('mov' + 's') &&
      mnemonic !== 'movzx'
    )
      return { suggestion: `${mnemonic} ${first.register.name}, ${other}` };
  }
  return {};
}

/** The general register of that number in another size. */
function sameRegister(number: number, kind: string, size: number): string | null {
  if (kind !== 'gpr') return null;
  const found = REGISTER_NAMES.find((name) => {
    const register = registerByName(name);
    return (
      register?.kind === 'gpr' &&
      register.size === size &&
      register.number === number &&
      register.rex !== 'forbidden'
    );
  });
  return found ?? null;
}
