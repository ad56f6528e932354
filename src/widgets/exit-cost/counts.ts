// The counts that a slider can choose: closer together where they are small.
export const COUNTS = [
  0, 1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000,
] as const;

/** Cycles of computation that a slider can choose. */
export const COMPUTES = [0, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] as const;

/** The place of the value, or of the nearest below it. */
export const placeOf = (values: readonly number[], value: number): number =>
  Math.max(
    0,
    values.findLastIndex((one) => one <= value),
  );
