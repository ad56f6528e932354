import { describe, expect, it } from 'vitest';
import { loadProgram, openSession } from './index.ts';
import type { Program, SessionLike, StepReport } from './index.ts';

function program(source: string, file = 'teste.vmx'): Program {
  const result = loadProgram(source, { file });
  if (!result.ok)
    throw new Error(result.errors.map(({ line, column, code }) => `${line}:${column} ${code}`).join(', '));
  return result.program;
}

function finished(source: string, file?: string): SessionLike {
  const session = openSession(program(source, file));
  session.run({ kind: 'end' });
  return session;
}

/** Line and what it came to, short. */
function story(session: SessionLike): string[] {
  return session.reports.map((report) => `${report.line ?? '-'} ${short(report)}`);
}

function short({ outcome }: StepReport): string {
  switch (outcome.code) {
    case 'vmfail-valid':
      return `erro ${outcome.error}`;
    case 'exited':
      return `saiu ${outcome.reason} (${outcome.mnemonic})`;
    case 'entered':
      return `entrou em ${outcome.guest ?? '?'}`;
    case 'ended':
      return outcome.vector === null ? outcome.reason : `${outcome.reason} ${outcome.vector}`;
    default:
      return outcome.code;
  }
}

const WHOLE = `VMXON
VMCLEAR A
VMPTRLD A
VMLAUNCH
VMREAD EXIT_REASON
AVANCA
VMRESUME
VMCLEAR A
VMXOFF

convidado A:
    CPUID
de_novo:
    VMCALL
    JMP de_novo`;

describe('the example of the language', () => {
  it('runs line by line and instruction by instruction', () => {
    expect(story(finished(WHOLE))).toEqual([
      '- prepared',
      '1 vmsucceed',
      '2 vmsucceed',
      '3 vmsucceed',
      '4 entrou em A',
      '12 saiu 10 (CPUID)',
      '5 vmsucceed',
      '6 ran',
      '7 entrou em A',
      '14 saiu 18 (VMCALL)',
      '8 vmsucceed',
      '9 vmsucceed',
      '- finished',
    ]);
  });

  it('leaves records in memory as an image would print them', () => {
    const session = finished(WHOLE);
    const records = Array.from({ length: 8 }, (_, i) => {
      const view = new DataView(session.readMemory(0x40000 + 64 * i, 64).buffer);
      return [
        view.getUint32(0, true),
        view.getUint32(4, true),
        Number(view.getBigUint64(24, true)),
        Number(view.getBigUint64(56, true)),
      ];
    });
    expect(records[3]).toEqual([4, 1, 10, 0]);
    expect(records[4]).toEqual([5, 2, 0, 10]);
    expect(records[6]).toEqual([7, 1, 18, 0]);
  });

  it('goes back exactly, and forwards again to the same', () => {
    const session = openSession(program(WHOLE));
    const views = [session.view];
    while (session.step() !== null) views.push(session.view);
    const reports = [...session.reports];
    for (let i = views.length - 2; i >= 0; i--) {
      expect(session.back()).toBe(true);
      expect(session.view).toEqual(views[i]);
    }
    expect(session.back()).toBe(false);
    session.run({ kind: 'end' });
    expect(session.reports).toEqual(reports);
    session.run({ kind: 'step', number: 5 });
    expect(session.view).toEqual(views[5]);
    session.restart();
    expect(session.view).toEqual(views[0]);
  });

  it('runs to the next exit, to a line, to a failure', () => {
    const session = openSession(program(WHOLE));
    expect(session.run({ kind: 'exit' })).toBe('stopped');
    expect(session.view.lastExit?.event.reason).toBe(10);
    expect(session.run({ kind: 'lines', lines: [8] })).toBe('stopped');
    expect(session.view.nextLine).toBe(8);
    expect(session.run({ kind: 'vmfail' })).toBe('ended');
    expect(session.run({ kind: 'end' })).toBe('ended');
  });

  it('shows the state of each VMCS', () => {
    const session = openSession(program(WHOLE));
    session.run({ kind: 'exit' });
    expect(session.view.vmcs).toEqual([
      {
        name: 'A',
        address: 0x12000n,
        launchState: 'launched',
        everCleared: true,
        active: true,
        current: true,
      },
    ]);
    expect(session.view.place).toEqual({ mode: 'root', guest: null });
    expect(session.readField('guest_rip')).toBe(0x200000n);
    expect(session.readField('GUEST_RIP', 'A')).toBe(0x200000n);
    expect(session.readField('guest_rip', 'Q')).toBeNull();
  });
});

