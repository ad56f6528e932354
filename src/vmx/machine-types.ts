// The public shapes of the machine: options, registers, regions, results of running.
import type { EndEvent, EventSink, Mode } from './trace/events.ts';
import type { Profile, ProfileName } from './profiles/profile.ts';

export interface MachineOptions {
  /** Which processor; `penryn` when left out. */
  readonly profile?: ProfileName | Profile;
  /** Bytes of RAM from physical address 0, a multiple of 64 KiB; 4 MiB when left out. */
  readonly ramBytes?: number;
  /** False for an empty machine (no tables in memory, registers as `ground` would set them). */
  readonly ground?: boolean;
  /** False to interpret every instruction; the results are the same. */
  readonly jit?: boolean;
}

export type RegisterName =
  | 'rax' | 'rcx' | 'rdx' | 'rbx' | 'rsp' | 'rbp' | 'rsi' | 'rdi'
  | 'r8' | 'r9' | 'r10' | 'r11' | 'r12' | 'r13' | 'r14' | 'r15'
  | 'rip' | 'rflags' | 'cr0' | 'cr2' | 'cr3' | 'cr4' | 'cr8' | 'dr6' | 'dr7'; // prettier-ignore

/** The flags that tell how a VMX instruction ended (SDM 30.2), and the two that gate interrupts and traps. */
export interface Flags {
  readonly cf: boolean;
  readonly pf: boolean;
  readonly af: boolean;
  readonly zf: boolean;
  readonly sf: boolean;
  readonly of: boolean;
  readonly if: boolean;
  readonly tf: boolean;
}

export type SegmentName = 'cs' | 'ss' | 'ds' | 'es' | 'fs' | 'gs' | 'ldtr' | 'tr';

/** A segment register with its hidden part; `rights` in the format of the VMCS (SDM 24.4.1). */
export interface SegmentState {
  readonly name: SegmentName;
  readonly selector: number;
  readonly base: bigint;
  readonly limit: number;
  readonly rights: number;
  readonly usable: boolean;
}

export interface DescriptorTable {
  readonly base: bigint;
  readonly limit: number;
}

/** What describes the machine rather than the program that runs on it. */
export interface SystemRegisters {
  readonly efer: bigint;
  /** Bits of the code being run: what CS.L and CS.D say. */
  readonly codeSize: 16 | 32 | 64;
  readonly segments: readonly SegmentState[];
  readonly gdtr: DescriptorTable;
  readonly idtr: DescriptorTable;
}

/** A VMCS region the processor has met (by VMCLEAR or VMPTRLD). */
export interface RegionState {
  readonly address: bigint;
  readonly revision: number;
  readonly launchState: 'clear' | 'launched';
  readonly active: boolean;
  readonly current: boolean;
  /** False while no VMCLEAR has touched it: its launch state is then undefined in the manual. */
  readonly everCleared: boolean;
}

/** What is wrong with a field that a failing check reads, by bits; all three 0 where the bits tell nothing. */
export interface FieldFault {
  readonly encoding: number;
  /** Bits that are 0 and have to be 1. */
  readonly ones: bigint;
  /** Bits that are 1 and have to be 0. */
  readonly zeros: bigint;
  /** Bits that the rule compares with others, of this field or of another, and that do not agree. */
  readonly related: bigint;
  /** The largest value that the rule allows in the related bits, where it is a bound. */
  readonly most?: bigint;
}

/** One VM-entry check that does not hold now. */
export interface FailingCheck {
  readonly id: string;
  /** Section of the SDM (numbering of 2016). */
  readonly section: string;
  /** Encodings of the fields it reads. */
  readonly fields: readonly number[];
  /** Of those, the ones known to be wrong, and how. */
  readonly faults: readonly FieldFault[];
  /** What VMLAUNCH or VMRESUME would answer: error 7, error 8 or exit reason 33. */
  readonly consequence: 'error-7' | 'error-8' | 'exit-33';
}

export interface RunOptions {
  readonly sink?: EventSink | undefined;
  /** Stop (before the next instruction) as soon as this returns true. */
  readonly until?: (() => boolean) | undefined;
  /** Stop as soon as the mode is another than at the start: after a VM exit, or an entry. Costs nothing. */
  readonly untilModeChanges?: boolean | undefined;
}

export interface RunResult {
  /** `ended`: see `end`. `stopped`: `until` said so. `budget`: the budget was used up. */
  readonly status: 'ended' | 'stopped' | 'budget';
  readonly steps: number;
  readonly end: EndEvent | null;
}

export type { Mode };

/** An exact copy of a machine's state; opaque, restored by the machine it came from or one of the same size. */
export interface Snapshot {
  readonly bytes: Uint8Array;
}

/**
 * What `Machine` (machine.ts) offers. All addresses for loading and reading memory are physical; on the ground of
 * the course linear addresses of root and of 64-bit guests are the same.
 */
export interface VmxMachine {
  readonly profile: Profile;
  /** Bytes of RAM, from physical address 0. */
  readonly ramBytes: number;
  /** Steps executed since the start (or since the restored snapshot's own count). */
  readonly steps: number;
  readonly mode: Mode;
  /** Set once the program has ended; every later step does nothing. */
  readonly end: EndEvent | null;
  /** Copies bytes to physical memory. Throws RangeError when they do not fit in RAM. */
  load(address: number, bytes: Uint8Array): void;
  readMemory(address: number, length: number): Uint8Array;
  register(name: RegisterName): bigint;
  setRegister(name: RegisterName, value: bigint): void;
  flags(): Flags;
  systemRegisters(): SystemRegisters;
  /** One instruction (or one event delivery); false once the program has ended. */
  step(sink?: EventSink): boolean;
  /** At most `budget` steps. */
  run(budget: number, options?: RunOptions): RunResult;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** VMCS regions met so far, in the order of first meeting. */
  regions(): RegionState[];
  /** Physical address of the current VMCS, null when there is none. */
  readonly currentVmcs: bigint | null;
  /** Physical address given to VMXON, null outside VMX operation. */
  readonly vmxonRegion: bigint | null;
  /** A field of a region (the current VMCS when left out), by name, synonym or encoding; null if there is none. */
  readField(name: string | number, region?: bigint): bigint | null;
  writeField(name: string | number, value: bigint, region?: bigint): void;
  /** Every VM-entry check that would fail now, in architectural order; of the current VMCS when left out. */
  failingChecks(region?: bigint): FailingCheck[];
}
