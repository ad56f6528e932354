// The operand form of an instruction that takes what was written; the choice among equal forms is NASM's.
import type { EncodeContext, ParsedInstruction, Resolved } from './encode-context.ts';
import { formsOf } from './instruction-table.ts';
import type { InstructionForm } from './instruction-table.ts';
import { noForm, sizeMissing } from './refusal.ts';
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
  const unsized: InstructionForm[] = [];
  let loose = -1;
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
    const at = given.findIndex(
      (operand, i) => operand.kind === 'memory' && operand.size === null && !sizeIsPinned(form, given, i),
    );
    if (at >= 0) {
      unsized.push(form);
      loose = at;
      continue;
    }
    return form;
  }
  const operand = given[loose];
  if (operand !== undefined) throw sizeMissing(instruction, operand, loose, unsized);
  throw noForm(instruction, given, forms, sizeConflict, context);
}
