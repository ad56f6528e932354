// Operands of an instruction: from tokens to a tree that is evaluated once a pass. NASM manual 3.3 (effective addresses).
import { badToken, evaluate } from './expression.ts';
import type { BaseHint, Environment, Expression, ExpressionParser, Value } from './expression.ts';
import type { Token } from './lexer.ts';
import { Problem } from './problem.ts';
import { isForeignRegister, registerByName } from './registers.ts';
import type { Register } from './registers.ts';

export type OperandSize = 8 | 16 | 32 | 64 | 128;

export const SIZE_WORDS: Readonly<Record<string, OperandSize>> = {
  byte: 8,
  word: 16,
  dword: 32,
  qword: 64,
  oword: 128,
};
const JUMP_WORDS = ['short', 'near', 'far'];

interface Common {
  /** Where it stands, for messages. */
  readonly token: Token;
  readonly size: OperandSize | null;
  readonly jump: 'short' | 'near' | 'far' | null;
  readonly strict: boolean;
}

export type Operand =
  | (Common & { readonly kind: 'register'; readonly register: Register })
  | (Common & { readonly kind: 'immediate'; readonly expression: Expression })
  | (Common & {
      readonly kind: 'memory';
      readonly expression: Expression;
      readonly segment: Register | null;
      readonly relative: 'rel' | 'abs' | null;
      /** Size written inside the brackets: of the displacement. */
      readonly displacement: OperandSize | null;
      readonly nosplit: boolean;
    });

/** One operand from where the parser stands. */
export function parseOperand(parser: ExpressionParser): Operand {
  const first = parser.token;
  let size: OperandSize | null = null;
  let jump: Common['jump'] = null;
  let strict = false;
  for (;;) {
    const token = parser.token;
    if (parser.atEnd || token.kind !== 'id') break;
    const word = token.text.toLowerCase();
    const sized = SIZE_WORDS[word];
    if (sized !== undefined) {
      if (size !== null) throw new Problem('two-sizes', token, { found: token.text });
      size = sized;
    } else if (word === 'strict') strict = true;
    else if (JUMP_WORDS.includes(word)) jump = word as Common['jump'];
    else if (/^(?:tword|yword|zword)$/.test(word))
      throw new Problem('foreign-size', token, { found: token.text });
    else if (word === 'ptr') throw new Problem('ptr-is-not-nasm', token, { found: token.text });
    else break;
    parser.position++;
  }
  const token = parser.token;
  if (parser.atEnd) throw parser.unexpected('operand');
  if (parser.take('[')) return memory(parser, { token, size, jump, strict });
  if (token.kind === 'id') {
    const register = registerByName(token.text);
    const next = parser.tokens[parser.position + 1];
    if (register !== undefined && (next === undefined || (next.kind === 'op' && next.text === ','))) {
      parser.position++;
      if (register.kind === 'ip') throw new Problem('rip-as-operand', token, { found: token.text });
      if (size !== null && size !== register.size)
        throw new Problem('register-size', token, { found: token.text, expected: String(size) });
      return { kind: 'register', register, token, size: register.size, jump, strict };
    }
    if (isForeignRegister(token.text)) throw new Problem('foreign-register', token, { found: token.text });
  }
  const expression = parser.expression();
  if (parser.isOperator(':')) throw new Problem('far-immediate', parser.token, { found: ':' });
  if (parser.isOperator('[')) throw new Problem('bracket-after-value', parser.token, { found: first.text });
  return { kind: 'immediate', expression, token: first === token ? token : first, size, jump, strict };
}

function memory(parser: ExpressionParser, common: Common): Operand {
  let relative: 'rel' | 'abs' | null = null;
  let displacement: OperandSize | null = null;
  let nosplit = false;
  let segment: Register | null = null;
  for (;;) {
    const token = parser.token;
    if (parser.atEnd || token.kind !== 'id') break;
    const word = token.text.toLowerCase();
    const sized = SIZE_WORDS[word];
    const register = registerByName(word);
    const next = parser.tokens[parser.position + 1];
    if (word === 'rel' || word === 'abs') relative = word;
    else if (word === 'nosplit') nosplit = true;
    else if (sized !== undefined) displacement = sized;
    else if (register?.kind === 'segment' && next?.kind === 'op' && next.text === ':') {
      segment = register;
      parser.position++;
    } else break;
    parser.position++;
  }
  const expression = parser.expression();
  if (!parser.take(']')) {
    const found = parser.token;
    if (found.kind === 'bad') throw badToken(found);
    throw parser.unexpected('closing-bracket');
  }
  return { kind: 'memory', ...common, expression, segment, relative, displacement, nosplit };
}

