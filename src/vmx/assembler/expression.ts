// Expressions: parsing to a tree and evaluating it. NASM manual 3.5 (operators and precedence), 3.8 (critical expressions).
import { stringBytes } from './string-bytes.ts';
import { registerByName } from './registers.ts';
import type { Register } from './registers.ts';
import { Problem } from './problem.ts';
import type { Token } from './lexer.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly name: string; readonly token: Token }
  | { readonly kind: 'here' }
  | { readonly kind: 'section-start' }
  | { readonly kind: 'register'; readonly register: Register; readonly token: Token }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression; readonly token: Token }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly token: Token;
    }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
      readonly token: Token;
    };

/**
 * A value: a number plus a linear combination of section bases (keys 0, 1, ...) and registers (keys by name).
 * `terms` null means a plain number. `unknown`: how many times symbols not known yet in this pass are in it; as in
 * NASM, the difference of two of them counts as known.
 */
export interface Value {
  readonly number: bigint;
  readonly terms: ReadonlyMap<string, bigint> | null;
  readonly unknown: number;
  /** Whether a plain number takes part: NASM's choice of base register depends on it when numbers are added up. */
  readonly plain: boolean;
}

/** NASM's hint about which register of an address is to be the base (first written, unless multiplied). */
export interface BaseHint {
  kind: 'none' | 'base' | 'not-base' | 'summed';
  register: string;
}

export interface Environment {
  /** The value of a symbol; null when it is not known (yet). Throws a Problem when it can never be. */
  symbol(name: string, token: Token): Value | null;
  here(): Value;
  sectionStart(): Value;
  readonly hint?: BaseHint | undefined;
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['^^'],
  ['&&'],
  ['=', '==', '!=', '<>', '<', '>', '<=', '>='],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>', '<<<', '>>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '%%'],
];
const MAX_DEPTH = 100;

