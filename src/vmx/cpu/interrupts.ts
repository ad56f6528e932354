// Exceptions and interrupts: exception-bitmap exits, delivery through the IDT, double and triple faults.
// SDM vol. 3, chapter 6; 25.2 (what exits) and 27.2.3 (IDT-vectoring information).
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import * as X from './faults.ts';
import { FAULT, HAS_ERROR_CODE, raise } from './faults.ts';
import { F } from '../fields/slots.ts';
import { asSupervisor, linear, load16, load32, load64, store16, store32, store64 } from './memory.ts';
import { baseOf, readDescriptor, selectorOf, setSegment } from './segments.ts';
import { exitForEvent, exitWith } from '../exit/vm-exit.ts';
import { taskSwitchExit } from '../exit/task-switch.ts';
import { endProgram } from './ending.ts';
import { bytesDecoded } from './decode.ts';

/** Interruption types, as in the interruption-information fields. SDM 24.8.3. */
export const EXTERNAL = 0;
export const NMI_TYPE = 2;
export const HARDWARE_EXCEPTION = 3;
export const SOFTWARE_INTERRUPT = 4;
export const PRIVILEGED_SOFTWARE_EXCEPTION = 5;
export const SOFTWARE_EXCEPTION = 6;

const TRIPLE_FAULT = 2;

/** An event on its way to a handler. */
export interface PendingEvent {
  vector: number;
  type: number;
  hasError: boolean;
  errorCode: number;
  /** For software events: bytes of the instruction, which the saved RIP skips. */
  length: number;
  /** Linear address, for a page fault. */
  address: number;
  /** Bits of DR6 that this debug exception sets. */
  debug: number;
  /** A double fault that replaced other exceptions: no IDT-vectoring information (SDM 27.2.3). */
  escalated: boolean;
  /** Injected by VM entry: never intercepted itself. */
  injected: boolean;
}

export function eventOf(vector: number, type: number): PendingEvent {
  return { vector, type, hasError: false, errorCode: 0, length: 0, address: 0, debug: 0, escalated: false, injected: false }; // prettier-ignore
}

function eventOfFault(): PendingEvent {
  const event = eventOf(FAULT.vector, HARDWARE_EXCEPTION);
  event.hasError = ((HAS_ERROR_CODE >> FAULT.vector) & 1) === 1;
  event.errorCode = FAULT.errorCode;
  event.address = FAULT.address;
  return event;
}

/** INT n, INT3, INTO, ICEBP. Ends the instruction: RIP goes to the handler (or the host). */
export function softwareInterrupt(cpu: Cpu, vector: number, type: number, length: number): void {
  if (vector === 0x60 && cpu.mode !== L.VMX_NON_ROOT && type === SOFTWARE_INTERRUPT) {
    endProgram(cpu, 'finished', null, null);
  }
  const event = eventOf(vector, type);
  event.length = length;
  cpu.i32[2 * L.PENDING + 1]! &= ~L.TRAP_AFTER;
  dispatch(cpu, event);
}

/** The fault in FAULT, raised by the instruction at cpu.rip. */
export function handleFault(cpu: Cpu): void {
  cpu.i32[2 * L.PENDING + 1]! &= ~L.TRAP_AFTER;
  if (cpu.sink !== null)
    cpu.emit({
      kind: 'exception',
      ...cpu.common,
      vector: FAULT.vector,
      errorCode: ((HAS_ERROR_CODE >> FAULT.vector) & 1) === 1 ? FAULT.errorCode : null,
    });
  cpu.nextRip = cpu.rip;
  const event = eventOfFault();
  // The manual leaves the length open for an exit by a fault; the instruction's own is the useful one.
  event.length = cpu.insn?.length ?? (FAULT.vector === X.UD ? bytesDecoded() : 0);
  dispatch(cpu, event);
}

/** Does the exception bitmap (with the page-fault masks) make this exception exit? SDM 25.2. */
function intercepted(cpu: Cpu, event: PendingEvent): boolean {
  if (cpu.mode !== L.VMX_NON_ROOT || event.injected) return false;
  if (event.type === NMI_TYPE || event.type === EXTERNAL || event.type === SOFTWARE_INTERRUPT) return false;
  const bit = (cpu.i32[cpu.vmcs + F.exception_bitmap]! >>> event.vector) & 1;
  if (event.vector !== X.PFV) return bit === 1;
  const mask = cpu.i32[cpu.vmcs + F.page_fault_error_code_mask]!;
  const match = cpu.i32[cpu.vmcs + F.page_fault_error_code_match]!;
  return ((event.errorCode & mask) === match) === (bit === 1);
}

