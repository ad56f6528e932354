// The words of statements: those taken here, those NASM knows besides, and those no label may be called. NASM manual, ch. 3, 7.
import { formsOf, MNEMONICS } from './instruction-table.ts';
import { isNasmMnemonic } from './nasm-mnemonics.ts';
import { PREFIX_WORDS, isPrefix } from './prefixes.ts';

export const DATA: Readonly<Record<string, 1 | 2 | 4 | 8>> = { db: 1, dw: 2, dd: 4, dq: 8 };
export const RESERVE: Readonly<Record<string, 1 | 2 | 4 | 8>> = { resb: 1, resw: 2, resd: 4, resq: 8 };
export const FOREIGN_PREFIXES = new Set([
  'a16',
  'o16',
  'o32',
  'o64',
  'wait',
  'xacquire',
  'xrelease',
  'bnd',
  'asp',
  'osp',
]);
const DIRECTIVES = [
  'equ',
  'times',
  'align',
  'alignb',
  'section',
  'segment',
  'org',
  'bits',
  'default',
  ...Object.keys(DATA),
  ...Object.keys(RESERVE),
];
export const FOREIGN_DIRECTIVES = new Set(
  (
    'global extern common static required absolute cpu float use16 use32 struc endstruc istruc iend at incbin dt do dy dz ' +
    'rest reso resy resz group import export sectalign alignmode warning map list debug'
  ).split(' '),
);

/** Words of NASM's own grammar, which no label may be called. */
export const RESERVED = new Set(
  (
    'byte word dword qword tword oword yword zword rel abs strict short near far nosplit to seg wrt ptr times wait nobnd ' +
    'lock rep repe repz repne repnz a16 a32 a64'
  ).split(' '),
);

/** Every word a statement can begin with: for completion and for "did you mean". */
export const STATEMENT_WORDS: readonly string[] = [...MNEMONICS, ...DIRECTIVES, ...PREFIX_WORDS];

export function isStatementWord(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    formsOf(lower) !== undefined ||
    DIRECTIVES.includes(lower) ||
    isPrefix(lower) ||
    FOREIGN_PREFIXES.has(lower) ||
    FOREIGN_DIRECTIVES.has(lower) ||
    isNasmMnemonic(lower)
  );
}
