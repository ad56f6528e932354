// The words of an answer as the rubric compares them: spelling corrected, idioms as one word, a bare "não." told apart.

import { mergeIdioms, type Compiled } from './compile.ts';
import type { Steps } from './match.ts';
import type { Token } from './words.ts';

const COMPARED =
  /^(rapid|lent|ligeir|facil|barat|grand|pequen|eficien|simpl|desemp|nucleo|taref|velo|coisa|coiza|usuari|leve|pesad|segur|de$|um$|uma$|pro[cs]|fort|potent)/;

/** "Não." or "vantagem? não,": an answer by itself, which denies no word after it. */
function standsAlone(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  return (!before || before.kind === 'mark') && (!after || after.kind === 'mark');
}

/** A text with more words than this that nobody knows is not misspelt, it is something else. */
const MAX_CORRECTIONS = 250;

/** Words as the rubric compares them: corrected where the course's vocabulary is near, idioms as one word. */
export function readWords(
  compiled: Compiled,
  tokens: readonly Token[],
  english: boolean,
  steps: Steps,
): string[] {
  const words = tokens.map((token) => token.word);
  let corrections = 0;
  // Nothing stands before it that an "e" could add to: it is "é" without its accent.
  if (words[0] === 'e') words[0] = 'eh';
  mergeIdioms(words);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === 'nao' && standsAlone(tokens, i)) words[i] = 'naoisolado';
    // "mas rápido" is how many write "mais rápido".
    if (word === 'mas' && COMPARED.test(words[i + 1] ?? '')) words[i] = 'mais';
    if (english && word === 'os') words[i] = 'sisop';
    if (tokens[i]?.kind !== 'word' || word.length < 4 || compiled.knows(word)) continue;
    if (corrections++ >= MAX_CORRECTIONS) continue;
    steps.count++;
    words[i] = compiled.speller.correct(word) ?? word;
  }
  mergeIdioms(words);
  return words;
}
