// Recognises copied text by the hashes of its runs of five words; the text itself is nowhere in the project.

import { tokenize, type Token } from './words.ts';

export const RUN = 5;

/** FNV-1a, 32 bits, over the UTF-16 units of a word. */
function hashWord(word: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) value = Math.imul(value ^ word.charCodeAt(i), 0x01000193);
  return value;
}

/** The hash of the run of words that begins at `at`, from the words' own hashes; order counts. */
function hashAt(hashes: Int32Array, at: number): number {
  let value = 0x811c9dc5;
  for (let i = at; i < at + RUN; i++) {
    value = Math.imul(value ^ (hashes[i] ?? 0), 0x01000193);
    value ^= value >>> 15;
  }
  return value >>> 0;
}

/** The hashes of every run of five words of `text`, sorted, without repetition. */
export function hashRuns(text: string): number[] {
  const words = tokenize(text).flatMap((token) => (token.kind === 'mark' ? [] : [token.word]));
  const hashes = Int32Array.from(words, hashWord);
  const found = new Set<number>();
  for (let i = 0; i + RUN <= words.length; i++) found.add(hashAt(hashes, i));
  return [...found].sort((a, b) => a - b);
}

/** Writes hashes for a data file: base 36, separated by spaces. */
export function writeHashes(hashes: readonly number[]): string {
  return hashes.map((value) => value.toString(36)).join(' ');
}

export function readHashes(data: string): ReadonlySet<number> {
  return new Set(data.split(' ').map((piece) => parseInt(piece, 36)));
}

/** 1 for each word that lies in a run of five found in one of the sources. `words` holds no marks. */
export function copiedWords(words: readonly string[], sources: readonly ReadonlySet<number>[]): Uint8Array {
  const copied = new Uint8Array(words.length);
  if (sources.length === 0) return copied;
  const hashes = Int32Array.from(words, hashWord);
  for (let i = 0; i + RUN <= words.length; i++) {
    const value = hashAt(hashes, i);
    if (sources.some((source) => source.has(value))) copied.fill(1, i, i + RUN);
  }
  return copied;
}

/** From this share of copied words a sentence is a copy. */
const COPIED_SHARE = 0.6;
/** Fewer copied words than these are a turn of phrase that anybody may use. */
const COPIED_WORDS = 8;

export interface Copies {
  /** Sentences most of whose words are copied. */
  readonly sentences: ReadonlySet<number>;
  /** Words in all, and those in no copied run. */
  readonly total: number;
  readonly own: number;
}

export function readCopies(
  tokens: readonly Token[],
  sentence: Int32Array,
  sources: readonly ReadonlySet<number>[],
): Copies {
  const spoken: string[] = [];
  const numbers: number[] = [];
  tokens.forEach((token, i) => {
    if (token.kind === 'mark') return;
    spoken.push(token.word);
    numbers.push(sentence[i] ?? 0);
  });
  const copied = copiedWords(spoken, sources);
  const counts = new Map<number, { all: number; copied: number }>();
  let own = 0;
  copied.forEach((flag, i) => {
    const count = counts.get(numbers[i] ?? 0) ?? { all: 0, copied: 0 };
    count.all++;
    count.copied += flag;
    counts.set(numbers[i] ?? 0, count);
    own += 1 - flag;
  });
  const sentences = new Set<number>();
  for (const [number, count] of counts)
    if (count.copied >= COPIED_WORDS && count.copied / count.all >= COPIED_SHARE) sentences.add(number);
  return { sentences, total: spoken.length, own };
}
