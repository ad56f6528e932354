// The dictionary of Brazilian Portuguese and the course's vocabulary, asked about words; suggestions only where one fails.
import { createRequire } from 'node:module';
import { createHunspellFromFiles } from 'hunspell-wasm';
import { isRight, wordsOf } from './words.ts';
import type { Piece } from './prose.ts';

export interface Misspelling {
  readonly line: number;
  readonly word: string;
}

export interface Speller {
  /** The wrong words of a file's prose, in order. */
  check(pieces: readonly Piece[], phrases?: readonly string[]): Misspelling[];
  suggestions(word: string): string[];
  dispose(): void;
}

export interface Vocabulary {
  readonly words: readonly string[];
  /** Words that exist but that, in this course, are a slip: “memoria”, a form of a verb nobody uses. */
  readonly slips: readonly string[];
  /** Several words, or a word with its signs: names and titles in another language. Longest first. */
  readonly phrases: readonly string[];
}

const WORD = /^[\p{L}\p{N}’'-]+$/u;

/** One entry a line; those of one line are separated by commas; `#` begins a comment, `!` an entry that is a slip. */
export function readVocabulary(text: string): Vocabulary {
  const entries = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .flatMap((line) => line.split(',').map((entry) => entry.trim()));
  return {
    words: entries.filter((entry) => WORD.test(entry)),
    slips: entries.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1)),
    phrases: entries
      .filter((entry) => !WORD.test(entry) && !entry.startsWith('!'))
      .sort((a, b) => b.length - a.length),
  };
}

export async function loadSpeller(vocabulary: Vocabulary): Promise<Speller> {
  const dictionary = createRequire(import.meta.url).resolve('dictionary-pt');
  const file = (kind: string): string => dictionary.replace(/index\.js$/, `index.${kind}`);
  const hunspell = await createHunspellFromFiles(file('aff'), file('dic'));
  const own = new Set(vocabulary.words);
  const slips = new Set(vocabulary.slips);
  const seen = new Map<string, boolean>();
  const known = (word: string): boolean => {
    const before = seen.get(word);
    if (before !== undefined) return before;
    const right =
      !slips.has(word.toLowerCase()) &&
      (own.has(word) ||
        own.has(word.toLowerCase()) ||
        own.has(word.slice(0, 1).toLowerCase() + word.slice(1)) ||
        hunspell.testSpelling(word));
    seen.set(word, right);
    return right;
  };
  return {
    check: (pieces) =>
      pieces.flatMap(({ line, text }) => {
        const rest = vocabulary.phrases.reduce((left, phrase) => left.replaceAll(phrase, ' '), text);
        return wordsOf(rest)
          .filter((word) => !isRight(word, known))
          .map((word) => ({ line, word }));
      }),
    suggestions: (word) => hunspell.getSpellingSuggestions(word).slice(0, 5),
    dispose: () => {
      hunspell.dispose();
    },
  };
}
