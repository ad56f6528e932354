// What the rubric's general rules do to the sum: deductions, the floor of a denial, the ceilings of lists and copies, and the
// remarks that tell the student so.

import type { CriterionResult } from '../engine/result.ts';
import { agreeingCriteria, type Ceiling } from './agreeing-criteria.ts';
import { RUN } from './copy.ts';
import { isNoAnswer, isTermList } from './guards.ts';
import { isRemark } from './rubric.ts';
import type { Scored } from './score.ts';
import type { Understood } from './understand.ts';

export interface Judged {
  readonly points: number;
  /** As they are shown: they sum to the points and the deductions. */
  readonly criteria: readonly CriterionResult[];
  /** What lowered them, if anything did. */
  readonly lowered: Ceiling | null;
  readonly notes: readonly string[];
  readonly list: boolean;
  readonly copied: boolean;
  readonly mixedCopy: boolean;
  readonly empty: boolean;
  readonly onlyQuestion: boolean;
  readonly subjectWords: number;
  readonly wordCount: number;
}

/** Words beyond which an answer is told that it is too long. */
const LONG = 450;

/** "pilha: pequena; heap: grande": two topics apart, each with its words, is a comparison and no bare list. */
function contrastsTopics({ compiled, topics, words, aside }: Understood): boolean {
  // With more commas than one the terms are told one by one.
  const commas = words.reduce((sum, word) => sum + (word === ',' ? 1 : 0), 0);
  for (let i = 1; i < words.length; i++) {
    // After a comma only the next topic's own name shows that it is its turn.
    const named =
      words[i] === ',' &&
      commas === 1 &&
      compiled.topicSlots.some((slot) => compiled.lookup(words[i + 1] ?? '').slots.includes(slot));
    if (!named && !/^([;:.]|->|\n|x|vs)$/.test(words[i] ?? '')) continue;
    const before = aside[i - 1] === 1 ? -1 : (topics[i - 1] ?? -1);
    const after = topics[i + 1] ?? -1;
    if (before >= 0 && after >= 0 && aside[i + 1] === 0 && after !== before) return true;
  }
  return false;
}

/** `2,5`: with a decimal comma. */
const decimal = (value: number): string => String(value).replace('.', ',');

/** The sum as a learner would write it; null where another rule decided the grade. */
function accountOf(sum: number, mistakes: number, cost: number, points: number): string | null {
  if (sum === 0) return null;
  const floor = sum < cost && points === 0;
  if (!floor && Math.abs(sum - cost - points) > 1e-9) return null;
  const what = mistakes === 1 ? 'o engano desconta' : 'os enganos descontam';
  const result = floor ? 'menos que zero, e a nota não desce de 0' : decimal(points);
  return `Os critérios somam ${decimal(sum)} e ${what} ${decimal(cost)}: ${decimal(sum)} − ${decimal(cost)} ${floor ? 'dá' : '='} ${result}.`;
}

export function applyRules(seen: Understood, scored: Scored): Judged {
  const { rubric, compiled, words, tokens, orders, repeated, spoken } = seen;
  const wrong = seen.wrong.filter(({ data }) => !isRemark(data));
  const notes: string[] = [];
  const cost = wrong.reduce((sum, { data }) => sum + data.cost, 0);
  let points = scored.points - cost;
  // What a denied misconception is worth when nothing else was said.
  if (wrong.length === 0) for (const data of seen.deniedWrong) points = Math.max(points, data.deniedFloor);

  let ceiling = rubric.max;
  let why: Ceiling | null = null;
  for (const { data } of wrong) {
    if (data.ceiling === null || data.ceiling > ceiling) continue;
    ceiling = data.ceiling;
    why = 'contradiction';
  }

  const known = (at: number): boolean => compiled.lookup(words[at] ?? '').slots.length > 0;
  const isSubject = (at: number): boolean =>
    compiled.subjectSlot >= 0 && compiled.lookup(words[at] ?? '').slots.includes(compiled.subjectSlot);
  const subjects = new Set<string>();
  let subjectWords = 0;
  let wordCount = 0;
  for (let i = 0; i < words.length; i++) {
    if (tokens[i]?.kind === 'mark' || words[i] === '' || orders.mask[i] === 1) continue;
    wordCount++;
    if (repeated[i] === 0 && isSubject(i)) {
      subjectWords++;
      subjects.add(words[i] ?? '');
    }
  }
  const list =
    !rubric.measured &&
    spoken !== 'en' &&
    !contrastsTopics(seen) &&
    isTermList(tokens, words, seen.aside, known);
  if (list) {
    points = subjects.size >= 3 ? Math.max(points, 1) : Math.min(points, 1);
    ceiling = Math.min(ceiling, 1);
    why = 'list';
    notes.push('A resposta é uma lista de termos: sem dizer como eles se ligam, vale no máximo 1.');
  }

  const anyCopied = scored.earning.some((match) => seen.inCopy(match));
  const allCopied = scored.earning.length > 0 && scored.earning.every((match) => seen.inCopy(match));
  const { total, own } = seen.copies;
  const wholeCopy = total >= RUN && own < Math.max(4, total * 0.2);
  if (allCopied || (wholeCopy && anyCopied)) {
    if (ceiling > 2) {
      ceiling = 2;
      why = 'copy';
    }
    notes.push('O trecho que responde é cópia do texto: com palavras suas a resposta pode valer mais que 2.');
  } else if (wholeCopy)
    notes.push(
      'A resposta repete o texto da lição. Diga com as suas palavras o que ele responde à pergunta.',
    );

  if (orders.any) notes.push('As frases dirigidas a quem corrige não contam, nem a favor nem contra.');
  const empty = isNoAnswer(words);
  const onlyQuestion =
    wordCount > 0 && repeated.some((flag) => flag === 1) && scored.points === 0 && subjectWords === 0;
  if (onlyQuestion) notes.push('A resposta só repete a pergunta.');
  if (wordCount > LONG)
    notes.push('Resposta muito longa: conta o que responde à pergunta; o resto não soma nem desconta.');
  // Nothing of the subject in an answer of some length: what matched was chance.
  const strayed = !rubric.measured && subjectWords === 0 && wordCount >= 10 && points <= 1;
  if (empty || strayed) {
    points = 0;
    why = 'stray';
  }
  points = Math.min(Math.max(points, 0), ceiling);
  const most = why === 'stray' ? 0 : points + cost;
  const lowered = why !== null && (why === 'list' || most < scored.points) ? why : null;
  const criteria =
    lowered === null ? scored.criteria : agreeingCriteria(rubric.criteria, scored.criteria, most, lowered);
  if (cost > 0 && !rubric.measured) {
    const sum = criteria.reduce((total, one) => total + one.points, 0);
    const account = accountOf(sum, wrong.length, cost, points);
    if (account !== null) notes.push(account);
  }
  return {
    points,
    criteria,
    lowered,
    notes,
    list,
    copied: anyCopied || wholeCopy,
    mixedCopy: anyCopied && own >= 10,
    empty,
    onlyQuestion,
    subjectWords,
    wordCount,
  };
}
