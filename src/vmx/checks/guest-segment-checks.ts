// Checks of the guest's segment registers: failure is exit reason 33 with bit 31. SDM vol. 3, 26.3.1.2.
import type { Check } from './check.ts';
import type { EntryView } from './entry-view.ts';
import type { FieldName } from '../fields/fields.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';

const SEGMENTS = '26.3.1.2';
const P1 = 'primary_proc_based_controls';
const P2 = 'secondary_proc_based_controls';

interface SegmentFields {
  readonly selector: FieldName;
  readonly base: FieldName;
  readonly limit: FieldName;
  readonly rights: FieldName;
}

const of = (name: 'es' | 'cs' | 'ss' | 'ds' | 'fs' | 'gs' | 'ldtr' | 'tr'): SegmentFields => ({
  selector: `guest_${name}_selector`,
  base: `guest_${name}_base`,
  limit: `guest_${name}_limit`,
  rights: `guest_${name}_access_rights`,
});

const CS = of('cs');
const SS = of('ss');
const DS = of('ds');
const ES = of('es');
const FS = of('fs');
const GS = of('gs');
const LDTR = of('ldtr');
const TR = of('tr');
const DATA = [DS, ES, FS, GS];
const BESIDES_CS = [SS, ...DATA];
const ALL = [CS, ...BESIDES_CS];

const rights = (v: EntryView, s: SegmentFields): number => v.low(F[s.rights]);
const usable = (v: EntryView, s: SegmentFields): boolean => (rights(v, s) & L.AR_UNUSABLE) === 0;
const type = (v: EntryView, s: SegmentFields): number => rights(v, s) & 15;
const dpl = (v: EntryView, s: SegmentFields): number => (rights(v, s) >> 5) & 3;
const rpl = (v: EntryView, s: SegmentFields): number => v.low(F[s.selector]) & 3;

/** CS always counts, the others when usable. */
const counts = (v: EntryView, s: SegmentFields): boolean => s === CS || usable(v, s);

/** Some bit 11:0 of the limit 0: G must be 0. Some bit 31:20 of it 1: G must be 1. */
function granularity(v: EntryView, s: SegmentFields): boolean {
  const limit = v.low(F[s.limit]);
  const g = (rights(v, s) & 0x8000) !== 0;
  if ((limit & 0xfff) !== 0xfff && g) return false;
  return (limit & 0xfff00000) === 0 || g;
}

/** Bits 11:8 and 31:17 of the access rights. */
const reservedRights = (v: EntryView, s: SegmentFields): boolean => (rights(v, s) & 0xfffe0f00) === 0;

const rightsOf = (segments: readonly SegmentFields[]): FieldName[] => segments.map((s) => s.rights);
const selectorsOf = (segments: readonly SegmentFields[]): FieldName[] => segments.map((s) => s.selector);
const basesOf = (segments: readonly SegmentFields[]): FieldName[] => segments.map((s) => s.base);
const limitsOf = (segments: readonly SegmentFields[]): FieldName[] => segments.map((s) => s.limit);

/** Most rules do not concern a virtual-8086 guest. */
const unlessV86 =
  (holds: (v: EntryView) => boolean) =>
  (v: EntryView): boolean =>
    v.v86 || holds(v);

