// Checks of the guest-state area but its segment registers: failure is exit reason 33 with bit 31.
// SDM vol. 3, 26.3.1.1, 26.3.1.3 to 26.3.1.6.
import type { Check } from './check.ts';
import type { EntryView } from './entry-view.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { physicalRead32 } from '../cpu/physical.ts';
import { guestPdptesAreValid } from './pdptes.ts';
import { goodEfer, goodPerfGlobalCtrl } from './host-checks.ts';

const REGISTERS = '26.3.1.1';
const TABLES = '26.3.1.3';
const RIP_RFLAGS = '26.3.1.4';
const NON_REGISTER = '26.3.1.5';
const POINTERS = '26.3.1.6';

const P1 = 'primary_proc_based_controls';
const P2 = 'secondary_proc_based_controls';
const CR0_NOT_CHECKED = 0x60000000;
const PE_PG = L.CR0_PE | L.CR0_PG;

const HLT = 1;
const SHUTDOWN = 2;
const WAIT_FOR_SIPI = 3;

const cr0Pg = (v: EntryView): boolean => (v.low(F.guest_cr0) & L.CR0_PG) !== 0;

/** May this event be injected in this activity state? */
function injectable(activity: number, type: number, vector: number): boolean {
  const machineCheck = type === 3 && vector === 18;
  if (activity === HLT)
    return (
      type === 0 || type === 2 || machineCheck || (type === 3 && vector === 1) || (type === 7 && vector === 0)
    );
  if (activity === SHUTDOWN) return type === 2 || machineCheck;
  return activity !== WAIT_FOR_SIPI;
}

const injectsNmi = (v: EntryView): boolean => v.injection?.type === 2;

export const GUEST_REGISTER_CHECKS: readonly Check[] = [
  {
    id: 'G01',
    section: REGISTERS,
    fields: [P1, P2, 'guest_cr0'],
    holds: (v) =>
      v.fixedBits(
        F.guest_cr0,
        v.caps.cr0Fixed0,
        v.caps.cr0Fixed1,
        CR0_NOT_CHECKED | (v.unrestricted ? PE_PG : 0),
      ),
  },
  {
    id: 'G02',
    section: REGISTERS,
    fields: ['guest_cr0'],
    holds: (v) => !cr0Pg(v) || (v.low(F.guest_cr0) & L.CR0_PE) !== 0,
  },
  {
    id: 'G03',
    section: REGISTERS,
    fields: ['guest_cr4'],
    holds: (v) => v.fixedBits(F.guest_cr4, v.caps.cr4Fixed0, v.caps.cr4Fixed1, 0),
  },
  {
    id: 'G04',
    section: REGISTERS,
    fields: ['vmentry_controls', 'guest_ia32_debugctl'],
    holds: (v) =>
      (v.entry & 4) === 0 ||
      ((v.low(F.guest_ia32_debugctl) & ~L.DEBUGCTL_BITS) === 0 && v.high(F.guest_ia32_debugctl) === 0),
  },
  {
    id: 'G05',
    section: REGISTERS,
    fields: ['vmentry_controls', 'guest_cr0', 'guest_cr4'],
    holds: (v) => !v.ia32e || (cr0Pg(v) && (v.low(F.guest_cr4) & L.CR4_PAE) !== 0),
  },
  {
    id: 'G06',
    section: REGISTERS,
    fields: ['vmentry_controls', 'guest_cr4'],
    holds: (v) => v.ia32e || (v.low(F.guest_cr4) & L.CR4_PCIDE) === 0,
  },
  {
    id: 'G07',
    section: REGISTERS,
    fields: ['guest_cr3'],
    holds: (v) => (v.high(F.guest_cr3) & v.caps.physicalHighMask) === 0,
  },
  {
    id: 'G08',
    section: REGISTERS,
    fields: ['vmentry_controls', 'guest_dr7'],
    holds: (v) => (v.entry & 4) === 0 || v.high(F.guest_dr7) === 0,
  },
  {
    id: 'G09',
    section: REGISTERS,
    fields: ['guest_ia32_sysenter_esp', 'guest_ia32_sysenter_eip'],
    holds: (v) => v.canonical(F.guest_ia32_sysenter_esp) && v.canonical(F.guest_ia32_sysenter_eip),
  },
  {
    id: 'G10',
    section: REGISTERS,
    fields: [
      'vmentry_controls',
      'guest_cr0',
      'guest_ia32_perf_global_ctrl',
      'guest_ia32_pat',
      'guest_ia32_efer',
      'guest_ia32_bndcfgs',
    ],
    holds: (v) =>
      ((v.entry & (1 << 13)) === 0 || goodPerfGlobalCtrl(v, F.guest_ia32_perf_global_ctrl)) &&
      ((v.entry & (1 << 14)) === 0 || v.goodPat(F.guest_ia32_pat)) &&
      ((v.entry & (1 << 15)) === 0 || goodEfer(v, F.guest_ia32_efer, v.ia32e, cr0Pg(v))) &&
      ((v.entry & (1 << 16)) === 0 ||
        ((v.low(F.guest_ia32_bndcfgs) & 0xffc) === 0 && v.canonical(F.guest_ia32_bndcfgs))),
  },
];

