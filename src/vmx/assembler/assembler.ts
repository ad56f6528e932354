// The passes of the assembler. They are repeated until no label moves: jumps start short and grow, as in NASM.
import { isIncludedWord } from './source-text.ts';
import type { Diagnostic, DiagnosticParts } from './diagnostic.ts';
import { hex } from './encode-context.ts';
import { evaluate, isConstant } from './expression.ts';
import type { Expression, Value } from './expression.ts';
import type { Token } from './lexer.ts';
import type { PreprocessedLine } from './preprocessor.ts';
import { ProblemList } from './problem-list.ts';
import { Problem } from './problem.ts';
import { MAX_BYTES, ORIGIN } from './program.ts';
import type { AssembleResult, AssembledProgram, ListingEntry } from './program.ts';
import { REGISTER_NAMES } from './registers.ts';
import { passItems } from './relaxation.ts';
import type { PassItem } from './relaxation.ts';
import { SECTION_NAMES, Sections } from './sections.ts';
import { tokensToText } from './single-line-macros.ts';
import type { Preprocessed } from './source-text.ts';
import { numberOf, statementBytes } from './statement-bytes.ts';
import type { StatementContext } from './statement-bytes.ts';
import { StatementParser } from './statements.ts';
import type { ParsedLine, Statement } from './statement.ts';
import { suggest } from './suggest.ts';
import { Symbols, valueOf } from './symbols.ts';

const MAX_PASSES = 1000;
/** Items looked at in all passes together. */
const MAX_WORK = 10_000_000;
const NO_BYTES = new Uint8Array();

interface Line {
  readonly source: PreprocessedLine;
  readonly parsed: ParsedLine;
  /** Bytes of a statement without symbols: always the same. */
  fixed: Uint8Array | null;
  /** Bytes of it in the last pass. */
  length: number;
}

interface Chunk {
  readonly section: string;
  readonly offset: bigint;
  readonly bytes: Uint8Array;
}

export class Assembler {
  private readonly lines: Line[] = [];
  private readonly problems: ProblemList;
  private readonly symbols = new Symbols();
  private readonly sections = new Sections();
  private pass = 0;
  private work = 0;
  private final = false;
  private changed = false;
  private stopped = false;
  private section = '0';
  private relative = false;
  private items: PassItem<Line>[] | null = null;
  private readonly chunks: Chunk[] = [];
  private readonly listing: ListingEntry[] = [];
  private dataAlignLimit: bigint | null = null;
  private originSet = false;

  constructor(file: string, { lines, diagnostics, macroNames }: Preprocessed) {
    this.problems = new ProblemList(file, diagnostics);
    const parser = new StatementParser(macroNames);
    for (const line of lines) {
      if (this.stopped) break;
      this.guarded(line, () => {
        const parsed = parser.parse(line.tokens, endOf(line));
        for (const { code, token } of parsed.remarks ?? [])
          this.report('warning', line, code, token, { found: token.text });
        this.lines.push({ source: line, parsed, fixed: null, length: 0 });
      });
      // A line with an error still defines its label: nobody should be told that it does not exist.
      const label = parser.labelOfBadLine;
      if (label !== null) {
        const parsed: ParsedLine = { label, statement: { kind: 'none' } };
        this.lines.push({ source: line, parsed, fixed: null, length: 0 });
      }
    }
  }

  run(): AssembleResult {
    // Errors of the text do not hide errors of the values: the passes run over what could be read.
    let stable = false;
    for (this.pass = 1; !stable && !this.stopped; this.pass++) {
      if (this.pass > MAX_PASSES || this.work > MAX_WORK) break;
      this.onePass();
      stable = !this.changed && this.pass > 1;
    }
    if (!this.stopped) {
      this.final = true;
      // Once more for everything: warnings come from the last pass only.
      this.onePass();
      if (!this.problems.hasErrors) this.finalChecks();
    }
    const errors = this.problems.sorted('error');
    const warnings = this.problems.sorted('warning');
    if (errors.length > 0) return { ok: false, errors, warnings };
    return { ok: true, program: this.program(), warnings };
  }

  private finalChecks(): void {
    const end = this.sections.base('2') + this.sections.size('2');
    if (this.changed) this.problems.addWhole('never-settles', {});
    else if (end > BigInt(ORIGIN + MAX_BYTES))
      this.problems.addWhole('program-too-big', { limit: MAX_BYTES });
  }

  private report(
    severity: Diagnostic['severity'],
    line: PreprocessedLine,
    code: string,
    at: { readonly column: number; readonly length: number },
    parts: DiagnosticParts,
  ): void {
    this.problems.add(severity, line, code, at, parts);
    if (this.problems.isFull) this.stopped = true;
  }

  private guarded(line: PreprocessedLine, work: () => void): void {
    try {
      work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.report('error', line, problem.code, problem, problem.parts);
    }
  }

