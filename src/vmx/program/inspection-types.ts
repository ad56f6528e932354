// The shapes of what can be looked at between two steps: registers, memory, code, the fields of a VMCS, entry checks.
// No behaviour here; `inspector.ts` fills them.
import type {
  EntryFailureEvent,
  FailingCheck,
  FieldFault,
  RegisterName,
  SystemRegisters,
  VmcsField,
  VmFailEvent,
} from '../index.ts';
import type { SourcePlace } from './session-types.ts';

/** Every register of the processor: the guest's in non-root. */
export interface RegisterFile {
  readonly general: Readonly<Record<RegisterName, bigint>>;
  readonly system: SystemRegisters;
}

/** Something now, and what it was before the last step (null before the first one). */
export interface NowAndBefore<T> {
  readonly now: T;
  readonly before: T | null;
}

/** A place of memory worth going to. Physical addresses. */
export interface Landmark {
  readonly kind: 'rsp' | 'rip' | 'vmxon' | 'vmcs' | 'io-bitmap-a' | 'io-bitmap-b' | 'msr-bitmap';
  /** Letter of the VMCS (or the address of one without a letter) for `vmcs` and the bitmaps; empty otherwise. */
  readonly name: string;
  readonly address: bigint;
}

/** One instruction of the code around RIP. */
export interface CodeLine {
  /** Linear address, as RIP has it. */
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** NASM text. */
  readonly text: string;
  /** Where it comes from in the learner's text, null where the program does not cover the address. */
  readonly place: SourcePlace | null;
  /** The next instruction to run. */
  readonly next: boolean;
}

/** A VMCS region that the program names or the processor has met. */
export interface RegionName {
  /** Its letter, or its address in hexadecimal where the program gives it none. */
  readonly name: string;
  readonly address: bigint;
}

/** A field of a VMCS with what it was before. */
export interface FieldReading {
  readonly field: VmcsField;
  readonly value: bigint;
  /** Before the last step; null before the first. */
  readonly before: bigint | null;
  /** Right after the last VMLAUNCH of this VMCS; null when it has not been launched since its VMCLEAR. */
  readonly atLaunch: bigint | null;
}

/** A field that a failing check reads, with its value and what its bits do wrong (0 where nothing is known). */
export interface CheckedField extends Omit<FieldFault, 'encoding'> {
  readonly field: VmcsField;
  readonly value: bigint;
}

/** A failing check with the values that it found; the fields at fault come first. */
export interface CheckReading extends Pick<FailingCheck, 'id' | 'section' | 'consequence'> {
  readonly fields: readonly CheckedField[];
}

/** The checks that fail in a VMCS; null where there is no VMCS to look at. */
export interface EntryReading {
  readonly region: RegionName;
  /** False while no VMCLEAR has touched the region: its fields are then nobody's. */
  readonly everCleared: boolean;
  readonly checks: readonly CheckReading[];
}

/** The last VMLAUNCH or VMRESUME of the run that did not enter. */
export interface FailedEntry {
  /** Number of its step, and its line. */
  readonly step: number;
  readonly line: number | null;
  readonly event: VmFailEvent | EntryFailureEvent;
  /** What the checks found then; null for failures that come before any check (no VMCS, launch state). */
  readonly reading: EntryReading | null;
}

/** Looks at a session where it stands; never moves it. */
export interface Inspector {
  /** Bytes of RAM, from physical address 0. */
  readonly ramBytes: number;
  registers(): NowAndBefore<RegisterFile>;
  /** Bytes of physical memory, cut where RAM ends; empty beyond it. */
  memory(address: number, length: number): NowAndBefore<Uint8Array>;
  landmarks(): Landmark[];
  /** About so many instructions before RIP and from RIP on. Linear addresses are taken as physical, as on the ground. */
  code(before: number, after: number): CodeLine[];
  regions(): RegionName[];
  /** Every field that the processor has, of a region of `regions()`; empty for another address. */
  fields(region: bigint): FieldReading[];
  /** The entry checks that fail now in the current VMCS; null when there is none. */
  checkEntry(): EntryReading | null;
  failedEntry(): FailedEntry | null;
}
