// Completion: what is offered where, always with an explanation where the word is not the program's own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../vmx/assembler/assemble.ts';
import { loadProgram } from '../../vmx/program/index.ts';
import { labelsOf, suggestionsAt } from './suggestions.ts';
import { wordHelp } from './word-help.ts';

/** Labels offered at `|`. */
function offered(marked: string, notation: 'vmx' | 'asm'): string[] {
  const [before = '', after = ''] = marked.split('|');
  const lines = before.split('\n');
  const column = lines.at(-1)?.length ?? 0;
  return (
    suggestionsAt(before + after, lines.length - 1, column, notation)?.options.map(({ label }) => label) ?? []
  );
}
/** The first offered, by boost, at `|`. */
function best(marked: string, notation: 'vmx' | 'asm'): string {
  const [before = ''] = marked.split('|');
  const lines = before.split('\n');
  const found = suggestionsAt(marked.replace('|', ''), lines.length - 1, lines.at(-1)?.length ?? 0, notation);
  const sorted = [...(found?.options ?? [])].sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0));
  return sorted[0]?.label ?? '';
}

describe('short notation', () => {
  it('begins a line with what a line can begin with', () => {
    expect(offered('VM|', 'vmx')).toEqual(
      expect.arrayContaining(['VMXON', 'VMPTRLD', 'AVANCA', 'convidado', 'sem preenchimento']),
    );
    expect(offered('VM|', 'vmx')).not.toContain('mov');
  });
  it('offers VMCSs where one is named', () => {
    expect(offered('VMCLEAR |', 'vmx').slice(0, 5)).toContain('A');
    expect(offered('VMXOFF |', 'vmx')).toEqual([]);
  });
  it('offers fields, then constants and the labels of the guests', () => {
    expect(offered('VMREAD EX|', 'vmx')).toEqual(
      expect.arrayContaining(['VMEXIT_REASON', 'EXIT_REASON', 'GUEST_RIP']),
    );
    const values = offered('VMWRITE GUEST_RIP, |\n\nconvidado A:\n  outro: VMCALL\n', 'vmx');
    expect(values).toContain('outro');
    expect(values).toContain('EXIT_CPUID');
  });
  it('offers the guests of the catalogue, and instructions only inside a guest', () => {
    expect(offered('convidado A: |', 'vmx')).toEqual([
      'pacato',
      'curioso',
      'tagarela',
      'dorminhoco',
      'teimoso',
      'quebrado',
    ]);
    expect(offered('VMXON\nconvidado A:\n  CP|', 'vmx')).toContain('cpuid');
    expect(offered('VMXON\nconvidado A: pacato\nV|', 'vmx')).toContain('VMXOFF');
    expect(offered('convidado A:\nx:\n  JMP |', 'vmx')).toEqual(['x']);
  });
});

describe('assembly', () => {
  it('begins a line, also behind a label, with instructions, macros and directives', () => {
    for (const line of ['v|', 'saida: v|'])
      expect(offered(line, 'asm')).toEqual(
        expect.arrayContaining(['vmlaunch', 'vmcs_padrao', 'dq', '%define']),
      );
    expect(offered('l|', 'asm')).not.toContain('anota_vmxon');
  });
  it('raises fields behind `grava` and `le`, reasons behind `cmp`', () => {
    expect(best('grava |', 'asm')).toBe('VPID');
    expect(best('cmp rax, |', 'asm')).toMatch(/^EXIT_/);
    expect(best('fim: nop\n mov rax, |', 'asm')).toBe('fim');
  });
  it('knows the exit reason behind a number compared with', () => {
    const found = suggestionsAt('cmp rax, 18', 0, 11, 'asm');
    expect(found?.options).toEqual([{ label: '18', detail: 'motivo 18', apply: 'EXIT_VMCALL' }]);
    expect(offered('add rax, 18|', 'asm')).toEqual([]);
  });
  it('offers labels alone behind a jump, and vmx.inc behind %include', () => {
    expect(offered('fim:\n.x:\nN equ 3\n  jne |', 'asm')).toEqual(['fim', '.x', 'N']);
    expect(offered('%include |', 'asm')).toEqual(['"vmx.inc"']);
  });
  it.each(['; VM|', 'mov al, "VM|', 'mov rax, 0x1|', 'db 12|', "db 'a', 'VM|"])(
    'offers nothing in %s',
    (line) => {
      expect(offered(line, 'asm')).toEqual([]);
    },
  );
});

it('offers only what the assembler takes, and explains it', () => {
  const constants = offered('mov rax, |', 'asm').filter((word) => /^[A-Z]/.test(word));
  const result = assemble(`%include "vmx.inc"\n${constants.map((word) => ` mov rax, ${word}`).join('\n')}\n`);
  expect(result.ok).toBe(true);
  for (const word of offered('v|', 'asm')) expect(wordHelp(word, 'asm')?.text, word).toMatch(/\.$/);
  for (const word of constants) expect(wordHelp(word, 'asm')?.text, word).toMatch(/\.$/);
  for (const word of offered('|', 'vmx'))
    expect(wordHelp(word.split(' ')[0] ?? '', 'vmx')?.text, word).toMatch(/\.$/);
  const fields = offered('VMREAD |', 'vmx');
  expect(fields.length).toBeGreaterThan(300);
  for (let at = 0; at < fields.length; at += 250) {
    const lines = fields.slice(at, at + 250).map((field) => `VMREAD ${field}`);
    expect(loadProgram(`VMXON\n${lines.join('\n')}\n`, { file: 'x.vmx' })).toMatchObject({ ok: true });
  }
});

it('finds the program’s names and nothing in comments', () => {
  expect(labelsOf('a:\n  .b: nop\nn equ 3\nm db 1 ; x: y\n%define K 1\n; z:\nconvidado A:\n')).toEqual([
    'a',
    '.b',
    'n',
    'm',
    'K',
  ]);
});

it('answers anywhere in any text', () => {
  const text = fc
    .array(
      fc.constantFrom('convidado A:', '\n', 'x:', ' ', '"', ';', '%', 'VMREAD', ',', 'grava', '[', '0', 'é'),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      text,
      fc.nat(40),
      fc.nat(5),
      fc.constantFrom('vmx' as const, 'asm' as const),
      (source, column, line, notation) => {
        const found = suggestionsAt(source, line, column, notation);
        expect(found === null || found.from <= column).toBe(true);
      },
    ),
  );
});
