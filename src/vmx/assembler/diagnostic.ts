// What is wrong with a source text, as data: a code and its parts. src/catalog/assembler-messages.ts has the words.

export type Severity = 'error' | 'warning';

/** Where in a source: 1-based line and column; `length` in characters (at least 1), for underlining. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** The values a message speaks of: what was found, what was expected, the likely slip, limits. */
export type DiagnosticParts = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * One problem. `parts` may hold: `found` (the text at the column), `expected` (ids of what would have been right),
 * `suggestion` (the likely slip: what the learner may have meant) and whatever else the code's message names.
 */
export interface Diagnostic extends SourceSpan {
  readonly severity: Severity;
  readonly code: string;
  readonly parts: DiagnosticParts;
}

/** How many errors are listed at most; the last one then says that there are more. */
export const MAX_ERRORS = 100;
