// What VMREAD and VMWRITE share: which VMCS they act on, and finding the field. SDM vol. 3, 24.10, 24.11.2.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { GP, raise } from '../cpu/faults.ts';
import { F } from '../fields/slots.ts';
import { fieldByEncoding } from '../fields/fields.ts';
import type { FieldAccess, VmcsField } from '../fields/fields.ts';
import { physicalRead8 } from '../cpu/physical.ts';
import { exitForVmxInstruction } from '../exit/vmx-instruction-exits.ts';
import { undefinedUnlessVmx, vmFailInvalid } from './outcome.ts';

const VMCS_SHADOWING = 1 << 14;

/** Result of the preamble when there is nothing left to do. */
export const DONE = -1;

const pointerAt = (cpu: Cpu, field: number): number =>
  cpu.u32[cpu.vmcs + field]! + cpu.u32[cpu.vmcs + field + 1]! * 4294967296;

/** With VMCS shadowing, a field whose bit in the bitmap is 0 does not exit. */
function shadowed(cpu: Cpu, insn: Insn, bitmap: number): boolean {
  if ((cpu.proc2 & VMCS_SHADOWING) === 0) return false;
  const encoding = cpu.u32[2 * insn.reg]!;
  const high = cpu.codeSize === 64 ? cpu.u32[2 * insn.reg + 1]! : 0;
  if (high !== 0 || encoding >= 0x8000) return false;
  const bits = physicalRead8(cpu, pointerAt(cpu, bitmap) + (encoding >> 3));
  return ((bits >> (encoding & 7)) & 1) === 0;
}

/** Steps 1 to 4. Gives the word index of the VMCS to act on, or DONE (exited, or VMfailInvalid). */
export function accessedVmcs(
  cpu: Cpu,
  insn: Insn,
  instruction: 'VMREAD' | 'VMWRITE',
  exitReason: number,
  bitmap: number,
): number {
  undefinedUnlessVmx(cpu);
  if (cpu.mode === L.VMX_NON_ROOT) {
    if (!shadowed(cpu, insn, bitmap)) {
      exitForVmxInstruction(cpu, insn, exitReason);
      return DONE;
    }
    if (cpu.cpl > 0) raise(GP, 0);
    const link = pointerAt(cpu, F.vmcs_link_pointer);
    if (link < cpu.ramBytes) return (L.RAM + link) >> 2;
    vmFailInvalid(cpu, instruction);
    return DONE;
  }
  if (cpu.cpl > 0) raise(GP, 0);
  if (cpu.vmcs >= 0) return cpu.vmcs;
  vmFailInvalid(cpu, instruction);
  return DONE;
}

/** Fields of a profile by encoding; null entries are encodings it does not have. */
const known = new WeakMap<Cpu['caps'], Map<number, FieldAccess | null>>();

function accessOf(cpu: Cpu, encoding: number): FieldAccess | null {
  let table = known.get(cpu.caps);
  if (table === undefined) {
    table = new Map<number, FieldAccess | null>();
    known.set(cpu.caps, table);
  }
  let access = table.get(encoding);
  if (access === undefined) {
    access = fieldByEncoding(encoding);
    if (access !== null && !cpu.caps.hasField(access.field)) access = null;
    // Any encoding can be asked for; only the 310 that may exist are remembered.
    if (table.size < 1024) table.set(encoding, access);
  }
  return access;
}

/** The field the register operand names, or null when the profile has no such field. */
export function namedField(cpu: Cpu, insn: Insn): FieldAccess | null {
  if (cpu.codeSize === 64 && cpu.i32[2 * insn.reg + 1] !== 0) return null;
  return accessOf(cpu, cpu.u32[2 * insn.reg]!);
}

/** Value of a field as VMREAD gives it: two 32-bit halves in the processor's scratch. */
export function fieldValue(cpu: Cpu, vmcs: number, field: VmcsField, high: boolean): bigint {
  const at = vmcs + (field.offset >> 2);
  if (high) return BigInt(cpu.u32[at + 1]!);
  if (field.width === 16) return BigInt(cpu.u32[at]! & 0xffff);
  if (field.width === 32) return BigInt(cpu.u32[at]!);
  return cpu.u64[at >> 1]!;
}
