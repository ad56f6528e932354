// Values of VMWRITE as assembly, put in when every guest is read: they may name labels of any of them.
import { badToken } from '../assembler/expression.ts';
import { FIELD_WORDS } from '../assembler/field-words.ts';
import type { Token } from '../assembler/lexer.ts';
import { Problem } from '../assembler/problem.ts';
import { registerByName } from '../assembler/registers.ts';
import { suggest } from '../assembler/suggest.ts';
import type { Draft, Guarded } from './draft.ts';
import { fold } from './fold.ts';
import { CATALOGUE_LABELS, guestAddress, guestLabels, labelKey } from './guest-labels.ts';
import { includedNames } from './included-names.ts';
import type { CopiedText, Guest } from './script.ts';

/** Labels of each guest, by its letter. */
type LabelsByGuest = ReadonlyMap<string, ReadonlySet<string>>;

/** Gives each VMWRITE of the draft its value. `guests`: all of the program, those filled in too. */
export function finishWrites(draft: Draft, guests: readonly Guest[], guarded: Guarded): void {
  const labels = new Map<string, ReadonlySet<string>>(
    draft.guests.map((guest) => [guest.letter, guestLabels(guest)]),
  );
  for (const guest of guests) if (guest.origin !== 'written') labels.set(guest.letter, CATALOGUE_LABELS);
  for (const { step, tokens, line } of draft.writes) {
    guarded(line, () => {
      const value = writeValue(tokens, labels);
      const old = draft.steps[step];
      if (old?.kind === 'write') draft.steps[step] = { ...old, value };
    });
  }
}

function writeValue(tokens: readonly Token[], guests: LabelsByGuest): CopiedText {
  let text = '';
  const columns: { offset: number; column: number }[] = [];
  for (const token of tokens) {
    if (token.kind === 'bad') throw badToken(token);
    if (
      token.kind === 'pp' ||
      token.kind === 'str' ||
      (token.kind === 'op' && /^[[\]{},:$]/.test(token.text))
    )
      throw new Problem('unexpected-token', token, {
        found: token.text,
        expected: ['number', 'constant', 'label'],
      });
    const piece = token.kind === 'id' ? writeWord(token, guests) : token.text;
    columns.push({ offset: text.length + (text === '' ? 0 : 1), column: token.column });
    text += (text === '' ? '' : ' ') + piece;
  }
  return { text, columns };
}

/** A word of a value: a guest, a label of one (with its letter where several have it), a constant or a field. */
function writeWord(token: Token, guests: LabelsByGuest): string {
  const word = fold(token.text);
  if (guests.has(word)) return guestAddress(word, null);
  const dotted = /^([A-Za-z])\.(.+)$/.exec(token.text);
  const letter = dotted?.[1]?.toUpperCase() ?? '';
  if (dotted?.[2] !== undefined && guests.get(letter)?.has(labelKey(dotted[2])) === true)
    return guestAddress(letter, labelKey(dotted[2]));
  const owners = [...guests].filter(([, labels]) => labels.has(labelKey(token.text)));
  if (owners.length > 1)
    throw new Problem('label-in-several-guests', token, {
      found: token.text,
      expected: owners.map(([name]) => `${name}.${token.text}`),
    });
  const owner = owners[0];
  if (owner !== undefined) return guestAddress(owner[0], labelKey(token.text));
  const names = includedNames();
  if (names.has(token.text)) return token.text;
  if (FIELD_WORDS.has(word) || names.has(word)) return word;
  if (registerByName(token.text) !== undefined)
    throw new Problem('value-not-register', token, { found: token.text });
  const likely = suggest(token.text, [...[...guests.values()].flatMap((labels) => [...labels]), ...names]);
  throw new Problem('unknown-symbol', token, {
    found: token.text,
    ...(likely === null ? {} : { suggestion: likely }),
  });
}
