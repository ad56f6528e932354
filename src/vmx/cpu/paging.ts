// Linear to physical: 4-level, PAE and 32-bit paging, with a TLB, under EPT where the profile has it.
// SDM vol. 3, chapter 4 (paging) and 28.2 (EPT).
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { GP, raise, raisePageFault } from './faults.ts';
import { physicalWrite32, readTable32, readTable64 } from './physical.ts';
import { guestPhysical } from './ept.ts';
import { F } from '../fields/slots.ts';

/** Kinds of access. */
export const READ = 0;
export const WRITE = 1;
export const EXECUTE = 2;

/** Bits of a page-fault error code. */
const EC_PRESENT = 1;
const EC_WRITE = 2;
const EC_USER = 4;
const EC_RESERVED = 8;
const EC_FETCH = 16;

/** TLB permissions: supervisor read, write, user read, write, supervisor execute, user execute. */
const TLB_S_READ = 1;
const TLB_S_WRITE = 2;
const TLB_U_READ = 4;
const TLB_U_WRITE = 8;
const TLB_S_EXEC = 16;
const TLB_U_EXEC = 32;
/** The page is neither RAM nor plain: the local APIC, a hole, or the APIC-access page. */
export const TLB_SPECIAL = 64;

interface Walk {
  physical: number;
  writable: boolean;
  user: boolean;
  noExecute: boolean;
  /** Not dirty yet: the entry must not serve writes from the TLB. */
  clean: boolean;
}

const walk: Walk = { physical: 0, writable: false, user: false, noExecute: false, clean: false };

const PRESENT = 1n;
const ADDRESS = 0xffffffffff000n;

/**
 * Physical address of a linear one (signed number, canonical), or #PF. `user`: the access counts as a user access.
 * Implicit supervisor accesses (descriptor tables, TSS) pass `user` = false at any CPL.
 */
export function translate(cpu: Cpu, address: number, access: number, user: boolean): number {
  const page = Math.floor(address / 4096);
  let slot = (page + cpu.generation * 97) & 1023;
  const need = access === READ ? (user ? TLB_U_READ : TLB_S_READ) : access === WRITE ? (user ? TLB_U_WRITE : TLB_S_WRITE) : user ? TLB_U_EXEC : TLB_S_EXEC; // prettier-ignore
  const at = cpu.tlb + slot * L.TLB_STRIDE;
  if (
    cpu.f64[at >> 3] === page &&
    cpu.i32[(at >> 2) + L.TLB_GENERATION] === cpu.generation &&
    (cpu.i32[(at >> 2) + L.TLB_PERMISSIONS]! & need) !== 0
  )
    return cpu.f64[(at >> 3) + L.TLB_PHYSICAL]! + (address - page * 4096);
  if (address >= 0x800000000000 || address < -0x800000000000) raise(GP, 0);
  walkTables(cpu, address, access, user);
  const physical = guestPhysical(cpu, walk.physical, access, address);
  const physicalPage = physical - (physical % 4096);
  // Setting accessed and dirty flags may have started a new generation.
  slot = (page + cpu.generation * 97) & 1023;
  fillTlb(cpu, slot, page, physicalPage);
  return physicalPage + (address - page * 4096);
}

function fillTlb(cpu: Cpu, slot: number, page: number, physicalPage: number): void {
  const writeProtect = (cpu.i32[2 * L.CR0]! & L.CR0_WP) !== 0;
  const smep = (cpu.i32[2 * L.CR4]! & L.CR4_SMEP) !== 0;
  let permissions = TLB_S_READ;
  const mayWrite = !walk.clean && cpu.eptWritable;
  if ((walk.writable || !writeProtect) && mayWrite) permissions |= TLB_S_WRITE;
  if (walk.user) permissions |= TLB_U_READ;
  if (walk.user && walk.writable && mayWrite) permissions |= TLB_U_WRITE;
  if (!walk.noExecute && cpu.eptExecutable) {
    if (!(smep && walk.user)) permissions |= TLB_S_EXEC;
    if (walk.user) permissions |= TLB_U_EXEC;
  }
  if (physicalPage >= cpu.ramBytes || isApicAccessPage(cpu, physicalPage)) permissions |= TLB_SPECIAL;
  const at = cpu.tlb + slot * L.TLB_STRIDE;
  cpu.f64[at >> 3] = page;
  cpu.f64[(at >> 3) + L.TLB_PHYSICAL] = physicalPage;
  cpu.i32[(at >> 2) + L.TLB_PERMISSIONS] = permissions;
  cpu.i32[(at >> 2) + L.TLB_GENERATION] = cpu.generation;
}

