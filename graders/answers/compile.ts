// Prepares a rubric for matching: every list of words becomes a numbered slot, and a table tells which slots a word fills.

import { COMMON_WORDS, COURSE_WORDS, IDIOMS } from './lexicon.ts';
import type { Item, Pattern } from './pattern.ts';
import type { Concept, Rubric } from './rubric.ts';
import { makeSpeller, type Speller } from './spelling.ts';
import { stem } from './stem.ts';
import { plain, tokenize } from './words.ts';

/** A word of a phrase: exact (by stem) or the beginning of one. */
export interface PhraseWord {
  readonly text: string;
  readonly prefix: boolean;
}

export interface Phrase {
  readonly rest: readonly PhraseWord[];
  readonly slots: readonly number[];
}

export interface Lookup {
  readonly slots: readonly number[];
  readonly phrases: readonly Phrase[];
}

export interface CompiledPattern {
  readonly pattern: Pattern;
  readonly slots: readonly number[];
  readonly forbidden: readonly number[];
}

export interface CompiledConcept {
  readonly id: string;
  readonly forms: readonly CompiledPattern[];
  readonly except: readonly CompiledPattern[];
  /** Number of the topic that must govern the match, or -1. */
  readonly topic: number;
}

export interface Compiled {
  readonly rubric: Rubric;
  readonly slotCount: number;
  readonly concepts: readonly CompiledConcept[];
  readonly misconceptions: readonly CompiledConcept[];
  /** Slot of the words that show the answer is about the subject, or -1. */
  readonly subjectSlot: number;
  /** Slot of the words that name each topic, in the rubric's order. */
  readonly topicSlots: readonly number[];
  readonly speller: Speller;
  /** What a word (plain form) stands for; remembered. */
  lookup(word: string): Lookup;
  /** A word that needs no correction. */
  knows(word: string): boolean;
}

const MEMORY_LIMIT = 20_000;
const IDIOMS_BY_FIRST = new Map<string, { readonly words: readonly string[]; readonly as: string }[]>();
for (const [phrase, as] of IDIOMS) {
  const words = phrase.split(' ');
  const list = IDIOMS_BY_FIRST.get(words[0] ?? '') ?? [];
  list.push({ words, as });
  list.sort((a, b) => b.words.length - a.words.length);
  IDIOMS_BY_FIRST.set(words[0] ?? '', list);
}

/** Whether an answer's word is the rubric's: "é" also reads as "e". */
export function sameWord(expected: string, word: string): boolean {
  return expected === word || (word === 'eh' && expected === 'e');
}

/** Writes each idiom as one word: the first place gets it, the others become empty. */
export function mergeIdioms(words: string[]): void {
  for (let i = 0; i < words.length; i++) {
    const options = IDIOMS_BY_FIRST.get(words[i] ?? '');
    if (!options) continue;
    const found = options.find((option) =>
      option.words.every((word, j) => sameWord(word, words[i + j] ?? '')),
    );
    if (!found) continue;
    words[i] = found.as;
    for (let j = 1; j < found.words.length; j++) words[i + j] = '';
    i += found.words.length - 1;
  }
}

/** The words of an entry, as tokens of an answer would read; a trailing star marks a beginning. */
function entryWords(entry: string): PhraseWord[] {
  const words: PhraseWord[] = [];
  for (const piece of entry.split(/\s+/)) {
    const prefix = piece.endsWith('*');
    const tokens = tokenize(piece.replace(/\*$/, ''));
    tokens.forEach((token, i) => words.push({ text: token.word, prefix: prefix && i === tokens.length - 1 }));
  }
  const merged = words.map((word) => (word.prefix ? `${word.text}*` : word.text));
  mergeIdioms(merged);
  return merged.flatMap((text) =>
    text === '' ? [] : [{ text: text.replace(/\*$/, ''), prefix: text.endsWith('*') }],
  );
}

const cache = new WeakMap<Rubric, Compiled>();

/** Compiles a rubric once; the same object gives the same tables. */
export function compile(rubric: Rubric): Compiled {
  const known = cache.get(rubric);
  if (known) return known;
  const compiled = build(rubric);
  cache.set(rubric, compiled);
  return compiled;
}

