// A program being run in slices, so that no run holds the page: loading, stepping, going to any step, stopping.
import type { Diagnostic } from '../../vmx/assembler/diagnostic.ts';
import type { Program, RunTarget, SessionLike, StepReport } from '../../vmx/program/session-types.ts';
import { tooLong } from '../editor/text-limits.ts';
import type { LabEngine } from './engine.ts';

/** Steps between two breaths of the page. */
const SLICE = 250;
/** Steps of one press of “Rodar”; another press goes on from there. */
export const MAX_RUN = 10_000;
/** Steps looked ahead, so that the timeline can be dragged before anything was run. */
const LOOK_AHEAD = 400;

/** What the timeline marks at a step. */
export type MarkKind = 'entry' | 'exit' | 'vmfail' | 'exception';
export interface StepMark {
  readonly step: number;
  readonly kind: MarkKind;
}

export type RunEnd = 'ended' | 'stopped' | 'budget' | 'limit' | 'interrupted';

export class LabRun {
  session: SessionLike | null = null;
  errors: readonly Diagnostic[] = [];
  warnings: readonly Diagnostic[] = [];
  /** Set instead of `errors` when the text is not even read: too long. */
  tooLong: string | null = null;
  /** The last step known to exist. */
  reach = 0;
  marks: StepMark[] = [];
  busy = false;
  /** The simulator itself failed: its fault, and not the program's. */
  broken = false;

  readonly #engine: LabEngine;
  readonly #file: string;
  readonly #changed: () => void;
  /** Grows with every load and every interruption: a slice that sees another number gives up. */
  #turn = 0;
  #marked = 0;

  /** `file` as for `LabEngine.load`; `changed` is called between the slices of a run. */
  constructor(engine: LabEngine, file: string, changed: () => void) {
    this.#engine = engine;
    this.#file = file;
    this.#changed = changed;
  }

  get program(): Program | null {
    return this.session?.program ?? null;
  }

  /** Reads a program and stands before its first step. False when it cannot run; see `errors` and `tooLong`. */
  load(source: string): boolean {
    this.#turn += 1;
    this.busy = false;
    this.broken = false;
    this.session = null;
    this.errors = [];
    this.warnings = [];
    this.reach = 0;
    this.marks = [];
    this.#marked = 0;
    this.tooLong = tooLong(source);
    if (this.tooLong !== null) return false;
    return this.#guarded(false, () => {
      const loaded = this.#engine.load(source, this.#file);
      this.warnings = loaded.ok ? loaded.program.warnings : loaded.warnings;
      if (!loaded.ok) {
        this.errors = loaded.errors;
        return false;
      }
      this.session = this.#engine.open(loaded.program);
      void this.#lookAhead(loaded.program);
      return true;
    });
  }

  step(): StepReport | null {
    const report = this.#guarded(null, () => this.session?.step() ?? null);
    this.#note();
    return report;
  }

  back(): boolean {
    return this.session?.back() ?? false;
  }

  restart(): void {
    this.#turn += 1;
    this.busy = false;
    this.session?.restart();
  }

  /** Stops what runs; the step it is in is finished first. */
  interrupt(): void {
    this.#turn += 1;
    this.busy = false;
  }

  /** Runs to a target in slices, drawing between them. */
  async run(target: RunTarget): Promise<RunEnd> {
    const session = this.session;
    if (session === null) return 'ended';
    const turn = (this.#turn += 1);
    this.busy = true;
    // Going to a step ends by itself; anything else might not.
    const most = target.kind === 'step' ? Infinity : MAX_RUN;
    for (let done = 0; done < most; done += SLICE) {
      const reason = this.#guarded('ended', () => session.run(target, SLICE));
      this.#note();
      if (reason !== 'limit') {
        this.busy = false;
        return reason;
      }
      this.#changed();
      await breath();
      if (turn !== this.#turn) return 'interrupted';
    }
    this.busy = false;
    return 'limit';
  }

  /** Goes to a step, backwards or forwards; 0 is the start. */
  async goTo(step: number): Promise<void> {
    const { session } = this;
    if (session === null) return;
    if (step <= 0) {
      this.restart();
      return;
    }
    if (step === session.view.stepNumber) return;
    await this.run({ kind: 'step', number: step });
  }

  /** Keeps a defect of the models from leaving the page in the middle of something. */
  #guarded<T>(otherwise: T, action: () => T): T {
    try {
      return action();
    } catch (error) {
      console.error(error);
      this.broken = true;
      this.session = null;
      return otherwise;
    }
  }

  /** Remembers how far the run has been and what happened there. */
  #note(reports: readonly StepReport[] = this.session?.reports ?? []): void {
    for (const report of reports.slice(this.#marked)) this.marks.push(...marksOf(report));
    this.#marked = Math.max(this.#marked, reports.length);
    this.reach = Math.max(this.reach, this.#marked);
  }

  /** Runs a second session a little ahead, so that the timeline knows the program's length. */
  async #lookAhead(program: Program): Promise<void> {
    await breath();
    if (this.session?.program !== program) return;
    const scout = this.#guarded(null, () => this.#engine.open(program));
    if (scout === null) return;
    for (let done = 0; done < LOOK_AHEAD; done += 50) {
      const reason = this.#guarded('ended', () => scout.run({ kind: 'end' }, 50));
      await breath();
      // A restart or a run keeps the program, and what the scout finds stays true; another program does not.
      if (this.session?.program !== program) return;
      if (reason !== 'limit') break;
    }
    this.#note(scout.reports);
    this.#changed();
  }
}

function marksOf(report: StepReport): StepMark[] {
  const kinds = new Set<MarkKind>();
  for (const { event } of report.events) {
    if (event.kind === 'entry' || event.kind === 'exit' || event.kind === 'vmfail') kinds.add(event.kind);
    else if (event.kind === 'entry-failure') kinds.add('vmfail');
    else if (event.kind === 'exception' && event.mode !== 'non-root') kinds.add('exception');
  }
  return [...kinds].map((kind) => ({ step: report.number, kind }));
}

/** Lets the page draw and answer before going on. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
