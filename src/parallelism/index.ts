// The public face of the parallelism formulas: everything other folders import comes from here.
export * from './power.ts';
export * from './speedup.ts';
