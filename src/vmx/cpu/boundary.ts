// What happens between two instructions: traps, INIT, NMIs, interrupts and their windows, the preemption timer,
// waking from HLT; in the order of priority of SDM vol. 3, 6.9 and 25.2. Blocking by STI and MOV SS ages here.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { DB } from './faults.ts';
import { F } from '../fields/slots.ts';
import { acknowledgeInterrupt, deliverableInterrupt } from './apic.ts';
import { EXTERNAL, HARDWARE_EXCEPTION, NMI_TYPE, dispatch, eventOf } from './interrupts.ts';
import { exitForEvent, exitForInterrupt, exitWith } from '../exit/vm-exit.ts';
import { timerActive, timerExpired } from './preemption-timer.ts';
import { endProgram } from './ending.ts';

const EXTERNAL_INTERRUPT_EXITING = 1;
const NMI_EXITING = 8;
const VIRTUAL_NMIS = 0x20;
const INTERRUPT_WINDOW_EXITING = 1 << 2;
const NMI_WINDOW_EXITING = 1 << 22;
const ACKNOWLEDGE_ON_EXIT = 0x8000;

const INIT_EXIT = 3;
const INTERRUPT_EXIT = 1;
const INTERRUPT_WINDOW = 7;
const NMI_WINDOW = 8;
const TPR_BELOW_THRESHOLD = 43;
const TIMER_EXPIRED = 52;

const ACTIVE = 0;
const HALTED = 1;
const SHUTDOWN = 2;

/** Handles what is due before the next instruction. True: something took the step (an event or an exit). */
export function boundary(cpu: Cpu): boolean {
  const { i32 } = cpu;
  const nonRoot = cpu.mode === L.VMX_NON_ROOT;
  ageResumeFlag(cpu);
  const blocking = ageBlocking(cpu);
  takeSingleStep(cpu, blocking);
  const pending = i32[2 * L.PENDING]!;
  if (nonRoot && (pending & L.PENDING_TPR) !== 0) {
    i32[2 * L.PENDING] = pending & ~L.PENDING_TPR;
    return leave(cpu, TPR_BELOW_THRESHOLD);
  }
  const asleep = i32[2 * L.ACTIVITY]!;
  if ((pending & L.PENDING_INIT) !== 0 && nonRoot) {
    i32[2 * L.PENDING] = pending & ~L.PENDING_INIT;
    return leave(cpu, INIT_EXIT);
  }
  if (takeDebugTrap(cpu, blocking)) return true;
  if (nonRoot && timerActive(cpu) && timerExpired(cpu)) return leave(cpu, TIMER_EXPIRED);
  if (asleep <= HALTED || asleep === SHUTDOWN) {
    if (takeNmi(cpu, blocking)) return true;
    if (asleep !== SHUTDOWN && takeInterrupt(cpu, blocking)) return true;
  }
  if (i32[2 * L.ACTIVITY] !== ACTIVE) return sleep(cpu);
  settleAttention(cpu);
  return false;
}

function leave(cpu: Cpu, reason: number): boolean {
  exitWith(cpu, reason, 0, 0);
  return true;
}

/** RF is cleared by the instruction after the one that set it. */
function ageResumeFlag(cpu: Cpu): void {
  const at = 2 * L.PENDING + 1;
  if ((cpu.i32[2 * L.RFLAGS]! & L.RF) === 0) return;
  if ((cpu.i32[at]! & L.RF_FRESH) !== 0) cpu.i32[at]! &= ~L.RF_FRESH;
  else cpu.i32[2 * L.RFLAGS]! &= ~L.RF;
}

/** Blocking by STI and MOV SS lasts for one boundary. Gives the blocking in force at this one. */
function ageBlocking(cpu: Cpu): number {
  const at = 2 * L.BLOCKING;
  if (cpu.i32[at + 1]! !== 0) cpu.i32[at + 1] = 0;
  else cpu.i32[at]! &= ~3;
  return cpu.i32[at]!;
}

/** TF was set when the last instruction began: a single-step trap is pending. */
function takeSingleStep(cpu: Cpu, blocking: number): void {
  const at = 2 * L.PENDING + 1;
  if ((cpu.i32[at]! & L.TRAP_AFTER) !== 0) {
    cpu.i32[at]! &= ~L.TRAP_AFTER;
    if ((blocking & L.BLOCKED_BY_MOV_SS) === 0 && (cpu.i32[2 * L.DEBUGCTL]! & 2) === 0)
      cpu.i32[2 * L.PENDING_DEBUG]! |= 0x4000;
  }
}

/** Pending debug exceptions are delivered unless MOV SS blocks them. */
function takeDebugTrap(cpu: Cpu, blocking: number): boolean {
  const pending = cpu.i32[2 * L.PENDING_DEBUG]!;
  if (pending === 0 || (blocking & L.BLOCKED_BY_MOV_SS) !== 0) return false;
  cpu.i32[2 * L.PENDING_DEBUG] = 0;
  const event = eventOf(DB, HARDWARE_EXCEPTION);
  // B3 to B0 count only with bit 12: they may be set for breakpoints that are not enabled.
  event.debug = pending & ((pending & 0x1000) !== 0 ? 0x400f : 0x4000);
  if (event.debug === 0) return false;
  cpu.i32[2 * L.ACTIVITY] = ACTIVE;
  if (cpu.sink !== null) cpu.emit({ kind: 'exception', ...cpu.common, vector: DB, errorCode: null });
  dispatch(cpu, event);
  return true;
}

