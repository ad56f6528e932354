// The operand form of an instruction that takes what was written; the choice among equal forms is NASM's.
import type { EncodeContext, ParsedInstruction, Resolved } from './encode-context.ts';
import { formsOf } from './instruction-table.ts';
import type { InstructionForm } from './instruction-table.ts';
import { Problem } from './problem.ts';
import { matchOperand } from './operand-match.ts';
import type { Verdict } from './operand-match.ts';

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

/** The worst verdict over the operands. */
function matchForm(form: InstructionForm, given: readonly Resolved[], context: EncodeContext): Verdict {
  let worst: Verdict = 'yes';
  for (let i = 0; i < given.length; i++) {
    const verdict = matchOperand(form.operands[i] ?? '', given[i] as Resolved, form, context);
    if (verdict === 'no') return 'no';
    if (verdict === 'size') worst = 'size';
  }
  return worst;
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
    const verdict = matchForm(form, given, context);
    if (verdict === 'no') continue;
    if (form.sized && !given.some((operand) => operand.kind === 'immediate' && operand.size !== null))
      continue;
    if (verdict === 'size') {
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
