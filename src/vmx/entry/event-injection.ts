// Event injection: the event named in the VM-entry interruption information goes through the guest's IDT.
// SDM vol. 3, 26.5.
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { EXITED } from '../cpu/faults.ts';
import { dispatch, eventOf } from '../cpu/interrupts.ts';

const OTHER_EVENT = 7;
const NMI = 2;

/** With the guest's state loaded and cpu.rip at the guest's RIP: delivers the event, if one is asked for. */
export function injectEvent(cpu: Cpu): void {
  const information = cpu.i32[cpu.vmcs + F.vmentry_interruption_info]!;
  if (information >= 0) return;
  const type = (information >> 8) & 7;
  if (type === OTHER_EVENT) return;
  // Injection ends blocking by STI and MOV SS, and makes the processor active.
  cpu.i32[2 * L.BLOCKING]! &= ~3;
  cpu.i32[2 * L.BLOCKING + 1] = 0;
  cpu.i32[2 * L.ACTIVITY] = 0;
  if (type === NMI) {
    const virtualNmis = (cpu.i32[cpu.vmcs + F.pin_based_controls]! & 0x20) !== 0;
    if (virtualNmis) cpu.i32[2 * L.PENDING]! |= L.VIRTUAL_NMI_BLOCKED;
    else cpu.i32[2 * L.BLOCKING]! |= L.BLOCKED_BY_NMI;
  }
  const event = eventOf(information & 0xff, type);
  event.hasError = (information & 0x800) !== 0;
  event.errorCode = cpu.i32[cpu.vmcs + F.vmentry_exception_error_code]!;
  event.length = cpu.i32[cpu.vmcs + F.vmentry_instruction_length]!;
  event.injected = true;
  try {
    dispatch(cpu, event);
  } catch (signal) {
    // An exit during delivery has already loaded the host.
    if (signal !== EXITED) throw signal;
  }
}
