// Looking at a session: the same at the same step whichever way one came, and never a move of the session itself.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineRuns, loadProgram, openSession } from './index.ts';
import type { CodeLine, FieldReading, Inspector, SessionLike } from './index.ts';

function sessionOf(source: string, file = 'teste.vmx'): SessionLike {
  const result = loadProgram(source, { file });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return openSession(result.program);
}

const exercise = (path: string): SessionLike =>
  sessionOf(readFileSync(new URL(`../../../exercises/vmx/${path}`, import.meta.url), 'utf8'), path);

const TURNS = `VMXON
VMCLEAR A
VMPTRLD A
VMLAUNCH
AVANCA
VMRESUME
VMREAD EXIT_REASON
VMCLEAR A
VMXOFF

convidado A:
    MOV RBX, 0x1234
    CPUID
    PUSH RBX
    OUT 0xE9, AL
    VMCALL
`;

/** All that the inspector shows, as text that can be compared. */
function picture(inspector: Inspector): string {
  const { now, before } = inspector.registers();
  const memory = inspector.memory(0, inspector.ramBytes);
  const fields = inspector
    .regions()
    .map(({ address }) =>
      inspector.fields(address).map(({ field, ...values }) => [field.name, ...Object.values(values)]),
    );
  const rest = { now, before, fields, code: inspector.code(4, 6), entry: inspector.checkEntry() };
  return `${sum(memory.now)} ${memory.before === null ? '-' : sum(memory.before)} ${text(rest)}`;
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));

function sum(bytes: Uint8Array): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}

const fieldOf = (readings: readonly FieldReading[], name: string): FieldReading => {
  const found = readings.find(({ field }) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
};

const A = 0x12000n;

describe('going back and forth', () => {
  const programs: readonly (readonly [string, () => SessionLike])[] = [
    ['turns', () => sessionOf(TURNS)],
    ['two guests', () => exercise('06-dois-convidados/solucao/programa.vmx')],
    ['assembly', () => exercise('08-bitmaps/solucao/programa.asm')],
  ];
  it.each(programs)(
    'shows the same at the same step: %s',
    (_, open) => {
      const session = open();
      const seen = new Map<number, string>();
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }), (visits) => {
          for (const step of visits) {
            session.run({ kind: 'step', number: step });
            const at = session.view.stepNumber;
            const shown = picture(session.inspector);
            expect(shown).toBe(seen.get(at) ?? shown);
            seen.set(at, shown);
          }
        }),
        { numRuns: 5, seed: 2005 },
      );
      expect(seen.size).toBeGreaterThan(4);
    },
    30_000,
  );

  it('compares each step with the one before it, and moves nothing', () => {
    const session = sessionOf(TURNS);
    const stepped = sessionOf(TURNS);
    let registers = session.inspector.registers().now;
    expect(session.inspector.registers().before).toBeNull();
    while (session.step() !== null) {
      stepped.step();
      const { now, before } = session.inspector.registers();
      expect(before).toEqual(registers);
      registers = now;
      expect(text(session.view)).toBe(text(stepped.view));
    }
    const end = session.view.stepNumber;
    session.back();
    session.inspector.registers();
    session.step();
    expect(session.view.stepNumber).toBe(end);
    expect(text(session.view)).toBe(text(stepped.view));
  });
});

