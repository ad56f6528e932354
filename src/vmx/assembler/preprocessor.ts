// NASM's preprocessor, the part that vmx.inc and a learner's own macros need. NASM manual, chapter 4.
// Lines in, lines out: every directive and macro is resolved, and each line remembers where it came from.
import { isConditional } from './conditions.ts';
import type { ConditionWorld } from './conditions.ts';
import type { Diagnostic } from './diagnostic.ts';
import { ExpressionParser, evaluate } from './expression.ts';
import type { Token } from './lexer.ts';
import { LIMITS } from './limits.ts';
import { LineFlow, firstToken } from './line-flow.ts';
import { fillIn, isDirective, joinArguments, nameOf, readMacro, stringOf } from './multi-line-macros.ts';
import type { Macro } from './multi-line-macros.ts';
import { DIRECTIVES, FOREIGN, suggestion } from './preprocessor-words.ts';
import { Problem } from './problem.ts';
import { readLines } from './raw-lines.ts';
import type { RawLine } from './raw-lines.ts';
import { SingleLineMacros, splitArguments, tokensToText } from './single-line-macros.ts';
import { stringBytes } from './string-bytes.ts';

/** A line after the preprocessor. */
export interface PreprocessedLine {
  readonly tokens: readonly Token[];
  /** Line of the main file it belongs to: its own, or that of the outermost macro call. */
  readonly line: number;
  /** Column of the macro call when the line comes out of a macro, else null (tokens have their own columns). */
  readonly callColumn: number | null;
  /** File and line where the text stands (for a macro: in its body). */
  readonly bodyFile: string;
  readonly bodyLine: number;
  /** Name of the innermost macro, null for a line written as it is. */
  readonly macro: string | null;
  /** How deep inside macro calls and repetitions. */
  readonly depth: number;
}

export interface PreprocessResult {
  readonly lines: readonly PreprocessedLine[];
  readonly diagnostics: readonly Diagnostic[];
}

export class Preprocessor extends LineFlow {
  private readonly includes: Readonly<Record<string, readonly RawLine[]>>;
  private readonly macros = new Map<string, Macro[]>();
  private readonly defines: SingleLineMacros;
  private readonly output: PreprocessedLine[] = [];
  private readonly world: ConditionWorld;
  private tokensOut = 0;
  private tokensPut = 0;
  private calls = 0;
  private readonly definedNames = new Set<string>();

  constructor(file: string, includes: Readonly<Record<string, readonly RawLine[]>>) {
    super(file);
    this.includes = includes;
    this.defines = new SingleLineMacros(LIMITS.tokens);
    this.world = {
      defines: this.defines,
      macrosNamed: (name) => this.macrosNamed(name),
      number: (tokens, head) => this.number(tokens, head),
    };
  }

  run(source: string): PreprocessResult {
    const lines = readLines(this.file, source, (line) =>
      this.report('error', line, 'line-too-long', { column: 1, length: 1 }, { limit: LIMITS.line }),
    );
    this.pushFile(lines, null);
    while (!this.stopped) {
      const next = this.nextLine();
      if (next === null) break;
      this.guarded(next, () => this.process(next));
    }
    const [open] = this.conditions.closeTo(0).reverse();
    if (open !== undefined && !this.stopped) this.report('error', open, 'unclosed-if', firstToken(open), {});
    return { lines: this.output, diagnostics: this.diagnostics };
  }

  /** Multi-line macros by name, for messages. */
  get macroNames(): ReadonlySet<string> {
    return this.definedNames;
  }

  private process(raw: RawLine): void {
    const head = raw.tokens[0];
    if (head !== undefined && isDirective(head) && isConditional(head)) {
      const rest = (): readonly Token[] => this.substitute(raw).slice(1);
      this.conditions.line(head, raw, this.frame?.conditions ?? 0, rest, this.world);
      return;
    }
    if (!this.conditions.reading) return;
    const line: RawLine = { ...raw, tokens: this.substitute(raw) };
    const first = line.tokens[0];
    if (first !== undefined && isDirective(first)) this.directive(first, line);
    else this.ordinary(line);
  }

  // --- parameters of multi-line macros -------------------------------------------------------------------------

  private substitute(raw: RawLine): readonly Token[] {
    return fillIn(raw, this.frame?.call ?? null, (count) => {
      this.tokensPut += count;
      if (this.tokensPut > LIMITS.tokens) this.fatal(raw, 'too-many-tokens', { limit: LIMITS.tokens });
      return !this.stopped;
    });
  }

  /** A number that must be known here, before any label has an address. */
  private number(tokens: readonly Token[], head: Token): bigint {
    const end: Token = { kind: 'op', text: '', column: head.column + head.length, length: 1, space: false };
    const parser = new ExpressionParser(tokens, end, (name) => name);
    const expression = parser.expression();
    if (!parser.atEnd) throw parser.unexpected('operator', 'end');
    return evaluate(expression, {
      symbol: (name, token) => {
        throw new Problem('not-known-yet', token, { found: name });
      },
      here: () => {
        throw new Problem('not-known-yet', head, { found: '$' });
      },
      sectionStart: () => {
        throw new Problem('not-known-yet', head, { found: '$$' });
      },
    }).number;
  }

