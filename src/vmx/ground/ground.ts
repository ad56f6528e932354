// The ground every program stands on: page tables, descriptor tables, guests' tables and handlers, registers.
// The same ground as the recorded cases of the other implementation; long mode, CPL 0, not in VMX operation.
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { setSegment } from '../cpu/segments.ts';
import { CODE64, DATA, GDT_64, GUEST_TABLES_32 } from './descriptors.ts';

/** Physical addresses. */
export const PML4 = 0x1000;
export const PML4_ALTERNATIVE = 0x7000;
export const PAGE_DIRECTORY_32 = 0x8000;
export const HOST_GDT = 0x9000;
export const HOST_TSS = 0x9800;
export const HOST_IDT = 0xa000;
export const HOST_STACK = 0xe000;
export const PROGRAM = 0x100000;
export const GUEST_BASES = { a: 0x200000, b: 0x210000, c: 0x220000 } as const;
export const GUEST_32_BASE = 0x30000;

/** Vectors that push an error code: their handlers drop it. */
const HAS_ERROR_CODE = 0x27d00;

/** Builds memory and registers in an empty machine. */
export function buildGround(cpu: Cpu): void {
  buildPageTables(cpu);
  writeQwords(cpu, HOST_GDT, GDT_64(HOST_TSS, 0x89));
  writeTss64(cpu, HOST_TSS, HOST_STACK - 0x400);
  for (const base of Object.values(GUEST_BASES)) buildGuest64(cpu, base);
  buildGuest32(cpu, GUEST_32_BASE);
  resetProcessor(cpu);
}

function writeQwords(cpu: Cpu, address: number, values: readonly bigint[]): void {
  values.forEach((value, i) => {
    cpu.view.setBigUint64(L.RAM + address + 8 * i, value, true);
  });
}

/** Linear = physical for 0 to 4 GiB in 2-MiB pages, twice; and 4-MiB pages for the 32-bit guests. */
function buildPageTables(cpu: Cpu): void {
  const { view } = cpu;
  const ram = L.RAM;
  view.setBigUint64(ram + PML4, 0x2007n, true);
  view.setBigUint64(ram + PML4_ALTERNATIVE, 0x2007n, true);
  for (let i = 0; i < 4; i++) view.setBigUint64(ram + 0x2000 + 8 * i, BigInt(0x3007 + 0x1000 * i), true);
  for (let i = 0; i < 2048; i++) view.setBigUint64(ram + 0x3000 + 8 * i, BigInt(i) * 0x200000n + 0x87n, true);
  for (let i = 0; i < 1024; i++) view.setUint32(ram + PAGE_DIRECTORY_32 + 4 * i, i * 0x400000 + 0x87, true);
}

function writeTss64(cpu: Cpu, at: number, rsp0: number): void {
  cpu.view.setBigUint64(L.RAM + at + 4, BigInt(rsp0), true);
  // No I/O permission bitmap.
  cpu.view.setUint16(L.RAM + at + 0x66, 0x68, true);
}

/** Handlers: VMCALL; drop the error code if there is one; IRETQ. IDT at +2000H, GDT at +3000H, TSS at +3800H. */
function buildGuest64(cpu: Cpu, base: number): void {
  const { u8, view } = cpu;
  writeQwords(cpu, base + 0x3000, GDT_64(base + 0x3800, 0x8b));
  writeTss64(cpu, base + 0x3800, base + 0x4f00);
  for (let vector = 0; vector < 256; vector++) {
    const handler = base + 0x1000 + 16 * vector;
    const withError = vector < 32 && ((HAS_ERROR_CODE >> vector) & 1) === 1;
    const code = withError ? [0x0f, 1, 0xc1, 0x48, 0x83, 0xc4, 8, 0x48, 0xcf] : [0x0f, 1, 0xc1, 0x48, 0xcf];
    u8.set(code, L.RAM + handler);
    const gate = L.RAM + base + 0x2000 + 16 * vector;
    const user = vector === 3 || vector === 4 || vector >= 0x20;
    view.setUint16(gate, handler & 0xffff, true);
    view.setUint16(gate + 2, CODE64, true);
    view.setUint16(gate + 4, user ? 0xee00 : 0x8e00, true);
    view.setUint16(gate + 6, handler >>> 16, true);
  }
}

/** Serves 32-bit protected-mode and virtual-8086 guests. */
function buildGuest32(cpu: Cpu, base: number): void {
  const { u8, view } = cpu;
  writeQwords(cpu, base + 0x3000, GUEST_TABLES_32(base + 0x3800));
  view.setUint32(L.RAM + base + 0x3804, base + 0x4f00, true);
  view.setUint32(L.RAM + base + 0x3808, DATA, true);
  view.setUint16(L.RAM + base + 0x3866, 0x68, true);
  for (let vector = 0; vector < 256; vector++) {
    const handler = base + 0x1000 + 16 * vector;
    const withError = vector < 32 && ((HAS_ERROR_CODE >> vector) & 1) === 1;
    u8.set(withError ? [0x0f, 1, 0xc1, 0x83, 0xc4, 4, 0xcf] : [0x0f, 1, 0xc1, 0xcf], L.RAM + handler);
    const gate = L.RAM + base + 0x2000 + 8 * vector;
    view.setUint16(gate, handler & 0xffff, true);
    view.setUint16(gate + 2, CODE64, true);
    view.setUint16(gate + 4, 0xee00, true);
    view.setUint16(gate + 6, handler >>> 16, true);
  }
}

/** Registers as a boot loader leaves them. */
export function resetProcessor(cpu: Cpu): void {
  const { u64, i32 } = cpu;
  u64[L.RSP] = BigInt(HOST_STACK);
  u64[L.RFLAGS] = 2n;
  i32[2 * L.CR0] = 0x80010033 | 0;
  u64[L.CR3] = BigInt(PML4);
  u64[L.CR4] = 0x20n;
  u64[L.EFER] = 0x500n;
  u64[L.DR6] = 0xffff0ff0n;
  u64[L.DR7] = 0x400n;
  u64[L.XCR0] = 1n;
  u64[L.PAT] = 0x7040600070406n;
  u64[L.APIC_BASE] = 0xfee00900n;
  u64[L.APIC_SVR] = 0x1ffn;
  u64[L.CURRENT_VMCS] = L.NO_VMCS;
  u64[L.VMXON_POINTER] = L.NO_VMCS;
  setHostTables(cpu);
  cpu.rip = PROGRAM;
  cpu.refresh();
}

/** Segment registers, GDTR, IDTR and TR of the host. */
export function setHostTables(cpu: Cpu): void {
  const { u64 } = cpu;
  setSegment(cpu, L.CS, CODE64, 0xa09b, 0n, 0xffffffff);
  for (const segment of [L.SS, L.DS, L.ES, L.FS, L.GS])
    setSegment(cpu, segment, DATA, 0xc093, 0n, 0xffffffff);
  setSegment(cpu, L.LDTR, 0, L.AR_UNUSABLE, 0n, 0);
  setSegment(cpu, L.TR, 0x28, 0x8b, BigInt(HOST_TSS), 0x67);
  u64[L.GDTR_BASE] = BigInt(HOST_GDT);
  u64[L.GDTR_LIMIT] = 0x7ffn;
  u64[L.IDTR_BASE] = BigInt(HOST_IDT);
  u64[L.IDTR_LIMIT] = 0xfffn;
}
