// Which words of an answer only repeat the question.

import { mergeIdioms } from './compile.ts';
import { tokenize } from './words.ts';

/** A run this long of the question's own words is the question, not an answer. */
const REPEATED_RUN = 5;

const askedMemory = new Map<string, ReadonlySet<string>>();

/** The pairs of neighbouring words of a question; remembered, there is one for each rubric. */
function askedPairs(question: string): ReadonlySet<string> {
  const known = askedMemory.get(question);
  if (known) return known;
  const asked = tokenize(question).flatMap((token) => (token.kind === 'mark' ? [] : [token.word]));
  mergeIdioms(asked);
  const single = asked.filter((word) => word !== '');
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < single.length; i++) pairs.add(`${single[i] ?? ''} ${single[i + 1] ?? ''}`);
  if (askedMemory.size > 50) askedMemory.clear();
  askedMemory.set(question, pairs);
  return pairs;
}

/** 1 for the words that repeat the question: a long enough run, or a sentence that is hardly anything else. */
export function repeatedQuestion(
  words: readonly string[],
  sentence: Int32Array,
  question: string,
): Uint8Array {
  const pairs = askedPairs(question);
  const mask = new Uint8Array(words.length);
  let from = 0;
  while (from < words.length) {
    let to = from;
    let total = 0;
    let covered = 0;
    let previous = '';
    let run: number[] = [];
    const closeRun = () => {
      if (run.length >= REPEATED_RUN) for (const at of run) mask[at] = 1;
    };
    while (to < words.length && sentence[to] === sentence[from]) {
      const word = words[to] ?? '';
      if (word !== '' && /[\p{L}\p{N}]/u.test(word)) {
        total++;
        if (pairs.has(`${previous} ${word}`)) {
          covered += run.length > 1 ? 1 : 2;
          run.push(to);
        } else {
          closeRun();
          run = [to];
        }
        previous = word;
      }
      to++;
    }
    closeRun();
    if (total >= 3 && covered / total >= 0.85) mask.fill(1, from, to);
    from = to;
  }
  return mask;
}
