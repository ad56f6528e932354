// Puts other guests in a learner's program, so that it is judged with guests it has not seen.
import type { NotationName } from '../../src/vmx/program/index.ts';

/** A guest of the catalogue is written in small letters (`pacato`); a lone instruction in capitals (`HLT`). */
const catalogueName = /^\p{Ll}+$/u;
const notationHeading = /^[ \t]*convidado[ \t]+([a-z])[ \t]*:/i;
const assemblyHeading = /^[ \t]*convidado_([a-z])[ \t]*:/i;

/**
 * The source with each guest in `guests` (letter to program) in place of the learner's own, or added if there is none.
 * A guest begins at its heading (`convidado A:` in the short notation, the label `convidado_a:` in assembly) and goes
 * on to the next heading or to the end of the text. Lines of the root program keep their numbers: what is taken out
 * leaves empty lines, what is put in stands at the end.
 */
export function varyGuests(
  source: string,
  guests: Readonly<Record<string, string>>,
  notation: NotationName = 'vmx',
): string {
  const heading = notation === 'asm' ? assemblyHeading : notationHeading;
  let skipping = false;
  const kept = source.split('\n').map((line) => {
    const letter = heading.exec(line)?.[1]?.toUpperCase();
    if (letter !== undefined) skipping = letter in guests;
    return skipping ? '' : line;
  });
  const added = Object.entries(guests).map(([letter, program]) => {
    if (notation === 'asm') return `convidado_${letter.toLowerCase()}:\n${program.trimEnd()}`;
    return catalogueName.test(program.trim())
      ? `convidado ${letter}: ${program.trim()}`
      : `convidado ${letter}:\n${program.trimEnd()}`;
  });
  return [...kept, ...added, ''].join('\n');
}

/** In assembly: the machine (letter) that each line (1-based) of a guest belongs to. */
export function guestLines(source: string): Map<number, string> {
  const lines = new Map<number, string>();
  let letter: string | undefined;
  source.split(/\r\n|\n|\r/).forEach((line, index) => {
    letter = assemblyHeading.exec(line)?.[1]?.toUpperCase() ?? letter;
    if (letter !== undefined) lines.set(index + 1, letter);
  });
  return lines;
}
