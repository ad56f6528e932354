// The text of a source file: is it text at all, is it small enough, and its lines after the preprocessor.
import type { Diagnostic, DiagnosticParts } from './diagnostic.ts';
import { LIMITS } from './limits.ts';
import { Preprocessor } from './preprocessor.ts';
import type { PreprocessedLine } from './preprocessor.ts';
import { readLines } from './raw-lines.ts';
import type { RawLine } from './raw-lines.ts';
import { VMX_INC } from './vmx-inc.ts';

export interface Preprocessed {
  readonly lines: readonly PreprocessedLine[];
  readonly diagnostics: readonly Diagnostic[];
  readonly macroNames: ReadonlySet<string>;
}

/** Text to lines with every macro written out. Never throws. */
export function preprocess(source: string, file: string): Preprocessed {
  const whole = (code: string, parts: DiagnosticParts): Preprocessed => ({
    lines: [],
    macroNames: new Set(),
    diagnostics: [{ severity: 'error', code, file, line: 1, column: 1, length: 1, parts }],
  });
  if (source.length > LIMITS.source)
    return whole('source-too-long', { found: source.length, limit: LIMITS.source });
  const binary = binaryPosition(source);
  if (binary !== null) {
    const result = whole('not-text', { found: binary.code });
    return {
      ...result,
      diagnostics: result.diagnostics.map((d) => ({ ...d, line: binary.line, column: binary.column })),
    };
  }
  const preprocessor = new Preprocessor(file, { 'vmx.inc': vmxIncLines() });
  const result = preprocessor.run(source.startsWith('\ufeff') ? source.slice(1) : source);
  return { ...result, macroNames: preprocessor.macroNames };
}

let includeLines: readonly RawLine[] | null = null;

/** The lines of vmx.inc, cut into words once: the text is a constant. */
function vmxIncLines(): readonly RawLine[] {
  includeLines ??= readLines('vmx.inc', VMX_INC, () => undefined);
  return includeLines;
}

/** Position of the first character that no text has: NUL and other controls, or what is left of broken UTF-8. */
export function binaryPosition(source: string): { line: number; column: number; code: string } | null {
  // eslint-disable-next-line no-control-regex -- controls are exactly what is looked for
  const found = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f\ufffd]/.exec(source);
  if (found === null) return null;
  const before = source.slice(0, found.index).split(/\r\n|\n|\r/);
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, code };
}

/** Whether vmx.inc defines a constant, a label or a macro of that name. */
export const isIncludedWord = (name: string): boolean =>
  /^\w+$/.test(name) && new RegExp(`^(?:${name}:?[ \\t]+(?:equ|d[bwdq])|%macro ${name}) `, 'm').test(VMX_INC);
