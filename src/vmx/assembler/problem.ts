// A problem found in one line, on its way to the list of diagnostics. Thrown inside the assembler, never out of it.
import type { DiagnosticParts } from './diagnostic.ts';

export class Problem extends Error {
  readonly code: string;
  readonly column: number;
  readonly length: number;
  readonly parts: DiagnosticParts;

  constructor(
    code: string,
    at: { readonly column: number; readonly length: number },
    parts: DiagnosticParts,
  ) {
    super(code);
    this.code = code;
    this.column = at.column;
    this.length = at.length;
    this.parts = parts;
  }
}
