// Looks for the forms of a rubric in an answer that has been read. The work is proportional to the words of the answer.

import type { Reading } from './clauses.ts';
import type { Compiled, CompiledConcept, CompiledPattern } from './compile.ts';
import { stem } from './stem.ts';

/** Where a slot's words stand: first token and number of tokens, in order. */
interface Places {
  readonly at: number[];
  readonly length: number[];
}

export interface Occurrences {
  readonly reading: Reading;
  readonly places: readonly (Places | undefined)[];
  /** Position of a token with a gap between sentences, so that no form reaches across one. */
  readonly position: Int32Array;
}

/** Counts the elementary steps of matching, to show that they grow with the text's length only. */
export interface Steps {
  count: number;
}

export interface Match {
  /** First token and the token after the last. */
  readonly from: number;
  readonly to: number;
  readonly tokens: readonly number[];
  /** Those of `tokens` that a negation would deny; all of them when not said. */
  readonly deniable?: readonly number[];
  readonly form: string;
}

export interface Found {
  readonly affirmed: Match | null;
  readonly denied: Match | null;
}

const SENTENCE_GAP = 64;

/** Finds every slot's words in the answer. */
export function occurrences(compiled: Compiled, reading: Reading, steps: Steps): Occurrences {
  const places: (Places | undefined)[] = new Array<Places | undefined>(compiled.slotCount);
  const count = reading.words.length;
  const position = new Int32Array(count);
  const put = (slot: number, at: number, length: number) => {
    const list = places[slot];
    if (list) {
      // A phrase and its first word may both fill a slot: one place is enough, the longer one.
      if (list.at[list.at.length - 1] === at) {
        list.length[list.length.length - 1] = Math.max(list.length[list.length.length - 1] ?? 1, length);
      } else {
        list.at.push(at);
        list.length.push(length);
      }
    } else places[slot] = { at: [at], length: [length] };
    steps.count++;
  };
  for (let i = 0; i < count; i++) {
    const word = reading.words[i] ?? '';
    position[i] = i + (reading.sentence[i] ?? 0) * SENTENCE_GAP;
    steps.count++;
    if (word === '') continue;
    const found = compiled.lookup(word);
    for (const slot of found.slots) put(slot, i, 1);
    const role = reading.roles[i] ?? '';
    if (role !== '') for (const slot of compiled.lookup(role).slots) put(slot, i, 1);
    for (const phrase of found.phrases) {
      let at = i + 1;
      let fits = true;
      for (const piece of phrase.rest) {
        while (reading.words[at] === '' && at < count) at++;
        const next = reading.words[at] ?? '';
        steps.count++;
        if (
          piece.prefix
            ? !next.startsWith(piece.text)
            : stem(next) !== piece.text &&
              !(next === 'eh' && piece.text === 'e') &&
              !(next === 'soh' && piece.text === 'so')
        ) {
          fits = false;
          break;
        }
        at++;
      }
      if (fits) for (const slot of phrase.slots) put(slot, i, at - i);
    }
  }
  return { reading, places, position };
}

/** Calls `accept` for each window in which the form's words stand, until it returns true. */
function windows(
  form: CompiledPattern,
  all: Occurrences,
  steps: Steps,
  affirmedOnly: boolean,
  accept: (match: Match) => boolean,
): void {
  const k = form.slots.length;
  const lists: Places[] = [];
  for (const slot of form.slots) {
    const list = all.places[slot];
    if (!list) return;
    lists.push(list);
  }
  const { pattern } = form;
  const usable = (list: number, index: number): boolean => {
    if (!affirmedOnly) return true;
    if (pattern.items[list]?.neutral === true) return true;
    return all.reading.negated[lists[list]?.at[index] ?? 0] === 0;
  };
  const pointer = new Array<number>(k).fill(0);
  const startOf = (i: number) => lists[i]?.at[pointer[i] ?? 0] ?? 0;
  const endOf = (i: number) => startOf(i) + (lists[i]?.length[pointer[i] ?? 0] ?? 1);
  const ended = (i: number) => (pointer[i] ?? 0) >= (lists[i]?.at.length ?? 0);
  const advance = (i: number) => {
    pointer[i] = (pointer[i] ?? 0) + 1;
    steps.count++;
  };
  const skipUnusable = (i: number) => {
    while (!ended(i) && !usable(i, pointer[i] ?? 0)) advance(i);
  };
  const report = (): boolean => {
    const tokens = pointer.map((_, i) => startOf(i)).sort((a, b) => a - b);
    let to = 0;
    for (let i = 0; i < k; i++) to = Math.max(to, endOf(i));
    const deniable = pointer.flatMap((_, i) => (pattern.items[i]?.neutral === true ? [] : [startOf(i)]));
    return accept({ from: tokens[0] ?? 0, to, tokens, deniable, form: pattern.source });
  };

  if (pattern.ordered) {
    // For every place of the first item, the nearest later place of each following one.
    for (;;) {
      skipUnusable(0);
      if (ended(0)) return;
      let fits = true;
      for (let i = 1; i < k && fits; i++) {
        skipUnusable(i);
        while (!ended(i) && (startOf(i) < endOf(i - 1) || !usable(i, pointer[i] ?? 0))) advance(i);
        if (ended(i)) return;
        const before = all.position[startOf(i - 1)] ?? 0;
        if (!pattern.wholeText && (all.position[startOf(i)] ?? 0) - before > SENTENCE_GAP) fits = false;
      }
      const width = (all.position[startOf(k - 1)] ?? 0) - (all.position[startOf(0)] ?? 0);
      if (fits && (pattern.wholeText || width < pattern.span) && report()) return;
      advance(0);
    }
  }

  for (;;) {
    for (let i = 0; i < k; i++) {
      skipUnusable(i);
      if (ended(i)) return;
    }
    let lowest = 0;
    let highest = 0;
    let clash = -1;
    for (let i = 1; i < k; i++) {
      if (startOf(i) < startOf(lowest)) lowest = i;
      if (startOf(i) > startOf(highest)) highest = i;
      for (let j = 0; j < i; j++) if (startOf(i) === startOf(j)) clash = i;
    }
    steps.count++;
    if (clash >= 0) {
      // One word cannot stand for two items: move the one that has another place near by.
      let other = clash;
      for (let j = 0; j < clash; j++) if (startOf(j) === startOf(clash)) other = j;
      const next = (i: number) => lists[i]?.at[(pointer[i] ?? 0) + 1] ?? Number.MAX_SAFE_INTEGER;
      advance(next(clash) <= next(other) ? clash : other);
      continue;
    }
    const width = (all.position[startOf(highest)] ?? 0) - (all.position[startOf(lowest)] ?? 0);
    if ((pattern.wholeText || width < pattern.span) && report()) return;
    advance(lowest);
  }
}

