import { describe, expect, it } from 'vitest';
import { FIELDS } from '../vmx/fields/fields.ts';
import { bitNames, bitsInWords } from './bit-names.ts';
import { fieldMeaning } from './field-values.ts';

describe('what a field’s value says', () => {
  it.each([
    ['exit_reason', 0x8000_0021n, '33: falha de entrada: estado do convidado; bit 31: a entrada falhou'],
    ['exit_reason', 10n, '10: CPUID'],
    ['pin_based_controls', 0x1en, 'NMI exiting'],
    ['guest_cs_access_rights', 0xa09bn, 'código, 64 bits, DPL 0'],
    ['guest_tr_access_rights', 0x8bn, 'TSS ocupada, DPL 0'],
    ['guest_ldtr_access_rights', 0x10000n, 'inutilizável'],
    ['guest_cs_selector', 0x8n, 'entrada 1 da GDT, RPL 0'],
    ['guest_rflags', 0x202n, 'IF'],
    [
      'vmentry_interruption_info',
      0x80000b0dn,
      'exceção de hardware, #GP (proteção geral), com código de erro',
    ],
    ['vmentry_interruption_info', 0n, 'nenhum evento (bit 31 em 0)'],
    ['guest_rip', 0x200000n, ''],
    ['vm_instruction_error', 0n, ''],
  ] as const)('%s = %i', (name, value, text) => {
    expect(fieldMeaning(name, value)).toBe(text);
  });

  it('says something of every field, whatever it holds, without failing', () => {
    for (const { name } of FIELDS)
      for (const value of [0n, 1n, 0xffff_ffff_ffff_ffffn])
        expect(typeof fieldMeaning(name, value)).toBe('string');
  });
});

describe('bits in words', () => {
  it('names what has a name and gathers what has none', () => {
    expect(bitsInWords('pin_based_controls', 0x16n)).toBe('bits 1, 2 e 4');
    expect(bitsInWords('pin_based_controls', 0x18n)).toBe('NMI exiting (bit 3), bit 4');
    expect(bitsInWords('pin_based_controls', 0x6n)).toBe('bits 1 e 2');
    expect(bitsInWords('pin_based_controls', 0xff02n)).toBe('bits 1 e 15 a 8');
    expect(bitsInWords('guest_cr4', 0x2000n)).toBe('VMXE (bit 13)');
    expect(bitsInWords('host_fs_base', 0xffff_8000_0000_0000n)).toBe('bits 63 a 47');
    expect(bitsInWords('guest_rip', 0n)).toBe('');
  });

  it('no list has a bit twice', () => {
    for (const { name } of FIELDS) {
      const bits = bitNames(name).map(([bit]) => bit);
      expect(new Set(bits).size).toBe(bits.length);
    }
  });
});
