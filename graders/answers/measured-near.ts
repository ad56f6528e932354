// Words near a number or a judgement in an answer to exercise 7b, and what its parts write their findings into.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import type { Quantity } from './quantities.ts';

export interface Findings {
  readonly found: Map<string, Match | null>;
  errors: number;
}

/** A word of the pattern within `margin` tokens of the span, in the same sentence. */
export function nearby(reading: Reading, from: number, to: number, margin: number, test: RegExp): boolean {
  for (let i = Math.max(0, from - margin); i < Math.min(reading.words.length, to + margin); i++) {
    if (
      (i < from || i >= to) &&
      reading.sentence[i] === reading.sentence[from] &&
      test.test(reading.words[i] ?? '')
    )
      return true;
  }
  return false;
}

/** Words before the span only, without crossing a comma. */
export function before(reading: Reading, from: number, margin: number, test: RegExp): boolean {
  for (let i = from - 1; i >= Math.max(0, from - margin); i--) {
    if (reading.sentence[i] !== reading.sentence[from] || /^[,;:(/]$/.test(reading.words[i] ?? ''))
      return false;
    if (test.test(reading.words[i] ?? '')) return true;
  }
  return false;
}

export function after(reading: Reading, to: number, margin: number, test: RegExp): boolean {
  for (let i = to; i < Math.min(reading.words.length, to + margin); i++) {
    if (reading.sentence[i] !== reading.sentence[to - 1] || /^[,;:)/]$/.test(reading.words[i] ?? ''))
      return false;
    if (test.test(reading.words[i] ?? '')) return true;
  }
  return false;
}

export function asMatch(quantity: Quantity): Match {
  return { from: quantity.from, to: quantity.to, tokens: [quantity.from], form: 'medida' };
}