/** Is this the page whose accesses "virtualize APIC accesses" turns into VM exits? */
export function isApicAccessPage(cpu: Cpu, physicalPage: number): boolean {
  if (cpu.mode !== L.VMX_NON_ROOT || (cpu.proc2 & 1) === 0) return false;
  const low = cpu.u32[cpu.vmcs + F.apic_access_addr]!;
  const high = cpu.u32[cpu.vmcs + F.apic_access_addr + 1]!;
  return physicalPage === high * 4294967296 + low;
}

function fault(cpu: Cpu, address: number, code: number, access: number, user: boolean): never {
  let errorCode = code;
  if (access === WRITE) errorCode |= EC_WRITE;
  if (user) errorCode |= EC_USER;
  const fetchBit = (cpu.i32[2 * L.EFER]! & L.EFER_NXE) !== 0 || (cpu.i32[2 * L.CR4]! & L.CR4_SMEP) !== 0;
  if (access === EXECUTE && fetchBit) errorCode |= EC_FETCH;
  return raisePageFault(address, errorCode);
}

function walkTables(cpu: Cpu, address: number, access: number, user: boolean): void {
  if ((cpu.i32[2 * L.CR0]! & L.CR0_PG) === 0) {
    walk.physical = address >>> 0;
    walk.writable = walk.user = true;
    walk.noExecute = walk.clean = false;
    return;
  }
  walk.writable = walk.user = true;
  walk.noExecute = false;
  if (cpu.longMode) walkLong(cpu, address, access, user);
  else if ((cpu.i32[2 * L.CR4]! & L.CR4_PAE) !== 0) walkPae(cpu, address, access, user);
  else walk32(cpu, address, access, user);
  checkPermissions(cpu, address, access, user);
}

function checkPermissions(cpu: Cpu, address: number, access: number, user: boolean): void {
  if (user && !walk.user) fault(cpu, address, EC_PRESENT, access, user);
  if (access === WRITE && !walk.writable && (user || (cpu.i32[2 * L.CR0]! & L.CR0_WP) !== 0))
    fault(cpu, address, EC_PRESENT, access, user);
  if (access === EXECUTE) {
    if (walk.noExecute) fault(cpu, address, EC_PRESENT, access, user);
    if (!user && walk.user && (cpu.i32[2 * L.CR4]! & L.CR4_SMEP) !== 0)
      fault(cpu, address, EC_PRESENT, access, user);
  }
}

/** Reads a 64-bit entry, checks it, sets accessed (and dirty) and narrows the walk's permissions. */
function entry64(
  cpu: Cpu,
  at: number,
  address: number,
  access: number,
  user: boolean,
  reserved: bigint,
): bigint {
  const physical = guestPhysical(cpu, at, READ, address, true);
  const entry = readTable64(cpu, physical);
  if ((entry & PRESENT) === 0n) fault(cpu, address, 0, access, user);
  let mustBeZero = reserved | cpu.reservedPhysicalBits;
  if ((cpu.i32[2 * L.EFER]! & L.EFER_NXE) === 0) mustBeZero |= 1n << 63n;
  if ((entry & mustBeZero) !== 0n) fault(cpu, address, EC_PRESENT | EC_RESERVED, access, user);
  if ((entry & 2n) === 0n) walk.writable = false;
  if ((entry & 4n) === 0n) walk.user = false;
  if (entry >> 63n === 1n) walk.noExecute = true;
  return entry;
}

