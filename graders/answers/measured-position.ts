// Exercise 7b: the place said of VirtualBox among the processes, against its rank.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import type { Measurement } from './measured.ts';
import { asMatch, nearby, type Findings } from './measured-near.ts';
import { resourceOf, type Quantity } from './quantities.ts';

/** The last rank that still is "the one that uses most". */
const WORST = 3;

export const CONSUME =
  /^(consom|consum|gast|us|utiliz|ocup|pes|exig|demand|come|puxa|lugar|colocad|rank|top|lista|process|posic)/;

/** "é um dos que mais consomem", "1º em memória", "menos que o navegador": against the rank. */
export function judgePosition(
  quantities: readonly Quantity[],
  reading: Reading,
  measured: Measurement,
  findings: Findings,
): void {
  const { words, sentence } = reading;
  const { posicao } = measured;
  const rankOf = { memoria: posicao.mem, cpu: posicao.cpu, es: posicao.io, disco: posicao.io } as const;
  let right: Match | null = null;
  let wrong: Match | null = null;
  for (const quantity of quantities) {
    if (quantity.kind !== 'rank' || quantity.low > posicao.de) continue;
    const rank = quantity.resource ? rankOf[quantity.resource] : posicao.mem;
    // "não está entre os primeiros".
    if (reading.negated[quantity.from] === 1) {
      if (rank > WORST) right ??= asMatch(quantity);
      else wrong ??= asMatch(quantity);
      continue;
    }
    if (Math.abs(rank - quantity.low) <= (quantity.low > 3 ? 1 : 0)) right ??= asMatch(quantity);
    else if (quantity.resource || !Object.values(posicao).includes(quantity.low)) wrong ??= asMatch(quantity);
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const top =
      word === 'mais' ||
      word === 'maior' ||
      word === 'maiores' ||
      word === 'most' ||
      word === 'campeao' ||
      word === 'lider' ||
      word === 'topo';
    const bottom = word === 'menos' || word === 'menor' || word === 'menores' || word === 'least';
    if (!top && !bottom) continue;
    const superlative =
      word === 'campeao' ||
      word === 'lider' ||
      word === 'topo' ||
      (/^(que|dos|o|um|os|entre|the)$/.test(words[i - 1] ?? '') && nearby(reading, i, i + 1, 4, CONSUME)) ||
      nearby(reading, i, i + 1, 1, /^(consom|consum|gast)/);
    if (!superlative || (/^(ou|do|que)$/.test(words[i + 1] ?? '') && word !== 'campeao')) continue;
    const negated = reading.negated[i] === 1;
    const resources = new Set<'memoria' | 'cpu' | 'es'>();
    let everything = false;
    for (let j = i - 4; j < i + 10; j++) {
      if (j < 0 || j >= words.length || sentence[j] !== sentence[i]) continue;
      if (
        j > i &&
        /^(mas|porem|e|enquanto)$/.test(words[j] ?? '') &&
        /^(nao|pouc|menos|em|na|no)$/.test(words[j + 1] ?? '') &&
        resources.size > 0
      )
        break;
      if (j < i && (words[j] === ',' || words[j] === '.')) resources.clear();
      if (j > i && words[j] === ',') break;
      const found = resourceOf(words, j);
      if (found) resources.add(found === 'disco' ? 'es' : found);
      if (words[j] === 'tudo' || words[j] === 'todos') everything = true;
    }
    const ranks = everything
      ? [posicao.mem, posicao.cpu, posicao.io]
      : resources.size > 0
        ? [...resources].map((name) => rankOf[name])
        : [Math.min(posicao.mem, posicao.cpu)];
    const one =
      /^(dos|os|entre)$/.test(words[i - 2] ?? '') ||
      /^(dos|os|maiores|menores)$/.test(words[i - 1] ?? '') ||
      /^dos$/.test(words[i - 3] ?? '');
    const limit = one ? Math.max(5, Math.ceil(posicao.de * 0.05)) : WORST;
    const high = ranks.every((rank) => rank <= limit);
    const ok = top !== negated ? high : ranks.every((rank) => rank > limit);
    const span: Match = {
      from: Math.max(0, i - 2),
      to: Math.min(words.length, i + 3),
      tokens: [i],
      form: 'posição',
    };
    if (ok) right ??= span;
    else wrong ??= span;
  }
  if (wrong) findings.found.set('posicao_errada', wrong);
  if (right && !wrong) findings.found.set('posicao_certa', right);
}
