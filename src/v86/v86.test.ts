// The monitor of virtual-8086 mode beside VT: what leaves the task, what does not, and that the task cannot tell.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  configurationProblems,
  DEFAULT_CONFIGURATION,
  EXAMPLE_TEXTS,
  EXAMPLES,
  flagsWord,
  initialMonitor,
  IOPL_SENSITIVE,
  parseProgram,
  runMonitor,
  SENSITIVE,
  step,
  type Configuration,
  type MonitorEvent,
  type MonitorRun,
  type Program,
  type Task,
} from './index.ts';
import { execute, newTask } from './task.ts';

function read(text: string): Program {
  const result = parseProgram(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.program;
}

function run(change: Partial<Configuration>, ...texts: string[]): MonitorRun {
  const programs = texts.map((text, index) => ({ id: `T${index + 1}`, program: read(text) }));
  return runMonitor(initialMonitor({ ...DEFAULT_CONFIGURATION, timerEvery: 1_000_000, ...change }, programs));
}
const only = <K extends MonitorEvent['kind']>(events: readonly MonitorEvent[], kind: K) =>
  events.filter((event): event is Extract<MonitorEvent, { kind: K }> => event.kind === kind);
const task = (one: MonitorRun, index = 0): Task => {
  const found = one.final.tasks[index];
  if (!found) throw new Error('no such task');
  return found;
};

test('with IOPL below 3 exactly CLI, STI, PUSHF, POPF, INT n and IRET fault, and the monitor does them', () => {
  for (const iopl of [0, 1, 2]) {
    const { events, interceptions } = run({ iopl }, EXAMPLE_TEXTS.six);
    // INT 20h, CLI and HLT of the program's end are the second INT and CLI.
    expect(interceptions).toEqual({ CLI: 2, STI: 1, PUSHF: 1, POPF: 1, INT: 2, IRET: 1, HLT: 1 });
    expect(new Set(only(events, 'intercepted').map((event) => event.way))).toEqual(new Set(['gp-fault']));
    expect(only(events, 'executed')).toEqual([]);
  }
  expect([...IOPL_SENSITIVE].sort()).toEqual(
    Object.entries(SENSITIVE)
      .filter(([, one]) => one.v86 === 'gp-fault' && one.v86Iopl3 !== 'gp-fault')
      .map(([op]) => op)
      .sort(),
  );
});

test('with IOPL 3 only INT n still goes to protected mode, by the IDT; HLT is privileged whatever the IOPL', () => {
  const { events, interceptions } = run({ iopl: 3 }, EXAMPLE_TEXTS.six);
  expect(interceptions).toEqual({ INT: 2, HLT: 1 });
  expect(only(events, 'intercepted').map((event) => event.way)).toEqual(['idt-gate', 'idt-gate', 'gp-fault']);
});

test('in VT none of the six leaves the guest; HLT, ports and CPUID do', () => {
  expect(run({ monitor: 'vt' }, EXAMPLE_TEXTS.six).interceptions).toEqual({ HLT: 1 });
  const { events } = run({ monitor: 'vt' }, `CPUID\nOUT 0E9h, AL\nIN AL, 60h\n${EXAMPLE_TEXTS.six}`);
  expect(only(events, 'intercepted').map((event) => event.exitReason)).toEqual([10, 30, 30, 12]);
});

test('one character printed by DOS: INT, OUT and IRET trap in V86; only OUT exits in VT', () => {
  const difference = (monitor: 'v86' | 'vt'): Record<string, number> =>
    run({ monitor }, EXAMPLE_TEXTS.hello).interceptions;
  expect(difference('v86')).toEqual({ INT: 2, OUT: 2, IRET: 2, CLI: 1, HLT: 1 });
  expect(difference('vt')).toEqual({ OUT: 2, HLT: 1 });
});

test('ports follow the I/O map and not IOPL', () => {
  const text = 'MOV AL, 65\nOUT 0E9h, AL';
  for (const iopl of [0, 3]) {
    expect(run({ iopl, portsTrap: true }, text).interceptions).toMatchObject({ OUT: 1 });
    expect(run({ iopl, portsTrap: false }, text).interceptions).not.toHaveProperty('OUT');
  }
  expect(run({ monitor: 'vt', portsTrap: false }, text).interceptions).not.toHaveProperty('OUT');
  expect(task(run({}, text)).output).toBe('A');
});

test('PUSHF shows the virtual IF and POPF changes it: the task sees what it set', () => {
  const { final } = run({}, 'CLI\nPUSHF\nPOP AX\nSTI\nPUSHF\nPOP BX\nINT 20h');
  const { AX, BX } = final.tasks[0]?.registers ?? { AX: -1, BX: -1 };
  expect([AX & 0x200, BX & 0x200]).toEqual([0, 0x200]);
});

test('arithmetic wraps and sets the flags of an 8086; INC and DEC leave the carry', () => {
  const flags = (text: string): Task['flags'] => task(run({}, text)).flags;
  expect(flags('MOV AL, 200\nADD AL, 100')).toMatchObject({ carry: true, zero: false, sign: false });
  expect(flags('MOV AL, 200\nADD AL, 100\nINC AL')).toMatchObject({ carry: true });
  expect(flags('MOV AX, 65535\nINC AX')).toMatchObject({ carry: false, zero: true });
  expect(flags('CMP BL, 1')).toMatchObject({ carry: true, sign: true });
  expect(task(run({}, 'MOV AX, 300\nADD AL, 250\nMOV BX, AX')).registers.BX).toBe(
    256 + ((300 - 256 + 250) % 256),
  );
});

test('what V86 does not catch: SMSW shows PE, CPUID the real processor; VT catches both', () => {
  const [v86, vt] = [run({}, EXAMPLE_TEXTS.prober), run({ monitor: 'vt' }, EXAMPLE_TEXTS.prober)];
  expect(task(v86).registers.BX & 1).toBe(1);
  expect(task(vt).registers.BX & 1).toBe(0);
  expect(
    only(v86.events, 'executed')
      .filter((event) => event.silent)
      .map((event) => event.op),
  ).toEqual(['SMSW']);
  expect(task(v86).registers.CX).toBe(DEFAULT_CONFIGURATION.realCpuid);
  expect(task(vt).registers.CX).toBe(DEFAULT_CONFIGURATION.shownCpuid);
});

test('VMCALL is invalid outside VMX operation and an exit inside it', () => {
  expect(only(run({}, 'VMCALL').events, 'task-ended')[0]?.why).toBe('invalid-instruction');
  expect(only(run({ monitor: 'vt' }, 'VMCALL').events, 'intercepted')[0]?.exitReason).toBe(18);
});

test('a task with its virtual IF off does not keep the processor: the timer still reaches the monitor', () => {
  for (const change of [{ monitor: 'v86', iopl: 0 }, { monitor: 'vt' }] as const) {
    const { events, final } = run({ ...change, timerEvery: 10 }, EXAMPLE_TEXTS.hog, EXAMPLE_TEXTS.counter);
    expect(final.tasks[1]?.output).toBe('123456789');
    expect(only(events, 'interrupt-pending').some((event) => event.task === 'T1')).toBe(true);
    expect(only(events, 'timer-held')).toEqual([]);
  }
});

test('with IOPL 3 the same CLI turns off the real IF and nobody else runs again', () => {
  const { outcome, events, final } = run(
    { iopl: 3, timerEvery: 10 },
    EXAMPLE_TEXTS.hog,
    EXAMPLE_TEXTS.counter,
  );
  expect(outcome).toBe('budget');
  expect(final.tasks[1]?.output).toBe('');
  expect(only(events, 'timer-held')).toHaveLength(1);
});

test('a virtual interrupt waits for the virtual IF, never enters a critical section, and is not lost', () => {
  for (const change of [{ iopl: 0 }, { iopl: 3 }, { monitor: 'vt' }] as const) {
    const programs = [{ id: 'T1', program: read(EXAMPLE_TEXTS['critical-section']) }];
    let state = initialMonitor({ ...DEFAULT_CONFIGURATION, timerEvery: 7, ...change }, programs);
    let delivered = 0;
    while (!state.ended && state.steps < 500) {
      const next = step(state);
      for (const event of next.events) {
        if (event.kind !== 'interrupt-delivered') continue;
        delivered += 1;
        expect(next.state.tasks[0]?.registers.BX).toBe(0);
      }
      state = next.state;
    }
    expect(state.ended).toBe(true);
    expect(delivered).toBeGreaterThan(3);
    expect(state.tasks[0]?.registers.DX).toBe(delivered);
  }
});

test('in VT an interrupt that must wait is injected through an interrupt-window exit', () => {
  const { events, interceptions } = run({ monitor: 'vt', timerEvery: 7 }, EXAMPLE_TEXTS['critical-section']);
  expect(interceptions['window']).toBeGreaterThan(0);
  expect(only(events, 'interrupt-delivered').every((event) => event.how === 'injected')).toBe(true);
});

test('a task that halts with interrupts on wakes at the next tick; with them off it has ended', () => {
  const { outcome, events } = run({ timerEvery: 30 }, 'HLT\nMOV AX, 7\nINT 20h');
  expect(outcome).toBe('ended');
  expect(only(events, 'idle')).toHaveLength(1);
  expect(only(run({}, 'CLI\nHLT').events, 'task-ended')[0]?.why).toBe('halted-for-ever');
});

test('a stack that runs out and an IRET to nowhere end the task, not the model', () => {
  expect(only(run({}, 'POP AX').events, 'task-ended')[0]?.why).toBe('stack');
  expect(only(run({}, 'again: PUSH AX\nJMP again').events, 'task-ended')[0]?.why).toBe('stack');
  expect(only(run({}, 'MOV AX, 999\nPUSHF\nPUSH AX\nPUSH AX\nIRET').events, 'task-ended')[0]?.why).toBe('ip');
});

const line = fc.constantFrom(
  'CLI', 'STI', 'PUSHF', 'POPF', 'NOP', 'INT 60h', 'INT3', 'PUSH AX', 'POP BX', 'INC AX', 'SUB BX, AX', 'CMP AX, 3',
  'MOV CX, 5', 'ADD AL, 200', 'OUT 0E9h, AL', 'IN AL, 60h', 'JZ final', 'MOV DL, AH',
); // prettier-ignore
const anyText = fc
  .array(line, { minLength: 1, maxLength: 25 })
  .map((lines) => [...lines, 'final: INT 20h', 'int_60h: INC DX', 'IRET'].join('\n'));

test('fidelity (Popek and Goldberg): under either monitor a task ends as on an 8086 of its own', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(0, 3), (text, iopl) => {
      const program = read(text);
      let alone = newTask('T1', program);
      for (let count = 0; count < 500 && alone.status === 'running'; count++) {
        const now = program.instructions[alone.ip];
        if (!now) break;
        const { task: next, fault } = execute(alone, now, { ports: {}, cpuid: 0, machineStatus: 0 });
        if (fault !== null) break;
        alone = next;
      }
      for (const monitor of ['v86', 'vt'] as const) {
        const seen = task(run({ monitor, iopl }, text));
        expect(seen.registers).toEqual(alone.registers);
        expect(flagsWord(seen.flags)).toBe(flagsWord(alone.flags));
        expect([seen.stack, seen.output, seen.ip]).toEqual([alone.stack, alone.output, alone.ip]);
      }
    }),
    { numRuns: 150 },
  );
});

