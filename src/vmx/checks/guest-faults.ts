// Which bits break a check of the guest-state area. SDM vol. 3, 26.3.1.1 to 26.3.1.6.
import type { EntryView } from './entry-view.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import {
  address,
  beyondWidth,
  canonical,
  clear,
  counters,
  efer,
  fixed,
  must,
  pat,
  related,
  set,
  whole,
  type BitFault,
} from './faults.ts';

const CR0_NOT_CHECKED = 0x60000000;
const PE = 1n;
const PG = 0x80000000n;
const ALL_BITS = 0xffff_ffff_ffff_ffffn;
const HIGH = 0xffff_ffff_0000_0000n;

const ENTRY = 'vmentry_controls';
const EVENT = 'vmentry_interruption_info';
const ACTIVITY = 'guest_activity_state';
const BLOCKING = 'guest_interruptibility_state';
const FLAGS = 'guest_rflags';

const DATA = ['ds', 'es', 'fs', 'gs'] as const;
const CODE_AND_DATA = ['cs', 'ss', ...DATA] as const;
type Segment = (typeof CODE_AND_DATA)[number] | 'tr' | 'ldtr';

const rights = (v: EntryView, s: Segment): number => v.low(F[`guest_${s}_access_rights`]);
const selector = (v: EntryView, s: Segment): number => v.low(F[`guest_${s}_selector`]) & 0xffff;
const usable = (v: EntryView, s: Segment): boolean => (rights(v, s) & L.AR_UNUSABLE) === 0;
const type = (v: EntryView, s: Segment): number => rights(v, s) & 15;
const dpl = (v: EntryView, s: Segment): number => (rights(v, s) >> 5) & 3;

/** The faults of every segment that counts: CS always, the others when usable. */
const each = (
  v: EntryView,
  segments: readonly Segment[],
  fault: (s: Segment) => readonly BitFault[],
): BitFault[] => segments.flatMap((s) => (s === 'cs' || usable(v, s) ? fault(s) : []));

const onRights = (s: Segment, mask: bigint): BitFault => related(`guest_${s}_access_rights`, mask);

/** Bit G of the access rights against the limit. */
function granularity(v: EntryView, s: Segment): BitFault[] {
  const limit = v.low(F[`guest_${s}_limit`]);
  const field = `guest_${s}_access_rights` as const;
  if ((limit & 0xfff) !== 0xfff) return clear(v, field, 0x8000n);
  return (limit & 0xfff00000) === 0 ? [] : set(v, field, 0x8000n);
}

const reserved = (v: EntryView, s: Segment): BitFault[] => clear(v, `guest_${s}_access_rights`, 0xfffe0f00n);

/** What TR and LDTR share: S, P, reserved bits, granularity. */
const systemSegment = (v: EntryView, s: 'tr' | 'ldtr'): BitFault[] => [
  ...must(v, `guest_${s}_access_rights`, 0x80n, 0x10n | (s === 'tr' ? 0x10000n : 0n)),
  ...reserved(v, s),
  ...granularity(v, s),
];

