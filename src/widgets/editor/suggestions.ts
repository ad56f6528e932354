// What can be written at a place of the program: instructions, fields, exit reasons, labels, macros, guests. A pure
// function of the text; completion.ts shows the list.
import { FIELD_WORDS } from '../../vmx/assembler/field-words.ts';
import { includedWords } from '../../vmx/assembler/include-words.ts';
import { tokenize, type Token } from '../../vmx/assembler/lexer.ts';
import { SIZE_WORDS } from '../../vmx/assembler/operands.ts';
import { REGISTER_NAMES } from '../../vmx/assembler/registers.ts';
import { STATEMENT_WORDS } from '../../vmx/assembler/statement-words.ts';
import { nameOfEncoding } from '../../vmx/fields/fields.ts';
import { GUEST_NAMES } from '../../vmx/notation/guest-catalogue.ts';
import { fold, ROOT_WORDS } from '../../vmx/notation/parse.ts';
import { GUEST_LETTERS } from '../../vmx/notation/script.ts';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { REGION_NAMES, reasonOf } from './words.ts';

/** What is being written: the words before it in its line, and where it stands. */
interface Place {
  readonly notation: NotationName;
  /** Tokens of the line before the word, without a label in front. */
  readonly before: readonly Token[];
  /** In a guest of a .vmx. */
  readonly inGuest: boolean;
  readonly text: string;
}

export interface Suggestion {
  readonly label: string;
  /** Short, beside the word: what kind of thing it is. */
  readonly detail: string;
  /** Higher comes first. */
  readonly boost?: number;
  /** What is written instead of the label, which then is only what it is found by. */
  readonly apply?: string;
}

const PREPROCESSOR = ['%include', '%define', '%assign', '%macro', '%endmacro', '%rep', '%endrep', '%if', '%ifdef',
  '%ifndef', '%elif', '%else', '%endif', '%error', '%warning']; // prettier-ignore
const { macros, constants, labels } = includedWords();

/** Fields by the name of the table, then with VM before EXIT_; synonyms of the manual last. */
const FIELDS: readonly Suggestion[] = [...FIELD_WORDS].flatMap(([label, encoding]): Suggestion[] => {
  const own = nameOfEncoding(encoding)?.toUpperCase() ?? label;
  if (label.endsWith('_HIGH')) return [{ label, detail: 'campo, metade alta', boost: -6 }];
  if (own === label) return [{ label, detail: 'campo da VMCS' }];
  const same = { label, detail: `o mesmo que ${own}` };
  if (label === `VM${own}`) return [{ ...same, boost: -1 }];
  // VMEXIT_ before a synonym is taken, but nobody needs it offered.
  return FIELD_WORDS.has(label.replace(/^VM/, '')) && label.startsWith('VMEXIT_')
    ? []
    : [{ ...same, boost: -4 }];
});
const REASONS: readonly Suggestion[] = constants
  .filter(({ name }) => reasonOf(name) !== null)
  .map(({ name }) => ({ label: name, detail: `motivo ${reasonOf(name) ?? ''}` }));
/** The same by number: `10` becomes EXIT_CPUID. */
const REASON_NUMBERS: readonly Suggestion[] = REASONS.map(({ label, detail }) => ({
  label: String(reasonOf(label)),
  detail,
  apply: label,
}));
const MACROS: readonly Suggestion[] = macros
  .filter(({ internal }) => !internal)
  .map(({ name }) => ({ label: name, detail: 'macro', boost: 1 }));
const INCLUDED: readonly Suggestion[] = [
  ...constants
    .filter(({ name }) => !FIELD_WORDS.has(name) && reasonOf(name) === null)
    .map(({ name, value }) => ({ label: name, detail: value, boost: -1 })),
  ...labels
    .filter((name) => name.startsWith('p_'))
    .map((name) => ({ label: name, detail: 'dado de vmx.inc' })),
];
const STATEMENTS: readonly Suggestion[] = STATEMENT_WORDS.filter(
  (word) => !REGISTER_NAMES.includes(word),
).map((label) => ({
  label,
  detail: /^(?:vm|inv[ev][pv])/.test(label) ? 'instrução VMX' : 'instrução',
}));
const REGISTERS: readonly Suggestion[] = REGISTER_NAMES.map((label) => ({ label, detail: 'registrador' }));
const SIZES: readonly Suggestion[] = Object.keys(SIZE_WORDS).map((label) => ({
  label,
  detail: 'tamanho',
  boost: -1,
}));

/** The program's own labels and constants. A local label (`.de_novo`) is offered as it is written. */
export function labelsOf(text: string): string[] {
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    const name = /^\s*([\p{L}_.?@][\p{L}\d_$#@~.?]*)\s*(?::|\s(?:equ|d[bwdq]|res[bwdq]|times)\b)/iu.exec(
      line,
    )?.[1];
    if (name !== undefined && !/^convidado$/i.test(name)) found.add(name);
    const defined = /^\s*%(?:i?(?:x?define|assign)|i?macro)\s+([\w.]+)/i.exec(line)?.[1];
    if (defined !== undefined) found.add(defined);
  }
  return [...found];
}

