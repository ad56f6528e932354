// The public face of running a learner's program: load a source, open a session over the machine.
export * from './session-types.ts';
export type { Diagnostic, DiagnosticParts, Severity, SourceSpan } from '../assembler/diagnostic.ts';
export * from './inspection-types.ts';
export { lineRuns, reachedBreakpoints, type Breakpoint } from './breakpoints.ts';
export { loadProgram, notationOf } from './load.ts';
export { expandNotation } from './load-notation.ts';
export { openSession } from './open-session.ts';
export { Session, DEFAULT_BUDGET } from './session.ts';
