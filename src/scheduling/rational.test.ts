import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  compare,
  divide,
  multiply,
  rational,
  roundedDown,
  roundedUp,
  subtract,
  toNumber,
  toText,
} from './rational.ts';

const fraction = fc
  .tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 5000 }))
  .map(([n, d]) => rational(n, d));

test('fractions are kept in lowest terms with a positive denominator', () => {
  expect(rational(6, -4)).toEqual({ n: -3n, d: 2n });
  expect(toText(rational(22, 7))).toBe('22/7');
  expect(toText(rational(14, 7))).toBe('2');
  expect(() => rational(1, 0)).toThrow(RangeError);
});

test('a third three times is exactly one, which doubles of a tenth are not', () => {
  const tenth = rational(1, 10);
  expect(compare(add(add(tenth, tenth), tenth), rational(3, 10))).toBe(0);
  expect(0.1 + 0.1 + 0.1).not.toBe(0.3);
});

test('the laws of a field hold', () => {
  fc.assert(
    fc.property(fraction, fraction, fraction, (a, b, c) => {
      expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
      expect(add(subtract(a, b), b)).toEqual(a);
      if (b.n !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
    }),
  );
});

test('conversion for drawing is close, also for integers beyond a double', () => {
  fc.assert(
    fc.property(fraction, (a) => {
      expect(toNumber(a)).toBeCloseTo(Number(a.n) / Number(a.d), 12);
    }),
  );
  const huge = rational(10n ** 400n + 1n, 10n ** 400n);
  expect(toNumber(huge)).toBeCloseTo(1, 12);
});

test('only fractions too long for exact arithmetic are rounded, by less than 2^-64, to either side', () => {
  const short = rational(22, 7);
  expect([roundedDown(short), roundedUp(short)]).toEqual([short, short]);
  for (const sign of [1n, -1n]) {
    const long = rational(sign * (10n ** 60n + 7n), 3n ** 150n);
    const [down, up] = [roundedDown(long), roundedUp(long)];
    expect(compare(down, long)).toBe(-1);
    expect(compare(long, up)).toBe(-1);
    expect(compare(subtract(up, down), rational(1n, 1n << 64n))).toBeLessThanOrEqual(0);
  }
});
