// Programs that nobody means to write: each must end, in bounded work, with a sentence that says what happened.
import { describe, expect, it } from 'vitest';
import { diagnosticText } from '../../catalog/assembler-messages.ts';
import { endSentence } from '../../catalog/end-messages.ts';
import { warningText } from '../../catalog/warning-messages.ts';
import type { WarningEvent } from '../index.ts';
import { loadProgram, openSession } from './index.ts';
import type { SessionLike } from './index.ts';

function run(source: string, budget = 20_000, file = 'p.asm'): SessionLike {
  const result = loadProgram(source, { file });
  if (!result.ok) throw new Error(result.errors.map(diagnosticText).join(' '));
  const session = openSession(result.program, { budget });
  session.run({ kind: 'end' }, 10 * budget);
  return session;
}

const warningsOf = (session: SessionLike): WarningEvent[] =>
  session.reports.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.kind === 'warning' ? [event] : [])),
  );

const said = (session: SessionLike): string[] => warningsOf(session).map((event) => warningText(event, []));

/** What the last step says. */
function ending(session: SessionLike): string {
  const report = session.reports.at(-1);
  if (report?.outcome.code !== 'ended') throw new Error('the program has not ended');
  return endSentence(report.outcome, report)[0];
}

/** The errors of a source that cannot be read, as sentences. */
function refusal(source: string, file = 'p.asm'): string[] {
  const result = loadProgram(source, { file });
  return result.ok ? [] : result.errors.map(diagnosticText);
}

describe('sources', () => {
  it.each(['p.asm', 'p.vmx'])('five megabytes: refused at once, %s', (file) => {
    expect(refusal('nop ; enche\n'.repeat(420_000), file)).toEqual([
      expect.stringMatching(/^O texto tem 5\.040\.000 caracteres/),
    ]);
  });

  it.each([
    ['a macro that calls itself', '%macro a 0\n a\n%endmacro\na', /Macros dentro de macros/],
    [
      'two that call each other',
      '%macro a 0\n b\n%endmacro\n%macro b 0\n a\n%endmacro\na',
      /Macros dentro de/,
    ],
    ['a macro that doubles', '%macro a 1\n a {%1 %1}\n%endmacro\na nop', /Macros dentro de macros|palavras/],
    [
      '%define that doubles',
      Array.from({ length: 40 }, (_, i) => `%define d${i + 1} d${i} d${i}`).join('\n') + '\nd40',
      /palavras/,
    ],
    ['%rep inside %rep', '%rep 1000\n%rep 1000\nnop\n%endrep\n%endrep', /linhas/],
    [
      'times 1e9',
      'times 1000000000 nop',
      /a quantidade de times \(1000000000\)|A quantidade de times \(1000000000\)/,
    ],
    ['times 1e9 as a real number', 'times 1e9 nop', /parte fracionária/],
    ['times of times', 'times 100000 times 100000 nop', /times/],
    ['resb of everything', 'resb 1<<62', /quantidade de resb/],
    ['align by 0', 'align 0', /align 0: o alinhamento é uma potência de dois/],
    ['align by 3', 'align 3', /potência de dois/],
    ['align by a gigabyte', 'align 1<<30', /o maior é 4096/],
    ['align with a filling that fills too much', 'nop\nalign 4096, times 1000000 nop', /quantidade|passa de/],
    ['parentheses', `db ${'('.repeat(5000)}1${')'.repeat(5000)}`, /níveis de parênteses/],
    ['a swinging times', 'a: times 1-(b-a) nop\nb:', /nunca se acertam|negativa/],
  ])('%s', { timeout: 60_000 }, (_, source, message) => {
    const messages = refusal(source);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.length).toBeLessThanOrEqual(100);
    expect(messages.join('\n')).toMatch(message);
  });
});

describe('programs', () => {
  it('that write over their own code: it runs as written over, and the step says so', () => {
    const session = run('mov byte [alvo], 0x90\nmov byte [alvo+1], 0xf4\nalvo: jmp alvo\n');
    expect(ending(session)).toContain('HLT em root');
    expect(said(session)).toEqual([expect.stringContaining('gravou por cima do próprio código')]);
    expect(warningsOf(session)[0]?.rip).toBe(0x100010n);
  });

  it('that jump into the middle of an instruction: it is said at the step that runs there', () => {
    const session = run('jmp x+1\nx: mov al, 0xf4\n');
    expect(ending(session)).toContain('HLT em root');
    expect(said(session)).toEqual([
      expect.stringMatching(/^A execução chegou a 0x100003, no meio de uma instrução/),
    ]);
  });

  it('that jump into data: no warning, data may be code', () => {
    const session = run('jmp x+1\nx: db 0xb0, 0xf4\n');
    expect(said(session)).toEqual([]);
  });

  it('of every day have no such warning', () => {
    const session = run('mov ecx, 5\nx: dec ecx\ntimes 3 nop\njnz x\nhlt\n');
    expect(said(session)).toEqual([]);
  });

  it('that never stop: the budget ends them and the sentence says why', () => {
    for (const source of ['x: jmp x', 'x: inc eax\npush rax\npop rax\njmp x', 'x: call y\njmp x\ny: ret'])
      expect(ending(run(source))).toContain('limite de passos');
  });

  it('whose guest never stops', () => {
    const session = run('VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nconvidado A: teimoso\n', 20_000, 'p.vmx');
    expect(ending(session)).toContain('limite de passos');
  });

  it('that run out of their own bytes, or jump where there is nothing', () => {
    for (const source of [
      'nop',
      'mov rax, 0x7fff00000000\njmp rax',
      'jmp 0xffffff80',
      'mov rsp, 1\npush rax',
    ])
      expect(ending(run(source)).length).toBeGreaterThan(20);
  });
});
