// Exact fractions of integers, so that simulated time never drifts as binary floating point would.

/** A fraction in lowest terms; `d` is always positive. Compare with `compare`, not with `===`. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y > SAFE) [x, y] = [y, x % y];
  if (y === 0n) return x;
  // The rest in plain numbers, which are many times faster.
  let [p, q] = [Number(y), Number(x % y)];
  while (q !== 0) [p, q] = [q, p % q];
  return BigInt(p);
}

function reduced(n: bigint, d: bigint): Rational {
  if (d === 1n) return { n, d };
  const g = gcd(n, d);
  return g === 1n ? { n, d } : { n: n / g, d: d / g };
}

/** n/d from whole numbers. Throws RangeError when d is zero or either is not an integer. */
export function rational(n: number | bigint, d: number | bigint = 1): Rational {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw new RangeError('division by zero');
  return bottom < 0n ? reduced(-top, -bottom) : reduced(top, bottom);
}

export const add = (a: Rational, b: Rational): Rational =>
  a.d === b.d ? reduced(a.n + b.n, a.d) : reduced(a.n * b.d + b.n * a.d, a.d * b.d);

export const subtract = (a: Rational, b: Rational): Rational =>
  a.d === b.d ? reduced(a.n - b.n, a.d) : reduced(a.n * b.d - b.n * a.d, a.d * b.d);

export const multiply = (a: Rational, b: Rational): Rational => reduced(a.n * b.n, a.d * b.d);

/** a/b. Throws RangeError when b is zero. */
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);

/** Negative, zero or positive, as a is before, equal to or after b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const equal = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;
export const isZero = (a: Rational): boolean => a.n === 0n;
export const minimum = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b);
export const maximum = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b);

/** Fractions longer than this are rounded, so that no input can make a run's arithmetic grow without bound. */
const LONGEST_DENOMINATOR = 1n << 160n;
const GRID = 1n << 64n;

/** The value itself, or rounded down to a multiple of 2^-64 when its denominator has more than 160 bits. */
export function roundedDown(a: Rational): Rational {
  if (a.d <= LONGEST_DENOMINATOR) return a;
  const scaled = a.n * GRID;
  return reduced(scaled / a.d - (a.n < 0n ? 1n : 0n), GRID);
}

/** The value itself, or the next multiple of 2^-64 above it when its denominator has more than 160 bits. */
export function roundedUp(a: Rational): Rational {
  if (a.d <= LONGEST_DENOMINATOR) return a;
  const down = roundedDown(a);
  return reduced(down.n * (GRID / down.d) + 1n, GRID);
}

/** For drawing only: the nearest double to within 2^-60, also when the integers exceed what a double holds. */
export function toNumber(a: Rational): number {
  if (a.d === 1n) return Number(a.n);
  return Number((a.n << 60n) / a.d) / 2 ** 60;
}

/** "7" or "22/7". */
export const toText = (a: Rational): string => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`);
