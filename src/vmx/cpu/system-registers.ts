// The registers that describe the machine rather than the program: EFER, segments with their hidden parts, descriptor
// tables. SDM vol. 3, 2.2.1 (EFER), 2.4 (GDTR, IDTR), 3.4.3 (hidden parts), 24.4.1 (format of the access rights).
import type { SegmentName, SystemRegisters } from '../machine-types.ts';
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { baseOf, rightsOf, selectorOf } from './segments.ts';

const SEGMENTS: readonly (readonly [SegmentName, number])[] = [
  ['cs', L.CS],
  ['ss', L.SS],
  ['ds', L.DS],
  ['es', L.ES],
  ['fs', L.FS],
  ['gs', L.GS],
  ['ldtr', L.LDTR],
  ['tr', L.TR],
];

/** A copy of them as they are now. */
export function systemRegisters(cpu: Cpu): SystemRegisters {
  return {
    efer: cpu.u64[L.EFER]!,
    codeSize: cpu.codeSize === 64 ? 64 : cpu.codeSize === 32 ? 32 : 16,
    segments: SEGMENTS.map(([name, index]) => ({
      name,
      selector: selectorOf(cpu, index),
      base: baseOf(cpu, index),
      limit: cpu.u32[2 * (L.SEGMENTS + 3 * index) + 4]!,
      rights: rightsOf(cpu, index) >>> 0,
      usable: (rightsOf(cpu, index) & L.AR_UNUSABLE) === 0,
    })),
    gdtr: { base: cpu.u64[L.GDTR_BASE]!, limit: cpu.u32[2 * L.GDTR_LIMIT]! },
    idtr: { base: cpu.u64[L.IDTR_BASE]!, limit: cpu.u32[2 * L.IDTR_LIMIT]! },
  };
}
