// What a step is called: the text of its line and the first word of it.
import { fold } from '../notation/fold.ts';
import type { Program, SourcePlace, StepEvent } from './session-types.ts';

/** The learner's line without comment; for a guest of the catalogue, the instruction itself. */
export function textAt(program: Program, place: SourcePlace | null): string {
  if (place === null || place.role === 'ground' || (place.role === 'prepare' && place.line === null))
    return '';
  const { expansion, lines, notation } = program;
  const fromCatalogue =
    place.role === 'guest' && (place.line === null || /^\s*convidado\b/i.test(lines[place.line - 1] ?? ''));
  if (notation === 'vmx' && (fromCatalogue || place.role === 'finish'))
    return stripComment(expansion?.[(place.assemblyLine ?? 0) - 1]?.text ?? '');
  return place.line === null ? '' : stripComment(lines[place.line - 1] ?? '');
}

/** First word of a step's text behind its label, in capitals; without a text, the instruction that ran at `address`. */
export function mnemonicOf(text: string, events: readonly StepEvent[], address: bigint): string {
  const told = events.find(({ event }) => event.kind === 'instruction' && event.rip === address)?.event;
  const word = /^(?:[^\s:]+:)?\s*(\S+)/.exec(text)?.[1] ?? '';
  if (word !== '') return fold(word);
  return told?.kind === 'instruction' ? told.mnemonic.toUpperCase() : '';
}

function stripComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === ';') return line.slice(0, i).trim();
  }
  return line.trim();
}
