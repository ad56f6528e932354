// What a word of a program is, by the models' own lists: what the editor colours, completes and explains.
import { FIELD_WORDS } from '../../vmx/assembler/field-words.ts';
import { includedWords } from '../../vmx/assembler/include-words.ts';
import { formsOf } from '../../vmx/assembler/instruction-table.ts';
import { SIZE_WORDS } from '../../vmx/assembler/operands.ts';
import { registerByName } from '../../vmx/assembler/registers.ts';
import { STATEMENT_WORDS } from '../../vmx/assembler/statement-words.ts';
import { GUEST_NAMES } from '../../vmx/notation/guest-catalogue.ts';
import { fold, ROOT_WORDS } from '../../vmx/notation/parse.ts';
import { BUILT_IN_REGIONS } from '../../vmx/notation/script.ts';
import type { NotationName } from '../../vmx/program/session-types.ts';

export type WordKind =
  /** One of the VMX instructions (chapter 30 of the manual). */
  | 'vmx'
  | 'mnemonic'
  | 'directive'
  | 'register'
  /** `dword`, `short`, `rel`. */
  | 'size'
  | 'field'
  /** `EXIT_CPUID`: a basic exit reason. */
  | 'reason'
  /** Another constant or a label of vmx.inc. */
  | 'included'
  | 'macro'
  /** A guest of the catalogue: `pacato`. */
  | 'guest'
  | 'name';

/** Words that only the short notation begins a line with. */
const NOTATION_WORDS = new Set(
  ['preparar', 'sem', 'preenchimento', 'regiao', 'revisao', 'convidado', 'cr4.vmxe', 'feature_control', 'nada']
    .concat(['vmxe', 'endereco', 'certa'])
    .map(fold),
); // prettier-ignore
const ROOT = new Set(ROOT_WORDS.map(fold));
const STATEMENTS = new Set(STATEMENT_WORDS);
const OPERAND_WORDS = new Set([...Object.keys(SIZE_WORDS), 'short', 'near', 'far', 'strict', 'rel', 'abs']);
const GUESTS = new Set(GUEST_NAMES);

const included = includedWords();
const MACROS = new Map(included.macros.map((macro) => [macro.name.toLowerCase(), macro]));
const INCLUDED = new Map(
  [...included.constants, ...included.labels.map((name) => ({ name, value: '', comment: '' }))]
    .filter(({ name }) => !FIELD_WORDS.has(name))
    .map((constant) => [constant.name, constant]),
);

/** The macro of vmx.inc with that name. */
export const macroOf = (word: string) => MACROS.get(word.toLowerCase());

/** The constant or label of vmx.inc with that name (fields apart). Case counts, as in NASM. */
export const includedOf = (word: string) => INCLUDED.get(word);

/** The number behind `EXIT_CPUID`; null for what names no exit reason. */
export function reasonOf(word: string): number | null {
  const found = /^EXIT_/.test(word) ? INCLUDED.get(word) : undefined;
  return found === undefined ? null : Number(found.value);
}

/** VMX instructions and those of EPT and VPID, which came later. */
export function isVmxInstruction(word: string): boolean {
  return /^(?:vm\w+|invept|invvpid)$/i.test(word) && formsOf(word) !== undefined;
}

/** What the word is by itself; labels of the program and what nobody knows are `name`. */
export function kindOf(word: string, notation: NotationName): WordKind {
  const lower = word.toLowerCase();
  if (isVmxInstruction(word)) return 'vmx';
  if (notation === 'vmx') {
    const folded = fold(word);
    if (folded === 'AVANCA') return 'macro';
    if (NOTATION_WORDS.has(folded)) return 'directive';
    if (ROOT.has(folded)) return 'vmx';
    if (GUESTS.has(lower)) return 'guest';
  }
  if (formsOf(word) !== undefined) return 'mnemonic';
  if (registerByName(word) !== undefined) return 'register';
  if (word.startsWith('%') || STATEMENTS.has(lower)) return 'directive';
  if (OPERAND_WORDS.has(lower)) return 'size';
  if (reasonOf(word) !== null) return 'reason';
  if (FIELD_WORDS.has(word.toUpperCase())) return 'field';
  if (notation === 'asm' && MACROS.has(lower)) return 'macro';
  if (INCLUDED.has(word)) return 'included';
  return 'name';
}

/** `A` ... `D` and `VMXON`, which exist without being declared. */
export const REGION_NAMES: readonly string[] = Object.keys(BUILT_IN_REGIONS);
