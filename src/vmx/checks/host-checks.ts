// Checks of the host-state area: failure is VM-instruction error 8. SDM vol. 3, 26.2.2 to 26.2.4.
import type { Check } from './check.ts';
import type { EntryView } from './entry-view.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';

const REGISTERS = '26.2.2';
const SEGMENTS = '26.2.3';
const ADDRESS_SPACE = '26.2.4';

/** NW and CD are never checked. */
const CR0_NOT_CHECKED = 0x60000000;
const EFER_BITS = 0xd01;

/** EFER in the VMCS: only SCE, LME, LMA, NXE; LMA and LME as the address-space control says. */
export function goodEfer(v: EntryView, word: number, long: boolean, checkLme: boolean): boolean {
  const value = v.low(word);
  if (v.high(word) !== 0 || (value & ~EFER_BITS) !== 0) return false;
  const lma = (value & L.EFER_LMA) !== 0;
  const lme = (value & L.EFER_LME) !== 0;
  return lma === long && (!checkLme || lme === lma);
}

/** IA32_PERF_GLOBAL_CTRL: two general counters, three fixed ones. */
export const goodPerfGlobalCtrl = (v: EntryView, word: number): boolean =>
  (v.low(word) & ~(v.caps.hasEpt ? 0xf : 3)) === 0 && (v.high(word) & ~7) === 0;

const SELECTORS = [
  'host_cs_selector',
  'host_ss_selector',
  'host_ds_selector',
  'host_es_selector',
  'host_fs_selector',
  'host_gs_selector',
  'host_tr_selector',
] as const;

const lmaNow = (v: EntryView): boolean => (v.cpu.i32[2 * L.EFER]! & L.EFER_LMA) !== 0;

export const HOST_CHECKS: readonly Check[] = [
  {
    id: 'H01',
    section: REGISTERS,
    fields: ['host_cr0'],
    holds: (v) => v.fixedBits(F.host_cr0, v.caps.cr0Fixed0, v.caps.cr0Fixed1, CR0_NOT_CHECKED),
  },
  {
    id: 'H02',
    section: REGISTERS,
    fields: ['host_cr4'],
    holds: (v) => v.fixedBits(F.host_cr4, v.caps.cr4Fixed0, v.caps.cr4Fixed1, 0),
  },
  {
    id: 'H03',
    section: REGISTERS,
    fields: ['host_cr3'],
    holds: (v) => (v.high(F.host_cr3) & v.caps.physicalHighMask) === 0,
  },
  {
    id: 'H04',
    section: REGISTERS,
    fields: ['host_ia32_sysenter_esp', 'host_ia32_sysenter_eip'],
    holds: (v) => v.canonical(F.host_ia32_sysenter_esp) && v.canonical(F.host_ia32_sysenter_eip),
  },
  {
    id: 'H05',
    section: REGISTERS,
    fields: ['vmexit_controls', 'host_ia32_perf_global_ctrl'],
    holds: (v) => (v.exit & (1 << 12)) === 0 || goodPerfGlobalCtrl(v, F.host_ia32_perf_global_ctrl),
  },
  {
    id: 'H06',
    section: REGISTERS,
    fields: ['vmexit_controls', 'host_ia32_pat'],
    holds: (v) => (v.exit & (1 << 19)) === 0 || v.goodPat(F.host_ia32_pat),
  },
  {
    id: 'H07',
    section: REGISTERS,
    fields: ['vmexit_controls', 'host_ia32_efer'],
    holds: (v) => (v.exit & (1 << 21)) === 0 || goodEfer(v, F.host_ia32_efer, v.host64, true),
  },
  {
    id: 'H08',
    section: SEGMENTS,
    fields: SELECTORS,
    holds: (v) => SELECTORS.every((name) => (v.low(F[name]) & 7) === 0),
  },
  {
    id: 'H09',
    section: SEGMENTS,
    fields: ['host_cs_selector', 'host_tr_selector'],
    holds: (v) => (v.low(F.host_cs_selector) & 0xffff) !== 0 && (v.low(F.host_tr_selector) & 0xffff) !== 0,
  },
  {
    id: 'H10',
    section: SEGMENTS,
    fields: ['vmexit_controls', 'host_ss_selector'],
    holds: (v) => v.host64 || (v.low(F.host_ss_selector) & 0xffff) !== 0,
  },
  {
    id: 'H11',
    section: SEGMENTS,
    fields: ['host_fs_base', 'host_gs_base', 'host_gdtr_base', 'host_idtr_base', 'host_tr_base'],
    holds: (v) =>
      v.canonical(F.host_fs_base) &&
      v.canonical(F.host_gs_base) &&
      v.canonical(F.host_gdtr_base) &&
      v.canonical(F.host_idtr_base) &&
      v.canonical(F.host_tr_base),
  },
  {
    id: 'H12',
    section: ADDRESS_SPACE,
    fields: ['vmentry_controls', 'vmexit_controls'],
    volatile: true,
    holds: (v) => lmaNow(v) || (!v.ia32e && !v.host64),
  },
  {
    id: 'H13',
    section: ADDRESS_SPACE,
    fields: ['vmexit_controls'],
    volatile: true,
    holds: (v) => !lmaNow(v) || v.host64,
  },
  {
    id: 'H14',
    section: ADDRESS_SPACE,
    fields: ['vmentry_controls', 'vmexit_controls', 'host_cr4', 'host_rip'],
    holds: (v) =>
      v.host64 || (!v.ia32e && (v.low(F.host_cr4) & L.CR4_PCIDE) === 0 && v.high(F.host_rip) === 0),
  },
  {
    id: 'H15',
    section: ADDRESS_SPACE,
    fields: ['vmexit_controls', 'host_cr4', 'host_rip'],
    holds: (v) => !v.host64 || ((v.low(F.host_cr4) & L.CR4_PAE) !== 0 && v.canonical(F.host_rip)),
  },
];
