// The lines of a file as the preprocessor reads them: joined where a backslash ends one, and cut into words.
import { tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';
import { LIMITS } from './limits.ts';

export interface RawLine {
  readonly tokens: readonly Token[];
  readonly file: string;
  readonly line: number;
}

/** The lines of a text. `tooLong` hears of each line that is left out for its length. */
export function readLines(file: string, source: string, tooLong: (line: RawLine) => void): RawLine[] {
  const lines: RawLine[] = [];
  const texts = source.split(/\r\n|\n|\r/);
  for (let i = 0; i < texts.length; i++) {
    const line = i + 1;
    let text = texts[i] ?? '';
    // A backslash at the very end joins the next line.
    while (text.endsWith('\\') && i + 1 < texts.length && text.length < LIMITS.line) {
      i++;
      text = text.slice(0, -1) + (texts[i] ?? '');
    }
    if (text.length > LIMITS.line) {
      tooLong({ file, line, tokens: [] });
      text = '';
    }
    lines.push({ tokens: tokenize(text), file, line });
  }
  return lines;
}
