// What can happen in the machine, as plain objects: what widgets draw and graders judge.
// 64-bit quantities are bigint; small codes are numbers. No text for people here: src/catalog has it.
import type { FieldName } from '../fields/field-table.ts';

/** Where the processor is: outside VMX operation, in VMX root operation, in VMX non-root operation. */
export type Mode = 'outside' | 'root' | 'non-root';

export type VmxInstruction =
  | 'VMXON'
  | 'VMXOFF'
  | 'VMCLEAR'
  | 'VMPTRLD'
  | 'VMPTRST'
  | 'VMREAD'
  | 'VMWRITE'
  | 'VMLAUNCH'
  | 'VMRESUME'
  | 'VMCALL'
  | 'INVEPT'
  | 'INVVPID'
  | 'VMFUNC';

/** Identifier of a VM-entry check: C01 ... C48 controls, H01 ... H15 host state, G01 ... G71 guest state. */
export type CheckId = string;

interface Common {
  /** Number of the step (instruction) in which it happened, counted from 0. */
  readonly step: number;
  /** Mode before the event. */
  readonly mode: Mode;
  /** RIP of the instruction during which it happened (0 ... 2^64-1). */
  readonly rip: bigint;
  /** Current VMCS (physical address) at that moment, null when there is none. */
  readonly vmcs: bigint | null;
}

/** An instruction was decoded and is about to run; what it then did (a fault, a VM exit) follows in events of its own. */
export interface InstructionEvent extends Common {
  readonly kind: 'instruction';
  readonly length: number;
  readonly mnemonic: string;
}

/** An exception was raised by the instruction at `rip`. */
export interface ExceptionEvent extends Common {
  readonly kind: 'exception';
  readonly vector: number;
  /** Null for vectors that push none. */
  readonly errorCode: number | null;
}

/** An event (exception, interrupt, NMI) went to its handler through the IDT. */
export interface InterruptDeliveredEvent extends Common {
  readonly kind: 'interrupt-delivered';
  readonly vector: number;
  readonly source: 'exception' | 'software' | 'external' | 'nmi' | 'injected';
  readonly errorCode: number | null;
  readonly handler: bigint;
}

export interface VmSucceedEvent extends Common {
  readonly kind: 'vmsucceed';
  readonly instruction: VmxInstruction;
}

/** VMfailInvalid (`error` null, CF = 1) or VMfailValid (`error` = VM-instruction error, ZF = 1). SDM 30.2. */
export interface VmFailEvent extends Common {
  readonly kind: 'vmfail';
  readonly instruction: VmxInstruction;
  readonly error: number | null;
  /** For errors 7 and 8: every check of the failing group that does not hold, in order. */
  readonly failing: readonly CheckId[];
}

export interface VmxOnEvent extends Common {
  readonly kind: 'vmx-on';
  readonly region: bigint;
}

export interface VmxOffEvent extends Common {
  readonly kind: 'vmx-off';
  /** VMCSs still active (VMPTRLD without VMCLEAR since): their contents are no longer to be trusted. */
  readonly stillActive: readonly bigint[];
}

/** VMCLEAR took effect. */
export interface VmcsClearedEvent extends Common {
  readonly kind: 'vmcs-cleared';
  readonly region: bigint;
}

/** VMPTRLD took effect; `previous` is what was current before. */
export interface VmcsLoadedEvent extends Common {
  readonly kind: 'vmcs-loaded';
  readonly region: bigint;
  readonly previous: bigint | null;
}

export interface FieldReadEvent extends Common {
  readonly kind: 'field-read';
  readonly encoding: number;
  readonly field: FieldName;
  readonly value: bigint;
}

export interface FieldWrittenEvent extends Common {
  readonly kind: 'field-written';
  readonly encoding: number;
  readonly field: FieldName;
  readonly value: bigint;
  readonly previous: bigint;
}

/** A VM entry succeeded: the guest runs from `guestRip` on. */
export interface EntryEvent extends Common {
  readonly kind: 'entry';
  readonly instruction: 'VMLAUNCH' | 'VMRESUME';
  readonly guestRip: bigint;
  /** VM-entry interruption information when an event was injected, else null. */
  readonly injected: number | null;
}

