// How much work one source may ask of the preprocessor.

export const LIMITS = {
  /** Characters of a source file. */
  source: 1_000_000,
  /** Characters of one line. */
  line: 20_000,
  /** Lines after expansion. */
  lines: 200_000,
  /** Tokens after expansion. */
  tokens: 2_000_000,
  /** Macros inside macros. */
  depth: 200,
} as const;
