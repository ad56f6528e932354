// Checks of the VMX controls: failure is VM-instruction error 7. SDM vol. 3, 26.2.1.1 to 26.2.1.3.
import type { Check } from './check.ts';
import type { EntryView } from './entry-view.ts';
import { F } from '../fields/slots.ts';
import { physicalRead8 } from '../cpu/physical.ts';

const P1 = 'primary_proc_based_controls';
const P2 = 'secondary_proc_based_controls';
const EXECUTION = '26.2.1.1';
const EXIT = '26.2.1.2';
const ENTRY = '26.2.1.3';

const USE_IO_BITMAPS = 1 << 25;
const USE_MSR_BITMAPS = 1 << 28;
const USE_TPR_SHADOW = 1 << 21;
const NMI_WINDOW = 1 << 22;
const VIRTUALIZE_APIC = 1;
const EPT = 1 << 1;
const X2APIC = 1 << 4;
const VPID = 1 << 5;
const UNRESTRICTED = 1 << 7;
const APIC_REGISTERS = 1 << 8;
const INTERRUPT_DELIVERY = 1 << 9;
const VM_FUNCTIONS = 1 << 13;
const VMCS_SHADOWING = 1 << 14;
const PML = 1 << 17;
const EPT_VE = 1 << 18;
const TSC_SCALING = 1 << 25;

/** Bits 7 to 4 of the task priority in the virtual-APIC page, whose address has to be good. */
export function virtualPriority(v: EntryView): number {
  const page = v.unsigned(F.virtual_apic_page_addr) + v.high(F.virtual_apic_page_addr) * 4294967296;
  return physicalRead8(v.cpu, page + 0x80) >> 4;
}

/** Exceptions that push an error code: 8, 10 to 14, 17. */
const WITH_ERROR_CODE = 0x27d00;

