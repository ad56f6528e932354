// The figures of a run, each computed from its segments and events alone.
import {
  add,
  divide,
  isZero,
  multiply,
  rational,
  roundedDown,
  subtract,
  ZERO,
  type Rational,
} from './rational.ts';
import type { ExitReason, SchedulingEvent, SchedulingState, Segment } from './state.ts';
import { UNIT_CLASSES, type UnitClass } from './workload.ts';

/** Times of one program; null while it has not got that far. All counted from `released`. */
export interface ProgramMeasures {
  readonly id: string;
  readonly system: string;
  /** When it had arrived and what it depends on had completed. */
  readonly released: Rational | null;
  readonly completed: Rational | null;
  /** From release to completion. */
  readonly turnaround: Rational | null;
  /** From release to the first time it ran. */
  readonly response: Rational | null;
  /** Time on a logical processor; more than its work where it shared a core. */
  readonly running: Rational;
  /** Time waiting for devices. */
  readonly blocked: Rational;
  /** Turnaround without running and blocked: time ready but not running, switches and exits included. */
  readonly waiting: Rational | null;
}

export interface Measures {
  readonly programs: readonly ProgramMeasures[];
  /** Time at which the last program completed (or at which the run was cut short). */
  readonly makespan: Rational;
  readonly meanTurnaround: Rational | null;
  readonly meanWaiting: Rational | null;
  readonly workDone: Rational;
  /** Work per unit of time, all programs together; null for a run of no length. */
  readonly throughput: Rational | null;
  /** Programs completed per unit of time. */
  readonly completionRate: Rational | null;
  /** Fraction (0 to 1) of each class of units kept busy, over all cores and the whole makespan. */
  readonly unitUse: Readonly<Record<UnitClass, Rational>>;
  /** Time of all logical processors by what they did; the four add up to makespan times logical processors. */
  readonly logicalTime: Readonly<Record<Segment['kind'], Rational>>;
  readonly switches: number;
  readonly exits: Readonly<Record<ExitReason, number>>;
  readonly exitTotal: number;
}

const length = (segment: Segment): Rational => subtract(segment.end, segment.start);
const sum = (values: readonly Rational[]): Rational =>
  values.reduce((total, value) => roundedDown(add(total, value)), ZERO);

function mean(values: readonly (Rational | null)[]): Rational | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : divide(sum(known), rational(known.length));
}

function blockedTime(events: readonly SchedulingEvent[], program: number): Rational {
  return sum(
    events.flatMap((event) =>
      event.kind === 'blocked' && event.program === program ? [subtract(event.until, event.at)] : [],
    ),
  );
}

/** Measures of what has run so far. `segments` and `events` are those of `state`'s run from its start. */
export function measure(
  state: SchedulingState,
  segments: readonly Segment[],
  events: readonly SchedulingEvent[],
): Measures {
  const { configuration, now } = state;
  const runs = segments.filter((segment) => segment.kind === 'run');
  const programs = state.programs.map((one, index): ProgramMeasures => {
    const { released, completed, firstRun } = state.programStates[index] ?? {};
    const running = sum(runs.filter((segment) => segment.program === index).map(length));
    const blocked = blockedTime(events, index);
    const turnaround = completed && released ? subtract(completed, released) : null;
    return {
      id: one.id,
      system: configuration.systems[state.systemOf[index] ?? 0]?.id ?? '',
      released: released ?? null,
      completed: completed ?? null,
      turnaround,
      response: firstRun && released ? subtract(firstRun, released) : null,
      running,
      blocked,
      waiting: turnaround && subtract(subtract(turnaround, running), blocked),
    };
  });

  const workOf = (segment: Segment): Rational => multiply(segment.speed ?? ZERO, length(segment));
  const workDone = sum(runs.map(workOf));
  const perTime = (amount: Rational): Rational | null => (isZero(now) ? null : divide(amount, now));
  const unitUse = Object.fromEntries(
    UNIT_CLASSES.map((unit) => {
      const busy = sum(
        runs.map((segment) =>
          multiply(workOf(segment), rational(state.programs[segment.program ?? -1]?.demand[unit] ?? 0, 100)),
        ),
      );
      return [unit, isZero(now) ? ZERO : divide(busy, multiply(now, rational(configuration.cores)))];
    }),
  ) as Record<UnitClass, Rational>;
  const timeOf = (kind: Segment['kind']): Rational =>
    sum(segments.filter((segment) => segment.kind === kind).map(length));

  const exits: Record<ExitReason, number> = {
    io: 0,
    sensitive: 0,
    'vmm-timer': 0,
    'guest-timer': 0,
    halt: 0,
  };
  for (const event of events) if (event.kind === 'exit') exits[event.reason] += 1;
  return {
    programs,
    makespan: now,
    meanTurnaround: mean(programs.map((one) => one.turnaround)),
    meanWaiting: mean(programs.map((one) => one.waiting)),
    workDone,
    throughput: perTime(workDone),
    completionRate: perTime(rational(programs.filter((one) => one.completed !== null).length)),
    unitUse,
    logicalTime: { run: timeOf('run'), switch: timeOf('switch'), exit: timeOf('exit'), idle: timeOf('idle') },
    switches: events.filter((event) => event.kind === 'switch').length,
    exits,
    exitTotal: Object.values(exits).reduce((total, count) => total + count, 0),
  };
}
