import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairThroughput, sharedSpeed } from './contention.ts';
import { compare, ONE, rational, toText } from './rational.ts';

const appetite = (alu: number, mem: number, fp: number, cache = 0) => ({ demand: { alu, mem, fp }, cache });

test('programs that want different units do not slow each other', () => {
  expect(toText(sharedSpeed(appetite(100, 0, 0), appetite(0, 0, 100), 50))).toBe('1');
  expect(toText(pairThroughput(appetite(100, 0, 0), appetite(0, 0, 100), 50))).toBe('2');
});

test('two that want all of one class of units take turns: no gain', () => {
  expect(toText(pairThroughput(appetite(100, 0, 0), appetite(100, 0, 0), 50))).toBe('1');
});

test('the most wanted class decides', () => {
  expect(toText(sharedSpeed(appetite(80, 60, 0), appetite(80, 30, 0), 0))).toBe('5/8');
  expect(toText(sharedSpeed(appetite(20, 90, 0), appetite(20, 90, 0), 0))).toBe('5/9');
});

test('the cache makes it worse only when both together want more than there is', () => {
  expect(toText(sharedSpeed(appetite(100, 0, 0, 50), appetite(100, 0, 0, 50), 100))).toBe('1/2');
  // 60 percent too much at a penalty of 50 percent: 30 percent more time, 1/2 * 10/13.
  expect(toText(sharedSpeed(appetite(100, 0, 0, 80), appetite(100, 0, 0, 80), 50))).toBe('5/13');
});

test('no class of units is ever used beyond its capacity, and nobody runs faster than alone', () => {
  const any = fc
    .tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 100 })))
    .map(([alu = 0, mem = 0, fp = 0, cache = 0]) => appetite(alu, mem, fp, cache));
  fc.assert(
    fc.property(any, any, fc.integer({ min: 0, max: 1000 }), (a, b, penalty) => {
      const speed = sharedSpeed(a, b, penalty);
      expect(compare(speed, ONE)).toBeLessThanOrEqual(0);
      for (const unit of ['alu', 'mem', 'fp'] as const)
        expect(
          compare(rational(speed.n * BigInt(a.demand[unit] + b.demand[unit]), speed.d), rational(100)),
        ).toBeLessThanOrEqual(0);
      expect(sharedSpeed(b, a, penalty)).toEqual(speed);
    }),
  );
});
