// The public face of the process-memory model: everything other folders import comes from here.
export * from './commands.ts';
export * from './examples.ts';
export { bytesNeeded } from './heap.ts';
export * from './perform.ts';
export * from './state.ts';
