// Published measurements, each with its source; nothing here is an estimate of ours unless it says `derived`.
// Adams and Agesen, "A Comparison of Software and Hardware Techniques for x86 Virtualization", ASPLOS 2006.
// Agesen, Mattson, Rugina and Sheldon, USENIX ATC 2012, table 1 (round trip of an exit, hardware alone).

/** The nanobenchmarks of 2006: one privileged or sensitive operation each. */
export const OPERATIONS = ['syscall', 'in', 'cr8wr', 'call-ret', 'pgfault', 'divzero', 'ptemod'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** `software`: a VMM by binary translation. `hardware`: a VMM over first-generation VT. */
export const SYSTEMS = ['native', 'software', 'hardware'] as const;
export type System = (typeof SYSTEMS)[number];

/**
 * What is known of one cost. `measured`: cycles as published. `added`, `divided`, `multiplied`: published as that
 * relation to another system's cost of the same operation. `base`: published only as the base of the others (the
 * absolute cycles of `syscall` could not be confirmed, so they are not here).
 */
export type CostFact =
  | { readonly kind: 'measured'; readonly cycles: number }
  | { readonly kind: 'added'; readonly to: System; readonly cycles: number }
  | { readonly kind: 'divided'; readonly of: System; readonly by: number }
  | { readonly kind: 'multiplied'; readonly of: System; readonly by: number }
  | { readonly kind: 'same'; readonly as: System }
  | { readonly kind: 'base' };

const measured = (cycles: number): CostFact => ({ kind: 'measured', cycles });

/** Adams and Agesen 2006, section on nanobenchmarks. */
export const FACTS_2006: Readonly<Record<Operation, Readonly<Record<System, CostFact>>>> = {
  syscall: {
    native: { kind: 'base' },
    software: { kind: 'added', to: 'native', cycles: 2000 },
    hardware: { kind: 'same', as: 'native' },
  },
  in: {
    native: measured(3209),
    software: { kind: 'divided', of: 'native', by: 15 },
    hardware: measured(15826),
  },
  cr8wr: {
    native: { kind: 'multiplied', of: 'software', by: 4 },
    software: measured(35),
    hardware: { kind: 'same', as: 'native' },
  },
  'call-ret': {
    native: measured(11),
    software: { kind: 'added', to: 'native', cycles: 40 },
    hardware: measured(11),
  },
  pgfault: { native: measured(1093), software: measured(3927), hardware: measured(11242) },
  divzero: { native: measured(889), software: measured(3223), hardware: measured(1014) },
  ptemod: { native: measured(1), software: measured(391), hardware: measured(12733) },
};

/** One row of table 1 of 2012. `quarter` and `year` are the launch dates that the article gives. */
export interface RoundTrip {
  readonly microarchitecture: string;
  readonly year: number;
  readonly quarter: 1 | 2 | 3 | 4;
  readonly cycles: number;
}

/** Exit and entry by the hardware alone, without what the VMM does in between: not comparable with FACTS_2006. */
export const ROUND_TRIPS: readonly RoundTrip[] = [
  { microarchitecture: 'Prescott', year: 2005, quarter: 3, cycles: 3963 },
  { microarchitecture: 'Merom', year: 2006, quarter: 2, cycles: 1579 },
  { microarchitecture: 'Penryn', year: 2008, quarter: 1, cycles: 1266 },
  { microarchitecture: 'Nehalem', year: 2009, quarter: 3, cycles: 1009 },
  { microarchitecture: 'Westmere', year: 2010, quarter: 1, cycles: 761 },
  { microarchitecture: 'Sandy Bridge', year: 2011, quarter: 1, cycles: 784 },
];
