// The shapes of a program that runs: what the page draws and what graders judge. No behaviour here.
import type { Diagnostic } from '../assembler/diagnostic.ts';
import type { Breakpoint } from './breakpoints.ts';
import type { Inspector } from './inspection-types.ts';
import type { EndReason, ExitEvent, Flags, MachineEvent, Mode, ProfileName, RegisterName } from '../index.ts';

export type NotationName = 'vmx' | 'asm';

/** Which part of a program an address belongs to. */
export type PartRole =
  /** A line the learner wrote. */
  | 'line'
  /** Before the first line: CR4.VMXE, FEATURE_CONTROL, revision identifiers, copying the guests. */
  | 'prepare'
  /** The VMWRITEs that give a VMCS valid values after its first VMPTRLD. */
  | 'fill'
  /** HOST_RIP set to the next line, before VMLAUNCH and VMRESUME. */
  | 'host-rip'
  /** The guest's registers loaded before an entry. */
  | 'load-registers'
  /** The guest's registers saved after an exit. */
  | 'save-registers'
  /** `registra` and the notation's own bookkeeping. */
  | 'record'
  /** A guest's instruction. */
  | 'guest'
  /** What the ground holds: handlers of the guests. */
  | 'ground'
  /** After the last line: `termina`. */
  | 'finish';

/** Where an address of the running program comes from. */
export interface SourcePlace {
  readonly role: PartRole;
  /** 1-based line of the learner's text, null for what no line stands for. */
  readonly line: number | null;
  /** 1-based line of the assembly text (the expansion of a .vmx; the source itself for .asm), null outside it. */
  readonly assemblyLine: number | null;
  /** The guest whose code it is (`A`, `B`, `C`, ...), null in root. */
  readonly guest: string | null;
}

/** A line of the expansion of a .vmx program. */
export interface ExpansionLine {
  /** 1-based line in the expansion. */
  readonly number: number;
  readonly text: string;
  readonly role: PartRole;
  /** Line of the .vmx source it was made for, or null. */
  readonly sourceLine: number | null;
  /** First address and bytes it became; null for a line that made none. */
  readonly address: number | null;
  readonly bytes: Uint8Array;
}

/** A VMCS region (or the VMXON region) as the program knows it. */
export interface ProgramRegion {
  /** `A` ... `D`, another letter, or `VMXON`. */
  readonly name: string;
  readonly address: bigint;
  /** Where its guest starts; null for the VMXON region. */
  readonly guestStart: bigint | null;
  /** Where the guest's code comes from: written in the file, from the catalogue (its name), or filled in. */
  readonly guest: { readonly kind: 'written' | 'catalogue' | 'filled-in'; readonly name: string } | null;
}

/** A program ready to run. */
export interface Program {
  readonly notation: NotationName;
  /** File name shown in messages. */
  readonly file: string;
  readonly source: string;
  readonly lines: readonly string[];
  /** Flat binary and the physical address it is loaded at. */
  readonly bytes: Uint8Array;
  readonly origin: number;
  /** The assembly text that was assembled: the source itself for .asm. */
  readonly assembly: string;
  /** Only for .vmx. */
  readonly expansion: readonly ExpansionLine[] | null;
  readonly regions: readonly ProgramRegion[];
  readonly warnings: readonly Diagnostic[];
  /** What stands at an address, or null (memory that the program does not cover). */
  place(address: bigint): SourcePlace | null;
  /** The instruction that was assembled over an address, or null (data, or memory the program does not cover). */
  instructionAt?(address: bigint): { readonly start: number; readonly bytes: Uint8Array } | null;
  /** First address of a line of the source in root, or null when the line makes no code. For breakpoints. */
  addressOfLine(line: number): number | null;
}

export type LoadResult =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly errors: readonly Diagnostic[]; readonly warnings: readonly Diagnostic[] };

export interface LoadOptions {
  /** Shown in messages; decides the notation by its ending (.vmx, .asm) when `notation` is left out. */
  readonly file?: string;
  readonly notation?: NotationName;
}

export interface SessionOptions {
  readonly profile?: ProfileName;
  /** Machine steps before the program is stopped; 1,000,000 when left out. */
  readonly budget?: number;
}

/** Mode with the machine that runs: `guest` is the letter of the current VMCS in non-root, else null. */
export interface Place {
  readonly mode: Mode;
  readonly guest: string | null;
}

/** A machine event with where it belongs in the learner's text. */
export interface StepEvent {
  readonly event: MachineEvent;
  readonly place: SourcePlace | null;
  /** True for what the notation did by itself (fill, registers, record): in the list, but folded. */
  readonly folded: boolean;
}

/**
 * What the step came to, the most telling thing first. `parts` of the sentence are in the events; this is the code
 * that src/catalog/step-messages.ts turns into one sentence with the manual's section.
 */
