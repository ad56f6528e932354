// The public face of the exit-cost model: everything other folders import comes from here.
export * from './costs.ts';
export * from './examples.ts';
export * from './mix.ts';
export * from './published.ts';
