// Grades one answer with a rubric: reads it, finds concepts and misconceptions, adds up, applies deductions and ceilings.

import type { CriterionResult, Evidence, MisconceptionResult, Result } from '../engine/result.ts';
import { wholeGrade } from '../engine/result.ts';
import { readClauses } from './clauses.ts';
import { compile, mergeIdioms, type Compiled } from './compile.ts';
import { holds } from './condition.ts';
import { judgeConfidence } from './confidence.ts';
import { copiedWords, RUN } from './copy.ts';
import { readTopics } from './topics.ts';
import { isNoAnswer, isTermList, language, orderedWords } from './guards.ts';
import { lessonPath } from './lessons.ts';
import { find, occurrences, type Match, type Occurrences, type Steps } from './match.ts';
import { measuredConcepts, type Measurement, type VmConfig } from './measured.ts';
import type { Criterion, Level, Rubric } from './rubric.ts';
import { ARTICLE_RUNS } from './source-hashes.ts';
import { plain, tokenize, type Token } from './words.ts';

export interface AnswerOptions {
  /** Hashes of further texts that may have been copied (the lessons), beside the article's. */
  readonly sources?: readonly ReadonlySet<number>[];
  /** Exercise 7b: what was configured and what was measured. */
  readonly config?: VmConfig;
  readonly measured?: Measurement;
  /** Counts the work done, for tests. */
  readonly steps?: Steps;
}

/** What the engine understood, for the bench that teachers use; `gradeAnswer` gives the Result alone. */
export interface Analysis {
  readonly result: Result;
  readonly concepts: ReadonlyMap<string, Match | null>;
  readonly denied: ReadonlySet<string>;
  readonly words: readonly string[];
}

const NOTHING: Match = { from: 0, to: 0, tokens: [], form: '' };

function quote(text: string, tokens: readonly Token[], match: Match): Evidence | null {
  const first = tokens[match.from];
  const last = tokens[match.to - 1];
  if (!first || !last) return null;
  const start = first.start;
  const end = Math.max(last.end, first.end);
  return { kind: 'text', start, end, quote: text.slice(start, end) };
}

const COMPARED =
  /^(rapid|lent|ligeir|facil|barat|grand|pequen|eficien|simpl|desemp|nucleo|taref|velo|coisa|coiza|usuari|leve|pesad|segur|de$|um$|uma$|pro[cs]|fort|potent)/;

/** "Não." or "vantagem? não,": an answer by itself, which denies no word after it. */
function standsAlone(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  return (!before || before.kind === 'mark') && (!after || after.kind === 'mark');
}

/** A text with more words than this that nobody knows is not misspelt, it is something else. */
const MAX_CORRECTIONS = 250;

/** Words as the rubric compares them: corrected where the course's vocabulary is near, idioms as one word. */
function readWords(compiled: Compiled, tokens: readonly Token[], english: boolean, steps: Steps): string[] {
  const words = tokens.map((token) => token.word);
  let corrections = 0;
  mergeIdioms(words);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === 'nao' && standsAlone(tokens, i)) words[i] = 'naoisolado';
    // "mas rápido" is how many write "mais rápido".
    if (word === 'mas' && COMPARED.test(words[i + 1] ?? '')) words[i] = 'mais';
    if (english && word === 'os') words[i] = 'sisop';
    if (tokens[i]?.kind !== 'word' || word.length < 4 || compiled.knows(word)) continue;
    if (corrections++ >= MAX_CORRECTIONS) continue;
    steps.count++;
    words[i] = compiled.speller.correct(word) ?? word;
  }
  mergeIdioms(words);
  return words;
}

/** From this share of copied words a sentence is a copy. */
const COPIED_SHARE = 0.6;
/** A run this long of the question's own words is the question, not an answer. */
const REPEATED_RUN = 5;

const askedMemory = new Map<string, ReadonlySet<string>>();

