// Word index (from the start of a VMCS region) of every field's low half; the high half is the next word.
import { FIELDS } from './fields.ts';
import type { FieldName } from './fields.ts';

const words: Partial<Record<FieldName, number>> = {};
for (const { name, offset } of FIELDS) words[name] = offset >> 2;

export const F = words as Readonly<Record<FieldName, number>>;
