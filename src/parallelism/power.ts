// Frequency against power: dynamic power P = 1/2 C V^2 f. Where voltage must rise with frequency, P grows as f^3.
import { amdahl } from './speedup.ts';

/** What the model leaves out, as codes for the catalogue. */
export const LEFT_OUT = ['leakage', 'minimum-voltage', 'memory-speed', 'activity'] as const;

/** Watts, from farads switched in each cycle, volts and hertz. */
export function dynamicPower(capacitance: number, voltage: number, frequency: number): number {
  return 0.5 * capacitance * voltage ** 2 * frequency;
}

/**
 * Power of `cores` cores relative to one core at frequency 1, each at `frequency` times that and at a voltage in
 * the same proportion. Throws RangeError for a frequency that is not above zero.
 */
export function relativePower(cores: number, frequency: number): number {
  if (!(frequency > 0)) throw new RangeError('frequency not above zero');
  return cores * frequency ** 3;
}

/** Work per time relative to one core at frequency 1, by Amdahl's law. */
export function relativePerformance(cores: number, frequency: number, parallel = 1): number {
  return amdahl(parallel, cores) * frequency;
}

/** Frequency at which `cores` cores use `budget` times the power of one core at frequency 1. */
export function frequencyWithinPower(cores: number, budget = 1): number {
  return Math.cbrt(budget / cores);
}

export interface PowerPoint {
  readonly cores: number;
  readonly frequency: number;
  readonly performance: number;
}

/** For 1 to `most` cores at equal power: how fast each goes and what they do together. */
export function equalPowerCurve(parallel: number, most: number, budget = 1): PowerPoint[] {
  return Array.from({ length: most }, (_, index) => {
    const frequency = frequencyWithinPower(index + 1, budget);
    return { cores: index + 1, frequency, performance: relativePerformance(index + 1, frequency, parallel) };
  });
}

/** The number of cores (1 to `most`) that does most at equal power; the smallest where several do the same. */
export function bestCores(parallel: number, most: number): number {
  const curve = equalPowerCurve(parallel, most);
  return curve.reduce((best, point) => (point.performance > best.performance + 1e-12 ? point : best)).cores;
}