/** Everything that may stand at `column` (0-based) of line `number` (0-based), and where the word there begins. */
export function suggestionsAt(
  text: string,
  number: number,
  column: number,
  notation: NotationName,
): { readonly from: number; readonly options: readonly Suggestion[] } | null {
  const lines = text.split('\n');
  const before = (lines[number] ?? '').slice(0, column);
  const word = /(?:%|[\p{L}_.?@])?[\p{L}\d_$#@~.?]*$/u.exec(before)?.[0] ?? '';
  const from = column - word.length;
  const head = before.slice(0, from);
  const tokens = tokenize(head);
  if (/^\d/.test(word)) {
    // A number compared with is often an exit reason known by heart: it has a name.
    const compared = tokens.at(-1)?.text === ',' && tokens.some(({ text: one }) => /^cmp$/i.test(one));
    const options = compared ? REASON_NUMBERS.filter(({ label }) => label.startsWith(word)) : [];
    return options.length === 0 ? null : { from, options };
  }
  // Inside a comment or an open string nothing is completed.
  const last = tokens.at(-1);
  if (head.indexOf(';', last === undefined ? 0 : last.column - 1 + last.length) >= 0) return null;
  if (tokens.some(({ problem }) => problem === 'unterminated-string')) return null;
  const labelled = tokens[1]?.text === ':' && !/^convidado$/i.test(tokens[0]?.text ?? '');
  const place: Place = {
    notation,
    before: labelled ? tokens.slice(2) : tokens,
    inGuest: notation === 'vmx' && inGuest(lines.slice(0, number)),
    text,
  };
  const options = notation === 'vmx' && !place.inGuest ? rootOptions(place) : codeOptions(place);
  return options.length === 0 ? null : { from, options };
}

/** Whether the line after these is a guest's: the last heading before it opened a body. */
function inGuest(lines: readonly string[]): boolean {
  const heading = lines.findLast((line) => /^\s*convidado\b/i.test(line));
  return heading !== undefined && /^\s*convidado\s+\w+\s*:\s*(?:;|$)/i.test(heading);
}

const regions = (detail: string, names: readonly string[]): Suggestion[] =>
  names.map((label, index) => ({ label, detail, boost: -index }));

/** The straight line of a .vmx. */
function rootOptions({ before, text }: Place): readonly Suggestion[] {
  const [first] = before;
  const last = before.at(-1)?.text ?? '';
  if (first === undefined)
    return ROOT_WORDS.map((label) => ({ label, detail: /^VM/.test(label) ? 'instrução VMX' : 'notação' }));
  switch (fold(first.text)) {
    case 'VMXON':
      return before.length === 1 ? regions('região', ['VMXON']) : [];
    case 'VMCLEAR':
    case 'VMPTRLD':
      return before.length === 1 ? regions('VMCS', REGION_NAMES) : [];
    case 'VMREAD':
      return before.length === 1 ? FIELDS : [];
    case 'VMWRITE':
      if (before.length === 1) return FIELDS;
      return last === ',' ? [...ownLabels(text), ...INCLUDED, ...REASONS] : [];
    case 'CONVIDADO':
      if (before.length === 1) return regions('convidado', GUEST_LETTERS);
      return last === ':' ? GUEST_NAMES.map((label) => ({ label, detail: 'convidado pronto' })) : [];
    case 'PREPARAR':
      return ['nada', 'vmxe', 'feature_control', 'revisao'].map((label) => ({ label, detail: 'notação' }));
    case 'SEM':
      return before.length === 1 ? [{ label: 'preenchimento', detail: 'notação' }] : [];
    case 'REGIAO':
    case 'REVISAO':
      if (before.length === 1) return regions('região', REGION_NAMES);
      if (last === ':') return ['endereco', 'revisao'].map((label) => ({ label, detail: 'notação' }));
      return last === '=' ? [{ label: 'certa', detail: 'a do processador' }] : [];
  }
  return [];
}

/** Assembly: a whole .asm, or a guest of a .vmx. */
function codeOptions({ before, text, notation }: Place): readonly Suggestion[] {
  const [first] = before;
  const own = ownLabels(text);
  if (first === undefined) {
    if (notation === 'vmx') return [...STATEMENTS, { label: 'convidado', detail: 'notação' }];
    return [...STATEMENTS, ...MACROS, ...PREPROCESSOR.map((label) => ({ label, detail: 'diretiva' }))];
  }
  const head = first.text.toLowerCase();
  if (head === '%include') return [{ label: '"vmx.inc"', detail: 'campos, motivos e macros' }];
  if (head === 'section' || head === 'segment')
    return ['.text', '.data'].map((label) => ({ label, detail: 'seção' }));
  if (/^(?:times|lock|rep|repe|repz)$/.test(head) && before.length === 1 + Number(head === 'times'))
    return STATEMENTS;
  if (/^(?:j\w+|loop\w*|call)$/.test(head)) return own;
  const wantsField = /^(?:grava|le|vmread|vmwrite)$/.test(head);
  const compares = /^(?:cmp|je|sub)$/.test(head) && before.length > 1;
  const raise = (list: readonly Suggestion[], by: number): Suggestion[] =>
    list.map((one) => ({ ...one, boost: (one.boost ?? 0) + by }));
  return [
    ...own,
    ...raise(FIELDS, wantsField ? 10 : -5),
    ...raise(REASONS, compares ? 10 : -5),
    ...REGISTERS,
    ...SIZES,
    ...INCLUDED,
  ];
}

const ownLabels = (text: string): Suggestion[] =>
  labelsOf(text).map((label) => ({ label, detail: 'do programa', boost: 2 }));
