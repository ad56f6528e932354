// Single-line macros of NASM's preprocessor: %define, %xdefine, %assign and their expansion. NASM manual 4.1.
import { tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';
import { Problem } from './problem.ts';

interface SingleLineMacro {
  readonly name: string;
  readonly ignoreCase: boolean;
  /** Null: no parentheses. */
  readonly parameters: readonly string[] | null;
  readonly body: readonly Token[];
}

/** Splits at commas outside parentheses; with `braces`, at every comma outside { } (arguments of multi-line macros). */
export function splitArguments(tokens: readonly Token[], braces = false): Token[][] {
  if (tokens.length === 0) return [];
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const text = token.kind === 'op' ? token.text : '';
    if (text === ',' && depth === 0) {
      parts.push([]);
      continue;
    }
    if (text === (braces ? '{' : '(')) depth++;
    else if (text === (braces ? '}' : ')') && depth > 0) depth--;
    parts.at(-1)?.push(token);
  }
  if (!braces) return parts;
  return parts.map((part) =>
    part[0]?.text === '{' && part.at(-1)?.text === '}' && part.length >= 2 ? part.slice(1, -1) : part,
  );
}

export function sameTokens(a: readonly Token[], b: readonly Token[], ignoreCase: boolean): boolean {
  const key = (token: Token): string => `${token.kind} ${ignoreCase ? token.text.toLowerCase() : token.text}`;
  return a.length === b.length && a.every((token, i) => key(token) === key(b[i] ?? token));
}

/** A control character, which only a back-quoted string can hold. */
// eslint-disable-next-line no-control-regex -- controls are exactly what is looked for
const CONTROL = /[\u0000-\u001f]/g;

const hasControl = (text: string): boolean => text.search(CONTROL) >= 0;

