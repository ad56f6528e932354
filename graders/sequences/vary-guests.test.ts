import { describe, expect, it } from 'vitest';
import { varyGuests } from './vary-guests.ts';

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
