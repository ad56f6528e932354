// The words of an answer that are shown as evidence: the match, widened to the clause it stands in, so that no quotation is cut
// in the middle of a phrase.

import type { Evidence } from '../engine/result.ts';
import type { Match } from './match.ts';
import type { Token } from './words.ts';

/** A longer clause is not quoted whole: the quotation then ends at a connecting word, or at the match itself. */
const FARTHEST = 12;
const CONNECTING = new Set(
  'e ou que porque pois mas porem enquanto quando onde se como portanto entao embora and but because while when'.split(
    ' ',
  ),
);
/** Marks inside which a phrase goes on. */
const INNER = new Set(['/', '%', '->', '=']);

const ends = (token: Token | undefined): boolean =>
  token === undefined || (token.kind === 'mark' && !INNER.has(token.word));

function first(tokens: readonly Token[], from: number): number {
  let at = from;
  let connecting = -1;
  while (!ends(tokens[at - 1])) {
    at--;
    if (connecting < 0 && CONNECTING.has(tokens[at]?.word ?? '')) connecting = at;
    if (from - at >= FARTHEST) return connecting >= 0 ? connecting : from;
  }
  return at;
}

function last(tokens: readonly Token[], to: number): number {
  let at = to;
  let connecting = -1;
  while (!ends(tokens[at])) {
    if (connecting < 0 && CONNECTING.has(tokens[at]?.word ?? '')) connecting = at;
    if (at - to >= FARTHEST) return connecting >= 0 ? connecting : to;
    at++;
  }
  return at;
}

/** The clause or clauses in which `match` stands, as they were written; null for a match without words. */
export function quote(text: string, tokens: readonly Token[], match: Match): Evidence | null {
  if (match.to <= match.from || !tokens[match.from] || !tokens[match.to - 1]) return null;
  const opening = tokens[first(tokens, match.from)];
  const closing = tokens[last(tokens, match.to) - 1];
  if (!opening || !closing) return null;
  const start = opening.start;
  const end = Math.max(closing.end, opening.end);
  return { kind: 'text', start, end, quote: text.slice(start, end) };
}