function quoted(token: Token): string {
  if (token.kind !== 'str') return token.text;
  if (!token.text.includes('"') && !hasControl(token.text)) return `"${token.text}"`;
  if (!token.text.includes("'") && !hasControl(token.text)) return `'${token.text}'`;
  const escaped = token.text.replace(/[`\\]/g, '\\$&').replace(CONTROL, (control) => {
    return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `\`${escaped}\``;
}

/** Source text of tokens, with one space where there was white space. */
export function tokensToText(tokens: readonly Token[]): string {
  return tokens.map((token, i) => (i > 0 && token.space ? ' ' : '') + quoted(token)).join('');
}

export class SingleLineMacros {
  private readonly exact = new Map<string, SingleLineMacro>();
  private readonly folded = new Map<string, SingleLineMacro>();
  private readonly limit: number;
  private produced = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** True when expansion made more tokens than allowed; what is left is not expanded any more. */
  get exhausted(): boolean {
    return this.produced > this.limit;
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  private find(name: string): SingleLineMacro | undefined {
    return this.exact.get(name) ?? this.folded.get(name.toLowerCase());
  }

  private set(macro: SingleLineMacro): void {
    if (macro.ignoreCase) this.folded.set(macro.name.toLowerCase(), macro);
    else this.exact.set(macro.name, macro);
  }

  /** `rest` is everything after %define: the name, perhaps parameters right behind it, the body. */
  define(rest: readonly Token[], head: Token, ignoreCase: boolean): void {
    const name = rest[0];
    if (name?.kind !== 'id') throw new Problem('directive-needs-name', head, { found: head.text });
    let parameters: string[] | null = null;
    let body = rest.slice(1);
    if (body[0]?.text === '(' && !body[0].space) {
      const close = body.findIndex((token) => token.kind === 'op' && token.text === ')');
      if (close < 0)
        throw new Problem('unexpected-end', name, { found: name.text, expected: ['closing-parenthesis'] });
      parameters = [];
      for (const part of splitArguments(body.slice(1, close))) {
        const parameter = part[0];
        if (parameter?.kind !== 'id' || part.length > 1)
          throw new Problem('bad-define-parameter', parameter ?? name, { found: tokensToText(part) });
        parameters.push(parameter.text);
      }
      body = body.slice(close + 1);
    }
    const first = body[0];
    if (first !== undefined) body = [{ ...first, space: false }, ...body.slice(1)];
    this.set({ name: name.text, ignoreCase, parameters, body });
  }

  undefine(name: string): void {
    this.exact.delete(name);
    this.folded.delete(name.toLowerCase());
  }

  assign(name: string, value: bigint, ignoreCase: boolean): void {
    const at = { column: 1, length: 1, space: false };
    const magnitude = value < 0n ? -value : value;
    const number: Token = { ...at, kind: 'num', text: String(magnitude), value: magnitude };
    const body: Token[] = value < 0n ? [{ ...at, kind: 'op', text: '-' }, number] : [number];
    this.set({ name, ignoreCase, parameters: null, body });
  }

  setText(name: string, text: string): void {
    const body: Token[] = [{ kind: 'str', text, column: 1, length: 1, space: false }];
    this.set({ name, ignoreCase: false, parameters: null, body });
  }

  /** Replaces every single-line macro, then joins what %+ joins. */
  expand(tokens: readonly Token[]): Token[] {
    const result: Token[] = [];
    this.expandInto(tokens, result, new Set());
    return result.some((token) => token.text === '%+') ? paste(result) : result;
  }

  private expandInto(tokens: readonly Token[], result: Token[], active: ReadonlySet<string>): void {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined) continue;
      const macro = token.kind === 'id' && !active.has(token.text) ? this.find(token.text) : undefined;
      if (macro === undefined || this.exhausted || active.size > 100) {
        result.push(token);
        continue;
      }
      let body = macro.body;
      if (macro.parameters !== null) {
        const call = argumentsAfter(tokens, i + 1);
        if (call === null || call.parts.length !== macro.parameters.length) {
          result.push(token);
          continue;
        }
        body = this.replaceParameters(macro, call.parts);
        i = call.end;
      }
      this.produced += body.length + 1;
      // The text of a macro has no columns of its own in the learner's line: it stands where the name stood.
      const placed = body.map((part, k) => ({
        ...part,
        column: token.column,
        length: token.length,
        space: k === 0 ? token.space : part.space,
      }));
      this.expandInto(placed, result, new Set([...active, token.text]));
    }
  }

  private replaceParameters(macro: SingleLineMacro, parts: readonly (readonly Token[])[]): Token[] {
    const result: Token[] = [];
    for (const token of macro.body) {
      const index = token.kind === 'id' ? (macro.parameters ?? []).indexOf(token.text) : -1;
      if (index < 0) result.push(token);
      else
        (parts[index] ?? []).forEach((part, k) =>
          result.push(k === 0 ? { ...part, space: token.space } : part),
        );
      if (result.length > this.limit) break;
    }
    this.produced += result.length;
    return result;
  }
}

function argumentsAfter(tokens: readonly Token[], start: number): { parts: Token[][]; end: number } | null {
  if (tokens[start]?.kind !== 'op' || tokens[start]?.text !== '(') return null;
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    const text = tokens[i]?.kind === 'op' ? tokens[i]?.text : '';
    if (text === '(') depth++;
    else if (text === ')' && --depth === 0) {
      const inner = tokens.slice(start + 1, i);
      return { parts: inner.length === 0 ? [[]] : splitArguments(inner), end: i };
    }
  }
  return null;
}

function paste(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    const previous = result.at(-1);
    const next = tokens[i + 1];
    if (token.text !== '%+' || previous === undefined || next === undefined) {
      if (token.text !== '%+') result.push(token);
      continue;
    }
    const [joined] = tokenize(previous.text + next.text, previous.column);
    if (joined !== undefined)
      result[result.length - 1] = { ...joined, space: previous.space, length: previous.length };
    i++;
  }
  return result;
}
