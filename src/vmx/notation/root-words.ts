// The words that a line of the root program can begin with: instructions of VMX (SDM vol. 3, ch. 30) and directives.
import type { Token } from '../assembler/lexer.ts';
import { fold } from './fold.ts';

/** Instructions that take no operand. */
export const PLAIN = new Set(['VMXOFF', 'VMPTRST', 'VMCALL', 'VMLAUNCH', 'VMRESUME', 'AVANCA']);
/** Instructions whose operand is a region. */
export const REGION = new Set(['VMXON', 'VMCLEAR', 'VMPTRLD']);
export const DIRECTIVE_WORDS = [
  'PREPARAR', 'SEM', 'REGIAO', 'REVISAO', 'CONVIDADO', 'CR4.VMXE', 'FEATURE_CONTROL',
]; // prettier-ignore

/** Every word a line of the root program can begin with, as it is best written. */
export const ROOT_WORDS: readonly string[] = [
  'VMXON', 'VMXOFF', 'VMCLEAR', 'VMPTRLD', 'VMPTRST', 'VMREAD', 'VMWRITE', 'VMLAUNCH', 'VMRESUME', 'VMCALL',
  'AVANCA', 'preparar', 'sem preenchimento', 'regiao', 'revisao', 'convidado', 'CR4.VMXE', 'FEATURE_CONTROL',
]; // prettier-ignore

/** Whether a line that begins with this token can be one of the root program. */
export function beginsRootLine(first: Token): boolean {
  const word = fold(first.text);
  return (
    first.kind === 'id' &&
    (PLAIN.has(word) || REGION.has(word) || ['VMREAD', 'VMWRITE', ...DIRECTIVE_WORDS].includes(word))
  );
}