/** Sets the accessed flag of an entry, and the dirty flag of the last one on a write. */
function mark(cpu: Cpu, at: number, address: number, entryLow: number, last: boolean, access: number): void {
  const allowed =
    access !== WRITE || walk.writable || (cpu.cpl !== 3 && (cpu.i32[2 * L.CR0]! & L.CR0_WP) === 0);
  const wanted = last && access === WRITE && allowed ? 0x60 : 0x20;
  if (last) walk.clean = wanted !== 0x60 && (entryLow & 0x40) === 0;
  if ((entryLow & wanted) === wanted) return;
  const physical = guestPhysical(cpu, at, WRITE, address, true);
  physicalWrite32(cpu, physical, entryLow | wanted);
}

const low32 = (value: bigint): number => Number(value & 0xffffffffn);

function walkLong(cpu: Cpu, address: number, access: number, user: boolean): void {
  const linear = BigInt.asUintN(48, BigInt(address));
  const root = cpu.u64[L.CR3]! & ADDRESS;
  const pml4At = Number(root) + Number((linear >> 39n) & 511n) * 8;
  const pml4 = entry64(cpu, pml4At, address, access, user, 0x80n);
  const pdptAt = Number(pml4 & ADDRESS) + Number((linear >> 30n) & 511n) * 8;
  const pdpt = entry64(cpu, pdptAt, address, access, user, cpu.profile.name === 'penryn' ? 0x80n : 0n);
  mark(cpu, pml4At, address, low32(pml4), false, access);
  if ((pdpt & 0x80n) !== 0n) {
    if ((pdpt & 0x3fffe000n) !== 0n) fault(cpu, address, EC_PRESENT | EC_RESERVED, access, user);
    walk.physical = Number((pdpt & 0xfffffc0000000n) + (linear & 0x3fffffffn));
    mark(cpu, pdptAt, address, low32(pdpt), true, access);
    return;
  }
  mark(cpu, pdptAt, address, low32(pdpt), false, access);
  walkDirectory(cpu, Number(pdpt & ADDRESS), linear, address, access, user);
}

/** The last two levels, shared by 4-level and PAE paging. */
function walkDirectory(
  cpu: Cpu,
  table: number,
  linear: bigint,
  address: number,
  access: number,
  user: boolean,
): void {
  const pdeAt = table + Number((linear >> 21n) & 511n) * 8;
  const pde = entry64(cpu, pdeAt, address, access, user, 0n);
  if ((pde & 0x80n) !== 0n) {
    if ((pde & 0x1fe000n) !== 0n) fault(cpu, address, EC_PRESENT | EC_RESERVED, access, user);
    walk.physical = Number((pde & 0xfffffffe00000n) + (linear & 0x1fffffn));
    mark(cpu, pdeAt, address, low32(pde), true, access);
    return;
  }
  mark(cpu, pdeAt, address, low32(pde), false, access);
  const pteAt = Number(pde & ADDRESS) + Number((linear >> 12n) & 511n) * 8;
  const pte = entry64(cpu, pteAt, address, access, user, 0n);
  walk.physical = Number((pte & ADDRESS) + (linear & 0xfffn));
  mark(cpu, pteAt, address, low32(pte), true, access);
}

function walkPae(cpu: Cpu, address: number, access: number, user: boolean): void {
  const linear = BigInt(address >>> 0);
  const pdpte = cpu.u64[L.PDPTE + (address >>> 30)]!;
  if ((pdpte & PRESENT) === 0n) fault(cpu, address, 0, access, user);
  walkDirectory(cpu, Number(pdpte & ADDRESS), linear, address, access, user);
}

function walk32(cpu: Cpu, address: number, access: number, user: boolean): void {
  const root = cpu.u32[2 * L.CR3]! & 0xfffff000;
  const pdeAt = (root >>> 0) + (address >>> 22) * 4;
  const pde = readTable32(cpu, guestPhysical(cpu, pdeAt, READ, address, true));
  if ((pde & 1) === 0) fault(cpu, address, 0, access, user);
  if ((pde & 2) === 0) walk.writable = false;
  if ((pde & 4) === 0) walk.user = false;
  if ((pde & 0x80) !== 0 && (cpu.i32[2 * L.CR4]! & L.CR4_PSE) !== 0) {
    // PSE-36: bits 20:13 are address bits 39:32; bit 21 is reserved.
    if ((pde & 0x200000) !== 0) fault(cpu, address, EC_PRESENT | EC_RESERVED, access, user);
    walk.physical = ((pde >>> 13) & 0xff) * 4294967296 + ((pde & 0xffc00000) >>> 0) + (address & 0x3fffff);
    mark(cpu, pdeAt, address, pde, true, access);
    return;
  }
  mark(cpu, pdeAt, address, pde, false, access);
  const pteAt = ((pde & 0xfffff000) >>> 0) + ((address >>> 12) & 1023) * 4;
  const pte = readTable32(cpu, guestPhysical(cpu, pteAt, READ, address, true));
  if ((pte & 1) === 0) fault(cpu, address, 0, access, user);
  if ((pte & 2) === 0) walk.writable = false;
  if ((pte & 4) === 0) walk.user = false;
  walk.physical = ((pte & 0xfffff000) >>> 0) + (address & 0xfff);
  mark(cpu, pteAt, address, pte, true, access);
}

