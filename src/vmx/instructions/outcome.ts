// How a VMX instruction ends: VMsucceed, VMfailInvalid, VMfailValid; and what nearly all of them test first.
// SDM vol. 3, 30.2 (conventions) and 30.3 (operation sections).
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import type { VmxInstruction } from '../trace/events.ts';
import * as L from '../cpu/layout.ts';
import { GP, UD, raise } from '../cpu/faults.ts';
import { F } from '../fields/slots.ts';
import { touchPage } from '../cpu/physical.ts';
import { exitForVmxInstruction } from '../exit/vmx-instruction-exits.ts';

function setOutcome(cpu: Cpu, flags: number): void {
  cpu.i32[2 * L.RFLAGS] = (cpu.i32[2 * L.RFLAGS]! & ~L.ARITHMETIC_FLAGS) | flags;
}

export function vmSucceed(cpu: Cpu, instruction: VmxInstruction): void {
  setOutcome(cpu, 0);
  if (cpu.sink !== null) cpu.emit({ kind: 'vmsucceed', ...cpu.common, instruction });
}

export function vmFailInvalid(cpu: Cpu, instruction: VmxInstruction): void {
  setOutcome(cpu, L.CF);
  if (cpu.sink !== null) cpu.emit({ kind: 'vmfail', ...cpu.common, instruction, error: null, failing: [] });
}

export function vmFailValid(
  cpu: Cpu,
  instruction: VmxInstruction,
  error: number,
  failing: readonly string[] = [],
): void {
  setOutcome(cpu, L.ZF);
  touchPage(cpu, ((cpu.vmcs << 2) - L.RAM) >> 12);
  cpu.i32[cpu.vmcs + F.vm_instruction_error] = error;
  if (cpu.sink !== null) cpu.emit({ kind: 'vmfail', ...cpu.common, instruction, error, failing });
}

/** VMfail(n): VMfailValid with a current VMCS, VMfailInvalid without. */
export function vmFail(cpu: Cpu, instruction: VmxInstruction, error: number): void {
  if (cpu.vmcs >= 0) vmFailValid(cpu, instruction, error);
  else vmFailInvalid(cpu, instruction);
}

/** Compatibility mode: EFER.LMA = 1 and CS.L = 0. */
export const inCompatibilityMode = (cpu: Cpu): boolean => cpu.longMode && cpu.codeSize !== 64;

/** #UD outside VMX operation, in real-address, virtual-8086 or compatibility mode. */
export function undefinedUnlessVmx(cpu: Cpu): void {
  if (cpu.mode === L.VMX_OUTSIDE || !cpu.protectedMode || cpu.v86 || inCompatibilityMode(cpu)) raise(UD);
}

/** Steps 1 to 3 of most operation sections. True: the instruction has exited, and nothing is left to do. */
export function vmxPreamble(cpu: Cpu, insn: Insn, exitReason: number): boolean {
  undefinedUnlessVmx(cpu);
  if (cpu.mode === L.VMX_NON_ROOT) {
    exitForVmxInstruction(cpu, insn, exitReason);
    return true;
  }
  if (cpu.cpl > 0) raise(GP, 0);
  return false;
}

/** Not 4-KiB aligned, beyond the physical-address width, or beyond 32 bits where the profile says so. */
export function badRegionAddress(cpu: Cpu, address: bigint): boolean {
  if ((address & 0xfffn) !== 0n) return true;
  const width = cpu.caps.addressesAre32Bit ? 32 : cpu.profile.physicalAddressWidth;
  return address >> BigInt(width) !== 0n;
}
