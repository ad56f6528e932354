// MOV to and from control registers, CLTS, LMSW, SMSW, with masks, shadows and exits. SDM vol. 3, 2.5, 4.1.2,
// 24.6.6, 24.6.7, 25.1.3, 25.3.
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { GP, UD, raise } from './faults.ts';
import { F } from '../fields/slots.ts';
import { READ, loadPdptes, selectSpace } from './paging.ts';
import { effectiveAddress, linear, load16 } from './memory.ts';
import { writeRegister, writeRm } from './operands.ts';
import { readCr8, writeCr8 } from './tpr.ts';
import { exitForInstruction, exitGuestLinear } from '../exit/vm-exit.ts';

const CONTROL_REGISTER_ACCESS = 28;
const CR3_LOAD_EXITING = 1 << 15;
const CR3_STORE_EXITING = 1 << 16;
const CR8_LOAD_EXITING = 1 << 19;
const CR8_STORE_EXITING = 1 << 20;
const UNRESTRICTED_GUEST = 1 << 7;
const CR0_WRITABLE = 0xe005003f | 0;
const CR0_ET = 0x10;

const nonRoot = (cpu: Cpu): boolean => cpu.mode === L.VMX_NON_ROOT;
const field = (cpu: Cpu, word: number): number => cpu.i32[cpu.vmcs + word]!;

/** Qualification: register, access type (0 to, 1 from, 2 CLTS, 3 LMSW), general register. */
function exit(cpu: Cpu, d: Insn, cr: number, access: number, register: number): void {
  exitForInstruction(cpu, d, CONTROL_REGISTER_ACCESS, cr | (access << 4) | (register << 8), 0);
}

/** What a guest reads from CR0 or CR4: the shadow in masked bits. */
function visible(cpu: Cpu, value: number, mask: number, shadow: number): number {
  if (!nonRoot(cpu)) return value;
  const m = field(cpu, mask);
  return (value & ~m) | (field(cpu, shadow) & m);
}

const visibleCr0 = (cpu: Cpu): number =>
  visible(cpu, cpu.i32[2 * L.CR0]!, F.cr0_guest_host_mask, F.cr0_read_shadow);

const visibleCr4 = (cpu: Cpu): number =>
  visible(cpu, cpu.i32[2 * L.CR4]!, F.cr4_guest_host_mask, F.cr4_read_shadow);

/** 0F 20. */
export function movFromControl(cpu: Cpu, d: Insn): void {
  if (![0, 2, 3, 4, 8].includes(d.reg)) raise(UD);
  if (cpu.cpl !== 0) raise(GP, 0);
  if (nonRoot(cpu)) {
    if (d.reg === 3 && (cpu.proc & CR3_STORE_EXITING) !== 0) {
      exit(cpu, d, 3, 1, d.rm);
      return;
    }
    if (d.reg === 8 && (cpu.proc & CR8_STORE_EXITING) !== 0) {
      exit(cpu, d, 8, 1, d.rm);
      return;
    }
  }
  let value: bigint;
  switch (d.reg) {
    case 0:
      value = BigInt(visibleCr0(cpu) >>> 0);
      break;
    case 2:
      value = cpu.u64[L.CR2]!;
      break;
    case 3:
      value = cpu.u64[L.CR3]!;
      break;
    case 4:
      value = BigInt(visibleCr4(cpu) >>> 0);
      break;
    default:
      value = BigInt(readCr8(cpu));
  }
  if (cpu.codeSize === 64) cpu.u64[d.rm] = value;
  else writeRegister(cpu, d, d.rm, 4, Number(value & 0xffffffffn));
}

/** 0F 22. */
export function movToControl(cpu: Cpu, d: Insn): void {
  if (![0, 2, 3, 4, 8].includes(d.reg)) raise(UD);
  if (cpu.cpl !== 0) raise(GP, 0);
  const low = cpu.i32[2 * d.rm]!;
  const high = cpu.codeSize === 64 ? cpu.i32[2 * d.rm + 1]! : 0;
  switch (d.reg) {
    case 0:
      toCr0(cpu, d, low, high);
      break;
    case 2:
      cpu.i32[2 * L.CR2] = low;
      cpu.i32[2 * L.CR2 + 1] = high;
      break;
    case 3:
      toCr3(cpu, d, low, high);
      break;
    case 4:
      toCr4(cpu, d, low, high);
      break;
    default:
      if (nonRoot(cpu) && (cpu.proc & CR8_LOAD_EXITING) !== 0) exit(cpu, d, 8, 0, d.rm);
      else if (high !== 0 || (low & ~15) !== 0) raise(GP, 0);
      else writeCr8(cpu, low);
  }
}

