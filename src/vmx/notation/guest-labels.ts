// Labels of guests: how they are compared, which ones a guest has, and the address of one in the guest's own memory.
import type { OpenGuest } from './draft.ts';
import { GUEST_LETTERS } from './script.ts';

/** The one label of every guest of the catalogue. */
export const CATALOGUE_LABELS: ReadonlySet<string> = new Set(['de_novo']);

/** Labels are found whatever their case, with or without a leading dot. */
export function labelKey(word: string): string {
  return word.replace(/^\.+/, '').toLowerCase();
}

export function guestLabels(guest: OpenGuest): Set<string> {
  const labels = new Set<string>();
  for (const { tokens } of guest.source) {
    const [first, second] = tokens;
    if (first?.kind === 'id' && second?.kind === 'op' && second.text === ':')
      labels.add(labelKey(first.text));
  }
  if (guest.origin === 'catalogue') for (const label of CATALOGUE_LABELS) labels.add(label);
  return labels;
}

/** Symbol with the base address of a guest's memory; letters without memory of their own run from the image. */
export function baseName(letter: string): string {
  return (GUEST_LETTERS as readonly string[]).includes(letter)
    ? `guest_${letter.toLowerCase()}`
    : `convidado_${letter}`;
}

/** Assembly of an address in the guest's memory, where its program is copied: a label's (by key), or (null) its first. */
export function guestAddress(letter: string, label: string | null): string {
  const own = `convidado_${letter}`;
  return `(${label === null ? own : `${own}.${label}`} - ${own} + ${baseName(letter)})`;
}
