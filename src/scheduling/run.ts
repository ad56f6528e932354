// Runs a configuration to its end and gives what a page draws: segments, figures, events.
import { measure, type Measures } from './metrics.ts';
import { compare, equal } from './rational.ts';
import { initialState, type SchedulingEvent, type SchedulingState, type Segment } from './state.ts';
import { step } from './step.ts';
import { problemsOf, type Problem } from './validate.ts';
import type { Configuration } from './workload.ts';

/** Steps after which a run is cut short; a drawing with more intervals than this could not be read anyway. */
export const STEP_BUDGET = 10_000;

export interface Run {
  readonly outcome: 'completed' | 'budget';
  readonly final: SchedulingState;
  readonly segments: readonly Segment[];
  readonly events: readonly SchedulingEvent[];
  readonly measures: Measures;
}

export type RunResult =
  { readonly ok: true; readonly run: Run } | { readonly ok: false; readonly problems: readonly Problem[] };

function joins(a: Segment, b: Segment): boolean {
  return (
    equal(a.end, b.start) &&
    a.kind === b.kind &&
    a.system === b.system &&
    a.processor === b.processor &&
    a.program === b.program &&
    // Two exits or two switches in a row are two, and must be seen as two.
    (a.kind === 'run' || a.kind === 'idle') &&
    (a.speed === b.speed || (a.speed !== null && b.speed !== null && equal(a.speed, b.speed)))
  );
}

/** Segments of each logical processor in turn, by time, neighbours that are alike made one. */
export function segmentsOf(events: readonly SchedulingEvent[]): Segment[] {
  const rows = new Map<number, Segment[]>();
  const overheadGoesOn = new Set<number>();
  for (const event of events) {
    if (event.kind === 'exit' || event.kind === 'switch') overheadGoesOn.delete(event.logical);
    if (event.kind !== 'ran' || compare(event.segment.start, event.segment.end) === 0) continue;
    const { segment } = event;
    const row = rows.get(segment.logical) ?? [];
    rows.set(segment.logical, row);
    const last = row.at(-1);
    const overhead = segment.kind === 'exit' || segment.kind === 'switch';
    const sameOverhead = overhead && last?.kind === segment.kind && overheadGoesOn.has(segment.logical);
    if (last !== undefined && (sameOverhead || joins(last, segment)))
      row[row.length - 1] = { ...last, end: segment.end };
    else row.push(segment);
    if (overhead) overheadGoesOn.add(segment.logical);
  }
  return [...rows.entries()].sort(([a], [b]) => a - b).flatMap(([, row]) => row);
}

/** Runs to the end, or to `budget` steps. A configuration that cannot run gives its problems instead. */
export function run(configuration: Configuration, budget: number = STEP_BUDGET): RunResult {
  const problems = problemsOf(configuration);
  if (problems.length > 0) return { ok: false, problems };
  let state = initialState(configuration);
  const events: SchedulingEvent[] = [];
  for (let count = 0; count < budget && !state.ended; count++) {
    const next = step(state);
    state = next.state;
    events.push(...next.events);
  }
  const segments = segmentsOf(events);
  return {
    ok: true,
    run: {
      outcome: state.ended ? 'completed' : 'budget',
      final: state,
      segments,
      events,
      measures: measure(state, segments, events),
    },
  };
}
