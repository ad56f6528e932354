// The processor and its memory: views over one buffer, plus what can be recomputed from it (mode, TLB, decoded
// code). Nothing outside the buffer belongs to the architectural state.
import type { EventSink, MachineEvent } from '../trace/events.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Capabilities } from '../profiles/capabilities.ts';
import { capabilitiesOf } from '../profiles/capabilities.ts';
import type { Insn } from './insn.ts';
import type { EntryCache } from '../checks/entry-cache.ts';
import type { Jit } from '../jit/jit.ts';
import * as L from './layout.ts';

/** Decoded instructions of one physical page, by offset; `mode` is the code size they were decoded for. */
export interface CodePage {
  readonly insns: (Insn | undefined)[];
  readonly mode: number;
  readonly physicalPage: number;
  valid: boolean;
}

export class Cpu {
  readonly profile: Profile;
  readonly caps: Capabilities;
  readonly memory: WebAssembly.Memory;
  readonly ramBytes: number;
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;
  readonly f64: Float64Array;
  readonly view: DataView;

  /** RIP of the instruction being executed: an offset in CS, as a signed number in 64-bit mode. */
  rip = 0;
  nextRip = 0;
  steps = 0;

  // Derived from the buffer by refresh().
  mode = 0;
  cpl = 0;
  /** 64, 32 or 16: default operand and address size of the code segment (64 only with LMA and CS.L). */
  codeSize = 64;
  v86 = false;
  protectedMode = true;
  csBase = 0;
  /** Word index of the current VMCS region in i32, or -1. */
  vmcs = -1;
  proc = 0;
  proc2 = 0;
  /** TLB permission bits that a data read or write at this CPL needs. */
  needRead = 1;
  needWrite = 2;
  needExecute = 16;

  // Scratch of the instruction being executed.
  /** Effective address, low and high 32 bits. */
  eaLow = 0;
  eaHigh = 0;
  la = 0;
  insn: Insn | null = null;

  // Event being delivered through the IDT, for the IDT-vectoring information of a VM exit (SDM 27.2.3).
  deliveringInfo = 0;
  deliveringError = 0;
  deliveringLength = 0;

  // TLB and scratch live behind RAM, where compiled code reaches them; they are no part of the machine's state.
  /** Byte offset of the TLB: entries of 32 bytes (see layout.ts). */
  readonly tlb: number;
  generation = 1;
  lastGeneration = 1;
  /** The kept address spaces are no longer valid (see selectSpace). */
  spacesDropped = false;
  /** What the last guest-physical translation allowed; true without EPT. */
  eptWritable = true;
  eptExecutable = true;
  /** Physical-address bits this profile does not have, up to bit 51. */
  readonly reservedPhysicalBits: bigint;

  // Decoded code.
  readonly codePages = new Map<number, CodePage>();
  fetchPage = NaN;
  fetchInsns: (Insn | undefined)[] | null = null;

  readonly entryCaches = new Map<number, EntryCache>();

  /** Told when decoded code of a physical page became stale (the block compiler listens). */
  onCodeDropped: ((page: number) => void) | null = null;

  sink: EventSink | null = null;

  /** Compiler of hot loops; null where it is not wanted or not allowed. */
  jit: Jit | null = null;

  constructor(profile: Profile, ramBytes: number) {
    this.profile = profile;
    this.caps = capabilitiesOf(profile);
    this.ramBytes = ramBytes;
    this.reservedPhysicalBits = 0xfffffffffffffn & ~((1n << BigInt(profile.physicalAddressWidth)) - 1n);
    const pages = (L.RAM + ramBytes + L.TAIL_BYTES) / 65536;
    this.tlb = L.RAM + ramBytes;
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const buffer = this.memory.buffer;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.view = new DataView(buffer);
    this.clearTlb();
  }

  /** Forgets every translation, of every address space; decoded pages stay, they are keyed by physical address. */
  flushTlb(): void {
    this.lastGeneration = (this.lastGeneration + 1) | 0;
    this.generation = this.lastGeneration;
    this.spacesDropped = true;
    this.fetchPage = NaN;
  }