export type Outcome =
  /** Before the first line: the notation's preparation ran. */
  | { readonly code: 'prepared' }
  /** A VMX instruction that ended well, other than an entry. */
  | { readonly code: 'vmsucceed'; readonly instruction: string }
  | { readonly code: 'vmfail-invalid'; readonly instruction: string }
  | { readonly code: 'vmfail-valid'; readonly instruction: string; readonly error: number }
  /** VMLAUNCH or VMRESUME entered the guest. */
  | { readonly code: 'entered'; readonly instruction: 'VMLAUNCH' | 'VMRESUME'; readonly guest: string | null }
  /** The entry failed after the checks of controls and host state (reason 33, 34 or 41). */
  | { readonly code: 'entry-failed'; readonly instruction: 'VMLAUNCH' | 'VMRESUME'; readonly reason: number }
  /** An instruction (or event) of the guest caused a VM exit. */
  | {
      readonly code: 'exited';
      readonly reason: number;
      readonly guest: string | null;
      readonly mnemonic: string;
    }
  /** An instruction of the guest that ran without leaving it. */
  | { readonly code: 'guest-ran'; readonly mnemonic: string; readonly guest: string | null }
  /** An exception went to a handler. */
  | { readonly code: 'exception'; readonly vector: number }
  /** Anything else in root (AVANCA, CR4.VMXE = 1, an assembly line). */
  | { readonly code: 'ran'; readonly mnemonic: string }
  /** The program ended in this step. */
  | {
      readonly code: 'ended';
      readonly reason: EndReason;
      readonly vector: number | null;
      readonly errorCode: number | null;
    };

/** One step: one source line in root, or one instruction of a guest. */
export interface StepReport {
  /** 1 for the first step of a run. */
  readonly number: number;
  /** Line of the learner's text (1-based), null when no line stands for it (preparation, ground). */
  readonly line: number | null;
  /** Text of that line, without comment and surrounding spaces. */
  readonly text: string;
  /** Address of its first instruction. */
  readonly address: bigint;
  readonly before: Place;
  readonly after: Place;
  readonly outcome: Outcome;
  readonly events: readonly StepEvent[];
  /** Characters printed during the step. */
  readonly output: string;
  /** Machine steps it took. */
  readonly machineSteps: number;
}

/** A VMCS as a card on the page. */
export interface VmcsCard {
  readonly name: string;
  readonly address: bigint;
  /** Null while the processor has not met the region. */
  readonly launchState: 'clear' | 'launched' | null;
  /** False while no VMCLEAR has touched the region: the launch state is then undefined in the manual. */
  readonly everCleared: boolean;
  readonly active: boolean;
  readonly current: boolean;
}

/** Everything the page draws between two steps. */
export interface SessionView {
  readonly stepNumber: number;
  readonly place: Place;
  /** Line that the next step will run, null when the program has ended or stands where no line is. */
  readonly nextLine: number | null;
  readonly rip: bigint;
  readonly flags: Flags;
  /** Registers of the processor now (the guest's in non-root). */
  readonly registers: Readonly<Record<RegisterName, bigint>>;
  readonly vmcs: readonly VmcsCard[];
  /** VM-instruction error field of the current VMCS, null when there is none or it is 0. */
  readonly vmInstructionError: number | null;
  /** The last VM exit of the run, null before the first. */
  readonly lastExit: { readonly event: ExitEvent; readonly guest: string | null } | null;
  readonly output: string;
  readonly end: {
    readonly reason: EndReason;
    readonly vector: number | null;
    readonly errorCode: number | null;
    readonly line: number | null;
  } | null;
}

/** Why a run came back. */
export type StopReason = 'ended' | 'stopped' | 'budget' | 'limit';

/** How far to run: each stops at the end of the step in which it comes true. */
export type RunTarget =
  | { readonly kind: 'end' }
  /** The next VM exit (or failed entry). */
  | { readonly kind: 'exit' }
  /** A VM exit with this basic reason. */
  | { readonly kind: 'exit-reason'; readonly reason: number }
  /** Any VMfail. */
  | { readonly kind: 'vmfail' }
  /** A step number, forwards or backwards. */
  | { readonly kind: 'step'; readonly number: number }
  /** Before one of these lines runs. */
  | { readonly kind: 'lines'; readonly lines: readonly number[] }
  /** The first of these that comes true. */
  | { readonly kind: 'breakpoints'; readonly breakpoints: readonly Breakpoint[] };

/** What `Session` (session.ts) offers. Created by `openSession(program, options)`. */
export interface SessionLike {
  readonly program: Program;
  /** Reports of the steps so far, in order: `reports[n - 1]` is step n. */
  readonly reports: readonly StepReport[];
  readonly view: SessionView;
  /** One step; null once the program has ended. */
  step(): StepReport | null;
  /** Back to before the last step, exactly; false at the start. */
  back(): boolean;
  /** Runs to a target, at most `maxSteps` steps (10,000 when left out); at least one step unless already ended. */
  run(target: RunTarget, maxSteps?: number): StopReason;
  restart(): void;
  /** A VMCS field of a region by name or encoding (`A` or the current one when left out); null if there is none. */
  readField(name: string | number, region?: string): bigint | null;
  readMemory(address: number, length: number): Uint8Array;
  /** What a page shows of the machine between two steps. */
  readonly inspector: Inspector;
}
