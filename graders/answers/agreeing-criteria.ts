// What a ceiling does to the criteria that are shown: they sum to what the grade allows, and say why.

import type { CriterionResult } from '../engine/result.ts';
import type { Criterion } from './rubric.ts';

/** What keeps a grade below the sum of its criteria. */
export type Ceiling =
  /** Terms side by side, without a sentence that relates them. */
  | 'list'
  /** The words that answer are the lesson's. */
  | 'copy'
  /** The answer also affirms something that makes it worth less. */
  | 'contradiction'
  /** Nothing of the subject: what matched was chance. */
  | 'stray';

interface Wording {
  readonly message: string;
  /** A question that leads on; null for the criterion's own. */
  readonly hint: string | null;
}

const WORDINGS: Readonly<Record<Exclude<Ceiling, 'stray'>, Wording>> = {
  list: {
    message: 'As palavras certas estão aí, mas nenhuma frase diz como elas se ligam.',
    hint: null,
  },
  copy: {
    message: 'A ideia está aí, mas nas palavras do texto; com as suas vale mais.',
    hint: 'Como você diria isto a um colega, sem o texto à vista?',
  },
  contradiction: {
    message: 'A ideia está aí, mas a resposta também afirma o que a contradiz.',
    hint: 'O que da sua resposta não combina com isto?',
  },
};

/** Points are lowered by this much at a time, the highest first. */
const STEP = 0.25;

/** Points lowered one step at a time, the highest (and of equals the last) first, until they sum to `most`. */
export function levelled(points: readonly number[], most: number): number[] {
  const lowered = [...points];
  let over = lowered.reduce((sum, one) => sum + one, 0) - Math.max(0, most);
  while (over > 1e-9) {
    const highest = lowered.lastIndexOf(Math.max(...lowered));
    const less = Math.min(STEP, over, lowered[highest] ?? 0);
    lowered[highest] = (lowered[highest] ?? 0) - less;
    over -= less;
  }
  return lowered;
}

/**
 * The criteria with no more than `most` points in all. Those that lost some, and all that earned some of a list, are met in
 * part at most and say why. `data` are the rubric's criteria, in the same order.
 */
export function agreeingCriteria(
  data: readonly Criterion[],
  criteria: readonly CriterionResult[],
  most: number,
  ceiling: Ceiling,
): CriterionResult[] {
  const points = levelled(
    criteria.map((one) => one.points),
    most,
  );
  return criteria.map((one, index): CriterionResult => {
    const left = points[index] ?? 0;
    const own = data[index];
    if (own === undefined || one.points === 0) return one;
    if (ceiling === 'stray')
      return {
        ...one,
        points: left,
        verdict: 'not-met',
        evidence: [],
        message: own.missing,
        hint: own.question,
      };
    if (left === one.points && ceiling !== 'list') return one;
    const { message, hint } = WORDINGS[ceiling];
    const contradicted = one.verdict === 'contradicted' || ceiling === 'contradiction';
    return {
      ...one,
      points: left,
      verdict: contradicted ? 'contradicted' : left > 0 ? 'partly' : 'not-met',
      message,
      hint: hint ?? own.question,
    };
  });
}
