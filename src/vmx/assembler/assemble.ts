// The assembler: source text to a flat binary, with listing, symbols and source map. Same bytes as `nasm -f bin`.
// Passes are repeated until no label moves: jumps start short and grow, as in NASM.
import { MAX_ERRORS } from './diagnostic.ts';
import type { Diagnostic, DiagnosticParts } from './diagnostic.ts';
import { absolute, hex } from './encode-context.ts';
import { encodeInstruction } from './encode.ts';
import type { EncodeContext } from './encode-context.ts';
import { evaluate } from './expression.ts';
import type { Expression, Value } from './expression.ts';
import type { Token } from './lexer.ts';
import { LIMITS, Preprocessor } from './preprocessor.ts';
import type { PreprocessedLine } from './preprocessor.ts';
import { Problem } from './problem.ts';
import { REGISTER_NAMES } from './registers.ts';
import { tokensToText } from './single-line-macros.ts';
import { StatementParser } from './statements.ts';
import type { ParsedLine, Statement } from './statements.ts';
import { suggest } from './suggest.ts';
import { VMX_INC } from './vmx-inc.ts';

/** Where a program is loaded and starts. */
export const ORIGIN = 0x100000;
/** Guests begin at 0x200000: a program may not reach it. */
export const MAX_BYTES = 0x100000;
const MAX_PASSES = 100;

/** What one line of the (expanded) source became. */
export interface ListingEntry {
  /** Line of the main file. */
  readonly line: number;
  /** Depth inside macros: 0 for a line as written. */
  readonly depth: number;
  readonly file: string;
  readonly fileLine: number;
  readonly macro: string | null;
  /** Address of the first byte. */
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly kind: 'instruction' | 'data' | 'other';
}

export interface AssembledProgram {
  readonly bytes: Uint8Array;
  readonly origin: number;
  /** Every line after the preprocessor, in order. */
  readonly listing: readonly ListingEntry[];
  /** Labels with their address, and constants of equ. */
  readonly symbols: ReadonlyMap<string, { readonly value: bigint; readonly kind: 'label' | 'constant' }>;
}

export type AssembleResult =
  | { readonly ok: true; readonly program: AssembledProgram; readonly warnings: readonly Diagnostic[] }
  | {
      readonly ok: false;
      readonly errors: readonly Diagnostic[];
      readonly warnings: readonly Diagnostic[];
    };

interface Line {
  readonly source: PreprocessedLine;
  readonly parsed: ParsedLine;
  /** Bytes of an instruction without symbols: always the same. */
  fixed: Uint8Array | null;
}

interface SymbolEntry {
  value: bigint;
  /** Section of a label; null for a number. */
  section: string | null;
  pass: number;
  readonly line: PreprocessedLine;
}

interface SectionState {
  size: bigint;
  align: bigint;
}

/** Text to program or list of errors; never throws, bounded work. `file` is the name shown in messages. */
export function assemble(source: string, file = 'programa.asm'): AssembleResult {
  const preprocessed = preprocess(source, file);
  return new Assembler(file, preprocessed.lines, preprocessed.diagnostics, preprocessed.macroNames).run();
}

/** The source after the preprocessor: every macro written out. */
export function expandSource(
  source: string,
  file = 'programa.asm',
): { text: string; diagnostics: readonly Diagnostic[] } {
  const { lines, diagnostics } = preprocess(source, file);
  return { text: lines.map((line) => `${tokensToText(line.tokens)}\n`).join(''), diagnostics };
}

interface Preprocessed {
  readonly lines: readonly PreprocessedLine[];
  readonly diagnostics: readonly Diagnostic[];
  readonly macroNames: ReadonlySet<string>;
}

