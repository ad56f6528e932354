// Reads one answer with a rubric: which concepts it affirms, which misconceptions, and which of its words do not count.

import { offTopicSentences } from './asides.ts';
import { reportsBelief } from './beliefs.ts';
import { readClauses, type Reading } from './clauses.ts';
import { compile, type Compiled } from './compile.ts';
import { holds } from './condition.ts';
import { readCopies, type Copies } from './copy.ts';
import { language, orderedWords, type Language } from './guards.ts';
import { find, occurrences, type Match, type Steps } from './match.ts';
import { measuredConcepts, type Measurement, type VmConfig } from './measured.ts';
import { readWords } from './read-words.ts';
import { repeatedQuestion } from './repeated-question.ts';
import { readRoles } from './roles.ts';
import { isRemark, type Misconception, type Rubric } from './rubric.ts';
import { ARTICLE_RUNS } from './source-hashes.ts';
import { readTopics } from './topics.ts';
import { tokenize, type Token } from './words.ts';

export interface AnswerOptions {
  /** Hashes of further texts that may have been copied (the lessons), beside the article's. */
  readonly sources?: readonly ReadonlySet<number>[];
  /** Exercise 7b: what was configured and what was measured. */
  readonly config?: VmConfig;
  readonly measured?: Measurement;
  /** Counts the work done, for tests. */
  readonly steps?: Steps;
}

/** A misconception that the answer affirms, and where. */
export interface Wrong {
  readonly data: Misconception;
  readonly match: Match;
}

export interface Understood {
  readonly rubric: Rubric;
  readonly compiled: Compiled;
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly reading: Reading;
  readonly spoken: Language;
  /** 1 for words that give orders to the grader. */
  readonly orders: { readonly mask: Uint8Array; readonly any: boolean };
  /** 1 for words that repeat the question; for words of sentences beside the subject. */
  readonly repeated: Uint8Array;
  readonly aside: Uint8Array;
  readonly topics: Int8Array;
  readonly copies: Copies;
  /** Whether a match stands in a copied sentence. */
  inCopy(match: Match): boolean;
  /** Concepts affirmed; the match is null for what follows from numbers. */
  readonly matches: ReadonlyMap<string, Match | null>;
  readonly denied: ReadonlySet<string>;
  readonly wrong: readonly Wrong[];
  readonly deniedWrong: readonly Misconception[];
}

const NOTHING: Match = { from: 0, to: 0, tokens: [], form: '' };

/** Pure and deterministic; any text can be read. */
export function understand(rubric: Rubric, text: string, options: AnswerOptions): Understood {
  const steps = options.steps ?? { count: 0 };
  const compiled = compile(rubric);
  const tokens = tokenize(text);
  const spoken = language(
    tokens.map((token) => token.word),
    (word) => compiled.lookup(word).slots.length > 0,
  );
  const words = readWords(compiled, tokens, spoken === 'en', steps);
  const reading = readClauses(tokens, words, spoken === 'en', readRoles(words));
  const { sentence } = reading;
  const all = occurrences(compiled, reading, steps);
  const orders = orderedWords(tokens, sentence);
  const repeated = repeatedQuestion(words, sentence, rubric.question);
  // The subject's words are listed in Portuguese: an English answer has no sentence aside.
  const aside = spoken === 'en' ? new Uint8Array(words.length) : offTopicSentences(compiled, reading);
  const topics = readTopics(compiled, all);
  const copies = readCopies(tokens, sentence, [ARTICLE_RUNS, ...(options.sources ?? [])]);
  const inCopy = (match: Match): boolean => copies.sentences.has(sentence[match.from] ?? -1);
  const allowed = (match: Match, topic: number): boolean =>
    match.tokens.every(
      (at) =>
        orders.mask[at] === 0 && repeated[at] === 0 && aside[at] === 0 && (topic < 0 || topics[at] === topic),
    );

  // Misconceptions first: words that state one earn nothing elsewhere.
  const wrong: Wrong[] = [];
  const deniedWrong: Misconception[] = [];
  compiled.misconceptions.forEach((concept, i) => {
    const data = rubric.misconceptions[i];
    if (!data) return;
    const counts = (match: Match) => allowed(match, concept.topic) && !reportsBelief(match, words, sentence);
    const result = find(concept, all, steps, true, counts);
    if (result.affirmed) wrong.push({ data, match: result.affirmed });
    else if (result.denied) deniedWrong.push(data);
  });
  const stated = new Uint8Array(tokens.length);
  for (const { data, match } of wrong) if (!isRemark(data)) stated.fill(1, match.from, match.to);
  const partOfError = (match: Match): boolean =>
    match.tokens.filter((at) => stated[at] === 1).length * 2 > match.tokens.length;

  const matches = new Map<string, Match | null>();
  const denied = new Set<string>();
  for (const concept of compiled.concepts) {
    const counts = (match: Match) => allowed(match, concept.topic) && !partOfError(match);
    let result = find(concept, all, steps, false, counts);
    // The same idea in the student's own words counts before a copied sentence.
    if (result.affirmed && inCopy(result.affirmed)) {
      const own = find(concept, all, steps, false, (match) => counts(match) && !inCopy(match));
      if (own.affirmed) result = own;
    }
    if (result.affirmed) matches.set(concept.id, result.affirmed);
    else if (result.denied) denied.add(concept.id);
  }
  if (rubric.measured) {
    const numbers = measuredConcepts(tokens, words, reading, options.config, options.measured);
    for (const [id, match] of numbers) if (!matches.has(id)) matches.set(id, match);
  }
  const found: ReadonlySet<string> = new Set(matches.keys());
  for (const data of rubric.misconceptions) {
    if (wrong.some((entry) => entry.data === data)) continue;
    for (const condition of data.when) {
      const ids = holds(condition, found);
      if (!ids) continue;
      wrong.push({ data, match: matches.get(ids[0] ?? '') ?? NOTHING });
      break;
    }
  }
  return {
    rubric,
    compiled,
    tokens,
    words,
    reading,
    spoken,
    orders,
    repeated,
    aside,
    topics,
    copies,
    inCopy,
    matches,
    denied,
    wrong,
    deniedWrong,
  };
}
