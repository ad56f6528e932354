// INVEPT and INVVPID: invalidate translations. Later than the ten. SDM vol. 3, 30.3.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import { UD, raise } from '../cpu/faults.ts';
import { READ } from '../cpu/paging.ts';
import { effectiveAddress, linear, load64 } from '../cpu/memory.ts';
import { isCanonical } from '../cpu/msr.ts';
import { undefinedUnlessVmx, vmFail, vmSucceed, vmxPreamble } from './outcome.ts';

const INVEPT_EXIT = 50;
const INVVPID_EXIT = 53;
const INVALID_OPERAND = 28;

interface Descriptor {
  readonly low: bigint;
  readonly high: bigint;
}

function descriptor(cpu: Cpu, insn: Insn): Descriptor {
  effectiveAddress(cpu, insn);
  const at = linear(cpu, insn.segment, cpu.eaLow, cpu.eaHigh, 16, READ);
  return { low: load64(cpu, at), high: load64(cpu, at + 8) };
}

const typeOf = (cpu: Cpu, insn: Insn): bigint =>
  cpu.codeSize === 64 ? cpu.u64[insn.reg]! : BigInt(cpu.u32[2 * insn.reg]!);

export function invept(cpu: Cpu, insn: Insn): void {
  if (!cpu.caps.hasEpt || !insn.isMemory) raise(UD);
  undefinedUnlessVmx(cpu);
  if (vmxPreamble(cpu, insn, INVEPT_EXIT)) return;
  const type = typeOf(cpu, insn);
  // IA32_VMX_EPT_VPID_CAP bits 25, 26: single-context, all-context.
  const supported = type <= 2n && ((cpu.caps.eptCapLow >> (24 + Number(type))) & 1) === 1 && type !== 0n;
  const { low } = descriptor(cpu, insn);
  if (!supported || (type === 1n && !validPointer(cpu, low))) {
    vmFail(cpu, 'INVEPT', INVALID_OPERAND);
    return;
  }
  cpu.flushTlb();
  cpu.spacesDropped = true;
  vmSucceed(cpu, 'INVEPT');
}

/** The EPT pointer must be one that VM entry would accept (check C18). */
function validPointer(cpu: Cpu, pointer: bigint): boolean {
  const type = pointer & 7n;
  const typeOk =
    type === 0n ? (cpu.caps.eptCapLow & 0x100) !== 0 : type === 6n && (cpu.caps.eptCapLow & 0x4000) !== 0;
  return typeOk && ((pointer >> 3n) & 7n) === 3n && (pointer & 0xf80n) === 0n && pointer >> BigInt(cpu.profile.physicalAddressWidth) === 0n; // prettier-ignore
}

export function invvpid(cpu: Cpu, insn: Insn): void {
  if (!cpu.caps.hasVpid || !insn.isMemory) raise(UD);
  undefinedUnlessVmx(cpu);
  if (vmxPreamble(cpu, insn, INVVPID_EXIT)) return;
  const type = typeOf(cpu, insn);
  const supported = type <= 3n && ((cpu.caps.eptCapHigh >> (8 + Number(type))) & 1) === 1;
  const { low, high } = descriptor(cpu, insn);
  const vpid = low & 0xffffn;
  const bad =
    !supported || low >> 16n !== 0n || (type !== 2n && vpid === 0n) || (type === 0n && !isCanonical(high));
  if (bad) {
    vmFail(cpu, 'INVVPID', INVALID_OPERAND);
    return;
  }
  cpu.flushTlb();
  vmSucceed(cpu, 'INVVPID');
}
