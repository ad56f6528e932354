// VMWRITE: a register or memory operand to a field of the current VMCS. SDM vol. 3, 30.3 "VMWRITE".
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { READ } from '../cpu/paging.ts';
import { load32, load64, operandAddress } from '../cpu/memory.ts';
import { touchPage } from '../cpu/physical.ts';
import { DONE, accessedVmcs, fieldValue, namedField } from './vmcs-access.ts';
import { vmFailValid, vmSucceed } from './outcome.ts';

const EXIT_REASON = 25;
const UNSUPPORTED_COMPONENT = 12;
const READ_ONLY_COMPONENT = 13;

export function vmwrite(cpu: Cpu, insn: Insn): void {
  const vmcs = accessedVmcs(cpu, insn, 'VMWRITE', EXIT_REASON, F.vmwrite_bitmap_addr);
  if (vmcs === DONE) return;
  const { i32 } = cpu;
  // The source is read before the field is looked up: its faults come first.
  let low: number;
  let upper: number;
  if (!insn.isMemory) {
    low = i32[2 * insn.rm]!;
    upper = cpu.codeSize === 64 ? i32[2 * insn.rm + 1]! : 0;
  } else if (cpu.codeSize === 64) {
    const value = load64(cpu, operandAddress(cpu, insn, 8, READ));
    low = Number(BigInt.asIntN(32, value));
    upper = Number(BigInt.asIntN(32, value >> 32n));
  } else {
    low = load32(cpu, operandAddress(cpu, insn, 4, READ)) | 0;
    upper = 0;
  }
  const access = namedField(cpu, insn);
  if (access === null) {
    vmFailValid(cpu, 'VMWRITE', UNSUPPORTED_COMPONENT);
    return;
  }
  const { field, high } = access;
  if (field.type === 'exit-information' && !cpu.caps.writableExitInformation) {
    vmFailValid(cpu, 'VMWRITE', READ_ONLY_COMPONENT);
    return;
  }
  const at = vmcs + (field.offset >> 2);
  const previous = cpu.sink === null ? 0n : fieldValue(cpu, vmcs, field, high);
  touchPage(cpu, ((vmcs << 2) - L.RAM) >> 12);
  if (high) i32[at + 1] = low;
  else {
    i32[at] = field.width === 16 ? low & 0xffff : low;
    // A 32-bit write of a wider field clears its upper half.
    i32[at + 1] = field.width === 64 || field.width === 'natural' ? upper : 0;
  }
  vmSucceed(cpu, 'VMWRITE');
  if (cpu.sink !== null)
    cpu.emit({
      kind: 'field-written',
      ...cpu.common,
      encoding: field.encoding + (high ? 1 : 0),
      field: field.name,
      value: fieldValue(cpu, vmcs, field, high),
      previous,
    });
}
