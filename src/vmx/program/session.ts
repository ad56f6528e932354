// A program on the machine, step by step, forwards and backwards. One step is one source line in root, or one
// instruction of a guest; what the notation does by itself runs inside the step it belongs to.
import type { EndEvent, ExitEvent, MachineEvent, RegisterName, Snapshot, VmxMachine } from '../index.ts';
import { reachedBreakpoints } from './breakpoints.ts';
import type { Inspector } from './inspection-types.ts';
import { REGISTERS, SessionInspector } from './inspector.ts';
import { oddCode } from './odd-code.ts';
import { outcomeOf } from './outcome.ts';
import type {
  Place,
  Program,
  RunTarget,
  SessionLike,
  SessionOptions,
  SessionView,
  SourcePlace,
  StepEvent,
  StepReport,
  StopReason,
  VmcsCard,
} from './session-types.ts';
import { mnemonicOf, textAt } from './step-text.ts';

export const DEFAULT_BUDGET = 1_000_000;
const DEFAULT_MAX_STEPS = 10_000;
/** Machine steps between copies of the state that going back starts from. */
const KEYFRAME_EVERY = 100_000;
const MAX_KEYFRAMES = 8;
/** Characters kept of what a program prints. */
const MAX_OUTPUT = 65_536;

const FOLDED_ROLES = new Set(['prepare', 'fill', 'load-registers', 'save-registers', 'record', 'finish']);

interface Keyframe {
  readonly machineSteps: number;
  readonly snapshot: Snapshot;
}

interface History {
  readonly report: StepReport;
  /** Machine steps since the start, when the step was over. */
  readonly machineSteps: number;
  readonly lastExit: SessionView['lastExit'];
  readonly output: string;
}

export class Session implements SessionLike {
  readonly program: Program;
  private readonly machine: VmxMachine;
  private readonly budget: number;
  private readonly start: Snapshot;
  private readonly startSteps: number;
  private keyframes: Keyframe[] = [];
  private history: History[] = [];
  private allReports: StepReport[] = [];
  private stoppedBy: EndEvent | null = null;
  private looking: Inspector | null = null;

  /** `machine` stands on the ground, ready to be loaded. */
  constructor(program: Program, machine: VmxMachine, options: SessionOptions = {}) {
    this.program = program;
    this.machine = machine;
    this.budget = options.budget ?? DEFAULT_BUDGET;
    machine.load(program.origin, program.bytes);
    machine.setRegister('rip', BigInt(program.origin));
    this.startSteps = machine.steps;
    this.start = machine.snapshot();
  }

  get reports(): readonly StepReport[] {
    return this.allReports;
  }

  private get steps(): number {
    return this.machine.steps - this.startSteps;
  }

  private get end(): EndEvent | null {
    return this.stoppedBy ?? this.machine.end;
  }

  private here(): Place {
    const { mode } = this.machine;
    return { mode, guest: mode === 'non-root' ? this.letterOf(this.machine.currentVmcs) : null };
  }

  private letterOf(address: bigint | null): string | null {
    if (address === null) return null;
    return (
      this.program.regions.find((region) => region.address === address && region.name !== 'VMXON')?.name ??
      null
    );
  }

  private placeAt(address: bigint): SourcePlace | null {
    return this.program.place(address);
  }

