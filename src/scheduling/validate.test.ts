import { expect, test } from 'vitest';
import { forkJoin } from './fork-join.ts';
import { rational, toNumber } from './rational.ts';
import { run, segmentsOf, STEP_BUDGET } from './run.ts';
import { problemsOf } from './validate.ts';
import { NO_COSTS, program, type Configuration, type Program } from './workload.ts';

function configuration(programs: readonly Program[], change: Partial<Configuration> = {}): Configuration {
  const systems = [{ id: 'host', processors: 1, programs }];
  return { cores: 1, threadsPerCore: 1, vmm: false, systems, figures: NO_COSTS, ...change };
}
const codes = (one: Configuration): string[] => problemsOf(one).map((problem) => problem.code);

test('a sound configuration has no problems', () => {
  expect(codes(configuration([program({ id: 'P', work: 5 })]))).toEqual([]);
  expect(codes(forkJoin(4, 5, 8, 10))).toEqual([]);
});

test('each kind of wrong input gives its own code, and run gives the problems instead of running', () => {
  const base = { id: 'P', work: 5 };
  const wrong: [Configuration, string][] = [
    [configuration([]), 'no-program'],
    [configuration([program({ ...base, work: 0 })]), 'out-of-range'],
    [configuration([program({ ...base, work: 1.5 })]), 'not-whole'],
    [configuration([program({ ...base, work: Number.NaN })]), 'not-whole'],
    [configuration([program({ ...base, demand: { alu: 101 } })]), 'out-of-range'],
    [configuration([program(base), program(base)]), 'duplicate-id'],
    [configuration([program({ ...base, after: ['Q'] })]), 'unknown-dependency'],
    [configuration([program({ ...base, after: ['P'] })]), 'dependency-cycle'],
    [configuration([program({ ...base, affinity: 1 })]), 'unknown-processor'],
    [configuration([program({ ...base, io: [{ afterWork: 5, wait: 1 }] })]), 'io-order'],
    [
      configuration([program({ ...base, io: [{ afterWork: 2, wait: 1 }, { afterWork: 2, wait: 1 }] })]), // prettier-ignore
      'io-order',
    ],
    [configuration([program(base)], { figures: { ...NO_COSTS, quantum: 0 } }), 'out-of-range'],
    [
      configuration([], { systems: [{ id: 'host', processors: 2, programs: [program(base)] }] }),
      'more-processors-than-logical',
    ],
    [
      configuration([], {
        systems: ['A', 'B'].map((id) => ({ id, processors: 1, programs: [program({ id, work: 1 })] })),
      }),
      'one-system-without-vmm',
    ],
    [configuration(Array.from({ length: 33 }, (_, i) => program({ id: `P${i}`, work: 1 }))), 'too-many'],
  ];
  for (const [one, code] of wrong) {
    expect(codes(one)).toContain(code);
    expect(run(one).ok).toBe(false);
  }
});

test('a run that would take too many steps is cut short and says so', () => {
  const long = configuration([program({ id: 'P', work: 1_000_000 })], {
    figures: { ...NO_COSTS, quantum: 1 },
  });
  const result = run(long, 50);
  expect(result.ok && result.run.outcome).toBe('budget');
  expect(result.ok && result.run.measures.makespan).toEqual(rational(50));
  expect(result.ok && result.run.measures.programs[0]?.completed).toBeNull();
  expect(STEP_BUDGET).toBeGreaterThan(1000);
});

test('two exits in a row stay two segments; one exit seen in two steps stays one', () => {
  const io = [{ afterWork: 10, wait: 40 }];
  const programs = [program({ id: 'A', work: 20, io })];
  const result = run({
    cores: 1,
    threadsPerCore: 2,
    vmm: true,
    systems: [
      { id: 'A', processors: 1, programs },
      { id: 'B', processors: 1, programs: [program({ id: 'B', work: 11 })] },
    ],
    figures: { ...NO_COSTS, quantum: 100, vmmQuantum: 100, exitCost: 8 },
  });
  if (!result.ok) throw new Error('cannot run');
  const exits = segmentsOf(result.run.events).filter((one) => one.kind === 'exit' && one.logical === 0);
  expect(exits.map((one) => one.exitReason)).toEqual(['io', 'halt']);
});

test('a load with hundreds of awkward speeds ends, with all its work done and short fractions', () => {
  const programs = Array.from({ length: 8 }, (_, i) =>
    program({
      id: `P${i}`,
      work: 300 + i * 7,
      demand: { alu: 61 + i * 5, mem: 31, fp: i },
      cache: 41 + i * 7,
      io: Array.from({ length: 20 }, (_, k) => ({ afterWork: (k + 1) * 11 + (i % 5), wait: 3 + k })),
    }),
  );
  const systems = [{ id: 'host', processors: 2, programs }];
  const figures = { ...NO_COSTS, quantum: 7, cachePenalty: 37 };
  const result = run({ cores: 1, threadsPerCore: 2, vmm: false, systems, figures });
  if (!result.ok) throw new Error('cannot run');
  expect(result.run.outcome).toBe('completed');
  expect(result.run.final.now.d < 1n << 400n).toBe(true);
  expect(toNumber(result.run.measures.workDone)).toBeCloseTo(
    programs.reduce((sum, one) => sum + one.work, 0),
    9,
  );
});