const pinControls = (cpu: Cpu): number =>
  cpu.mode === L.VMX_NON_ROOT ? cpu.i32[cpu.vmcs + F.pin_based_controls]! : 0;

/** NMI window, then a pending NMI. */
function takeNmi(cpu: Cpu, blocking: number): boolean {
  const { i32 } = cpu;
  const pin = pinControls(cpu);
  const nonRoot = cpu.mode === L.VMX_NON_ROOT;
  const blockedOnce = (blocking & L.BLOCKED_BY_MOV_SS) !== 0;
  if (nonRoot && (cpu.proc & NMI_WINDOW_EXITING) !== 0) {
    const virtuallyBlocked = (i32[2 * L.PENDING]! & L.VIRTUAL_NMI_BLOCKED) !== 0;
    if (!virtuallyBlocked && !blockedOnce && (blocking & L.BLOCKED_BY_STI) === 0)
      return leave(cpu, NMI_WINDOW);
  }
  if ((i32[2 * L.PENDING]! & L.PENDING_NMI) === 0 || blockedOnce) return false;
  const exits = (pin & NMI_EXITING) !== 0;
  // With virtual NMIs, blocking by NMI concerns only virtual ones.
  if ((blocking & L.BLOCKED_BY_NMI) !== 0 && !(nonRoot && (pin & VIRTUAL_NMIS) !== 0)) return false;
  i32[2 * L.PENDING]! &= ~L.PENDING_NMI;
  const event = eventOf(2, NMI_TYPE);
  if (exits) {
    exitForEvent(cpu, event);
    return true;
  }
  i32[2 * L.BLOCKING]! |= L.BLOCKED_BY_NMI;
  i32[2 * L.ACTIVITY] = ACTIVE;
  dispatch(cpu, event);
  return true;
}

/** Interrupt window, then a deliverable external interrupt. */
function takeInterrupt(cpu: Cpu, blocking: number): boolean {
  const { i32 } = cpu;
  const nonRoot = cpu.mode === L.VMX_NON_ROOT;
  const open = (i32[2 * L.RFLAGS]! & L.IF) !== 0 && (blocking & 3) === 0;
  if (nonRoot && (cpu.proc & INTERRUPT_WINDOW_EXITING) !== 0 && open) return leave(cpu, INTERRUPT_WINDOW);
  const vector = deliverableInterrupt(cpu);
  if (vector < 0) return false;
  if ((pinControls(cpu) & EXTERNAL_INTERRUPT_EXITING) !== 0) {
    // It exits whatever RFLAGS.IF; blocking by MOV SS and STI still holds it back for one instruction.
    if ((blocking & 3) !== 0) return false;
    const acknowledges = (i32[cpu.vmcs + F.vmexit_controls]! & ACKNOWLEDGE_ON_EXIT) !== 0;
    if (acknowledges) acknowledgeInterrupt(cpu, vector);
    exitForInterrupt(cpu, INTERRUPT_EXIT, acknowledges ? vector | (0x80000000 | 0) : 0);
    return true;
  }
  if (!open) return false;
  acknowledgeInterrupt(cpu, vector);
  i32[2 * L.ACTIVITY] = ACTIVE;
  dispatch(cpu, eventOf(vector, EXTERNAL));
  return true;
}

/** HLT, shutdown or wait-for-SIPI with nothing pending: only the preemption timer can still end it. */
function sleep(cpu: Cpu): boolean {
  if (cpu.mode !== L.VMX_NON_ROOT) endProgram(cpu, 'halted', null, null);
  if (!timerActive(cpu)) endProgram(cpu, 'guest-asleep', null, null);
  cpu.steps = Math.max(cpu.steps, cpu.f64[L.TIMER_DEADLINE]!);
  return true;
}

/** Looks again at the next boundary only if something may still change by itself. */
function settleAttention(cpu: Cpu): void {
  const { i32 } = cpu;
  const flags = i32[2 * L.RFLAGS]!;
  if ((flags & L.TF) !== 0) i32[2 * L.PENDING + 1]! |= L.TRAP_AFTER;
  const busy =
    (flags & (L.TF | L.RF)) !== 0 ||
    (i32[2 * L.BLOCKING]! & 3) !== 0 ||
    i32[2 * L.PENDING_DEBUG]! !== 0 ||
    (i32[2 * L.PENDING]! & ~L.VIRTUAL_NMI_BLOCKED) !== 0 ||
    deliverableInterrupt(cpu) >= 0 ||
    timerActive(cpu) ||
    (cpu.mode === L.VMX_NON_ROOT && (cpu.proc & (INTERRUPT_WINDOW_EXITING | NMI_WINDOW_EXITING)) !== 0);
  i32[2 * L.ATTENTION] = busy ? 1 : 0;
}
