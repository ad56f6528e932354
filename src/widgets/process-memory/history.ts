// The steps taken and where the reader stands among them; going back and doing something else forgets the rest.
import {
  exampleCommands,
  initialProcess,
  perform,
  type Command,
  type ExampleName,
  type Step,
} from '../../process-memory/index.ts';

export interface History {
  readonly steps: readonly Step[];
  readonly at: number;
  /** What the example does after the last step. */
  readonly toCome: readonly Command[];
}

/** Steps kept; enough for a reader, and bounded. */
const MOST_STEPS = 500;

export const startOf = (example: ExampleName): History => ({
  steps: [{ state: initialProcess(), events: [] }],
  at: 0,
  toCome: exampleCommands(example),
});

export const stepAt = ({ steps, at }: History): Step => steps[at] ?? { state: initialProcess(), events: [] };

export const canGoOn = (history: History): boolean =>
  history.at < history.steps.length - 1 ||
  (history.toCome.length > 0 && stepAt(history).state.ended === null);

/** The reader's own command: what was ahead, and what the example had in mind, is forgotten. */
export function act(history: History, command: Command): History {
  const steps = history.steps.slice(0, history.at + 1);
  if (steps.length >= MOST_STEPS) return history;
  return { steps: [...steps, perform(stepAt(history).state, command)], at: history.at + 1, toCome: [] };
}

/** One step on: again what was done before, or the example's next command. */
export function forward(history: History): History {
  if (history.at < history.steps.length - 1) return { ...history, at: history.at + 1 };
  const [command, ...toCome] = history.toCome;
  if (command === undefined || !canGoOn(history)) return history;
  return { ...act(history, command), toCome };
}

export const back = (history: History): History => ({ ...history, at: Math.max(0, history.at - 1) });

/** `count` steps from the start. */
export function after(example: ExampleName, count: number): History {
  let history = startOf(example);
  for (let done = 0; done < count; done++) history = forward(history);
  return history;
}
