// Everything that happens at one instant without time passing: arrivals, wake-ups, and the decisions of both
// schedulers (round robin of programs in each OS, round robin of virtual processors in the VMM).
import { assign, at, beginExit, beginSwitch, makeReady, takeReady, type Draft } from './draft.ts';
import { compare, isZero, rational } from './rational.ts';

/** Programs whose arrival, dependencies or device let them run from now on join their queues. */
export function release(draft: Draft): void {
  const completed = new Set(
    draft.programs.filter((_, index) => at(draft.programStates, index).phase === 'done').map((one) => one.id),
  );
  draft.programStates.forEach((state, program) => {
    if (state.wakesAt === null || compare(state.wakesAt, draft.now) > 0) return;
    if (state.phase === 'to-come') {
      if (!at(draft.programs, program).after.every((id) => completed.has(id))) return;
      state.released = draft.now;
    } else if (state.phase !== 'blocked') return;
    const from = state.phase === 'blocked' ? 'io' : 'arrival';
    state.wakesAt = null;
    draft.events.push({ kind: 'ready', at: draft.now, program, from });
    makeReady(draft, program);
  });
}

/** How many logical processors of the same core have something on them. */
function company(draft: Draft, logical: number): number {
  const { core } = at(draft.logical, logical);
  return draft.logical.filter((place, other) => {
    if (other === logical || place.core !== core || place.processor === null) return false;
    return at(draft.processors, place.processor).status === 'on-logical';
  }).length;
}

/** The best place first: a core of its own before half a core (Marr et al.), then the lowest index. */
function byCompany(draft: Draft, places: number[]): number[] {
  return places.sort((a, b) => company(draft, a) - company(draft, b) || a - b);
}

/** Processors that their OS knows to be free: halted, or (under a VMM) still on a logical one with nothing to run. */
function freeProcessors(draft: Draft): number[] {
  const leaving = new Set(
    draft.logical.filter((place) => place.overhead !== null).map((place) => place.processor),
  );
  return draft.processors.flatMap((one, index) => {
    const about = one.status === 'on-logical' && one.program === null && !leaving.has(index);
    return one.status === 'halted' || about ? [index] : [];
  });
}

/** Each OS gives ready programs to free processors of its own. */
function wakeProcessors(draft: Draft): boolean {
  const { vmm } = draft.configuration;
  let changed = false;
  for (let again = true; again;) {
    again = false;
    const free = freeProcessors(draft);
    // Without a VMM, processor k is logical processor k: the order of places is the order of processors.
    for (const index of vmm ? free : byCompany(draft, free)) {
      const processor = at(draft.processors, index);
      const program = takeReady(draft, processor);
      if (program === null) continue;
      const { status, system, index: number } = processor;
      if (status === 'halted') processor.status = vmm ? 'waiting' : 'on-logical';
      if (processor.status === 'waiting') {
        draft.vmmQueue.push(index);
        draft.events.push({ kind: 'vm-woken', at: draft.now, system, processor: number, logical: null });
      }
      assign(draft, processor, program);
      [again, changed] = [true, true];
      break;
    }
  }
  return changed;
}

/** The VMM enters waiting virtual processors on free logical ones. */
function enterGuests(draft: Draft): boolean {
  let changed = false;
  while (draft.vmmQueue.length > 0) {
    const free = draft.logical.flatMap((place, index) => (place.processor === null ? [index] : []));
    const logical = byCompany(draft, free)[0];
    const chosen = draft.vmmQueue[0];
    if (logical === undefined || chosen === undefined) break;
    draft.vmmQueue.shift();
    const [place, processor] = [at(draft.logical, logical), at(draft.processors, chosen)];
    place.processor = chosen;
    place.vmmSlice = rational(draft.configuration.figures.vmmQuantum);
    processor.status = 'on-logical';
    const { system, index } = processor;
    draft.events.push({ kind: 'vm-entered', at: draft.now, system, processor: index, logical });
    changed = true;
  }
  return changed;
}

/** Decides what a logical processor does next, if it is free to decide. */
function decide(draft: Draft, logical: number): boolean {
  const place = at(draft.logical, logical);
  if (place.processor === null || place.overhead !== null) return false;
  const processor = at(draft.processors, place.processor);
  const { vmm, figures } = draft.configuration;
  if (processor.program === null) {
    if (!vmm) return false;
    // `wakeProcessors` found nothing that it may run: the guest's OS executes HLT.
    beginExit(draft, logical, 'halt');
    return true;
  }
  // The exit that ended the slice has been paid for: whoever waits may have the logical processor.
  if (vmm && isZero(place.vmmSlice)) {
    if (draft.vmmQueue.length > 0) {
      draft.vmmQueue.push(place.processor);
      place.processor = null;
      processor.status = 'waiting';
      const { system, index } = processor;
      draft.events.push({ kind: 'vm-preempted', at: draft.now, system, processor: index, logical });
      return true;
    }
    place.vmmSlice = rational(figures.vmmQuantum);
  }
  if (!processor.switchDue) return false;
  beginSwitch(draft, logical);
  return true;
}

/** Lets every decision of this instant be taken, until nothing changes. */
export function settle(draft: Draft): void {
  for (let changed = true; changed;) {
    changed = wakeProcessors(draft);
    changed = enterGuests(draft) || changed;
    for (let logical = 0; logical < draft.logical.length; logical++)
      changed = decide(draft, logical) || changed;
  }
}
