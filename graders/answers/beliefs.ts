// A misconception told as what somebody believes is not the student's.

import type { Match } from './match.ts';

const CLAUSE_END = /^([,;:.()–]|mas|porem|e)$/;
const BELIEF = new Set(
  'imagina imaginam imaginamos imaginar achamos pensamos acha acham achar achando pensa pensam pensar pensando acredita acreditar acreditando parece parecem parecer pareca parecendo como simula simulam simular simulando finge fingir fingindo engana enganar enganando ilusao impressao seriam fossem fosse interpreta enxerga enxergar enxergam ve ver veem visto vistos reconhece reconhecer trata aparece aparecem aparecer apareca aparecendo apresenta apresentar apresentam apresente mostra mostrar thinks as looks appears appear sees believes pretends'.split(
    ' ',
  ),
);

/** A misconception reported as somebody's view ("o Windows acha que são dois físicos") is not the student's. */
export function reportsBelief(match: Match, words: readonly string[], sentence: Int32Array): boolean {
  for (let i = match.to - 1; i >= Math.max(0, match.from - 6); i--) {
    const word = words[i] ?? '';
    if (sentence[i] !== sentence[match.from]) break;
    // A belief stated in an earlier clause is over.
    if (i < match.from && CLAUSE_END.test(word)) break;
    if (!BELIEF.has(word)) continue;
    // "tem a ver com", "se trata de": nobody's view.
    if ((word === 'ver' && words[i - 1] === 'a') || (word === 'trata' && words[i + 1] === 'de')) continue;
    // A turn of phrase that holds such a word itself says just that.
    if (match.tokens.length === 1 && i >= match.from) continue;
    const comparison = word === 'como' || word === 'as';
    if (!comparison || /^(se|fosse|fossem|two|if)$/.test(words[i + 1] ?? '')) return true;
  }
  return false;
}