function preprocess(source: string, file: string): Preprocessed {
  const whole = (code: string, parts: DiagnosticParts): Preprocessed => ({
    lines: [],
    macroNames: new Set(),
    diagnostics: [{ severity: 'error', code, file, line: 1, column: 1, length: 1, parts }],
  });
  if (source.length > LIMITS.source)
    return whole('source-too-long', { found: source.length, limit: LIMITS.source });
  const binary = binaryPosition(source);
  if (binary !== null) {
    const result = whole('not-text', { found: binary.code });
    return {
      ...result,
      diagnostics: result.diagnostics.map((d) => ({ ...d, line: binary.line, column: binary.column })),
    };
  }
  const preprocessor = new Preprocessor(file, { 'vmx.inc': VMX_INC });
  const result = preprocessor.run(source.startsWith('\ufeff') ? source.slice(1) : source);
  return { ...result, macroNames: preprocessor.macroNames };
}

/** Position of the first character that no text has: NUL and other controls, or what is left of broken UTF-8. */
export function binaryPosition(source: string): { line: number; column: number; code: string } | null {
  // eslint-disable-next-line no-control-regex -- controls are exactly what is looked for
  const found = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f\ufffd]/.exec(source);
  if (found === null) return null;
  const before = source.slice(0, found.index).split(/\r\n|\n|\r/);
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, code };
}

class Assembler {
  private readonly file: string;
  private readonly lines: Line[] = [];
  private readonly diagnostics: Diagnostic[];
  private readonly symbols = new Map<string, SymbolEntry>();
  private readonly sections: Record<string, SectionState> = {};
  private previousSizes: Record<string, bigint> = { '0': 0n, '1': 0n };
  private pass = 0;
  private final = false;
  private changed = false;
  private stopped = false;
  private section = '0';
  private relative = false;
  private readonly chunks: Record<string, { offset: number; bytes: Uint8Array }[]> = { '0': [], '1': [] };
  private readonly listing: ListingEntry[] = [];
  private dataAlign = 4n;
  private dataAlignLimit: bigint | null = null;
  private originSet = false;

  constructor(
    file: string,
    source: readonly PreprocessedLine[],
    diagnostics: readonly Diagnostic[],
    macroNames: ReadonlySet<string>,
  ) {
    this.file = file;
    this.diagnostics = [...diagnostics];
    const parser = new StatementParser(macroNames);
    for (const line of source) {
      if (this.stopped) break;
      this.guarded(line, () => {
        const parsed = parser.parse(line.tokens, endOf(line));
        if (parsed.orphan)
          this.report('warning', line, 'orphan-label', parsed.label?.token ?? endOf(line), {
            found: parsed.label?.token.text ?? '',
          });
        this.lines.push({ source: line, parsed, fixed: null });
      });
      // A line with an error still defines its label: nobody should be told that it does not exist.
      const label = parser.labelOfBadLine;
      if (label !== null)
        this.lines.push({
          source: line,
          parsed: { label, statement: { kind: 'none' }, orphan: false },
          fixed: null,
        });
    }
  }

  run(): AssembleResult {
    // Errors of the text do not hide errors of the values: the passes run over what could be read.
    let stable = false;
    for (this.pass = 1; this.pass <= MAX_PASSES && !stable && !this.stopped; this.pass++) {
      this.onePass();
      stable = !this.changed && this.pass > 1;
    }
    if (!this.stopped) {
      this.final = true;
      // Once more for everything: warnings come from the last pass only.
      for (const line of this.lines) line.fixed = null;
      this.onePass();
      if (this.changed && this.errors.length === 0) this.reportAt(1, 'never-settles', {});
    }
    const errors = sorted(this.errors);
    const warnings = sorted(this.diagnostics.filter((d) => d.severity === 'warning'));
    if (errors.length > 0)
      return { ok: false, errors: errors.slice(0, MAX_ERRORS), warnings: warnings.slice(0, MAX_ERRORS) };
    return { ok: true, program: this.program(), warnings: warnings.slice(0, MAX_ERRORS) };
  }

