// Where the next line of the source comes from: files, macro bodies and repetitions inside one another, with the
// problems found on the way. NASM manual 4.3 and 4.5.
import { Conditions } from './conditions.ts';
import { MAX_ERRORS } from './diagnostic.ts';
import type { Diagnostic, DiagnosticParts, Severity } from './diagnostic.ts';
import type { Token } from './lexer.ts';
import { LIMITS } from './limits.ts';
import { isDirective } from './multi-line-macros.ts';
import type { MacroCall } from './multi-line-macros.ts';
import { Problem } from './problem.ts';
import type { RawLine } from './raw-lines.ts';

export interface Frame {
  readonly kind: 'file' | 'macro' | 'rep';
  readonly lines: readonly RawLine[];
  index: number;
  /** Rounds of a %rep still to come after this one. */
  rounds: number;
  readonly call: MacroCall | null;
  /** Line and column in the main file that everything from here belongs to; null in the main file itself. */
  readonly origin: { readonly line: number; readonly column: number } | null;
  readonly depth: number;
  readonly conditions: number;
}

export class LineFlow {
  protected readonly file: string;
  protected readonly frames: Frame[] = [];
  protected readonly conditions = new Conditions();
  protected readonly diagnostics: Diagnostic[] = [];
  protected stopped = false;
  private linesRead = 0;

  constructor(file: string) {
    this.file = file;
  }

  protected pushFile(lines: readonly RawLine[], origin: Frame['origin']): void {
    this.push({
      kind: 'file',
      lines,
      index: 0,
      rounds: 0,
      call: null,
      origin,
      depth: this.frames.length,
      conditions: this.conditions.depth,
    });
  }

  protected push(frame: Frame): void {
    this.frames.push(frame);
  }

  protected get frame(): Frame | undefined {
    return this.frames.at(-1);
  }

  /** The next raw line, closing what has run out; null at the end of everything. */
  protected nextLine(): RawLine | null {
    for (;;) {
      const frame = this.frame;
      if (frame === undefined) return null;
      const line = frame.lines[frame.index];
      if (line !== undefined) {
        frame.index++;
        if (++this.linesRead > LIMITS.lines) {
          this.fatal(line, 'too-many-lines', { limit: LIMITS.lines });
          return null;
        }
        return line;
      }
      if (frame.kind === 'rep' && frame.rounds > 0) {
        frame.rounds--;
        frame.index = 0;
        // An empty body repeated for ever must end too.
        if (++this.linesRead > LIMITS.lines) frame.rounds = 0;
        continue;
      }
      if (frame.kind !== 'rep') this.closeConditions(frame);
      this.frames.pop();
    }
  }

  protected closeConditions(frame: Frame): void {
    for (const open of this.conditions.closeTo(frame.conditions))
      this.report('error', open, 'unclosed-if', firstToken(open), {});
  }

  protected guarded(line: RawLine, work: () => void): void {
    try {
      work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.report('error', line, problem.code, problem, problem.parts);
    }
  }

  protected report(
    severity: Severity,
    line: RawLine,
    code: string,
    at: { readonly column: number; readonly length: number },
    parts: DiagnosticParts,
  ): void {
    const origin = this.frame?.origin ?? null;
    const macro = this.frame?.call?.macro.name;
    const place =
      origin === null
        ? { file: line.file, line: line.line, column: at.column, length: at.length }
        : { file: this.file, line: origin.line, column: origin.column, length: 1 };
    this.diagnostics.push({
      severity,
      code,
      ...place,
      parts:
        origin === null
          ? parts
          : { ...parts, bodyFile: line.file, bodyLine: line.line, ...(macro === undefined ? {} : { macro }) },
    });
    if (this.diagnostics.filter((d) => d.severity === 'error').length > MAX_ERRORS) this.stopped = true;
  }

  protected fatal(line: RawLine, code: string, parts: DiagnosticParts): void {
    this.report('error', line, code, firstToken(line), parts);
    this.stopped = true;
  }

  /** Drops the frames from `index` up: the rest of a repetition or macro is not read. */
  protected leave(index: number, frame: Frame): void {
    this.frames.length = index;
    this.conditions.closeTo(frame.conditions);
  }

  /** Lines up to the matching end, which is stepped over. */
  protected collect(opens: RegExp, closes: RegExp, head: Token, line: RawLine): RawLine[] {
    const frame = this.frame;
    const body: RawLine[] = [];
    let depth = 1;
    while (frame !== undefined) {
      const raw = frame.lines[frame.index];
      if (raw === undefined) break;
      frame.index++;
      const first = raw.tokens[0];
      if (first !== undefined && isDirective(first)) {
        if (opens.test(first.text)) depth++;
        else if (closes.test(first.text) && --depth === 0) return body;
      }
      body.push(raw);
    }
    this.report('error', line, 'unclosed-block', head, {
      found: head.text,
      expected: [/rep/i.test(head.text) ? '%endrep' : '%endmacro'],
    });
    return [];
  }
}

/** Where a line begins, for a problem of the whole line. */
export function firstToken(line: RawLine): { readonly column: number; readonly length: number } {
  return line.tokens[0] ?? { column: 1, length: 1 };
}
