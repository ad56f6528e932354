// The article's three figures side by side: HyperThreading helps, makes no difference and hurts; a VMM decides how
// many processors a guest sees; one guest at a time on each logical processor.
import { expect, test } from 'vitest';
import { configurationFor, runAll, type Arrangement, type Workload } from './arrangements.ts';
import { exampleWorkload, EXAMPLES } from './examples.ts';
import { compare, divide, toNumber, toText, type Rational } from './rational.ts';
import { run, type Run } from './run.ts';
import { NO_COSTS, program, type Program } from './workload.ts';

function all(workload: Workload): Record<Arrangement, Run> {
  const results = runAll(workload);
  const entries = Object.entries(results).map(([name, result]) => {
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return [name, result.run] as const;
  });
  return Object.fromEntries(entries) as Record<Arrangement, Run>;
}

const gain = (runs: Record<Arrangement, Run>): Rational =>
  divide(runs.multitasking.measures.makespan, runs.hyperthreading.measures.makespan);

function two(
  demandA: Program['demand'],
  demandB: Program['demand'],
  cache: number,
  cachePenalty: number,
): Workload {
  const programs = [
    program({ id: 'P1', work: 60, demand: demandA, cache }),
    program({ id: 'P2', work: 60, demand: demandB, cache }),
  ];
  return { programs, figures: { ...NO_COSTS, cachePenalty }, virtualProcessors: 1 };
}
const only = (alu: number, fp: number): Program['demand'] => ({ alu, mem: 0, fp });

test('HyperThreading doubles, does nothing or hurts, as the units and the cache decide', () => {
  expect(toText(gain(all(two(only(100, 0), only(0, 100), 0, 100))))).toBe('2');
  expect(toText(gain(all(two(only(80, 0), only(80, 0), 0, 0))))).toBe('5/4');
  expect(toText(gain(all(two(only(100, 0), only(100, 0), 0, 0))))).toBe('1');
  expect(toText(gain(all(two(only(100, 0), only(100, 0), 100, 25))))).toBe('4/5');
});

test('with one program there is nothing to share: the other logical processor halts and it has the whole core', () => {
  const workload = { ...two(only(100, 0), only(0, 0), 0, 0), programs: [program({ id: 'P', work: 50 })] };
  const { hyperthreading } = all(workload);
  expect(toText(hyperthreading.measures.makespan)).toBe('50');
  expect(hyperthreading.segments.filter((one) => one.logical === 1).map((one) => one.kind)).toEqual(['idle']);
});

test('when one of two ends, what is left runs at full speed', () => {
  const programs = [program({ id: 'short', work: 10 }), program({ id: 'long', work: 30 })];
  const { hyperthreading } = all({ programs, figures: NO_COSTS, virtualProcessors: 1 });
  // Half speed until 20 (10 each), then the 20 left at full speed.
  expect(hyperthreading.measures.programs.map((one) => one.completed && toText(one.completed))).toEqual([
    '20',
    '40',
  ]);
});

test('logical processors can be used separately: by affinity, or one of them left halted by the OS', () => {
  const pinned = ['P1', 'P2'].map((id) => program({ id, work: 20, affinity: 1 }));
  const workload: Workload = { programs: pinned, figures: NO_COSTS, virtualProcessors: 1 };
  const { segments } = all(workload).hyperthreading;
  expect(new Set(segments.filter((one) => one.kind === 'run').map((one) => one.logical))).toEqual(
    new Set([1]),
  );

  const configuration = configurationFor('hyperthreading', two(only(100, 0), only(100, 0), 100, 50));
  const systems = configuration.systems.map((one) => ({ ...one, processors: 1 }));
  const result = run({ ...configuration, systems });
  expect(result.ok && toText(result.run.measures.makespan)).toBe('120');
});

test('on each logical processor one guest runs at a time, and both guests advance', () => {
  const { virtualization } = all(exampleWorkload('different-units'));
  expect(virtualization.segments.every((one) => one.logical === 0)).toBe(true);
  expect(new Set(virtualization.segments.flatMap((one) => one.system ?? []))).toEqual(new Set([0, 1]));
});