const isContributory = (vector: number): boolean => vector === 0 || (vector >= 10 && vector <= 13);

/** What comes of `second` raised while `first` was being delivered. SDM 6.15, table 6-5. Null: triple fault. */
function combine(first: PendingEvent, second: PendingEvent): PendingEvent | null {
  const exception = first.type === HARDWARE_EXCEPTION;
  if (exception && first.vector === X.DF_ABORT) {
    return isContributory(second.vector) || second.vector === X.PFV ? null : second;
  }
  const doubles =
    exception &&
    ((isContributory(first.vector) && isContributory(second.vector)) ||
      (first.vector === X.PFV && (isContributory(second.vector) || second.vector === X.PFV)));
  if (!doubles) return second;
  const event = eventOf(X.DF_ABORT, HARDWARE_EXCEPTION);
  event.hasError = true;
  event.escalated = true;
  return event;
}

/** Interruption information of an event, in the VMCS format. */
export function informationOf(event: PendingEvent): number {
  return event.vector | (event.type << 8) | (event.hasError ? 0x800 : 0) | (0x80000000 | 0);
}

/** Takes an event to its handler, or to the VMM, through however many faults that meets. */
export function dispatch(cpu: Cpu, first: PendingEvent): void {
  let event = first;
  let original: PendingEvent | null = null;
  for (;;) {
    if (intercepted(cpu, event)) {
      setDelivering(cpu, event.escalated ? null : original);
      exitForEvent(cpu, event);
      return;
    }
    setDelivering(cpu, event);
    try {
      deliver(cpu, event);
      setDelivering(cpu, null);
      return;
    } catch (signal) {
      if (signal !== FAULT) throw signal;
    }
    if (cpu.mode !== L.VMX_NON_ROOT)
      endProgram(cpu, 'unhandled-exception', first.vector, first.hasError ? first.errorCode : null);
    cpu.nextRip = cpu.rip;
    const raised = eventOfFault();
    original = event;
    // The exception bitmap is consulted for the new exception before the two become a double fault.
    const nested = intercepted(cpu, raised) ? raised : combine(event, raised);
    if (nested === null) {
      setDelivering(cpu, null);
      // As the processor would be in shutdown: RF was set for the fault that could not be delivered.
      cpu.i32[2 * L.RFLAGS]! |= L.RF;
      exitWith(cpu, TRIPLE_FAULT, 0, 0);
      return;
    }
    event = nested;
  }
}

/** Notes which event is being delivered, for the IDT-vectoring information of an exit. */
function setDelivering(cpu: Cpu, event: PendingEvent | null): void {
  if (event === null) {
    cpu.deliveringInfo = 0;
    cpu.deliveringLength = 0;
    return;
  }
  cpu.deliveringInfo = informationOf(event);
  cpu.deliveringError = event.errorCode;
  cpu.deliveringLength = event.type >= SOFTWARE_INTERRUPT ? event.length : 0;
}

const isSoftware = (type: number): boolean => type >= SOFTWARE_INTERRUPT;

/** RIP to be saved: after the instruction for software events and traps, at it for faults. */
function savedRip(cpu: Cpu, event: PendingEvent): number {
  return isSoftware(event.type) ? cpu.rip + event.length : cpu.rip;
}

/** RFLAGS as the handler's stack image shows it: RF = 1 for faults. SDM 17.3.1.1. */
export function savedFlags(cpu: Cpu, event: PendingEvent): number {
  const flags = cpu.i32[2 * L.RFLAGS]!;
  const faultLike = event.type === HARDWARE_EXCEPTION && event.vector !== X.DB && event.vector !== 18;
  return faultLike ? flags | L.RF : flags;
}

