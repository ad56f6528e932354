// The table of costs, worked out from what was published, and the same table with later exits.
import { FACTS_2006, OPERATIONS, SYSTEMS, type CostFact, type Operation, type System } from './published.ts';

/**
 * Cycles of one operation on one system: `cycles`, plus the unknown cost of a native `syscall` where `plusBase`.
 * `derived` when it follows from a published ratio or sum instead of standing in the source as a number.
 */
export interface Cost {
  readonly cycles: number;
  readonly plusBase: boolean;
  readonly derived: boolean;
}

export type CostTable = Readonly<Record<Operation, Readonly<Record<System, Cost>>>>;

function resolve(facts: Readonly<Record<System, CostFact>>, system: System): Cost {
  const fact = facts[system];
  switch (fact.kind) {
    case 'measured':
      return { cycles: fact.cycles, plusBase: false, derived: false };
    case 'base':
      return { cycles: 0, plusBase: true, derived: false };
    case 'same':
      return { ...resolve(facts, fact.as), derived: true };
    case 'added': {
      const from = resolve(facts, fact.to);
      return { ...from, cycles: from.cycles + fact.cycles, derived: true };
    }
    case 'divided': {
      const from = resolve(facts, fact.of);
      return { ...from, cycles: Math.round(from.cycles / fact.by), derived: true };
    }
    case 'multiplied': {
      const from = resolve(facts, fact.of);
      return { ...from, cycles: from.cycles * fact.by, derived: true };
    }
  }
}

function table(cost: (operation: Operation, system: System) => Cost): CostTable {
  return Object.fromEntries(
    OPERATIONS.map((operation) => [
      operation,
      Object.fromEntries(SYSTEMS.map((system) => [system, cost(operation, system)])),
    ]),
  ) as unknown as CostTable;
}

/** The table of 2006. */
export const COSTS_2006: CostTable = table((operation, system) => resolve(FACTS_2006[operation], system));

/**
 * Exits that we count for one operation, from the table alone: one (the fewest there can be) where the hardware
 * VMM cost thousands of cycles more than the native machine, none where it stayed near the native cost.
 */
export const EXITS_2006: Readonly<Record<Operation, number>> = {
  syscall: 0,
  in: 1,
  cr8wr: 0,
  'call-ret': 0,
  pgfault: 1,
  divzero: 0,
  ptemod: 1,
};

/** Assumptions of `laterCosts`, as codes for the catalogue: a page that shows its numbers must show these. */
export const LATER_ASSUMPTIONS = [
  'one-exit-per-operation',
  'native-part-as-in-2006',
  'handling-chosen-by-reader',
  'software-as-in-2006',
] as const;

/** What the reader supposes of a later processor. */
export interface LaterExits {
  /** Cycles of exit and entry (for example one of ROUND_TRIPS). */
  readonly roundTrip: number;
  /** Cycles that the VMM takes for each exit: not in the sources, the reader's to choose. */
  readonly handling: number;
  /** With EPT (SDM chapter 28) page faults and page-table writes of the guest need no exit. */
  readonly nestedPaging: boolean;
}

/** Exits of one operation under hardware virtualization. */
export function exitsOf(operation: Operation, nestedPaging: boolean): number {
  return nestedPaging && (operation === 'pgfault' || operation === 'ptemod') ? 0 : EXITS_2006[operation];
}

/**
 * The table with the hardware column made anew for later exits: native work, plus each exit's round trip and
 * handling. An illustration under LATER_ASSUMPTIONS, not a measurement.
 */
export function laterCosts({ roundTrip, handling, nestedPaging }: LaterExits): CostTable {
  return table((operation, system) => {
    const then = COSTS_2006[operation];
    if (system !== 'hardware' || EXITS_2006[operation] === 0) return then[system];
    const exits = exitsOf(operation, nestedPaging);
    return { ...then.native, cycles: then.native.cycles + exits * (roundTrip + handling), derived: true };
  });
}
