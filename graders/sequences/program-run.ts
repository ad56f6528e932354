// One run of a learner's program, reduced to what the rules look at: events in order, and each visit to a guest.
import type { EntryEvent, ExitEvent, MachineEvent, RegisterName } from '../../src/vmx/index.ts';
import { BUILT_IN_REGIONS, GUEST_BASES } from '../../src/vmx/notation/script.ts';
import { openSession, type Program, type SessionView, type StepReport } from '../../src/vmx/program/index.ts';
import { guestLines } from './vary-guests.ts';

/**
 * Steps (source lines and guest instructions) after which a lab program is stopped. The short notation goes straight
 * on; assembly may fill a page in a loop.
 */
export const MAX_STEPS = { vmx: 2_000, asm: 20_000 } as const;
/** Processor instructions after which it is stopped, in all. */
export const MAX_INSTRUCTIONS = 200_000;
/** Bytes from a guest's base to the next one's. */
const GUEST_MEMORY = 0x10000;

/** An event with the step and the line (1-based) it belongs to. */
export interface PlacedEvent<E extends MachineEvent = MachineEvent> {
  readonly event: E;
  readonly step: number;
  /** Null where no line of the learner's own text stands for it. */
  readonly line: number | null;
  /** Made by the notation itself (fill, registers), not by a line of the learner. */
  readonly folded: boolean;
}

export type Registers = Readonly<Record<RegisterName, bigint>>;

/** From an entry to the exit that ended it. */
export interface Visit {
  readonly region: bigint;
  readonly entry: PlacedEvent<EntryEvent>;
  /** The guest's registers as the entry left them; null when the step did not end in the guest. */
  readonly atEntry: Registers | null;
  /** Null when the guest never came back. */
  readonly exit: PlacedEvent<ExitEvent> | null;
  /** The guest's registers before the instruction that exited. */
  readonly atExit: Registers | null;
}

/** A guest's access to a port or an MSR: `exited` tells whether the VMM saw it. */
export interface GuestAccess {
  readonly kind: 'porta' | 'leitura-de-msr' | 'escrita-de-msr';
  readonly number: number;
  readonly exited: boolean;
  readonly place: PlacedEvent;
}

export interface ProgramRun {
  /** Null for the learner's own guests, else the variation's name. */
  readonly variation: string | null;
  readonly program: Program;
  readonly reports: readonly StepReport[];
  readonly events: readonly PlacedEvent[];
  readonly visits: readonly Visit[];
  readonly accesses: readonly GuestAccess[];
  /** Letter of the machine that each VMCS region holds. */
  readonly machines: ReadonlyMap<bigint, string>;
  readonly view: SessionView;
  /** True when the program was stopped for having used up its steps. */
  readonly unfinished: boolean;
}

/**
 * Runs a program to its end or to the limits. `source` is the learner's own text: places beyond its lines, or in a
 * guest that was put in place of the learner's, belong to no line of it.
 */
export function runProgram(program: Program, variation: string | null, source: string): ProgramRun {
  const session = openSession(program, { budget: MAX_INSTRUCTIONS });
  const ownLines = source.split('\n').length;
  const events: PlacedEvent[] = [];
  const visits: Visit[] = [];
  const accesses: GuestAccess[] = [];
  let inGuest: Registers | null = null;
  const limit = MAX_STEPS[program.notation];
  let steps = 0;
  for (; steps < limit; steps++) {
    const report = session.step();
    if (report === null) break;
    const placed = placeEvents(report, ownLines);
    for (const place of placed) {
      events.push(place);
      noteVisit(visits, place, inGuest);
    }
    accesses.push(...accessesOf(placed, inGuest));
    inGuest = report.after.mode === 'non-root' ? session.view.registers : null;
    const last = visits.at(-1);
    if (inGuest !== null && last?.exit === null && last.atEntry === null)
      visits[visits.length - 1] = { ...last, atEntry: inGuest };
  }
  const { reports, view } = session;
  return {
    variation,
    program,
    reports,
    events,
    visits,
    accesses,
    machines: nameMachines(program, visits),
    view,
    unfinished: steps === limit || view.end?.reason === 'budget',
  };
}

function placeEvents(report: StepReport, ownLines: number): PlacedEvent[] {
  return report.events.map(({ event, place, folded }) => {
    const line = place?.line ?? report.line;
    return { event, step: report.number, line: line !== null && line > ownLines ? null : line, folded };
  });
}

