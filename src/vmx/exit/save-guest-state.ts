// Saving the guest's state in the VMCS. SDM vol. 3, 27.3.
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { GUEST_WORDS } from './state-map.ts';
import { deadlineToTimer } from '../cpu/preemption-timer.ts';
import { eptActive } from '../cpu/ept.ts';

const VIRTUAL_NMIS = 0x20;

export function saveGuestState(cpu: Cpu): void {
  const { i32, u64, vmcs } = cpu;
  const { state, vmcs: fields } = GUEST_WORDS;
  for (let i = 0; i < state.length; i++) i32[vmcs + fields[i]!] = i32[state[i]!]!;
  i32[vmcs + F.guest_rip] = cpu.rip | 0;
  i32[vmcs + F.guest_rip + 1] = Math.floor(cpu.rip / 4294967296);
  i32[vmcs + F.guest_cr0] = i32[2 * L.CR0]!;
  i32[vmcs + F.guest_cr0 + 1] = 0;
  i32[vmcs + F.guest_cr4] = i32[2 * L.CR4]!;
  i32[vmcs + F.guest_cr4 + 1] = 0;
  const exit = i32[vmcs + F.vmexit_controls]!;
  if ((exit & 4) !== 0) {
    i32[vmcs + F.guest_dr7] = i32[2 * L.DR7]!;
    i32[vmcs + F.guest_dr7 + 1] = 0;
    i32[vmcs + F.guest_ia32_debugctl] = i32[2 * L.DEBUGCTL]!;
    i32[vmcs + F.guest_ia32_debugctl + 1] = i32[2 * L.DEBUGCTL + 1]!;
  }
  if ((exit & (1 << 18)) !== 0) u64[(vmcs + F.guest_ia32_pat) >> 1] = u64[L.PAT]!;
  if ((exit & (1 << 20)) !== 0) u64[(vmcs + F.guest_ia32_efer) >> 1] = u64[L.EFER]!;
  if ((exit & (1 << 22)) !== 0) i32[vmcs + F.vmx_preemption_timer_value] = deadlineToTimer(cpu);
  const pin = i32[vmcs + F.pin_based_controls]!;
  const blocking = i32[2 * L.BLOCKING]!;
  let nmi = blocking & L.BLOCKED_BY_NMI;
  if ((pin & VIRTUAL_NMIS) !== 0)
    nmi = (i32[2 * L.PENDING]! & L.VIRTUAL_NMI_BLOCKED) !== 0 ? L.BLOCKED_BY_NMI : 0;
  i32[vmcs + F.guest_interruptibility_state] = (blocking & 3) | nmi;
  i32[vmcs + F.guest_activity_state] = i32[2 * L.ACTIVITY]!;
  i32[vmcs + F.guest_pending_debug_exceptions] = i32[2 * L.PENDING_DEBUG]!;
  i32[vmcs + F.guest_pending_debug_exceptions + 1] = 0;
  if (eptActive(cpu))
    for (let i = 0; i < 4; i++) u64[(vmcs + F.guest_pdpte0 + 2 * i) >> 1] = u64[L.PDPTE + i]!;
}
