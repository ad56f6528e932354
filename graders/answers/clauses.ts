// Where a negation holds: which words of an answer stand under a "não", a "sem" or an "em vez de", and where its reach ends.

import { DENIALS_BY_FIRST, frames, NOT_DENIALS_BY_FIRST, startsWith } from './denials.ts';
import type { Token } from './words.ts';

export interface Reading {
  readonly tokens: readonly Token[];
  /** Stem or corrected word of each token, same length as `tokens`. */
  readonly words: readonly string[];
  /** What each word stands for in a comparison besides itself, '' for nothing; empty where nothing is compared. */
  readonly roles: readonly string[];
  /** 1 where the word stands under a negation. */
  readonly negated: Uint8Array;
  /** 1 where what is said is called untrue ("não é verdade que ..."), negations in it or not. */
  readonly framed: Uint8Array;
  /** 1 where the word is itself a negator, 2 where it opens a denial ("em vez de"). */
  readonly negator: Uint8Array;
  /** Number of the sentence each token belongs to. */
  readonly sentence: Int32Array;
}

const STRONG = new Set(
  'nao nem nunca jamais tampouco nenhum nenhuma not never neither nor cannot isnt doesnt dont wont arent without'.split(
    ' ',
  ),
);
/** English "no" is only read as a negator in an English text ("no" is also "em o"). */
const ENGLISH_NO = 'no';

/** Words at which a negation's reach ends: a contrast or the beginning of a reason, a condition or a time. */
const BARRIERS = new Set(
  'mas porem contudo entretanto todavia senao sim but porque pois embora apesar enquanto quando porquanto however although because since already which ja logo portanto entao dai ai assim devido gracas motivo razao'.split(
    ' ',
  ),
);

/** After "e", what opens a clause with a subject of its own ("... não pega e o processador tem"). */
const NEW_SUBJECT = /^(o|a|os|as|um|uma|cada|isso|ele|ela|eles|elas)$/;

/** How far a negation reaches at most, and how far "sem" does. */
const REACH = 14;
const SHORT_REACH = 6;

/** A finite verb, roughly, by its ending: enough to know that "e" opens a new clause. */
function looksLikeVerb(word: string | undefined): boolean {
  if (word === undefined || word.length < 2) return false;
  if (FINITE.has(word)) return true;
  return word.length >= 5 && /(am|em|ou|ava|ando|endo|indo)$/.test(word);
}

export const FINITE: ReadonlySet<string> = new Set(
  'eh termina terminam acabam sai saem passaram roda aproveita continua continuam segue funciona torna tornam chama e sao foi foram era eram tem ha faz fazem pode podem deve devem vai vao fica ficam esta estao da dao usa usam ve veem enxerga roda rodam executa executam divide dividem compartilha compartilham permite permitem aparece aparecem simula melhora aumenta reduz serve servem guarda guardam armazena cresce precisa precisam aproveita distribui manda existe existem possui consegue trabalha trabalham funciona funcionam mostra apresenta faria seria consome gasta usou ficou acaba termina espera esperam atende vira passa passam depende dependem evita ajuda deixa deixam mantem cria criam cuida libera liberam finge fingem reparte repartem parece parecem vale valem acha acham pensa pensam conta contam recebe recebem ganha ganham entrega entregam distribuem escalona agenda empilha desempilha aloca alocam some somem encolhe estoura vaza fragmenta economiza junta isola ajudam lancou saiu fez fizeram copia equivale equivalem oferece oferecem falta aguarda anda andam atendem resolve resolvem pega pegam bota poe coloca colocam mapeia liga disputa disputam compete competem mente fala diz rodou sobe sobem caem gera geram esquenta queima trava travam divide depende is are has have can runs makes lets uses see sees shares appears'.split(
    ' ',
  ),
);

/** Marks sentences and the reach of every negation. One pass over the words; `english` switches the reading of "no". */
export function readClauses(
  tokens: readonly Token[],
  read: readonly string[],
  english: boolean,
  roles: readonly string[] = [],
): Reading {
  // Accents are often missing: here "é" and "e" are one.
  const words = read.map((word) => (word === 'eh' ? 'e' : word));
  const count = tokens.length;
  const negated = new Uint8Array(count);
  const negator = new Uint8Array(count);
  const framed = frames(tokens, words);
  const sentence = new Int32Array(count);
  let current = 0;
  let reach = 0;
  let skip = 0;
  let travelled = 0;
  for (let i = 0; i < count; i++) {
    const token = tokens[i];
    const word = words[i] ?? '';
    sentence[i] = current;
    if (token?.kind === 'mark') {
      if (word === '.' || word === '!' || word === '?' || word === ';') {
        current++;
        reach = 0;
      } else if (
        word === ':' ||
        word === '->' ||
        word === '(' ||
        word === ')' ||
        word === '–' ||
        word === '\n'
      )
        reach = 0;
      else if (word === ',' && reach > 0) {
        // "não é A, nem B" goes on; "não é A, é B" does not. A short list ("não tem A, B ou C") is kept only with "nem/ou".
        const next = words[i + 1];
        if (next !== 'nem' && next !== 'ou') reach = 0;
      }
      continue;
    }
    if (skip > 0) {
      skip--;
      continue;
    }
    const harmless = NOT_DENIALS_BY_FIRST.get(word)?.find((phrase) => startsWith(words, i, phrase));
    if (harmless) {
      skip = harmless.length - 1;
      continue;
    }
    if (reach > 0) {
      travelled++;
      const next = words[i + 1];
      const newClause =
        // "não é o mesmo que" is no "mesmo que" (embora).
        (BARRIERS.has(word) && !(word === 'embora' && words[i - 1] === 'o')) ||
        (word === 'se' && travelled > 3 && words[i - 1] !== 'que') ||
        (word === 'que' && words[i - 1] === 'so') ||
        (word === 'por' && /^(causa|conta|isso|ser|serem|estar|terem|ter)$/.test(next ?? '')) ||
        (word === 'e' &&
          read[i] === 'e' &&
          (next === 'sim' ||
            (NEW_SUBJECT.test(next ?? '') && (looksLikeVerb(words[i + 2]) || looksLikeVerb(words[i + 3]))) ||
            (travelled > 2 &&
              (looksLikeVerb(next) || looksLikeVerb(words[i + 2]) || looksLikeVerb(words[i + 3]))))) ||
        (word === 'como' && travelled > 3);
      if (newClause) reach = 0;
    }
    const denial = DENIALS_BY_FIRST.get(word)?.find((phrase) => startsWith(words, i, phrase));
    if (denial) {
      reach = Math.max(reach, REACH);
      travelled = 0;
      negator[i] = 2;
      skip = denial.length - 1;
      continue;
    }
    const strong = STRONG.has(word) || (english && word === ENGLISH_NO);
    const tag =
      strong &&
      (words[i + 1] === undefined || words[i + 1] === '?' || (words[i + 1] === 'e' && words[i + 2] === '?'));
    if (strong && !tag) {
      // "não é que não" cancels; "não ... nem" and "não ... nenhum" only insist.
      const insists = word === 'nem' || word.startsWith('nenhum') || word === 'nunca';
      negator[i] = 1;
      if (reach > 0 && !insists && travelled <= 3) reach = 0;
      else reach = REACH;
      travelled = 0;
      continue;
    }
    if (word === 'sem' || word === 'without') {
      negator[i] = 1;
      reach = Math.max(reach, SHORT_REACH);
      travelled = 0;
      continue;
    }
    if (reach > 0) {
      negated[i] = 1;
      reach--;
    }
  }
  return { tokens, words: read, roles, negated, framed, negator, sentence };
}
