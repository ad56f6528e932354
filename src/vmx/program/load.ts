// A learner's text to a runnable program, or every error in it. Pure; never throws.
import { loadAssembly } from './load-assembly.ts';
import { loadNotation } from './load-notation.ts';
import type { LoadOptions, LoadResult, NotationName } from './session-types.ts';

/** Which notation a file is in, by its name: .asm is assembly, everything else the short notation. */
export function notationOf(file: string): NotationName {
  return /\.(?:asm|nasm|s)$/i.test(file) ? 'asm' : 'vmx';
}

/** Parses and assembles. The errors are in the order of the text, at most 100. */
export function loadProgram(source: string, options: LoadOptions = {}): LoadResult {
  const notation = options.notation ?? notationOf(options.file ?? '');
  const file = options.file ?? `programa.${notation}`;
  return notation === 'asm' ? loadAssembly(source, file) : loadNotation(source, file);
}
