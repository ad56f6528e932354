// A VM exit: what is recorded, what is saved, what is loaded. SDM vol. 3, chapter 27.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import type { PendingEvent } from '../cpu/interrupts.ts';
import * as L from '../cpu/layout.ts';
import { HAS_ERROR_CODE } from '../cpu/faults.ts';
import { touchPage } from '../cpu/physical.ts';
import { F } from '../fields/slots.ts';
import { saveGuestState } from './save-guest-state.ts';
import { loadHostState } from './load-host-state.ts';
import { loadMsrList, storeMsrList } from './msr-lists.ts';
import { abort } from './vmx-abort.ts';
import { informationOf, savedFlags } from '../cpu/interrupts.ts';

const EXCEPTION_OR_NMI = 0;
const VALID = 0x80000000 | 0;

/** Exits whose instruction length is defined besides those caused by executing an instruction. */
const NO_LENGTH = -1;

// What the next exit records beyond reason and qualification.
let linearAddress: bigint | null = null;
let physicalAddress: bigint | null = null;

/** The exit about to happen has this guest-linear address (string I/O, LMSW from memory, EPT). */
export function exitGuestLinear(_cpu: Cpu, address: bigint): void {
  linearAddress = address;
}

export function exitGuestPhysical(_cpu: Cpu, address: bigint): void {
  physicalAddress = address;
}

/** An instruction that exits: RIP stays at it, its length is recorded, RF is saved as 0 (SDM 27.3.3). */
export function exitForInstruction(
  cpu: Cpu,
  insn: Insn,
  reason: number,
  qualification: number | bigint,
  information: number,
): void {
  cpu.i32[2 * L.RFLAGS]! &= ~L.RF;
  leave(cpu, reason, qualification, insn.length, 0, 0, information);
}

/** An exception (or NMI) that the exception bitmap (or "NMI exiting") gives to the VMM: reason 0. */
export function exitForEvent(cpu: Cpu, event: PendingEvent): void {
  let qualification: number | bigint = 0;
  if (event.vector === 14 && event.type === 3) qualification = BigInt.asUintN(64, BigInt(event.address));
  else if (event.vector === 1) qualification = event.debug;
  const software = event.type === 5 || event.type === 6;
  cpu.i32[2 * L.RFLAGS] = savedFlags(cpu, event);
  const hasError = event.type === 3 && ((HAS_ERROR_CODE >> event.vector) & 1) === 1;
  const length = software || event.length > 0 ? event.length : NO_LENGTH;
  leave(
    cpu,
    EXCEPTION_OR_NMI,
    qualification,
    length,
    informationOf(event),
    hasError ? event.errorCode : 0,
    0,
  );
}

/** Any other exit: triple fault, windows, INIT, timer, task switch (with the length of its instruction, or 0). */
export function exitWith(cpu: Cpu, reason: number, qualification: number | bigint, length: number): void {
  leave(cpu, reason, qualification, length === 0 ? NO_LENGTH : length, 0, 0, 0);
}

/** Exit 1; with "acknowledge interrupt on exit" the vector is in the interruption information. */
export function exitForInterrupt(cpu: Cpu, reason: number, information: number): void {
  leave(cpu, reason, 0, NO_LENGTH, information, 0, 0);
}

