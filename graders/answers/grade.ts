// Grades one answer with a rubric: reads it, scores the criteria, applies the general rules, and says how sure it is.

import type { CriterionResult, MisconceptionResult, Result } from '../engine/result.ts';
import { wholeGrade } from '../engine/result.ts';
import type { Ceiling } from './agreeing-criteria.ts';
import { applyRules } from './ceilings.ts';
import { judgeConfidence } from './confidence.ts';
import { lessonPath } from './lessons.ts';
import type { Match } from './match.ts';
import { isRemark, type Rubric } from './rubric.ts';
import { quotations, scoreCriteria } from './score.ts';
import { understand, type AnswerOptions } from './understand.ts';
import { plain } from './words.ts';

export type { AnswerOptions } from './understand.ts';

/** What the engine understood, for the bench that teachers use; `gradeAnswer` gives the Result alone. */
export interface Analysis {
  readonly result: Result;
  readonly concepts: ReadonlyMap<string, Match | null>;
  readonly denied: ReadonlySet<string>;
  readonly words: readonly string[];
}

/** Grades `text` with `rubric`. Pure and deterministic; any text ends in a Result. */
export function gradeAnswer(rubric: Rubric, text: string, options: AnswerOptions = {}): Result {
  return analyseAnswer(rubric, text, options).result;
}

/** Like `gradeAnswer`, and tells what was understood. */
export function analyseAnswer(rubric: Rubric, text: string, options: AnswerOptions = {}): Analysis {
  const seen = understand(rubric, text, options);
  const scored = scoreCriteria(text, seen);
  const judged = applyRules(seen, scored);
  const { points, empty, onlyQuestion, subjectWords, wordCount } = judged;
  const score = wholeGrade(points, rubric.max);
  const passed = score >= rubric.pass;
  const misconceptions = seen.wrong.map(({ data, match }): MisconceptionResult => ({
    id: data.id,
    cost: data.cost,
    evidence: quotations(text, seen, [match]),
    message: data.message,
    lesson: lessonPath(data.lesson),
  }));
  const wrong = seen.wrong.filter(({ data }) => !isRemark(data));
  const verdict = judgeConfidence({
    rubric,
    spoken: seen.spoken,
    words: seen.words,
    tokens: seen.tokens,
    matches: seen.matches,
    wrong: wrong.map(({ match }) => match),
    misconceptionCount: wrong.length,
    deniedCount: seen.deniedWrong.length,
    raw: scored.points,
    points,
    score,
    list: judged.list,
    copied: judged.copied,
    mixedCopy: judged.mixedCopy,
    orders: seen.orders.any,
    empty,
    onlyQuestion,
    subjectWords,
    wordCount,
    conceptsFound: seen.matches.size,
    deniedConcepts: seen.denied.size,
    unmeasured: rubric.measured && (!options.config || !options.measured),
  });
  const notes = [...judged.notes];
  if (score === 0 && !empty && subjectWords === 0 && wordCount > 0 && !seen.orders.any && !onlyQuestion)
    notes.push('Não reconheci na resposta nada sobre o assunto da pergunta.');
  if (points !== score && !rubric.measured)
    notes.push(`Os pontos somam ${decimal(points)}. A nota é um número inteiro (meio ponto sobe): ${score}.`);
  return {
    result: {
      exercise: rubric.exercise,
      points,
      max: rubric.max,
      score,
      passed,
      criteria: judged.criteria,
      misconceptions,
      notes,
      confidence: verdict.confidence,
      review:
        verdict.reason === null
          ? null
          : { reason: verdict.reason, ...(verdict.told === undefined ? {} : { told: verdict.told }) },
      next: nextStep(
        rubric,
        judged.criteria,
        misconceptions.filter((_, i) => !isRemark(seen.wrong[i]?.data)),
        passed,
        empty,
        judged.lowered,
      ),
    },
    concepts: seen.matches,
    denied: seen.denied,
    words: seen.words,
  };
}

/** `2,5`: with a decimal comma. */
const decimal = (value: number): string => String(value).replace('.', ',');

function nextStep(
  rubric: Rubric,
  criteria: readonly CriterionResult[],
  wrong: readonly MisconceptionResult[],
  passed: boolean,
  empty: boolean,
  lowered: Ceiling | null,
): string {
  if (empty) return `Escreva com as suas palavras: ${rubric.question}`;
  if (lowered === 'list')
    return `Escreva frases que liguem esses termos uns aos outros e respondam à pergunta: ${rubric.question}`;
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
