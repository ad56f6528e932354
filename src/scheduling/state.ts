// The state of a run at an instant and the typed events of one step. States are never changed in place, so a page
// keeps the ones it wants to go back to.
import { rational, ZERO, type Rational } from './rational.ts';
import type { Configuration, Program } from './workload.ts';

/**
 * Why a guest left for the VMM: it started an I/O operation; it did something else the VMM must handle; the slice
 * of its virtual processor ended; its own OS's timer fired; it had nothing to run (HLT).
 */
export const EXIT_REASONS = ['io', 'sensitive', 'vmm-timer', 'guest-timer', 'halt'] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** `assigned`: its OS gave it a processor (which, if virtual, may be waiting for a logical one). */
export type ProgramPhase = 'to-come' | 'ready' | 'assigned' | 'blocked' | 'done';

export interface ProgramState {
  readonly phase: ProgramPhase;
  readonly workDone: Rational;
  /** Index of the next I/O wait. */
  readonly nextIo: number;
  /** Work at which the next sensitive operation comes. */
  readonly nextSensitive: number;
  readonly wakesAt: Rational | null;
  /** When it had arrived and all it depends on had completed. */
  readonly released: Rational | null;
  readonly firstRun: Rational | null;
  readonly completed: Rational | null;
}

/** A processor as an OS sees it: virtual under a VMM, otherwise the logical processor of the same index. */
export interface ProcessorState {
  readonly system: number;
  readonly index: number;
  readonly status: 'halted' | 'waiting' | 'on-logical';
  readonly program: number | null;
  readonly lastProgram: number | null;
  /** What is left of the program's slice. */
  readonly slice: Rational;
  /** Its OS still has to pay for the change of program. */
  readonly switchDue: boolean;
}

/** Time spent on no program: an OS's switch, or a VM exit with its handling and the entry that follows. */
export interface Overhead {
  readonly kind: 'switch' | 'exit';
  readonly reason: ExitReason | null;
  readonly left: Rational;
}

export interface LogicalProcessorState {
  readonly core: number;
  /** Index in `processors` of what is on it; null when free. */
  readonly processor: number | null;
  /** What is left of the virtual processor's slice (VMM only). */
  readonly vmmSlice: Rational;
  readonly overhead: Overhead | null;
}

export interface SchedulingState {
  readonly configuration: Configuration;
  readonly programs: readonly Program[];
  /** System of each program. */
  readonly systemOf: readonly number[];
  readonly now: Rational;
  readonly programStates: readonly ProgramState[];
  readonly processors: readonly ProcessorState[];
  readonly logical: readonly LogicalProcessorState[];
  /** Ready programs of each system, the next first. */
  readonly readyQueues: readonly (readonly number[])[];
  /** Virtual processors that wait for a logical one, the next first. */
  readonly vmmQueue: readonly number[];
  readonly ended: boolean;
}

/** What one logical processor did in an interval. `speed` is work per time (null when no program ran). */
export interface Segment {
  readonly logical: number;
  readonly core: number;
  readonly start: Rational;
  readonly end: Rational;
  readonly kind: 'run' | 'switch' | 'exit' | 'idle';
  readonly system: number | null;
  /** Number of the processor inside its system. */
  readonly processor: number | null;
  readonly program: number | null;
  readonly speed: Rational | null;
  readonly exitReason: ExitReason | null;
}

export type SchedulingEvent =
  | {
      readonly kind: 'ready';
      readonly at: Rational;
      readonly program: number;
      readonly from: 'arrival' | 'io';
    }
  | {
      readonly kind: 'assigned';
      readonly at: Rational;
      readonly program: number;
      readonly system: number;
      readonly processor: number;
    }
  | {
      readonly kind: 'slice-ended';
      readonly at: Rational;
      readonly program: number;
      readonly renewed: boolean;
    }
  | { readonly kind: 'switch'; readonly at: Rational; readonly logical: number; readonly program: number }
  | {
      readonly kind: 'exit';
      readonly at: Rational;
      readonly logical: number;
      readonly system: number;
      readonly processor: number;
      readonly reason: ExitReason;
    }
  | {
      readonly kind: 'vm-entered' | 'vm-preempted' | 'vm-halted' | 'vm-woken';
      readonly at: Rational;
      readonly system: number;
      readonly processor: number;
      readonly logical: number | null;
    }
  | { readonly kind: 'blocked'; readonly at: Rational; readonly program: number; readonly until: Rational }
  | { readonly kind: 'completed'; readonly at: Rational; readonly program: number }
  | { readonly kind: 'ran'; readonly at: Rational; readonly segment: Segment };

/** The instant before anything happens. The configuration must have no `problemsOf`. */
export function initialState(configuration: Configuration): SchedulingState {
  const { systems, cores, threadsPerCore, vmm, figures } = configuration;
  const programs = systems.flatMap((system) => system.programs);
  const processors = systems.flatMap((system, at) =>
    Array.from({ length: system.processors }, (_, index): ProcessorState => ({
      system: at,
      index,
      status: 'halted',
      program: null,
      lastProgram: null,
      slice: ZERO,
      switchDue: false,
    })),
  );
  return {
    configuration,
    programs,
    systemOf: systems.flatMap((system, at) => system.programs.map(() => at)),
    now: ZERO,
    programStates: programs.map((one) => ({
      phase: 'to-come',
      workDone: ZERO,
      nextIo: 0,
      nextSensitive: one.sensitiveEvery,
      wakesAt: rational(one.arrival),
      released: null,
      firstRun: null,
      completed: null,
    })),
    processors,
    logical: Array.from({ length: cores * threadsPerCore }, (_, index) => ({
      core: Math.floor(index / threadsPerCore),
      processor: !vmm && index < processors.length ? index : null,
      vmmSlice: rational(figures.vmmQuantum),
      overhead: null,
    })),
    readyQueues: systems.map(() => []),
    vmmQueue: [],
    ended: false,
  };
}
