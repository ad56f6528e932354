// The public face of the scheduling model: everything other folders import comes from here.
export * from './arrangements.ts';
export { pairThroughput, sharedSpeed } from './contention.ts';
export * from './examples.ts';
export { forkJoin } from './fork-join.ts';
export * from './left-out.ts';
export type { Measures, ProgramMeasures } from './metrics.ts';
export * from './rational.ts';
export * from './run.ts';
export * from './state.ts';
export { step } from './step.ts';
export * from './validate.ts';
export * from './workload.ts';
