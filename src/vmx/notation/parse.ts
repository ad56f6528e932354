// The short notation: text to Script, or every error of the text with line, column, found, expected and likely slip.
import { binaryPosition } from '../assembler/assemble.ts';
import { MAX_ERRORS } from '../assembler/diagnostic.ts';
import type { Diagnostic, DiagnosticParts } from '../assembler/diagnostic.ts';
import { tokenize } from '../assembler/lexer.ts';
import { LIMITS } from '../assembler/limits.ts';
import { Problem } from '../assembler/problem.ts';
import { emptyDraft } from './draft.ts';
import { fold } from './fold.ts';
import { finishGuests } from './guest-code.ts';
import { readHeading } from './guest-heading.ts';
import { LineReader } from './line-reader.ts';
import { readRootLine } from './root-line.ts';
import { beginsRootLine } from './root-words.ts';
import { GUEST_LETTERS } from './script.ts';
import type { Script } from './script.ts';
import { finishWrites } from './write-values.ts';

export { fold } from './fold.ts';
export { ROOT_WORDS } from './root-words.ts';

export interface ParseResult {
  /** Null when there are errors. */
  readonly script: Script | null;
  readonly errors: readonly Diagnostic[];
}

const MAX_LINES = 20_000;

class Parser {
  private readonly file: string;
  private readonly errors: Diagnostic[] = [];
  private readonly draft = emptyDraft();

  constructor(file: string) {
    this.file = file;
  }

  parse(source: string): ParseResult {
    const { draft } = this;
    const lines = source.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
    const guarded = this.guarded.bind(this);
    if (lines.length > MAX_LINES)
      this.report(1, { column: 1, length: 1 }, 'too-many-lines', { limit: MAX_LINES });
    else lines.forEach((text, index) => guarded(index + 1, () => this.readLine(text, index + 1)));
    for (const [name, use] of draft.used) {
      if (!draft.regions.has(name))
        this.report(use.line, use.token, 'unknown-region', {
          found: name,
          expected: [...GUEST_LETTERS, 'VMXON'],
        });
    }
    if (draft.steps.length === 0 && this.errors.length === 0)
      this.report(1, { column: 1, length: 1 }, 'empty-program', { expected: ['VMXON'] });
    const guests = finishGuests(draft, guarded);
    finishWrites(draft, guests, guarded);
    if (this.errors.length > 0) {
      const sorted = [...this.errors].sort((a, b) => a.line - b.line || a.column - b.column);
      return { script: null, errors: sorted.slice(0, MAX_ERRORS) };
    }
    const everything = { vmxe: true, featureControl: true, revision: true };
    return {
      script: {
        prepare: draft.prepare ?? everything,
        fill: draft.fill,
        regions: draft.regions,
        steps: draft.steps,
        guests,
      },
      errors: [],
    };
  }

  private guarded(line: number, work: () => void): void {
    if (this.errors.length > MAX_ERRORS) return;
    try {
      work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.report(line, problem, problem.code, problem.parts);
    }
  }

  private report(
    line: number,
    at: { readonly column: number; readonly length: number },
    code: string,
    parts: DiagnosticParts,
  ): void {
    const { column, length } = at;
    this.errors.push({ severity: 'error', code, file: this.file, line, column, length, parts });
  }

  private readLine(text: string, number: number): void {
    if (text.length > LIMITS.line)
      throw new Problem('line-too-long', { column: 1, length: 1 }, { limit: LIMITS.line });
    const tokens = tokenize(text);
    const [first, second] = tokens;
    if (first === undefined) return;
    const line = new LineReader(number, tokens);
    const heading = first.kind === 'id' && fold(first.text) === 'CONVIDADO' && second?.text !== ':';
    if (heading) return readHeading(line, this.draft);
    const guest = this.draft.guests.at(-1);
    if (guest === undefined) return readRootLine(line, first, this.draft);
    if (guest.origin === 'written') {
      guest.source.push({ number, text, tokens });
      return;
    }
    // Behind `convidado A: pacato` there is no body, so a line of the root program may follow.
    if (beginsRootLine(first)) return readRootLine(line, first, this.draft);
    throw new Problem('code-after-catalogue', first, { found: first.text, name: guest.name });
  }
}

/** Parses a .vmx text. Never throws; work is bounded by the limits of the assembler. */
export function parseNotation(source: string, file = 'programa.vmx'): ParseResult {
  const whole = (
    code: string,
    at: { line: number; column: number },
    parts: DiagnosticParts,
  ): ParseResult => ({
    script: null,
    errors: [{ severity: 'error', code, file, line: at.line, column: at.column, length: 1, parts }],
  });
  if (source.length > LIMITS.source)
    return whole('source-too-long', { line: 1, column: 1 }, { found: source.length, limit: LIMITS.source });
  const binary = binaryPosition(source);
  if (binary !== null) return whole('not-text', binary, { found: binary.code });
  return new Parser(file).parse(source);
}