  private get errors(): Diagnostic[] {
    return this.diagnostics.filter((d) => d.severity === 'error');
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

  private report(
    severity: Diagnostic['severity'],
    line: PreprocessedLine,
    code: string,
    at: { readonly column: number; readonly length: number },
    parts: DiagnosticParts,
  ): void {
    const inMacro = line.callColumn !== null;
    const diagnostic: Diagnostic = {
      severity,
      code,
      file: this.file,
      line: line.line,
      column: line.callColumn ?? at.column,
      length: inMacro ? 1 : at.length,
      parts: inMacro
        ? {
            ...parts,
            bodyFile: line.bodyFile,
            bodyLine: line.bodyLine,
            ...(line.macro === null ? {} : { macro: line.macro }),
          }
        : parts,
    };
    const same = (d: Diagnostic): boolean =>
      d.code === code &&
      d.line === diagnostic.line &&
      d.column === diagnostic.column &&
      d.parts['found'] === parts['found'];
    if (this.diagnostics.some(same)) return;
    this.diagnostics.push(diagnostic);
    if (severity === 'error' && this.errors.length >= MAX_ERRORS) this.stopped = true;
  }

  private reportAt(line: number, code: string, parts: DiagnosticParts): void {
    this.diagnostics.push({ severity: 'error', code, file: this.file, line, column: 1, length: 1, parts });
  }

  private onePass(): void {
    this.changed = false;
    this.section = '0';
    // NASM carries `default rel` over from the end of one pass to the start of the next; so does this.
    this.originSet = false;
    this.sections['0'] = { size: 0n, align: 1n };
    this.sections['1'] = { size: 0n, align: 4n };
    for (const line of this.lines) {
      if (this.stopped) return;
      if (this.final) this.guarded(line.source, () => this.assembleLine(line));
      else this.quietly(line);
    }
    for (const name of ['0', '1']) {
      const size = this.state(name).size;
      if (this.previousSizes[name] !== size) this.changed = true;
      this.previousSizes[name] = size;
    }
  }

  private state(section: string): SectionState {
    return (this.sections[section] ??= { size: 0n, align: 1n });
  }

  private base(section: string): bigint {
    if (section === '0') return BigInt(ORIGIN);
    const align = this.dataAlign;
    const end = BigInt(ORIGIN) + (this.previousSizes['0'] ?? 0n);
    return ((end + align - 1n) / align) * align;
  }

  private context(line: Line, offset: bigint, here: bigint): EncodeContext {
    const section = this.section;
    return {
      section,
      offset,
      final: this.final,
      warn: (code, at, parts) => this.report('warning', line.source, code, at, parts),
      defaultRelative: this.relative,
      sectionBase: (name) => this.base(name),
      symbol: (name, token) => this.lookup(name, token),
      here: () => ({ number: here, terms: new Map([[section, 1n]]), unknown: 0, plain: true }),
      sectionStart: () => ({ number: 0n, terms: new Map([[section, 1n]]), unknown: 0, plain: true }),
    };
  }

  private lookup(name: string, token: Token): Value | null {
    const entry = this.symbols.get(name);
    if (entry === undefined) {
      if (!this.final) return null;
      const likely = suggest(name, [...this.symbols.keys(), ...REGISTER_NAMES]);
      throw new Problem('unknown-symbol', token, {
        found: token.text,
        ...(likely === null ? {} : { suggestion: likely }),
      });
    }
    return {
      number: entry.value,
      terms: entry.section === null ? null : new Map([[entry.section, 1n]]),
      unknown: 0,
      plain: true,
    };
  }

  private define(line: Line, value: bigint, section: string | null): void {
    const label = line.parsed.label;
    if (label === null) return;
    const entry = this.symbols.get(label.name);
    if (entry === undefined) {
      this.symbols.set(label.name, { value, section, pass: this.pass, line: line.source });
      this.changed = true;
      return;
    }
    if (entry.line !== line.source) {
      throw new Problem('label-twice', label.token, { found: label.token.text, firstLine: entry.line.line });
    }
    if (entry.value !== value || entry.section !== section) this.changed = true;
    entry.value = value;
    entry.section = section;
    entry.pass = this.pass;
  }

  private assembleLine(line: Line): void {
    const { statement } = line.parsed;
    const state = this.state(this.section);
    const start = state.size;
    if (statement.kind === 'equ') {
      this.equ(line, statement.expression);
      this.list(line, start, [], 'other');
      return;
    }
    this.define(line, start, this.section);
    const section = this.section;
    const pieces = this.statementBytes(line, statement, start, start);
    let size = 0;
    for (const piece of pieces) size += piece.length;
    this.state(section).size = start + BigInt(size);
    if (this.state(section).size > MAX_BYTES) {
      this.stopped = true;
      throw new Problem('program-too-big', line.source.tokens[0] ?? endOf(line.source), { limit: MAX_BYTES });
    }
    if (this.final) {
      let offset = Number(start);
      for (const bytes of pieces) {
        this.chunks[section]?.push({ offset, bytes });
        offset += bytes.length;
      }
    }
    this.list(
      line,
      start,
      pieces,
      statement.kind === 'none' ? 'other' : isCode(statement) ? 'instruction' : 'data',
      section,
    );
  }

  private list(
    line: Line,
    start: bigint,
    pieces: readonly Uint8Array[],
    kind: ListingEntry['kind'],
    section = this.section,
  ): void {
    if (!this.final) return;
    const { source } = line;
    this.listing.push({
      line: source.line,
      depth: source.depth,
      file: source.bodyFile,
      fileLine: source.bodyLine,
      macro: source.macro,
      address: Number(this.base(section) + start),
      bytes: pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : concatenate(pieces),
      text: tokensToText(source.tokens),
      kind,
    });
  }

  private equ(line: Line, expression: Expression): void {
    const label = line.parsed.label;
    if (label === null) throw new Problem('equ-without-name', endOf(line.source), {});
    const offset = this.state(this.section).size;
    const value = evaluate(expression, this.context(line, offset, offset));
    if (value.unknown !== 0) {
      this.changed = true;
      return;
    }
    const [section, times] = [...(value.terms ?? [])][0] ?? [null, 1n];
    if (times !== 1n || (value.terms?.size ?? 0) > 1) throw new Problem('not-an-address', label.token, {});
    this.define(line, value.number, section);
  }

  /** Bytes of a statement at `offset`; `here` is what $ means (the start of the line, also inside times). */
  private statementBytes(line: Line, statement: Statement, offset: bigint, here: bigint): Uint8Array[] {
    switch (statement.kind) {
      case 'none':
      case 'equ':
        return [];
      case 'instruction': {
        if (line.fixed !== null) return [line.fixed];
        const bytes = encodeInstruction(statement.instruction, this.context(line, offset, here));
        if (statement.instruction.constant) line.fixed = bytes;
        return [bytes];
      }
      case 'data':
        return this.data(line, statement, offset, here);
      case 'reserve': {
        const count = this.count(line, statement.count, statement.token, offset, here, statement.bytes);
        if (this.final && this.section === '0')
          this.report('warning', line.source, 'reserved-in-text', statement.token, {
            found: statement.token.text,
          });
        return [new Uint8Array(count * statement.bytes)];
      }
      case 'times':
        return this.times(line, statement, offset, here);
      case 'align':
        return this.align(line, statement, offset, here);
      case 'section': {
        this.enterSection(statement);
        return [];
      }
      case 'org': {
        const address = this.number(line, statement.address, offset, here);
        if (address !== null && address !== BigInt(ORIGIN))
          throw new Problem('org-unsupported', statement.token, {
            found: hex(address),
            expected: [hex(BigInt(ORIGIN))],
          });
        if (this.originSet) throw new Problem('org-twice', statement.token, {});
        this.originSet = true;
        return [];
      }
      case 'bits': {
        const bits = this.number(line, statement.bits, offset, here);
        if (bits !== null && bits !== 64n)
          throw new Problem('bits-unsupported', statement.token, { found: String(bits), expected: ['64'] });
        return [];
      }
      case 'default':
        this.relative = statement.relative;
        return [];
    }
  }

  private number(line: Line, expression: Expression, offset: bigint, here: bigint): bigint | null {
    const value = evaluate(expression, this.context(line, offset, here));
    return value.unknown !== 0 ? null : value.number;
  }

  /** A count that must be a plain, small, non-negative number; 0 while it is unknown. */
  private count(
    line: Line,
    expression: Expression,
    token: Token,
    offset: bigint,
    here: bigint,
    unit: number,
  ): number {
    const value = evaluate(expression, this.context(line, offset, here));
    if (value.unknown !== 0) return 1;
    if (value.terms !== null) throw new Problem('count-is-address', token, { found: token.text });
    if (value.number < 0n) {
      // A label that has not settled yet may make it negative for a pass.
      if (!this.final) return 0;
      throw new Problem('count-negative', token, { found: String(value.number), name: token.text });
    }
    if (value.number * BigInt(unit) > BigInt(MAX_BYTES)) {
      throw new Problem('count-too-big', token, {
        found: String(value.number),
        name: token.text,
        limit: MAX_BYTES,
      });
    }
    return Number(value.number);
  }

  private data(
    line: Line,
    statement: Statement & { kind: 'data' },
    offset: bigint,
    here: bigint,
  ): Uint8Array[] {
    const context = this.context(line, offset, here);
    const size = statement.bytes;
    return statement.items.map((item) => {
      if (item.kind === 'text') return item.bytes;
      const bytes = new Uint8Array(size);
      if (item.kind === 'hole') return bytes;
      const value = evaluate(item.expression, context);
      const number = absolute(value, context, item.token) ?? 0n;
      const bits = BigInt(8 * size);
      if (this.final && size < 8 && !(number >= -(1n << (bits - 1n)) && number < 1n << bits))
        context.warn('data-range', item.token, { found: hex(number), bits: Number(bits) });
      let rest = BigInt.asUintN(64, number);
      for (let i = 0; i < size; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
      return bytes;
    });
  }

  private times(
    line: Line,
    statement: Statement & { kind: 'times' },
    offset: bigint,
    here: bigint,
  ): Uint8Array[] {
    const { body } = statement;
    const count = this.count(line, statement.count, statement.token, offset, here, 1);
    if (
      body.kind === 'reserve' ||
      (body.kind === 'data' && body.items.every((item) => item.kind === 'text'))
    ) {
      const once = concatenate(this.statementBytes(line, body, offset, here));
      if (once.length * count > MAX_BYTES)
        throw new Problem('count-too-big', statement.token, {
          found: String(count),
          name: 'times',
          limit: MAX_BYTES,
        });
      const all = new Uint8Array(once.length * count);
      for (let i = 0; i < count; i++) all.set(once, i * once.length);
      return [all];
    }
    const pieces: Uint8Array[] = [];
    let at = offset;
    for (let i = 0; i < count; i++) {
      // $ keeps meaning the start of the line; jumps are counted from where each copy stands.
      for (const piece of this.statementBytes(line, body, at, here)) {
        pieces.push(piece);
        at += BigInt(piece.length);
      }
      if (at > MAX_BYTES)
        throw new Problem('count-too-big', statement.token, {
          found: String(count),
          name: 'times',
          limit: MAX_BYTES,
        });
      // Only a jump (or a value that uses no position) can differ from copy to copy.
      if (i === 0 && body.kind === 'data') {
        const once = concatenate(pieces);
        if (once.length * count > MAX_BYTES)
          throw new Problem('count-too-big', statement.token, {
            found: String(count),
            name: 'times',
            limit: MAX_BYTES,
          });
        const all = new Uint8Array(once.length * count);
        for (let copy = 0; copy < count; copy++) all.set(once, copy * once.length);
        return [all];
      }
    }
    return [concatenate(pieces)];
  }

  private align(
    line: Line,
    statement: Statement & { kind: 'align' },
    offset: bigint,
    here: bigint,
  ): Uint8Array[] {
    const to = this.number(line, statement.to, offset, here);
    if (to === null) return [];
    if (to <= 0n || (to & (to - 1n)) !== 0n)
      throw new Problem('align-not-power', statement.token, { found: String(to) });
    if (to > 4096n) throw new Problem('align-too-big', statement.token, { found: String(to), limit: 4096 });
    if (this.section === '1') this.alignData(to, statement.token);
    const gap = (to - (offset % to)) % to;
    if (gap === 0n) return [];
    const pieces: Uint8Array[] = [];
    if (statement.fill === null) {
      pieces.push(new Uint8Array(Number(gap)).fill(statement.reserve ? 0 : 0x90));
      return pieces;
    }
    let at = offset;
    for (let i = 0n; i < gap; i++) {
      for (const piece of this.statementBytes(line, statement.fill, at, here)) {
        pieces.push(piece);
        at += BigInt(piece.length);
      }
    }
    return [concatenate(pieces)];
  }

  private enterSection(statement: Statement & { kind: 'section' }): void {
    this.section = statement.name === '.text' ? '0' : '1';
    for (const { name, value, token } of statement.attributes) {
      if (typeof value === 'string') {
        if (statement.name !== '.data' || value !== '.text')
          throw new Problem('foreign-attribute', token, {
            found: `${name}=${value}`,
            expected: ['vfollows=.text'],
          });
      } else if (value.kind === 'number') {
        if (name === 'vstart') {
          if (statement.name !== '.text' || value.value !== BigInt(ORIGIN))
            throw new Problem('org-unsupported', token, {
              found: hex(value.value),
              expected: [hex(BigInt(ORIGIN))],
            });
        } else {
          const to = value.value;
          if (to <= 0n || (to & (to - 1n)) !== 0n || to > 4096n)
            throw new Problem('align-not-power', token, { found: String(to) });
          if (statement.name !== '.data') continue;
          if (name === 'valign') this.dataAlignLimit = to;
          this.alignData(to, token);
        }
      }
    }
  }

  private alignData(to: bigint, token: Token): void {
    // With valign, NASM aligns labels by it alone: a larger align would move the bytes away from their labels.
    if (this.dataAlignLimit !== null && to > this.dataAlignLimit)
      throw new Problem('align-too-big', token, { found: String(to), limit: Number(this.dataAlignLimit) });
    if (to <= this.dataAlign) return;
    this.dataAlign = to;
    this.changed = true;
  }

  private program(): AssembledProgram {
    const end = BigInt(ORIGIN) + this.state('0').size;
    const dataSize = this.state('1').size;
    const total = dataSize === 0n ? end : this.base('1') + dataSize;
    const bytes = new Uint8Array(Number(total) - ORIGIN);
    for (const section of ['0', '1']) {
      const base = Number(this.base(section)) - ORIGIN;
      for (const chunk of this.chunks[section] ?? []) bytes.set(chunk.bytes, base + chunk.offset);
    }
    const symbols = new Map<string, { value: bigint; kind: 'label' | 'constant' }>();
    for (const [name, entry] of this.symbols) {
      symbols.set(
        name,
        entry.section === null
          ? { value: entry.value, kind: 'constant' }
          : { value: entry.value + this.base(entry.section), kind: 'label' },
      );
    }
    return { bytes, origin: ORIGIN, listing: this.listing, symbols };
  }
}

function isCode(statement: Statement): boolean {
  return statement.kind === 'instruction' || (statement.kind === 'times' && isCode(statement.body));
}

function endOf(line: PreprocessedLine): Token {
  const last = line.tokens.at(-1);
  const column = last === undefined ? 1 : last.column + last.length;
  return { kind: 'op', text: '', column, length: 1, space: false };
}

function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column);
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const result = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
