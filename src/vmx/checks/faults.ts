// Which bits break a VM-entry check, for people: the processor only finds that the check does not hold.
// The sections are those of the checks (SDM vol. 3, 26.2 and 26.3.1). Whatever the bits do not tell is left out.
import type { FieldName } from '../fields/fields.ts';
import { F } from '../fields/slots.ts';
import type { AllowedSettings } from '../profiles/capabilities.ts';
import type { EntryView } from './entry-view.ts';

export interface BitFault {
  readonly field: FieldName;
  readonly ones: bigint;
  readonly zeros: bigint;
  readonly related: bigint;
  /** The largest value that the rule allows, where it is a bound. */
  readonly most?: bigint;
}

const ALL = 0xffff_ffff_ffff_ffffn;
const HIGH = 0xffff_ffff_0000_0000n;

/** The whole field, as an unsigned number. */
export const whole = (v: EntryView, field: FieldName): bigint =>
  (BigInt(v.high(F[field]) >>> 0) << 32n) | BigInt(v.unsigned(F[field]));

const unsigned = (word: number): bigint => BigInt(word >>> 0);

/** Bits of a field that have to be 1 and are 0, and that have to be 0 and are 1. */
export function must(v: EntryView, field: FieldName, ones: bigint, zeros: bigint): BitFault[] {
  const value = whole(v, field);
  const fault = { field, ones: ones & ~value & ALL, zeros: zeros & value, related: 0n };
  return fault.ones === 0n && fault.zeros === 0n ? [] : [fault];
}

export const clear = (v: EntryView, field: FieldName, mask: bigint): BitFault[] => must(v, field, 0n, mask);
export const set = (v: EntryView, field: FieldName, mask: bigint): BitFault[] => must(v, field, mask, 0n);

/** Bits that do not agree with others. */
export const related = (field: FieldName, mask: bigint): BitFault => ({
  field,
  ones: 0n,
  zeros: 0n,
  related: mask,
});

/** A number in the bits of `mask` that passes the largest allowed. */
export const atMost = (field: FieldName, mask: bigint, most: number): BitFault => ({
  ...related(field, mask),
  most: BigInt(most),
});

/** A control field against what the processor allows; the high half of a 32-bit field does not exist. */
export const allowed = (v: EntryView, field: FieldName, settings: AllowedSettings): BitFault[] =>
  must(v, field, unsigned(settings.must), unsigned(~settings.may));

/** CR0 or CR4 against the bits fixed in VMX operation. */
export function fixed(
  v: EntryView,
  field: FieldName,
  fixed0: number,
  fixed1: number,
  ignored: number,
): BitFault[] {
  return must(v, field, unsigned(fixed0 & ~ignored), unsigned(~fixed1 & ~ignored) | HIGH);
}

/** Bits at or above the physical-address width. */
export function beyondWidth(v: EntryView): bigint {
  const width = v.caps.addressesAre32Bit ? 32 : v.cpu.profile.physicalAddressWidth;
  return (ALL << BigInt(width)) & ALL;
}

/** A physical address in a multiple of `alignment`, below the physical-address width. */
export const address = (v: EntryView, field: FieldName, alignment: number): BitFault[] =>
  clear(v, field, BigInt(alignment - 1) | beyondWidth(v));

/** Bits 63 to 47 of a linear address that is not canonical. */
export const canonical = (v: EntryView, field: FieldName): BitFault[] =>
  v.canonical(F[field]) ? [] : [related(field, 0xffff_8000_0000_0000n)];

/** Bytes of a PAT that are no memory type. */
export function pat(v: EntryView, field: FieldName): BitFault[] {
  let bad = 0n;
  for (let shift = 0n; shift < 64n; shift += 8n) {
    const type = (whole(v, field) >> shift) & 0xffn;
    if (type > 7n || type === 2n || type === 3n) bad |= 0xffn << shift;
  }
  return bad === 0n ? [] : [related(field, bad)];
}

const EFER_BITS = 0xd01n;
const LMA = 0x400n;
const LME = 0x100n;

/** EFER: reserved bits; LMA and LME against the mode asked for. */
export function efer(v: EntryView, field: FieldName, long: boolean, checkLme: boolean): BitFault[] {
  const mode = checkLme ? LMA | LME : LMA;
  return must(v, field, long ? mode : 0n, (~EFER_BITS & ALL) | (long ? 0n : mode));
}

/** IA32_PERF_GLOBAL_CTRL: bits of counters that the processor does not have. */
export const counters = (v: EntryView, field: FieldName): BitFault[] =>
  clear(v, field, ~(v.caps.hasEpt ? 0x7_0000_000fn : 0x7_0000_0003n) & ALL);