  // --- directives ----------------------------------------------------------------------------------------------

  private directive(head: Token, line: RawLine): void {
    const word = head.text.toLowerCase();
    const rest = line.tokens.slice(1);
    switch (word) {
      case '%define':
      case '%idefine':
        return this.defines.define(rest, head, word === '%idefine');
      case '%xdefine':
      case '%ixdefine':
        return this.defines.define(
          [...rest.slice(0, 1), ...this.defines.expand(rest.slice(1))],
          head,
          word === '%ixdefine',
        );
      case '%undef':
        return this.defines.undefine(nameOf(rest, head));
      case '%assign':
      case '%iassign': {
        const name = nameOf(rest, head);
        const value = this.number(this.defines.expand(rest.slice(1)), head);
        return this.defines.assign(name, value, word === '%iassign');
      }
      case '%strlen': {
        const name = nameOf(rest, head);
        const text = stringOf(this.defines.expand(rest.slice(1)), head);
        return this.defines.assign(name, BigInt(stringBytes(text).length), false);
      }
      case '%substr':
        return this.substring(rest, head);
      case '%include':
        return this.include(rest, head, line);
      case '%macro':
      case '%imacro':
        return this.defineMacro(rest, head, line);
      case '%rep':
        return this.repeat(rest, head, line);
      case '%exitrep': {
        const index = this.frames.findLastIndex((frame) => frame.kind === 'rep');
        if (index < 0) throw new Problem('exitrep-outside', head, { found: head.text });
        const frame = this.frames[index];
        if (frame !== undefined) this.leave(index, frame);
        return;
      }
      case '%exitmacro': {
        const index = this.frames.findLastIndex((frame) => frame.kind === 'macro');
        if (index < 0) throw new Problem('exitmacro-outside', head, { found: head.text });
        const frame = this.frames[index];
        if (frame !== undefined) this.leave(index, frame);
        return;
      }
      case '%endmacro':
      case '%endm':
      case '%endrep':
        throw new Problem('end-without-start', head, {
          found: head.text,
          expected: [word === '%endrep' ? '%rep' : '%macro'],
        });
      case '%rotate':
        return this.rotate(rest, head);
      case '%error':
      case '%warning':
      case '%fatal': {
        const text = rest[0]?.kind === 'str' && rest.length === 1 ? rest[0].text : tokensToText(rest);
        this.report(
          word === '%warning' ? 'warning' : 'error',
          line,
          word === '%warning' ? 'user-warning' : 'user-error',
          head,
          { text },
        );
        if (word === '%fatal') this.stopped = true;
        return;
      }
      default:
        throw new Problem(FOREIGN.has(word) ? 'foreign-directive' : 'unknown-directive', head, {
          found: head.text,
          ...(FOREIGN.has(word) ? {} : suggestion(head.text, DIRECTIVES)),
        });
    }
  }

  private substring(rest: readonly Token[], head: Token): void {
    const name = nameOf(rest, head);
    const expanded = this.defines.expand(rest.slice(1));
    const source = expanded[0];
    if (source?.kind !== 'str') throw new Problem('directive-needs-string', head, { found: head.text });
    const numbers = splitArguments(expanded.slice(expanded[1]?.text === ',' ? 2 : 1));
    const start = Number(this.number(numbers[0] ?? [], head));
    const count = numbers[1] === undefined ? 1 : Number(this.number(numbers[1], head));
    const end = count < 0 ? source.text.length + 1 + count : start - 1 + count;
    this.defines.setText(name, source.text.slice(Math.max(0, start - 1), Math.max(0, end)));
  }

  private include(rest: readonly Token[], head: Token, line: RawLine): void {
    const name = stringOf(this.defines.expand(rest), head);
    const text = Object.hasOwn(this.includes, name) ? this.includes[name] : undefined;
    if (text === undefined)
      throw new Problem('unknown-include', rest[0] ?? head, {
        found: name,
        expected: Object.keys(this.includes),
        ...suggestion(name, Object.keys(this.includes)),
      });
    if (this.frames.length > LIMITS.depth) throw new Problem('macro-too-deep', head, { limit: LIMITS.depth });
    this.pushFile(text, this.frame?.origin ?? { line: line.line, column: head.column });
  }

  private rotate(rest: readonly Token[], head: Token): void {
    const call = this.frame?.call ?? null;
    if (call === null) throw new Problem('parameter-outside-macro', head, { found: head.text });
    const count = call.parameters.length;
    if (count === 0) return;
    const by = Number(BigInt.asIntN(32, this.number(this.defines.expand(rest), head)));
    const offset = ((by % count) + count) % count;
    call.parameters = [...call.parameters.slice(offset), ...call.parameters.slice(0, offset)];
  }