describe('what there is to see', () => {
  it('a guest’s registers and its memory, with what the last instruction changed', () => {
    const session = sessionOf(TURNS);
    expect(session.run({ kind: 'lines', lines: [15] })).toBe('stopped');
    const { now, before } = session.inspector.registers();
    const top = Number(now.general.rsp);
    expect(before!.general.rsp - now.general.rsp).toBe(8n);
    const { now: bytes, before: old } = session.inspector.memory(top, 8);
    expect([...bytes]).toEqual([0x34, 0x12, 0, 0, 0, 0, 0, 0]);
    expect([...old!]).not.toEqual([...bytes]);
    expect(now.system.segments.map(({ name }) => name)).toEqual([
      'cs',
      'ss',
      'ds',
      'es',
      'fs',
      'gs',
      'ldtr',
      'tr',
    ]);
    expect(now.system.codeSize).toBe(64);
    expect(now.system.efer & 0x400n).toBe(0x400n);
  });

  it('memory ends where RAM does', () => {
    const { inspector } = sessionOf(TURNS);
    expect(inspector.memory(inspector.ramBytes - 4, 16).now).toHaveLength(4);
    expect(inspector.memory(inspector.ramBytes, 16).now).toHaveLength(0);
  });

  it('the fields of a VMCS, changed since the last step and since the launch', () => {
    const session = sessionOf(TURNS);
    session.run({ kind: 'exit' });
    const atExit = session.inspector.fields(A);
    const reason = fieldOf(atExit, 'exit_reason');
    expect([reason.value, reason.before]).toEqual([10n, 0n]);
    const rip = fieldOf(atExit, 'guest_rip');
    expect(rip.atLaunch).toBe(0x200000n);
    expect(rip.value).toBeGreaterThan(0x200000n);
    session.step();
    const advanced = fieldOf(session.inspector.fields(A), 'guest_rip');
    expect([advanced.before, advanced.value - rip.value]).toEqual([rip.value, 2n]);
    session.run({ kind: 'end' });
    // VMCLEAR ended that launch: there is nothing to compare with.
    expect(fieldOf(session.inspector.fields(A), 'guest_rip').atLaunch).toBeNull();
    expect(session.inspector.fields(0x5000n)).toEqual([]);
  });

  it('the places of memory worth a jump, the bitmaps among them once they are used', () => {
    const session = exercise('08-bitmaps/solucao/programa.asm');
    session.run({ kind: 'exit' });
    const kinds = session.inspector.landmarks().map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['rip', 'rsp', 'vmxon', 'vmcs', 'io-bitmap-a', 'msr-bitmap']),
    );
    expect(
      sessionOf(TURNS)
        .inspector.landmarks()
        .map(({ kind }) => kind),
    ).not.toContain('msr-bitmap');
  });
});

describe('the code around RIP', () => {
  const next = (lines: readonly CodeLine[]): CodeLine => lines.find((line) => line.next)!;

  it('root, with the line of the source', () => {
    const session = exercise('08-bitmaps/solucao/programa.asm');
    session.step();
    const lines = session.inspector.code(3, 5);
    expect(next(lines)).toMatchObject({ address: session.view.rip, place: { line: session.view.nextLine } });
    for (const [index, line] of lines.entries())
      expect(lines[index + 1]?.address ?? line.address + BigInt(line.bytes.length)).toBe(
        line.address + BigInt(line.bytes.length),
      );
  });

  it('a guest, from its first instruction on', () => {
    const session = sessionOf(TURNS);
    session.run({ kind: 'lines', lines: [14] });
    session.step();
    const lines = session.inspector.code(8, 3);
    expect(lines.map(({ text }) => text.split(' ')[0])).toEqual(
      expect.arrayContaining(['mov', 'cpuid', 'push', 'out', 'vmcall']),
    );
    expect(next(lines)).toMatchObject({ text: 'out 0xe9, al', place: { guest: 'A' } });
  });

  it('nothing beyond memory', () => {
    const session = sessionOf('VMXON\nVMCLEAR A\nVMPTRLD A\nVMWRITE GUEST_RIP, 0x7FFFFFFF\nVMLAUNCH\nVMXOFF');
    session.run({ kind: 'lines', lines: [5] });
    session.step();
    expect(() => session.inspector.code(8, 8)).not.toThrow();
  });
});

