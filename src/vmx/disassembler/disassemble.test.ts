import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../assembler/assemble.ts';
import { disassemble } from './disassemble.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const ADDRESS = 0x100000n;

describe('instructions as NASM writes them', () => {
  it.each([
    // Bytes made by NASM 2.16.01 from the text.
    ['4889d8', 'mov rax, rbx'],
    ['48b88967452301000000', 'mov rax, 0x123456789'],
    ['f30fc7342500e00100', 'vmxon [0x1e000]'],
    ['660fc730', 'vmclear [rax]'],
    ['0fc730', 'vmptrld [rax]'],
    ['0fc738', 'vmptrst [rax]'],
    ['0f7803', 'vmread [rbx], rax'],
    ['0f79c3', 'vmwrite rax, rbx'],
    ['0f01c2', 'vmlaunch'],
    ['0f01c3', 'vmresume'],
    ['66410f3880442408', 'invept rax, [r12+8]'],
    ['660f3881442408', 'invvpid rax, [rsp+8]'],
    ['ebfe', 'jmp 0x100000'],
    ['e8fb000000', 'call 0x100100'],
    ['0f84fa0f0000', 'je 0x101000'],
    ['67e305', 'jecxz 0x100008'],
    ['8b05f9efffff', 'mov eax, [rel 0xfefff]'],
    ['f36e', 'rep outsb'],
    ['f390', 'pause'],
    ['90', 'nop'],
    ['4190', 'xchg eax, r8d'],
    ['f0480fb138', 'lock cmpxchg [rax], rdi'],
    ['40fecc', 'dec spl'],
    ['fecc', 'dec ah'],
    ['666a05', 'push word 5'],
    ['6683e4f0', 'and sp, 0xfff0'],
    ['4883e4f0', 'and rsp, -0x10'],
    ['64488b042510000000', 'mov rax, [fs:0x10]'],
    ['488d044500000000', 'lea rax, [nosplit rax*2]'],
    ['cd60', 'int 0x60'],
    ['48cf', 'iretq'],
    ['ff28', 'jmp far dword [rax]'],
    ['0fb6047f', 'movzx eax, byte [rdi+rdi*2]'],
    ['f2ae', 'repne scasb'],
  ])('%s is %s', (hex, text) => {
    expect(disassemble(bytesOf(hex), ADDRESS, 64)).toEqual({ length: hex.length / 2, text });
  });

  it('in 32 and 16 bits', () => {
    expect(disassemble(bytesOf('8b4608'), 0n, 32).text).toBe('mov eax, [esi+8]');
    expect(disassemble(bytesOf('8b4208'), 0n, 16).text).toBe('mov ax, [bp+si+8]');
    expect(disassemble(bytesOf('40'), 0n, 32).text).toBe('inc eax');
    expect(disassemble(bytesOf('eb00'), 0xfffen, 16).text).toBe('jmp 0');
    expect(disassemble(bytesOf('ea000010000800'), 0n, 32).text).toBe('jmp 8:0x100000');
  });

  it('gives one byte of data where there is no instruction', () => {
    for (const hex of ['0f0a', '06', 'ea', '48', '', '8dc0', '8ef0', 'f0', '0f01', 'f0'.repeat(20)])
      expect(disassemble(bytesOf(hex), 0n, 64)).toEqual({
        length: 1,
        text: `db 0x${hex.slice(0, 2) || '00'}`,
      });
  });
});

/** What the text does not say, because the processor does the same: several encodings of one instruction. */
function isKnownAmbiguity(line: string, text: string): boolean {
  return (
    // A displacement or an immediate longer than it must be.
    /\[(?:nosplit )?(?:byte|dword) /.test(line) ||
    line.includes('strict') ||
    // A segment that the address has by itself, or that 64-bit mode ignores.
    /\[[c-es]s:/.test(line) ||
    // A number as target: NASM then always writes 32 bits. With `short` it was 8.
    /^j|^loop|^call/.test(text) ||
    // A count of one given as a byte has a form of its own.
    /^(?:ro|sh|sa)[lr] .*, 1$/.test(text) ||
    // REX.W does nothing to a segment register's 16 bits.
    /\b[c-gs]s$|^mov [c-gs]s,/.test(text) ||
    // With a plain number NASM writes an absolute address even after `rel`.
    text.includes('[rel ')
  );
}

describe('there and back', () => {
  const rows = readFileSync(new URL('../assembler/fixtures/nasm-corpus.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t') as [string, string])
    .filter(([bytes, line]) => bytes !== '' && !/^(?:d[bwdq]|res[bwdq]|times|align\w*|\S+ equ)\b/.test(line));

  it('every line of the corpus: the text assembles to the same instruction', () => {
    expect(rows.length).toBeGreaterThan(2500);
    const wrong = rows.filter(([hex, line]) => {
      const { length, text } = disassemble(bytesOf(hex), ADDRESS, 64);
      const result = assemble(text);
      if (length !== hex.length / 2 || !result.ok) return true;
      const { bytes } = result.program;
      if (Buffer.from(bytes).toString('hex') === hex) return false;
      const again = disassemble(bytes, ADDRESS, 64).text.replace('[rel ', '[');
      return !isKnownAmbiguity(line, text) || again !== text.replace('[rel ', '[');
    });
    expect(wrong).toEqual([]);
  });

  it('any bytes: never an exception, one to fifteen bytes, and the text is a fixed point', () => {
    const start = fc.constantFrom(
      ...['', '48', '66', '67', 'f3', '4c', '0f', '480f', '660f', 'f0', '65'].map(bytesOf),
    );
    const arbitrary = fc.tuple(start, fc.uint8Array({ minLength: 0, maxLength: 18 }));
    fc.assert(
      fc.property(arbitrary, fc.constantFrom(16, 32, 64), ([first, rest], width) => {
        const bytes = Uint8Array.from([...first, ...rest]);
        const { length, text } = disassemble(bytes, ADDRESS, width);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(length).toBeLessThanOrEqual(15);
        expect(text).toMatch(/^[a-z][^\n]*$/);
        if (text.startsWith('db')) expect(length).toBe(1);
        if (width !== 64 || text.includes('[rel ') || text.includes('[dword ')) return;
        const result = assemble(text);
        // The machine runs more instructions than the assembler knows.
        if (!result.ok) return;
        expect(disassemble(result.program.bytes, ADDRESS, 64).text).toBe(text);
      }),
      { numRuns: 6000, seed: 2005 },
    );
  });

  it('does not look past the instruction', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), (bytes) => {
        const whole = disassemble(bytes, ADDRESS, 64);
        expect(disassemble(bytes.slice(0, whole.length), ADDRESS, 64)).toEqual(whole);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