  step(): StepReport | null {
    if (this.end !== null) return null;
    const before = this.here();
    const address = this.machine.register('rip');
    const startPlace = this.placeAt(address);
    const first = this.history.length === 0 && startPlace?.role === 'prepare';
    const events: StepEvent[] = [];
    let output = '';
    const startSteps = this.steps;
    const sink = (event: MachineEvent): void => {
      const place = this.placeAt(event.rip);
      const folded = event.kind !== 'end' && place !== null && FOLDED_ROLES.has(place.role);
      if (event.kind === 'character') output += String.fromCharCode(event.code);
      // The hundreds of plain instructions of folded parts say nothing to anybody.
      if (folded && event.kind === 'instruction') return;
      events.push({ event, place, folded });
    };
    const odd = oddCode(this.program, this.machine, address);
    if (odd !== null) sink(odd);
    for (;;) {
      if (this.steps >= this.budget) {
        this.stoppedBy = this.budgetEnd();
        sink(this.stoppedBy);
        break;
      }
      if (!this.machine.step(sink)) break;
      if (this.machine.end !== null || this.stepIsOver(before, startPlace)) break;
    }
    const after = this.here();
    const silent = startPlace === null || ['prepare', 'finish', 'ground'].includes(startPlace.role);
    const line = silent ? null : startPlace.line;
    const text = textAt(this.program, startPlace);
    const mnemonic = mnemonicOf(text, events, address);
    let outcome = outcomeOf(events, before, mnemonic, { prepared: first });
    if (outcome.code === 'entered')
      outcome = { ...outcome, guest: after.guest ?? this.letterOf(this.machine.currentVmcs) };
    const report: StepReport = {
      number: this.history.length + 1,
      line,
      text,
      address,
      before,
      after,
      outcome,
      events,
      output,
      machineSteps: this.steps - startSteps,
    };
    this.remember(report);
    return report;
  }

  private budgetEnd(): EndEvent {
    return {
      kind: 'end',
      step: this.machine.steps,
      mode: this.machine.mode,
      rip: this.machine.register('rip'),
      vmcs: this.machine.currentVmcs,
      reason: 'budget',
      vector: null,
      errorCode: null,
      abort: null,
    };
  }

  /** Whether the processor stands where the next step begins. */
  private stepIsOver(before: Place, startPlace: SourcePlace | null): boolean {
    if (this.machine.mode === 'non-root') return true;
    const rip = this.machine.register('rip');
    const place = this.placeAt(rip);
    // Outside everything the program covers, each instruction is a step of its own.
    if (place === null) return true;
    if (place.role === 'finish') return startPlace?.role !== 'finish';
    if (place.line === null) return false;
    const isStart = this.program.addressOfLine(place.line) === Number(rip);
    if (this.program.notation === 'vmx') return isStart;
    if (before.mode === 'non-root') return true;
    return place.line !== startPlace?.line || isStart;
  }

  private remember(report: StepReport): void {
    const previous = this.history.at(-1);
    let lastExit = previous?.lastExit ?? null;
    for (const { event } of report.events) {
      if (event.kind === 'exit')
        lastExit = { event: event satisfies ExitEvent, guest: this.letterOf(event.vmcs) };
    }
    const output =
      report.output === ''
        ? (previous?.output ?? '')
        : ((previous?.output ?? '') + report.output).slice(-MAX_OUTPUT);
    this.history.push({ report, machineSteps: this.steps, lastExit, output });
    this.allReports.push(report);
    const newest = this.keyframes.at(-1)?.machineSteps ?? 0;
    if (this.steps - newest >= KEYFRAME_EVERY) {
      this.keyframes.push({ machineSteps: this.steps, snapshot: this.machine.snapshot() });
      if (this.keyframes.length > MAX_KEYFRAMES)
        this.keyframes = this.keyframes.filter((_, i) => i % 2 === 1);
    }
  }

  back(): boolean {
    if (this.history.length === 0) return false;
    this.rewind(this.history.length - 1);
    return true;
  }

  /** To exactly the state after step `count`: the nearest copy of the state, and the machine again from there. */
  private rewind(count: number): void {
    const target = this.machineStepsAfter(count);
    this.keyframes = this.keyframes.filter((keyframe) => keyframe.machineSteps <= target);
    this.seek(target);
    this.stoppedBy = null;
    this.history = this.history.slice(0, count);
    this.allReports = this.allReports.slice(0, count);
  }

  private machineStepsAfter(count: number): number {
    return count === 0 ? 0 : (this.history[count - 1]?.machineSteps ?? 0);
  }

  private seek(target: number): void {
    const from = this.keyframes.findLast((keyframe) => keyframe.machineSteps <= target);
    this.machine.restore(from?.snapshot ?? this.start);
    const missing = target - (from?.machineSteps ?? 0);
    if (missing > 0) this.machine.run(missing);
  }