/** The pairs of neighbouring words of a question; remembered, there is one for each rubric. */
function askedPairs(question: string): ReadonlySet<string> {
  const known = askedMemory.get(question);
  if (known) return known;
  const asked = tokenize(question).flatMap((token) => (token.kind === 'mark' ? [] : [token.word]));
  mergeIdioms(asked);
  const single = asked.filter((word) => word !== '');
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < single.length; i++) pairs.add(`${single[i] ?? ''} ${single[i + 1] ?? ''}`);
  if (askedMemory.size > 50) askedMemory.clear();
  askedMemory.set(question, pairs);
  return pairs;
}

/** 1 for the words that repeat the question: a long enough run, or a sentence that is hardly anything else. */
function repeatedQuestion(words: readonly string[], sentence: Int32Array, question: string): Uint8Array {
  const pairs = askedPairs(question);
  const mask = new Uint8Array(words.length);
  let from = 0;
  while (from < words.length) {
    let to = from;
    let total = 0;
    let covered = 0;
    let previous = '';
    let run: number[] = [];
    const closeRun = () => {
      if (run.length >= REPEATED_RUN) for (const at of run) mask[at] = 1;
    };
    while (to < words.length && sentence[to] === sentence[from]) {
      const word = words[to] ?? '';
      if (word !== '' && /[\p{L}\p{N}]/u.test(word)) {
        total++;
        if (pairs.has(`${previous} ${word}`)) {
          covered += run.length > 1 ? 1 : 2;
          run.push(to);
        } else {
          closeRun();
          run = [to];
        }
        previous = word;
      }
      to++;
    }
    closeRun();
    if (total >= 3 && covered / total >= 0.85) mask.fill(1, from, to);
    from = to;
  }
  return mask;
}

const COUNTS = /^(\d+|um|uma|dois|duas|tres|quatro|cinco|dez|varios|varias|muitos|muitas|sozinho|sozinha)$/;
const COMPARISON = new Set(
  'igual imagine imagina imaginemos pense pensa pensando pensemos suponha suponhamos supondo tipo comparando compara analogia mesma'.split(
    ' ',
  ),
);
/** Words by which a sentence takes up what was said before. */
const TAKES_UP = new Set(
  'ele ela eles elas nele nela neles nelas dele dela deles delas isso isto assim porque razao motivo vantagem resultado dai portanto entao cada termina acaba cedo ambos ambas os_dois it they them this because'.split(
    ' ',
  ),
);
/** A comparison may go on for this many sentences. */
const COMPARISON_GOES_ON = 3;

/**
 * 1 for the words of sentences that do not touch the subject, when others do: a remark on the weather neither adds nor
 * takes away. A comparison ("é que nem duas pessoas lavando louça") is no remark.
 */
function offTopicSentences(compiled: Compiled, words: readonly string[], sentence: Int32Array): Uint8Array {
  const mask = new Uint8Array(words.length);
  if (compiled.subjectSlot < 0) return mask;
  const spans: { readonly from: number; readonly to: number; readonly touches: boolean }[] = [];
  let from = 0;
  let compared = 0;
  while (from < words.length) {
    let to = from;
    let touches = false;
    let opens = false;
    let numbers = 0;
    let more = false;
    for (; to < words.length && sentence[to] === sentence[from]; to++) {
      const word = words[to] ?? '';
      if (compiled.lookup(word).slots.includes(compiled.subjectSlot) || TAKES_UP.has(word)) touches = true;
      if (COUNTS.test(word)) numbers++;
      if (word === 'mais' || word === 'menos' || word === 'melhor' || word === 'antes') more = true;
      if (COMPARISON.has(word) || (word === 'nem' && words[to - 1] === 'que')) opens = true;
    }
    // "duas padarias assam mais que um forno": numbers set one against the other.
    if (numbers >= 2 && more) touches = true;
    compared = opens ? COMPARISON_GOES_ON : compared - 1;
    spans.push({ from, to, touches: touches || compared > 0 });
    from = to;
  }
  if (!spans.some((span) => span.touches)) return mask;
  for (const span of spans) if (!span.touches) mask.fill(1, span.from, span.to);
  return mask;
}