function deliver(cpu: Cpu, event: PendingEvent): void {
  if (event.vector === X.PFV && event.type === HARDWARE_EXCEPTION && !event.injected)
    cpu.u64[L.CR2] = BigInt.asUintN(64, BigInt(event.address));
  if (event.debug !== 0) cpu.i32[2 * L.DR6]! |= event.debug;
  if (!cpu.protectedMode) deliverReal(cpu, event);
  else deliverProtected(cpu, event);
  if (event.vector === X.DB) cpu.i32[2 * L.DR7]! &= ~0x2000;
  cpu.attend();
  if (cpu.sink !== null)
    cpu.emit({
      kind: 'interrupt-delivered',
      ...cpu.common,
      vector: event.vector,
      source: event.injected ? 'injected' : event.type === EXTERNAL ? 'external' : event.type === NMI_TYPE ? 'nmi' : event.type === HARDWARE_EXCEPTION ? 'exception' : 'software', // prettier-ignore
      errorCode: event.hasError ? event.errorCode : null,
      handler: BigInt.asUintN(64, BigInt(cpu.nextRip)),
    });
}

/** Error code that names an IDT entry: index * 8 + 2, plus EXT when the event was not a software one. */
const idtError = (event: PendingEvent): number => event.vector * 8 + 2 + (isSoftware(event.type) && event.type !== PRIVILEGED_SOFTWARE_EXCEPTION ? 0 : 1); // prettier-ignore

function deliverProtected(cpu: Cpu, event: PendingEvent): void {
  const long = cpu.longMode;
  const size = long ? 16 : 8;
  const external = isSoftware(event.type) && event.type !== PRIVILEGED_SOFTWARE_EXCEPTION ? 0 : 1;
  // In virtual-8086 mode INT n belongs to IOPL 3. SDM 20.2.7.
  if (cpu.v86 && event.type === SOFTWARE_INTERRUPT && ((cpu.i32[2 * L.RFLAGS]! >> 12) & 3) < 3)
    raise(X.GP, 0);
  if (event.vector * size + size - 1 > cpu.u32[2 * L.IDTR_LIMIT]!) raise(X.GP, idtError(event));
  const at = Number(BigInt.asIntN(64, cpu.u64[L.IDTR_BASE]!)) + event.vector * size;
  const gate = asSupervisor(cpu, () => ({
    low: load32(cpu, at),
    middle: load32(cpu, at + 4),
    high: long ? load32(cpu, at + 8) : 0,
  }));
  const ar = (gate.middle >> 8) & 0xff;
  const type = ar & 0x1f;
  const isGate = type === 14 || type === 15 || (!long && (type === 5 || type === 6 || type === 7));
  if (!isGate) raise(X.GP, idtError(event));
  if (isSoftware(event.type) && event.type !== PRIVILEGED_SOFTWARE_EXCEPTION && ((ar >> 5) & 3) < cpu.cpl)
    raise(X.GP, idtError(event));
  if ((ar & 0x80) === 0) raise(X.NP, idtError(event));
  const selector = gate.low >>> 16;
  if (type === 5) {
    taskGate(cpu, selector, external);
    return;
  }
  const offset = (gate.low & 0xffff) | (gate.middle & 0xffff0000);
  enterGate(cpu, event, type, selector, offset >>> 0, gate.high, external);
}

function taskGate(cpu: Cpu, selector: number, external: number): void {
  const error = (selector & 0xfffc) | external;
  if ((selector & 4) !== 0) raise(X.GP, error);
  const tss = readDescriptor(cpu, selector, X.GP, external);
  if ((tss.ar & 0x1f) !== 9 && (tss.ar & 0x1f) !== 1) raise(X.GP, error);
  if ((tss.ar & 0x80) === 0) raise(X.NP, error);
  taskSwitchExit(cpu, selector, 3);
}

function enterGate(
  cpu: Cpu,
  event: PendingEvent,
  type: number,
  selector: number,
  offset: number,
  offsetHigh: number,
  external: number,
): void {
  const long = cpu.longMode;
  const error = (selector & 0xfffc) | external;
  if ((selector & 0xfffc) === 0) raise(X.GP, external);
  const code = readDescriptor(cpu, selector, X.GP, external);
  const dpl = (code.ar >> 5) & 3;
  if ((code.ar & 0x18) !== 0x18 || dpl > cpu.cpl) raise(X.GP, error);
  if ((code.ar & 0x80) === 0) raise(X.NP, error);
  if (long && (code.ar & 0x6000) !== 0x2000) raise(X.GP, error);
  const conforming = (code.ar & 4) !== 0;
  const target = conforming ? cpu.cpl : dpl;
  if (cpu.v86 && target !== 0) raise(X.GP, error);
  const frame: Frame = {
    wordSize: long ? 8 : type === 6 || type === 7 ? 2 : 4,
    ss: selectorOf(cpu, L.SS),
    sp: cpu.u64[L.RSP]!,
    flags: savedFlags(cpu, event),
    cs: selectorOf(cpu, L.CS),
    ip: BigInt.asUintN(64, BigInt(savedRip(cpu, event))),
  };
  if (long) enterGate64(cpu, event, frame, target, gateOffset(offset, offsetHigh), type, external);
  else enterGate32(cpu, event, frame, target, type, external, code.limit, offset);
  setSegment(cpu, L.CS, (selector & 0xfffc) | target, code.ar | 1, code.base, code.limit);
  const flags = 2 * L.RFLAGS;
  cpu.i32[flags]! &= ~(L.TF | L.NT | L.RF | L.VM | ((type & 1) === 0 ? L.IF : 0));
  cpu.refresh();
  cpu.nextRip = long ? Number(BigInt.asIntN(64, gateOffset(offset, offsetHigh))) : offset;
}