test('the VMM, not HyperThreading, decides how many processors a guest sees', () => {
  const programs = ['P1', 'P2'].map((id) => program({ id, work: 40, demand: { alu: 50 } }));
  const seen = (virtualProcessors: number): Run =>
    all({ programs, figures: { ...NO_COSTS, exitCost: 1 }, virtualProcessors })[
      'virtualization-hyperthreading'
    ];
  const atOnce = (one: Run): boolean =>
    one.segments.some((a) => one.segments.some((b) =>
      a.logical !== b.logical && a.kind === 'run' && b.kind === 'run' &&
      compare(a.start, b.end) < 0 && compare(b.start, a.end) < 0)); // prettier-ignore
  // One guest with one virtual processor cannot use two logical ones, though the hardware has them.
  expect(atOnce(seen(1))).toBe(false);
  expect(atOnce(seen(2))).toBe(true);
  // Two virtual processors on hardware without HyperThreading: the guest sees two, they take turns on one.
  const oneLogical = configurationFor('virtualization', {
    programs,
    figures: NO_COSTS,
    virtualProcessors: 2,
  });
  const result = run(oneLogical);
  if (!result.ok) throw new Error('cannot run');
  expect(new Set(result.run.segments.flatMap((one) => one.processor ?? []))).toEqual(new Set([0, 1]));
  expect(atOnce(result.run)).toBe(false);
  expect(toText(result.run.measures.makespan)).toBe('80');
});

test('two guests of one virtual processor each run at once on two logical processors', () => {
  const programs = ['A', 'B'].map((group) => program({ id: group, group, work: 40, demand: { alu: 50 } }));
  const runs = all({ programs, figures: NO_COSTS, virtualProcessors: 1 });
  expect(toText(runs.virtualization.measures.makespan)).toBe('80');
  expect(toText(runs['virtualization-hyperthreading'].measures.makespan)).toBe('40');
});

test('a guest that waits for devices leaves by HLT and the other uses the time', () => {
  const io = [{ afterWork: 10, wait: 40 }];
  const programs = ['A', 'B'].map((group) => program({ id: group, group, work: 30, io }));
  const figures = { ...NO_COSTS, quantum: 1000, vmmQuantum: 1000, exitCost: 1 };
  const { virtualization } = all({ programs, figures, virtualProcessors: 1 });
  expect(virtualization.measures.exits).toMatchObject({ io: 2, halt: 3 });
  // A 0-10, its I/O and HLT exits to 12; B 12-22, exits to 24; A wakes at 50 and runs to 70, HLT exit; B to 91.
  expect(virtualization.measures.programs.map((one) => one.completed && toText(one.completed))).toEqual([
    '70',
    '91',
  ]);
});

test('the examples do what their names say', () => {
  const gains = Object.fromEntries(
    EXAMPLES.map((name) => [name, toNumber(gain(all(exampleWorkload(name))))]),
  );
  // As much as was measured on servers, and far from the double that many expect.
  expect(gains['different-units']).toBeGreaterThan(1.15);
  expect(gains['different-units']).toBeLessThan(1.35);
  expect(gains['cache-fight']).toBeLessThan(1);
  expect(gains['waiting-programs']).toBeGreaterThan(1);
  // With the same units HyperThreading only hides the cost of switching.
  const same = exampleWorkload('same-units');
  expect(toText(gain(all({ ...same, figures: { ...same.figures, switchCost: 0 } })))).toBe('1');
  const many = all(exampleWorkload('many-exits')).virtualization.measures;
  const few = all(exampleWorkload('different-units')).virtualization.measures;
  expect(many.exitTotal).toBeGreaterThan(2 * few.exitTotal);
  expect(compare(many.makespan, few.makespan)).toBe(1);
});

test('a later, cheaper exit brings virtualization nearer to plain multitasking', () => {
  const workload = exampleWorkload('many-exits');
  const times = [0, 1, 5, 20].map((exitCost) =>
    toNumber(
      all({ ...workload, figures: { ...workload.figures, exitCost } }).virtualization.measures.makespan,
    ),
  );
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  expect(new Set(times).size).toBe(times.length);
});
