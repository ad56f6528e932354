// Help on words: what it is, where the manual has it, and a page that the course has.
import { describe, expect, it } from 'vitest';
import { wordHelp } from './word-help.ts';

describe('help', () => {
  it.each([
    ['vmptrld', 'asm', /corrente/, /30\.3/, '/instrucoes/vmptrld/'],
    ['VMRESUME', 'vmx', /seguintes/, /30\.3/, '/instrucoes/vmresume/'],
    ['invept', 'asm', /EPT/, /30\.3/, '/instrucoes/o-que-veio-depois/#invept'],
    [
      'GUEST_RIP',
      'vmx',
      /RIP do convidado.*681EH/,
      /apêndice B/,
      '/referencia/campos-da-vmcs/#campo-guest-rip',
    ],
    [
      'exit_qualification',
      'asm',
      /Só de leitura/,
      /apêndice B/,
      '/referencia/campos-da-vmcs/#campo-exit-qualification',
    ],
    ['EXIT_CPUID', 'asm', /Motivo de saída 10: CPUID/, /25\.1\.2/, '/referencia/motivos-de-saida/#motivo-10'],
    ['jnz', 'asm', /ZF = 0/, /volume 2/, null],
    ['vmcs_padrao', 'asm', /Macro de vmx\.inc.*Destrói RAX/, null, null],
    ['AVANÇA', 'vmx', /GUEST_RIP \+=/, null, null],
    ['sem', 'vmx', /não preenche/, null, null],
    ['Curioso', 'vmx', /Convidado pronto.*CPUID/, null, null],
    ['p_a', 'asm', /vmx\.inc/, null, null],
    ['dword', 'asm', /32 bits/, null, null],
  ] as const)('%s in %s', (word, notation, text, section, path) => {
    const help = wordHelp(word, notation);
    expect(help?.text).toMatch(text);
    if (section === null) expect(help?.section).toBeNull();
    else expect(help?.section).toMatch(section);
    expect(help?.path).toBe(path);
  });

  it.each(['minha_rotina', '', '%1', 'exit_cpuid', 'constructor', '__proto__'])('has none for %s', (word) => {
    expect(wordHelp(word, 'asm')).toBeNull();
  });
});
