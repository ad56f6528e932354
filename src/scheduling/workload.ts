// What there is to run: programs, what each needs of the execution units, and the figures of the system.
// The same workload is given to the four arrangements of Figures 1 to 3 (see arrangements.ts).

/** Classes of execution units of one physical core, shared by its logical processors. */
export const UNIT_CLASSES = ['alu', 'mem', 'fp'] as const;
export type UnitClass = (typeof UNIT_CLASSES)[number];

/** Percent (0 to 100) of each class that a program keeps busy when it runs alone on a core. */
export type UnitDemand = Readonly<Record<UnitClass, number>>;

/** After `afterWork` units of its work the program waits `wait` units of time for a device. */
export interface IoWait {
  readonly afterWork: number;
  readonly wait: number;
}

/** One program. All quantities are whole numbers; one unit of work takes one unit of time alone on a core. */
export interface Program {
  readonly id: string;
  /** Name of the virtual machine it belongs to where there are virtual machines. */
  readonly group: string;
  readonly work: number;
  readonly arrival: number;
  readonly demand: UnitDemand;
  /** Percent (0 to 100) of the core's cache that it wants. */
  readonly cache: number;
  /** In rising order of `afterWork`, each strictly inside the work. */
  readonly io: readonly IoWait[];
  /** Work between two operations that a VMM must handle (0: none). Costs nothing without a VMM. */
  readonly sensitiveEvery: number;
  /** Ids of programs that must have completed before this one may start. */
  readonly after: readonly string[];
  /** The only processor (index, as its OS numbers them) it may use; null for any. */
  readonly affinity: number | null;
}

/** Costs and slices, in whole units of time. A slice counts only time in which a program runs. */
export interface SystemFigures {
  /** Slice an operating system gives a program. At least 1. */
  readonly quantum: number;
  /** Paid by an OS when a processor goes from one program to another. */
  readonly switchCost: number;
  /** Slice a VMM gives a virtual processor. At least 1. */
  readonly vmmQuantum: number;
  /** One VM exit, its handling in the VMM and the next VM entry. */
  readonly exitCost: number;
  /** Percent of extra time when two programs that each want the whole cache run on one core. */
  readonly cachePenalty: number;
}

/** An operating system with its programs: alone on the machine, or inside a virtual machine. */
export interface OperatingSystem {
  readonly id: string;
  /** Processors that it sees. With a VMM they are virtual, and how many is the VMM's choice. */
  readonly processors: number;
  readonly programs: readonly Program[];
}

/** The whole configuration of a run. */
export interface Configuration {
  readonly cores: number;
  /** 2 with HyperThreading (SMT) on, 1 without. Logical processor k belongs to core floor(k / threadsPerCore). */
  readonly threadsPerCore: 1 | 2;
  /** With a VMM every system is a virtual machine; without one there is exactly one system. */
  readonly vmm: boolean;
  readonly systems: readonly OperatingSystem[];
  readonly figures: SystemFigures;
}

/** A program with everything not said set to the plain case: arrives at 0, integer work only, no I/O. */
export function program(
  given: Pick<Program, 'id' | 'work'> & Partial<Omit<Program, 'demand'>> & { demand?: Partial<UnitDemand> },
): Program {
  return {
    group: 'A',
    arrival: 0,
    cache: 0,
    io: [],
    sensitiveEvery: 0,
    after: [],
    affinity: null,
    ...given,
    demand: given.demand ? { alu: 0, mem: 0, fp: 0, ...given.demand } : { alu: 100, mem: 0, fp: 0 },
  };
}

/** Figures with every cost at zero: what the closed forms of the textbooks assume. */
export const NO_COSTS: SystemFigures = {
  quantum: 10,
  switchCost: 0,
  vmmQuantum: 30,
  exitCost: 0,
  cachePenalty: 0,
};