describe('semantics of the short notation', () => {
  it('goes on with the next line after a failure', () => {
    expect(story(finished('VMXON\nVMCLEAR A\nVMPTRLD A\nVMRESUME\nVMLAUNCH\nVMLAUNCH\nVMXOFF'))).toEqual([
      '- prepared',
      '1 vmsucceed',
      '2 vmsucceed',
      '3 vmsucceed',
      '4 erro 5',
      '5 entrou em A',
      '- saiu 18 (VMCALL)',
      '6 erro 4',
      '7 vmsucceed',
      '- finished',
    ]);
  });

  it('shows an instruction its own fault outside VMX operation and without a current VMCS', () => {
    expect(story(finished('VMLAUNCH')).at(-1)).toBe('1 unhandled-exception 6');
    const session = finished('VMXON\nVMLAUNCH\nVMREAD 0x4400\nVMXOFF');
    expect(story(session).slice(2)).toEqual([
      '2 vmfail-invalid',
      '3 vmfail-invalid',
      '4 vmsucceed',
      '- finished',
    ]);
    expect(session.reports[2]?.events.some(({ event }) => event.kind === 'field-written')).toBe(false);
  });

  it('sets HOST_RIP before an entry, one VMWRITE that is shown', () => {
    const session = finished('VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMXOFF');
    const launch = session.reports.find((report) => report.line === 4);
    const writes = launch?.events.filter(({ event, folded }) => event.kind === 'field-written' && !folded);
    expect(writes?.map(({ event }) => event.kind === 'field-written' && event.field)).toEqual(['host_rip']);
  });

  it('fills a VMCS once, after the first VMPTRLD that follows a VMCLEAR', () => {
    const fills = (source: string): number[] =>
      finished(source).reports.map(
        ({ events }) =>
          events.filter(({ event, place }) => event.kind === 'field-written' && place?.role === 'fill')
            .length,
      );
    expect(
      fills('VMXON\nVMPTRLD A\nVMCLEAR A\nVMPTRLD A\nVMCLEAR A\nVMPTRLD A').map((count) => count > 90),
    ).toEqual([false, false, false, false, true, false, false, false]);
    expect(Math.max(...fills('sem preenchimento\nVMXON\nVMCLEAR A\nVMPTRLD A'))).toBe(0);
  });

  it('prepares what it is told to', () => {
    expect(story(finished('preparar nada\nVMXON')).at(-1)).toMatch(/unhandled-exception 6/);
    expect(story(finished('preparar vmxe\nVMXON')).at(-1)).toMatch(/unhandled-exception 13/);
    expect(story(finished('preparar vmxe, feature_control\nVMXON\nVMCLEAR A'))).toContain('2 vmfail-invalid');
    expect(
      story(
        finished('preparar nada\nCR4.VMXE = 1\nFEATURE_CONTROL = 5\nrevisao VMXON = certa\nVMXON\nVMXOFF'),
      ),
    ).toContain('5 vmsucceed');
  });

  it('allows wrong regions as experiments', () => {
    const source =
      'regiao A: revisao = 0\nregiao Y: endereco = 0x12008\nVMXON\nVMPTRLD A\nVMPTRLD Y\nVMCLEAR VMXON\nVMCLEAR B\nVMPTRLD B\nVMPTRLD VMXON\nVMPTRLD Y\nVMPTRLD A\nVMCLEAR VMXON\nVMXON';
    expect(story(finished(source)).slice(1, -1)).toEqual([
      '3 vmsucceed',
      '4 vmfail-invalid',
      '5 vmfail-invalid',
      '6 vmfail-invalid',
      '7 vmsucceed',
      '8 vmsucceed',
      '9 erro 10',
      '10 erro 9',
      '11 erro 11',
      '12 erro 3',
      '13 erro 15',
    ]);
  });

  it('keeps the registers of each guest apart', () => {
    const source = `VMXON
VMCLEAR A
VMCLEAR B
VMPTRLD A
VMLAUNCH
VMPTRLD B
VMLAUNCH
VMPTRLD A
AVANCA
VMRESUME
VMXOFF
convidado A:
 mov rbx, 0x1234
 vmcall
 mov rax, rbx
 vmcall
convidado B:
 mov rbx, 5
 vmcall`;
    const session = openSession(program(source));
    const last = (): StepReport => session.reports.at(-1) as StepReport;
    do session.step();
    while (last().line !== 15);
    expect(session.view.registers.rax).toBe(0x1234n);
    expect(session.view.registers.rcx).toBe(0x3333333333333333n);
  });

  it('runs CPUID again when nobody advanced the guest', () => {
    const session = finished('VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMRESUME\nVMXOFF\nconvidado A:\nCPUID');
    expect(story(session).filter((line) => line.includes('CPUID'))).toEqual([
      '8 saiu 10 (CPUID)',
      '8 saiu 10 (CPUID)',
    ]);
    expect(
      session.reports
        .flatMap(({ events }) => events)
        .some(({ event }) => event.kind === 'warning' && event.code === 'guest-did-not-advance'),
    ).toBe(true);
  });

  it.each([
    ['pacato', 18],
    ['curioso', 10],
    ['tagarela', 18],
    ['dorminhoco', 12],
    ['quebrado', 18],
  ])('runs the guest %s of the catalogue', (name, reason) => {
    const session = finished(`VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMXOFF\nconvidado A: ${name}`);
    expect(session.view.lastExit?.event.reason).toBe(reason);
    expect(session.view.end?.reason).toBe('finished');
    expect(session.view.output).toBe(name === 'tagarela' ? 'Oi, VMM!\n' : '');
  });

  it('stops what never ends', () => {
    const endless = program('VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nconvidado A: teimoso');
    const session = openSession(endless, { budget: 20_000 });
    expect(session.run({ kind: 'end' }, 100_000)).toBe('budget');
    expect(session.view.end).toMatchObject({ reason: 'budget' });
    expect(session.step()).toBeNull();
    expect(session.back()).toBe(true);
    expect(session.view.end).toBeNull();
    expect(openSession(endless).run({ kind: 'end' }, 500)).toBe('limit');
  });
});

