import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  amdahl,
  amdahlLimit,
  bestCores,
  dynamicPower,
  efficiency,
  equalPowerCurve,
  frequencyWithinPower,
  gustafson,
  processorsForSpeedup,
  relativePerformance,
  relativePower,
  speedupCurve,
} from './index.ts';

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const processors = fc.integer({ min: 1, max: 1024 });

test('Amdahl: 95 percent over 64 processors gives 15.4, and never 20', () => {
  expect(amdahl(0.95, 64)).toBeCloseTo(15.42, 2);
  expect(amdahlLimit(0.95)).toBeCloseTo(20, 9);
  expect(amdahl(1, 7)).toBe(7);
  expect(amdahl(0, 7)).toBe(1);
  expect(amdahlLimit(1)).toBe(Infinity);
});

test('Gustafson: the same 95 percent over 64 processors do 60.85 times the work', () => {
  expect(gustafson(0.95, 64)).toBeCloseTo(60.85, 9);
  expect(efficiency(gustafson(0.95, 64), 64)).toBeCloseTo(0.95, 2);
});

test('Amdahl grows with processors, below its limit and below Gustafson', () => {
  fc.assert(
    fc.property(fraction, processors, (parallel, n) => {
      const speedup = amdahl(parallel, n);
      expect(speedup).toBeGreaterThanOrEqual(1 - 1e-12);
      expect(speedup).toBeLessThanOrEqual(Math.min(n, amdahlLimit(parallel)) + 1e-9);
      expect(amdahl(parallel, n + 1)).toBeGreaterThanOrEqual(speedup - 1e-12);
      expect(speedup).toBeLessThanOrEqual(gustafson(parallel, n) + 1e-9);
    }),
  );
});

test('the fewest processors for a speedup are enough, and one fewer are not', () => {
  expect(processorsForSpeedup(0.95, 15)).toBe(57);
  expect(processorsForSpeedup(0.95, 20)).toBeNull();
  expect(processorsForSpeedup(0, 2)).toBeNull();
  expect(processorsForSpeedup(0.5, 2 - 1e-15)).toBeNull();
  expect(processorsForSpeedup(0.5, 1)).toBe(1);
  fc.assert(
    fc.property(fraction, fc.integer({ min: 2, max: 500 }), (parallel, n) => {
      const found = processorsForSpeedup(parallel, amdahl(parallel, n) - 1e-6);
      expect(found).not.toBeNull();
      expect(found).toBeLessThanOrEqual(n);
    }),
  );
});

test('power: twice the voltage is four times, twice the frequency with its voltage is eight', () => {
  expect(dynamicPower(2e-9, 1, 1e9)).toBe(1);
  expect(dynamicPower(2e-9, 2, 1e9)).toBe(4);
  expect(dynamicPower(2e-9, 2, 2e9) / dynamicPower(2e-9, 1, 1e9)).toBe(relativePower(1, 2));
});

test('two cores at 85 percent do 170 percent of the work for 123 percent of the power', () => {
  expect(relativePerformance(2, 0.85)).toBeCloseTo(1.7, 12);
  expect(relativePower(2, 0.85)).toBeCloseTo(1.22825, 5);
  expect(frequencyWithinPower(2)).toBeCloseTo(0.7937, 4);
});

test('at equal power the curve keeps the power, and serial work wants one core', () => {
  for (const { cores, frequency } of equalPowerCurve(0.9, 16))
    expect(relativePower(cores, frequency)).toBeCloseTo(1, 12);
  expect(bestCores(0, 16)).toBe(1);
  expect(bestCores(1, 16)).toBe(16);
  expect(bestCores(0.8, 64)).toBe(8); // n^(2/3) / ((1-p) n + p) is greatest at n = 2p / (1-p)
});

test('the curves begin at one, and what is out of range is refused', () => {
  expect(speedupCurve(0.5, 3)[0]).toEqual({ processors: 1, amdahl: 1, gustafson: 1 });
  expect(() => amdahl(1.1, 2)).toThrow(RangeError);
  expect(() => gustafson(Number.NaN, 2)).toThrow(RangeError);
  expect(() => amdahl(0.5, 0)).toThrow(RangeError);
  expect(() => amdahl(0.5, 1.5)).toThrow(RangeError);
  expect(() => relativePower(1, 0)).toThrow(RangeError);
});
