// Exits by VMX instructions and descriptor-table instructions: qualification and instruction information.
// SDM vol. 3, 27.2.1 and 27.2.4 (tables 27-8 to 27-14).
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import { exitForInstruction } from './vm-exit.ts';

/** Reasons of VMX instructions without operands: no information, no qualification. */
const WITHOUT_OPERANDS = new Set([18, 20, 24, 26]);
const VMREAD = 23;
const VMWRITE = 25;
const INVEPT = 50;
const INVVPID = 53;
const INVPCID = 58;

/** Scale, address size, segment, index and base of a memory operand. */
export function memoryInformation(insn: Insn): number {
  const scale = insn.index >= 0 ? Math.log2(insn.scale) : 0;
  const addressSize = insn.addressSize === 2 ? 0 : insn.addressSize === 4 ? 1 : 2;
  let information = scale | (addressSize << 7) | (insn.segment << 15);
  information |= insn.index >= 0 ? insn.index << 18 : 1 << 22;
  information |= insn.base >= 0 ? insn.base << 23 : 1 << 27;
  return information;
}

/** The displacement, sign-extended; for RIP-relative operands RIP is already added. */
export function displacementOf(cpu: Cpu, insn: Insn): bigint {
  if (!insn.isMemory) return 0n;
  const displacement = insn.ripRelative
    ? BigInt(cpu.nextRip) + BigInt(insn.displacement)
    : BigInt(insn.displacement);
  return BigInt.asUintN(64, displacement);
}

export function exitForVmxInstruction(cpu: Cpu, insn: Insn, reason: number): void {
  if (WITHOUT_OPERANDS.has(reason)) {
    exitForInstruction(cpu, insn, reason, 0, 0);
    return;
  }
  let information = insn.isMemory ? memoryInformation(insn) : (1 << 10) | (insn.rm << 3);
  // Reg2: the register operand of VMREAD (the field), VMWRITE (the field), INVEPT, INVVPID, INVPCID.
  if (
    reason === VMREAD ||
    reason === VMWRITE ||
    reason === INVEPT ||
    reason === INVVPID ||
    reason === INVPCID
  )
    information |= insn.reg << 28;
  exitForInstruction(cpu, insn, reason, displacementOf(cpu, insn), information);
}
