import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  breakEvenCount,
  breakEvenExit,
  compareSystems,
  COSTS_2006,
  EXAMPLE_MIXES,
  exitsOf,
  hardwareLoss,
  laterCosts,
  mixProblems,
  OPERATIONS,
  ROUND_TRIPS,
  total,
  type Mix,
  type Operation,
} from './index.ts';

const row = (operation: Operation): (number | string)[] =>
  (['native', 'software', 'hardware'] as const).map((system) => {
    const { cycles, plusBase } = COSTS_2006[operation][system];
    return plusBase ? `base + ${cycles}` : cycles;
  });

test('the table of Adams and Agesen (2006) comes out of its facts', () => {
  expect(Object.fromEntries(OPERATIONS.map((operation) => [operation, row(operation)]))).toEqual({
    syscall: ['base + 0', 'base + 2000', 'base + 0'],
    in: [3209, 214, 15826],
    cr8wr: [140, 35, 140],
    'call-ret': [11, 51, 11],
    pgfault: [1093, 3927, 11242],
    divzero: [889, 3223, 1014],
    ptemod: [1, 391, 12733],
  });
});

test('what the article says in words holds: thirty times on page tables, fifteen times on the port', () => {
  const { ptemod, in: port } = COSTS_2006;
  expect(Math.round(ptemod.hardware.cycles / ptemod.software.cycles / 10) * 10).toBe(30);
  expect(Math.round(port.native.cycles / port.software.cycles)).toBe(15);
});

test('in 2006 hardware won on system calls, calls and exceptions; software on ports and memory', () => {
  const winners = OPERATIONS.map((operation) => [
    operation,
    compareSystems({ compute: 0, counts: { [operation]: 1 } }, COSTS_2006).winner,
  ]);
  expect(Object.fromEntries(winners)).toEqual({
    syscall: 'hardware',
    in: 'software',
    cr8wr: 'software',
    'call-ret': 'hardware',
    pgfault: 'software',
    divzero: 'hardware',
    ptemod: 'software',
  });
  const winner = (mix: Mix): string => compareSystems(mix, COSTS_2006).winner;
  expect(winner(EXAMPLE_MIXES['pure-computation'])).toBe('tie');
  expect(winner(EXAMPLE_MIXES['system-calls'])).toBe('hardware');
  expect(winner(EXAMPLE_MIXES['process-creation'])).toBe('software');
  expect(winner(EXAMPLE_MIXES['input-output'])).toBe('software');
});

test('a total keeps the unknown base apart instead of inventing it', () => {
  const mix: Mix = { compute: 100, counts: { syscall: 3, pgfault: 2 } };
  expect(total(mix, COSTS_2006, 'software')).toEqual({
    cycles: 100 + 3 * 2000 + 2 * 3927,
    bases: 3,
    parts: [
      { operation: 'syscall', cycles: 6000 },
      { operation: 'pgfault', cycles: 7854 },
    ],
  });
});

const anyMix: fc.Arbitrary<Mix> = fc.record({
  compute: fc.nat(1_000_000),
  counts: fc.record(
    Object.fromEntries(OPERATIONS.map((operation) => [operation, fc.nat(2000)])) as Record<
      Operation,
      fc.Arbitrary<number>
    >,
  ),
});

test('at the break-even count the two tie, one more on the losing side and they do not', () => {
  // 2000 cycles gained a system call against 7315 lost a page fault.
  const mix: Mix = { compute: 5, counts: { pgfault: 2000 } };
  expect(breakEvenCount(mix, 'syscall', COSTS_2006)).toBe(7315);
  fc.assert(
    fc.property(anyMix, fc.constantFrom(...OPERATIONS), (any, operation) => {
      const count = breakEvenCount(any, operation, COSTS_2006);
      if (count === null) return;
      const rest = compareSystems({ ...any, counts: { ...any.counts, [operation]: 0 } }, COSTS_2006);
      expect(rest.difference + count * hardwareLoss(operation, COSTS_2006)).toBeCloseTo(0, 3);
    }),
  );
  expect(breakEvenCount({ compute: 0, counts: { syscall: 1 } }, 'divzero', COSTS_2006)).toBeNull();
});

test('later exits: cheaper, the hardware column falls; with nested paging memory costs as much as natively', () => {
  const [prescott, sandy] = [ROUND_TRIPS[0]?.cycles ?? 0, ROUND_TRIPS.at(-1)?.cycles ?? 0];
  expect(Math.round((1 - sandy / prescott) * 100)).toBe(80);
  const shadow = laterCosts({ roundTrip: sandy, handling: 500, nestedPaging: false });
  const nested = laterCosts({ roundTrip: sandy, handling: 500, nestedPaging: true });
  expect(shadow.ptemod.hardware.cycles).toBe(1 + 784 + 500);
  expect(nested.ptemod.hardware.cycles).toBe(1);
  expect(nested.in.hardware.cycles).toBe(3209 + 784 + 500);
  expect(nested.syscall).toEqual(COSTS_2006.syscall);
  expect(shadow.divzero.hardware).toEqual(COSTS_2006.divzero.hardware);
  const creation = EXAMPLE_MIXES['process-creation'];
  expect(compareSystems(creation, nested).winner).toBe('hardware');
  expect(compareSystems(creation, laterCosts({ roundTrip: prescott, handling: 5000, nestedPaging: false })).winner).toBe('software'); // prettier-ignore
});

test('at the break-even exit the mix ties, a cycle dearer and software wins', () => {
  const mix: Mix = { compute: 10, counts: { syscall: 30, ptemod: 10 } };
  const exits = (operation: Operation): number => exitsOf(operation, false);
  const exit = breakEvenExit(mix, COSTS_2006, exits);
  expect(exit).toBe((30 * 2000 + 10 * (391 - 1)) / 10);
  const at = (roundTrip: number): string =>
    compareSystems(mix, laterCosts({ roundTrip, handling: 0, nestedPaging: false })).winner;
  expect([at((exit ?? 0) - 1), at(exit ?? 0), at((exit ?? 0) + 1)]).toEqual(['hardware', 'tie', 'software']);
  expect(breakEvenExit({ compute: 1, counts: { syscall: 1 } }, COSTS_2006, exits)).toBeNull();
  expect(breakEvenExit({ compute: 1, counts: { in: 1 } }, COSTS_2006, exits)).toBeNull();
});

test('a mix that cannot be added up says where', () => {
  expect(mixProblems({ compute: 1, counts: { in: 2 } })).toEqual([]);
  expect(mixProblems({ compute: -1, counts: { in: 2.5, pgfault: Number.POSITIVE_INFINITY } })).toEqual([
    { code: 'out-of-range', where: 'compute' },
    { code: 'not-whole', where: 'in' },
    { code: 'not-whole', where: 'pgfault' },
  ]);
});
