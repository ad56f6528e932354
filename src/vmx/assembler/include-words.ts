// What vmx.inc offers to a program, read from its own text: macros with their comment, constants with their value.
import { VMX_INC } from './vmx-inc.ts';

export interface IncludedMacro {
  readonly name: string;
  /** As `%macro` gives it: `0`, `2`, `1-*`, `2-3`. */
  readonly parameters: string;
  /** The comment above it in vmx.inc: what it does and which registers it destroys. Empty when it has none. */
  readonly comment: string;
  /** Made for the expansion of the short notation, not for programs. */
  readonly internal: boolean;
}

export interface IncludedConstant {
  readonly name: string;
  /** The text after `equ`: a number or another name. */
  readonly value: string;
  readonly comment: string;
}

export interface IncludedWords {
  readonly macros: readonly IncludedMacro[];
  readonly constants: readonly IncludedConstant[];
  /** Labels of its data, as `p_vmxon`. */
  readonly labels: readonly string[];
}

let words: IncludedWords | null = null;

/** Read once; the text is the project's own. */
export function includedWords(): IncludedWords {
  words ??= read(VMX_INC);
  return words;
}

function read(text: string): IncludedWords {
  const macros: IncludedMacro[] = [];
  const constants: IncludedConstant[] = [];
  const labels: string[] = [];
  let comment: string[] = [];
  let internal = false;
  let inMacro = false;
  for (const line of text.split('\n')) {
    if (inMacro) {
      if (/^%endmacro\b/.test(line)) inMacro = false;
      continue;
    }
    const heading = /^; --- (.*?) -+$/.exec(line)?.[1];
    if (heading !== undefined) {
      internal = heading.includes('notação curta');
      comment = [];
      continue;
    }
    if (line.startsWith(';')) {
      comment.push(line.slice(1).trim());
      continue;
    }
    const [, macro, parameters = '0'] = /^%macro\s+(\w+)\s+(\S+)/.exec(line) ?? [];
    const [, constant, value = '', note = ''] = /^(\w+)\s+equ\s+([^;]+?)\s*(?:;\s*(.*))?$/.exec(line) ?? [];
    const label = /^(\w+):?\s+(?:d[bwdq]|times)\b/.exec(line)?.[1];
    if (macro !== undefined) {
      inMacro = true;
      macros.push({ name: macro, parameters, comment: comment.join(' '), internal });
    } else if (constant !== undefined) constants.push({ name: constant, value, comment: note });
    else if (label !== undefined) labels.push(label);
    comment = [];
  }
  return { macros, constants, labels };
}
