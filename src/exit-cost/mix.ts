// A workload as a mix of operations: what it costs natively, in software and in hardware, and where the two tie.
import type { CostTable } from './costs.ts';
import { OPERATIONS, SYSTEMS, type Operation, type System } from './published.ts';

/** `compute`: cycles of plain computation, the same on all three. Counts are whole numbers, not negative. */
export interface Mix {
  readonly compute: number;
  readonly counts: Readonly<Partial<Record<Operation, number>>>;
}

export interface MixProblem {
  readonly code: 'not-whole' | 'out-of-range';
  readonly where: string;
}

/** Largest count or number of cycles accepted: all totals stay exact. */
export const LARGEST_COUNT = 1_000_000_000;

/** All that is wrong with a mix; empty when it can be added up. */
export function mixProblems(mix: Mix): MixProblem[] {
  const entries = [['compute', mix.compute], ...Object.entries(mix.counts)] as [string, number][];
  return entries.flatMap(([where, value]): MixProblem[] => {
    if (!Number.isSafeInteger(value)) return [{ code: 'not-whole', where }];
    return value < 0 || value > LARGEST_COUNT ? [{ code: 'out-of-range', where }] : [];
  });
}

/** `cycles` plus `bases` times the unknown cost of a native system call. */
export interface Total {
  readonly cycles: number;
  readonly bases: number;
  /** Cycles by operation, those with a count. */
  readonly parts: readonly { readonly operation: Operation; readonly cycles: number }[];
}

export function total(mix: Mix, costs: CostTable, system: System): Total {
  const parts = OPERATIONS.flatMap((operation) => {
    const count = mix.counts[operation] ?? 0;
    return count > 0 ? [{ operation, cycles: count * costs[operation][system].cycles }] : [];
  });
  const bases = OPERATIONS.reduce(
    (sum, operation) => sum + (costs[operation][system].plusBase ? (mix.counts[operation] ?? 0) : 0),
    0,
  );
  return { cycles: parts.reduce((sum, part) => sum + part.cycles, mix.compute), bases, parts };
}

export interface Comparison {
  readonly totals: Readonly<Record<System, Total>>;
  readonly winner: 'software' | 'hardware' | 'tie';
  /** Hardware less software, in cycles. Exact: the unknown base is the same on both sides and cancels out. */
  readonly difference: number;
}

/** The mix on the three systems. */
export function compareSystems(mix: Mix, costs: CostTable): Comparison {
  const totals = Object.fromEntries(
    SYSTEMS.map((system) => [system, total(mix, costs, system)]),
  ) as unknown as Record<System, Total>;
  const difference = totals.hardware.cycles - totals.software.cycles;
  return { totals, difference, winner: difference < 0 ? 'hardware' : difference > 0 ? 'software' : 'tie' };
}

/** Cycles that hardware gains (negative) or loses (positive) against software on one operation. */
export function hardwareLoss(operation: Operation, costs: CostTable): number {
  return costs[operation].hardware.cycles - costs[operation].software.cycles;
}

/**
 * The number (not necessarily whole) of `operation` at which hardware and software tie, the rest of the mix as it
 * is. Null when no number, or every number, makes them tie.
 */
export function breakEvenCount(mix: Mix, operation: Operation, costs: CostTable): number | null {
  const without = compareSystems({ ...mix, counts: { ...mix.counts, [operation]: 0 } }, costs).difference;
  const each = hardwareLoss(operation, costs);
  if (each === 0) return null;
  const count = -without / each;
  return count < 0 ? null : count === 0 ? 0 : count;
}

/**
 * The cost of one whole exit (round trip and handling) at which a mix would tie, given how many exits each operation
 * takes: cheaper than that, hardware wins. Null when the mix has no exits or software would lose even so.
 */
export function breakEvenExit(
  mix: Mix,
  costs: CostTable,
  exitsOf: (operation: Operation) => number,
): number | null {
  let [exits, spare] = [0, 0];
  for (const operation of OPERATIONS) {
    const count = mix.counts[operation] ?? 0;
    const each = exitsOf(operation);
    const { native, software, hardware } = costs[operation];
    exits += count * each;
    spare += count * (software.cycles - (each > 0 ? native.cycles : hardware.cycles));
  }
  return exits === 0 || spare < 0 ? null : spare / exits;
}