/** The number that a character constant stands for: its UTF-8 bytes, the first one lowest. */
export function stringValue(text: string, token: Token): bigint {
  const bytes = stringBytes(text);
  if (bytes.length > 8) throw new Problem('string-too-long', token, { found: text, limit: 8 });
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Reads expressions from a list of tokens; `position` is where it stands. */
export class ExpressionParser {
  readonly tokens: readonly Token[];
  position: number;
  /** Token that stands for the end of the line in messages. */
  readonly end: Token;
  private readonly scope: (name: string) => string;
  private depth = 0;

  constructor(tokens: readonly Token[], end: Token, scope: (name: string) => string, position = 0) {
    this.tokens = tokens;
    this.end = end;
    this.scope = scope;
    this.position = position;
  }

  get token(): Token {
    return this.tokens[this.position] ?? this.end;
  }

  get atEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  isOperator(text: string): boolean {
    const token = this.token;
    return token.kind === 'op' && token.text === text;
  }

  /** Steps over an operator if it stands here. */
  take(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.position++;
    return true;
  }

  expression(): Expression {
    if (++this.depth > MAX_DEPTH) throw new Problem('expression-too-deep', this.token, { limit: MAX_DEPTH });
    const condition = this.level(0);
    let result = condition;
    if (this.isOperator('?')) {
      const token = this.token;
      this.position++;
      const yes = this.expression();
      if (!this.take(':')) throw this.unexpected('colon');
      result = { kind: 'choice', condition, yes, no: this.expression(), token };
    }
    this.depth--;
    return result;
  }

  private level(index: number): Expression {
    const operators = LEVELS[index];
    if (operators === undefined) return this.unary();
    let left = this.level(index + 1);
    for (;;) {
      const token = this.token;
      if (token.kind !== 'op' || !operators.includes(token.text)) return left;
      this.position++;
      left = { kind: 'binary', operator: token.text, left, right: this.level(index + 1), token };
    }
  }

  private unary(): Expression {
    const token = this.token;
    if (token.kind === 'op' && ['-', '+', '~', '!'].includes(token.text)) {
      this.position++;
      if (++this.depth > MAX_DEPTH) throw new Problem('expression-too-deep', token, { limit: MAX_DEPTH });
      const operand = this.unary();
      this.depth--;
      return { kind: 'unary', operator: token.text, operand, token };
    }
    return this.primary();
  }

  private primary(): Expression {
    const token = this.token;
    if (this.atEnd) throw this.unexpected('value');
    if (token.kind === 'num') {
      this.position++;
      return { kind: 'number', value: BigInt.asIntN(64, token.value ?? 0n) };
    }
    if (token.kind === 'str') {
      this.position++;
      return { kind: 'number', value: BigInt.asIntN(64, stringValue(token.text, token)) };
    }
    if (token.kind === 'op' && token.text === '(') {
      this.position++;
      const inner = this.expression();
      if (!this.take(')')) throw this.unexpected('closing-parenthesis');
      return inner;
    }
    if (token.kind === 'op' && (token.text === '$' || token.text === '$$')) {
      this.position++;
      return { kind: token.text === '$' ? 'here' : 'section-start' };
    }
    if (token.kind === 'id') {
      this.position++;
      const register = registerByName(token.text);
      if (register !== undefined) return { kind: 'register', register, token };
      return { kind: 'symbol', name: this.scope(token.text), token };
    }
    throw this.unexpected('value');
  }

  /** A problem that says what stands here and what would have been right. */
  unexpected(...expected: string[]): Problem {
    const token = this.token;
    if (token.kind === 'bad') return badToken(token);
    return new Problem(this.atEnd ? 'unexpected-end' : 'unexpected-token', token, {
      found: token.kind === 'str' ? `'${token.text}'` : token.text,
      expected,
    });
  }
}

/** What is wrong with a token that is none. */
export function badToken(token: Token): Problem {
  return new Problem(token.problem ?? 'stray-character', token, { found: token.text });
}

const UNKNOWN: Value = { number: 0n, terms: null, unknown: 1, plain: true };

export function scalar(number: bigint): Value {
  return { number: BigInt.asIntN(64, number), terms: null, unknown: 0, plain: true };
}

function sum(a: Value, b: Value, factor: bigint): Value {
  let terms = a.terms;
  if (b.terms !== null) {
    const merged = new Map(a.terms ?? []);
    for (const [key, coefficient] of b.terms) {
      const total = (merged.get(key) ?? 0n) + factor * coefficient;
      if (total === 0n) merged.delete(key);
      else merged.set(key, total);
    }
    terms = merged.size === 0 ? null : merged;
  }
  return {
    number: BigInt.asIntN(64, a.number + factor * b.number),
    terms,
    unknown: a.unknown + Number(factor) * b.unknown,
    plain: a.plain !== b.plain || (a.plain && a.number + factor * b.number !== 0n),
  };
}

/** Two parts of one kind added up to something: from there on NASM forgets which register came first. */
function noteSum(left: Value, right: Value, factor: bigint, hint: BaseHint | undefined): void {
  if (hint === undefined) return;
  let summed = left.plain && right.plain && left.number + factor * right.number !== 0n;
  for (const [key, coefficient] of right.terms ?? []) {
    const own = left.terms?.get(key);
    if (own !== undefined && own + factor * coefficient !== 0n) summed = true;
  }
  if (summed) hint.kind = 'summed';
}

function scale(value: Value, factor: bigint): Value {
  let terms: Map<string, bigint> | null = null;
  if (value.terms !== null && factor !== 0n) {
    terms = new Map();
    for (const [key, coefficient] of value.terms) terms.set(key, coefficient * factor);
  }
  return { ...value, number: BigInt.asIntN(64, value.number * factor), terms };
}

const U64 = (value: bigint): bigint => BigInt.asUintN(64, value);

function divide(operator: string, a: bigint, b: bigint, token: Token): bigint {
  if (b === 0n) throw new Problem('division-by-zero', token, {});
  if (operator === '/') return U64(a) / U64(b);
  if (operator === '%') return U64(a) % U64(b);
  return operator === '//' ? a / b : a % b;
}

function shift(operator: string, a: bigint, b: bigint, token: Token): bigint {
  if (b < 0n || b > 63n) throw new Problem('bad-shift', token, { found: String(b) });
  if (operator === '>>') return U64(a) >> b;
  return operator === '>>>' ? a >> b : a << b;
}

function compare(operator: string, difference: bigint): bigint {
  const holds: Readonly<Record<string, boolean>> = {
    '=': difference === 0n,
    '==': difference === 0n,
    '!=': difference !== 0n,
    '<>': difference !== 0n,
    '<': difference < 0n,
    '>': difference > 0n,
    '<=': difference <= 0n,
    '>=': difference >= 0n,
  };
  return holds[operator] === true ? 1n : 0n;
}

/** The value of an expression. Throws a Problem for what has none (label times label, division by zero, ...). */
export function evaluate(expression: Expression, env: Environment): Value {
  switch (expression.kind) {
    case 'number':
      return { number: expression.value, terms: null, unknown: 0, plain: true };
    case 'symbol':
      return env.symbol(expression.name, expression.token) ?? UNKNOWN;
    case 'here':
      return env.here();
    case 'section-start':
      return env.sectionStart();
    case 'register': {
      const { register, token } = expression;
      if (env.hint === undefined) throw new Problem('register-in-number', token, { found: token.text });
      if (env.hint.kind === 'none') {
        env.hint.kind = 'base';
        env.hint.register = register.name;
      }
      return { number: 0n, terms: new Map([[register.name, 1n]]), unknown: 0, plain: false };
    }
    case 'unary': {
      const value = evaluate(expression.operand, env);
      if (expression.operator === '+') return value;
      if (expression.operator === '-') return scale(value, -1n);
      requireScalar(value, expression.token);
      if (value.unknown !== 0) return value;
      return scalar(expression.operator === '~' ? ~value.number : value.number === 0n ? 1n : 0n);
    }
    case 'choice': {
      const condition = evaluate(expression.condition, env);
      requireScalar(condition, expression.token);
      return evaluate(condition.number !== 0n ? expression.yes : expression.no, env);
    }
    case 'binary':
      return binary(expression.operator, expression, env);
  }
}

function requireScalar(value: Value, token: Token): void {
  if (value.terms !== null) throw new Problem('address-in-operation', token, { found: token.text });
}

function binary(operator: string, node: Expression & { kind: 'binary' }, env: Environment): Value {
  const left = evaluate(node.left, env);
  const right = evaluate(node.right, env);
  const { token } = node;
  if (operator === '+' || operator === '-') {
    const factor = operator === '+' ? 1n : -1n;
    noteSum(left, right, factor, env.hint);
    return sum(left, right, factor);
  }
  if (operator === '*') {
    if (left.terms !== null && right.terms !== null) requireScalar(right, token);
    const [vector, factor] = left.terms === null && right.terms !== null ? [right, left] : [left, right];
    if (env.hint?.kind === 'base' && vector.terms?.has(env.hint.register) === true)
      env.hint.kind = 'not-base';
    const result = scale(vector, factor.number);
    return left.unknown !== 0 || right.unknown !== 0 ? { ...result, unknown: 1 } : result;
  }
  if (LEVELS[3]?.includes(operator) === true) {
    const difference = sum(left, right, -1n);
    if (difference.unknown !== 0) return UNKNOWN;
    // Two different sections, or a number and an address: they have no order before the program is placed.
    requireScalar(difference, token);
    return scalar(compare(operator, difference.number));
  }
  requireScalar(left, token);
  requireScalar(right, token);
  if (left.unknown !== 0 || right.unknown !== 0) return UNKNOWN;
  const [a, b] = [left.number, right.number];
  switch (operator) {
    case '/':
    case '//':
    case '%':
    case '%%':
      return scalar(divide(operator, a, b, token));
    case '<<':
    case '<<<':
    case '>>':
    case '>>>':
      return scalar(shift(operator, a, b, token));
    case '&':
      return scalar(a & b);
    case '|':
      return scalar(a | b);
    case '^':
      return scalar(a ^ b);
    case '&&':
      return scalar(a !== 0n && b !== 0n ? 1n : 0n);
    case '||':
      return scalar(a !== 0n || b !== 0n ? 1n : 0n);
    default:
      return scalar((a !== 0n) !== (b !== 0n) ? 1n : 0n);
  }
}

/** Whether no symbol and no place is in it: it has the same value everywhere. */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'register':
      return true;
    case 'unary':
      return isConstant(expression.operand);
    case 'binary':
      return isConstant(expression.left) && isConstant(expression.right);
    case 'choice':
      return isConstant(expression.condition) && isConstant(expression.yes) && isConstant(expression.no);
    default:
      return false;
  }
}