/** By check: the fields at fault with their bits, for a VMCS in which the check does not hold. */
export const GUEST_FAULTS: Readonly<Record<string, (v: EntryView) => BitFault[]>> = {
  G01: (v) => {
    const ignored = CR0_NOT_CHECKED | (v.unrestricted ? L.CR0_PE | L.CR0_PG : 0);
    return fixed(v, 'guest_cr0', v.caps.cr0Fixed0, v.caps.cr0Fixed1, ignored);
  },
  G02: () => [related('guest_cr0', PE | PG)],
  G03: (v) => fixed(v, 'guest_cr4', v.caps.cr4Fixed0, v.caps.cr4Fixed1, 0),
  G04: (v) => clear(v, 'guest_ia32_debugctl', ~BigInt(L.DEBUGCTL_BITS) & ALL_BITS),
  G05: (v) => [...set(v, 'guest_cr0', PG), ...set(v, 'guest_cr4', 0x20n)],
  G06: (v) => clear(v, 'guest_cr4', 1n << 17n),
  G07: (v) => clear(v, 'guest_cr3', beyondWidth(v)),
  G08: (v) => clear(v, 'guest_dr7', HIGH),
  G09: (v) => [...canonical(v, 'guest_ia32_sysenter_esp'), ...canonical(v, 'guest_ia32_sysenter_eip')],
  G10: (v) => {
    const loads = (bit: number): boolean => (v.entry & (1 << bit)) !== 0;
    const paging = (v.low(F.guest_cr0) & L.CR0_PG) !== 0;
    return [
      ...(loads(13) ? counters(v, 'guest_ia32_perf_global_ctrl') : []),
      ...(loads(14) ? pat(v, 'guest_ia32_pat') : []),
      ...(loads(15) ? efer(v, 'guest_ia32_efer', v.ia32e, paging) : []),
      ...(loads(16)
        ? [...clear(v, 'guest_ia32_bndcfgs', 0xffcn), ...canonical(v, 'guest_ia32_bndcfgs')]
        : []),
    ];
  },
  G20: (v) => [
    ...clear(v, 'guest_tr_selector', 4n),
    ...(usable(v, 'ldtr') ? clear(v, 'guest_ldtr_selector', 4n) : []),
  ],
  G21: () => [related('guest_cs_selector', 3n), related('guest_ss_selector', 3n)],
  G22: (v) =>
    CODE_AND_DATA.flatMap((s) => {
      const base = `guest_${s}_base` as const;
      const limit = `guest_${s}_limit` as const;
      const field = `guest_${s}_access_rights` as const;
      return [
        ...(whole(v, base) === BigInt(selector(v, s) * 16) ? [] : [related(base, ALL_BITS)]),
        ...must(v, limit, 0xffffn, 0xffff0000n),
        ...must(v, field, 0xf3n, 0xffffff0cn),
      ];
    }),
  G23: (v) => [
    ...canonical(v, 'guest_tr_base'),
    ...canonical(v, 'guest_fs_base'),
    ...canonical(v, 'guest_gs_base'),
    ...(usable(v, 'ldtr') ? canonical(v, 'guest_ldtr_base') : []),
  ],
  G24: (v) => each(v, ['cs', 'ss', 'ds', 'es'], (s) => clear(v, `guest_${s}_base`, HIGH)),
  G25: () => [onRights('cs', 0xfn)],
  G26: () => [onRights('ss', 0xfn)],
  G27: (v) =>
    each(v, DATA, (s) =>
      (type(v, s) & 1) !== 0 && ((type(v, s) & 8) === 0 || (type(v, s) & 2) !== 0) ? [] : [onRights(s, 0xfn)],
    ),
  G28: (v) => each(v, CODE_AND_DATA, (s) => set(v, `guest_${s}_access_rights`, 0x10n)),
  G29: (v) => [onRights('cs', 0x6fn), ...(type(v, 'cs') === 3 ? [] : [onRights('ss', 0x60n)])],
  G30: (v) =>
    dpl(v, 'ss') === (selector(v, 'ss') & 3) || v.unrestricted
      ? clear(v, 'guest_ss_access_rights', 0x60n)
      : [onRights('ss', 0x60n), related('guest_ss_selector', 3n)],
  G31: (v) =>
    each(v, DATA, (s) =>
      type(v, s) > 11 || dpl(v, s) >= (selector(v, s) & 3)
        ? []
        : [onRights(s, 0x60n), related(`guest_${s}_selector`, 3n)],
    ),
  G32: (v) => each(v, CODE_AND_DATA, (s) => set(v, `guest_${s}_access_rights`, 0x80n)),
  G33: (v) => each(v, CODE_AND_DATA, (s) => reserved(v, s)),
  G34: (v) => clear(v, 'guest_cs_access_rights', 0x4000n),
  G35: (v) => each(v, CODE_AND_DATA, (s) => granularity(v, s)),
  G36: (v) => [
    ...(type(v, 'tr') === 11 || (type(v, 'tr') === 3 && !v.ia32e) ? [] : [onRights('tr', 0xfn)]),
    ...systemSegment(v, 'tr'),
  ],
  G37: (v) => [...(type(v, 'ldtr') === 2 ? [] : [onRights('ldtr', 0xfn)]), ...systemSegment(v, 'ldtr')],
  G40: (v) => [
    ...canonical(v, 'guest_gdtr_base'),
    ...canonical(v, 'guest_idtr_base'),
    ...clear(v, 'guest_gdtr_limit', 0xffff0000n),
    ...clear(v, 'guest_idtr_limit', 0xffff0000n),
  ],
  G50: (v) =>
    v.ia32e && (rights(v, 'cs') & 0x2000) !== 0 ? canonical(v, 'guest_rip') : clear(v, 'guest_rip', HIGH),
  G51: (v) => must(v, FLAGS, 2n, 0xffc08028n | HIGH),
  G52: (v) => clear(v, FLAGS, 0x20000n),
  G53: (v) => [...set(v, FLAGS, 0x200n), related(EVENT, 0x700n)],
  G60: () => [related(ACTIVITY, 0xffffffffn)],
  G61: () => [related(ACTIVITY, 0xffffffffn), onRights('ss', 0x60n)],
  G62: () => [related(ACTIVITY, 0xffffffffn), related(BLOCKING, 3n)],
  G63: () => [related(ACTIVITY, 0xffffffffn), related(EVENT, 0x7ffn)],
  G64: () => [related(ENTRY, 0x400n), related(ACTIVITY, 0xffffffffn)],
  G65: (v) => {
    const state = v.low(F.guest_interruptibility_state);
    return [
      ...clear(v, BLOCKING, 0xfffffff0n),
      ...((state & 3) === 3 ? [related(BLOCKING, 3n)] : []),
      ...((state & 3) === 1 ? set(v, FLAGS, 0x200n) : []),
    ];
  },
  G66: () => [related(BLOCKING, 3n), related(EVENT, 0x700n)],
  G67: (v) => [...clear(v, BLOCKING, 4n), ...clear(v, ENTRY, 0x400n)],
  G68: () => [related(BLOCKING, 8n), related(EVENT, 0x700n)],
  G69: (v) => {
    const field = 'guest_pending_debug_exceptions';
    const wrong = clear(v, field, 0xfffeaff0n | HIGH);
    return wrong.length > 0 ? wrong : [related(field, 0x4000n), related(FLAGS, 0x100n)];
  },
  G70: (v) => {
    const wrong = address(v, 'vmcs_link_pointer', 4096);
    return wrong.length > 0 ? wrong : [related('vmcs_link_pointer', ALL_BITS)];
  },
};
