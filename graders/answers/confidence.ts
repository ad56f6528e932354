// How sure the grader is of a score, and when it asks the teacher to look, with the reason in Portuguese.

import type { Language } from './guards.ts';
import type { Match } from './match.ts';
import type { Rubric } from './rubric.ts';
import type { Token } from './words.ts';

export interface Impression {
  readonly rubric: Rubric;
  readonly spoken: Language;
  readonly words: readonly string[];
  readonly tokens: readonly Token[];
  readonly matches: ReadonlyMap<string, Match | null>;
  readonly wrong: readonly Match[];
  readonly misconceptionCount: number;
  readonly deniedCount: number;
  /** Points of the criteria before deductions, and after everything. */
  readonly raw: number;
  readonly points: number;
  readonly score: number;
  readonly list: boolean;
  readonly copied: boolean;
  readonly mixedCopy: boolean;
  readonly orders: boolean;
  readonly empty: boolean;
  readonly onlyQuestion: boolean;
  readonly subjectWords: number;
  readonly wordCount: number;
  readonly conceptsFound: number;
  readonly deniedConcepts: number;
  /** Exercise 7b without its numbers. */
  readonly unmeasured: boolean;
}

export interface Confidence {
  readonly confidence: number;
  /** Why a teacher should look, or null. */
  readonly reason: string | null;
  /** The same for the learner, where the reason asks something of the teacher. */
  readonly told?: string;
}

/** Below this a teacher should look. */
export const REVIEW_BELOW = 0.6;

/** Share of the answer's words that lie inside something that was recognised. */
function explainedShare(seen: Impression): number {
  const covered = new Uint8Array(seen.words.length);
  const cover = (match: Match | null) => {
    if (match && match.to > match.from)
      covered.fill(1, Math.max(0, match.from - 2), Math.min(match.to + 2, covered.length));
  };
  for (const match of seen.matches.values()) cover(match);
  for (const match of seen.wrong) cover(match);
  let inside = 0;
  for (let i = 0; i < covered.length; i++)
    if (seen.tokens[i]?.kind !== 'mark' && seen.words[i] !== '') inside += covered[i] ?? 0;
  return seen.wordCount === 0 ? 1 : Math.min(1, inside / seen.wordCount);
}

const ANALOGY = new Set(
  'imagine imagina tipo analogia comparacao metafora exemplo igual nem feito'.split(' '),
);

export function judgeConfidence(seen: Impression): Confidence {
  if (seen.empty) return { confidence: 0.99, reason: null };
  if (seen.unmeasured) {
    return { confidence: 0.3, reason: 'Sem a configuração e as medidas não dá para conferir os valores.' };
  }
  if (seen.spoken === 'en') {
    return { confidence: 0.4, reason: 'A resposta está em inglês: foi corrigida pelo que se reconheceu.' };
  }
  if (seen.spoken === 'other') {
    return { confidence: 0.3, reason: 'Não reconheci o idioma da resposta.' };
  }
  if (seen.list) return { confidence: 0.85, reason: null };
  if (seen.onlyQuestion) return { confidence: 0.9, reason: null };
  if (seen.orders && seen.raw === 0) return { confidence: 0.9, reason: null };
  if (seen.mixedCopy)
    return {
      confidence: 0.55,
      reason: 'Há trecho copiado junto de palavras próprias: confira se a explicação é do aluno.',
      told: 'Há trecho copiado junto das suas palavras, e não sei separar bem o que é seu.',
    };
  const explained = explainedShare(seen);
  const analogies = seen.words.reduce((sum, word) => sum + (ANALOGY.has(word) ? 1 : 0), 0);
  if (seen.misconceptionCount > 0) {
    if (seen.raw >= 3)
      return {
        confidence: 0.55,
        reason: 'A resposta afirma o certo e o errado: confira o desconto.',
        told: 'A sua resposta afirma o certo e também algo errado; o desconto pode mudar na revisão.',
      };
    return { confidence: 0.85, reason: null };
  }
  if (seen.score === 0) {
    if (seen.wordCount <= 4) return { confidence: 0.8, reason: null };
    if (seen.subjectWords === 0 && seen.conceptsFound === 0 && (analogies === 0 || seen.wordCount < 10))
      return { confidence: 0.85, reason: null };
    if (seen.subjectWords <= 1 && seen.conceptsFound === 0 && analogies === 0)
      return { confidence: 0.7, reason: null };
    return {
      confidence: 0.4,
      reason: 'A resposta fala do assunto, mas não reconheci nela o que se pergunta.',
    };
  }
  if (seen.score <= 2 && seen.wordCount > 11 && explained < 0.55) {
    return { confidence: 0.45, reason: 'Boa parte da resposta não foi entendida; pode valer mais.' };
  }
  if (seen.score <= 2 && analogies > 0 && seen.wordCount > 12) {
    return { confidence: 0.5, reason: 'A resposta parece usar uma comparação que não sei julgar.' };
  }
  const fraction = seen.points - Math.floor(seen.points);
  const edge = fraction >= 0.25 && fraction <= 0.75 ? 0.05 : 0;
  return { confidence: Math.min(0.95, 0.65 + 0.3 * explained) - edge, reason: null };
}
