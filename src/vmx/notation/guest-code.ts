// The guests of a program as assembly: those written in it, those of the catalogue, and those that VMPTRLD asks for.
import { tokenize } from '../assembler/lexer.ts';
import type { Token } from '../assembler/lexer.ts';
import type { Draft, Guarded, OpenGuest } from './draft.ts';
import { fold } from './fold.ts';
import { catalogueGuest } from './guest-catalogue.ts';
import { CATALOGUE_LABELS, baseName, guestAddress, guestLabels, labelKey } from './guest-labels.ts';
import { checkGuestLine } from './guest-line-check.ts';
import type { CopiedText, Guest, GuestLine } from './script.ts';

/** Every guest of the program, a quiet one for each VMCS that the program loads and gives no guest. */
export function finishGuests(draft: Draft, guarded: Guarded): Guest[] {
  const guests = draft.guests.map((open): Guest => ({
    letter: open.letter,
    origin: open.origin,
    name: open.origin === 'catalogue' ? open.name : open.letter,
    line: open.line,
    lines:
      open.origin === 'catalogue'
        ? catalogueLines(open.name, open.letter, open.line)
        : writtenLines(open, draft.guests, guarded),
  }));
  const wanted = new Set<string>();
  for (const step of draft.steps)
    if (step.kind === 'region' && step.instruction === 'VMPTRLD' && step.region !== 'VMXON')
      wanted.add(step.region);
  for (const letter of wanted) {
    if (guests.some((guest) => guest.letter === letter)) continue;
    const lines = catalogueLines('pacato', letter, null);
    guests.push({ letter, origin: 'filled-in', name: 'pacato', line: null, lines });
  }
  return guests;
}

function writtenLines(open: OpenGuest, guests: readonly OpenGuest[], guarded: Guarded): GuestLine[] {
  const labels = guestLabels(open);
  const lines: GuestLine[] = [];
  for (const { number, text, tokens } of open.source) {
    guarded(number, () => {
      checkGuestLine(tokens, open, labels, guests);
      lines.push({ line: number, code: localized(text, tokens, open.letter, labels) });
    });
  }
  return lines;
}

function catalogueLines(name: string, letter: string, line: number | null): GuestLine[] {
  return (catalogueGuest(name)?.lines ?? []).map((text) => ({
    line,
    code: localized(text, tokenize(text), letter, CATALOGUE_LABELS),
  }));
}

/**
 * A guest's line as assembly: its labels become local labels of `convidado_X`. Jumps take them as they are; anywhere
 * else the address is the one in the guest's own memory, where the program is copied.
 */
function localized(
  text: string,
  tokens: readonly Token[],
  letter: string,
  labels: ReadonlySet<string>,
): CopiedText {
  let result = '';
  let copied = 0;
  const columns: { offset: number; column: number }[] = [];
  const start = tokens[1]?.kind === 'op' && tokens[1].text === ':' ? 2 : 0;
  const word = tokens[start]?.text.toLowerCase() ?? '';
  const jump = /^(?:j[a-z]+|call|loop[a-z]*)$/.test(word) && tokens.every((token) => token.text !== '[');
  tokens.forEach((token, index) => {
    const from = token.column - 1;
    result += text.slice(copied, from);
    columns.push({ offset: result.length, column: token.column });
    copied = from + token.length;
    const key = labelKey(token.text);
    const definition = index === 0 && start === 2;
    const isLabel = token.kind === 'id' && index !== start && labels.has(key);
    const isSelf = token.kind === 'id' && index > start && fold(token.text) === letter;
    if (definition && token.kind === 'id') result += `.${key}`;
    else if (isLabel) result += jump ? `.${key}` : guestAddress(letter, key);
    else if (isSelf) result += jump ? `convidado_${letter}` : baseName(letter);
    else result += text.slice(from, copied);
  });
  return { text: result.trim() === '' ? '' : result, columns };
}