  /** Before the last pass a value may still be wrong: only what stops everything is reported. */
  private quietly(line: Line): void {
    try {
      this.assembleLine(line);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (this.stopped) this.report('error', line.source, problem.code, problem, problem.parts);
    }
  }

  private onePass(): void {
    this.changed = false;
    this.section = '0';
    // NASM carries `default rel` over from the end of one pass to the start of the next; so does this.
    this.originSet = false;
    this.sections.begin();
    // From the third pass on every symbol is known, and with them which lines may still change.
    if (this.pass === 3) this.items = passItems(this.lines, this.symbols);
    if (this.items !== null && !this.final) this.passOverItems(this.items);
    else this.passOverLines();
    if (this.sections.end()) this.changed = true;
  }

  private passOverLines(): void {
    this.work += this.lines.length;
    for (const line of this.lines) {
      if (this.stopped) return;
      if (this.final) this.guarded(line.source, () => this.assembleLine(line));
      else this.quietly(line);
    }
  }

  private passOverItems(items: readonly PassItem<Line>[]): void {
    this.work += items.length;
    let at = Number(this.sections.size(this.section));
    for (const item of items) {
      switch (item.kind) {
        case 'run':
          at += item.length;
          break;
        case 'jump': {
          const { target, addend, long } = item;
          const distance = target.section === this.section ? target.at + addend - at - 2 : Infinity;
          at += distance >= -128 && distance <= 127 ? 2 : long;
          break;
        }
        case 'label':
          if (item.entry.at === at) break;
          this.symbols.move(item.entry, BigInt(at));
          this.changed = true;
          break;
        case 'line':
          this.sections.setSize(this.section, BigInt(at));
          this.quietly(item.line);
          at = Number(this.sections.size(this.section));
      }
      if (this.stopped) return;
    }
    this.sections.setSize(this.section, BigInt(at));
  }

  private context(line: Line, start: bigint): StatementContext {
    const section = this.section;
    return {
      section,
      offset: start,
      final: this.final,
      warn: (code, at, parts) => this.report('warning', line.source, code, at, parts),
      defaultRelative: this.relative,
      sectionBase: (name) => this.sections.base(name),
      symbol: (name, token) => this.symbols.value(name) ?? this.unknown(name, token),
      here: () => valueOf(start, section),
      sectionStart: () => valueOf(0n, section),
      alignSection: (to, token) => this.alignSection(to, token),
    };
  }

  /** Not known yet; in the last pass, never. */
  private unknown(name: string, token: Token): Value | null {
    if (!this.final) return null;
    if (isIncludedWord(name))
      throw new Problem('unknown-symbol', token, { found: name, slip: 'needs-include' });
    const likely = suggest(name, [...this.symbols.names(), ...REGISTER_NAMES]);
    throw new Problem('unknown-symbol', token, {
      found: token.text,
      ...(likely === null ? {} : { suggestion: likely }),
    });
  }

  private define(line: Line, value: bigint, section: string | null): void {
    const { label } = line.parsed;
    if (
      label !== null &&
      this.symbols.define(label, line.source, value, section, line.parsed.statement.kind !== 'equ')
    )
      this.changed = true;
  }

  private assembleLine(line: Line): void {
    const { statement } = line.parsed;
    const section = this.section;
    const start = this.sections.size(section);
    if (statement.kind === 'equ') this.equ(line, statement.expression, start);
    else this.define(line, start, section);
    const bytes = this.effect(line, statement, start);
    line.length = bytes.length;
    const size = start + BigInt(bytes.length);
    if (bytes.length > 0) this.sections.setSize(section, size);
    if (size > MAX_BYTES) {
      this.stopped = true;
      throw new Problem('program-too-big', line.source.tokens[0] ?? endOf(line.source), { limit: MAX_BYTES });
    }
    if (this.final) this.record(line, section, start, bytes);
  }

  /** Keeps the bytes and the line of the listing. What .bss reserves is no byte of the file. */
  private record(line: Line, section: string, offset: bigint, given: Uint8Array): void {
    const { source, parsed } = line;
    const bytes = section === '2' ? NO_BYTES : given;
    if (bytes.length > 0) this.chunks.push({ section, offset, bytes });
    this.listing.push({
      line: source.line,
      depth: source.depth,
      file: source.bodyFile,
      fileLine: source.bodyLine,
      macro: source.macro,
      address: Number(this.sections.base(section) + offset),
      bytes,
      text: tokensToText(source.tokens),
      kind: kindOf(parsed.statement),
    });
  }