const gateOffset = (low: number, high: number): bigint => BigInt(low) | (BigInt(high) << 32n);

interface Frame {
  wordSize: number;
  ss: number;
  sp: bigint;
  flags: number;
  cs: number;
  ip: bigint;
}

/** In long mode the frame always holds SS:RSP, and the stack is aligned to 16 bytes. SDM 6.14.2. */
function enterGate64(
  cpu: Cpu,
  event: PendingEvent,
  frame: Frame,
  target: number,
  entry: bigint,
  _type: number,
  external: number,
): void {
  const signed = BigInt.asIntN(64, entry);
  if (BigInt.asIntN(48, entry) !== signed) raise(X.GP, external);
  let top = frame.sp;
  const ist = istOf(cpu, event);
  if (ist !== 0) top = tssField64(cpu, 0x24 + 8 * (ist - 1), external);
  else if (target < cpu.cpl) top = tssField64(cpu, 4 + 8 * target, external);
  const signedTop = BigInt.asIntN(64, top);
  if (BigInt.asIntN(48, top) !== signedTop) raise(X.SSF, external);
  let at = Number(signedTop & ~15n);
  const values = [BigInt(frame.ss), frame.sp, BigInt(frame.flags >>> 0), BigInt(frame.cs), frame.ip];
  if (event.hasError) values.push(BigInt(event.errorCode >>> 0));
  const writeAll = (): void => {
    for (const value of values) {
      at -= 8;
      store64(cpu, at, value);
    }
  };
  if (target < 3) asSupervisor(cpu, writeAll);
  else writeAll();
  cpu.u64[L.RSP] = BigInt.asUintN(64, BigInt(at));
  if (target < cpu.cpl) setSegment(cpu, L.SS, target, L.AR_UNUSABLE | (target << 5), 0n, 0);
}

function istOf(cpu: Cpu, event: PendingEvent): number {
  const at = Number(BigInt.asIntN(64, cpu.u64[L.IDTR_BASE]!)) + event.vector * 16 + 4;
  return asSupervisor(cpu, () => load16(cpu, at)) & 7;
}

function tssField64(cpu: Cpu, offset: number, external: number): bigint {
  const limit = cpu.u32[2 * (L.SEGMENTS + 3 * L.TR) + 4]!;
  if (offset + 7 > limit) raise(X.TS, (selectorOf(cpu, L.TR) & 0xfffc) | external);
  const base = Number(BigInt.asIntN(64, baseOf(cpu, L.TR)));
  return asSupervisor(cpu, () => load64(cpu, base + offset));
}

