// What a word of a program is, for hover, for the line under the editor and for the completion list.
import { exitReason } from '../../catalog/exit-reasons.ts';
import { instructionText } from '../../catalog/instruction-texts.ts';
import {
  directiveText,
  guestText,
  notationText,
  operandWordText,
  registerText,
} from '../../catalog/notation-texts.ts';
import {
  encodingText,
  exitReasonPath,
  fieldPath,
  instructionPath,
  laterInstructionPath,
} from '../../catalog/reference-paths.ts';
import { fieldGroup, vmcsFieldName } from '../../catalog/vmcs-fields.ts';
import { FIELD_WORDS } from '../../vmx/assembler/field-words.ts';
import { CONDITIONS } from '../../vmx/assembler/instruction-table.ts';
import { registerByName } from '../../vmx/assembler/registers.ts';
import { fieldByEncoding } from '../../vmx/fields/fields.ts';
import { fold, ROOT_WORDS } from '../../vmx/notation/parse.ts';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { includedOf, kindOf, macroOf, reasonOf } from './words.ts';

export interface WordHelp {
  /** The word as it is best written: `VMPTRLD`, `GUEST_RIP`. */
  readonly title: string;
  /** One or two sentences. */
  readonly text: string;
  /** The same in one line, for a list that shows beside it what kind of word it is. */
  readonly line?: string;
  /** Where Intel's manual has it, null for what is not Intel's. */
  readonly section: string | null;
  /** Page of the course, from the site's root, null where there is none. */
  readonly path: string | null;
}

const TEN = /^vm(?:xon|xoff|clear|ptrld|ptrst|read|write|launch|resume|call)$/;
const NOTATION_TITLES = new Map(
  [...ROOT_WORDS, 'nada'].map((word) => [fold(word.split(' ')[0] ?? word), word]),
);

/** Help on a word, or null for the program's own names and what nobody knows. */
export function wordHelp(word: string, notation: NotationName): WordHelp | null {
  const kind = kindOf(word, notation);
  const upper = word.toUpperCase();
  switch (kind) {
    case 'vmx':
    case 'mnemonic':
      return instructionHelp(word.toLowerCase());
    case 'macro':
      return notation === 'vmx' ? shortHelp(word) : macroHelp(word);
    case 'directive': {
      const own = notation === 'vmx' ? shortHelp(word) : null;
      const text = directiveText(word);
      return own ?? (text === null ? null : { title: word.toLowerCase(), text, section: null, path: null });
    }
    case 'field':
      return fieldHelp(upper);
    case 'reason':
      return reasonHelp(word);
    case 'guest': {
      const text = guestText(word);
      return text === null
        ? null
        : {
            title: word.toLowerCase(),
            text: `Convidado pronto. ${text}`,
            line: text,
            section: null,
            path: null,
          };
    }
    case 'register': {
      const register = registerByName(word);
      const text = register ? registerText(register.kind, register.size) : null;
      return text === null ? null : { title: upper, text, section: null, path: null };
    }
    case 'size': {
      const text = operandWordText(word);
      return text === null ? null : { title: word.toLowerCase(), text, section: null, path: null };
    }
    case 'included': {
      const found = includedOf(word);
      if (found === undefined) return null;
      const value = found.value === '' ? 'Dado de vmx.inc' : `Constante de vmx.inc: ${found.value}`;
      const text = found.comment === '' ? `${value}.` : `${value} (${found.comment}).`;
      return { title: word, text, section: null, path: null };
    }
    case 'name':
      return null;
  }
}

/** The condition code a mnemonic ends in, by its first spelling: `ne` for `jnz`. */
export function conditionOf(mnemonic: string): string | null {
  const suffix = /^(?:j|set|cmov)([a-z]+)$/.exec(mnemonic)?.[1];
  return CONDITIONS.find((spellings) => spellings.includes(suffix ?? ''))?.[0] ?? null;
}

function instructionHelp(name: string): WordHelp | null {
  const text = instructionText(name, conditionOf(name));
  if (text === null) return null;
  const later = /^(?:invept|invvpid|vmfunc)$/.test(name);
  const vmx = TEN.test(name) || later;
  return {
    title: name.toUpperCase(),
    text,
    section: vmx ? 'volume 3, seção 30.3' : 'volume 2',
    path: later ? laterInstructionPath(name) : vmx ? instructionPath(name) : null,
  };
}

function shortHelp(word: string): WordHelp | null {
  const title = NOTATION_TITLES.get(fold(word));
  const text = title === undefined ? null : notationText(title);
  return title === undefined || text === null ? null : { title, text, section: null, path: null };
}

function macroHelp(word: string): WordHelp | null {
  const macro = macroOf(word);
  if (macro === undefined) return null;
  return {
    title: macro.name,
    text: `Macro de vmx.inc. ${macro.comment}`,
    line: macro.comment,
    section: null,
    path: null,
  };
}

function fieldHelp(word: string): WordHelp | null {
  const access = fieldByEncoding(FIELD_WORDS.get(word) ?? -1);
  if (access === null) return null;
  const { field, high } = access;
  const width = field.width === 'natural' ? 'largura natural' : `${field.width} bits`;
  const half = high ? ' (metade alta)' : '';
  const group = fieldGroup(field.type).title.toLowerCase();
  const readOnly = field.type === 'exit-information' ? ' Só de leitura para o VMM.' : '';
  return {
    title: word,
    text: `${vmcsFieldName(field.name)}${half}. Campo da VMCS, ${group}, ${width}, ${encodingText(FIELD_WORDS.get(word) ?? 0)}.${readOnly}`,
    line: `${vmcsFieldName(field.name)}${half} (${group})`,
    section: 'volume 3, apêndice B',
    path: fieldPath(field.name),
  };
}

function reasonHelp(word: string): WordHelp | null {
  const number = reasonOf(word);
  if (number === null) return null;
  const { name, why, section } = exitReason(number);
  return {
    title: word,
    text: `Motivo de saída ${number}: ${name}. Sai porque ${why}.`,
    line: `${name}: ${why}`,
    section: `volume 3, seção ${section}`,
    path: exitReasonPath(number),
  };
}