  private defineMacro(rest: readonly Token[], head: Token, line: RawLine): void {
    const body = this.collect(/^%i?macro$/i, /^%endm(?:acro)?$/i, head, line);
    const macro = readMacro(rest, head, body);
    const { name, minimum, maximum } = macro;
    const key = name.toLowerCase();
    const others = (this.macros.get(key) ?? []).filter(
      (other) => other.name !== name || other.minimum !== minimum || other.maximum !== maximum,
    );
    this.macros.set(key, [...others, macro]);
    this.definedNames.add(name);
  }

  private repeat(rest: readonly Token[], head: Token, line: RawLine): void {
    const body = this.collect(/^%rep$/i, /^%endrep$/i, head, line);
    const count = this.number(this.defines.expand(rest), head);
    if (count > BigInt(LIMITS.lines))
      throw new Problem('rep-too-many', rest[0] ?? head, { found: String(count), limit: LIMITS.lines });
    if (count < 0n) throw new Problem('rep-negative', rest[0] ?? head, { found: String(count) });
    if (count === 0n) return;
    const frame = this.frame;
    this.push({
      kind: 'rep',
      lines: body,
      index: 0,
      rounds: Number(count) - 1,
      call: frame?.call ?? null,
      origin: frame?.origin ?? { line: line.line, column: head.column },
      depth: frame?.depth ?? 0,
      conditions: this.conditions.depth,
    });
  }

  // --- ordinary lines and macro calls --------------------------------------------------------------------------

  private ordinary(line: RawLine): void {
    const tokens = this.defines.expand(line.tokens);
    if (this.defines.exhausted) return this.fatal(line, 'too-many-tokens', { limit: LIMITS.tokens });
    if (tokens.length === 0 || this.callMacro(tokens, line)) return;
    this.emit(tokens, line);
  }

  private emit(tokens: readonly Token[], line: RawLine): void {
    this.tokensOut += tokens.length;
    if (this.tokensOut > LIMITS.tokens) return this.fatal(line, 'too-many-tokens', { limit: LIMITS.tokens });
    const stray = tokens.find((token) => token.kind === 'pp');
    if (stray !== undefined)
      throw new Problem('unknown-directive', stray, {
        found: stray.text,
        ...suggestion(stray.text, DIRECTIVES),
      });
    const frame = this.frame;
    const origin = frame?.origin ?? null;
    this.output.push({
      tokens,
      line: origin?.line ?? line.line,
      callColumn: origin?.column ?? null,
      bodyFile: line.file,
      bodyLine: line.line,
      macro: frame?.call?.macro.name ?? null,
      depth: origin === null ? 0 : Math.max(1, frame?.depth ?? 1),
    });
  }

  private macrosNamed(name: string): readonly Macro[] {
    const found = this.macros.get(name.toLowerCase()) ?? [];
    return found.filter((macro) => macro.ignoreCase || macro.name === name);
  }

  private callMacro(tokens: readonly Token[], line: RawLine): boolean {
    let start = 0;
    let candidates = tokens[0]?.kind === 'id' ? this.macrosNamed(tokens[0].text) : [];
    if (candidates.length === 0 || tokens[1]?.text === ':') {
      start = tokens[1]?.kind === 'op' && tokens[1].text === ':' ? 2 : 1;
      const name = tokens[start];
      if (tokens[0]?.kind !== 'id' || name?.kind !== 'id') return false;
      candidates = this.macrosNamed(name.text);
      if (candidates.length === 0) return false;
    }
    const name = tokens[start];
    if (name === undefined) return false;
    const given = start + 1 >= tokens.length ? [] : splitArguments(tokens.slice(start + 1), true);
    const macro = candidates.find(
      (candidate) =>
        candidate.minimum <= given.length && (candidate.greedy || given.length <= candidate.maximum),
    );
    if (macro === undefined) {
      throw new Problem('macro-arity', name, {
        found: given.length,
        name: name.text,
        expected: candidates.map((candidate) =>
          candidate.minimum === candidate.maximum
            ? String(candidate.minimum)
            : `${candidate.minimum}-${candidate.maximum === Infinity ? '*' : candidate.maximum}`,
        ),
      });
    }
    const depth = (this.frame?.depth ?? 0) + 1;
    if (depth > LIMITS.depth) {
      this.fatal(line, 'macro-too-deep', { limit: LIMITS.depth, name: macro.name });
      return true;
    }
    if (start > 0) this.emit([...tokens.slice(0, 1), { ...name, kind: 'op', text: ':' }], line);
    let parameters: (readonly Token[])[] = given;
    const room = macro.maximum === Infinity ? given.length : macro.maximum;
    if (macro.greedy && given.length > room && room > 0)
      parameters = [...given.slice(0, room - 1), joinArguments(given.slice(room - 1), name)];
    while (parameters.length < room && parameters.length - macro.minimum < macro.defaults.length) {
      parameters.push(macro.defaults[parameters.length - macro.minimum] ?? []);
    }
    this.push({
      kind: 'macro',
      lines: macro.body,
      index: 0,
      rounds: 0,
      call: { macro, parameters, id: ++this.calls },
      origin: this.frame?.origin ?? { line: line.line, column: name.column },
      depth,
      conditions: this.conditions.depth,
    });
    return true;
  }
}