/** Does a write of masked bits differ from the shadow? The upper halves are masked alike. */
function differsFromShadow(cpu: Cpu, low: number, high: number, mask: number, shadow: number): boolean {
  return (
    ((low ^ field(cpu, shadow)) & field(cpu, mask)) !== 0 ||
    ((high ^ field(cpu, shadow + 1)) & field(cpu, mask + 1)) !== 0
  );
}

function toCr0(cpu: Cpu, d: Insn, low: number, high: number): void {
  let value = low;
  if (nonRoot(cpu)) {
    if (differsFromShadow(cpu, low, high, F.cr0_guest_host_mask, F.cr0_read_shadow)) {
      exit(cpu, d, 0, 0, d.rm);
      return;
    }
    const mask = field(cpu, F.cr0_guest_host_mask);
    value = (low & ~mask) | (cpu.i32[2 * L.CR0]! & mask);
  }
  if (high !== 0) raise(GP, 0);
  setCr0(cpu, value);
}

/** Checks and sets CR0: also what LMSW ends with. */
export function setCr0(cpu: Cpu, wanted: number): void {
  const old = cpu.i32[2 * L.CR0]!;
  const value = (wanted & CR0_WRITABLE) | CR0_ET;
  const paging = (value & L.CR0_PG) !== 0;
  if (paging && (value & L.CR0_PE) === 0) raise(GP, 0);
  // NW = 1 with CD = 0.
  if ((value & 0x60000000) === 0x20000000) raise(GP, 0);
  if (cpu.mode !== L.VMX_OUTSIDE) {
    const relaxed = nonRoot(cpu) && (cpu.proc2 & UNRESTRICTED_GUEST) !== 0 ? L.CR0_PE | L.CR0_PG : 0;
    if ((cpu.caps.cr0Fixed0 & ~relaxed & ~value) !== 0 || (value & ~cpu.caps.cr0Fixed1) !== 0) raise(GP, 0);
  }
  const wasPaging = (old & L.CR0_PG) !== 0;
  const efer = cpu.i32[2 * L.EFER]!;
  if (paging && !wasPaging && (efer & L.EFER_LME) !== 0) {
    if ((cpu.i32[2 * L.CR4]! & L.CR4_PAE) === 0) raise(GP, 0);
    if ((cpu.i32[2 * (L.SEGMENTS + 3 * L.CS) + 1]! & 0x2000) !== 0) raise(GP, 0);
    cpu.i32[2 * L.EFER] = efer | L.EFER_LMA;
  } else if (!paging && wasPaging && (efer & L.EFER_LMA) !== 0) {
    if (cpu.codeSize === 64) raise(GP, 0);
    cpu.i32[2 * L.EFER] = efer & ~L.EFER_LMA;
  }
  const reloads = ((old ^ value) & (L.CR0_PG | 0x60000000)) !== 0;
  if (paging && reloads && usesPae(cpu) && !loadPdptes(cpu, cpu.u64[L.CR3]!)) raise(GP, 0);
  cpu.i32[2 * L.CR0] = value;
  changed(cpu, 0, value);
}

const usesPae = (cpu: Cpu): boolean =>
  (cpu.i32[2 * L.CR4]! & L.CR4_PAE) !== 0 && (cpu.i32[2 * L.EFER]! & L.EFER_LMA) === 0;

function changed(cpu: Cpu, register: number, value: number): void {
  cpu.refresh();
  selectSpace(cpu);
  if (cpu.sink !== null)
    cpu.emit({
      kind: 'control-register-written',
      ...cpu.common,
      register,
      value: register === 3 ? cpu.u64[L.CR3]! : BigInt(value >>> 0),
    });
}

function toCr3(cpu: Cpu, d: Insn, low: number, high: number): void {
  if (nonRoot(cpu) && (cpu.proc & CR3_LOAD_EXITING) !== 0) {
    const targets = cpu.u32[cpu.vmcs + F.cr3_target_count]!;
    let allowed = false;
    for (let i = 0; i < targets && i < 4; i++) {
      const at = F.cr3_target_value_0 + 2 * i;
      allowed ||= field(cpu, at) === low && field(cpu, at + 1) === high;
    }
    if (!allowed) {
      exit(cpu, d, 3, 0, d.rm);
      return;
    }
  }
  const pcid = (cpu.i32[2 * L.CR4]! & L.CR4_PCIDE) !== 0;
  const bits = pcid ? high & 0x7fffffff : high;
  if ((bits & cpu.caps.physicalHighMask) !== 0) raise(GP, 0);
  const value = (BigInt(bits >>> 0) << 32n) | BigInt(low >>> 0);
  if (usesPae(cpu) && (cpu.i32[2 * L.CR0]! & L.CR0_PG) !== 0 && !loadPdptes(cpu, value)) raise(GP, 0);
  cpu.u64[L.CR3] = value;
  changed(cpu, 3, 0);
}

