// What is wrong with a line of a guest before it is assembled, said in the words of the learner's file.
import { badToken } from '../assembler/expression.ts';
import { FIELD_WORDS } from '../assembler/field-words.ts';
import { formsOf } from '../assembler/instruction-table.ts';
import type { Token } from '../assembler/lexer.ts';
import { isNasmMnemonic } from '../assembler/nasm-mnemonics.ts';
import { SIZE_WORDS } from '../assembler/operands.ts';
import { Problem } from '../assembler/problem.ts';
import { isForeignRegister, registerByName } from '../assembler/registers.ts';
import { STATEMENT_WORDS } from '../assembler/statement-words.ts';
import { suggest } from '../assembler/suggest.ts';
import type { OpenGuest } from './draft.ts';
import { fold } from './fold.ts';
import { guestLabels, labelKey } from './guest-labels.ts';
import { includedNames } from './included-names.ts';

const UNSUITABLE_IN_GUEST = new Set(['section', 'segment', 'org', 'bits', 'default', 'equ']);

/**
 * Words of a guest's line that mean nothing are found here, where the guest's labels are known. `guests`: all of the
 * program. Throws the Problem it finds.
 */
export function checkGuestLine(
  tokens: readonly Token[],
  guest: OpenGuest,
  labels: ReadonlySet<string>,
  guests: readonly OpenGuest[],
): void {
  const bad = tokens.find((token) => token.kind === 'bad');
  if (bad !== undefined) throw badToken(bad);
  const directive = tokens.find((token) => token.kind === 'pp');
  if (directive !== undefined) throw new Problem('directive-in-guest', directive, { found: directive.text });
  const start = tokens[1]?.kind === 'op' && tokens[1].text === ':' ? 2 : 0;
  const label = start === 2 ? tokens[0] : undefined;
  if (label?.kind === 'id') checkLabel(label, tokens, guest);
  const word = tokens[start];
  if (word === undefined) return;
  if (word.kind === 'id' && UNSUITABLE_IN_GUEST.has(word.text.toLowerCase()))
    throw new Problem('directive-in-guest', word, { found: word.text });
  if (word.kind === 'id' && fold(word.text) === 'AVANCA')
    throw new Problem('root-word-in-guest', word, { found: word.text });
  tokens.slice(start + 1).forEach((token, index) => {
    if (token.kind !== 'id' || isKnownInGuest(token, labels, guest)) return;
    if (index === 0 && tokens.length === start + 2 && formsOf(word.text) === undefined) return;
    const others = guests.filter(
      (other) =>
        other !== guest &&
        (fold(token.text) === other.letter || guestLabels(other).has(labelKey(token.text))),
    );
    if (others[0] !== undefined)
      throw new Problem('label-of-other-guest', token, { found: token.text, name: others[0].letter });
    // The first word says more when it is the one that is wrong.
    if (word.kind === 'id' && !STATEMENT_WORDS.includes(word.text.toLowerCase())) return;
    const likely = suggest(token.text, [...labels, ...FIELD_WORDS.keys()]);
    throw new Problem('unknown-symbol', token, {
      found: token.text,
      ...(likely === null ? {} : { suggestion: likely }),
    });
  });
}

function checkLabel(label: Token, tokens: readonly Token[], guest: OpenGuest): void {
  const key = labelKey(label.text);
  const twice = guest.source.find(
    ({ tokens: other }) =>
      other !== tokens && other[1]?.text === ':' && labelKey(other[0]?.text ?? '') === key,
  );
  const earlier =
    twice !== undefined &&
    (twice.tokens[0]?.kind ?? '') === 'id' &&
    guest.source.findIndex((l) => l === twice) < guest.source.findIndex((l) => l.tokens === tokens);
  if (earlier) throw new Problem('label-twice', label, { found: label.text, firstLine: twice.number });
  if (registerByName(label.text) !== undefined)
    throw new Problem('register-as-label', label, { found: label.text });
}

function isKnownInGuest(token: Token, labels: ReadonlySet<string>, guest: OpenGuest): boolean {
  const lower = token.text.toLowerCase();
  return (
    labels.has(labelKey(token.text)) ||
    fold(token.text) === guest.letter ||
    registerByName(lower) !== undefined ||
    isForeignRegister(lower) ||
    lower in SIZE_WORDS ||
    /^(?:rel|abs|strict|short|near|far|nosplit|ptr)$/.test(lower) ||
    STATEMENT_WORDS.includes(lower) ||
    isNasmMnemonic(lower) ||
    FIELD_WORDS.has(token.text) ||
    includedNames().has(token.text)
  );
}
