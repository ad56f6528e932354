// One line of the short notation, read token by token; what does not fit is a Problem at its column.
import { badToken } from '../assembler/expression.ts';
import type { Token } from '../assembler/lexer.ts';
import { Problem } from '../assembler/problem.ts';
import { fold } from './fold.ts';

export class LineReader {
  /** 1-based line in the source. */
  readonly number: number;
  readonly tokens: readonly Token[];
  private position: number;

  /** Reads from the second token on: the first says what the line is. */
  constructor(number: number, tokens: readonly Token[]) {
    this.number = number;
    this.tokens = tokens;
    this.position = 1;
  }

  /** The token that is read next. */
  get token(): Token | undefined {
    return this.tokens[this.position];
  }

  get rest(): readonly Token[] {
    return this.tokens.slice(this.position);
  }

  /** Where the line ends, for messages. */
  get end(): Token {
    const last = this.tokens.at(-1);
    return {
      kind: 'op',
      text: '',
      column: (last?.column ?? 1) + (last?.length ?? 0),
      length: 1,
      space: false,
    };
  }

  unexpected(...expected: string[]): Problem {
    const token = this.token;
    if (token === undefined) return new Problem('unexpected-end', this.end, { found: '', expected });
    if (token.kind === 'bad') return badToken(token);
    return new Problem('unexpected-token', token, { found: token.text, expected });
  }

  skip(): void {
    this.position++;
  }

  /** Skips the next token when it is this; says whether it was. */
  accept(text: string): boolean {
    if (this.token?.text !== text) return false;
    this.position++;
    return true;
  }

  next(kind: Token['kind'], ...expected: string[]): Token {
    const token = this.token;
    if (token?.kind !== kind) throw this.unexpected(...expected);
    this.position++;
    return token;
  }

  /** The next word, folded, which must be one of these. */
  keyword(...expected: string[]): string {
    const word = this.token?.kind === 'id' ? fold(this.token.text) : null;
    if (word === null || !expected.some((candidate) => fold(candidate) === word))
      throw this.unexpected(...expected);
    this.position++;
    return word;
  }

  operator(text: string, expected: string): void {
    if (this.token?.kind !== 'op' || this.token.text !== text) throw this.unexpected(expected);
    this.position++;
  }

  finish(): void {
    if (this.token !== undefined) throw this.unexpected('end');
  }
}
