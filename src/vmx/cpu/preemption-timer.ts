// The VMX-preemption timer: counts down in non-root operation at the TSC's rate / 2^shift. SDM vol. 3, 25.5.1.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { F } from '../fields/slots.ts';

const ACTIVE = 0x40;

export const timerActive = (cpu: Cpu): boolean =>
  cpu.mode === L.VMX_NON_ROOT && (cpu.i32[cpu.vmcs + F.pin_based_controls]! & ACTIVE) !== 0;

/** On entry: the step at which the timer will have reached zero. */
export function startTimer(cpu: Cpu): void {
  if (!timerActive(cpu)) return;
  const value = cpu.u32[cpu.vmcs + F.vmx_preemption_timer_value]!;
  cpu.f64[L.TIMER_DEADLINE] = cpu.steps + value * 2 ** cpu.caps.timerShift;
  cpu.attend();
}

export const timerExpired = (cpu: Cpu): boolean => cpu.steps >= cpu.f64[L.TIMER_DEADLINE]!;

/** What is left, as the field holds it. */
export function deadlineToTimer(cpu: Cpu): number {
  const left = (cpu.f64[L.TIMER_DEADLINE]! - cpu.steps) / 2 ** cpu.caps.timerShift;
  return left <= 0 ? 0 : Math.ceil(left);
}
