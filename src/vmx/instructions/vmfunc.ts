// VMFUNC: a guest's call that need not exit. Later than the ten. SDM vol. 3, 25.5.5.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { UD, raise } from '../cpu/faults.ts';
import { F } from '../fields/slots.ts';
import { physicalRead64, physicalWrite64 } from '../cpu/physical.ts';
import { selectSpace } from '../cpu/paging.ts';
import { exitForInstruction } from '../exit/vm-exit.ts';

const ENABLE_VM_FUNCTIONS = 1 << 13;
const EXIT_REASON = 59;
const EPTP_SWITCHING = 0;
const LIST_ENTRIES = 512;

export function vmfunc(cpu: Cpu, insn: Insn): void {
  const number = cpu.u32[2 * L.RAX]!;
  if (cpu.mode !== L.VMX_NON_ROOT || (cpu.proc2 & ENABLE_VM_FUNCTIONS) === 0 || number >= 64) raise(UD);
  const enabled = number < 32 && ((cpu.i32[cpu.vmcs + F.vm_function_controls]! >>> number) & 1) === 1;
  const index = cpu.u32[2 * L.RCX]!;
  if (!enabled || number !== EPTP_SWITCHING || index >= LIST_ENTRIES) {
    exitForInstruction(cpu, insn, EXIT_REASON, 0, 0);
    return;
  }
  const list = cpu.u32[cpu.vmcs + F.eptp_list_addr]! + cpu.u32[cpu.vmcs + F.eptp_list_addr + 1]! * 4294967296;
  const pointer = physicalRead64(cpu, list + 8 * index);
  const type = pointer & 7n;
  const good = (type === 0n || type === 6n) && ((pointer >> 3n) & 7n) === 3n && (pointer & 0xf80n) === 0n && pointer >> BigInt(cpu.profile.physicalAddressWidth) === 0n; // prettier-ignore
  if (!good) {
    exitForInstruction(cpu, insn, EXIT_REASON, 0, 0);
    return;
  }
  physicalWrite64(cpu, ((cpu.vmcs + F.ept_pointer) << 2) - L.RAM, pointer);
  selectSpace(cpu);
}
