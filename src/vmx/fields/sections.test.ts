import { describe, expect, it } from 'vitest';
import { FIELDS } from './fields.ts';
import { FIELD_SECTIONS, fieldSection } from './sections.ts';

describe('the groups of the manual', () => {
  const of = (name: string) => fieldSection(FIELDS.find((field) => field.name === name)!);

  it('hold every field, each group some', () => {
    const found = new Set(FIELDS.map(fieldSection));
    expect([...found].sort()).toEqual([...FIELD_SECTIONS].sort());
  });

  it('tell controls of entry and exit from information about an exit', () => {
    expect(of('vmexit_controls')).toBe('exit-controls');
    expect(of('vmexit_msr_store_addr')).toBe('exit-controls');
    expect(of('vmentry_interruption_info')).toBe('entry-controls');
    expect(of('exception_bitmap')).toBe('execution-controls');
    expect(of('vmexit_instruction_length')).toBe('exit-information');
    expect(of('vm_instruction_error')).toBe('exit-information');
  });
});