/** Base, index and displacement as they will be encoded. */
export interface Address {
  readonly base: Register | null;
  readonly index: Register | null;
  readonly scale: 1 | 2 | 4 | 8;
  /** 32 when its registers have 32 bits, 64 otherwise. */
  readonly size: 32 | 64;
  /** Displacement without registers; its terms are section bases. */
  readonly offset: Value;
}

/** Splits the linear form of an address into base, index, scale and displacement the way NASM does. */
export function resolveAddress(operand: Operand & { kind: 'memory' }, env: Environment): Address {
  const { token } = operand;
  const hint: BaseHint = { kind: 'none', register: '' };
  const value = evaluate(operand.expression, { ...bind(env), hint });
  const found: { register: Register; times: bigint }[] = [];
  const sections = new Map<string, bigint>();
  for (const [key, times] of value.terms ?? []) {
    const register = registerByName(key);
    if (register === undefined) sections.set(key, times);
    else found.push({ register, times });
  }
  const offset: Value = {
    number: value.number,
    terms: sections.size === 0 ? null : sections,
    unknown: value.unknown,
    plain: value.plain,
  };
  for (const { register } of found) {
    if (register.kind === 'ip') throw new Problem('rip-in-address', token, { found: register.name });
    if (register.kind !== 'gpr' || register.size < 32)
      throw new Problem('bad-address-register', token, { found: register.name });
  }
  if (found.length > 2) throw new Problem('too-many-address-registers', token, { found: found.length });
  const size = found[0]?.register.size === 32 ? 32 : 64;
  if (found.some(({ register }) => register.size !== size))
    throw new Problem('mixed-address-registers', token, {
      found: found.map(({ register }) => register.name),
    });
  // NASM lists the registers of a sum by name.
  found.sort((a, b) => (a.register.name < b.register.name ? -1 : 1));
  let base: Register | null = null;
  let index: Register | null = null;
  let scale = 0n;
  for (const { register, times } of found) {
    if (times === 1n && base === null) base = register;
    else if (index === null) [index, scale] = [register, times];
    else throw new Problem('two-index-registers', token, { found: register.name });
  }
  // The register written first is the base, unless it was multiplied.
  const prefersSwap =
    (hint.kind === 'not-base' && hint.register === base?.name) ||
    (hint.kind === 'base' && hint.register === index?.name);
  if (scale === 1n && base !== null && index !== null && prefersSwap) [base, index] = [index, base];
  if (
    base === null &&
    index !== null &&
    scale === 1n &&
    !(hint.kind === 'not-base' && hint.register === index.name)
  )
    [base, index, scale] = [index, null, 0n];
  if (base === null && index !== null) {
    const splittable =
      (scale === 2n && (!operand.nosplit || hint.kind === 'summed')) || [3n, 5n, 9n].includes(scale);
    if (splittable && index.number !== 4) [base, scale] = [index, scale - 1n];
  } else if (index === null && base !== null && hint.kind === 'not-base' && hint.register === base.name) {
    if (operand.nosplit && base.number !== 4) [index, base, scale] = [base, null, 1n];
  }
  // [rax*1] alone is the same as [rax].
  if (base === null && index !== null && scale === 1n && !operand.nosplit)
    [base, index, scale] = [index, null, 0n];
  if (scale === 1n && index?.number === 4 && base !== null) [base, index] = [index, base];
  if (index?.number === 4) throw new Problem('rsp-as-index', token, { found: index.name });
  if (index !== null && ![1n, 2n, 4n, 8n].includes(scale))
    throw new Problem('bad-scale', token, { found: String(scale), expected: ['1', '2', '4', '8'] });
  return { base, index, scale: (index === null ? 1 : Number(scale)) as 1 | 2 | 4 | 8, size, offset };
}

function bind(env: Environment): Environment {
  return {
    symbol: (name, token) => env.symbol(name, token),
    here: () => env.here(),
    sectionStart: () => env.sectionStart(),
  };
}
