// Extended page tables: guest-physical to physical, EPT violations and misconfigurations. SDM vol. 3, 28.2.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { F } from '../fields/slots.ts';
import { readTable64 } from './physical.ts';
import { exited } from './faults.ts';
import { exitForEpt } from '../exit/ept-exits.ts';

const EPT_VIOLATION = 48;
const EPT_MISCONFIGURATION = 49;
const ADDRESS = 0xffffffffff000n;

/** Is EPT in use now? */
export const eptActive = (cpu: Cpu): boolean => cpu.mode === L.VMX_NON_ROOT && (cpu.proc2 & 2) !== 0;

/**
 * The physical address of a guest-physical one: itself without EPT. `walking`: the access is to a paging structure.
 * Violations and misconfigurations exit. Leaves the permissions of the page in cpu.eptWritable and eptExecutable.
 */
export function guestPhysical(
  cpu: Cpu,
  address: number,
  access: number,
  linear: number,
  walking = false,
): number {
  if (!eptActive(cpu)) {
    cpu.eptWritable = cpu.eptExecutable = true;
    return address;
  }
  const pointer = cpu.view.getBigUint64((cpu.vmcs + F.ept_pointer) * 4, true);
  const guest = BigInt(address);
  let table = pointer & ADDRESS;
  let permissions = 7n;
  for (let shift = 39n; ; shift -= 9n) {
    const entry = readTable64(cpu, Number(table) + Number((guest >> shift) & 511n) * 8);
    if ((entry & 7n) === 0n) violation(cpu, address, access, linear, walking, 0n);
    const leaf = shift === 12n || (shift < 39n && (entry & 0x80n) !== 0n);
    if (misconfigured(cpu, entry, shift, leaf)) {
      exitForEpt(cpu, EPT_MISCONFIGURATION, 0n, guest, null);
      exited();
    }
    permissions &= entry;
    if (!leaf) {
      table = entry & ADDRESS;
      continue;
    }
    const needed = access === 1 ? 2n : access === 2 ? 4n : 1n;
    if ((permissions & needed) === 0n) violation(cpu, address, access, linear, walking, permissions);
    cpu.eptWritable = (permissions & 2n) !== 0n;
    cpu.eptExecutable = (permissions & 4n) !== 0n;
    const offset = (1n << shift) - 1n;
    return Number((entry & ADDRESS & ~offset) | (guest & offset));
  }
}

/** Reserved bits, write without read, unsupported execute-only or memory type. SDM 28.2.3.1. */
function misconfigured(cpu: Cpu, entry: bigint, shift: bigint, leaf: boolean): boolean {
  const rwx = entry & 7n;
  if (rwx === 2n || rwx === 6n) return true;
  if (rwx === 4n && (cpu.caps.eptCapLow & 1) === 0) return true;
  if ((entry & cpu.reservedPhysicalBits) !== 0n) return true;
  if (!leaf) return (entry & (shift === 39n ? 0xf8n : 0x78n)) !== 0n;
  if (shift === 30n && (cpu.caps.eptCapLow & (1 << 17)) === 0) return true;
  if ((entry & ((1n << shift) - 1n) & ~0xfffn) !== 0n) return true;
  const memoryType = (entry >> 3n) & 7n;
  return memoryType === 2n || memoryType === 3n || memoryType === 7n;
}

function violation(
  cpu: Cpu,
  address: number,
  access: number,
  linear: number,
  walking: boolean,
  permissions: bigint,
): never {
  let qualification = access === 1 ? 2n : access === 2 ? 4n : 1n;
  qualification |= permissions << 3n;
  qualification |= 0x80n;
  if (!walking) qualification |= 0x100n;
  exitForEpt(cpu, EPT_VIOLATION, qualification, BigInt(address), BigInt.asUintN(64, BigInt(linear)));
  return exited();
}