function noteVisit(visits: Visit[], { event, ...place }: PlacedEvent, inGuest: Registers | null): void {
  if (event.kind === 'entry' && event.vmcs !== null) {
    visits.push({ region: event.vmcs, entry: { event, ...place }, atEntry: null, exit: null, atExit: null });
  }
  const last = visits.at(-1);
  if (event.kind === 'exit' && last?.exit === null)
    visits[visits.length - 1] = { ...last, exit: { event, ...place }, atExit: inGuest };
}

const low32 = (value: bigint): number => Number(value & 0xffff_ffffn);

/**
 * What one step of a guest did to ports and MSRs, whether or not that left it. An instruction is announced before it
 * is known how it ends: RDMSR and WRMSR reached their MSR when nothing else came of them. Port of an exit: SDM 27.2.1.
 */
function accessesOf(placed: readonly PlacedEvent[], inGuest: Registers | null): GuestAccess[] {
  if (inGuest === null) return [];
  const msr = low32(inGuest.rcx);
  const stopped = placed.some(({ event }) => event.kind === 'exit' || event.kind === 'exception');
  return placed.flatMap((place): GuestAccess[] => {
    const { event } = place;
    if (event.mode !== 'non-root') return [];
    const access = (kind: GuestAccess['kind'], number: number): GuestAccess[] => [
      { kind, number, exited: event.kind === 'exit', place },
    ];
    if (event.kind === 'exit') {
      if (event.reason === 30) return access('porta', low32(event.qualification) >>> 16);
      if (event.reason === 31) return access('leitura-de-msr', msr);
      if (event.reason === 32) return access('escrita-de-msr', msr);
    } else if (event.kind === 'port-output') return access('porta', event.port);
    else if (event.kind === 'instruction' && !stopped) {
      const mnemonic = event.mnemonic.toLowerCase();
      if (mnemonic === 'rdmsr') return access('leitura-de-msr', msr);
      if (mnemonic === 'wrmsr') return access('escrita-de-msr', msr);
    }
    return [];
  });
}

/**
 * Which machine a region holds. In the short notation the operand says so. In assembly a machine is its guest: the
 * code after the label `convidado_a` (or in the memory of guest A), where the region is first entered, whatever the
 * region the learner gave it.
 */
function nameMachines(program: Program, visits: readonly Visit[]): Map<bigint, string> {
  const names = new Map<bigint, string>();
  if (program.notation === 'asm') {
    const blocks = guestLines(program.source);
    for (const { region, entry } of visits) {
      if (names.has(region)) continue;
      const line = program.place(entry.event.guestRip)?.line ?? null;
      const letter = line === null ? letterOfMemory(entry.event.guestRip) : blocks.get(line);
      if (letter !== undefined) names.set(region, letter);
    }
  }
  const taken = new Set(names.values());
  const known = [
    ...program.regions.filter(({ name }) => name !== 'VMXON'),
    ...Object.entries(BUILT_IN_REGIONS).map(([name, address]) => ({ name, address })),
  ];
  for (const { name, address } of known) {
    if (name === 'VMXON' || names.has(address) || taken.has(name)) continue;
    names.set(address, name);
    taken.add(name);
  }
  return names;
}

function letterOfMemory(address: bigint): string | undefined {
  return Object.entries(GUEST_BASES).find(
    ([, base]) => address >= BigInt(base) && address < BigInt(base + GUEST_MEMORY),
  )?.[0];
}

/** Physical address of a machine's VMCS; undefined when the program has no such machine. */
export function regionAddress(run: ProgramRun, name: string): bigint | undefined {
  for (const [address, letter] of run.machines) if (letter === name) return address;
  return undefined;
}

/** The letter of a region's machine, for messages. */
export function regionName(run: ProgramRun, address: bigint | null): string {
  return (address === null ? undefined : run.machines.get(address)) ?? 'desconhecida';
}

/** The visits to one machine's guest, in order. */
export function visitsOf(run: ProgramRun, machine: string): Visit[] {
  return run.visits.filter(({ region }) => run.machines.get(region) === machine);
}

/** Whether an event is of a kind, for `find`. */
export function isKind<K extends MachineEvent['kind']>(
  kind: K,
): (place: PlacedEvent) => place is PlacedEvent<Extract<MachineEvent, { kind: K }>> {
  return (place): place is PlacedEvent<Extract<MachineEvent, { kind: K }>> => place.event.kind === kind;
}