function build(rubric: Rubric): Compiled {
  const slotOf = new Map<string, number>();
  const exact = new Map<string, number[]>();
  const prefixes = new Map<string, number[]>();
  const verbatim = new Map<string, number[]>();
  const exactPhrases = new Map<string, Phrase[]>();
  const prefixPhrases = new Map<string, Phrase[]>();
  const vocabulary = new Set<string>();
  let longestPrefix = 0;

  const add = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  const slotFor = (entries: readonly string[]): number => {
    const key = entries.join(',');
    const existing = slotOf.get(key);
    if (existing !== undefined) return existing;
    const slot = slotOf.size;
    slotOf.set(key, slot);
    for (const entry of entries) {
      if (entry.startsWith('=')) {
        add(verbatim, plain(entry.slice(1)), slot);
        continue;
      }
      const words = entryWords(entry);
      const first = words[0];
      if (!first) continue;
      for (const word of words) if (!word.prefix && word.text.length >= 5) vocabulary.add(word.text);
      if (words.length > 1) {
        const phrase: Phrase = {
          rest: words.slice(1).map((word) => ({ ...word, text: word.prefix ? word.text : stem(word.text) })),
          slots: [slot],
        };
        if (first.prefix) {
          add(prefixPhrases, first.text, phrase);
          longestPrefix = Math.max(longestPrefix, first.text.length);
        } else add(exactPhrases, stem(first.text), phrase);
      } else if (first.prefix) {
        add(prefixes, first.text, slot);
        longestPrefix = Math.max(longestPrefix, first.text.length);
      } else add(exact, stem(first.text), slot);
    }
    return slot;
  };
  const compilePattern = (pattern: Pattern): CompiledPattern => ({
    pattern,
    slots: pattern.items.map((item: Item) => slotFor(item.entries)),
    forbidden: pattern.forbidden.map((item) => slotFor(item.entries)),
  });
  const topicNames = Object.keys(rubric.topics);
  const compileConcept = (concept: Concept): CompiledConcept => ({
    id: concept.id,
    forms: concept.forms.map(compilePattern),
    except: concept.except.map(compilePattern),
    topic: concept.topic === null ? -1 : topicNames.indexOf(concept.topic),
  });
  const topicSlots = topicNames.map((name) => slotFor(rubric.topics[name] ?? []));
  const concepts = rubric.concepts.map(compileConcept);
  const misconceptions = rubric.misconceptions.map(compileConcept);
  const subjectEntries = rubric.subject.flatMap((name) =>
    (rubric.terms[name] ?? '').split(',').map((word) => word.trim()),
  );
  const subjectSlot = subjectEntries.length > 0 ? slotFor(subjectEntries) : -1;

  for (const word of COURSE_WORDS) vocabulary.add(word);
  for (const word of COMMON_WORDS) if (word.length >= 5) vocabulary.add(word);
  for (const word of rubric.vocabulary) vocabulary.add(word);
  for (const concept of [...rubric.concepts, ...rubric.misconceptions]) {
    for (const example of concept.examples.must)
      for (const token of tokenize(example)) if (token.word.length >= 6) vocabulary.add(token.word);
  }
  for (const token of tokenize(`${rubric.modelAnswer} ${rubric.question}`))
    if (token.word.length >= 6) vocabulary.add(token.word);
  const vocabularyStems = new Set([...vocabulary].map(stem));

  const memory = new Map<string, Lookup>();
  const lookup = (word: string): Lookup => {
    const remembered = memory.get(word);
    if (remembered) return remembered;
    const slots = new Set<number>([...(exact.get(stem(word)) ?? []), ...(verbatim.get(word) ?? [])]);
    // "é" is also the unaccented "e" that a rubric may have written.
    if (word === 'eh') for (const slot of exact.get('e') ?? []) slots.add(slot);
    const phrases: Phrase[] = [...(exactPhrases.get(stem(word)) ?? [])];
    if (word === 'eh') phrases.push(...(exactPhrases.get('e') ?? []));
    // In a turn of phrase "só" is what a rubric writes "so".
    if (word === 'soh') phrases.push(...(exactPhrases.get('so') ?? []));
    for (let length = 2; length <= Math.min(word.length, longestPrefix); length++) {
      const start = word.slice(0, length);
      for (const slot of prefixes.get(start) ?? []) slots.add(slot);
      phrases.push(...(prefixPhrases.get(start) ?? []));
    }
    const found: Lookup = { slots: [...slots], phrases };
    if (memory.size > MEMORY_LIMIT) memory.clear();
    memory.set(word, found);
    return found;
  };
  return {
    rubric,
    slotCount: slotOf.size,
    concepts,
    misconceptions,
    subjectSlot,
    topicSlots,
    speller: makeSpeller(vocabulary),
    lookup,
    knows(word) {
      if (
        word.length < 4 ||
        COMMON_WORDS.has(word) ||
        vocabulary.has(word) ||
        vocabularyStems.has(stem(word))
      )
        return true;
      const found = lookup(word);
      return found.slots.length > 0;
    },
  };
}