/** Loads the four PDPTEs that CR3 points at; false when one has a reserved bit set (nothing is loaded then). */
export function loadPdptes(cpu: Cpu, cr3: bigint): boolean {
  const base = Number(cr3 & 0xffffffe0n);
  const reserved = 0x1e6n | cpu.reservedPhysicalBits | (1n << 63n);
  const entries: bigint[] = [];
  for (let i = 0; i < 4; i++) {
    const at = guestPhysical(cpu, base + 8 * i, READ, base + 8 * i, true);
    const entry = readTable64(cpu, at);
    if ((entry & PRESENT) !== 0n && (entry & reserved) !== 0n) return false;
    entries.push(entry);
  }
  for (let i = 0; i < 4; i++) cpu.u64[L.PDPTE + i] = entries[i]!;
  return true;
}

/** An address space whose translations may be kept: everything that decides what a linear address means. */
interface Space {
  key: readonly number[];
  generation: number;
}

const spaces = new WeakMap<Cpu, Space[]>();
const key = new Int32Array(10);
const SPACES_KEPT = 4;

function sameKey(other: readonly number[]): boolean {
  for (let i = 0; i < 9; i++) if (other[i] !== key[i]) return false;
  return true;
}

/**
 * Chooses the TLB generation of the present address space: after a change of CR0, CR3, CR4, EFER, PDPTEs, or of root
 * and non-root. Translations are never stale: a store into a page that served as a table drops them all.
 */
export function selectSpace(cpu: Cpu): void {
  const { i32 } = cpu;
  const nonRoot = cpu.mode === L.VMX_NON_ROOT;
  key[0] = i32[2 * L.CR3]!;
  key[1] = i32[2 * L.CR3 + 1]!;
  key[2] = i32[2 * L.CR0]! & (L.CR0_PG | L.CR0_WP | L.CR0_PE);
  key[3] = i32[2 * L.CR4]! & (L.CR4_PAE | L.CR4_PSE | L.CR4_SMEP);
  key[4] = i32[2 * L.EFER]! & (L.EFER_LMA | L.EFER_NXE);
  const ept = nonRoot && (cpu.proc2 & 2) !== 0;
  key[5] = ept ? i32[cpu.vmcs + F.ept_pointer]! : 0;
  key[6] = ept ? i32[cpu.vmcs + F.ept_pointer + 1]! : 0;
  const apic = nonRoot && (cpu.proc2 & 1) !== 0;
  key[7] = apic ? i32[cpu.vmcs + F.apic_access_addr]! | 1 : 0;
  key[8] = apic ? i32[cpu.vmcs + F.apic_access_addr + 1]! : 0;
  const pae = (key[4] & L.EFER_LMA) === 0 && (key[3] & L.CR4_PAE) !== 0;
  const list = spaces.get(cpu) ?? [];
  if (list.length === 0) spaces.set(cpu, list);
  cpu.fetchPage = NaN;
  if (cpu.spacesDropped || pae) {
    list.length = 0;
    cpu.spacesDropped = false;
  }
  for (const space of list) {
    if (sameKey(space.key)) {
      cpu.generation = space.generation;
      return;
    }
  }
  if (list.length >= SPACES_KEPT) list.shift();
  cpu.lastGeneration = (cpu.lastGeneration + 1) | 0;
  cpu.generation = cpu.lastGeneration;
  list.push({ key: Array.from(key), generation: cpu.generation });
}
