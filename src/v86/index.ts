// The public face of the V86 monitor and its VT counterpart: everything other folders import comes from here.
export * from './examples.ts';
export * from './left-out.ts';
export * from './program.ts';
export * from './sensitivity.ts';
export * from './state.ts';
export * from './step.ts';
export { flagsWord, TEXT_PORT, type Flags, type Task } from './task.ts';