const CLAUSE_END = /^([,;:.()–]|mas|porem|e)$/;
const BELIEF = new Set(
  'imagina imaginam imaginamos imaginar achamos pensamos acha acham achar achando pensa pensam pensar pensando acredita acreditar acreditando parece parecem parecer pareca parecendo como simula simulam simular simulando finge fingir fingindo engana enganar enganando ilusao impressao seriam fossem fosse interpreta enxerga enxergar enxergam ve ver veem visto vistos reconhece reconhecer trata aparece aparecem aparecer apareca aparecendo apresenta apresentar apresentam apresente mostra mostrar thinks as looks appears appear sees believes pretends'.split(
    ' ',
  ),
);

/** A misconception reported as somebody's view ("o Windows acha que são dois físicos") is not the student's. */
function reportsBelief(match: Match, words: readonly string[], sentence: Int32Array): boolean {
  for (let i = match.to - 1; i >= Math.max(0, match.from - 6); i--) {
    const word = words[i] ?? '';
    if (sentence[i] !== sentence[match.from]) break;
    // A belief stated in an earlier clause is over.
    if (i < match.from && CLAUSE_END.test(word)) break;
    if (!BELIEF.has(word)) continue;
    const comparison = word === 'como' || word === 'as';
    if (!comparison || /^(se|fosse|fossem|two|if)$/.test(words[i + 1] ?? '')) return true;
  }
  return false;
}

/** "pilha: pequena; heap: grande": two topics apart, each with its words, is a comparison and no bare list. */
function contrastsTopics(topics: Int8Array, words: readonly string[], aside: Uint8Array): boolean {
  for (let i = 1; i < words.length; i++) {
    if (!/^([;:.]|->|\n)$/.test(words[i] ?? '')) continue;
    const before = aside[i - 1] === 1 ? -1 : (topics[i - 1] ?? -1);
    const after = topics[i + 1] ?? -1;
    if (before >= 0 && after >= 0 && aside[i + 1] === 0 && after !== before) return true;
  }
  return false;
}

interface Copies {
  /** Sentences most of whose words are copied. */
  readonly sentences: ReadonlySet<number>;
  /** Words in all, and those in no copied run. */
  readonly total: number;
  readonly own: number;
}

function readCopies(
  tokens: readonly Token[],
  sentence: Int32Array,
  sources: readonly ReadonlySet<number>[],
): Copies {
  const spoken: string[] = [];
  const numbers: number[] = [];
  tokens.forEach((token, i) => {
    if (token.kind === 'mark') return;
    spoken.push(token.word);
    numbers.push(sentence[i] ?? 0);
  });
  const copied = copiedWords(spoken, sources);
  const counts = new Map<number, { all: number; copied: number }>();
  let own = 0;
  copied.forEach((flag, i) => {
    const count = counts.get(numbers[i] ?? 0) ?? { all: 0, copied: 0 };
    count.all++;
    count.copied += flag;
    counts.set(numbers[i] ?? 0, count);
    own += 1 - flag;
  });
  const sentences = new Set<number>();
  for (const [number, count] of counts) if (count.copied / count.all >= COPIED_SHARE) sentences.add(number);
  return { sentences, total: spoken.length, own };
}

function levelPoints(
  criterion: Criterion,
  found: ReadonlySet<string>,
): { points: number; used: readonly string[] } {
  let points = 0;
  const used: string[] = [];
  const reach = (level: Level): readonly string[] | null => {
    let best: readonly string[] | null = null;
    for (const condition of level.when) {
      const ids = holds(condition, found);
      if (ids && (best === null || ids.length > best.length)) best = ids;
    }
    return best;
  };
  for (const level of criterion.levels) {
    const ids = reach(level);
    if (ids) {
      points = level.points;
      used.push(...ids);
      break;
    }
  }
  for (const level of criterion.sum) {
    const ids = reach(level);
    if (ids) {
      points += level.points;
      used.push(...ids);
    }
  }
  return { points: Math.min(points, criterion.max), used: [...new Set(used)] };
}

