// One step of the simulation: the decisions of this instant, then time up to the next thing that happens.
import { sharedSpeed } from './contention.ts';
import {
  assign,
  at,
  beginExit,
  draftOf,
  finishOverhead,
  hasReady,
  makeReady,
  takeReady,
  type Draft,
} from './draft.ts';
import {
  add,
  compare,
  divide,
  equal,
  isZero,
  minimum,
  multiply,
  ONE,
  rational,
  roundedDown,
  roundedUp,
  subtract,
  type Rational,
} from './rational.ts';
import { release, settle } from './settle.ts';
import type { ExitReason, SchedulingEvent, SchedulingState, Segment } from './state.ts';

/** The program that makes progress on a logical processor now; null in overhead or when idle. */
function runningOn(draft: Draft, logical: number): number | null {
  const place = at(draft.logical, logical);
  if (place.overhead !== null || place.processor === null) return null;
  return at(draft.processors, place.processor).program;
}

/** Speed of each logical processor: null where no program runs. */
function speeds(draft: Draft): (Rational | null)[] {
  return draft.logical.map((place, logical) => {
    const program = runningOn(draft, logical);
    if (program === null) return null;
    const sibling = draft.logical.findIndex(
      (other, index) => index !== logical && other.core === place.core && runningOn(draft, index) !== null,
    );
    const companion = sibling < 0 ? null : runningOn(draft, sibling);
    if (companion === null) return ONE;
    const { cachePenalty } = draft.configuration.figures;
    return sharedSpeed(at(draft.programs, program), at(draft.programs, companion), cachePenalty);
  });
}

/** Work at which something happens to the program itself: its end, an I/O wait or a sensitive operation. */
function milestone(draft: Draft, program: number): Rational {
  const { work, io, sensitiveEvery } = at(draft.programs, program);
  const state = at(draft.programStates, program);
  let next = Math.min(work, io[state.nextIo]?.afterWork ?? work);
  if (draft.configuration.vmm && sensitiveEvery > 0) next = Math.min(next, state.nextSensitive);
  return rational(next);
}

/** Time to the next thing that happens; null when nothing ever will. */
function timeToNext(draft: Draft, speed: readonly (Rational | null)[]): Rational | null {
  let soonest: Rational | null = null;
  const candidate = (time: Rational): void => {
    soonest = soonest === null ? time : minimum(soonest, time);
  };
  for (const state of draft.programStates)
    if (state.wakesAt !== null && compare(state.wakesAt, draft.now) > 0)
      candidate(subtract(state.wakesAt, draft.now));
  draft.logical.forEach((place, logical) => {
    if (place.overhead !== null) candidate(place.overhead.left);
    const [program, rate] = [runningOn(draft, logical), speed[logical] ?? null];
    if (program === null || rate === null || place.processor === null) return;
    // Only milestones bring new denominators into the clock; all other times are whole distances from them.
    const toGo = divide(subtract(milestone(draft, program), at(draft.programStates, program).workDone), rate);
    candidate(subtract(roundedUp(add(draft.now, toGo)), draft.now));
    candidate(at(draft.processors, place.processor).slice);
    if (draft.configuration.vmm) candidate(place.vmmSlice);
  });
  return soonest;
}

function segmentOf(draft: Draft, logical: number, time: Rational, speed: Rational | null): Segment {
  const { core, overhead, processor } = at(draft.logical, logical);
  const seen = processor === null ? null : at(draft.processors, processor);
  const kind = overhead !== null ? overhead.kind : speed !== null ? 'run' : 'idle';
  return {
    logical,
    core,
    start: draft.now,
    end: add(draft.now, time),
    kind,
    system: kind === 'idle' ? null : (seen?.system ?? null),
    processor: kind === 'idle' ? null : (seen?.index ?? null),
    program: kind === 'idle' ? null : (seen?.program ?? null),
    speed,
    exitReason: overhead?.reason ?? null,
  };
}

