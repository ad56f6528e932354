// Which VMCS regions the processor has met, and which are active. SDM vol. 3, 24.1.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';

/** Slot of a region's entry, or -1. */
function find(cpu: Cpu, region: bigint): number {
  for (let i = 0; i < L.REGION_COUNT; i++) {
    const at = L.REGIONS + 2 * i;
    if ((cpu.i32[2 * at + 2]! & L.REGION_USED) !== 0 && cpu.u64[at] === region) return at;
  }
  return -1;
}

export function regionFlags(cpu: Cpu, region: bigint): number {
  const at = find(cpu, region);
  return at < 0 ? 0 : cpu.i32[2 * at + 2]!;
}

/** Sets and clears flags of a region, remembering it if it is new; with the table full, the oldest gives way. */
export function markRegion(cpu: Cpu, region: bigint, set: number, clear: number): void {
  let at = find(cpu, region);
  if (at < 0) {
    at = L.REGIONS;
    while (at < L.REGIONS + 2 * L.REGION_COUNT && (cpu.i32[2 * at + 2]! & L.REGION_USED) !== 0) at += 2;
    if (at === L.REGIONS + 2 * L.REGION_COUNT) {
      cpu.u64.copyWithin(L.REGIONS, L.REGIONS + 2, at);
      at -= 2;
    }
    cpu.u64[at] = region;
    cpu.u64[at + 1] = BigInt(L.REGION_USED);
  }
  cpu.i32[2 * at + 2] = (cpu.i32[2 * at + 2]! & ~clear) | set;
}

/** Every known region with its flags, in order of first meeting. */
export function knownRegions(cpu: Cpu): { address: bigint; flags: number }[] {
  const result: { address: bigint; flags: number }[] = [];
  for (let i = 0; i < L.REGION_COUNT; i++) {
    const at = L.REGIONS + 2 * i;
    const flags = cpu.i32[2 * at + 2]!;
    if ((flags & L.REGION_USED) !== 0) result.push({ address: cpu.u64[at]!, flags });
  }
  return result;
}
