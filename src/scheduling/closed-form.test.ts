// The model against what theory gives in closed form: round robin, Amdahl (1967), Gustafson (1988), Graham (1969).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forkJoin } from './fork-join.ts';
import { compare, divide, rational, toNumber, toText, type Rational } from './rational.ts';
import { run, type Run } from './run.ts';
import { NO_COSTS, program, type Configuration, type SystemFigures } from './workload.ts';

function ran(configuration: Configuration): Run {
  const result = run(configuration);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(result.run.outcome).toBe('completed');
  return result.run;
}

function single(works: readonly number[], figures: Partial<SystemFigures>, cores = 1): Configuration {
  const programs = works.map((work, index) => program({ id: `P${index + 1}`, work }));
  const systems = [{ id: 'host', processors: cores, programs }];
  return { cores, threadsPerCore: 1, vmm: false, systems, figures: { ...NO_COSTS, ...figures } };
}

const completions = (one: Run): string[] =>
  one.measures.programs.map(({ completed }) => toText(completed ?? rational(-1)));

test('the example of every textbook: bursts 24, 3, 3 with quantum 4 wait 6, 4 and 7', () => {
  const { measures } = ran(single([24, 3, 3], { quantum: 4 }));
  expect(measures.programs.map((one) => one.waiting && toText(one.waiting))).toEqual(['6', '4', '7']);
  expect(measures.meanWaiting && toText(measures.meanWaiting)).toBe('17/3');
});

test('round robin: completion is own work plus what each other program runs before the last slice', () => {
  const works = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(works, fc.integer({ min: 1, max: 25 }), (bursts, quantum) => {
      const expected = bursts.map((burst, i) => {
        const rounds = Math.ceil(burst / quantum);
        return bursts.reduce(
          (total, other, j) =>
            j === i ? total + burst : total + Math.min(other, quantum * (j < i ? rounds : rounds - 1)),
          0,
        );
      });
      expect(completions(ran(single(bursts, { quantum })))).toEqual(expected.map(String));
    }),
    { numRuns: 60 },
  );
});

test('round robin with a switch cost: response of the i-th is i (quantum + cost); switches are counted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 5 }),
      (count, quantum, slices, switchCost) => {
        const works = Array.from({ length: count }, () => quantum * slices);
        const { measures } = ran(single(works, { quantum, switchCost }));
        expect(measures.programs.map((one) => Number(one.response?.n))).toEqual(
          works.map((_, i) => i * (quantum + switchCost)),
        );
        expect(measures.switches).toBe(count * slices - 1);
        expect(toText(measures.makespan)).toBe(
          String(count * slices * quantum + (count * slices - 1) * switchCost),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('a quantum beyond every burst makes round robin first come, first served', () => {
  expect(completions(ran(single([5, 9, 2], { quantum: 1000 })))).toEqual(['5', '14', '16']);
});

test('Amdahl: a fixed problem, p of it divided over n cores, is 1 / ((1-p) + p/n) times as fast', () => {
  for (const [serial, parallel] of [
    [5, 95],
    [10, 90],
    [50, 50],
    [0, 100],
  ] as const)
    for (const cores of [1, 2, 4, 5, 8, 10, 16]) {
      const scale = 80; // divisible by every number of cores used here
      const one = ran(forkJoin(1, serial * scale, 1, parallel * scale)).measures.makespan;
      const many = ran(forkJoin(cores, serial * scale, cores, (parallel * scale) / cores)).measures.makespan;
      const speedup: Rational = divide(one, many);
      expect(compare(speedup, divide(rational(1), amdahlTime(serial, parallel, cores)))).toBe(0);
    }
});

function amdahlTime(serial: number, parallel: number, cores: number): Rational {
  return rational(serial * cores + parallel, (serial + parallel) * cores);
}

test('Gustafson: a problem grown with n cores to fill the same time is n - (1-p)(n-1) as much work', () => {
  for (const serial of [0, 5, 25, 60])
    for (const cores of [1, 2, 7, 16]) {
      const parallel = 100 - serial;
      const scaled = ran(forkJoin(cores, serial, cores, parallel)).measures;
      expect(toText(scaled.makespan)).toBe('100');
      const alone = ran(forkJoin(1, serial, cores, parallel)).measures.makespan;
      expect(toNumber(divide(alone, scaled.makespan))).toBeCloseTo(cores - (serial / 100) * (cores - 1), 12);
    }
});

test('list scheduling keeps within the bounds of Graham on any number of cores', () => {
  const works = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(
      works,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 30 }),
      (all, cores, quantum) => {
        const total = all.reduce((a, b) => a + b, 0);
        const longest = Math.max(...all);
        const time = toNumber(ran(single(all, { quantum }, cores)).measures.makespan);
        expect(time).toBeGreaterThanOrEqual(Math.max(longest, total / cores));
        expect(time).toBeLessThanOrEqual(total / cores + (longest * (cores - 1)) / cores + 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});

test('a virtual machine alone pays one exit at the end of each slice but the last', () => {
  const figures = { ...NO_COSTS, quantum: 10, vmmQuantum: 1000, exitCost: 3 };
  const systems = [{ id: 'A', processors: 1, programs: [program({ id: 'P', work: 95 })] }];
  const { measures } = ran({ cores: 1, threadsPerCore: 1, vmm: true, systems, figures });
  expect(measures.exits['guest-timer']).toBe(9);
  expect(toText(measures.makespan)).toBe(String(95 + 9 * 3));
});

test('an operation that must be handled every k units costs floor((work-1)/k) exits, and nothing without a VMM', () => {
  const one = program({ id: 'P', work: 100, sensitiveEvery: 7 });
  const figures = { ...NO_COSTS, quantum: 1000, vmmQuantum: 1000, exitCost: 5 };
  const systems = [{ id: 'A', processors: 1, programs: [one] }];
  const guest = ran({ cores: 1, threadsPerCore: 1, vmm: true, systems, figures }).measures;
  expect(guest.exits.sensitive).toBe(14);
  expect(toText(guest.makespan)).toBe(String(100 + 14 * 5));
  const native = ran({ cores: 1, threadsPerCore: 1, vmm: false, systems, figures }).measures;
  expect(native.exitTotal).toBe(0);
  expect(toText(native.makespan)).toBe('100');
});

test('two identical guests that compute alternate every VMM slice, like two programs in one OS', () => {
  const figures = { ...NO_COSTS, quantum: 1000, vmmQuantum: 10, exitCost: 2 };
  const systems = ['A', 'B'].map((id) => ({ id, processors: 1, programs: [program({ id, work: 30 })] }));
  const { measures } = ran({ cores: 1, threadsPerCore: 1, vmm: true, systems, figures });
  // A B A B A(end) [halt exit] B(end); a timer exit after each of the first four slices.
  expect(measures.exits).toMatchObject({ 'vmm-timer': 4, halt: 1 });
  expect(measures.programs.map((one) => one.completed && toText(one.completed))).toEqual(['58', '70']);
});
