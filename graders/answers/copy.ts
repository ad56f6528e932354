// Recognises copied text by the hashes of its runs of five words; the text itself is nowhere in the project.

import { tokenize } from './words.ts';

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
