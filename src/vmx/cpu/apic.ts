// The local APIC as far as one processor alone needs it: pending and in-service interrupts, TPR, EOI, and
// interprocessor interrupts to itself. SDM vol. 3, chapter 10.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';

const ID = 0x20 >> 2;
const VERSION = 0x30 >> 2;
const TPR = 0x80 >> 2;
const PPR = 0xa0 >> 2;
const EOI = 0xb0 >> 2;
const SVR = 0xf0 >> 2;
const ISR = 0x100 >> 2;
const IRR = 0x200 >> 2;
const ICR_LOW = 0x300 >> 2;
const ICR_HIGH = 0x310 >> 2;

/** Highest vector set in a 256-bit register starting at slot `slot`, or -1. */
function highest(cpu: Cpu, slot: number): number {
  for (let word = 7; word >= 0; word--) {
    const bits = cpu.i32[2 * slot + word]!;
    if (bits !== 0) return word * 32 + 31 - Math.clz32(bits);
  }
  return -1;
}

/** Processor priority: the higher of TPR and the class of the highest interrupt in service. */
function processorPriority(cpu: Cpu): number {
  const tpr = cpu.i32[2 * L.APIC_TPR]! & 0xff;
  const service = highest(cpu, L.APIC_ISR);
  return service >= 0 && service >> 4 >= tpr >> 4 ? service & 0xf0 : tpr;
}

/** Vector of the interrupt the APIC would deliver now, or -1. */
export function deliverableInterrupt(cpu: Cpu): number {
  const vector = highest(cpu, L.APIC_IRR);
  if (vector < 0 || (cpu.i32[2 * L.APIC_SVR]! & 0x100) === 0) return -1;
  return vector >> 4 > processorPriority(cpu) >> 4 ? vector : -1;
}

/** Interrupt acknowledge: the vector goes from pending to in service. */
export function acknowledgeInterrupt(cpu: Cpu, vector: number): void {
  cpu.i32[2 * L.APIC_IRR + (vector >> 5)]! &= ~(1 << (vector & 31));
  cpu.i32[2 * L.APIC_ISR + (vector >> 5)]! |= 1 << (vector & 31);
}

/** Makes an external interrupt pending. */
export function requestInterrupt(cpu: Cpu, vector: number): void {
  cpu.i32[2 * L.APIC_IRR + (vector >> 5)]! |= 1 << (vector & 31);
  cpu.attend();
}

/** Makes an NMI pending. */
export function requestNmi(cpu: Cpu): void {
  cpu.i32[2 * L.PENDING]! |= L.PENDING_NMI;
  cpu.attend();
}

/** `index` = offset / 4. Registers that do not exist read 0. */
export function apicRead(cpu: Cpu, index: number): number {
  if (index >= ISR && index < ISR + 32)
    return (index & 3) === 0 ? cpu.u32[2 * L.APIC_ISR + ((index - ISR) >> 2)]! : 0;
  if (index >= IRR && index < IRR + 32)
    return (index & 3) === 0 ? cpu.u32[2 * L.APIC_IRR + ((index - IRR) >> 2)]! : 0;
  switch (index) {
    case ID:
      return 0;
    case VERSION:
      return 0x50014;
    case TPR:
      return cpu.u32[2 * L.APIC_TPR]!;
    case PPR:
      return processorPriority(cpu);
    case SVR:
      return cpu.u32[2 * L.APIC_SVR]!;
    case ICR_LOW:
      return cpu.u32[2 * L.APIC_ICR_LOW]!;
    case ICR_HIGH:
      return cpu.u32[2 * L.APIC_ICR_HIGH]!;
    default:
      return 0;
  }
}

export function apicWrite(cpu: Cpu, index: number, value: number): void {
  switch (index) {
    case TPR:
      cpu.i32[2 * L.APIC_TPR] = value & 0xff;
      cpu.attend();
      break;
    case EOI: {
      const vector = highest(cpu, L.APIC_ISR);
      if (vector >= 0) cpu.i32[2 * L.APIC_ISR + (vector >> 5)]! &= ~(1 << (vector & 31));
      cpu.attend();
      break;
    }
    case SVR:
      cpu.i32[2 * L.APIC_SVR] = value & 0x1ff;
      cpu.attend();
      break;
    case ICR_HIGH:
      cpu.i32[2 * L.APIC_ICR_HIGH] = value & 0xff000000;
      break;
    case ICR_LOW:
      cpu.i32[2 * L.APIC_ICR_LOW] = value & 0xccfff;
      sendInterprocessorInterrupt(cpu, value);
      break;
  }
}

/** Interrupt command: only messages that reach this processor (identifier 0) do anything. */
function sendInterprocessorInterrupt(cpu: Cpu, command: number): void {
  const shorthand = (command >> 18) & 3;
  const destination = cpu.u32[2 * L.APIC_ICR_HIGH]! >>> 24;
  const logical = (command & 0x800) !== 0;
  const reachesSelf =
    shorthand === 1 ||
    shorthand === 2 ||
    (shorthand === 0 && !logical && (destination === 0 || destination === 0xff));
  if (!reachesSelf) return;
  switch ((command >> 8) & 7) {
    case 0:
    case 1:
      if ((command & 0xff) >= 16) requestInterrupt(cpu, command & 0xff);
      break;
    case 4:
      requestNmi(cpu);
      break;
    case 5:
      // INIT level de-assert is ignored.
      if ((command & 0xc000) !== 0x8000) {
        cpu.i32[2 * L.PENDING]! |= L.PENDING_INIT;
        cpu.attend();
      }
      break;
  }
}