describe('why an entry failed', () => {
  const broken = (writes: string): SessionLike =>
    sessionOf(`VMXON\nVMCLEAR A\nVMPTRLD A\n${writes}\nVMLAUNCH\nVMREAD VM_INSTRUCTION_ERROR\nVMXOFF\n`);

  it('lists every check that fails, with the bits of the field at fault', () => {
    const session = broken(
      'VMWRITE PIN_BASED_CONTROLS, 0\nVMWRITE HOST_DS_SELECTOR, 0x13\nVMWRITE GUEST_RFLAGS, 0',
    );
    session.run({ kind: 'vmfail' });
    const failed = session.inspector.failedEntry()!;
    expect(failed).toMatchObject({
      line: 7,
      event: { kind: 'vmfail', error: 7 },
      reading: { region: { name: 'A' } },
    });
    expect(failed.reading!.checks.map(({ id }) => id)).toEqual(['C01', 'H08', 'G51']);
    expect(failed.reading!.everCleared).toBe(true);
    const [pins, host, flags] = failed.reading!.checks;
    expect(pins!.fields[0]).toMatchObject({ value: 0n, ones: 0x16n, zeros: 0n });
    expect(host!.fields[0]).toMatchObject({ field: { name: 'host_ds_selector' }, value: 0x13n, zeros: 3n });
    expect(flags!.fields[0]).toMatchObject({ ones: 2n });
  });

  it('stays what it was when the VMCS is repaired afterwards, and goes when an entry succeeds', () => {
    const session = sessionOf(
      'VMXON\nVMCLEAR A\nVMPTRLD A\nVMWRITE GUEST_RFLAGS, 0\nVMLAUNCH\nVMWRITE GUEST_RFLAGS, 2\nVMLAUNCH\nVMXOFF\n',
    );
    session.run({ kind: 'lines', lines: [7] });
    expect(session.inspector.checkEntry()!.checks).toEqual([]);
    expect(session.inspector.failedEntry()).toMatchObject({
      line: 5,
      event: { kind: 'entry-failure', reason: 33 },
      reading: { checks: [{ id: 'G51', fields: [{ value: 0n }] }] },
    });
    session.step();
    expect(session.inspector.failedEntry()).toBeNull();
    session.back();
    expect(session.inspector.failedEntry()?.line).toBe(5);
  });

  it('tells a VMCS that never went through VMCLEAR, even when it does so later', () => {
    const session = sessionOf('VMXON\nVMPTRLD A\nVMLAUNCH\nVMCLEAR A\nVMXOFF');
    session.run({ kind: 'end' });
    expect(session.inspector.failedEntry()!.reading).toMatchObject({ everCleared: false });
  });

  it('says that no check was reached for another error', () => {
    const session = sessionOf('VMXON\nVMLAUNCH\nVMXOFF');
    session.run({ kind: 'vmfail' });
    expect(session.inspector.failedEntry()).toMatchObject({ line: 2, event: { error: null }, reading: null });
    expect(session.inspector.checkEntry()).toBeNull();
  });

  it('the three broken VMCSs of lab 7 tell their defects', () => {
    const session = exercise('07-vmcs-quebrada/partida/programa.vmx');
    session.run({ kind: 'vmfail' });
    expect(session.inspector.failedEntry()!.reading!.checks.length).toBeGreaterThan(0);
  });
});

describe('breakpoints', () => {
  const stops = (
    breakpoints: Parameters<SessionLike['run']>[0] & { kind: 'breakpoints' },
  ): (number | null)[] => {
    const session = sessionOf(TURNS);
    const lines: (number | null)[] = [];
    while (session.run(breakpoints) === 'stopped') lines.push(session.reports.at(-1)!.line);
    return lines;
  };

  it('stop before a line, in root or in a guest', () => {
    const session = sessionOf(TURNS);
    expect(session.run({ kind: 'breakpoints', breakpoints: [{ kind: 'line', line: 14 }] })).toBe('stopped');
    expect(session.view.nextLine).toBe(14);
    session.restart();
    session.run({ kind: 'breakpoints', breakpoints: [{ kind: 'line', line: 6 }] });
    expect(session.view).toMatchObject({ nextLine: 6 });
  });

  it('stand on lines that run, and can be told from those that never do', () => {
    const notation = sessionOf(`; nada\n${TURNS}fim: \n`).program;
    expect([1, 2, 11, 12, 13, 17].map((line) => lineRuns(notation, line))).toEqual([
      false, true, false, false, true, true,
    ]); // prettier-ignore
    const assembly = sessionOf('; nada\n\tmov eax, 1\nx:\n\tint 0x60\nn equ 3\n', 'p.asm').program;
    expect([1, 2, 3, 4, 5].map((line) => lineRuns(assembly, line))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('stop after an exit, a reason, a VMfail, whichever comes first', () => {
    expect(stops({ kind: 'breakpoints', breakpoints: [{ kind: 'exit' }] })).toEqual([13, 16]);
    expect(stops({ kind: 'breakpoints', breakpoints: [{ kind: 'exit-reason', reason: 18 }] })).toEqual([16]);
    expect(stops({ kind: 'breakpoints', breakpoints: [{ kind: 'vmfail' }] })).toEqual([]);
    expect(stops({ kind: 'breakpoints', breakpoints: [] })).toEqual([]);
    const session = sessionOf('VMXON\nVMLAUNCH\nVMXOFF');
    session.run({ kind: 'breakpoints', breakpoints: [{ kind: 'exit' }, { kind: 'vmfail' }] });
    expect(session.reports.at(-1)?.line).toBe(2);
  });
});
