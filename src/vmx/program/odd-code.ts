// Code that is not what the source says: entered in the middle of an instruction, or written over by the program.
// Both are allowed (SDM vol. 3, 11.6 on self-modifying code); whoever reads the source must be told.
import type { VmxMachine, WarningCode, WarningEvent } from '../index.ts';
import type { Program } from './session-types.ts';

/** A warning when what runs next, at `address`, is not the instruction of the source; else null. */
export function oddCode(program: Program, machine: VmxMachine, address: bigint): WarningEvent | null {
  const code = oddity(program, machine, address);
  if (code === null) return null;
  const { steps, mode, currentVmcs } = machine;
  return { kind: 'warning', code, step: steps, mode, rip: address, vmcs: currentVmcs, region: null };
}

function oddity(program: Program, machine: VmxMachine, address: bigint): WarningCode | null {
  const instruction = program.instructionAt?.(address) ?? null;
  if (instruction === null) return null;
  const { start, bytes } = instruction;
  if (BigInt(start) !== address) return 'middle-of-instruction';
  const now = machine.readMemory(start, bytes.length);
  return bytes.some((byte, i) => byte !== now[i]) ? 'code-written-over' : null;
}