export const CONTROL_CHECKS: readonly Check[] = [
  {
    id: 'C01',
    section: EXECUTION,
    fields: ['pin_based_controls'],
    holds: (v) => v.respects(F.pin_based_controls, v.caps.pin),
  },
  { id: 'C02', section: EXECUTION, fields: [P1], holds: (v) => v.respects(F[P1], v.caps.proc) },
  {
    id: 'C03',
    section: EXECUTION,
    fields: [P1, P2],
    holds: (v) => v.proc >= 0 || v.respects(F[P2], v.caps.proc2),
  },
  {
    id: 'C04',
    section: EXECUTION,
    fields: ['cr3_target_count'],
    holds: (v) => v.unsigned(F.cr3_target_count) <= v.caps.cr3Targets,
  },
  {
    id: 'C05',
    section: EXECUTION,
    fields: [P1, 'io_bitmap_a_addr', 'io_bitmap_b_addr'],
    holds: (v) =>
      (v.proc & USE_IO_BITMAPS) === 0 ||
      (v.goodAddress(F.io_bitmap_a_addr, 4096) && v.goodAddress(F.io_bitmap_b_addr, 4096)),
  },
  {
    id: 'C06',
    section: EXECUTION,
    fields: [P1, 'msr_bitmap_addr'],
    holds: (v) => (v.proc & USE_MSR_BITMAPS) === 0 || v.goodAddress(F.msr_bitmap_addr, 4096),
  },
  {
    id: 'C07',
    section: EXECUTION,
    fields: [P1, 'virtual_apic_page_addr'],
    holds: (v) => (v.proc & USE_TPR_SHADOW) === 0 || v.goodAddress(F.virtual_apic_page_addr, 4096),
  },
  {
    id: 'C08',
    section: EXECUTION,
    fields: [P1, P2, 'tpr_threshold'],
    holds: (v) =>
      (v.proc & USE_TPR_SHADOW) === 0 ||
      (v.proc2 & INTERRUPT_DELIVERY) !== 0 ||
      (v.low(F.tpr_threshold) & ~15) === 0,
  },
  {
    id: 'C09',
    section: EXECUTION,
    fields: [P1, P2, 'tpr_threshold', 'virtual_apic_page_addr'],
    volatile: true,
    holds: (v) => {
      if ((v.proc & USE_TPR_SHADOW) === 0 || (v.proc2 & (VIRTUALIZE_APIC | INTERRUPT_DELIVERY)) !== 0)
        return true;
      if (!v.goodAddress(F.virtual_apic_page_addr, 4096)) return true;
      return (v.low(F.tpr_threshold) & 15) <= virtualPriority(v);
    },
  },
  {
    id: 'C10',
    section: EXECUTION,
    fields: ['pin_based_controls'],
    holds: (v) => (v.pin & 8) !== 0 || (v.pin & 0x20) === 0,
  },
  {
    id: 'C11',
    section: EXECUTION,
    fields: ['pin_based_controls', P1],
    holds: (v) => (v.pin & 0x20) !== 0 || (v.proc & NMI_WINDOW) === 0,
  },
  {
    id: 'C12',
    section: EXECUTION,
    fields: [P1, P2, 'apic_access_addr'],
    holds: (v) => (v.proc2 & VIRTUALIZE_APIC) === 0 || v.goodAddress(F.apic_access_addr, 4096),
  },
  {
    id: 'C13',
    section: EXECUTION,
    fields: [P1, P2],
    holds: (v) =>
      (v.proc & USE_TPR_SHADOW) !== 0 || (v.proc2 & (X2APIC | APIC_REGISTERS | INTERRUPT_DELIVERY)) === 0,
  },
  {
    id: 'C14',
    section: EXECUTION,
    fields: [P1, P2],
    holds: (v) => (v.proc2 & X2APIC) === 0 || (v.proc2 & VIRTUALIZE_APIC) === 0,
  },
  {
    id: 'C15',
    section: EXECUTION,
    fields: [P1, P2, 'pin_based_controls'],
    holds: (v) => (v.proc2 & INTERRUPT_DELIVERY) === 0 || (v.pin & 1) !== 0,
  },
  {
    id: 'C16',
    section: EXECUTION,
    fields: [
      'pin_based_controls',
      P1,
      P2,
      'vmexit_controls',
      'posted_interrupt_notification_vector',
      'posted_interrupt_descriptor_addr',
    ],
    holds: (v) =>
      (v.pin & 0x80) === 0 ||
      ((v.proc2 & INTERRUPT_DELIVERY) !== 0 &&
        (v.exit & 0x8000) !== 0 &&
        (v.low(F.posted_interrupt_notification_vector) & 0xff00) === 0 &&
        v.goodAddress(F.posted_interrupt_descriptor_addr, 64)),
  },
  {
    id: 'C17',
    section: EXECUTION,
    fields: [P1, P2, 'vpid'],
    holds: (v) => (v.proc2 & VPID) === 0 || (v.low(F.vpid) & 0xffff) !== 0,
  },
  {
    id: 'C18',
    section: EXECUTION,
    fields: [P1, P2, 'ept_pointer'],
    holds: (v) => {
      if ((v.proc2 & EPT) === 0) return true;
      const pointer = v.low(F.ept_pointer);
      const type = pointer & 7;
      const supported =
        (type === 0 && (v.caps.eptCapLow & 0x100) !== 0) || (type === 6 && (v.caps.eptCapLow & 0x4000) !== 0);
      const walk = ((pointer >> 3) & 7) === 3;
      const accessed = (pointer & 0x40) === 0 || (v.caps.eptCapLow & (1 << 21)) !== 0;
      return supported && walk && accessed && (pointer & 0xf80) === 0 && v.withinWidth(F.ept_pointer);
    },
  },
  {
    id: 'C19',
    section: EXECUTION,
    fields: [P1, P2, 'pml_address'],
    holds: (v) => (v.proc2 & PML) === 0 || ((v.proc2 & EPT) !== 0 && v.goodAddress(F.pml_address, 4096)),
  },
  {
    id: 'C20',
    section: EXECUTION,
    fields: [P1, P2],
    holds: (v) => (v.proc2 & UNRESTRICTED) === 0 || (v.proc2 & EPT) !== 0,
  },
  {
    id: 'C21',
    section: EXECUTION,
    fields: [P1, P2, 'vm_function_controls', 'eptp_list_addr'],
    holds: (v) => {
      if ((v.proc2 & VM_FUNCTIONS) === 0) return true;
      const functions = v.low(F.vm_function_controls);
      if (v.high(F.vm_function_controls) !== 0 || (functions & ~v.caps.vmFunctions) !== 0) return false;
      return (functions & 1) === 0 || ((v.proc2 & EPT) !== 0 && v.goodAddress(F.eptp_list_addr, 4096));
    },
  },
  {
    id: 'C22',
    section: EXECUTION,
    fields: [P1, P2, 'vmread_bitmap_addr', 'vmwrite_bitmap_addr'],
    holds: (v) =>
      (v.proc2 & VMCS_SHADOWING) === 0 ||
      (v.goodAddress(F.vmread_bitmap_addr, 4096) && v.goodAddress(F.vmwrite_bitmap_addr, 4096)),
  },
  {
    id: 'C23',
    section: EXECUTION,
    fields: [P1, P2, 'virtualization_exception_info_addr'],
    holds: (v) => (v.proc2 & EPT_VE) === 0 || v.goodAddress(F.virtualization_exception_info_addr, 4096),
  },
  {
    id: 'C24',
    section: EXECUTION,
    fields: [P1, P2, 'tsc_multiplier'],
    holds: (v) =>
      (v.proc2 & TSC_SCALING) === 0 || v.low(F.tsc_multiplier) !== 0 || v.high(F.tsc_multiplier) !== 0,
  },
  {
    id: 'C30',
    section: EXIT,
    fields: ['vmexit_controls'],
    holds: (v) => v.respects(F.vmexit_controls, v.caps.exit),
  },
  {
    id: 'C31',
    section: EXIT,
    fields: ['pin_based_controls', 'vmexit_controls'],
    holds: (v) => (v.pin & 0x40) !== 0 || (v.exit & (1 << 22)) === 0,
  },
  {
    id: 'C32',
    section: EXIT,
    fields: ['vmexit_msr_store_count', 'vmexit_msr_store_addr'],
    holds: (v) => v.goodMsrArea(F.vmexit_msr_store_addr, F.vmexit_msr_store_count),
  },
  {
    id: 'C33',
    section: EXIT,
    fields: ['vmexit_msr_load_count', 'vmexit_msr_load_addr'],
    holds: (v) => v.goodMsrArea(F.vmexit_msr_load_addr, F.vmexit_msr_load_count),
  },
  {
    id: 'C40',
    section: ENTRY,
    fields: ['vmentry_controls'],
    holds: (v) => v.respects(F.vmentry_controls, v.caps.entry),
  },
  {
    id: 'C41',
    section: ENTRY,
    fields: ['vmentry_interruption_info'],
    holds: (v) => {
      const event = v.injection;
      // Type 7 exists only with the monitor trap flag.
      return (
        event === null || (event.type !== 1 && (event.type !== 7 || (v.caps.proc.may & (1 << 27)) !== 0))
      );
    },
  },
  {
    id: 'C42',
    section: ENTRY,
    fields: ['vmentry_interruption_info'],
    holds: (v) => {
      const event = v.injection;
      if (event === null) return true;
      if (event.type === 2) return event.vector === 2;
      if (event.type === 3) return event.vector <= 31;
      return event.type !== 7 || event.vector === 0;
    },
  },
  {
    id: 'C43',
    section: ENTRY,
    fields: ['vmentry_interruption_info', 'guest_cr0', P1, P2],
    holds: (v) => {
      const event = v.injection;
      if (event === null) return true;
      const protectedMode = !v.unrestricted || (v.low(F.guest_cr0) & 1) !== 0;
      const pushes = event.vector <= 31 && ((WITH_ERROR_CODE >> event.vector) & 1) === 1;
      return event.error === (protectedMode && event.type === 3 && pushes);
    },
  },
  {
    id: 'C44',
    section: ENTRY,
    fields: ['vmentry_interruption_info'],
    holds: (v) => v.injection === null || (v.low(F.vmentry_interruption_info) & 0x7ffff000) === 0,
  },
  {
    id: 'C45',
    section: ENTRY,
    fields: ['vmentry_interruption_info', 'vmentry_exception_error_code'],
    holds: (v) => v.injection?.error !== true || (v.low(F.vmentry_exception_error_code) & 0xffff0000) === 0,
  },
  {
    id: 'C46',
    section: ENTRY,
    fields: ['vmentry_interruption_info', 'vmentry_instruction_length'],
    holds: (v) => {
      const event = v.injection;
      if (event === null || event.type < 4 || event.type > 6) return true;
      const length = v.unsigned(F.vmentry_instruction_length);
      return length <= 15 && (length >= 1 || v.caps.zeroLengthInjection);
    },
  },
  {
    id: 'C47',
    section: ENTRY,
    fields: ['vmentry_msr_load_count', 'vmentry_msr_load_addr'],
    holds: (v) => v.goodMsrArea(F.vmentry_msr_load_addr, F.vmentry_msr_load_count),
  },
  // The machine has no SMM, so neither "entry to SMM" nor "deactivate dual-monitor treatment" may be set.
  { id: 'C48', section: ENTRY, fields: ['vmentry_controls'], holds: (v) => (v.entry & 0xc00) === 0 },
];