/** Time passes: work is done, slices and overheads shorten. */
function pass(draft: Draft, time: Rational, speed: readonly (Rational | null)[]): void {
  const end = add(draft.now, time);
  const ran = draft.logical.map((_, logical) => segmentOf(draft, logical, time, speed[logical] ?? null));
  draft.logical.forEach((place, logical) => {
    const [program, rate] = [runningOn(draft, logical), speed[logical] ?? null];
    if (place.overhead !== null) {
      place.overhead = { ...place.overhead, left: subtract(place.overhead.left, time) };
    } else if (program !== null && rate !== null && place.processor !== null) {
      const state = at(draft.programStates, program);
      state.firstRun ??= draft.now;
      const goal = milestone(draft, program);
      state.workDone = minimum(roundedDown(add(state.workDone, multiply(rate, time))), goal);
      const processor = at(draft.processors, place.processor);
      processor.slice = subtract(processor.slice, time);
      if (draft.configuration.vmm) place.vmmSlice = subtract(place.vmmSlice, time);
    }
  });
  draft.now = end;
  for (const segment of ran) draft.events.push({ kind: 'ran', at: end, segment });
}

/** The program leaves its processor: it ended, or waits for a device. */
function vacate(draft: Draft, processor: Draft['processors'][number]): void {
  processor.program = null;
  if (!draft.configuration.vmm) processor.status = 'halted';
}

/** What has come to its end on a logical processor at this instant takes effect. */
function conclude(draft: Draft, logical: number): void {
  const place = at(draft.logical, logical);
  if (place.overhead !== null) {
    if (isZero(place.overhead.left)) finishOverhead(draft, logical);
    return;
  }
  const program = runningOn(draft, logical);
  if (program === null || place.processor === null) return;
  const { vmm } = draft.configuration;
  const processor = at(draft.processors, place.processor);
  const { work, io, sensitiveEvery } = at(draft.programs, program);
  const state = at(draft.programStates, program);
  const reached = (goal: number): boolean => equal(state.workDone, rational(goal));
  let reason: ExitReason | null = null;

  const wait = io[state.nextIo];
  const sensitive = vmm && sensitiveEvery > 0 && reached(state.nextSensitive);
  if (sensitive) state.nextSensitive += sensitiveEvery;
  if (reached(work)) {
    state.phase = 'done';
    state.completed = draft.now;
    vacate(draft, processor);
    draft.events.push({ kind: 'completed', at: draft.now, program });
    // With nothing else to run the guest is about to leave by HLT, and that exit serves the timer too.
    if (isZero(place.vmmSlice) && hasReady(draft, processor)) reason = 'vmm-timer';
  } else if (wait !== undefined && reached(wait.afterWork)) {
    state.phase = 'blocked';
    state.nextIo += 1;
    state.wakesAt = add(draft.now, rational(wait.wait));
    vacate(draft, processor);
    draft.events.push({ kind: 'blocked', at: draft.now, program, until: state.wakesAt });
    reason = 'io';
  } else {
    if (isZero(processor.slice)) {
      const next = takeReady(draft, processor);
      draft.events.push({ kind: 'slice-ended', at: draft.now, program, renewed: next === null });
      if (next === null) processor.slice = rational(draft.configuration.figures.quantum);
      else {
        makeReady(draft, program);
        assign(draft, processor, next);
      }
      reason = 'guest-timer';
    }
    if (vmm && isZero(place.vmmSlice)) reason = 'vmm-timer';
    if (sensitive) reason = 'sensitive';
  }
  if (vmm && reason !== null) beginExit(draft, logical, reason);
}

/**
 * One step. Its events end with what each logical processor did in the interval (`ran`) and what that brought
 * about. Stepping an ended state changes nothing. Things that coincide count as one exit, with the reason first in
 * `io`, `sensitive`, `vmm-timer`, `guest-timer`; who arrives goes ahead of who is preempted at the same instant.
 */
export function step(state: SchedulingState): {
  state: SchedulingState;
  events: readonly SchedulingEvent[];
} {
  if (state.ended) return { state, events: [] };
  const draft = draftOf(state);
  release(draft);
  settle(draft);
  const speed = speeds(draft);
  const time = timeToNext(draft, speed);
  if (time !== null) {
    pass(draft, time, speed);
    release(draft);
    for (let logical = 0; logical < draft.logical.length; logical++) conclude(draft, logical);
  }
  draft.ended = time === null || draft.programStates.every((one) => one.phase === 'done');
  const { events, ...next } = draft;
  return { state: next, events };
}
