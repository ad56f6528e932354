// The points of each criterion for what was understood, with the words that earned them.

import type { CriterionResult, Evidence } from '../engine/result.ts';
import { levelPoints } from './levels.ts';
import type { Match } from './match.ts';
import { quote } from './quote.ts';
import { isRemark } from './rubric.ts';
import type { Understood } from './understand.ts';

export interface Scored {
  readonly criteria: readonly CriterionResult[];
  /** The matches that earned something. */
  readonly earning: readonly Match[];
  /** Sum of the criteria, before deductions and ceilings. */
  readonly points: number;
}

/** The quotations of some matches, each stretch of the answer once. */
export function quotations(
  text: string,
  seen: Understood,
  matches: readonly (Match | null | undefined)[],
): Evidence[] {
  const evidence: Evidence[] = [];
  for (const match of matches) {
    const piece = match ? quote(text, seen.tokens, match) : null;
    if (piece?.kind !== 'text') continue;
    const inside = evidence.some(
      (other) => other.kind === 'text' && other.start <= piece.start && piece.end <= other.end,
    );
    if (inside) continue;
    const wider = evidence.filter(
      (other) => other.kind !== 'text' || other.start < piece.start || piece.end < other.end,
    );
    evidence.splice(0, evidence.length, ...wider, piece);
  }
  return evidence;
}

/** Numbers the stretches of the answer between two marks. */
function clauseNumbers({ tokens }: Understood): readonly number[] {
  let current = 0;
  return tokens.map((token) => (token.kind === 'mark' ? current++ : current));
}

export function scoreCriteria(text: string, seen: Understood): Scored {
  const { rubric, matches } = seen;
  const found: ReadonlySet<string> = new Set(matches.keys());
  const ownFound: ReadonlySet<string> = new Set(
    [...matches].filter(([, match]) => match === null || !seen.inCopy(match)).map(([id]) => id),
  );
  const wrong = seen.wrong.filter(({ data }) => !isRemark(data));
  const clause = clauseNumbers(seen);
  const wrongClauses = new Set(
    wrong.flatMap(({ match }) =>
      Array.from({ length: match.to - match.from }, (_, i) => clause[match.from + i]),
    ),
  );
  const inWrongClause = (match: Match | null | undefined): boolean =>
    match !== null &&
    match !== undefined &&
    match.to > 0 &&
    match.tokens.every((at) => wrongClauses.has(clause[at]));
  const earning: Match[] = [];
  let sum = 0;
  const criteria = rubric.criteria.map((criterion): CriterionResult => {
    const reached = levelPoints(criterion, criterion.own ? ownFound : found);
    let points = reached.points;
    // A fragment in the very clause of a wrong statement earns nothing.
    if (
      points < criterion.max &&
      wrong.length > 0 &&
      reached.used.every((id) => inWrongClause(matches.get(id)))
    )
      points = 0;
    let limited = false;
    for (const { data } of wrong) {
      const limit = data.limits[criterion.id];
      if (limit !== undefined && points > limit) {
        points = limit;
        limited = true;
      }
    }
    sum += points;
    const used = reached.used.map((id) => matches.get(id));
    if (points > 0) for (const match of used) if (match && match.to > 0) earning.push(match);
    const verdict = limited
      ? 'contradicted'
      : points >= criterion.max
        ? 'met'
        : points > 0
          ? 'partly'
          : 'not-met';
    return {
      id: criterion.id,
      title: criterion.title,
      points,
      max: criterion.max,
      verdict,
      evidence: quotations(text, seen, used),
      message: verdict === 'met' ? criterion.praise : points > 0 ? criterion.partly : criterion.missing,
      hint: verdict === 'met' ? null : points > 0 ? criterion.partQuestion : criterion.question,
    };
  });
  return { criteria, earning, points: sum };
}
