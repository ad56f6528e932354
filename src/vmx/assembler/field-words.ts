// The words by which a program names a VMCS field: names and synonyms of the table in capitals, and VMEXIT_ for EXIT_.
import { fieldNames } from '../fields/fields.ts';

function build(): Map<string, number> {
  const words = new Map<string, number>();
  for (const [name, encoding] of fieldNames()) words.set(name.toUpperCase(), encoding);
  for (const [word, encoding] of [...words]) {
    if (word.startsWith('EXIT_') && !words.has(`VM${word}`)) words.set(`VM${word}`, encoding);
  }
  return words;
}

/** Every accepted word, in capitals, with its encoding. */
export const FIELD_WORDS: ReadonlyMap<string, number> = build();
