// Loading the host's state from the VMCS. SDM vol. 3, 27.5.
import type { Cpu } from '../cpu/cpu.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { selectSpace } from '../cpu/paging.ts';

/** Bits of CR0 that an exit leaves alone: ET, NW, CD, and the reserved 15:6, 17, 28:19. */
const CR0_KEPT = 0x7ffaffd0;

const DATA_RIGHTS = 0xc093;
const CODE64_RIGHTS = 0xa09b;
const CODE32_RIGHTS = 0xc09b;
const TSS_RIGHTS = 0x8b;

function segment(
  cpu: Cpu,
  index: number,
  selectorField: number,
  rights: number,
  baseField: number,
  limit: number,
): void {
  // prettier-ignore
  const { i32, vmcs } = cpu;
  const at = 2 * (L.SEGMENTS + 3 * index);
  const selector = i32[vmcs + selectorField]! & 0xffff;
  i32[at] = selector;
  i32[at + 1] = selector === 0 ? rights | L.AR_UNUSABLE : rights;
  i32[at + 2] = baseField < 0 ? 0 : i32[vmcs + baseField]!;
  i32[at + 3] = baseField < 0 ? 0 : i32[vmcs + baseField + 1]!;
  i32[at + 4] = limit;
}

function natural(cpu: Cpu, slot: number, field: number): void {
  cpu.i32[2 * slot] = cpu.i32[cpu.vmcs + field]!;
  cpu.i32[2 * slot + 1] = cpu.i32[cpu.vmcs + field + 1]!;
}

/** Leaves the processor in VMX root operation, with nextRip at the host's entry point. */
export function loadHostState(cpu: Cpu): void {
  const { i32, u32, vmcs } = cpu;
  const controls = i32[vmcs + F.vmexit_controls]!;
  const host64 = (controls & 0x200) !== 0;
  i32[2 * L.CR0] = (i32[2 * L.CR0]! & CR0_KEPT) | (i32[vmcs + F.host_cr0]! & ~CR0_KEPT);
  i32[2 * L.CR4] = host64 ? i32[vmcs + F.host_cr4]! | L.CR4_PAE : i32[vmcs + F.host_cr4]! & ~L.CR4_PCIDE;
  natural(cpu, L.CR3, F.host_cr3);
  i32[2 * L.DR7] = 0x400;
  i32[2 * L.DR7 + 1] = 0;
  i32[2 * L.DEBUGCTL] = i32[2 * L.DEBUGCTL + 1] = 0;
  i32[2 * L.SYSENTER_CS] = i32[vmcs + F.host_ia32_sysenter_cs]!;
  i32[2 * L.SYSENTER_CS + 1] = 0;
  natural(cpu, L.SYSENTER_ESP, F.host_ia32_sysenter_esp);
  natural(cpu, L.SYSENTER_EIP, F.host_ia32_sysenter_eip);
  const lma = L.EFER_LMA | L.EFER_LME;
  if ((controls & (1 << 21)) !== 0) natural(cpu, L.EFER, F.host_ia32_efer);
  else i32[2 * L.EFER] = (i32[2 * L.EFER]! & ~lma) | (host64 ? lma : 0);
  if ((controls & (1 << 19)) !== 0) natural(cpu, L.PAT, F.host_ia32_pat);
  if ((controls & (1 << 12)) !== 0) natural(cpu, L.PERF_GLOBAL_CTRL, F.host_ia32_perf_global_ctrl);
  segment(cpu, L.CS, F.host_cs_selector, host64 ? CODE64_RIGHTS : CODE32_RIGHTS, -1, -1);
  segment(cpu, L.SS, F.host_ss_selector, DATA_RIGHTS, -1, -1);
  segment(cpu, L.DS, F.host_ds_selector, DATA_RIGHTS, -1, -1);
  segment(cpu, L.ES, F.host_es_selector, DATA_RIGHTS, -1, -1);
  segment(cpu, L.FS, F.host_fs_selector, DATA_RIGHTS, F.host_fs_base, -1);
  segment(cpu, L.GS, F.host_gs_selector, DATA_RIGHTS, F.host_gs_base, -1);
  segment(cpu, L.TR, F.host_tr_selector, TSS_RIGHTS, F.host_tr_base, 0x67);
  const ldtr = 2 * (L.SEGMENTS + 3 * L.LDTR);
  i32[ldtr] = 0;
  i32[ldtr + 1] = L.AR_UNUSABLE;
  natural(cpu, L.GDTR_BASE, F.host_gdtr_base);
  natural(cpu, L.IDTR_BASE, F.host_idtr_base);
  i32[2 * L.GDTR_LIMIT] = i32[2 * L.IDTR_LIMIT] = 0xffff;
  natural(cpu, L.RSP, F.host_rsp);
  i32[2 * L.RFLAGS] = 2;
  i32[2 * L.RFLAGS + 1] = 0;
  cpu.nextRip = i32[vmcs + F.host_rip + 1]! * 4294967296 + u32[vmcs + F.host_rip]!;
  i32[2 * L.BLOCKING]! &= L.BLOCKED_BY_NMI;
  i32[2 * L.BLOCKING + 1] = 0;
  i32[2 * L.ACTIVITY] = 0;
  i32[2 * L.PENDING_DEBUG] = 0;
  i32[2 * L.PENDING]! &= ~(L.VIRTUAL_NMI_BLOCKED | L.PENDING_TPR);
  i32[2 * L.PENDING + 1] = 0;
  i32[2 * L.MONITOR] = 0;
  i32[2 * L.VMX_MODE] = L.VMX_ROOT;
  cpu.refresh();
  selectSpace(cpu);
  cpu.attend();
}
