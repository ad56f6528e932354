// What of a file is read by people: pieces of text, each with its line. One reader a kind of file.
import { astroProse } from './astro-prose.ts';
import { mdxProse } from './mdx-prose.ts';
import { typescriptProse } from './typescript-prose.ts';
import { yamlProse } from './yaml-prose.ts';

export interface Piece {
  /** Line of the file, from 1, on which the text begins. */
  readonly line: number;
  readonly text: string;
}

/** A letter with an accent, or two of the small words of Portuguese. */
const PORTUGUESE =
  /[À-ÿ]|(?:(?<!\p{L})(?:de|do|da|que|um|uma|em|com|para|no|na|os|as|se|por|ao|ou)(?!\p{L})[\s\S]*?){2}/u;

const readers: readonly [RegExp, (source: string) => Piece[]][] = [
  [/\.mdx?$/, mdxProse],
  [/\.ya?ml$/, (source) => yamlProse(source)],
  [/\.astro$/, astroProse],
  // The catalogue is all text; elsewhere names, styles and programs stand among the strings.
  [/^src\/catalog\/.*\.ts$/, (source) => typescriptProse(source)],
  [/\.ts$/, (source) => typescriptProse(source).filter(({ text }) => PORTUGUESE.test(text))],
];

/** The prose of a file. Throws if no reader knows its kind: a file must not pass because it was not read. */
export function proseOf(path: string, source: string): Piece[] {
  const reader = readers.find(([kind]) => kind.test(path))?.[1];
  if (!reader) throw new Error(`No reader of prose for ${path}`);
  return reader(source);
}

/** `text` with every character but the line breaks made a space: what is left keeps its line. */
export const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** One piece a line. */
export const byLine = (text: string, first = 1): Piece[] =>
  text.split('\n').map((line, index) => ({ line: first + index, text: line }));

/** A string in code is prose if it has several words or a letter that only a language has. */
export const isProse = (text: string): boolean => /\p{L}[^\n]*\s\S*\p{L}/u.test(text) || /[À-ÿ]/.test(text);
