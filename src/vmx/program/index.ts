// The public face of running a learner's program: load a source, open a session over the machine.
export * from './session-types.ts';
export type { Diagnostic, DiagnosticParts, Severity, SourceSpan } from '../assembler/diagnostic.ts';
