// A .vmx program while it is being read: what its lines have said so far. parse.ts makes the Script of it.
import type { Token } from '../assembler/lexer.ts';
import { Problem } from '../assembler/problem.ts';
import { BUILT_IN_REGIONS } from './script.ts';
import type { Region, Script, Step } from './script.ts';

/** Lines of the root program; more is no lesson, it is a machine's output. */
const MAX_STEPS = 1_000;

/** A guest as written: its heading, and its lines still as tokens. */
export interface OpenGuest {
  readonly letter: string;
  readonly line: number;
  readonly origin: 'written' | 'catalogue';
  readonly name: string;
  readonly source: { readonly number: number; readonly text: string; readonly tokens: readonly Token[] }[];
}

export interface Draft {
  readonly steps: Step[];
  readonly guests: OpenGuest[];
  readonly regions: Map<string, Region>;
  /** Regions that lines name, each with its first place. */
  readonly used: Map<string, { readonly line: number; readonly token: Token }>;
  /** Values of VMWRITE, which wait for the labels of the guests; `step` is an index of `steps`. */
  readonly writes: { readonly step: number; readonly tokens: readonly Token[]; readonly line: number }[];
  /** Null when nothing was said. */
  prepare: Script['prepare'] | null;
  fill: boolean;
}

/** Runs work on one line; a Problem in it becomes an error of that line. */
export type Guarded = (line: number, work: () => void) => void;

export function emptyDraft(): Draft {
  const regions = Object.entries(BUILT_IN_REGIONS).map(
    ([name, address]) => [name, { name, address, revision: null }] as const,
  );
  return {
    steps: [],
    guests: [],
    regions: new Map(regions),
    used: new Map(),
    writes: [],
    prepare: null,
    fill: true,
  };
}

export function addStep(draft: Draft, step: Step): void {
  draft.steps.push(step);
  if (draft.steps.length === MAX_STEPS + 1)
    throw new Problem('too-many-steps', { column: 1, length: 1 }, { limit: MAX_STEPS });
}