/** A VM exit: the host runs from `hostRip` on. Fields the manual leaves undefined for the reason are null. */
export interface ExitEvent extends Common {
  readonly kind: 'exit';
  /** Basic exit reason (bits 15:0). */
  readonly reason: number;
  readonly qualification: bigint;
  readonly instructionLength: number | null;
  readonly instructionInfo: number | null;
  readonly interruptionInfo: number | null;
  readonly interruptionErrorCode: number | null;
  readonly idtVectoringInfo: number | null;
  readonly idtVectoringErrorCode: number | null;
  readonly guestLinearAddress: bigint | null;
  readonly guestRip: bigint;
  readonly hostRip: bigint;
}

/** A VM entry failed after the checks of controls and host: exit reasons 33, 34, 41 with bit 31. SDM 26.7. */
export interface EntryFailureEvent extends Common {
  readonly kind: 'entry-failure';
  readonly instruction: 'VMLAUNCH' | 'VMRESUME';
  readonly reason: number;
  readonly qualification: bigint;
  readonly failing: readonly CheckId[];
  readonly hostRip: bigint;
}

/** OUT to a port, in root or in a guest whose I/O does not exit. */
export interface PortOutputEvent extends Common {
  readonly kind: 'port-output';
  readonly port: number;
  readonly bytes: number;
  readonly value: number;
}

/** A character printed: port 0xE9 or serial COM1 (0x3F8). */
export interface CharacterEvent extends Common {
  readonly kind: 'character';
  readonly device: 'e9' | 'com1';
  readonly code: number;
}

export interface RegisterWrittenEvent extends Common {
  readonly kind: 'msr-written' | 'control-register-written';
  /** MSR index, or the number of the control register. */
  readonly register: number;
  readonly value: bigint;
}

export type WarningCode =
  /** VMLAUNCH of a region that never went through VMCLEAR: its launch state is undefined in the manual. */
  | 'launch-of-uncleared-region'
  /** VMPTRLD of a region that never went through VMCLEAR. */
  | 'load-of-uncleared-region'
  /** VMXOFF with VMCSs that are still active. */
  | 'vmxoff-with-active-vmcs'
  /** The guest exited again at the same RIP, for the same reason, without having advanced. */
  | 'guest-did-not-advance'
  /** The processor executes from an address inside an instruction of the program, not from its start. */
  | 'middle-of-instruction'
  /** The instruction here is not the one that was assembled: the program wrote over it. */
  | 'code-written-over';

export interface WarningEvent extends Common {
  readonly kind: 'warning';
  readonly code: WarningCode;
  readonly region: bigint | null;
}

export type EndReason =
  /** `int 0x60` in root: the program said that it is done. */
  | 'finished'
  /** HLT in root with nothing to wake it. */
  | 'halted'
  /** An exception in root that no handler takes. */
  | 'unhandled-exception'
  /** A guest in HLT, shutdown or wait-for-SIPI that nothing can wake. */
  | 'guest-asleep'
  /** VMX abort: the exit could not be completed (SDM 27.7). */
  | 'vmx-abort'
  /** The step budget ran out. */
  | 'budget';

export interface EndEvent extends Common {
  readonly kind: 'end';
  readonly reason: EndReason;
  readonly vector: number | null;
  readonly errorCode: number | null;
  /** VMX-abort indicator, null otherwise. */
  readonly abort: number | null;
}

export type MachineEvent =
  | InstructionEvent
  | ExceptionEvent
  | InterruptDeliveredEvent
  | VmSucceedEvent
  | VmFailEvent
  | VmxOnEvent
  | VmxOffEvent
  | VmcsClearedEvent
  | VmcsLoadedEvent
  | FieldReadEvent
  | FieldWrittenEvent
  | EntryEvent
  | ExitEvent
  | EntryFailureEvent
  | PortOutputEvent
  | CharacterEvent
  | RegisterWrittenEvent
  | WarningEvent
  | EndEvent;

export type EventKind = MachineEvent['kind'];

/** Receives every event in order. The machine builds no event when there is no sink. */
export type EventSink = (event: MachineEvent) => void;
