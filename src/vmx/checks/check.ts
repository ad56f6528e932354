// What a VM-entry check is: an identifier, where the manual says it, what it reads, and whether it holds.
import type { FieldName } from '../fields/fields.ts';
import type { EntryView } from './entry-view.ts';

/** Which group a check belongs to: what its failure leads to. */
export const CONTROLS = 0;
export const HOST = 1;
export const GUEST = 2;

export interface Check {
  readonly id: string;
  /** Section of the SDM, volume 3 (numbering of 2016). */
  readonly section: string;
  /** Every field the predicate may read. */
  readonly fields: readonly FieldName[];
  /** It also depends on memory or on the processor, so that unchanged fields do not settle it. */
  readonly volatile?: boolean;
  readonly holds: (v: EntryView) => boolean;
  /** Exit qualification when it fails (guest state only). */
  readonly qualification?: (v: EntryView) => number;
}
