// Exits of extended page tables: violation (48) and misconfiguration (49). SDM vol. 3, 27.2.1 (table 27-7).
import type { Cpu } from '../cpu/cpu.ts';
import { exitGuestLinear, exitGuestPhysical, exitWith } from './vm-exit.ts';

/** `linear` null: the linear address is not recorded (misconfiguration). */
export function exitForEpt(
  cpu: Cpu,
  reason: number,
  qualification: bigint,
  physical: bigint,
  linear: bigint | null,
): void {
  exitGuestPhysical(cpu, physical);
  if (linear !== null) exitGuestLinear(cpu, linear);
  exitWith(cpu, reason, qualification, 0);
}
