// Plurals in a query: what is searched beside the words as typed.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { queryVariants } from './plurals.ts';

it.each([
  ['instruções', 'instrução'],
  ['instrução', 'instruções'],
  ['instrucoes', 'instrucao'],
  ['campos', 'campo'],
  ['máquinas virtuais', 'máquina virtual'],
  ['máquina virtual', 'máquinas virtuais'],
  ['monitores', 'monitor'],
  ['imagens', 'imagem'],
  ['  Exceções ', 'exceção'],
])('%s also looks for %s', (query, other) => {
  expect(queryVariants(query)).toContain(other);
});

it('begins with what was typed', () => {
  expect(queryVariants('Saídas de VM')[0]).toBe('saídas de vm');
});

it('leaves short words and names that end in s', () => {
  expect(queryVariants('VMCS')).toEqual(['vmcs']);
  expect(queryVariants('de VM')).toEqual(['de vm']);
});

it('of nothing is nothing', () => {
  expect(queryVariants('   ')).toEqual([]);
});

it('is at most three, each once, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string(), (query) => {
      const variants = queryVariants(query);
      expect(variants.length).toBeLessThanOrEqual(3);
      expect(new Set(variants).size).toBe(variants.length);
    }),
  );
});
