// The colours of both notations: by the assembler's tokens, whatever the line is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from './highlighting.ts';

/** `shade:text` of each piece. */
const shades = (line: string, notation: 'vmx' | 'asm'): string[] =>
  piecesOf(line, notation).map(({ from, to, shade }) => `${shade}:${line.slice(from, to)}`);

describe('assembly', () => {
  it.each([
    [
      'saida: vmread rax, VMEXIT_REASON ; motivo',
      [
        'label:saida',
        'operator::',
        'vmx:vmread',
        'register:rax',
        'operator:,',
        'field:VMEXIT_REASON',
        'comment:; motivo',
      ],
    ],
    ['    cmp rax, EXIT_CPUID', ['mnemonic:cmp', 'register:rax', 'operator:,', 'reason:EXIT_CPUID']],
    ['%include "vmx.inc"', ['directive:%include', 'string:"vmx.inc"']],
    ['grava GUEST_RIP, 0x200000', ['macro:grava', 'field:GUEST_RIP', 'operator:,', 'number:0x200000']],
    ['QUANTOS equ 3', ['label:QUANTOS', 'directive:equ', 'number:3']],
    ["msg db 'a;b', 10", ['label:msg', 'directive:db', "string:'a;b'", 'operator:,', 'number:10']],
    [
      'mov dword [p_a], eax',
      [
        'mnemonic:mov',
        'size:dword',
        'operator:[',
        'included:p_a',
        'operator:]',
        'operator:,',
        'register:eax',
      ],
    ],
    ["mov al, 'x", ['mnemonic:mov', 'register:al', 'operator:,', "invalid:'x"]],
  ])('%s', (line, expected) => {
    expect(shades(line, 'asm')).toEqual(expected);
  });
});

describe('short notation', () => {
  it.each([
    ['VMCLEAR A ; deixa', ['vmx:VMCLEAR', 'region:A', 'comment:; deixa']],
    ['vmread EXIT_REASON', ['vmx:vmread', 'field:EXIT_REASON']],
    ['AVANÇA', ['macro:AVANÇA']],
    ['convidado B: pacato', ['directive:convidado', 'region:B', 'operator::', 'guest:pacato']],
    ['sem preenchimento', ['directive:sem', 'directive:preenchimento']],
    [
      'região X: revisão = 0',
      ['directive:região', 'region:X', 'operator::', 'directive:revisão', 'operator:=', 'number:0'],
    ],
    ['CR4.VMXE = 1', ['directive:CR4.VMXE', 'operator:=', 'number:1']],
    ['de_novo: JMP de_novo', ['label:de_novo', 'operator::', 'mnemonic:JMP', 'name:de_novo']],
    ['VMPTLRD A', ['name:VMPTLRD', 'name:A']],
  ])('%s', (line, expected) => {
    expect(shades(line, 'vmx')).toEqual(expected);
  });
});

it('covers any line in order, without overlap, and leaves out only blanks', () => {
  const line = fc.oneof(
    fc
      .string({ maxLength: 80, unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) })
      .map((text) => text.replace(/[\r\n]/g, ' ')),
    fc
      .array(
        fc.constantFrom(
          'mov',
          ' ',
          '"',
          "'",
          '`',
          ';',
          '%',
          '%{',
          '0x',
          'rax',
          ',',
          '[',
          ':',
          'VMXON',
          'ç',
          '\t',
          '$',
          '1e9',
        ),
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(line, fc.constantFrom('vmx' as const, 'asm' as const), (text, notation) => {
      const blank = (from: number, to: number): boolean => /^[ \t\r\f]*$/.test(text.slice(from, to));
      const pieces = piecesOf(text, notation);
      const ends = [0, ...pieces.map(({ to }) => to)];
      const inOrder = pieces.every(({ from, to }, index) => to > from && blank(ends[index] ?? 0, from));
      const last = ends.at(-1) ?? 0;
      return inOrder && last <= text.length && blank(last, text.length);
    }),
  );
});
