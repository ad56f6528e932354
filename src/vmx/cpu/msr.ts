// Model-specific registers: which exist, and which values WRMSR refuses. SDM vol. 4; vol. 3, appendix A.
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { selectSpace } from './paging.ts';

const TSC = 0x10;
const APIC_BASE = 0x1b;
const FEATURE_CONTROL = 0x3a;
const SYSENTER_CS = 0x174;
const SYSENTER_ESP = 0x175;
const SYSENTER_EIP = 0x176;
const MISC_ENABLE = 0x1a0;
const DEBUGCTL = 0x1d9;
const PAT = 0x277;
const PERF_GLOBAL_CTRL = 0x38f;
const EFER = 0xc0000080;
const TSC_AUX = 0xc0000103;

/** MSRs that are plain storage in a slot. */
const SLOTS = new Map<number, number>([
  [SYSENTER_CS, L.SYSENTER_CS],
  [SYSENTER_ESP, L.SYSENTER_ESP],
  [SYSENTER_EIP, L.SYSENTER_EIP],
  [FEATURE_CONTROL, L.FEATURE_CONTROL],
  [APIC_BASE, L.APIC_BASE],
  [DEBUGCTL, L.DEBUGCTL],
  [PAT, L.PAT],
  [EFER, L.EFER],
  [0xc0000081, L.STAR],
  [0xc0000082, L.LSTAR],
  [0xc0000083, L.CSTAR],
  [0xc0000084, L.FMASK],
  [0xc0000100, L.SEGMENTS + 3 * L.FS + 1],
  [0xc0000101, L.SEGMENTS + 3 * L.GS + 1],
  [0xc0000102, L.KERNEL_GS_BASE],
  [MISC_ENABLE, L.MISC_ENABLE],
]);

export const isCanonical = (value: bigint): boolean => BigInt.asUintN(64, BigInt.asIntN(48, value)) === value;

/** Memory types a PAT byte may hold: UC, WC, WT, WP, WB, UC-. */
export const validPat = (value: bigint): boolean => {
  for (let i = 0n; i < 64n; i += 8n) {
    const type = (value >> i) & 0xffn;
    if (type > 7n || type === 2n || type === 3n) return false;
  }
  return true;
};

/** Time-stamp counter: one tick a step. */
export const timeStamp = (cpu: Cpu): bigint => BigInt.asUintN(64, cpu.u64[L.TSC_BASE]! + BigInt(cpu.steps));

/** Value, or null when RDMSR raises #GP(0). */
export function readMsr(cpu: Cpu, index: number): bigint | null {
  const slot = SLOTS.get(index);
  if (slot !== undefined) return cpu.u64[slot]!;
  if (index === TSC) return timeStamp(cpu);
  if (index === TSC_AUX && hasRdtscp(cpu)) return cpu.u64[L.TSC_AUX]!;
  return cpu.profile.msrs.get(index) ?? null;
}

export const hasRdtscp = (cpu: Cpu): boolean => (cpu.caps.proc2.may & 8) !== 0;

/** False when WRMSR raises #GP(0). */
export function writeMsr(cpu: Cpu, index: number, value: bigint): boolean {
  switch (index) {
    case TSC:
      cpu.u64[L.TSC_BASE] = BigInt.asUintN(64, value - BigInt(cpu.steps));
      return true;
    case FEATURE_CONTROL:
      return writeFeatureControl(cpu, value);
    case EFER:
      return writeEfer(cpu, value);
    case PAT:
      if (!validPat(value)) return false;
      break;
    case SYSENTER_CS:
      cpu.u64[L.SYSENTER_CS] = value & 0xffffffffn;
      return true;
    case SYSENTER_ESP:
    case SYSENTER_EIP:
    case 0xc0000082:
    case 0xc0000083:
    case 0xc0000100:
    case 0xc0000101:
    case 0xc0000102:
      if (!isCanonical(value)) return false;
      break;
    case 0xc0000084:
      if (value >> 32n !== 0n) return false;
      break;
    case DEBUGCTL:
      if ((value & ~BigInt(L.DEBUGCTL_BITS)) !== 0n) return false;
      break;
    case APIC_BASE:
      if ((value & 0x6ffn) !== 0n || (value & cpu.reservedPhysicalBits) !== 0n) return false;
      break;
    case TSC_AUX:
      if (!hasRdtscp(cpu) || value >> 32n !== 0n) return false;
      cpu.u64[L.TSC_AUX] = value;
      return true;
    case PERF_GLOBAL_CTRL:
      return false;
  }
  const slot = SLOTS.get(index);
  if (slot === undefined) return false;
  cpu.u64[slot] = value;
  return true;
}

/** Locked by bit 0 until reset; reserved bits may not be set. SDM 23.7. */
function writeFeatureControl(cpu: Cpu, value: bigint): boolean {
  if ((cpu.u64[L.FEATURE_CONTROL]! & 1n) !== 0n) return false;
  const senter = (cpu.caps.cr4Fixed1 & L.CR4_SMXE) !== 0 ? 0xff00n : 0n;
  if ((value & ~(7n | senter)) !== 0n) return false;
  cpu.u64[L.FEATURE_CONTROL] = value;
  return true;
}

/** LME cannot change while paging is on; LMA is not writable. SDM 4.1.1. */
function writeEfer(cpu: Cpu, value: bigint): boolean {
  const known = BigInt(L.EFER_SCE | L.EFER_LME | L.EFER_LMA | L.EFER_NXE);
  if ((value & ~known) !== 0n) return false;
  const old = cpu.i32[2 * L.EFER]!;
  const next = Number(value);
  const paging = (cpu.i32[2 * L.CR0]! & L.CR0_PG) !== 0;
  if (paging && ((old ^ next) & L.EFER_LME) !== 0) return false;
  cpu.i32[2 * L.EFER] = (next & ~L.EFER_LMA) | (old & L.EFER_LMA);
  cpu.refresh();
  selectSpace(cpu);
  return true;
}
