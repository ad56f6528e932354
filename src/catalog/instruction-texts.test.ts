// Every instruction the machine runs and every word of the notations has its line; none is written twice otherwise.
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { CONDITIONS, MNEMONICS } from '../vmx/assembler/instruction-table.ts';
import { registerByName } from '../vmx/assembler/registers.ts';
import { STATEMENT_WORDS } from '../vmx/assembler/statement-words.ts';
import { GUEST_NAMES } from '../vmx/notation/guest-catalogue.ts';
import { ROOT_WORDS } from '../vmx/notation/parse.ts';
import { instructionText } from './instruction-texts.ts';
import { directiveText, guestText, notationText } from './notation-texts.ts';

const condition = (mnemonic: string): string | null => {
  const suffix = /^(?:j|set|cmov)([a-z]+)$/.exec(mnemonic)?.[1] ?? '';
  return CONDITIONS.find((spellings) => spellings.includes(suffix))?.[0] ?? null;
};

it.each(MNEMONICS)('%s has a line', (mnemonic) => {
  expect(instructionText(mnemonic, condition(mnemonic))).toMatch(/^\p{Lu}.*\.$/u);
});

it('tells conditional instructions apart by what they ask', () => {
  expect(instructionText('jnz', condition('jnz'))).toBe('Desvia se diferente, ou não zero (ZF = 0).');
  expect(instructionText('setb', condition('setb'))).toBe(
    'Põe o byte em 1 se menor, sem sinal (CF = 1); senão, em 0.',
  );
  expect(new Set(CONDITIONS.map(([first = '']) => instructionText(`j${first}`, first))).size).toBe(16);
});

it('every directive, word of the short notation and guest has a line', () => {
  const missing = [
    // A segment register is also a prefix.
    ...STATEMENT_WORDS.filter(
      (word) => !MNEMONICS.includes(word) && !registerByName(word) && directiveText(word) === null,
    ),
    ...ROOT_WORDS.filter((word) => !/^VM/.test(word) && notationText(word) === null),
    ...GUEST_NAMES.filter((name) => guestText(name) === null),
  ];
  expect(missing).toEqual([]);
});

it('says of the ten what their pages say', () => {
  const folder = new URL('../../content/instrucoes/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const front = readFileSync(new URL(file, folder), 'utf8').split('---\n')[1] ?? '';
    const { titulo, resumo } = parse(front) as { titulo: string; resumo: string };
    expect(instructionText(titulo, null), titulo).toBe(resumo);
  }
});
