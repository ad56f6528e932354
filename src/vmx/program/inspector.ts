// Looking at a session between two steps, with what every register, byte and field was one step earlier. What was is
// found by going there: the machine repeats itself exactly.
import {
  FIELDS,
  fieldByEncoding,
  type FailingCheck,
  type RegisterName,
  type VmcsField,
  type VmxMachine,
} from '../index.ts';
import { capabilitiesOf } from '../profiles/capabilities.ts';
import { codeAround } from './code-lines.ts';
import type {
  CheckReading,
  CodeLine,
  EntryReading,
  FailedEntry,
  FieldReading,
  Inspector,
  Landmark,
  NowAndBefore,
  RegionName,
  RegisterFile,
} from './inspection-types.ts';
import type { Program, StepReport } from './session-types.ts';

/** What the inspector needs of a session. */
export interface Inspected {
  readonly program: Program;
  readonly reports: readonly StepReport[];
  readonly machine: VmxMachine;
  /** What `read` finds in the state right after step `count`; the session stays where it is. */
  stateAfter<T>(count: number, read: (machine: VmxMachine) => T): T;
}

export const REGISTERS: readonly RegisterName[] = [
  'rax', 'rcx', 'rdx', 'rbx', 'rsp', 'rbp', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15',
  'rip', 'rflags', 'cr0', 'cr2', 'cr3', 'cr4', 'cr8', 'dr6', 'dr7',
]; // prettier-ignore

const VMCS_BYTES = 4096;
/** States kept to compare with: stepping forwards, the last one shown is the one before the next. */
const KEPT_STATES = 3;
const USE_IO_BITMAPS = 1n << 25n;
const USE_MSR_BITMAPS = 1n << 28n;

interface State {
  readonly registers: RegisterFile;
  readonly memory: Uint8Array;
}

export class SessionInspector implements Inspector {
  readonly #session: Inspected;
  /** By number of steps; a session repeats itself, so that a state once seen stays true. */
  readonly #states = new Map<number, State>();
  readonly #launches = new Map<string, Uint8Array>();
  #failed: { readonly step: number; readonly found: FailedEntry } | null = null;

  constructor(session: Inspected) {
    this.#session = session;
  }

  get ramBytes(): number {
    return this.#session.machine.ramBytes;
  }

  registers(): NowAndBefore<RegisterFile> {
    return { now: this.#now().registers, before: this.#before()?.registers ?? null };
  }

  memory(address: number, length: number): NowAndBefore<Uint8Array> {
    const cut = (memory: Uint8Array): Uint8Array => memory.slice(Math.max(0, address), address + length);
    const before = this.#before();
    return { now: cut(this.#now().memory), before: before === null ? null : cut(before.memory) };
  }

  landmarks(): Landmark[] {
    const { machine, program } = this.#session;
    const { general, system } = this.#now().registers;
    const base = (name: 'cs' | 'ss'): bigint =>
      system.codeSize === 64 ? 0n : (system.segments.find((segment) => segment.name === name)?.base ?? 0n);
    const places: Landmark[] = [
      { kind: 'rip', name: '', address: base('cs') + general.rip },
      { kind: 'rsp', name: '', address: base('ss') + general.rsp },
    ];
    const vmxon = machine.vmxonRegion ?? program.regions.find(({ name }) => name === 'VMXON')?.address;
    if (vmxon !== undefined) places.push({ kind: 'vmxon', name: '', address: vmxon });
    const regions = this.regions();
    for (const { name, address } of regions) places.push({ kind: 'vmcs', name, address });
    for (const { name, address } of regions) {
      const read = (field: string): bigint => machine.readField(field, address) ?? 0n;
      const controls = read('primary_proc_based_controls');
      const bitmap = (kind: Landmark['kind'], field: string): void => {
        const at = read(field);
        if (places.some((place) => place.kind === kind && place.address === at)) return;
        places.push({ kind, name, address: at });
      };
      if ((controls & USE_IO_BITMAPS) !== 0n) {
        bitmap('io-bitmap-a', 'io_bitmap_a_addr');
        bitmap('io-bitmap-b', 'io_bitmap_b_addr');
      }
      if ((controls & USE_MSR_BITMAPS) !== 0n) bitmap('msr-bitmap', 'msr_bitmap_addr');
    }
    return places;
  }

  code(before: number, after: number): CodeLine[] {
    const { machine, program } = this.#session;
    const { codeSize, segments } = machine.systemRegisters();
    const rip = machine.register('rip');
    const base = codeSize === 64 ? 0n : (segments.find(({ name }) => name === 'cs')?.base ?? 0n);
    const read = (address: bigint, length: number): Uint8Array => {
      const at = base + address;
      const left = BigInt(machine.ramBytes) - at;
      if (at < 0n || left <= 0n) return new Uint8Array();
      return machine.readMemory(Number(at), left < BigInt(length) ? Number(left) : length);
    };
    const isStart = (address: bigint): boolean => {
      const at = base + address;
      const line = program.place(at)?.line ?? null;
      if (line !== null && program.addressOfLine(line) === Number(at)) return true;
      return program.regions.some(({ guestStart }) => guestStart === at);
    };
    return codeAround(read, rip, codeSize, before, after, isStart).map((line) => ({
      ...line,
      place: program.place(base + line.address),
      next: line.address === rip,
    }));
  }

  regions(): RegionName[] {
    const { machine, program } = this.#session;
    const named = program.regions
      .filter(({ name }) => name !== 'VMXON')
      .map(({ name, address }) => ({ name, address }));
    const met = machine
      .regions()
      .filter(({ address }) => !named.some((region) => region.address === address))
      .map(({ address }) => ({ name: `0x${address.toString(16).toUpperCase()}`, address }));
    return [...named, ...met].filter(({ address }) => this.#holdsVmcs(address));
  }

  fields(region: bigint): FieldReading[] {
    if (!this.regions().some(({ address }) => address === region)) return [];
    const at = Number(region);
    const { now, before } = this.memory(at, VMCS_BYTES);
    const launched = this.#atLaunch(region);
    return this.#known().map((field) => ({
      field,
      value: valueIn(now, field),
      before: before === null ? null : valueIn(before, field),
      atLaunch: launched === null ? null : valueIn(launched, field),
    }));
  }

  checkEntry(): EntryReading | null {
    const { machine } = this.#session;
    return machine.currentVmcs === null ? null : this.#check(machine, machine.currentVmcs);
  }

  failedEntry(): FailedEntry | null {
    const report = this.#session.reports.findLast((one) => entryOf(one) !== null);
    const event = report === undefined ? null : entryOf(report);
    if (report === undefined || event === null || event.kind === 'entry') return null;
    if (this.#failed?.step === report.number) return this.#failed.found;
    const checked = event.kind === 'entry-failure' || event.error === 7 || event.error === 8;
    const { vmcs } = event;
    const reading =
      !checked || vmcs === null
        ? null
        : this.#session.stateAfter(report.number, (machine) => this.#check(machine, vmcs));
    const found = { step: report.number, line: report.line, event, reading };
    this.#failed = { step: report.number, found };
    return found;
  }

  #check(machine: VmxMachine, region: bigint): EntryReading {
    const name = this.regions().find(({ address }) => address === region)?.name;
    return {
      region: { name: name ?? `0x${region.toString(16).toUpperCase()}`, address: region },
      everCleared: machine.regions().some((met) => met.address === region && met.everCleared),
      checks: machine.failingChecks(region).map((check) => checkReading(machine, region, check)),
    };
  }

  /** The fields of this processor. */
  #known(): VmcsField[] {
    const { hasField } = capabilitiesOf(this.#session.machine.profile);
    return FIELDS.filter((field) => hasField(field));
  }

  #holdsVmcs(address: bigint): boolean {
    return (address & 4095n) === 0n && address + BigInt(VMCS_BYTES) <= BigInt(this.ramBytes);
  }