/** Grades `text` with `rubric`. Pure and deterministic; any text ends in a Result. */
export function gradeAnswer(rubric: Rubric, text: string, options: AnswerOptions = {}): Result {
  return analyseAnswer(rubric, text, options).result;
}

/** Like `gradeAnswer`, and tells what was understood. */
export function analyseAnswer(rubric: Rubric, text: string, options: AnswerOptions = {}): Analysis {
  const steps = options.steps ?? { count: 0 };
  const compiled = compile(rubric);
  const tokens = tokenize(text);
  const spoken = language(
    tokens.map((token) => token.word),
    (word) => compiled.lookup(word).slots.length > 0,
  );
  const words = readWords(compiled, tokens, spoken === 'en', steps);
  const reading = readClauses(tokens, words, spoken === 'en');
  const all: Occurrences = occurrences(compiled, reading, steps);
  const orders = orderedWords(tokens, reading.sentence);
  const repeated = repeatedQuestion(words, reading.sentence, rubric.question);
  const aside = offTopicSentences(compiled, words, reading.sentence);
  const allowed = (match: Match): boolean =>
    match.tokens.every((at) => orders.mask[at] === 0 && repeated[at] === 0 && aside[at] === 0);

  const topics = readTopics(compiled, all);
  const onTopic = (match: Match, topic: number): boolean =>
    topic < 0 || match.tokens.every((at) => topics[at] === topic);

  // Sentences copied from the article or the lessons.
  const copies = readCopies(tokens, reading.sentence, [ARTICLE_RUNS, ...(options.sources ?? [])]);
  const inCopy = (match: Match): boolean => copies.sentences.has(reading.sentence[match.from] ?? -1);

  // Misconceptions first: words that state one earn nothing elsewhere.
  const wrong: { readonly id: string; readonly match: Match }[] = [];
  const deniedWrong: string[] = [];
  for (const concept of compiled.misconceptions) {
    const result = find(
      concept,
      all,
      steps,
      true,
      (match) =>
        allowed(match) && onTopic(match, concept.topic) && !reportsBelief(match, words, reading.sentence),
    );
    if (result.affirmed) wrong.push({ id: concept.id, match: result.affirmed });
    else if (result.denied) deniedWrong.push(concept.id);
  }
  const stated = new Uint8Array(tokens.length);
  for (const { match } of wrong) stated.fill(1, match.from, match.to);
  const partOfError = (match: Match): boolean =>
    match.tokens.filter((at) => stated[at] === 1).length * 2 > match.tokens.length;

  const matches = new Map<string, Match | null>();
  const denied = new Set<string>();
  for (const concept of compiled.concepts) {
    const counts = (match: Match) => allowed(match) && onTopic(match, concept.topic) && !partOfError(match);
    let result = find(concept, all, steps, false, counts);
    // The same idea in the student's own words counts before a copied sentence.
    if (result.affirmed && inCopy(result.affirmed)) {
      const own = find(concept, all, steps, false, (match) => counts(match) && !inCopy(match));
      if (own.affirmed) result = own;
    }
    if (result.affirmed) matches.set(concept.id, result.affirmed);
    else if (result.denied) denied.add(concept.id);
  }
  const numbers = rubric.measured
    ? measuredConcepts(tokens, words, reading, options.config, options.measured)
    : null;
  if (numbers) for (const [id, match] of numbers) if (!matches.has(id)) matches.set(id, match);
  const found: ReadonlySet<string> = new Set(matches.keys());
  for (const data of rubric.misconceptions) {
    if (wrong.some((entry) => entry.id === data.id)) continue;
    for (const condition of data.when) {
      const ids = holds(condition, found);
      if (!ids) continue;
      wrong.push({ id: data.id, match: matches.get(ids[0] ?? '') ?? NOTHING });
      break;
    }
  }

  const wrongSentences = new Set(
    wrong.filter(({ match }) => match.to > 0).map(({ match }) => reading.sentence[match.from]),
  );
  const inWrongSentence = (match: Match): boolean =>
    match.to > 0 && wrongSentences.has(reading.sentence[match.from]);

  // Criteria.
  const wrongData = wrong.flatMap(({ id, match }) => {
    const data = rubric.misconceptions.find((entry) => entry.id === id);
    return data ? [{ data, match }] : [];
  });
  const criteria: CriterionResult[] = [];
  const earning: Match[] = [];
  let points = 0;
  for (const criterion of rubric.criteria) {
    const reached = levelPoints(criterion, found);
    let value = reached.points;
    // A fragment in the very sentence of a wrong statement earns nothing.
    const fragment = value < criterion.max && wrong.length > 0;
    if (fragment && reached.used.every((id) => inWrongSentence(matches.get(id) ?? NOTHING))) value = 0;
    let limited = false;
    for (const { data } of wrongData) {
      const limit = data.limits[criterion.id];
      if (limit !== undefined && value > limit) {
        value = limit;
        limited = true;
      }
    }
    points += value;
    const evidence: Evidence[] = [];
    for (const id of reached.used) {
      const match = matches.get(id);
      if (!match || match.to === 0) continue;
      if (value > 0) earning.push(match);
      const piece = quote(text, tokens, match);
      if (
        piece &&
        !evidence.some(
          (other) =>
            other.kind === 'text' &&
            piece.kind === 'text' &&
            other.start === piece.start &&
            other.end === piece.end,
        )
      )
        evidence.push(piece);
    }
    const verdict = limited
      ? 'contradicted'
      : value >= criterion.max
        ? 'met'
        : value > 0
          ? 'partly'
          : 'not-met';
    criteria.push({
      id: criterion.id,
      title: criterion.title,
      points: value,
      max: criterion.max,
      verdict,
      evidence,
      message: verdict === 'met' ? criterion.praise : value > 0 ? criterion.partly : criterion.missing,
      hint: verdict === 'met' ? null : value > 0 ? criterion.partQuestion : criterion.question,
    });
  }
  const raw = points;
  const misconceptions: MisconceptionResult[] = wrongData.map(({ data, match }) => {
    const piece = match.to > 0 ? quote(text, tokens, match) : null;
    return {
      id: data.id,
      cost: data.cost,
      evidence: piece ? [piece] : [],
      message: data.message,
      lesson: lessonPath(data.lesson),
    };
  });
  points -= misconceptions.reduce((sum, entry) => sum + entry.cost, 0);

  // What a denied misconception is worth when nothing else was said.
  if (wrong.length === 0) {
    for (const id of deniedWrong) {
      const floor = rubric.misconceptions.find((entry) => entry.id === id)?.deniedFloor ?? 0;
      points = Math.max(points, floor);
    }
  }

  // Ceilings.
  const notes: string[] = [];
  let ceiling = rubric.max;
  const cap = (limit: number, note: string) => {
    if (limit < ceiling) ceiling = limit;
    notes.push(note);
  };
  for (const { data } of wrongData) if (data.ceiling !== null) ceiling = Math.min(ceiling, data.ceiling);

  const isSubject = (at: number): boolean =>
    compiled.subjectSlot >= 0 && compiled.lookup(words[at] ?? '').slots.includes(compiled.subjectSlot);
  let subjectWords = 0;
  let wordCount = 0;
  for (let i = 0; i < words.length; i++) {
    if (tokens[i]?.kind === 'mark' || words[i] === '' || orders.mask[i] === 1) continue;
    wordCount++;
    if (repeated[i] === 0 && isSubject(i)) subjectWords++;
  }
  const list =
    !rubric.measured &&
    spoken !== 'en' &&
    !contrastsTopics(topics, words, aside) &&
    isTermList(tokens, words, aside, (at) => compiled.lookup(words[at] ?? '').slots.length > 0);
  if (list) {
    points = subjectWords >= 3 ? Math.max(points, 1) : Math.min(points, 1);
    cap(1, 'A resposta é uma lista de termos: sem dizer como eles se ligam, vale no máximo 1.');
  }

  const anyCopied = earning.some(inCopy);
  const allCopied = earning.length > 0 && earning.every(inCopy);
  const { total: spokenCount, own: ownWords } = copies;
  const wholeCopy = spokenCount >= RUN && ownWords < Math.max(4, spokenCount * 0.2);
  if ((anyCopied && allCopied) || (wholeCopy && anyCopied))
    cap(2, 'O trecho que responde é cópia do texto: com palavras suas a resposta pode valer mais que 2.');
  else if (wholeCopy)
    notes.push(
      'A resposta repete o texto da lição. Diga com as suas palavras o que ele responde à pergunta.',
    );

  if (orders.any) notes.push('As frases dirigidas a quem corrige não contam, nem a favor nem contra.');
  const empty = isNoAnswer(words);
  const onlyQuestion =
    wordCount > 0 && repeated.reduce((sum, flag) => sum + flag, 0) > 0 && raw === 0 && subjectWords === 0;
  if (onlyQuestion) notes.push('A resposta só repete a pergunta.');
  if (wordCount > 450)
    notes.push('Resposta muito longa: conta o que responde à pergunta; o resto não soma nem desconta.');
  // Nothing of the subject in an answer of some length: what matched was chance.
  const strayed = !rubric.measured && subjectWords === 0 && wordCount >= 10 && points <= 1;
  if (empty || strayed) points = 0;
  points = Math.min(Math.max(points, 0), ceiling);
  const score = wholeGrade(points, rubric.max);

  const verdict = judgeConfidence({
    rubric,
    spoken,
    words,
    tokens,
    matches,
    wrong: wrong.map((entry) => entry.match),
    misconceptionCount: wrong.length,
    deniedCount: deniedWrong.length,
    raw,
    points,
    score,
    list,
    copied: anyCopied || wholeCopy,
    mixedCopy: anyCopied && ownWords >= 10,
    orders: orders.any,
    empty,
    onlyQuestion,
    subjectWords,
    wordCount,
    conceptsFound: found.size,
    deniedConcepts: denied.size,
    unmeasured: rubric.measured && (!options.config || !options.measured),
  });
  if (score === 0 && !empty && subjectWords === 0 && wordCount > 0 && !orders.any && !onlyQuestion) {
    notes.push('Não reconheci na resposta nada sobre o assunto da pergunta.');
  }
  const passed = score >= rubric.pass;
  return {
    result: {
      exercise: rubric.exercise,
      points,
      max: rubric.max,
      score,
      passed,
      criteria,
      misconceptions,
      notes,
      confidence: verdict.confidence,
      review: verdict.reason === null ? null : { reason: verdict.reason },
      next: nextStep(rubric, criteria, misconceptions, passed, empty),
    },
    concepts: matches,
    denied,
    words,
  };
}

function nextStep(
  rubric: Rubric,
  criteria: readonly CriterionResult[],
  wrong: readonly MisconceptionResult[],
  passed: boolean,
  empty: boolean,
): string {
  if (empty) return `Escreva com as suas palavras: ${rubric.question}`;
  const first = wrong[0];
  if (first)
    return first.lesson
      ? 'Releia o ponto indicado da lição e corrija o que você afirmou.'
      : 'Corrija o que você afirmou e tente de novo.';
  const open = criteria.find((criterion) => criterion.verdict !== 'met');
  if (passed && !open)
    return 'Resposta completa. Compare com a resposta-modelo e siga para o próximo exercício.';
  if (passed) return `Já vale. Para completar: ${open?.hint ?? ''}`;
  return `Pense nisto e complete a resposta: ${open?.hint ?? rubric.question}`;
}

/** Whether two texts are the same to the grader's eye: used by pages to know that an answer was not touched. */
export function samePlainText(a: string, b: string): boolean {
  const normal = (text: string) => plain(text).replace(/\s+/g, ' ').trim();
  return normal(a) === normal(b);
}
