// Sentences beside the subject: they neither add nor take away.

import type { Reading } from './clauses.ts';
import type { Compiled } from './compile.ts';

const COUNTS = /^(\d+|um|uma|dois|duas|tres|quatro|cinco|dez|varios|varias|muitos|muitas|sozinho|sozinha)$/;
const COMPARISON = new Set(
  'igual imagine imagina imaginemos pense pensa pensando pensemos suponha suponhamos supondo tipo comparando compara analogia mesma'.split(
    ' ',
  ),
);
/** Words by which a sentence takes up what was said before. */
const TAKES_UP = new Set(
  'ele ela eles elas nele nela neles nelas dele dela deles delas isso isto assim porque razao motivo vantagem resultado dai portanto entao cada termina acaba cedo ambos ambas os_dois it they them this because'.split(
    ' ',
  ),
);
/** A comparison may go on for this many sentences. */
const COMPARISON_GOES_ON = 3;

/**
 * 1 for the words of sentences that do not touch the subject, when others do: a remark on the weather neither adds nor
 * takes away. A comparison ("é que nem duas pessoas lavando louça") is no remark.
 */
export function offTopicSentences(compiled: Compiled, { words, sentence, roles }: Reading): Uint8Array {
  const mask = new Uint8Array(words.length);
  if (compiled.subjectSlot < 0) return mask;
  const spans: { readonly from: number; readonly to: number; readonly touches: boolean }[] = [];
  let from = 0;
  let compared = 0;
  while (from < words.length) {
    let to = from;
    let touches = false;
    let opens = false;
    let numbers = 0;
    let more = false;
    for (; to < words.length && sentence[to] === sentence[from]; to++) {
      const word = words[to] ?? '';
      if ((roles[to] ?? '') !== '') touches = true;
      if (compiled.lookup(word).slots.includes(compiled.subjectSlot) || TAKES_UP.has(word)) touches = true;
      if (COUNTS.test(word)) numbers++;
      if (word === 'mais' || word === 'menos' || word === 'melhor' || word === 'antes') more = true;
      if (COMPARISON.has(word) || (word === 'nem' && words[to - 1] === 'que')) opens = true;
    }
    // "duas padarias assam mais que um forno": numbers set one against the other.
    if (numbers >= 2 && more) touches = true;
    compared = opens ? COMPARISON_GOES_ON : compared - 1;
    spans.push({ from, to, touches: touches || compared > 0 });
    from = to;
  }
  if (!spans.some((span) => span.touches)) return mask;
  for (const span of spans) if (!span.touches) mask.fill(1, span.from, span.to);
  return mask;
}