/** Whether a place of `slot` lies within `margin` words of the match, in its sentence. */
function near(slot: number, match: Match, all: Occurrences, margin: number): boolean {
  const list = all.places[slot];
  if (!list) return false;
  const low = (all.position[match.from] ?? 0) - margin;
  const high = (all.position[match.to - 1] ?? 0) + margin;
  let from = 0;
  let to = list.at.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((all.position[list.at[middle] ?? 0] ?? 0) < low) from = middle + 1;
    else to = middle;
  }
  const first = list.at[from];
  return first !== undefined && (all.position[first] ?? 0) <= high;
}

function isDenied(match: Match, all: Occurrences, strict: boolean): boolean {
  const { negated, framed, negator, words } = all.reading;
  if (strict && match.tokens.some((token) => framed[token] === 1)) return true;
  // A form one of whose words is a negation counts as it stands.
  if (match.tokens.some((token) => (negator[token] ?? 0) > 0)) return false;
  for (const token of match.deniable ?? match.tokens) if (negated[token] === 1) return true;
  if (!strict) return false;
  // "dois núcleos físicos não existem": the negation stands inside the match or right behind it.
  for (let i = match.from; i < Math.min(match.to + 2, words.length); i++) {
    if (all.reading.sentence[i] !== all.reading.sentence[match.from]) break;
    if (i >= match.to && words[i] === ',') break;
    if (negator[i] === 1 && words[i] !== 'sem') return true;
  }
  return false;
}

/** Sentences in which one of the exceptions holds. */
function exceptSentences(
  forms: readonly CompiledPattern[],
  all: Occurrences,
  steps: Steps,
): ReadonlySet<number> {
  const sentences = new Set<number>();
  for (const form of forms) {
    windows(form, all, steps, false, (match) => {
      if (!isDenied(match, all, false))
        sentences.add(form.pattern.wholeText ? -1 : (all.reading.sentence[match.from] ?? 0));
      return false;
    });
  }
  return sentences;
}

/**
 * Looks for a concept. `strict` (misconceptions): a negation anywhere in the match denies it, and `blocked` tells which
 * sentences report what others believe.
 */
export function find(
  concept: CompiledConcept,
  all: Occurrences,
  steps: Steps,
  strict: boolean,
  allowed: (match: Match) => boolean,
): Found {
  let affirmed: Match | null = null;
  let denied: Match | null = null;
  let except: ReadonlySet<number> | null = null;
  for (const form of concept.forms) {
    if (affirmed) break;
    const test = (match: Match): boolean => {
      if (!allowed(match)) return false;
      if (form.forbidden.some((slot) => near(slot, match, all, 5))) return false;
      if (concept.except.length > 0) {
        except ??= exceptSentences(concept.except, all, steps);
        if (except.has(-1) || except.has(all.reading.sentence[match.from] ?? 0)) return false;
      }
      if (isDenied(match, all, strict)) {
        denied ??= match;
        return false;
      }
      affirmed = match;
      return true;
    };
    windows(form, all, steps, !strict, test);
    if (!affirmed && !strict) windows(form, all, steps, false, test);
  }
  return { affirmed, denied };
}
