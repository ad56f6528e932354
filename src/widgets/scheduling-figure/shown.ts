// The attributes of <scheduling-figure>, read the same way by the page's build and by the widget.
import {
  ARRANGEMENTS,
  configurationFor,
  EXAMPLES,
  run,
  type Arrangement,
  type ExampleName,
  type Run,
  type Workload,
} from '../../scheduling/index.ts';

/** The arrangements named in `text`, in their order; all four where none is. */
export function shownArrangements(text: string | null | undefined): readonly Arrangement[] {
  const named = (text ?? '').split(/\s+/);
  const found = ARRANGEMENTS.filter((one) => named.includes(one));
  return found.length > 0 ? found : ARRANGEMENTS;
}

export function shownExample(text: string | null | undefined): ExampleName {
  return EXAMPLES.find((one) => one === text) ?? 'different-units';
}

/** The examples that show something in these arrangements: what is about sharing a core needs HyperThreading. */
export function shownExamples(arrangements: readonly Arrangement[]): readonly ExampleName[] {
  const smt = arrangements.some((one) => one.endsWith('hyperthreading'));
  const virtual = arrangements.some((one) => one.startsWith('virtualization'));
  return EXAMPLES.filter((one) =>
    one === 'same-units' || one === 'cache-fight' ? smt : one === 'many-exits' ? virtual : true,
  );
}

/** The workload in each of the arrangements. All that the controls allow can run: what cannot is left out. */
export function runsOf(load: Workload, arrangements: readonly Arrangement[]): Map<Arrangement, Run> {
  return new Map(
    arrangements.flatMap((one): [Arrangement, Run][] => {
      const result = run(configurationFor(one, load));
      return result.ok ? [[one, result.run]] : [];
    }),
  );
}

/** The end of the longest run: the charts share one scale. */
export const longest = (runs: ReadonlyMap<Arrangement, Run>, toNumber: (run: Run) => number): number =>
  Math.max(1, ...[...runs.values()].map(toNumber));
