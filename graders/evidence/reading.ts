// What a reader says of one file of evidence: its format, the facts with their lines, and what does not add up.

/** One fact and the line (1-based) it came from. Unknown is `null`, never a guess. */
export interface Fact<T> {
  readonly value: T | null;
  readonly line: number | null;
}

export type EvidenceFormat =
  | 'vbox-log'
  | 'vbox-settings'
  | 'showvminfo'
  | 'list-vms'
  | 'metrics'
  | 'procexp'
  | 'stack'
  | 'threads'
  | 'perf-csv'
  | 'imagem';

export type FactValue = string | number | boolean | readonly (string | number)[] | Readonly<NumbersByName>;
export type NumbersByName = Record<string, number | null>;

/** Facts by the name under which they are printed. A Map, so that a name read from a file is only ever a name. */
export type Facts = ReadonlyMap<string, Fact<FactValue>>;

/** Something that does not add up. `strong` goes to the teacher; a `mild` one is only said. Never called fraud. */
export interface Contradiction {
  readonly weight: 'strong' | 'mild';
  readonly line: number | null;
  /** What was seen, in Portuguese. */
  readonly message: string;
}

export interface Reading {
  /** Null where the file is of no format the course reads. */
  readonly format: EvidenceFormat | null;
  /** True where the file is not evidence that can be used. */
  readonly rejected: boolean;
  /** Why it was rejected or is doubtful, and what to do, in Portuguese. */
  readonly reason: string | null;
  readonly facts: Facts;
  /** Facts that help the graders and are not printed (process id, date of the log, bytes written to disk). */
  readonly more: Facts;
  readonly contradictions: readonly Contradiction[];
}

/**
 * Reads one format as chunks of bytes arrive, so that a file is never held whole.
 * `push` may change and return the state it was given; a state belongs to one file.
 */
export interface Reader<State> {
  begin(): State;
  push(state: State, chunk: Uint8Array): State;
  end(state: State): Reading;
}

export const unknown: Fact<never> = { value: null, line: null };

export function fact<T>(value: T | null, line: number | null): Fact<T> {
  return value === null ? unknown : { value, line };
}

/** A reading of a file that is no evidence. */
export function rejection(reason: string, format: EvidenceFormat | null = null): Reading {
  return { format, rejected: true, reason, facts: new Map(), more: new Map(), contradictions: [] };
}

/** The reading of a file of a known format. The first contradiction, or `remark`, becomes the reason for doubt. */
export function reading(
  format: EvidenceFormat,
  facts: Record<string, Fact<FactValue>>,
  extra: {
    readonly more?: Record<string, Fact<FactValue>>;
    readonly contradictions?: readonly Contradiction[];
    readonly remark?: string | null;
  } = {},
): Reading {
  const contradictions = extra.contradictions ?? [];
  return {
    format,
    rejected: false,
    reason: contradictions[0]?.message ?? extra.remark ?? null,
    facts: new Map(Object.entries(facts)),
    more: new Map(Object.entries(extra.more ?? {})),
    contradictions,
  };
}

/** Copies a piece of a line, so that keeping it does not keep the whole block the line was cut from. */
export function keep(text: string): string {
  return text.length === 0 ? text : [...text].join('');
}
