// The assembler: source text to a flat binary, with listing, symbols and source map. Same bytes as `nasm -f bin`.
import { Assembler } from './assembler.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { AssembleResult } from './program.ts';
import { tokensToText } from './single-line-macros.ts';
import { preprocess } from './source-text.ts';

export { MAX_BYTES, ORIGIN } from './program.ts';
export type { AssembleResult, AssembledProgram, ListingEntry } from './program.ts';
export { binaryPosition } from './source-text.ts';

/** Text to program or list of errors; never throws, bounded work. `file` is the name shown in messages. */
export function assemble(source: string, file = 'programa.asm'): AssembleResult {
  return new Assembler(file, preprocess(source, file)).run();
}

/** The source after the preprocessor: every macro written out. */
export function expandSource(
  source: string,
  file = 'programa.asm',
): { text: string; diagnostics: readonly Diagnostic[] } {
  const { lines, diagnostics } = preprocess(source, file);
  return { text: lines.map((line) => `${tokensToText(line.tokens)}\n`).join(''), diagnostics };
}
