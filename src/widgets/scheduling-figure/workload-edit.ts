// What the reader may change of a workload, each as a function from a workload to another.
import type { Program, SystemFigures, UnitClass, Workload } from '../../scheduling/index.ts';

export const withFigure = (load: Workload, name: keyof SystemFigures, value: number): Workload => ({
  ...load,
  figures: { ...load.figures, [name]: value },
});

const withProgram = (load: Workload, id: string, change: (one: Program) => Program): Workload => ({
  ...load,
  programs: load.programs.map((one) => (one.id === id ? change(one) : one)),
});

export const withDemand = (load: Workload, id: string, unit: UnitClass, value: number): Workload =>
  withProgram(load, id, (one) => ({ ...one, demand: { ...one.demand, [unit]: value } }));

export const withCache = (load: Workload, id: string, cache: number): Workload =>
  withProgram(load, id, (one) => ({ ...one, cache }));

/** Every program does something that a VMM must handle after so much work (0: never). */
export const withSensitiveEvery = (load: Workload, sensitiveEvery: number): Workload => ({
  ...load,
  programs: load.programs.map((one) => ({ ...one, sensitiveEvery })),
});

export const withVirtualProcessors = (load: Workload, virtualProcessors: number): Workload => ({
  ...load,
  virtualProcessors,
});
