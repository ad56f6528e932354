import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from './address-text.ts';

const RAM = 4 << 20;
const registers = { rsp: 0x9000n, rax: 0xffff_ffff_ffff_fff0n };
const read = (text: string) => readAddress(text, registers, RAM);

describe('an address as it is typed', () => {
  it.each([
    ['0x8000', 0x8000],
    [' 8000h ', 0x8000],
    ['32768', 0x8000],
    ['RSP', 0x9000],
    ['rsp - 8', 0x8ff8],
    ['rsp+0x10', 0x9010],
    ['rax + 32', 0x10],
    ['0x3FFFFF', 0x3fffff],
  ])('%s', (text, address) => {
    expect(read(text)).toEqual({ ok: true, address });
  });

  it.each([
    ['', 'empty'],
    ['xyz', 'unreadable'],
    ['0x', 'unreadable'],
    ['-1', 'unreadable'],
    ['rsp +', 'unreadable'],
    ['rsp + rsp', 'unreadable'],
    ['0x400000', 'beyond-memory'],
    ['rsp - 0x10000', 'beyond-memory'],
  ])('%s is refused', (text, code) => {
    expect(read(text)).toMatchObject({ ok: false, problem: { code } });
  });

  it('never throws and never leads out of memory', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), (text) => {
        const result = read(text);
        if (result.ok) expect(result.address).toBeLessThan(RAM);
        else if (result.problem.code === 'unreadable') expect(result.problem.found.length).toBeLessThan(50);
      }),
    );
  });
});