function leave(
  cpu: Cpu,
  reason: number,
  qualification: number | bigint,
  length: number,
  interruption: number,
  errorCode: number,
  information: number,
): void {
  const { i32, vmcs } = cpu;
  touchPage(cpu, ((vmcs << 2) - L.RAM) >> 12);
  // 1. Exit information.
  i32[vmcs + F.exit_reason] = reason;
  writeNatural(cpu, vmcs + F.exit_qualification, qualification);
  i32[vmcs + F.vmexit_interruption_info] = interruption;
  i32[vmcs + F.vmexit_interruption_error_code] = errorCode;
  const vectoring = cpu.deliveringInfo;
  i32[vmcs + F.idt_vectoring_info] = vectoring;
  i32[vmcs + F.idt_vectoring_error_code] = (vectoring & 0x800) !== 0 ? cpu.deliveringError : 0;
  const instructionLength = length >= 0 ? length : cpu.deliveringLength;
  i32[vmcs + F.vmexit_instruction_length] = instructionLength;
  i32[vmcs + F.vmexit_instruction_info] = information;
  writeNatural(cpu, vmcs + F.guest_linear_address, linearAddress ?? 0);
  if (physicalAddress !== null) cpu.u64[(vmcs + F.guest_physical_address) >> 1] = physicalAddress;
  i32[vmcs + F.vmentry_interruption_info]! &= 0x7fffffff;
  if (cpu.caps.storesLma) {
    const at = vmcs + F.vmentry_controls;
    i32[at] = (i32[at]! & ~0x200) | (cpu.longMode ? 0x200 : 0);
  }
  // 2. and 3. Guest state, MSRs to store.
  const nmiExit = (interruption & (VALID | 0x700)) === (VALID | 0x200);
  saveGuestState(cpu);
  const exitControls = i32[vmcs + F.vmexit_controls]!;
  if (!storeMsrList(cpu)) abort(cpu, 1);
  const guestRip = cpu.rip;
  const common = cpu.sink === null ? null : cpu.common;
  // 4. and 5. Host state, MSRs to load.
  if (cpu.longMode && (exitControls & 0x200) === 0) abort(cpu, 6);
  loadHostState(cpu);
  if (nmiExit) i32[2 * L.BLOCKING]! |= L.BLOCKED_BY_NMI;
  if (!loadMsrList(cpu, F.vmexit_msr_load_addr, F.vmexit_msr_load_count, null)) abort(cpu, 4);
  cpu.deliveringInfo = 0;
  cpu.deliveringLength = 0;
  if (common !== null) {
    const has = (flag: boolean, value: number): number | null => (flag ? value >>> 0 : null);
    cpu.emit({
      kind: 'exit',
      ...common,
      reason,
      qualification: BigInt(qualification),
      instructionLength: has(instructionLength > 0, instructionLength),
      instructionInfo: has(information !== 0, information),
      interruptionInfo: has(interruption < 0, interruption),
      interruptionErrorCode: has(interruption < 0 && (interruption & 0x800) !== 0, errorCode),
      idtVectoringInfo: has(vectoring < 0, vectoring),
      idtVectoringErrorCode: has(vectoring < 0 && (vectoring & 0x800) !== 0, cpu.deliveringError),
      guestLinearAddress: linearAddress,
      guestRip: BigInt.asUintN(64, BigInt(guestRip)),
      hostRip: BigInt.asUintN(64, BigInt(cpu.nextRip)),
    });
    warnIfStuck(cpu, reason, guestRip, common);
  }
  linearAddress = null;
  physicalAddress = null;
}

/** The same exit at the same instruction twice in a row: the VMM forgot to advance the guest's RIP. */
function warnIfStuck(cpu: Cpu, reason: number, guestRip: number, common: Cpu['common']): void {
  const rip = BigInt.asUintN(64, BigInt(guestRip));
  const byInstruction = reason >= 10 && reason <= 32;
  if (byInstruction && cpu.u64[L.LAST_EXIT_RIP] === rip && cpu.i32[2 * L.LAST_EXIT] === reason + 1)
    cpu.emit({ kind: 'warning', ...common, code: 'guest-did-not-advance', region: common.vmcs });
  cpu.u64[L.LAST_EXIT_RIP] = rip;
  cpu.i32[2 * L.LAST_EXIT] = reason + 1;
}

function writeNatural(cpu: Cpu, at: number, value: number | bigint): void {
  if (typeof value === 'number') {
    cpu.i32[at] = value;
    cpu.i32[at + 1] = 0;
  } else cpu.u64[at >> 1] = value;
}
