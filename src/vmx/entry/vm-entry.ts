// VM entry, common to VMLAUNCH and VMRESUME. SDM vol. 3, chapter 26, in its order of steps.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { VMCS_EPOCH, VMCS_LAUNCH_STATE } from '../fields/fields.ts';
import { touchPage } from '../cpu/physical.ts';
import { regionFlags } from '../cpu/regions.ts';
import { vmFailInvalid, vmFailValid, vmxPreamble } from '../instructions/outcome.ts';
import { verifyEntry } from '../checks/entry-cache.ts';
import { failingOf } from '../checks/failing.ts';
import { loadGuestState } from './load-guest-state.ts';
import { injectEvent } from './event-injection.ts';
import { loadHostState } from '../exit/load-host-state.ts';
import { loadMsrList } from '../exit/msr-lists.ts';
import { abort } from '../exit/vmx-abort.ts';
import { loadPdptes } from '../cpu/paging.ts';
import { checkTprThreshold } from '../cpu/tpr.ts';

export type EntryInstruction = 'VMLAUNCH' | 'VMRESUME';

const INVALID_GUEST_STATE = 33;
const MSR_LOADING = 34;
const EVENTS_BLOCKED_BY_MOV_SS = 26;
const LAUNCH_OF_NON_CLEAR = 4;
const RESUME_OF_NON_LAUNCHED = 5;
const RESUME_AFTER_VMXOFF = 6;
const INVALID_CONTROLS = 7;
const INVALID_HOST_STATE = 8;

/** The group of the first check that fails, as verifyEntry numbers them. */
const CONTROLS = 0;
const HOST = 1;

export function enterVm(cpu: Cpu, insn: Insn, instruction: EntryInstruction, exitReason: number): void {
  // Steps 1 to 3: #UD, exit in non-root operation, #GP(0).
  if (vmxPreamble(cpu, insn, exitReason)) return;
  // 4. A current VMCS.
  if (cpu.vmcs < 0) {
    vmFailInvalid(cpu, instruction);
    return;
  }
  const { i32, vmcs } = cpu;
  // 5. Blocking by MOV SS.
  if ((i32[2 * L.BLOCKING]! & L.BLOCKED_BY_MOV_SS) !== 0) {
    vmFailValid(cpu, instruction, EVENTS_BLOCKED_BY_MOV_SS);
    return;
  }
  // 6. Launch state, and the VMX operation in which the VMCS was launched.
  const launched = i32[vmcs + (VMCS_LAUNCH_STATE >> 2)]! !== 0;
  if (instruction === 'VMLAUNCH' && launched) {
    vmFailValid(cpu, instruction, LAUNCH_OF_NON_CLEAR);
    return;
  }
  if (instruction === 'VMRESUME' && !launched) {
    vmFailValid(cpu, instruction, RESUME_OF_NON_LAUNCHED);
    return;
  }
  if (instruction === 'VMRESUME' && i32[vmcs + (VMCS_EPOCH >> 2)]! !== i32[2 * L.VMX_EPOCH]!) {
    vmFailValid(cpu, instruction, RESUME_AFTER_VMXOFF);
    return;
  }
  warnIfNeverCleared(cpu);
  // 7. Controls, then host state. 8. Guest state.
  const failure = verifyEntry(cpu);
  if (failure !== null) {
    if (failure.group === CONTROLS || failure.group === HOST) {
      const error = failure.group === CONTROLS ? INVALID_CONTROLS : INVALID_HOST_STATE;
      vmFailValid(cpu, instruction, error, failingOf(cpu, failure.group));
    } else failEntry(cpu, instruction, INVALID_GUEST_STATE, failure.qualification);
    return;
  }
  loadGuestState(cpu);
  const usesPae = (i32[2 * L.EFER]! & L.EFER_LMA) === 0 && (i32[2 * L.CR4]! & L.CR4_PAE) !== 0;
  if (usesPae && (i32[2 * L.CR0]! & L.CR0_PG) !== 0) loadGuestPdptes(cpu);
  // 9. MSRs.
  const failed = { position: 0 };
  if (!loadMsrList(cpu, F.vmentry_msr_load_addr, F.vmentry_msr_load_count, failed)) {
    failEntry(cpu, instruction, MSR_LOADING, failed.position);
    return;
  }
  // 10. Launch state.
  if (instruction === 'VMLAUNCH') {
    i32[vmcs + (VMCS_LAUNCH_STATE >> 2)] = 1;
    i32[vmcs + (VMCS_EPOCH >> 2)] = i32[2 * L.VMX_EPOCH]!;
    touchPage(cpu, ((vmcs << 2) - L.RAM) >> 12);
  }
  if (cpu.sink !== null) emitEntry(cpu, instruction);
  // 11. The injected event. From here on RIP is the guest's.
  cpu.rip = cpu.nextRip;
  checkTprThreshold(cpu);
  injectEvent(cpu);
}

/** PDPTEs come from the fields under EPT, from memory otherwise. SDM 26.3.2.4. */
function loadGuestPdptes(cpu: Cpu): void {
  if ((cpu.proc2 & 2) !== 0)
    for (let i = 0; i < 4; i++) cpu.u64[L.PDPTE + i] = cpu.u64[(cpu.vmcs + F.guest_pdpte0 + 2 * i) >> 1]!;
  else loadPdptes(cpu, cpu.u64[L.CR3]!);
}

/** Exit reason with bit 31: only reason and qualification are written, the host is loaded. SDM 26.7. */
function failEntry(cpu: Cpu, instruction: EntryInstruction, reason: number, qualification: number): void {
  const { i32, vmcs } = cpu;
  const common = cpu.sink === null ? null : cpu.common;
  const failing = common === null || reason !== INVALID_GUEST_STATE ? [] : failingOf(cpu, 2);
  touchPage(cpu, ((vmcs << 2) - L.RAM) >> 12);
  i32[vmcs + F.exit_reason] = reason | (0x80000000 | 0);
  i32[vmcs + F.exit_qualification] = qualification;
  i32[vmcs + F.exit_qualification + 1] = 0;
  loadHostState(cpu);
  if (!loadMsrList(cpu, F.vmexit_msr_load_addr, F.vmexit_msr_load_count, null)) abort(cpu, 4);
  if (common !== null)
    cpu.emit({
      kind: 'entry-failure',
      ...common,
      mode: 'root',
      instruction,
      reason,
      qualification: BigInt(qualification),
      failing,
      hostRip: BigInt.asUintN(64, BigInt(cpu.nextRip)),
    });
}

function emitEntry(cpu: Cpu, instruction: EntryInstruction): void {
  const information = cpu.i32[cpu.vmcs + F.vmentry_interruption_info]!;
  cpu.emit({
    kind: 'entry',
    ...cpu.common,
    mode: 'root',
    instruction,
    guestRip: BigInt.asUintN(64, BigInt(cpu.nextRip)),
    injected: information < 0 ? information >>> 0 : null,
  });
}

function warnIfNeverCleared(cpu: Cpu): void {
  if (cpu.sink === null) return;
  const region = cpu.u64[L.CURRENT_VMCS]!;
  if ((regionFlags(cpu, region) & L.REGION_CLEARED) === 0)
    cpu.emit({ kind: 'warning', ...cpu.common, code: 'launch-of-uncleared-region', region });
}