  #now(): State {
    return this.#state(this.#session.reports.length);
  }

  #before(): State | null {
    const { length } = this.#session.reports;
    return length === 0 ? null : this.#state(length - 1);
  }

  #state(count: number): State {
    const known = this.#states.get(count);
    if (known !== undefined) return known;
    const made = this.#session.stateAfter(count, (machine): State => ({
      registers: {
        general: Object.fromEntries(
          REGISTERS.map((name) => [name, machine.register(name)]),
        ) as RegisterFile['general'],
        system: machine.systemRegisters(),
      },
      memory: machine.readMemory(0, machine.ramBytes),
    }));
    for (const kept of this.#states.keys()) {
      if (this.#states.size < KEPT_STATES) break;
      this.#states.delete(kept);
    }
    this.#states.set(count, made);
    return made;
  }

  /** The region as it was after its last VMLAUNCH; null when there was none since it was last cleared. */
  #atLaunch(region: bigint): Uint8Array | null {
    const about = ({ events }: StepReport): boolean =>
      events.some(
        ({ event }) =>
          (event.kind === 'vmcs-cleared' && event.region === region) ||
          (event.kind === 'entry' && event.instruction === 'VMLAUNCH' && event.vmcs === region),
      );
    const report = this.#session.reports.findLast(about);
    if (report?.events.some(({ event }) => event.kind === 'entry') !== true) return null;
    const key = `${report.number}/${region}`;
    const known = this.#launches.get(key);
    if (known !== undefined) return known;
    const made = this.#session.stateAfter(report.number, (machine) =>
      machine.readMemory(Number(region), VMCS_BYTES),
    );
    this.#launches.clear();
    this.#launches.set(key, made);
    return made;
  }
}

/** A field of a region from the region's bytes; the machine keeps each in a slot of eight. */
function valueIn(region: Uint8Array, field: VmcsField): bigint {
  const view = new DataView(region.buffer, region.byteOffset, region.byteLength);
  const value = view.getBigUint64(field.offset, true);
  return field.width === 'natural' ? value : BigInt.asUintN(field.width, value);
}

function checkReading(machine: VmxMachine, region: bigint, check: FailingCheck): CheckReading {
  const readings = check.fields.flatMap((encoding) => {
    const field = fieldByEncoding(encoding)?.field;
    if (field === undefined) return [];
    const fault = check.faults.find((one) => one.encoding === encoding);
    return [
      {
        field,
        value: machine.readField(encoding, region) ?? 0n,
        ones: fault?.ones ?? 0n,
        zeros: fault?.zeros ?? 0n,
        related: fault?.related ?? 0n,
        ...(fault?.most === undefined ? {} : { most: fault.most }),
        at: fault === undefined ? 1 : 0,
      },
    ];
  });
  const fields = readings.sort((a, b) => a.at - b.at).map(({ at: _, ...reading }) => reading);
  return { id: check.id, section: check.section, consequence: check.consequence, fields };
}

type EntryEventOf = Extract<
  StepReport['events'][number]['event'],
  { kind: 'entry' | 'vmfail' | 'entry-failure' }
>;

/** What the step's VMLAUNCH or VMRESUME came to; null where it ran none. */
function entryOf({ events }: StepReport): EntryEventOf | null {
  for (const { event } of events) {
    if (event.kind === 'entry' || event.kind === 'entry-failure') return event;
    if (event.kind === 'vmfail' && (event.instruction === 'VMLAUNCH' || event.instruction === 'VMRESUME'))
      return event;
  }
  return null;
}
