// What the form states against what the files say.
import type { Prepared } from './work.ts';

export interface Comparison {
  readonly label: string;
  /** Null where nothing was stated. */
  readonly right: boolean | null;
}

/** How much of what is asked was stated right; null where nothing at all was stated. */
export function share(comparisons: readonly Comparison[]): number | null {
  if (comparisons.every(({ right }) => right === null)) return null;
  return comparisons.filter(({ right }) => right === true).length / comparisons.length;
}

/** The keys of the form, in quotation marks: a page puts what it calls each field in their place. */
const quoted = (labels: readonly string[]): string => labels.map((label) => `“${label}”`).join(', ');

export function said(comparisons: readonly Comparison[], recorded: boolean): string {
  const wrong = comparisons.filter(({ right }) => right === false).map(({ label }) => label);
  const missing = comparisons.filter(({ right }) => right === null).map(({ label }) => label);
  const parts: string[] = [];
  if (wrong.length > 0) parts.push(`No formulário não bate: ${quoted(wrong)}.`);
  if (missing.length > 0) parts.push(`No formulário ficou em branco: ${quoted(missing)}.`);
  if (parts.length === 0)
    parts.push(recorded ? 'As respostas batem com a máquina gravada.' : 'O formulário bate com os arquivos.');
  return parts.join(' ');
}

/** A hint for a form that misread files which are all there. */
export function rereadHint(comparisons: readonly Comparison[], file: string): { readonly hint?: string } {
  const doubtful = comparisons.filter(({ right }) => right !== true).map(({ label }) => label);
  return doubtful.length === 0
    ? {}
    : { hint: `Abra ${file} de novo e confira no formulário: ${quoted(doubtful)}.` };
}

/** A statement that the files contradict; on the recorded machine it is merely wrong. */
export const contradicts = (comparisons: readonly Comparison[], prepared: Prepared): boolean =>
  !prepared.recorded && comparisons.some(({ right }) => right === false);
