// A session played from a recording: what the widget's tests run, so that they show the widget and not the machine.
import type { Diagnostic } from '../../vmx/assembler/diagnostic.ts';
import type { ExitEvent, Flags, MachineEvent, RegisterName } from '../../vmx/index.ts';
import { openSession } from '../../vmx/program/open-session.ts';
import type { Inspector } from '../../vmx/program/inspection-types.ts';
import type {
  LoadResult,
  Outcome,
  Place,
  Program,
  RunTarget,
  SessionLike,
  SessionView,
  StepReport,
  StopReason,
  VmcsCard,
} from '../../vmx/program/session-types.ts';
import type { LabEngine } from './engine.ts';

const OUTSIDE: Place = { mode: 'outside', guest: null };
const ROOT: Place = { mode: 'root', guest: null };
const GUEST: Place = { mode: 'non-root', guest: 'A' };
const A = 0x8000n;
const common = { step: 0, mode: 'root', rip: 0x100000n, vmcs: A } as const;
const FLAGS: Flags = {
  cf: false,
  pf: false,
  af: false,
  zf: false,
  sf: false,
  of: false,
  if: false,
  tf: false,
};

/** One step of the recording: its line, where it leads, what came of it. */
interface Frame {
  readonly line: number;
  readonly after: Place;
  readonly outcome: Outcome;
  readonly events: readonly MachineEvent[];
  readonly folded?: number;
  readonly card?: Partial<VmcsCard>;
  readonly error?: number;
  readonly flags?: Partial<Flags>;
}

export const RECORDED_PROGRAM = `VMXON
VMCLEAR A
VMPTRLD A
VMLAUNCH      ; entra
VMLAUNCH      ; erro 4
VMXOFF

convidado A:
    VMCALL
`;

const exit: ExitEvent = {
  ...common,
  kind: 'exit',
  mode: 'non-root',
  reason: 18,
  qualification: 0n,
  instructionLength: 3,
  instructionInfo: null,
  interruptionInfo: null,
  interruptionErrorCode: null,
  idtVectoringInfo: null,
  idtVectoringErrorCode: null,
  guestLinearAddress: null,
  guestRip: 0x200000n,
  hostRip: 0x100040n,
};

const FRAMES: readonly Frame[] = [
  {
    line: 1,
    after: ROOT,
    outcome: { code: 'vmsucceed', instruction: 'VMXON' },
    events: [{ ...common, kind: 'vmx-on', mode: 'outside', region: 0x7000n }],
  },
  {
    line: 2,
    after: ROOT,
    outcome: { code: 'vmsucceed', instruction: 'VMCLEAR' },
    events: [{ ...common, kind: 'vmcs-cleared', vmcs: null, region: A }],
    card: { launchState: 'clear', everCleared: true, active: false, current: false },
  },
  {
    line: 3,
    after: ROOT,
    outcome: { code: 'vmsucceed', instruction: 'VMPTRLD' },
    events: [{ ...common, kind: 'vmcs-loaded', vmcs: null, region: A, previous: null }],
    folded: 103,
    card: { launchState: 'clear', everCleared: true, active: true, current: true },
  },
  {
    line: 4,
    after: GUEST,
    outcome: { code: 'entered', instruction: 'VMLAUNCH', guest: 'A' },
    events: [{ ...common, kind: 'entry', instruction: 'VMLAUNCH', guestRip: 0x200000n, injected: null }],
    card: { launchState: 'launched', everCleared: true, active: true, current: true },
  },
  {
    line: 9,
    after: ROOT,
    outcome: { code: 'exited', reason: 18, guest: 'A', mnemonic: 'VMCALL' },
    events: [exit],
  },
  {
    line: 5,
    after: ROOT,
    outcome: { code: 'vmfail-valid', instruction: 'VMLAUNCH', error: 4 },
    events: [{ ...common, kind: 'vmfail', instruction: 'VMLAUNCH', error: 4, failing: [] }],
    error: 4,
    flags: { zf: true },
  },
  {
    line: 6,
    after: OUTSIDE,
    outcome: { code: 'ended', reason: 'finished', vector: null, errorCode: null },
    events: [{ ...common, kind: 'vmx-off', stillActive: [A] }],
  },
];

/** Plays `FRAMES`, or for ever the guest's exit where the program says `SEM FIM`. */
class RecordedSession implements SessionLike {
  readonly program: Program;
  readonly #made: StepReport[] = [];
  readonly #endless: boolean;

  /** The recording has no machine: what there is to inspect is one on which nothing ran. */
  readonly inspector: Inspector;

  constructor(program: Program) {
    this.program = program;
    this.inspector = openSession(program).inspector;
    this.#endless = program.source.includes('SEM FIM');
  }

