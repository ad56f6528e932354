// The same programs under both monitors, step by step, with every step kept to go back to.
import {
  DEFAULT_CONFIGURATION,
  EXAMPLE_TEXTS,
  EXAMPLES,
  initialMonitor,
  MONITORS,
  parseProgram,
  step,
  type ExampleName,
  type Monitor,
  type MonitorStep,
  type NamedProgram,
} from '../../v86/index.ts';

/** One moment: what each monitor's last step did. */
export type Moment = Readonly<Record<Monitor, MonitorStep>>;

export interface Session {
  readonly example: ExampleName;
  readonly iopl: 0 | 3;
  readonly moments: readonly Moment[];
  readonly at: number;
}

/** Moments kept: programs that never end are not followed for ever. */
export const MOST_MOMENTS = 400;
/** Steps taken when the page opens, so that there is something to see. */
export const STEPS_AT_FIRST = 1;

export const shownExample = (text: string | null | undefined): ExampleName =>
  EXAMPLES.find((one) => one === text) ?? 'six';

/** Program A is the reader's choice; B always counts, so that somebody waits for a turn. */
function programs(example: ExampleName): NamedProgram[] {
  return [
    ['A', EXAMPLE_TEXTS[example]],
    ['B', EXAMPLE_TEXTS.counter],
  ].flatMap(([id = '', text = '']): NamedProgram[] => {
    const read = parseProgram(text);
    return read.ok ? [{ id, program: read.program }] : [];
  });
}

export function startOf(example: ExampleName, iopl: 0 | 3 = 0): Session {
  const first = (monitor: Monitor): MonitorStep => ({
    state: initialMonitor({ ...DEFAULT_CONFIGURATION, iopl, monitor }, programs(example)),
    events: [],
  });
  return { example, iopl, moments: [{ v86: first('v86'), vt: first('vt') }], at: 0 };
}

export function momentOf({ moments, at, example, iopl }: Session): Moment {
  return moments[at] ?? (startOf(example, iopl).moments[0] as Moment);
}

export function canGoOn(session: Session): boolean {
  const { moments, at } = session;
  if (at < moments.length - 1) return true;
  return at < MOST_MOMENTS - 1 && MONITORS.some((one) => !momentOf(session)[one].state.ended);
}

export function forward(session: Session): Session {
  if (!canGoOn(session)) return session;
  const { moments, at } = session;
  if (at < moments.length - 1) return { ...session, at: at + 1 };
  const last = momentOf(session);
  const next: Moment = { v86: step(last.v86.state), vt: step(last.vt.state) };
  return { ...session, moments: [...moments, next], at: at + 1 };
}

export const back = (session: Session): Session => ({ ...session, at: Math.max(0, session.at - 1) });

/** To the next step in which either monitor is called, or the end. */
export function toInterception(session: Session): Session {
  let now = forward(session);
  while (
    canGoOn(now) &&
    !MONITORS.some((one) => momentOf(now)[one].events.some(({ kind }) => kind === 'intercepted'))
  )
    now = forward(now);
  return now;
}

export function after(example: ExampleName, iopl: 0 | 3, count: number): Session {
  let session = startOf(example, iopl);
  for (let done = 0; done < count; done++) session = forward(session);
  return session;
}

/** How often each operation called the monitor up to now. */
export function interceptionsSoFar({ moments, at }: Session, monitor: Monitor): Map<string, number> {
  const counts = new Map<string, number>();
  for (const moment of moments.slice(0, at + 1))
    for (const event of moment[monitor].events) {
      if (event.kind !== 'intercepted') continue;
      const name = event.op ?? 'relógio';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  return counts;
}
