// One line of NASM source into tokens. NASM manual, chapter 3 (source lines, numeric constants, strings).
import { byteCharacter } from './string-bytes.ts';

export type TokenKind =
  | 'id'
  | 'num'
  | 'str'
  | 'op'
  /** A preprocessor word: `%define`, `%1`, `%%local`, `%{1}`, `%+`. */
  | 'pp'
  /** Something that is no token: `text` has it, `problem` says why. */
  | 'bad';

export type LexProblem = 'stray-character' | 'unterminated-string' | 'bad-number' | 'float' | 'bad-escape';

export interface Token {
  readonly kind: TokenKind;
  /** As written; for a string, its characters after escapes. */
  readonly text: string;
  /** 1-based column of its first character in its line. */
  readonly column: number;
  readonly length: number;
  /** Whether white space stood before it. */
  readonly space: boolean;
  readonly value?: bigint;
  readonly problem?: LexProblem;
}

const ID_START = /[A-Za-z_.?@\u0080-\uffff]/;
const ID_PART = /[A-Za-z0-9_$#@~.?\u0080-\uffff]/;
const DIGIT = /[0-9]/;
const OPERATORS = [ '>>>', '<<<', '<<', '>>', '<=', '>=', '==', '!=', '<>', '&&', '||', '^^', '//', '$$',
  '+', '-', '*', '/', '%', '&', '|', '^', '~', '!', '<', '>', '=', '(', ')', '[', ']', '{', '}', ',', ':', '?', '$',
]; // prettier-ignore

const RADIX_PREFIX: Readonly<Record<string, number>> = { x: 16, h: 16, d: 10, t: 10, o: 8, q: 8, b: 2, y: 2 };

function digitsIn(text: string, radix: number): bigint | null {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits === '') return null;
  let value = 0n;
  const base = BigInt(radix);
  for (const character of digits) {
    const digit = Number.parseInt(character, 36);
    if (!(digit < radix)) return null;
    value = value * base + BigInt(digit);
  }
  return value;
}

/** A NASM number: 10, 0x1f, $1f, 1fh, 101b, 0b101, 17q, 0o17, 1_000. Null when it is none (or has 65 bits or more). */
export function parseNumber(text: string): bigint | null {
  if (text.length > 80) return null;
  let value: bigint | null = null;
  if (text.startsWith('$')) value = digitsIn(text.slice(1), 16);
  else {
    const prefix =
      text.startsWith('0') && text.length > 2 ? RADIX_PREFIX[(text[1] ?? '').toLowerCase()] : undefined;
    if (prefix !== undefined) value = digitsIn(text.slice(2), prefix);
    const suffix = RADIX_PREFIX[text.slice(-1).toLowerCase()];
    if (value === null && suffix !== undefined) value = digitsIn(text.slice(0, -1), suffix);
    value ??= digitsIn(text, 10);
  }
  return value !== null && value < 1n << 64n ? value : null;
}

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, "'": 39, '"': 34, '`': 96, '\\': 92, '?': 63,
}; // prettier-ignore

/** The characters of a back-quoted string, escapes replaced; null when an escape is none. */
function unescape(text: string): string | null {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character !== '\\') {
      result += character;
      continue;
    }
    i++;
    const next = text[i] ?? '';
    const simple = SIMPLE_ESCAPES[next];
    if (simple !== undefined) {
      result += String.fromCharCode(simple);
      continue;
    }
    const coded = /^(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/.exec(
      text.slice(i, i + 9),
    );
    if (coded === null) return null;
    const body = coded[0];
    const code = /^[xuU]/.test(body) ? Number.parseInt(body.slice(1), 16) : Number.parseInt(body, 8) & 0xff;
    if (code > 0x10ffff) return null;
    // \u is a character, which UTF-8 writes; \x and octal are bytes.
    result += /^[uU]/.test(body) ? String.fromCodePoint(code) : byteCharacter(code);
    i += body.length - 1;
  }
  return result;
}

/** Index of the quote that closes the string starting at `start`, or -1. */
function quoteEnd(line: string, start: number): number {
  const quote = line[start];
  for (let i = start + 1; i < line.length; i++) {
    if (quote === '`' && line[i] === '\\') i++;
    else if (line[i] === quote) return i;
  }
  return -1;
}

/** Tokens of one line, comment left out. `column` is the column of its first character (1 when left out). */
export function tokenize(line: string, column = 1): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  let space = false;
  const push = (kind: TokenKind, start: number, end: number, extra: Partial<Token> = {}): void => {
    const text = line.slice(start, end);
    tokens.push({ kind, text, column: column + start, length: Math.max(1, end - start), space, ...extra });
    space = false;
    i = end;
  };
  const wordEnd = (from: number): number => {
    let end = from;
    while (end < line.length && ID_PART.test(line[end] ?? '')) end++;
    return end;
  };
  while (i < line.length) {
    const character = line[i] ?? '';
    const next = line[i + 1] ?? '';
    if (character === ' ' || character === '\t' || character === '\r' || character === '\f') {
      space = true;
      i++;
    } else if (character === ';') break;
    else if (character === '"' || character === "'" || character === '`') {
      const end = quoteEnd(line, i);
      if (end < 0) push('bad', i, line.length, { problem: 'unterminated-string' });
      else {
        const inner = line.slice(i + 1, end);
        const text = character === '`' ? unescape(inner) : inner;
        if (text === null) push('bad', i, end + 1, { problem: 'bad-escape' });
        else push('str', i, end + 1, { text });
      }
    } else if (character === '%' && /[A-Za-z0-9_%{+[!$?]/.test(next)) lexPercent(i, next);
    else if (DIGIT.test(character) || (character === '$' && DIGIT.test(next))) {
      const end = wordEnd(i + 1);
      const text = line.slice(i, end);
      const value = parseNumber(text);
      if (value !== null) push('num', i, end, { value });
      else
        push('bad', i, end, {
          problem: /^[0-9][0-9_]*\.|^[0-9_]+e[0-9]+$/i.test(text) ? 'float' : 'bad-number',
        });
    } else if (ID_START.test(character) && !(character === '?' && !ID_PART.test(next)))
      push('id', i, wordEnd(i + 1));
    else if (character === '$' && next !== '$' && ID_START.test(next)) {
      const end = wordEnd(i + 2);
      push('id', i, end, { text: line.slice(i + 1, end) });
    } else {
      const operator = OPERATORS.find((candidate) => line.startsWith(candidate, i));
      if (operator !== undefined) push('op', i, i + operator.length);
      else push('bad', i, i + 1, { problem: 'stray-character' });
    }
  }
  return tokens;

  function lexPercent(start: number, next: string): void {
    if (next === '{') {
      const end = line.indexOf('}', start);
      if (end > 0) push('pp', start, end + 1, { text: `%${line.slice(start + 2, end)}` });
      else push('bad', start, line.length, { problem: 'stray-character' });
      return;
    }
    if (next === '+') return push('pp', start, start + 2);
    if (next === '%') {
      const end = wordEnd(start + 2);
      // "a %% b" is the signed remainder; "%%nome" is a label of this macro call.
      if (end > start + 2) return push('pp', start, end);
      return push('op', start, start + 2);
    }
    if (next === '[' || next === '!' || next === '$') return push('pp', start, start + 2);
    // %1_fim is the first argument, then `_fim`.
    let digits = start + 1;
    while (DIGIT.test(line[digits] ?? '')) digits++;
    return push('pp', start, digits > start + 1 ? digits : wordEnd(start + 1));
  }
}
