// The problems found in a source: no two alike, and no more than anyone reads.
import { MAX_ERRORS } from './diagnostic.ts';
import type { Diagnostic, DiagnosticParts } from './diagnostic.ts';
import type { PreprocessedLine } from './preprocessor.ts';

export class ProblemList {
  private readonly file: string;
  private readonly all: Diagnostic[];
  private errorCount = 0;

  /** `found`: what the preprocessor has found already. */
  constructor(file: string, found: readonly Diagnostic[]) {
    this.file = file;
    this.all = [...found];
    this.errorCount = found.filter(({ severity }) => severity === 'error').length;
  }

  get hasErrors(): boolean {
    return this.errorCount > 0;
  }

  /** Whether more errors would not be listed. */
  get isFull(): boolean {
    return this.errorCount >= MAX_ERRORS;
  }

  /** Those of a severity, in the order of the text. */
  sorted(severity: Diagnostic['severity']): Diagnostic[] {
    return this.all
      .filter((diagnostic) => diagnostic.severity === severity)
      .sort((a, b) => a.line - b.line || a.column - b.column)
      .slice(0, MAX_ERRORS);
  }

  /** A problem of a line; of one that a macro wrote, at the call of the macro. */
  add(
    severity: Diagnostic['severity'],
    line: PreprocessedLine,
    code: string,
    at: { readonly column: number; readonly length: number },
    given: DiagnosticParts,
  ): void {
    const { callColumn, bodyFile, bodyLine, macro } = line;
    const body = callColumn === null ? {} : { bodyFile, bodyLine, ...(macro === null ? {} : { macro }) };
    this.put({
      severity,
      code,
      file: this.file,
      line: line.line,
      column: callColumn ?? at.column,
      length: callColumn === null ? at.length : 1,
      parts: { ...given, ...body },
    });
  }

  /** An error of the program as a whole. */
  addWhole(code: string, parts: DiagnosticParts): void {
    this.put({ severity: 'error', code, file: this.file, line: 1, column: 1, length: 1, parts });
  }

  private put(diagnostic: Diagnostic): void {
    const { severity, code, line, column, parts } = diagnostic;
    // More warnings than anyone reads are not kept.
    if (severity === 'warning' && this.all.length > 10 * MAX_ERRORS) return;
    const same = (d: Diagnostic): boolean =>
      d.code === code && d.line === line && d.column === column && d.parts['found'] === parts['found'];
    if (this.all.some(same)) return;
    this.all.push(diagnostic);
    if (severity === 'error') this.errorCount++;
  }
}
