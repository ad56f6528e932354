// Which bits break a check of the controls or of the host-state area. SDM vol. 3, 26.2.1 to 26.2.4.
import { virtualPriority } from './control-checks.ts';
import type { EntryView } from './entry-view.ts';
import type { FieldName } from '../fields/fields.ts';
import { F } from '../fields/slots.ts';
import {
  address,
  allowed,
  atMost,
  beyondWidth,
  canonical,
  clear,
  counters,
  efer,
  fixed,
  pat,
  related,
  set,
  type BitFault,
} from './faults.ts';

/** NW and CD are never checked. */
const CR0_NOT_CHECKED = 0x60000000;

const PIN = 'pin_based_controls';
const P1 = 'primary_proc_based_controls';
const P2 = 'secondary_proc_based_controls';
const EXIT = 'vmexit_controls';
const EVENT = 'vmentry_interruption_info';
const SELECTORS = ['cs', 'ss', 'ds', 'es', 'fs', 'gs', 'tr'] as const;
const VIRTUAL_APIC = 0x310n;
const HOST64 = 0x200n;

/** An MSR list: a misaligned address, or a list whose end is past what the processor can address. */
function msrArea(v: EntryView, start: FieldName, count: FieldName): BitFault[] {
  const wrong = address(v, start, 16);
  return wrong.length > 0 ? wrong : [related(start, 0xffff_ffff_ffff_ffffn), related(count, 0xffffffffn)];
}

/** By check: the fields at fault with their bits, for a VMCS in which the check does not hold. */
export const CONTROL_FAULTS: Readonly<Record<string, (v: EntryView) => BitFault[]>> = {
  C01: (v) => allowed(v, PIN, v.caps.pin),
  C02: (v) => allowed(v, P1, v.caps.proc),
  C03: (v) => allowed(v, P2, v.caps.proc2),
  C04: (v) => [atMost('cr3_target_count', 0xffffffffn, v.caps.cr3Targets)],
  C05: (v) => [...address(v, 'io_bitmap_a_addr', 4096), ...address(v, 'io_bitmap_b_addr', 4096)],
  C06: (v) => address(v, 'msr_bitmap_addr', 4096),
  C07: (v) => address(v, 'virtual_apic_page_addr', 4096),
  C08: (v) => clear(v, 'tpr_threshold', 0xfffffff0n),
  C09: (v) => [atMost('tpr_threshold', 0xfn, virtualPriority(v))],
  C10: () => [related(PIN, 0x28n)],
  C11: () => [related(PIN, 0x20n), related(P1, 1n << 22n)],
  C12: (v) => address(v, 'apic_access_addr', 4096),
  C13: (v) => [related(P1, 1n << 21n), related(P2, BigInt(v.proc2) & VIRTUAL_APIC)],
  C14: () => [related(P2, 0x11n)],
  C15: () => [related(P2, 0x200n), related(PIN, 1n)],
  C16: (v) => [
    related(PIN, 0x80n),
    ...((v.proc2 & 0x200) === 0 ? [related(P2, 0x200n)] : []),
    ...set(v, EXIT, 0x8000n),
    ...clear(v, 'posted_interrupt_notification_vector', 0xff00n),
    ...address(v, 'posted_interrupt_descriptor_addr', 64),
  ],
  C17: () => [related(P2, 0x20n), related('vpid', 0xffffn)],
  C18: (v) => [...clear(v, 'ept_pointer', 0xf80n | beyondWidth(v)), related('ept_pointer', 0x7fn)],
  C19: (v) => [...((v.proc2 & 2) === 0 ? [related(P2, 0x20002n)] : []), ...address(v, 'pml_address', 4096)],
  C20: () => [related(P2, 0x82n)],
  C21: (v) => [
    ...clear(v, 'vm_function_controls', ~BigInt(v.caps.vmFunctions >>> 0) & 0xffff_ffff_ffff_ffffn),
    ...address(v, 'eptp_list_addr', 4096),
  ],
  C22: (v) => [...address(v, 'vmread_bitmap_addr', 4096), ...address(v, 'vmwrite_bitmap_addr', 4096)],
  C23: (v) => address(v, 'virtualization_exception_info_addr', 4096),
  C24: () => [related('tsc_multiplier', 0xffff_ffff_ffff_ffffn)],
  C30: (v) => allowed(v, EXIT, v.caps.exit),
  C31: () => [related(PIN, 0x40n), related(EXIT, 1n << 22n)],
  C32: (v) => msrArea(v, 'vmexit_msr_store_addr', 'vmexit_msr_store_count'),
  C33: (v) => msrArea(v, 'vmexit_msr_load_addr', 'vmexit_msr_load_count'),
  C40: (v) => allowed(v, 'vmentry_controls', v.caps.entry),
  C41: () => [related(EVENT, 0x700n)],
  C42: () => [related(EVENT, 0x7ffn)],
  C43: () => [related(EVENT, 0xfffn)],
  C44: (v) => clear(v, EVENT, 0x7ffff000n),
  C45: (v) => clear(v, 'vmentry_exception_error_code', 0xffff0000n),
  C46: () => [related(EVENT, 0x700n), related('vmentry_instruction_length', 0xffffffffn)],
  C47: (v) => msrArea(v, 'vmentry_msr_load_addr', 'vmentry_msr_load_count'),
  C48: (v) => clear(v, 'vmentry_controls', 0xc00n),

  H01: (v) => fixed(v, 'host_cr0', v.caps.cr0Fixed0, v.caps.cr0Fixed1, CR0_NOT_CHECKED),
  H02: (v) => fixed(v, 'host_cr4', v.caps.cr4Fixed0, v.caps.cr4Fixed1, 0),
  H03: (v) => clear(v, 'host_cr3', beyondWidth(v)),
  H04: (v) => [...canonical(v, 'host_ia32_sysenter_esp'), ...canonical(v, 'host_ia32_sysenter_eip')],
  H05: (v) => counters(v, 'host_ia32_perf_global_ctrl'),
  H06: (v) => pat(v, 'host_ia32_pat'),
  H07: (v) => efer(v, 'host_ia32_efer', v.host64, true),
  H08: (v) => SELECTORS.flatMap((name) => clear(v, `host_${name}_selector`, 7n)),
  H09: (v) =>
    (['host_cs_selector', 'host_tr_selector'] as const).flatMap((field) =>
      (v.low(F[field]) & 0xffff) === 0 ? [related(field, 0xffffn)] : [],
    ),
  H10: () => [related('host_ss_selector', 0xffffn)],
  H11: (v) =>
    (['fs', 'gs', 'gdtr', 'idtr', 'tr'] as const).flatMap((name) => canonical(v, `host_${name}_base`)),
  H12: (v) => [...clear(v, 'vmentry_controls', 0x200n), ...clear(v, EXIT, HOST64)],
  H13: (v) => set(v, EXIT, HOST64),
  H14: (v) => [
    ...clear(v, 'vmentry_controls', 0x200n),
    ...clear(v, 'host_cr4', 1n << 17n),
    ...clear(v, 'host_rip', 0xffff_ffff_0000_0000n),
  ],
  H15: (v) => [...set(v, 'host_cr4', 0x20n), ...canonical(v, 'host_rip')],
};
