// Puts other guests in a learner's short-notation program, so that it is judged with guests it has not seen.

/** A guest of the catalogue is written in small letters (`pacato`); a lone instruction in capitals (`HLT`). */
const catalogueName = /^\p{Ll}+$/u;
const heading = /^[ \t]*convidado[ \t]+([a-z])[ \t]*:/i;

/**
 * The source with each guest in `guests` (letter to program) in place of the learner's own, or added if there is none.
 * Lines of the root program keep their numbers: what is taken out leaves empty lines, what is put in stands at the end.
 */
export function varyGuests(source: string, guests: Readonly<Record<string, string>>): string {
  let skipping = false;
  const kept = source.split('\n').map((line) => {
    const letter = heading.exec(line)?.[1]?.toUpperCase();
    if (letter !== undefined) skipping = letter in guests;
    return skipping ? '' : line;
  });
  const added = Object.entries(guests).map(([letter, program]) =>
    catalogueName.test(program.trim())
      ? `convidado ${letter}: ${program.trim()}`
      : `convidado ${letter}:\n${program.trimEnd()}`,
  );
  return [...kept, ...added, ''].join('\n');
}
