import { describe, expect, it } from 'vitest';
import { loadProgram } from '../program/index.ts';
import { transcript } from './transcript.ts';

function told(source: string, file: string): ReturnType<typeof transcript> {
  const loaded = loadProgram(source, { file });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return transcript(loaded.program.bytes, { budget: 100_000 });
}

const asm = (body: string): string => `%include "vmx.inc"\ninicio:\n${body}\n`;
const lines = (text: string): string[] => text.split('\n');

describe('what an image prints', () => {
  it('one record for each line of the short notation, and the end', () => {
    const { text, tellsItsEnd } = told(
      'VMXON\nVMCLEAR A\nVMPTRLD A\nVMRESUME\nVMLAUNCH\nVMREAD VMEXIT_REASON\nVMCLEAR A\nVMXOFF\nconvidado A:\n    CPUID\n',
      'p.vmx',
    );
    expect(tellsItsEnd).toBe(true);
    expect(lines(text).slice(0, 9)).toEqual([
      'registro 1: linha=1 flags=-',
      'registro 2: linha=2 flags=-',
      'registro 3: linha=3 flags=-',
      'registro 4: linha=4 flags=Z erro=5',
      'registro 5: linha=5 flags=- motivo=10 qualificação=0x0 tamanho=2 rip=0x200000',
      'registro 6: linha=6 flags=- valor=0xa',
      'registro 7: linha=7 flags=-',
      'registro 8: linha=8 flags=-',
      expect.stringMatching(/^fim: termina rip=0x100/),
    ]);
    expect(text).toMatch(
      /estado: vmx=não cr0=0x80010033 cr3=0x1000 cr4=0x2020\nestado: rflags=0x2 rsp=0xf000\n/,
    );
  });

  it('the text of `escreve` in its place, ending the line it left open', () => {
    const { text } = told(
      asm('escreve "oi"\nregistra 0, 3\nescreve "fim", 10\nregistra 0, 5\ntermina'),
      'p.asm',
    );
    expect(lines(text).slice(0, 4)).toEqual([
      'oi',
      expect.stringMatching(/^registro 1: linha=3 flags=/),
      'fim',
      expect.stringMatching(/^registro 2: linha=5 flags=/),
    ]);
  });

  it('a failed entry as such, without a length', () => {
    const { text } = told(
      'VMXON\nVMCLEAR A\nVMPTRLD A\nVMWRITE GUEST_RFLAGS, 0\nVMLAUNCH\nVMXOFF\nconvidado A: pacato\n',
      'p.vmx',
    );
    expect(text).toContain('linha=5 flags=- motivo=33(entrada falhou) qualificação=0x0 rip=0x200000\n');
  });

  it.each([
    ['ud2', 'vetor=6 rip=0x100000'],
    ['mov rax, [rsp - 0x10000]', 'vetor=14 erro=0x0 rip=0x100000'],
    ['mov cr4, rsp', 'vetor=13 erro=0x0 rip=0x100000'],
    ['xor ecx, ecx\ndiv ecx', 'vetor=0 rip=0x100002'],
    ['int 0x21', 'vetor=33 rip=0x100002'],
    ['int3', 'vetor=3 rip=0x100001'],
  ])('an exception that nobody handles: %s', (code, told_) => {
    expect(lines(told(asm(code), 'p.asm').text)[0]).toBe(`fim: exceção sem tratador: ${told_}`);
  });

  it('VMX operation and the current VMCS', () => {
    expect(told('VMXON\n', 'p.vmx').text).toContain('estado: vmx=sim vmcs=nenhuma ');
    expect(told('VMXON\nVMCLEAR B\nVMPTRLD B\n', 'p.vmx').text).toContain('estado: vmx=sim vmcs=0x13000 ');
  });

  it('no end for a program that stops the machine or goes on for ever', () => {
    for (const code of ['hlt', 'jmp $']) {
      const { text, tellsItsEnd } = told(asm(`registra 0, 1\n${code}`), 'p.asm');
      expect(tellsItsEnd).toBe(false);
      expect(lines(text)).toEqual(['registro 1: linha=1 flags=-', '']);
    }
  });
});
