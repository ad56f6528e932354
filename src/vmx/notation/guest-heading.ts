// The heading of a guest: `convidado X:` with a body below it, or `convidado X: pacato` with one of the catalogue.
import { formsOf } from '../assembler/instruction-table.ts';
import { Problem } from '../assembler/problem.ts';
import { suggest } from '../assembler/suggest.ts';
import type { Draft, OpenGuest } from './draft.ts';
import { fold } from './fold.ts';
import { GUEST_NAMES, catalogueGuest } from './guest-catalogue.ts';
import type { LineReader } from './line-reader.ts';
import { GUEST_LETTERS } from './script.ts';

/** Opens the guest that the following lines belong to. Throws the Problem it finds, with the guest opened all the same. */
export function readHeading(line: LineReader, draft: Draft): void {
  const token = line.next('id', 'guest-letter');
  const letter = fold(token.text);
  const open = (origin: OpenGuest['origin'], name: string): void => {
    draft.guests.push({ letter, line: line.number, origin, name, source: [] });
  };
  // What follows belongs to this guest even when its heading is wrong: it would only make more errors in root.
  if (!(GUEST_LETTERS as readonly string[]).includes(letter)) {
    open('written', letter);
    throw new Problem('guest-letter', token, { found: token.text, expected: [...GUEST_LETTERS] });
  }
  const twice = draft.guests.find((guest) => guest.letter === letter);
  if (twice !== undefined) {
    open('written', letter);
    throw new Problem('guest-twice', token, { found: letter, firstLine: twice.line });
  }
  if (!line.accept(':')) {
    open('written', letter);
    throw line.unexpected('colon');
  }
  const name = line.token;
  if (name === undefined) return open('written', letter);
  line.skip();
  const known = name.kind === 'id' ? catalogueGuest(fold(name.text).toLowerCase()) : undefined;
  open(known === undefined ? 'written' : 'catalogue', known?.name ?? letter);
  if (known === undefined) {
    const instruction = name.kind === 'id' && formsOf(name.text) !== undefined;
    const likely = suggest(name.text, GUEST_NAMES);
    throw new Problem(instruction ? 'instruction-after-heading' : 'unknown-guest', name, {
      found: name.text,
      expected: [...GUEST_NAMES],
      ...(likely === null || instruction ? {} : { suggestion: likely }),
    });
  }
  line.finish();
}
