import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeText } from './terminal-text.ts';

it('takes out colours, cursor moves and turned text, and keeps the rest', () => {
  expect(safeText('\u001b[31mA\u001b[2J\u202eção\u0007\n— “fim”')).toBe('A ção — “fim”');
});

it('cuts a long text with a sign that it was cut', () => {
  expect(safeText('abcdef', 4)).toBe('abc…');
  expect(safeText('abcd', 4)).toBe('abcd');
});

it('leaves no control character in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safeText(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
