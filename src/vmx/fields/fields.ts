// Looking up VMCS fields by name, synonym or encoding, and where a field lives inside its region.
// Intel SDM vol. 3, "Field encoding in the VMCS" (24.11.2) and appendix B.
import { FIELD_ROWS } from './field-table.ts';
import type { FieldName, FieldRequirement, FieldType, FieldWidth } from './field-table.ts';

export type { FieldName, FieldRequirement, FieldType, FieldWidth } from './field-table.ts';

/** A VMCS field. `offset` is the byte offset of its 8-byte slot from the start of the VMCS region. */
export interface VmcsField {
  readonly encoding: number;
  readonly name: FieldName;
  /** The identifier of the Portuguese tables, as `exit_qualification` or `guest_es_sel`. */
  readonly synonym: string;
  readonly width: FieldWidth;
  readonly type: FieldType;
  readonly requires: FieldRequirement | null;
  readonly slot: number;
  readonly offset: number;
}

/** Byte offsets inside a VMCS region. The manual leaves all but the first two to the processor (24.2). */
export const VMCS_REVISION = 0;
export const VMCS_ABORT = 4;
export const VMCS_LAUNCH_STATE = 8;
/** Count of VMXONs so far when the VMCS was launched: tells a launch of an earlier VMX operation (error 6). */
export const VMCS_EPOCH = 12;
export const VMCS_FIELDS = 64;

export const FIELDS: readonly VmcsField[] = FIELD_ROWS.map(
  ([encoding, name, synonym, width, type, requires], slot) => ({
    encoding,
    name,
    synonym,
    width,
    type,
    requires,
    slot,
    offset: VMCS_FIELDS + 8 * slot,
  }),
);

export const VMCS_BYTES_USED = VMCS_FIELDS + 8 * FIELDS.length;

const byEncoding = new Map(FIELDS.map((field) => [field.encoding, field]));
const byName = new Map<string, VmcsField>();
for (const field of FIELDS) byName.set(field.synonym, field);
for (const field of FIELDS) byName.set(field.name, field);

/** A field and whether the high half (odd encoding) of a 64-bit field is meant. */
export interface FieldAccess {
  readonly field: VmcsField;
  readonly high: boolean;
}

/** What an encoding names, or null when no VMX processor has such a field. Bits 63:32 must already be 0. */
export function fieldByEncoding(encoding: number): FieldAccess | null {
  const field = byEncoding.get(encoding & ~1);
  if (field === undefined) return null;
  if ((encoding & 1) === 0) return { field, high: false };
  return field.width === 64 ? { field, high: true } : null;
}

/** The encoding behind a name, in any case: `GUEST_RIP`, `guest_cs_sel`, `tsc_offset_high`; null if unknown. */
export function encodingByName(name: string): number | null {
  const lower = name.toLowerCase();
  const field = byName.get(lower);
  if (field !== undefined) return field.encoding;
  if (!lower.endsWith('_high')) return null;
  const full = byName.get(lower.slice(0, -'_high'.length));
  return full?.width === 64 ? full.encoding + 1 : null;
}

/** The field of that name. Names are checked by the type, so this never fails. */
export function field(name: FieldName): VmcsField {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`unknown VMCS field ${name}`);
  return found;
}

/** How a field is called: its name, with `_high` for an odd encoding; null for an encoding of no field. */
export function nameOfEncoding(encoding: number): string | null {
  const access = fieldByEncoding(encoding);
  if (access === null) return null;
  return access.high ? `${access.field.name}_high` : access.field.name;
}

/** Every accepted spelling with its encoding: names, synonyms and the `_high` forms, in lower case. */
export function fieldNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const [name, found] of byName) {
    names.set(name, found.encoding);
    if (found.width === 64) names.set(`${name}_high`, found.encoding + 1);
  }
  return names;
}