describe('errors found by the assembler', () => {
  it('stand at the learner’s line and column', () => {
    const result = loadProgram('VMXON\nconvidado A:\n    mov eax, rbx\n  laco: bswap eax\n  JMP laco', {
      file: 'x.vmx',
    });
    expect(
      result.ok ? [] : result.errors.map(({ file, line, column, code }) => [file, line, column, code]),
    ).toEqual([
      ['x.vmx', 3, 9, 'size-conflict'],
      ['x.vmx', 4, 9, 'foreign-instruction'],
    ]);
  });

  it('say so when a guest does not fit its memory', () => {
    const result = loadProgram(`VMXON\nVMPTRLD A\nconvidado A:\n${'nop\n'.repeat(5000)}`);
    expect(result.ok ? '' : result.errors[0]?.code).toBe('guest-too-long');
  });
});

describe('assembly', () => {
  const SOURCE = `%include "vmx.inc"
inicio:
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
    vmptrld [p_a]
    vmcs_padrao convidado, saida
    vmlaunch
    jmp     falhou
saida:
    guarda_regs A
    registra SAIDA
    le      rax, EXIT_REASON
    cmp     rax, EXIT_VMCALL
    je      fim
    avanca
    repoe_regs A
    vmresume
    jmp     falhou
fim:
    vmxoff
falhou:
    escreve "fim", 10
    termina
convidado:
    cpuid
    vmcall
`;
  it('runs the example of the language, a macro call being one step', () => {
    const session = finished(SOURCE, 'vmm.asm');
    expect(session.view.end).toMatchObject({ reason: 'finished' });
    expect(session.view.output).toBe('fim\n');
    expect(session.reports.map(({ line }) => line)).toEqual([
      3, 4, 5, 6, 7, 8, 26, 11, 12, 13, 14, 15, 16, 17, 18, 27, 11, 12, 13, 14, 15, 21, 23, 24,
    ]);
    expect(session.program.regions).toMatchObject([{ name: 'VMXON' }, { name: 'A' }]);
  });

  it('steps a loop on one line round by round', () => {
    const session = openSession(program('mov ecx, 3\nlaco: loop laco\nint 0x60', 'x.asm'));
    session.run({ kind: 'end' });
    expect(session.reports.map(({ line }) => line)).toEqual([1, 2, 2, 2, 3]);
  });

  it('names the line of an exception nobody handles', () => {
    expect(finished('nop\nud2', 'x.asm').view.end).toMatchObject({
      reason: 'unhandled-exception',
      vector: 6,
      line: 2,
    });
  });

  it('survives a jump into nowhere and code that changes itself', () => {
    expect(finished('mov rax, 0x8000000000\njmp rax', 'x.asm').view.end?.reason).toBe('unhandled-exception');
    expect(finished('mov word [alvo], 0x9090\nalvo: ud2\nint 0x60', 'x.asm').view.end).toMatchObject({
      reason: 'finished',
    });
  });
});