export const GUEST_OTHER_CHECKS: readonly Check[] = [
  {
    id: 'G40',
    section: TABLES,
    fields: ['guest_gdtr_base', 'guest_idtr_base', 'guest_gdtr_limit', 'guest_idtr_limit'],
    holds: (v) =>
      v.canonical(F.guest_gdtr_base) &&
      v.canonical(F.guest_idtr_base) &&
      v.unsigned(F.guest_gdtr_limit) <= 0xffff &&
      v.unsigned(F.guest_idtr_limit) <= 0xffff,
  },
  {
    id: 'G50',
    section: RIP_RFLAGS,
    fields: ['vmentry_controls', 'guest_cs_access_rights', 'guest_rip'],
    holds: (v) =>
      v.ia32e && (v.low(F.guest_cs_access_rights) & 0x2000) !== 0
        ? v.canonical(F.guest_rip)
        : v.high(F.guest_rip) === 0,
  },
  {
    id: 'G51',
    section: RIP_RFLAGS,
    fields: ['guest_rflags'],
    holds: (v) => (v.low(F.guest_rflags) & 0xffc0802a) === 2 && v.high(F.guest_rflags) === 0,
  },
  {
    id: 'G52',
    section: RIP_RFLAGS,
    fields: ['vmentry_controls', 'guest_cr0', 'guest_rflags'],
    holds: (v) => !v.v86 || (!v.ia32e && (v.low(F.guest_cr0) & L.CR0_PE) !== 0),
  },
  {
    id: 'G53',
    section: RIP_RFLAGS,
    fields: ['vmentry_interruption_info', 'guest_rflags'],
    holds: (v) => v.injection?.type !== 0 || (v.low(F.guest_rflags) & L.IF) !== 0,
  },
  {
    id: 'G60',
    section: NON_REGISTER,
    fields: ['guest_activity_state'],
    holds: (v) => {
      const activity = v.unsigned(F.guest_activity_state);
      return activity === 0 || (activity <= 3 && ((v.caps.activityStates >> (activity - 1)) & 1) === 1);
    },
  },
  {
    id: 'G61',
    section: NON_REGISTER,
    fields: ['guest_activity_state', 'guest_ss_access_rights'],
    holds: (v) => v.low(F.guest_activity_state) !== HLT || (v.low(F.guest_ss_access_rights) & 0x60) === 0,
  },
  {
    id: 'G62',
    section: NON_REGISTER,
    fields: ['guest_activity_state', 'guest_interruptibility_state'],
    holds: (v) => (v.low(F.guest_interruptibility_state) & 3) === 0 || v.low(F.guest_activity_state) === 0,
  },
  {
    id: 'G63',
    section: NON_REGISTER,
    fields: ['guest_activity_state', 'vmentry_interruption_info'],
    holds: (v) => {
      const event = v.injection;
      return event === null || injectable(v.low(F.guest_activity_state), event.type, event.vector);
    },
  },
  {
    id: 'G64',
    section: NON_REGISTER,
    fields: ['vmentry_controls', 'guest_activity_state'],
    holds: (v) => (v.entry & 0x400) === 0 || v.low(F.guest_activity_state) !== WAIT_FOR_SIPI,
  },
  {
    id: 'G65',
    section: NON_REGISTER,
    fields: ['guest_interruptibility_state', 'guest_rflags'],
    holds: (v) => {
      const state = v.low(F.guest_interruptibility_state);
      if ((state & ~15) !== 0 || (state & 3) === 3) return false;
      return (state & 1) === 0 || (v.low(F.guest_rflags) & L.IF) !== 0;
    },
  },
  {
    id: 'G66',
    section: NON_REGISTER,
    fields: ['guest_interruptibility_state', 'vmentry_interruption_info'],
    holds: (v) => {
      const state = v.low(F.guest_interruptibility_state);
      const type = v.injection?.type;
      return (type !== 0 && type !== 2) || (state & 3) === 0;
    },
    qualification: (v) => (injectsNmi(v) && (v.low(F.guest_interruptibility_state) & 1) !== 0 ? 3 : 0),
  },
  {
    id: 'G67',
    section: NON_REGISTER,
    fields: ['guest_interruptibility_state', 'vmentry_controls'],
    holds: (v) => {
      const blocked = (v.low(F.guest_interruptibility_state) & 4) !== 0;
      // The machine is never in SMM.
      return !blocked && (v.entry & 0x400) === 0;
    },
  },
  {
    id: 'G68',
    section: NON_REGISTER,
    fields: ['pin_based_controls', 'guest_interruptibility_state', 'vmentry_interruption_info'],
    holds: (v) => (v.pin & 0x20) === 0 || !injectsNmi(v) || (v.low(F.guest_interruptibility_state) & 8) === 0,
  },
  {
    id: 'G69',
    section: NON_REGISTER,
    fields: [
      'guest_pending_debug_exceptions',
      'guest_interruptibility_state',
      'guest_activity_state',
      'guest_rflags',
      'guest_ia32_debugctl',
    ],
    holds: (v) => {
      const pending = v.low(F.guest_pending_debug_exceptions);
      if ((pending & 0xfffeaff0) !== 0 || v.high(F.guest_pending_debug_exceptions) !== 0) return false;
      const blocked = (v.low(F.guest_interruptibility_state) & 3) !== 0;
      if (!blocked && v.low(F.guest_activity_state) !== HLT) return true;
      const stepping = (v.low(F.guest_rflags) & L.TF) !== 0 && (v.low(F.guest_ia32_debugctl) & 2) === 0;
      return ((pending & 0x4000) !== 0) === stepping;
    },
  },
  {
    id: 'G70',
    section: NON_REGISTER,
    fields: ['vmcs_link_pointer', P1, P2],
    volatile: true,
    qualification: () => 4,
    holds: (v) => {
      const low = v.unsigned(F.vmcs_link_pointer);
      const high = v.high(F.vmcs_link_pointer);
      if (low === 0xffffffff && high === -1) return true;
      if (!v.goodAddress(F.vmcs_link_pointer, 4096)) return false;
      const revision = physicalRead32(v.cpu, high * 4294967296 + low);
      const shadow = (v.proc2 & (1 << 14)) !== 0 ? 0x80000000 : 0;
      if (revision !== v.cpu.profile.revision + shadow) return false;
      return (v.base << 2) - L.RAM !== high * 4294967296 + low;
    },
  },
  {
    id: 'G71',
    section: POINTERS,
    fields: [
      P1,
      P2,
      'vmentry_controls',
      'guest_cr0',
      'guest_cr3',
      'guest_cr4',
      'guest_pdpte0',
      'guest_pdpte1',
      'guest_pdpte2',
      'guest_pdpte3',
    ],
    volatile: true,
    qualification: () => 2,
    holds: guestPdptesAreValid,
  },
];
