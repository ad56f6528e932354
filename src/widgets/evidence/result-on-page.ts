// A result as the page shows it: fields by what the page calls them, quotations of the form without a file's name.
import type { Evidence, Result } from '../../../graders/engine/result.ts';
import type { FormField } from '../../../graders/exercises/evidence/index.ts';

/** `form` is the name of the file that the page's answers make, which a reader of the page never sees. */
export function onPage(result: Result, fields: readonly FormField[], form: string): Result {
  const labels = new Map(fields.map(({ chave, rotulo }) => [chave, rotulo]));
  const words = (text: string): string =>
    text.replace(/“([a-z][a-z0-9-]*)”/g, (whole, key: string) => {
      const label = labels.get(key);
      return label === undefined ? whole : `“${label}”`;
    });
  const placed = (evidence: Evidence): Evidence =>
    evidence.kind === 'file' && evidence.file === form
      ? { kind: 'text', start: 0, end: evidence.quote.length, quote: evidence.quote }
      : evidence;
  return {
    ...result,
    criteria: result.criteria.map((one) => ({
      ...one,
      evidence: one.evidence.map(placed),
      message: words(one.message),
      hint: one.hint === null ? null : words(one.hint),
    })),
    misconceptions: result.misconceptions.map((one) => ({ ...one, evidence: one.evidence.map(placed) })),
    notes: result.notes.map(words),
    next: words(result.next),
  };
}