test('tasks do not disturb each other: each ends as it would without the others', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.integer({ min: 1, max: 9 }), (first, second, timerEvery) => {
      const together = run({ timerEvery }, first, second);
      [first, second].forEach((text, index) => {
        const alone = task(run({}, text));
        expect(task(together, index).registers).toEqual(alone.registers);
        expect(task(together, index).output).toBe(alone.output);
      });
    }),
    { numRuns: 60 },
  );
});

test('a step leaves its state as it was, and taken again gives the same', () => {
  const programs = EXAMPLES.map((name) => ({ id: name, program: read(EXAMPLE_TEXTS[name]) }));
  for (const monitor of ['v86', 'vt'] as const) {
    let state = initialMonitor({ ...DEFAULT_CONFIGURATION, monitor, timerEvery: 5 }, programs);
    for (let count = 0; count < 200; count++) {
      const before = structuredClone(state);
      const next = step(state);
      expect(state).toEqual(before);
      expect(step(state)).toEqual(next);
      state = next.state;
    }
  }
});

test('a configuration that cannot run says why', () => {
  const program = read('NOP');
  expect(configurationProblems(DEFAULT_CONFIGURATION, [{ id: 'a', program }])).toEqual([]);
  const wrong = configurationProblems({ ...DEFAULT_CONFIGURATION, iopl: 4, timerEvery: 0 }, [
    { id: 'a', program },
    { id: 'a', program },
  ]);
  expect(wrong.map((one) => one.where)).toEqual(['programs', 'iopl', 'timerEvery']);
  expect(configurationProblems(DEFAULT_CONFIGURATION, [])[0]?.code).toBe('no-task');
});
