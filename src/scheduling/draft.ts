// A private working copy of a state, for the length of one step. Nothing outside the step ever sees it change.
import { rational, ZERO } from './rational.ts';
import type {
  ExitReason,
  LogicalProcessorState,
  ProcessorState,
  ProgramState,
  SchedulingEvent,
  SchedulingState,
} from './state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type Draft = Mutable<Omit<SchedulingState, ListKeys>> & {
  programStates: Mutable<ProgramState>[];
  processors: Mutable<ProcessorState>[];
  logical: Mutable<LogicalProcessorState>[];
  readyQueues: number[][];
  vmmQueue: number[];
  events: SchedulingEvent[];
};
type ListKeys = 'programStates' | 'processors' | 'logical' | 'readyQueues' | 'vmmQueue';

export function draftOf(state: SchedulingState): Draft {
  return {
    ...state,
    programStates: state.programStates.map((one) => ({ ...one })),
    processors: state.processors.map((one) => ({ ...one })),
    logical: state.logical.map((one) => ({ ...one })),
    readyQueues: state.readyQueues.map((queue) => [...queue]),
    vmmQueue: [...state.vmmQueue],
    events: [],
  };
}

/** The element at an index that the model itself produced: its absence would be a defect of the model. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`no element ${index}`);
  return found;
}

/** The program goes to the end of its system's queue. */
export function makeReady(draft: Draft, program: number): void {
  at(draft.programStates, program).phase = 'ready';
  at(draft.readyQueues, at(draft.systemOf, program)).push(program);
}

/** Place in its system's queue of the first program that may use this processor; -1 when there is none. */
function placeInQueue(draft: Draft, processor: ProcessorState): number {
  return at(draft.readyQueues, processor.system).findIndex((program) => {
    const { affinity } = at(draft.programs, program);
    return affinity === null || affinity === processor.index;
  });
}

export const hasReady = (draft: Draft, processor: ProcessorState): boolean =>
  placeInQueue(draft, processor) >= 0;

/** Takes from the queue the first program that may use this processor; null when there is none. */
export function takeReady(draft: Draft, processor: ProcessorState): number | null {
  const place = placeInQueue(draft, processor);
  return place < 0 ? null : (at(draft.readyQueues, processor.system).splice(place, 1)[0] ?? null);
}

/** The OS gives the program the processor, with a whole slice. */
export function assign(draft: Draft, processor: Mutable<ProcessorState>, program: number): void {
  at(draft.programStates, program).phase = 'assigned';
  processor.program = program;
  processor.slice = rational(draft.configuration.figures.quantum);
  processor.switchDue = processor.lastProgram !== null && processor.lastProgram !== program;
  processor.lastProgram = program;
  const { system, index } = processor;
  draft.events.push({ kind: 'assigned', at: draft.now, program, system, processor: index });
}

/** The logical processor starts to leave the guest; with an exit cost of zero it is back at once. */
export function beginExit(draft: Draft, logical: number, reason: ExitReason): void {
  const place = at(draft.logical, logical);
  const { system, index } = at(draft.processors, place.processor ?? -1);
  draft.events.push({ kind: 'exit', at: draft.now, logical, system, processor: index, reason });
  const left = rational(draft.configuration.figures.exitCost);
  place.overhead = { kind: 'exit', reason, left };
  if (left.n === 0n) finishOverhead(draft, logical);
}

/** The logical processor starts to change programs; with a cost of zero it has changed at once. */
export function beginSwitch(draft: Draft, logical: number): void {
  const place = at(draft.logical, logical);
  const processor = at(draft.processors, place.processor ?? -1);
  processor.switchDue = false;
  draft.events.push({ kind: 'switch', at: draft.now, logical, program: processor.program ?? -1 });
  const left = rational(draft.configuration.figures.switchCost);
  place.overhead = left.n === 0n ? null : { kind: 'switch', reason: null, left };
}

/** The overhead is over. After a HLT exit the VMM takes the virtual processor off, unless it has work again. */
export function finishOverhead(draft: Draft, logical: number): void {
  const place = at(draft.logical, logical);
  const halted = place.overhead?.reason === 'halt';
  place.overhead = null;
  if (!halted) return;
  const processor = at(draft.processors, place.processor ?? -1);
  const program = takeReady(draft, processor);
  if (program !== null) {
    assign(draft, processor, program);
    return;
  }
  processor.status = 'halted';
  place.processor = null;
  place.vmmSlice = ZERO;
  const { system, index } = processor;
  draft.events.push({ kind: 'vm-halted', at: draft.now, system, processor: index, logical });
}
