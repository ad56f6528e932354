// What more processors bring. Amdahl, AFIPS 1967: a problem of fixed size. Gustafson, CACM 31(5), 1988: a problem
// that grows with the processors. `parallel` is always the fraction (0 to 1) that can be divided.

function check(parallel: number, processors: number): void {
  if (!(parallel >= 0 && parallel <= 1)) throw new RangeError('parallel fraction outside 0 to 1');
  if (!Number.isSafeInteger(processors) || processors < 1) throw new RangeError('processors below 1');
}

/** Speedup over one processor: 1 / ((1 - p) + p / n). Throws RangeError for a fraction or number out of range. */
export function amdahl(parallel: number, processors: number): number {
  check(parallel, processors);
  return 1 / (1 - parallel + parallel / processors);
}

/** What no number of processors exceeds: 1 / (1 - p); Infinity when everything can be divided. */
export function amdahlLimit(parallel: number): number {
  check(parallel, 1);
  return 1 / (1 - parallel);
}

/** Fewest processors with at least that speedup; null when no number is enough, or it passes a billion. */
export function processorsForSpeedup(parallel: number, speedup: number): number | null {
  check(parallel, 1);
  if (!(speedup > 1)) return 1;
  const share = 1 / speedup - (1 - parallel);
  if (share <= 0 || parallel / share > 1e9) return null;
  let processors = Math.max(1, Math.floor(parallel / share) - 1);
  // Rounding of the division may put the estimate one beside the true number.
  while (amdahl(parallel, processors) < speedup - 1e-9) processors++;
  return processors;
}

/** Work done in the time that one processor gives to its share: n - (1 - p)(n - 1). Throws as `amdahl`. */
export function gustafson(parallel: number, processors: number): number {
  check(parallel, processors);
  return processors - (1 - parallel) * (processors - 1);
}

/** Speedup per processor (0 to 1). */
export function efficiency(speedup: number, processors: number): number {
  return speedup / processors;
}

/** A point of each curve for 1 to `most` processors. */
export function speedupCurve(
  parallel: number,
  most: number,
): { processors: number; amdahl: number; gustafson: number }[] {
  check(parallel, most);
  return Array.from({ length: most }, (_, index) => ({
    processors: index + 1,
    amdahl: amdahl(parallel, index + 1),
    gustafson: gustafson(parallel, index + 1),
  }));
}
