// What is read out of vmx.inc is what the assembler makes of it.
import { expect, it } from 'vitest';
import { assemble } from './assemble.ts';
import { includedWords } from './include-words.ts';

const { macros, constants, labels } = includedWords();

it('finds the macros with their comment, the internal ones apart', () => {
  const names = macros.filter(({ internal }) => !internal).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'liga_vmx',
      'vmcs_padrao',
      'le',
      'grava',
      'avanca',
      'guarda_regs',
      'repoe_regs',
      'registra',
      'escreve',
      'termina',
    ]),
  );
  expect(names).not.toContain('anota_vmxon');
  for (const { name, comment } of macros) expect(comment, name).toMatch(/\.$/);
});

it('finds the constants and labels that a program sees', () => {
  const result = assemble('%include "vmx.inc"\n');
  if (!result.ok) throw new Error('vmx.inc does not assemble');
  const { symbols } = result.program;
  for (const { name, value } of constants) {
    expect(symbols.has(name), name).toBe(true);
    if (/^\d/.test(value)) expect(symbols.get(name)?.value, name).toBe(BigInt(value));
  }
  for (const name of labels) expect(symbols.has(name), name).toBe(true);
  expect(constants.find(({ name }) => name === 'EXIT_CPUID')?.value).toBe('10');
  expect(labels).toContain('p_vmxon');
});
