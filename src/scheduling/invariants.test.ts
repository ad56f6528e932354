// What must hold in every run, whatever the workload: nobody is in two places, no work is lost, time adds up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ARRANGEMENTS, configurationFor, type Workload } from './arrangements.ts';
import { add, compare, equal, multiply, rational, subtract, toNumber, toText, ZERO } from './rational.ts';
import { run, type Run } from './run.ts';
import { initialState, type SchedulingState, type Segment } from './state.ts';
import { step } from './step.ts';
import { NO_COSTS, program, UNIT_CLASSES, type Program } from './workload.ts';

const percent = fc.integer({ min: 0, max: 100 });
const anyProgram: fc.Arbitrary<Omit<Program, 'id' | 'after'>> = fc.record({
  group: fc.constantFrom('A', 'B', 'C'),
  work: fc.integer({ min: 3, max: 40 }),
  arrival: fc.integer({ min: 0, max: 30 }),
  demand: fc.record({ alu: percent, mem: percent, fp: percent }),
  cache: percent,
  io: fc.constantFrom([], [{ afterWork: 2, wait: 7 }], [{ afterWork: 1, wait: 1 }, { afterWork: 2, wait: 30 }]), // prettier-ignore
  sensitiveEvery: fc.constantFrom(0, 0, 1, 5),
  affinity: fc.constantFrom(null, null, 0, 1),
});

const anyWorkload: fc.Arbitrary<Workload> = fc.record({
  programs: fc
    .array(anyProgram, { minLength: 1, maxLength: 6 })
    .map((list) => list.map((one, index) => ({ ...one, id: `P${index}`, after: index === 3 ? ['P0'] : [] }))),
  figures: fc.record({
    quantum: fc.integer({ min: 1, max: 15 }),
    switchCost: fc.integer({ min: 0, max: 4 }),
    vmmQuantum: fc.integer({ min: 1, max: 25 }),
    exitCost: fc.integer({ min: 0, max: 6 }),
    cachePenalty: fc.integer({ min: 0, max: 200 }),
  }),
  virtualProcessors: fc.integer({ min: 1, max: 3 }),
});
const anyArrangement = fc.constantFrom(...ARRANGEMENTS);

function ran(arrangement: (typeof ARRANGEMENTS)[number], workload: Workload): Run {
  const result = run(configurationFor(arrangement, workload));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(result.run.outcome).toBe('completed');
  return result.run;
}

const overlaps = (a: Segment, b: Segment): boolean =>
  compare(a.start, b.end) < 0 && compare(b.start, a.end) < 0;

function eachPair(segments: readonly Segment[], visit: (a: Segment, b: Segment) => void): void {
  segments.forEach((a, index) => segments.slice(index + 1).forEach((b) => visit(a, b)));
}

test('each logical processor is busy with one thing at a time and its time has no gaps', () => {
  fc.assert(
    fc.property(anyArrangement, anyWorkload, (arrangement, workload) => {
      const { segments, final } = ran(arrangement, workload);
      final.logical.forEach((_, logical) => {
        let end = ZERO;
        for (const one of segments.filter((segment) => segment.logical === logical)) {
          expect(equal(one.start, end)).toBe(true);
          expect(compare(one.start, one.end)).toBe(-1);
          end = one.end;
        }
        expect(equal(end, final.now)).toBe(true);
      });
    }),
    { numRuns: 80 },
  );
});

test('no program and no virtual processor is in two places at once', () => {
  fc.assert(
    fc.property(anyArrangement, anyWorkload, (arrangement, workload) => {
      const { segments } = ran(arrangement, workload);
      eachPair(
        segments.filter((one) => one.kind !== 'idle'),
        (a, b) => {
          if (!overlaps(a, b)) return;
          expect(a.logical).not.toBe(b.logical);
          expect([a.system, a.processor]).not.toEqual([b.system, b.processor]);
          if (a.kind === 'run' && b.kind === 'run') expect(a.program).not.toBe(b.program);
        },
      );
    }),
    { numRuns: 60 },
  );
});

test('work is conserved: what ran of each program, at the speeds it ran, is exactly its work', () => {
  fc.assert(
    fc.property(anyArrangement, anyWorkload, (arrangement, workload) => {
      const { segments, final, measures } = ran(arrangement, workload);
      final.programs.forEach((one, index) => {
        const done = segments
          .filter((segment) => segment.kind === 'run' && segment.program === index)
          .map((segment) => multiply(segment.speed ?? ZERO, subtract(segment.end, segment.start)))
          .reduce(add, ZERO);
        // Exact, but for the rounding of fractions beyond 160 bits (see rational.ts), far below 10^-9.
        expect(toNumber(done)).toBeCloseTo(one.work, 9);
      });
      const total = final.programs.reduce((sum, one) => sum + one.work, 0);
      expect(toNumber(measures.workDone)).toBeCloseTo(total, 9);
    }),
    { numRuns: 80 },
  );
});

