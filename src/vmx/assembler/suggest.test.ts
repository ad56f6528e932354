// The word most likely meant: by distance, then by how the words begin; nothing where nothing is near.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosticText } from '../../catalog/assembler-messages.ts';
import { assemble } from './assemble.ts';
import { parseNotation } from '../notation/parse.ts';
import { suggest } from './suggest.ts';

const VMX = ['VMXON', 'VMXOFF', 'VMCLEAR', 'VMREAD', 'VMRESUME', 'VMLAUNCH'];

describe('suggest', () => {
  it.each([
    ['VMXOF', 'VMXOFF'],
    ['VMXO', 'VMXON'],
    ['vmxofff', 'VMXOFF'],
    ['VMCLER', 'VMCLEAR'],
    ['xyz', null],
    ['VM', null],
  ])('%s: %s', (word, wanted) => {
    expect(suggest(word, VMX)).toBe(wanted);
    expect(suggest(word, [...VMX].reverse())).toBe(wanted);
  });

  it('takes the one that begins alike before one that only ends alike, in any order', () => {
    for (const candidates of [
      ['ada', 'abb'],
      ['abb', 'ada'],
    ])
      expect(suggest('aba', candidates)).toBe('abb');
  });

  it('finds the word itself, whatever its case', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VMX), (word) => suggest(word.toLowerCase(), VMX) === word),
      { numRuns: 30 },
    );
  });
});

describe('the likely slip, in words', () => {
  const ofAssembly = (source: string): string => {
    const result = assemble(source);
    return result.ok ? '' : diagnosticText(result.errors[0]!);
  };
  const ofNotation = (source: string): string => {
    const [error] = parseNotation(`${source}\n`).errors;
    return error === undefined ? '' : diagnosticText(error);
  };

  it('is quoted alike in both notations, in capitals where the word was in capitals', () => {
    expect(ofNotation('VMXOF')).toMatch(/ Você quis dizer “VMXOFF”\?$/);
    expect(ofAssembly('VMXOF')).toMatch(/ Você quis dizer “VMXOFF”\?$/);
    expect(ofAssembly('vmxof')).toMatch(/ Você quis dizer “vmxoff”\?$/);
    expect(ofAssembly('%macro Entra 0\nnop\n%endmacro\nENTRAA')).toMatch(/“Entra”\?$/);
  });

  it('large numbers are written for people, those to be written in a program are not', () => {
    expect(ofAssembly('times 3000000 db 0')).toMatch(/1\.048\.576 bytes/);
    expect(ofAssembly('%rep 300000\nnop\n%endrep')).toMatch(/o máximo é 200000\./);
  });
});