export const GUEST_SEGMENT_CHECKS: readonly Check[] = [
  {
    id: 'G20',
    section: SEGMENTS,
    fields: ['guest_tr_selector', 'guest_ldtr_selector', 'guest_ldtr_access_rights'],
    holds: (v) =>
      (v.low(F.guest_tr_selector) & 4) === 0 &&
      (!usable(v, LDTR) || (v.low(F.guest_ldtr_selector) & 4) === 0),
  },
  {
    id: 'G21',
    section: SEGMENTS,
    fields: [P1, P2, 'guest_rflags', 'guest_cs_selector', 'guest_ss_selector'],
    holds: unlessV86((v) => v.unrestricted || rpl(v, SS) === rpl(v, CS)),
  },
  {
    id: 'G22',
    section: SEGMENTS,
    fields: ['guest_rflags', ...selectorsOf(ALL), ...basesOf(ALL), ...limitsOf(ALL), ...rightsOf(ALL)],
    holds: (v) =>
      !v.v86 ||
      ALL.every(
        (s) =>
          v.low(F[s.base]) === (v.low(F[s.selector]) & 0xffff) * 16 &&
          v.high(F[s.base]) === 0 &&
          v.low(F[s.limit]) === 0xffff &&
          rights(v, s) === 0xf3,
      ),
  },
  {
    id: 'G23',
    section: SEGMENTS,
    fields: ['guest_ldtr_access_rights', ...basesOf([TR, FS, GS, LDTR])],
    holds: (v) =>
      v.canonical(F[TR.base]) &&
      v.canonical(F[FS.base]) &&
      v.canonical(F[GS.base]) &&
      (!usable(v, LDTR) || v.canonical(F[LDTR.base])),
  },
  {
    id: 'G24',
    section: SEGMENTS,
    fields: [...rightsOf([SS, DS, ES]), ...basesOf([CS, SS, DS, ES])],
    holds: (v) => [CS, SS, DS, ES].every((s) => !counts(v, s) || v.high(F[s.base]) === 0),
  },
  {
    id: 'G25',
    section: SEGMENTS,
    fields: [P1, P2, 'guest_rflags', CS.rights],
    holds: unlessV86((v) => {
      const t = type(v, CS);
      return t === 9 || t === 11 || t === 13 || t === 15 || (t === 3 && v.unrestricted);
    }),
  },
  {
    id: 'G26',
    section: SEGMENTS,
    fields: ['guest_rflags', SS.rights],
    holds: unlessV86((v) => !usable(v, SS) || type(v, SS) === 3 || type(v, SS) === 7),
  },
  {
    id: 'G27',
    section: SEGMENTS,
    fields: ['guest_rflags', ...rightsOf(DATA)],
    holds: unlessV86((v) =>
      DATA.every(
        (s) =>
          !usable(v, s) || ((type(v, s) & 1) !== 0 && ((type(v, s) & 8) === 0 || (type(v, s) & 2) !== 0)),
      ),
    ),
  },
  {
    id: 'G28',
    section: SEGMENTS,
    fields: ['guest_rflags', ...rightsOf(ALL)],
    holds: unlessV86((v) => ALL.every((s) => !counts(v, s) || (rights(v, s) & 0x10) !== 0)),
  },
  {
    id: 'G29',
    section: SEGMENTS,
    fields: ['guest_rflags', CS.rights, SS.rights],
    holds: unlessV86((v) => {
      const t = type(v, CS);
      if (t === 3) return dpl(v, CS) === 0;
      if (t === 9 || t === 11) return dpl(v, CS) === dpl(v, SS);
      return t !== 13 && t !== 15 ? true : dpl(v, CS) <= dpl(v, SS);
    }),
  },
  {
    id: 'G30',
    section: SEGMENTS,
    fields: [P1, P2, 'guest_rflags', 'guest_cr0', CS.rights, SS.rights, SS.selector],
    holds: unlessV86((v) => {
      if (!v.unrestricted && dpl(v, SS) !== rpl(v, SS)) return false;
      const realLike = type(v, CS) === 3 || (v.low(F.guest_cr0) & L.CR0_PE) === 0;
      return !realLike || dpl(v, SS) === 0;
    }),
  },
  {
    id: 'G31',
    section: SEGMENTS,
    fields: [P1, P2, 'guest_rflags', ...rightsOf(DATA), ...selectorsOf(DATA)],
    holds: unlessV86(
      (v) => v.unrestricted || DATA.every((s) => !usable(v, s) || type(v, s) > 11 || dpl(v, s) >= rpl(v, s)),
    ),
  },
  {
    id: 'G32',
    section: SEGMENTS,
    fields: ['guest_rflags', ...rightsOf(ALL)],
    holds: unlessV86((v) => ALL.every((s) => !counts(v, s) || (rights(v, s) & 0x80) !== 0)),
  },
  {
    id: 'G33',
    section: SEGMENTS,
    fields: ['guest_rflags', ...rightsOf(ALL)],
    holds: unlessV86((v) => ALL.every((s) => !counts(v, s) || reservedRights(v, s))),
  },
  {
    id: 'G34',
    section: SEGMENTS,
    fields: ['guest_rflags', 'vmentry_controls', CS.rights],
    holds: unlessV86((v) => !v.ia32e || (rights(v, CS) & 0x6000) !== 0x6000),
  },
  {
    id: 'G35',
    section: SEGMENTS,
    fields: ['guest_rflags', ...rightsOf(ALL), ...limitsOf(ALL)],
    holds: unlessV86((v) => ALL.every((s) => !counts(v, s) || granularity(v, s))),
  },
  {
    id: 'G36',
    section: SEGMENTS,
    fields: ['vmentry_controls', TR.rights, TR.limit],
    holds: (v) => {
      const t = type(v, TR);
      const kind = t === 11 || (t === 3 && !v.ia32e);
      return (
        kind &&
        (rights(v, TR) & 0x90) === 0x80 &&
        usable(v, TR) &&
        reservedRights(v, TR) &&
        granularity(v, TR)
      );
    },
  },
  {
    id: 'G37',
    section: SEGMENTS,
    fields: [LDTR.rights, LDTR.limit],
    holds: (v) =>
      !usable(v, LDTR) ||
      (type(v, LDTR) === 2 &&
        (rights(v, LDTR) & 0x90) === 0x80 &&
        reservedRights(v, LDTR) &&
        granularity(v, LDTR)),
  },
];
