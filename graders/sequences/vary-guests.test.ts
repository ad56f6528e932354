import { describe, expect, it } from 'vitest';
import { guestLines, varyGuests } from './vary-guests.ts';

describe('varyGuests', () => {
  const source = ['VMXON', 'VMXOFF ; fim', 'convidado A:', '    CPUID', 'Convidado b: pacato'].join('\n');

  it('replaces one guest, keeps the others and the numbers of the root lines', () => {
    const lines = varyGuests(source, { A: 'HLT' }).split('\n');
    expect(lines.slice(0, 5)).toEqual(['VMXON', 'VMXOFF ; fim', '', '', 'Convidado b: pacato']);
    expect(lines.slice(5)).toEqual(['convidado A:', 'HLT', '']);
  });

  it('names a guest of the catalogue on its own line, and adds a guest that was not there', () => {
    expect(varyGuests(source, { B: 'teimoso' })).toContain('\nconvidado B: teimoso\n');
    expect(varyGuests('VMXON', { C: 'curioso' })).toBe('VMXON\nconvidado C: curioso\n');
  });

  it('takes a single instruction word for a program only when it has more than a name', () => {
    expect(varyGuests('', { A: 'MOV EAX, 1\nCPUID' })).toContain('convidado A:\nMOV EAX, 1\nCPUID');
  });
});

describe('varyGuests in assembly', () => {
  const source = [
    '    vmlaunch',
    'convidado_a: cpuid',
    '.laco:',
    '    jmp .laco',
    'convidado_b:',
    '    hlt',
    '',
  ].join('\n');

  it('takes a guest for what stands between its label and the next guest, and puts others at the end', () => {
    expect(varyGuests(source, { A: 'vmcall\n', C: 'hlt' }, 'asm').split('\n')).toEqual([
      '    vmlaunch',
      '',
      '',
      '',
      'convidado_b:',
      '    hlt',
      '',
      'convidado_a:',
      'vmcall',
      'convidado_c:',
      'hlt',
      '',
    ]);
  });

  it('leaves headings of the short notation alone, and labels that only look like a guest', () => {
    const other = 'convidado A: pacato\nmeu_convidado_a:\n    jmp convidado_a\n';
    expect(varyGuests(other, { A: 'hlt' }, 'asm')).toBe(`${other}\nconvidado_a:\nhlt\n`);
  });

  it('tells which lines belong to which guest', () => {
    expect([...guestLines(source)]).toEqual([
      [2, 'A'],
      [3, 'A'],
      [4, 'A'],
      [5, 'B'],
      [6, 'B'],
      [7, 'B'],
    ]);
  });
});
