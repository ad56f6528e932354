// Loading the guest's state on VM entry. SDM vol. 3, 26.3.2.
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { GUEST_WORDS } from '../exit/state-map.ts';
import { selectSpace } from '../cpu/paging.ts';
import { startTimer } from '../cpu/preemption-timer.ts';

/** Bits of CR0 that an entry leaves alone: ET, NW, CD, and the reserved 15:6, 17, 28:19. */
const CR0_KEPT = 0x7ffaffd0;
const VIRTUAL_NMIS = 0x20;

/** Leaves the processor in VMX non-root operation, with nextRip at the guest's RIP. */
export function loadGuestState(cpu: Cpu): void {
  const { i32, u32, u64, vmcs } = cpu;
  const controls = i32[vmcs + F.vmentry_controls]!;
  const ia32e = (controls & 0x200) !== 0;
  const { state, vmcs: fields } = GUEST_WORDS;
  for (let i = 0; i < state.length; i++) i32[state[i]!] = i32[vmcs + fields[i]!]!;
  const cr0 = (i32[2 * L.CR0]! & CR0_KEPT) | (i32[vmcs + F.guest_cr0]! & ~CR0_KEPT);
  i32[2 * L.CR0] = cr0;
  i32[2 * L.CR4] = i32[vmcs + F.guest_cr4]!;
  if ((controls & 4) !== 0) {
    // Bits 63:32, 15:14 and 12 of DR7 are cleared, bit 10 is set.
    i32[2 * L.DR7] = (i32[vmcs + F.guest_dr7]! & ~0xd000) | 0x400;
    i32[2 * L.DR7 + 1] = 0;
    u64[L.DEBUGCTL] = u64[(vmcs + F.guest_ia32_debugctl) >> 1]!;
  }
  if ((controls & (1 << 15)) !== 0) u64[L.EFER] = u64[(vmcs + F.guest_ia32_efer) >> 1]!;
  else {
    let efer = i32[2 * L.EFER]! & ~L.EFER_LMA;
    if (ia32e) efer |= L.EFER_LMA;
    // LME follows LMA unless paging is off (unrestricted guest).
    if ((cr0 & L.CR0_PG) !== 0) efer = ia32e ? efer | L.EFER_LME : efer & ~L.EFER_LME;
    i32[2 * L.EFER] = efer;
  }
  if ((controls & (1 << 14)) !== 0) u64[L.PAT] = u64[(vmcs + F.guest_ia32_pat) >> 1]!;
  if ((controls & (1 << 13)) !== 0)
    u64[L.PERF_GLOBAL_CTRL] = u64[(vmcs + F.guest_ia32_perf_global_ctrl) >> 1]!;
  const interruptibility = i32[vmcs + F.guest_interruptibility_state]!;
  const virtualNmis = (i32[vmcs + F.pin_based_controls]! & VIRTUAL_NMIS) !== 0;
  const nmi = (interruptibility & 8) !== 0;
  i32[2 * L.BLOCKING] = (interruptibility & 3) | (nmi && !virtualNmis ? L.BLOCKED_BY_NMI : 0);
  i32[2 * L.BLOCKING + 1] = (interruptibility & 3) !== 0 ? 1 : 0;
  if (nmi && virtualNmis) i32[2 * L.PENDING]! |= L.VIRTUAL_NMI_BLOCKED;
  else i32[2 * L.PENDING]! &= ~L.VIRTUAL_NMI_BLOCKED;
  i32[2 * L.PENDING + 1] = (i32[2 * L.RFLAGS]! & L.RF) !== 0 ? L.RF_FRESH : 0;
  i32[2 * L.ACTIVITY] = i32[vmcs + F.guest_activity_state]!;
  i32[2 * L.PENDING_DEBUG] = i32[vmcs + F.guest_pending_debug_exceptions]!;
  i32[2 * L.MONITOR] = 0;
  i32[2 * L.VMX_MODE] = L.VMX_NON_ROOT;
  cpu.nextRip = i32[vmcs + F.guest_rip + 1]! * 4294967296 + u32[vmcs + F.guest_rip]!;
  cpu.proc = i32[vmcs + F.primary_proc_based_controls]!;
  cpu.proc2 = cpu.proc < 0 ? i32[vmcs + F.secondary_proc_based_controls]! : 0;
  cpu.refresh();
  if (cpu.codeSize !== 64) cpu.nextRip = u32[vmcs + F.guest_rip]!;
  selectSpace(cpu);
  startTimer(cpu);
  cpu.attend();
}