  private equ(line: Line, expression: Expression, start: bigint): void {
    const { label } = line.parsed;
    if (label === null) throw new Problem('equ-without-name', endOf(line.source), {});
    // A number is the same in every pass.
    if (line.fixed !== null && !this.final) return;
    const value = evaluate(expression, this.context(line, start));
    if (value.unknown !== 0) {
      this.changed = true;
      return;
    }
    const [section, times] = [...(value.terms ?? [])][0] ?? [null, 1n];
    if (times !== 1n || (value.terms?.size ?? 0) > 1) throw new Problem('not-an-address', label.token, {});
    this.define(line, value.number, section);
    if (isConstant(expression)) line.fixed = NO_BYTES;
  }

  /** What a line does: its bytes, or what changes for the lines after it. */
  private effect(line: Line, statement: Statement, start: bigint): Uint8Array {
    switch (statement.kind) {
      case 'none':
      case 'equ':
        return NO_BYTES;
      case 'section':
        this.enterSection(statement);
        return NO_BYTES;
      case 'org':
        this.org(statement, this.context(line, start));
        return NO_BYTES;
      case 'bits': {
        const bits = numberOf(statement.bits, this.context(line, start));
        if (bits !== null && bits !== 64n)
          throw new Problem('bits-unsupported', statement.token, { found: String(bits), expected: ['64'] });
        return NO_BYTES;
      }
      case 'default':
        this.relative = statement.relative;
        return NO_BYTES;
    }
    if (line.fixed !== null) return line.fixed;
    const context = this.context(line, start);
    if (statement.kind !== 'instruction' || !statement.instruction.constant)
      return statementBytes(statement, context);
    // Nothing in it will change: its warnings can be told at once.
    line.fixed = statementBytes(statement, { ...context, final: true });
    return line.fixed;
  }

  private org(statement: Statement & { kind: 'org' }, context: StatementContext): void {
    const address = numberOf(statement.address, context);
    if (address !== null && address !== BigInt(ORIGIN))
      throw new Problem('org-unsupported', statement.token, {
        found: hex(address),
        expected: [hex(BigInt(ORIGIN))],
      });
    if (this.originSet) throw new Problem('org-twice', statement.token, {});
    this.originSet = true;
  }

  private enterSection(statement: Statement & { kind: 'section' }): void {
    this.section = SECTION_NAMES[statement.name] ?? '0';
    for (const { name, value, token } of statement.attributes) {
      if (typeof value === 'string') {
        if (statement.name !== '.data' || value !== '.text')
          throw new Problem('foreign-attribute', token, {
            found: `${name}=${value}`,
            expected: ['vfollows=.text'],
          });
      } else if (value.kind === 'number') {
        const to = value.value;
        if (name === 'vstart') {
          if (statement.name !== '.text' || to !== BigInt(ORIGIN))
            throw new Problem('org-unsupported', token, { found: hex(to), expected: [hex(BigInt(ORIGIN))] });
          continue;
        }
        if (to <= 0n || (to & (to - 1n)) !== 0n || to > 4096n)
          throw new Problem('align-not-power', token, { found: String(to) });
        if (name === 'valign' && statement.name === '.data') this.dataAlignLimit = to;
        this.alignSection(to, token);
      }
    }
  }

  private alignSection(to: bigint, token: Token): void {
    // With valign, NASM aligns labels by it alone: a larger align would move the bytes away from their labels.
    if (this.section === '1' && this.dataAlignLimit !== null && to > this.dataAlignLimit)
      throw new Problem('align-too-big', token, { found: String(to), limit: Number(this.dataAlignLimit) });
    if (this.sections.raiseAlign(this.section, to)) this.changed = true;
  }

  private program(): AssembledProgram {
    let end = ORIGIN;
    const place = (section: string, offset: bigint): number => Number(this.sections.base(section) + offset);
    for (const { section, offset, bytes } of this.chunks)
      end = Math.max(end, place(section, offset) + bytes.length);
    const bytes = new Uint8Array(end - ORIGIN);
    for (const chunk of this.chunks) bytes.set(chunk.bytes, place(chunk.section, chunk.offset) - ORIGIN);
    const symbols = new Map<string, { value: bigint; kind: 'label' | 'constant' }>();
    for (const [name, value, section] of this.symbols.all())
      symbols.set(
        name,
        section === null
          ? { value, kind: 'constant' }
          : { value: value + this.sections.base(section), kind: 'label' },
      );
    return { bytes, origin: ORIGIN, listing: this.listing, symbols, passes: this.pass };
  }
}

function kindOf(statement: Statement): ListingEntry['kind'] {
  if (statement.kind === 'none' || statement.kind === 'equ') return 'other';
  if (statement.kind === 'times') return kindOf(statement.body);
  return statement.kind === 'instruction' ? 'instruction' : 'data';
}

function endOf(line: PreprocessedLine): Token {
  const last = line.tokens.at(-1);
  const column = last === undefined ? 1 : last.column + last.length;
  return { kind: 'op', text: '', column, length: 1, space: false };
}
