// Labels and constants with their values, pass after pass. NASM manual 3.8 and 3.9 (critical expressions, local labels).
import type { Value } from './expression.ts';
import type { PreprocessedLine } from './preprocessor.ts';
import { Problem } from './problem.ts';
import type { Label } from './statement.ts';

export interface SymbolEntry {
  /** A label; a constant of equ may change its nature from pass to pass. */
  readonly isLabel: boolean;
  value: bigint;
  /** Section of a label, null for a number: the value then counts from the section's start. */
  section: string | null;
  /** The value as a plain number, where it is the offset of a label. */
  at: number;
  readonly line: PreprocessedLine;
  /** What lookups get: made once a value. */
  asValue: Value;
}

const SECTION_TERMS = new Map(['0', '1', '2'].map((section) => [section, new Map([[section, 1n]])]));

export function valueOf(number: bigint, section: string | null): Value {
  const terms = section === null ? null : (SECTION_TERMS.get(section) ?? null);
  return { number, terms, unknown: 0, plain: true };
}

export class Symbols {
  private readonly entries = new Map<string, SymbolEntry>();

  names(): Iterable<string> {
    return this.entries.keys();
  }

  /** Name, value and section of each. */
  *all(): Iterable<readonly [string, bigint, string | null]> {
    for (const [name, { value, section }] of this.entries) yield [name, value, section];
  }

  /** The value of a symbol, null when it has none yet. */
  value(name: string): Value | null {
    return this.entries.get(name)?.asValue ?? null;
  }

  /** The entry of a label that has a place, else null. */
  label(name: string): SymbolEntry | null {
    const entry = this.entries.get(name);
    return entry?.isLabel === true && entry.section !== null ? entry : null;
  }

  /** Gives a label its value in this pass; true when it had another one. Throws a Problem for a second definition. */
  define(
    label: Label,
    line: PreprocessedLine,
    value: bigint,
    section: string | null,
    isLabel: boolean,
  ): boolean {
    const entry = this.entries.get(label.name);
    if (entry === undefined) {
      this.entries.set(label.name, {
        isLabel,
        value,
        section,
        at: Number(value),
        line,
        asValue: valueOf(value, section),
      });
      return true;
    }
    if (entry.line !== line)
      throw new Problem('label-twice', label.token, { found: label.token.text, firstLine: entry.line.line });
    if (entry.value === value && entry.section === section) return false;
    entry.section = section;
    this.move(entry, value);
    return true;
  }

  /** Another offset for a label. */
  move(entry: SymbolEntry, value: bigint): void {
    entry.value = value;
    entry.at = Number(value);
    entry.asValue = valueOf(value, entry.section);
  }
}
