// One run of a learner's program, reduced to what the rules look at.
import type { ExitEvent, MachineEvent } from '../../src/vmx/index.ts';
import type { Program, SessionView, StepReport } from '../../src/vmx/program/index.ts';

/** An event with the step and the line (1-based) it belongs to. */
export interface PlacedEvent {
  readonly event: MachineEvent;
  readonly step: number;
  readonly line: number | null;
  /** Made by the notation itself (fill, registers), not by a line of the learner. */
  readonly folded: boolean;
}

export interface ProgramRun {
  /** Null for the learner's own guests, else the variation's name. */
  readonly variation: string | null;
  readonly program: Program;
  readonly reports: readonly StepReport[];
  readonly events: readonly PlacedEvent[];
  readonly view: SessionView;
  /** True when the program was stopped for having used up its steps. */
  readonly unfinished: boolean;
}

/** Flattens the reports of a run. */
export function placeEvents(reports: readonly StepReport[]): PlacedEvent[] {
  return reports.flatMap((report) =>
    report.events.map(({ event, place, folded }) => ({
      event,
      step: report.number,
      line: place?.line ?? report.line,
      folded,
    })),
  );
}

/** Physical address of a region by the name the learner uses; undefined when the program has none. */
export function regionAddress(run: ProgramRun, name: string): bigint | undefined {
  return run.program.regions.find((region) => region.name === name)?.address;
}

/** The letter of a region's machine, for messages. */
export function regionName(run: ProgramRun, address: bigint | null): string {
  return run.program.regions.find((region) => region.address === address)?.name ?? 'desconhecida';
}

export function isExit(event: MachineEvent): event is ExitEvent {
  return event.kind === 'exit';
}
