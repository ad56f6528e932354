// Where the Intel manual decides against the other implementation (Bochs 2.7): each difference with the section that
// decides, and how it is recognized. Nothing after such a difference is compared in the program that shows it.
// Section numbers are those of the SDM of 2016, volume 3.
import type { MachineEvent } from '../index.ts';
import type { ExpectedLine } from './compare.ts';

export interface Difference {
  readonly id: string;
  readonly section: string;
  /** What the manual says. */
  readonly manual: string;
  /** What the other implementation does. */
  readonly other: string;
  /**
   * `expected`, `actual`: the first two lines that differ, null for no line; `seen`: the simulator's lines so far, that
   * one included, with the events before each.
   */
  readonly applies: (
    expected: string | null,
    actual: string | null,
    seen: readonly ExpectedLine[],
  ) => boolean;
}

const recent = (seen: readonly ExpectedLine[]): readonly MachineEvent[] => seen.at(-1)?.events ?? [];

/** Whether two lines say the same but for the named values. */
function differOnlyIn(expected: string | null, actual: string | null, names: readonly string[]): boolean {
  if (expected === null || actual === null) return false;
  const without = (line: string): string =>
    names.reduce((text, name) => text.replace(new RegExp(` ${name}=\\S+`), ''), line);
  return without(expected) === without(actual);
}

const valueOf = (line: string | null): bigint | null => {
  const text = / valor=(0x[0-9a-f]+)/.exec(line ?? '')?.[1];
  return text === undefined ? null : BigInt(text);
};

const INSTRUCTION_LENGTH = 0x440c;
const GUEST_RFLAGS = 0x6820;

/** Whether an exit or a failed entry was the last before the last read of a field, over the whole program so far. */
function lastBeforeRead(seen: readonly ExpectedLine[], encoding: number): 'exit' | 'entry-failure' | null {
  let last: 'exit' | 'entry-failure' | null = null;
  let atRead: 'exit' | 'entry-failure' | null = null;
  for (const { events } of seen) {
    for (const event of events) {
      if (event.kind === 'exit' || event.kind === 'entry-failure') last = event.kind;
      else if (event.kind === 'field-read' && event.encoding === encoding) atRead = last;
    }
  }
  return atRead;
}

/** An entry that the manual refuses for one of these checks alone. */
const refusedOnlyFor =
  (...checks: readonly string[]): Difference['applies'] =>
  (_expected, _actual, seen) =>
    recent(seen).some(
      (event) =>
        (event.kind === 'vmfail' || event.kind === 'entry-failure') &&
        event.failing.length > 0 &&
        event.failing.every((check) => checks.includes(check)),
    );

export const DIFFERENCES: readonly Difference[] = [
  {
    id: 'vmcall-in-root',
    section: '30.3 (VMCALL)',
    manual: 'VMCALL in VMX root operation without the dual-monitor treatment: VMfail, error 1',
    other: 'error 19 if the current VMCS is launched; the emulator stops if it is clear',
    applies: (_expected, _actual, seen) =>
      recent(seen).some(
        (event) => event.kind === 'vmfail' && event.instruction === 'VMCALL' && event.error === 1,
      ),
  },
  {
    id: 'vmresume-after-vmxoff',
    section: '30.4 (error 6)',
    manual: 'VMRESUME of a VMCS launched before VMXOFF: VMfail, error 6',
    other: 'enters',
    applies: (_expected, _actual, seen) =>
      recent(seen).some(
        (event) => event.kind === 'vmfail' && event.instruction === 'VMRESUME' && event.error === 6,
      ),
  },
  {
    id: 'smm-entry-controls',
    section: '26.2.1.3',
    manual: '"entry to SMM" and "deactivate dual-monitor treatment" must be 0 outside SMM: VMfail, error 7',
    other: 'refused only among the checks of the guest state: entry failure 33',
    applies: refusedOnlyFor('C48'),
  },
  {
    id: 'guest-debugctl',
    section: '26.3.1.1',
    manual: 'reserved bits of the guest IA32_DEBUGCTL must be 0 with "load debug controls"',
    other: 'not checked',
    applies: refusedOnlyFor('G04'),
  },
  {
    id: 'guest-rip-canonical',
    section: '26.3.1.4',
    manual: 'the RIP of a 64-bit guest must be canonical',
    other: 'not checked: the guest enters and takes #GP',
    applies: refusedOnlyFor('G50'),
  },
  {
    id: 'activity-and-injection',
    section: '26.3.1.5',
    manual: 'in HLT and shutdown only some events may be injected',
    other: 'checked in part',
    applies: refusedOnlyFor('G63'),
  },
  {
    id: 'nmi-blocking-and-injection',
    section: '26.3.1.5',
    manual: 'no NMI may be injected while virtual NMIs are blocked',
    other: 'not checked',
    applies: refusedOnlyFor('G68'),
  },
  {
    id: 'pending-debug-exceptions',
    section: '26.3.1.5',
    manual: 'reserved bits 63:32 are 0; with blocking or HLT, BS agrees with TF and BTF',
    other: 'not checked',
    applies: refusedOnlyFor('G69'),
  },
  {
    id: 'nmi-injection-qualification',
    section: '26.7',
    manual: 'an NMI refused for blocking by STI: exit qualification 3',
    other: 'exit qualification 0',
    applies: (expected, actual, seen) =>
      differOnlyIn(expected, actual, ['qualificação']) &&
      recent(seen).some((event) => event.kind === 'entry-failure' && event.qualification === 3n),
  },
  {
    id: 'length-after-failed-entry',
    section: '26.7',
    manual: 'a failed entry writes the exit reason and the qualification; the instruction length stays',
    other: 'writes the length of VMLAUNCH or VMRESUME, which AVANCA then adds to RIP',
    applies: (expected, actual, seen) =>
      differOnlyIn(expected, actual, ['rip', 'valor', 'rax', 'rcx']) &&
      lastBeforeRead(seen, INSTRUCTION_LENGTH) === 'entry-failure',
  },
  {
    id: 'register-form-qualification',
    section: '27.2.1',
    manual: 'VMREAD and VMWRITE with a register operand: exit qualification 0',
    other: 'what the decoder had left over',
    applies: (expected, actual) =>
      differOnlyIn(expected, actual, ['qualificação']) && / motivo=(?:23|25) /.test(expected ?? ''),
  },
  {
    id: 'resume-flag-after-exception-exit',
    section: '27.3.3',
    manual: 'the exit of an intercepted fault saves RF = 1',
    other: 'saves RF = 0',
    applies: (expected, actual, seen) => {
      const [manual, other] = [valueOf(expected), valueOf(actual)];
      return (
        differOnlyIn(expected, actual, ['valor']) &&
        manual !== null &&
        other !== null &&
        (manual ^ other) === 0x10000n &&
        lastBeforeRead(seen, GUEST_RFLAGS) === 'exit'
      );
    },
  },
];