  get reports(): readonly StepReport[] {
    return this.#made;
  }

  get view(): SessionView {
    const count = this.#made.length;
    const past = this.#endless ? [] : FRAMES.slice(0, count);
    const card = past.findLast((frame) => frame.card)?.card;
    const last = this.#made.at(-1);
    const ended = !this.#endless && count >= FRAMES.length;
    return {
      stepNumber: count,
      place: last?.after ?? OUTSIDE,
      nextLine: ended ? null : this.#frame(count).line,
      rip: 0x100000n,
      flags: { ...FLAGS, ...past.at(-1)?.flags },
      registers: {} as Record<RegisterName, bigint>,
      vmcs: card
        ? [
            {
              name: 'A',
              address: A,
              launchState: null,
              everCleared: false,
              active: false,
              current: false,
              ...card,
            },
          ]
        : [],
      vmInstructionError: past.findLast((frame) => frame.error)?.error ?? null,
      lastExit: count >= 5 ? { event: exit, guest: 'A' } : null,
      output: '',
      end: ended ? { reason: 'finished', vector: null, errorCode: null, line: 6 } : null,
    };
  }

  step(): StepReport | null {
    const count = this.#made.length;
    if (!this.#endless && count >= FRAMES.length) return null;
    const frame = this.#frame(count);
    const own = frame.events.map((event) => ({ event, place: null, folded: false }));
    const filled = Array.from({ length: frame.folded ?? 0 }, (_, index) => ({
      event: {
        ...common,
        kind: 'field-written',
        encoding: 0x681e,
        field: 'guest_rip',
        value: BigInt(index),
        previous: 0n,
      } as const,
      place: null,
      folded: true,
    }));
    const report: StepReport = {
      number: count + 1,
      line: frame.line,
      text: (this.program.lines[frame.line - 1] ?? '').replace(/;.*/, '').trim(),
      address: 0x100000n,
      before: this.#made.at(-1)?.after ?? OUTSIDE,
      after: frame.after,
      outcome: frame.outcome,
      events: [...own, ...filled],
      output: '',
      machineSteps: 1,
    };
    this.#made.push(report);
    return report;
  }

  back(): boolean {
    return this.#made.pop() !== undefined;
  }

  run(target: RunTarget, maxSteps = 10_000): StopReason {
    if (target.kind === 'step') {
      while (this.#made.length > target.number) this.back();
      for (let done = 0; this.#made.length < target.number; done += 1) {
        if (done === maxSteps) return 'limit';
        if (this.step() === null) return 'ended';
      }
      return 'stopped';
    }
    for (let done = 0; done < maxSteps; done += 1) {
      const report = this.step();
      if (report === null) return 'ended';
      if (target.kind === 'exit' && report.outcome.code === 'exited') return 'stopped';
    }
    return this.view.end === null ? 'limit' : 'ended';
  }

  restart(): void {
    this.#made.length = 0;
  }

  readField(): bigint | null {
    return null;
  }

  readMemory(_address: number, length: number): Uint8Array {
    return new Uint8Array(length);
  }

  #frame(index: number): Frame {
    const frame = this.#endless ? FRAMES[4] : FRAMES[index];
    if (frame === undefined) throw new RangeError('the recording has ended');
    return frame;
  }
}

/** Reads anything; a line with `ERRO` is an error at that word, and `DEFEITO` makes the reader itself fail. */
export function loadRecorded(source: string): LoadResult {
  if (source.includes('DEFEITO')) throw new RangeError('a defect');
  const lines = source.split('\n');
  const errors = lines.flatMap((line, index): Diagnostic[] => {
    const column = line.indexOf('ERRO') + 1;
    if (column === 0) return [];
    return [
      {
        file: 'programa.vmx',
        line: index + 1,
        column,
        length: 4,
        severity: 'error',
        code: 'x',
        parts: { found: line.trim() },
      },
    ];
  });
  if (errors.length > 0) return { ok: false, errors, warnings: [] };
  const program: Program = {
    notation: 'vmx',
    file: 'programa.vmx',
    source,
    lines,
    bytes: new Uint8Array(),
    origin: 0x100000,
    assembly: '',
    expansion: null,
    regions: [
      { name: 'VMXON', address: 0x7000n, guestStart: null, guest: null },
      { name: 'A', address: A, guestStart: 0x200000n, guest: { kind: 'written', name: 'A' } },
    ],
    warnings: [],
    place: () => null,
    addressOfLine: () => null,
  };
  return { ok: true, program };
}

export const recordedEngine: LabEngine = {
  load: loadRecorded,
  open: (program) => new RecordedSession(program),
  describe: ({ parts }) => `Não entendi “${String(parts['found'])}”.`,
  grade: () => Promise.reject(new Error('the recording grades nothing')),
};