  /** Empties every TLB entry: after the buffer was replaced. */
  clearTlb(): void {
    for (let slot = 0; slot < L.TLB_ENTRIES; slot++)
      this.i32[((this.tlb + slot * L.TLB_STRIDE) >> 2) + L.TLB_GENERATION] = 0;
  }

  /** Recomputes everything derived from the buffer: after a change of mode, CS, SS, CR0, CR4, EFER or VMCS. */
  refresh(): void {
    const { i32, u32 } = this;
    const cs = 2 * (L.SEGMENTS + 3 * L.CS);
    const ss = 2 * (L.SEGMENTS + 3 * L.SS);
    this.mode = i32[2 * L.VMX_MODE]!;
    this.protectedMode = (i32[2 * L.CR0]! & L.CR0_PE) !== 0;
    this.v86 = this.protectedMode && (i32[2 * L.RFLAGS]! & L.VM) !== 0;
    const csAr = i32[cs + 1]!;
    this.cpl = this.v86 ? 3 : this.protectedMode ? (i32[ss + 1]! >> 5) & 3 : 0;
    if ((i32[2 * L.EFER]! & L.EFER_LMA) !== 0 && (csAr & 0x2000) !== 0) {
      this.codeSize = 64;
      this.csBase = 0;
    } else {
      this.codeSize = !this.v86 && (csAr & 0x4000) !== 0 ? 32 : 16;
      this.csBase = u32[cs + 2]!;
    }
    if (this.cpl === 3) {
      this.needRead = 4;
      this.needWrite = 8;
      this.needExecute = 32;
    } else {
      this.needRead = 1;
      this.needWrite = 2;
      this.needExecute = 16;
    }
    const high = u32[2 * L.CURRENT_VMCS + 1]!;
    this.vmcs = high === 0xffffffff ? -1 : (L.RAM + u32[2 * L.CURRENT_VMCS]!) >> 2;
    this.fetchPage = NaN;
  }

  /** Long mode active (EFER.LMA). */
  get longMode(): boolean {
    return (this.i32[2 * L.EFER]! & L.EFER_LMA) !== 0;
  }

  /** Asks the next boundary to look at events, blocking and traps. */
  attend(): void {
    this.i32[2 * L.ATTENTION] = 1;
  }

  /** RIP as a 64-bit value. */
  get rip64(): bigint {
    return BigInt.asUintN(64, BigInt(this.rip));
  }

  /** Mode and position that every event carries. */
  get common(): { step: number; mode: 'outside' | 'root' | 'non-root'; rip: bigint; vmcs: bigint | null } {
    const vmcs = this.u64[L.CURRENT_VMCS]!;
    return {
      step: this.steps,
      mode: this.mode === L.VMX_NON_ROOT ? 'non-root' : this.mode === L.VMX_ROOT ? 'root' : 'outside',
      rip: this.rip64,
      vmcs: vmcs === L.NO_VMCS ? null : vmcs,
    };
  }

  emit(event: MachineEvent): void {
    if (this.sink !== null) this.sink(event);
  }

  /** Writes RIP and the step count back to the buffer, so that it is complete. */
  sync(): void {
    this.u64[L.RIP] = BigInt.asUintN(64, BigInt(this.rip));
    this.f64[L.STEPS] = this.steps;
  }

  /** After the buffer was replaced: everything outside it is recomputed. */
  reload(): void {
    this.rip = Number(BigInt.asIntN(64, this.u64[L.RIP]!));
    this.steps = this.f64[L.STEPS]!;
    this.deliveringInfo = 0;
    this.clearTlb();
    this.codePages.clear();
    this.entryCaches.clear();
    this.u8.subarray(L.PAGE_FLAGS, L.RAM).fill(L.PAGE_DIRTY);
    this.flushTlb();
    this.refresh();
    this.refreshControls();
  }

  /** Caches the processor-based controls of the current VMCS; secondary ones count only when activated. */
  refreshControls(): void {
    if (this.vmcs < 0) return;
    this.proc = this.i32[this.vmcs + this.caps.procOffset]!;
    this.proc2 = this.proc < 0 ? this.i32[this.vmcs + this.caps.proc2Offset]! : 0;
  }
}
