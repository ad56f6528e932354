// VMXON: enter VMX root operation. SDM vol. 3, 30.3 "VMXON".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { GP, UD, raise } from '../cpu/faults.ts';
import { READ } from '../cpu/paging.ts';
import { load64, operandAddress } from '../cpu/memory.ts';
import { physicalRead32 } from '../cpu/physical.ts';
import { exitForVmxInstruction } from '../exit/vmx-instruction-exits.ts';
import { badRegionAddress, inCompatibilityMode, vmFail, vmFailInvalid, vmSucceed } from './outcome.ts';

const EXIT_REASON = 27;
const VMXON_IN_ROOT = 15;

/** Bits of CR0 and CR4 that VMX operation fixes have supported values. SDM 23.8. */
export function controlRegistersFit(cpu: Cpu): boolean {
  const { cr0Fixed0, cr0Fixed1, cr4Fixed0, cr4Fixed1 } = cpu.caps;
  const cr0 = cpu.i32[2 * L.CR0]!;
  const cr4 = cpu.i32[2 * L.CR4]!;
  return (
    (cr0 & cr0Fixed0) === cr0Fixed0 &&
    (cr0 & ~cr0Fixed1) === 0 &&
    (cr4 & cr4Fixed0) === cr4Fixed0 &&
    (cr4 & ~cr4Fixed1) === 0
  );
}

const LOCKED = 1;
const ENABLED_OUTSIDE_SMX = 4;

export function vmxon(cpu: Cpu, insn: Insn): void {
  // 1. #UD: register operand, mode, or CR4.VMXE = 0.
  const vmxe = (cpu.i32[2 * L.CR4]! & L.CR4_VMXE) !== 0;
  if (!insn.isMemory || !cpu.protectedMode || !vmxe || cpu.v86 || inCompatibilityMode(cpu)) raise(UD);
  // 3. Non-root operation: exit.
  if (cpu.mode === L.VMX_NON_ROOT) {
    exitForVmxInstruction(cpu, insn, EXIT_REASON);
    return;
  }
  // 4. Root operation: the operand is not even read.
  if (cpu.mode === L.VMX_ROOT) {
    if (cpu.cpl > 0) raise(GP, 0);
    vmFail(cpu, 'VMXON', VMXON_IN_ROOT);
    return;
  }
  // 2. Outside VMX operation.
  const control = cpu.i32[2 * L.FEATURE_CONTROL]!;
  const enabled = (control & LOCKED) !== 0 && (control & ENABLED_OUTSIDE_SMX) !== 0;
  if (cpu.cpl > 0 || !controlRegistersFit(cpu) || !enabled) raise(GP, 0);
  const region = load64(cpu, operandAddress(cpu, insn, 8, READ));
  // Revision identifier in bits 30:0, bit 31 clear.
  if (badRegionAddress(cpu, region) || physicalRead32(cpu, Number(region)) !== cpu.profile.revision) {
    vmFailInvalid(cpu, 'VMXON');
    return;
  }
  cpu.u64[L.VMXON_POINTER] = region;
  cpu.u64[L.CURRENT_VMCS] = L.NO_VMCS;
  cpu.i32[2 * L.VMX_EPOCH]! += 1;
  cpu.i32[2 * L.MONITOR] = 0;
  if (cpu.sink !== null) cpu.emit({ kind: 'vmx-on', ...cpu.common, region });
  cpu.i32[2 * L.VMX_MODE] = L.VMX_ROOT;
  cpu.refresh();
  vmSucceed(cpu, 'VMXON');
}
