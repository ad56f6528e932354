import { describe, expect, it } from 'vitest';
import { loadProgram } from '../program/index.ts';
import { compare, expectation, linesOf } from './compare.ts';
import type { Expectation } from './compare.ts';
import { DIFFERENCES } from './differences.ts';

function expected(source: string, file = 'p.vmx'): Expectation {
  const loaded = loadProgram(source, { file });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return expectation(loaded.program.bytes, 100_000);
}

const printed = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
const texts = (expectation_: Expectation): string[] => expectation_.lines.map(({ text }) => text);

const LAUNCH = 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMCLEAR A\nVMXOFF\nconvidado A:\n';

describe('comparison of transcripts', () => {
  const program = expected(`${LAUNCH}    CPUID\n`);

  it('takes the same output, whatever the machine says of itself', () => {
    expect(compare(program, printed(texts(program)))).toEqual({ verdict: 'equal' });
    const others = ['máquina: IA32_FEATURE_CONTROL=0x5', ...texts(program)];
    expect(compare(program, printed(others))).toEqual({ verdict: 'equal' });
  });

  it('finds any line that is wrong, missing or too much', () => {
    const lines = texts(program);
    for (const [i, line] of lines.entries()) {
      const changed = lines.with(
        i,
        line.replace(/[0-9a-f]$/, (digit) => (digit === '1' ? '2' : '1')),
      );
      if (changed[i] !== line)
        expect(compare(program, printed(changed))).toMatchObject({ verdict: 'different', line: i + 1 });
      expect(compare(program, printed(lines.toSpliced(i, 1)))).toMatchObject({ verdict: 'different' });
    }
    expect(compare(program, printed([...lines, 'mais']))).toMatchObject({
      verdict: 'different',
      actual: 'mais',
      expected: '(nada mais)',
    });
    expect(compare(program, new Uint8Array())).toMatchObject({ verdict: 'different', line: 1 });
  });

  it('compares no value that a program tells after it has read the clock', () => {
    const withRegister = (lines: readonly string[]): string[] =>
      lines.map((line) => line.replace(/^estado: rax=\S+/, 'estado: rax=0x123'));
    expect(compare(program, printed(withRegister(texts(program))))).toMatchObject({ verdict: 'different' });
    const clock = expected(
      '%include "vmx.inc"\nregistra VALOR, 1\nrdtsc\nmov rbx, rax\nregistra VALOR, 2\ntermina\n',
      'p.asm',
    );
    expect(compare(clock, printed(withRegister(texts(clock))))).toEqual({ verdict: 'equal' });
    const withValue = (line: number): string[] =>
      texts(clock).map((text, i) => (i === line ? text.replace(/valor=\S+/, 'valor=0x9999') : text));
    expect(compare(clock, printed(withValue(1)))).toEqual({ verdict: 'equal' });
    expect(compare(clock, printed(withValue(0)))).toMatchObject({ verdict: 'different', line: 1 });
    expect(
      compare(clock, printed(texts(clock).map((line) => line.replace('rsp=0xe000', 'rsp=0x0')))),
    ).toMatchObject({ verdict: 'different' });
  });

  it('lets the other machine go on where the simulator gave up, but not stop earlier', () => {
    const endless = expected(`${LAUNCH}.l: jmp .l\n`);
    expect(endless.ends).toBe(false);
    const lines = texts(endless);
    expect(lines.length).toBe(3);
    expect(compare(endless, printed(lines))).toEqual({ verdict: 'equal' });
    expect(compare(endless, printed(lines.slice(0, 2)))).toMatchObject({ verdict: 'different', line: 3 });
  });

  it('reads lines as a terminal writes them', () => {
    expect(linesOf(new TextEncoder().encode('a\r\nmáquina: x\r\nb'))).toEqual(['a', 'b']);
  });
});

describe('differences that the manual decides', () => {
  it('are told apart by what happened, not by what was printed', () => {
    const root = expected('VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMCALL\nVMXOFF\nconvidado A: pacato\n');
    const other = texts(root).map((line) => line.replace('flags=Z erro=1', 'flags=Z erro=19'));
    expect(compare(root, printed(other))).toMatchObject({
      verdict: 'listed',
      difference: { id: 'vmcall-in-root' },
      line: 5,
    });
    // The same error number after another instruction is a plain difference.
    const twice = expected('VMXON\nVMCLEAR A\nVMPTRLD A\nVMRESUME\nVMXOFF\nconvidado A: pacato\n');
    const wrong = texts(twice).map((line) => line.replace('erro=5', 'erro=19'));
    expect(compare(twice, printed(wrong))).toMatchObject({ verdict: 'different', line: 4 });
  });

  it('cover the length that a failed entry leaves alone', () => {
    const program = expected(
      'VMXON\nVMCLEAR A\nVMPTRLD A\nVMWRITE GUEST_RFLAGS, 0\nVMLAUNCH\nAVANCA\nVMREAD GUEST_RIP\nVMXOFF\nconvidado A: pacato\n',
    );
    const other = texts(program).map((line) => line.replace('valor=0x200000', 'valor=0x200003'));
    expect(compare(program, printed(other))).toMatchObject({
      verdict: 'listed',
      difference: { id: 'length-after-failed-entry' },
    });
    const none = expected('VMXON\nVMCLEAR A\nVMPTRLD A\nVMREAD GUEST_RIP\nVMXOFF\nconvidado A: pacato\n');
    const wrong = texts(none).map((line) => line.replace('valor=0x200000', 'valor=0x200003'));
    expect(compare(none, printed(wrong))).toMatchObject({ verdict: 'different' });
  });

  it('have a section and an id each', () => {
    expect(new Set(DIFFERENCES.map(({ id }) => id)).size).toBe(DIFFERENCES.length);
    for (const { section } of DIFFERENCES) expect(section).toMatch(/^\d+\.\d+/);
  });
});
