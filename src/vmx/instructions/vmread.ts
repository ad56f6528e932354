// VMREAD: a field of the current VMCS to a register or memory. SDM vol. 3, 30.3 "VMREAD".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import { F } from '../fields/slots.ts';
import { WRITE } from '../cpu/paging.ts';
import { operandAddress, store32, store64 } from '../cpu/memory.ts';
import { DONE, accessedVmcs, fieldValue, namedField } from './vmcs-access.ts';
import { vmFailValid, vmSucceed } from './outcome.ts';

const EXIT_REASON = 23;
const UNSUPPORTED_COMPONENT = 12;

export function vmread(cpu: Cpu, insn: Insn): void {
  const vmcs = accessedVmcs(cpu, insn, 'VMREAD', EXIT_REASON, F.vmread_bitmap_addr);
  if (vmcs === DONE) return;
  const access = namedField(cpu, insn);
  if (access === null) {
    vmFailValid(cpu, 'VMREAD', UNSUPPORTED_COMPONENT);
    return;
  }
  const { field, high } = access;
  const { i32 } = cpu;
  const at = vmcs + (field.offset >> 2);
  // Faults of a memory operand can only happen here.
  if (insn.isMemory) {
    const value = fieldValue(cpu, vmcs, field, high);
    if (cpu.codeSize === 64) store64(cpu, operandAddress(cpu, insn, 8, WRITE), value);
    else store32(cpu, operandAddress(cpu, insn, 4, WRITE), Number(value & 0xffffffffn));
  } else {
    const wide = !high && (field.width === 64 || field.width === 'natural');
    i32[2 * insn.rm] = high ? i32[at + 1]! : field.width === 16 ? i32[at]! & 0xffff : i32[at]!;
    i32[2 * insn.rm + 1] = wide && cpu.codeSize === 64 ? i32[at + 1]! : 0;
  }
  vmSucceed(cpu, 'VMREAD');
  if (cpu.sink !== null)
    cpu.emit({
      kind: 'field-read',
      ...cpu.common,
      encoding: field.encoding + (high ? 1 : 0),
      field: field.name,
      value: fieldValue(cpu, vmcs, field, high),
    });
}