test('the times add up and no unit is used beyond its capacity', () => {
  fc.assert(
    fc.property(anyArrangement, anyWorkload, (arrangement, workload) => {
      const { final, measures } = ran(arrangement, workload);
      const all = Object.values(measures.logicalTime).reduce(add, ZERO);
      expect(toNumber(all)).toBeCloseTo(toNumber(measures.makespan) * final.logical.length, 9);
      for (const unit of UNIT_CLASSES) expect(toNumber(measures.unitUse[unit])).toBeLessThanOrEqual(1);
      for (const one of measures.programs) {
        expect(toNumber(one.waiting ?? rational(-1))).toBeGreaterThanOrEqual(0);
        expect(toNumber(one.response ?? rational(-1))).toBeGreaterThanOrEqual(0);
      }
      const { switchCost, exitCost } = workload.figures;
      // The run may end in the middle of a cost on the other logical processor, never with more than was counted.
      expect(toNumber(measures.logicalTime.switch)).toBeLessThanOrEqual(measures.switches * switchCost);
      expect(toNumber(measures.logicalTime.exit)).toBeLessThanOrEqual(measures.exitTotal * exitCost);
      if (!final.configuration.vmm) expect(measures.exitTotal).toBe(0);
    }),
    { numRuns: 80 },
  );
});

test('nobody waits while a processor of its OS is free (no VMM, no affinity)', () => {
  fc.assert(
    fc.property(fc.constantFrom('multitasking', 'hyperthreading'), anyWorkload, (arrangement, workload) => {
      const programs = workload.programs.map((one) => ({ ...one, affinity: null }));
      const { segments, measures, events } = ran(arrangement, { ...workload, programs });
      const idle = segments.filter((one) => one.kind === 'idle');
      for (const event of events) {
        if (event.kind !== 'ready') continue;
        const next = events.find((e) => e.kind === 'assigned' && e.program === event.program && compare(e.at, event.at) >= 0); // prettier-ignore
        if (next === undefined || next.kind !== 'assigned') throw new Error('a ready program was never run');
        if (equal(next.at, event.at)) continue;
        for (const gap of idle)
          expect(compare(gap.start, next.at) < 0 && compare(event.at, gap.end) < 0).toBe(false);
      }
      expect(measures.programs.every((one) => one.completed !== null)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a program starts only after what it depends on', () => {
  fc.assert(
    fc.property(anyArrangement, anyWorkload, (arrangement, workload) => {
      const { final } = ran(arrangement, workload);
      const [first, fourth] = [final.programs, final.programs].map((list, at) =>
        list.findIndex((one) => one.id === (at === 0 ? 'P0' : 'P3')),
      );
      const [before, then] = [final.programStates[first ?? -1], final.programStates[fourth ?? -1]];
      if (!before?.completed || !then?.firstRun) return;
      expect(compare(before.completed, then.firstRun)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 40 },
  );
});

test('without costs, waits or company the makespan does not depend on the order, the quantum or the guests', () => {
  const works = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      works,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (all, quantum, slice) => {
        const figures = { ...NO_COSTS, quantum, vmmQuantum: slice };
        const programs = all.map((work, i) => program({ id: `P${i}`, work, group: i % 2 ? 'B' : 'A' }));
        const total = String(all.reduce((a, b) => a + b, 0));
        for (const list of [programs, [...programs].reverse()])
          for (const arrangement of ['multitasking', 'virtualization'] as const)
            expect(
              toText(ran(arrangement, { programs: list, figures, virtualProcessors: 1 }).measures.makespan),
            ).toBe(total);
      },
    ),
    { numRuns: 40 },
  );
});

test('which of two identical programs is which makes no difference', () => {
  fc.assert(
    fc.property(anyArrangement, anyProgram, anyWorkload, (arrangement, twin, workload) => {
      const rest = { ...twin, after: [], affinity: null };
      const ids = ['X', 'Y', 'Z'];
      const times = (order: readonly string[]): string[] => {
        const programs = order.map((id) => ({ ...rest, id }));
        return ran(arrangement, { ...workload, programs }).measures.programs.map((one) =>
          toText(one.completed ?? ZERO),
        );
      };
      expect(times(ids)).toEqual(times([...ids].reverse()));
    }),
    { numRuns: 40 },
  );
});

test('a VMM that costs nothing, with one guest that sees all processors, changes nothing', () => {
  fc.assert(
    fc.property(fc.boolean(), anyWorkload, (threads, workload) => {
      const programs = workload.programs.map((one) => ({ ...one, group: 'A', affinity: null }));
      const figures = { ...workload.figures, exitCost: 0, vmmQuantum: 1_000_000 };
      const given = { programs, figures, virtualProcessors: threads ? 2 : 1 };
      const times = (one: Run): string[] =>
        one.measures.programs.map((each) => toText(each.completed ?? ZERO));
      expect(times(ran(threads ? 'virtualization-hyperthreading' : 'virtualization', given))).toEqual(
        times(ran(threads ? 'hyperthreading' : 'multitasking', given)),
      );
    }),
    { numRuns: 60 },
  );
});

test('a step leaves the state it started from as it was, and taken again gives the same', () => {
  fc.assert(
    fc.property(anyArrangement, anyWorkload, (arrangement, workload) => {
      const freeze = (value: unknown): unknown => {
        if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
          Object.values(Object.freeze(value)).forEach(freeze);
        return value;
      };
      let state: SchedulingState = initialState(configurationFor(arrangement, workload));
      for (let count = 0; count < 40 && !state.ended; count++) {
        freeze(state);
        const next = step(state);
        expect(step(state)).toEqual(next);
        state = next.state;
      }
    }),
    { numRuns: 25 },
  );
});