  /** What `read` finds in the state right after step `count`; the session stays where it is. */
  private stateAfter<T>(count: number, read: (machine: VmxMachine) => T): T {
    if (count >= this.history.length) return read(this.machine);
    const now = this.machine.snapshot();
    try {
      this.seek(this.machineStepsAfter(count));
      return read(this.machine);
    } finally {
      this.machine.restore(now);
    }
  }

  get inspector(): Inspector {
    if (this.looking === null) {
      const reports = (): readonly StepReport[] => this.allReports;
      this.looking = new SessionInspector({
        program: this.program,
        machine: this.machine,
        get reports() {
          return reports();
        },
        stateAfter: (count, read) => this.stateAfter(count, read),
      });
    }
    return this.looking;
  }

  restart(): void {
    this.rewind(0);
  }

  run(target: RunTarget, maxSteps = DEFAULT_MAX_STEPS): StopReason {
    if (target.kind === 'step') {
      if (target.number < this.history.length) {
        this.rewind(Math.max(0, target.number));
        return 'stopped';
      }
      if (target.number === this.history.length) return 'stopped';
    }
    for (let count = 0; count < maxSteps; count++) {
      const report = this.step();
      if (report === null || this.end !== null) return this.end?.reason === 'budget' ? 'budget' : 'ended';
      if (this.reached(target, report)) return 'stopped';
    }
    return 'limit';
  }

  private reached(target: RunTarget, report: StepReport): boolean {
    const happened = (test: (event: MachineEvent) => boolean): boolean =>
      report.events.some(({ event, folded }) => !folded && test(event));
    switch (target.kind) {
      case 'end':
        return false;
      case 'exit':
        return report.events.some(({ event }) => event.kind === 'exit' || event.kind === 'entry-failure');
      case 'exit-reason':
        return report.events.some(({ event }) => event.kind === 'exit' && event.reason === target.reason);
      case 'vmfail':
        return happened((event) => event.kind === 'vmfail');
      case 'step':
        return report.number >= target.number;
      case 'lines': {
        const next = this.nextLine();
        return next !== null && target.lines.includes(next);
      }
      case 'breakpoints':
        return reachedBreakpoints(target.breakpoints, report, this.nextLine()).length > 0;
    }
  }

  private nextLine(): number | null {
    if (this.end !== null) return null;
    const place = this.placeAt(this.machine.register('rip'));
    return place?.role === 'prepare' || place?.role === 'finish' ? null : (place?.line ?? null);
  }

  get view(): SessionView {
    const { machine } = this;
    const last = this.history.at(-1);
    const error = machine.currentVmcs === null ? null : machine.readField('vm_instruction_error');
    const { end } = this;
    return {
      stepNumber: this.history.length,
      place: this.here(),
      nextLine: this.nextLine(),
      rip: machine.register('rip'),
      flags: machine.flags(),
      registers: Object.fromEntries(REGISTERS.map((name) => [name, machine.register(name)])) as Record<
        RegisterName,
        bigint
      >,
      vmcs: this.cards(),
      vmInstructionError: error === null || error === 0n ? null : Number(error),
      lastExit: last?.lastExit ?? null,
      output: last?.output ?? '',
      end:
        end === null
          ? null
          : {
              reason: end.reason,
              vector: end.vector,
              errorCode: end.errorCode,
              line: last?.report.line ?? null,
            },
    };
  }

  private cards(): VmcsCard[] {
    const met = this.machine.regions();
    return this.program.regions
      .filter(({ name }) => name !== 'VMXON')
      .map(({ name, address }): VmcsCard => {
        const state = met.find((region) => region.address === address);
        return {
          name,
          address,
          launchState: state?.launchState ?? null,
          everCleared: state?.everCleared ?? false,
          active: state?.active ?? false,
          current: this.machine.currentVmcs === address,
        };
      });
  }

  readField(name: string | number, region?: string): bigint | null {
    const address =
      region === undefined
        ? undefined
        : this.program.regions.find((candidate) => candidate.name === region)?.address;
    if (region !== undefined && address === undefined) return null;
    if (address === undefined && this.machine.currentVmcs === null) return null;
    return this.machine.readField(name, address);
  }

  readMemory(address: number, length: number): Uint8Array {
    return this.machine.readMemory(address, length);
  }
}