/** 32-bit and 16-bit gates: SS:ESP is pushed only when the ring changes. */
function enterGate32(
  cpu: Cpu,
  event: PendingEvent,
  frame: Frame,
  target: number,
  _type: number,
  external: number,
  limit: number,
  offset: number,
): void {
  if (offset > limit) raise(X.GP, external);
  const fromV86 = cpu.v86;
  const values: number[] = [];
  if (fromV86) for (const segment of [L.GS, L.FS, L.DS, L.ES]) values.push(selectorOf(cpu, segment));
  const changes = target < cpu.cpl;
  if (changes) values.push(frame.ss, Number(frame.sp & 0xffffffffn));
  values.push(frame.flags, frame.cs, Number(frame.ip & 0xffffffffn));
  if (event.hasError) values.push(event.errorCode);
  if (changes) {
    const stack = innerStack(cpu, target, external);
    let pointer = stack.pointer;
    const wide = (stack.ar & 0x4000) !== 0;
    asSupervisor(cpu, () => {
      for (const value of values) {
        pointer = wide ? (pointer - frame.wordSize) >>> 0 : (pointer - frame.wordSize) & 0xffff;
        if (pointer + frame.wordSize - 1 > stack.limit) raise(X.SSF, (stack.selector & 0xfffc) | external);
        const address = (Number(stack.base) + pointer) % 4294967296;
        if (frame.wordSize === 4) store32(cpu, address, value);
        else store16(cpu, address, value);
      }
    });
    setSegment(cpu, L.SS, (stack.selector & 0xfffc) | target, stack.ar | 1, stack.base, stack.limit);
    cpu.u64[L.RSP] = BigInt(pointer);
    if (fromV86)
      for (const segment of [L.GS, L.FS, L.DS, L.ES]) setSegment(cpu, segment, 0, L.AR_UNUSABLE, 0n, 0);
    return;
  }
  const wide = (cpu.i32[2 * (L.SEGMENTS + 3 * L.SS) + 1]! & 0x4000) !== 0;
  let pointer = wide ? cpu.u32[2 * L.RSP]! : cpu.u32[2 * L.RSP]! & 0xffff;
  for (const value of values) {
    pointer = wide ? (pointer - frame.wordSize) >>> 0 : (pointer - frame.wordSize) & 0xffff;
    const address = linear(cpu, L.SS, pointer, 0, frame.wordSize, 1);
    if (frame.wordSize === 4) store32(cpu, address, value);
    else store16(cpu, address, value);
  }
  cpu.i32[2 * L.RSP] = wide ? pointer : (cpu.i32[2 * L.RSP]! & ~0xffff) | pointer;
  cpu.i32[2 * L.RSP + 1] = 0;
}

/** SS:ESP of an inner ring from the 32-bit (or 16-bit) TSS. */
function innerStack(
  cpu: Cpu,
  target: number,
  external: number,
): { selector: number; pointer: number; ar: number; base: bigint; limit: number } {
  const tr = (selectorOf(cpu, L.TR) & 0xfffc) | external;
  const is32 = (cpu.i32[2 * (L.SEGMENTS + 3 * L.TR) + 1]! & 8) !== 0;
  const offset = is32 ? 4 + 8 * target : 2 + 4 * target;
  if (offset + (is32 ? 5 : 3) > cpu.u32[2 * (L.SEGMENTS + 3 * L.TR) + 4]!) raise(X.TS, tr);
  const base = Number(baseOf(cpu, L.TR));
  const { pointer, selector } = asSupervisor(cpu, () => ({
    pointer: is32 ? load32(cpu, base + offset) : load16(cpu, base + offset),
    selector: load16(cpu, base + offset + (is32 ? 4 : 2)),
  }));
  const error = (selector & 0xfffc) | external;
  if ((selector & 0xfffc) === 0) raise(X.TS, external);
  const stack = readDescriptor(cpu, selector, X.TS, external);
  if ((selector & 3) !== target || ((stack.ar >> 5) & 3) !== target || (stack.ar & 0x1a) !== 0x12)
    raise(X.TS, error);
  if ((stack.ar & 0x80) === 0) raise(X.SSF, error);
  return { selector, pointer, ar: stack.ar, base: stack.base, limit: stack.limit };
}

/** Real-address mode: four bytes an entry. */
function deliverReal(cpu: Cpu, event: PendingEvent): void {
  if (event.vector * 4 + 3 > cpu.u32[2 * L.IDTR_LIMIT]!) raise(X.GP, 0);
  const at = Number(cpu.u64[L.IDTR_BASE]!) + event.vector * 4;
  const offset = load16(cpu, at);
  const selector = load16(cpu, at + 2);
  let pointer = cpu.u32[2 * L.RSP]! & 0xffff;
  for (const value of [cpu.i32[2 * L.RFLAGS]!, selectorOf(cpu, L.CS), savedRip(cpu, event)]) {
    pointer = (pointer - 2) & 0xffff;
    store16(cpu, linear(cpu, L.SS, pointer, 0, 2, 1), value);
  }
  cpu.i32[2 * L.RSP] = (cpu.i32[2 * L.RSP]! & ~0xffff) | pointer;
  cpu.i32[2 * L.RFLAGS]! &= ~(L.IF | L.TF | L.RF);
  setSegment(cpu, L.CS, selector, 0x9b, BigInt(selector * 16), 0xffff);
  cpu.refresh();
  cpu.nextRip = offset;
}
