import { describe, expect, it } from 'vitest';
import { parseNumber, tokenize } from './lexer.ts';

describe('parseNumber', () => {
  it.each([
    ['10', 10n],
    ['0x1f', 31n],
    ['1fh', 31n],
    ['$1f', 31n],
    ['0ffh', 255n],
    ['101b', 5n],
    ['0b101', 5n],
    ['17q', 15n],
    ['0o17', 15n],
    ['1_000', 1000n],
    ['9d', 9n],
    ['0x1b', 27n],
    ['0xffffffffffffffff', (1n << 64n) - 1n],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['12ab', '0xg', '2b3', '18446744073709551616', '08h0z'])('refuses %s', (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});

describe('tokenize', () => {
  it('keeps columns, strings with semicolons, and leaves comments out', () => {
    const tokens = tokenize(`  db 'a;b', 5 ; fim`);
    expect(tokens.map(({ kind, text, column }) => [kind, text, column])).toEqual([
      ['id', 'db', 3],
      ['str', 'a;b', 6],
      ['op', ',', 11],
      ['num', '5', 13],
    ]);
  });

  it('tells a macro argument from the word that touches it', () => {
    expect(tokenize('%1_fim').map(({ kind, text }) => [kind, text])).toEqual([
      ['pp', '%1'],
      ['id', '_fim'],
    ]);
  });

  it('reports a string that never ends and a character of no language', () => {
    expect(tokenize(`db 'abc`).at(-1)?.problem).toBe('unterminated-string');
    expect(tokenize('mov \u00a7').at(-1)).toMatchObject({ kind: 'id' });
    expect(tokenize('mov \\').at(-1)?.problem).toBe('stray-character');
  });
});