function toCr4(cpu: Cpu, d: Insn, low: number, high: number): void {
  let value = low;
  if (nonRoot(cpu)) {
    if (differsFromShadow(cpu, low, high, F.cr4_guest_host_mask, F.cr4_read_shadow)) {
      exit(cpu, d, 4, 0, d.rm);
      return;
    }
    const mask = field(cpu, F.cr4_guest_host_mask);
    value = (low & ~mask) | (cpu.i32[2 * L.CR4]! & mask);
  }
  if (high !== 0 || (value & ~cpu.caps.cr4Fixed1) !== 0) raise(GP, 0);
  if (cpu.mode !== L.VMX_OUTSIDE && (cpu.caps.cr4Fixed0 & ~value) !== 0) raise(GP, 0);
  const old = cpu.i32[2 * L.CR4]!;
  if (cpu.longMode && (value & L.CR4_PAE) === 0) raise(GP, 0);
  if ((value & L.CR4_PCIDE) !== 0 && (old & L.CR4_PCIDE) === 0) {
    if (!cpu.longMode || (cpu.i32[2 * L.CR3]! & 0xfff) !== 0) raise(GP, 0);
  }
  const paging = (cpu.i32[2 * L.CR0]! & L.CR0_PG) !== 0;
  const reloads = ((old ^ value) & (L.CR4_PAE | L.CR4_PGE | L.CR4_PSE | L.CR4_SMEP)) !== 0;
  cpu.i32[2 * L.CR4] = value;
  if (paging && reloads && usesPae(cpu) && !loadPdptes(cpu, cpu.u64[L.CR3]!)) {
    cpu.i32[2 * L.CR4] = old;
    raise(GP, 0);
  }
  changed(cpu, 4, value);
}

export function clts(cpu: Cpu, d: Insn): void {
  if (cpu.cpl !== 0) raise(GP, 0);
  if (nonRoot(cpu) && (field(cpu, F.cr0_guest_host_mask) & L.CR0_TS) !== 0) {
    // Masked: exit when the guest believes TS is 1, otherwise nothing at all.
    if ((field(cpu, F.cr0_read_shadow) & L.CR0_TS) !== 0) exit(cpu, d, 0, 2, 0);
    return;
  }
  cpu.i32[2 * L.CR0]! &= ~L.CR0_TS;
}

/** Only PE (to 1), MP, EM and TS can change. */
export function lmsw(cpu: Cpu, d: Insn): void {
  if (cpu.cpl !== 0) raise(GP, 0);
  let source: number;
  let address = 0n;
  if (d.isMemory) {
    effectiveAddress(cpu, d);
    const at = linear(cpu, d.segment, cpu.eaLow, cpu.eaHigh, 2, READ);
    address = BigInt.asUintN(64, BigInt(at));
    source = load16(cpu, at);
  } else source = cpu.i32[2 * d.rm]! & 0xffff;
  let value = source & 15;
  if (nonRoot(cpu)) {
    const mask = field(cpu, F.cr0_guest_host_mask);
    const shadow = field(cpu, F.cr0_read_shadow);
    const others = ((source ^ shadow) & mask & 0xe) !== 0;
    const enables = (mask & 1) !== 0 && (source & 1) !== 0 && (shadow & 1) === 0;
    if (others || enables) {
      if (d.isMemory) exitGuestLinear(cpu, address);
      const qualification = (3 << 4) | (d.isMemory ? 0x40 : 0) | (source << 16);
      exitForInstruction(cpu, d, CONTROL_REGISTER_ACCESS, qualification >>> 0, 0);
      return;
    }
    value = (value & ~mask) | (cpu.i32[2 * L.CR0]! & mask & 15);
  }
  const old = cpu.i32[2 * L.CR0]!;
  setCr0(cpu, (old & ~0xe) | (value & 0xe) | (value & 1));
}

export function smsw(cpu: Cpu, d: Insn): void {
  const value = visibleCr0(cpu);
  if (d.isMemory) writeRm(cpu, d, 2, value & 0xffff);
  else if (d.size === 8) cpu.u64[d.rm] = BigInt(value >>> 0);
  else writeRegister(cpu, d, d.rm, d.size, d.size === 4 ? value >>> 0 : value & 0xffff);
}
