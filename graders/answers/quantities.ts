// Numbers with units in an answer: sizes, percentages, transfer rates, ranks; and what each is said of.

import type { Token } from './words.ts';

export type Resource = 'memoria' | 'cpu' | 'es' | 'disco';

export interface Quantity {
  /** MB for sizes, percent, MB/s for rates, a rank, a count of processors, or a bare number. */
  readonly kind: 'size' | 'percent' | 'rate' | 'rank' | 'processors' | 'bare';
  readonly low: number;
  readonly high: number;
  /** What the number is said of; null when nothing near names a resource. */
  readonly resource: Resource | null;
  /** First token and the token after the last. */
  readonly from: number;
  readonly to: number;
}

const SIZE_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    kb: 1 / 1024,
    kib: 1 / 1024,
    kilobytes: 1 / 1024,
    mb: 1,
    mib: 1,
    mega: 1,
    megas: 1,
    megabytes: 1,
    megabyte: 1,
    m: 1,
    gb: 1024,
    gib: 1024,
    giga: 1024,
    gigas: 1024,
    gigabytes: 1024,
    gigabyte: 1024,
    g: 1024,
    tb: 1024 * 1024,
  }),
);
const RATE_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ mbps: 1, mbs: 1, kbps: 1 / 1024, kbs: 1 / 1024, gbps: 1024 }),
);
const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    um: 1,
    uma: 1,
    dois: 2,
    duas: 2,
    tres: 3,
    quatro: 4,
    cinco: 5,
    seis: 6,
    sete: 7,
    oito: 8,
    nove: 9,
    dez: 10,
    doze: 12,
    quinze: 15,
    dezesseis: 16,
    vinte: 20,
    trinta: 30,
    quarenta: 40,
    cinquenta: 50,
    sessenta: 60,
    setenta: 70,
    oitenta: 80,
    noventa: 90,
    cem: 100,
    meio: 0.5,
    meia: 0.5,
  }),
);
const ORDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    primeiro: 1,
    primeira: 1,
    segundo: 2,
    segunda: 2,
    terceiro: 3,
    terceira: 3,
    quarto: 4,
    quarta: 4,
    quinto: 5,
    quinta: 5,
    sexto: 6,
    setimo: 7,
    oitavo: 8,
    nono: 9,
    decimo: 10,
  }),
);
const PROCESSORS = /^(cpus?|vcpus?|nucleos?|cores?|processador(es)?)$/;

/** The resource a word names. */
export function resourceOf(words: readonly string[], at: number): Resource | null {
  const word = words[at] ?? '';
  if (/^(memoria|memorias|ram|mem|memory)$/.test(word)) return 'memoria';
  if (/^(cpu|cpus|processador|processamento|processor|ucp)$/.test(word)) return 'cpu';
  if (/^(entradasaida|io|leitura|leituras|gravacao|escrita|transferencia)$/.test(word)) return 'es';
  if (word === 'entrada' && /^(e|saida)$/.test(words[at + 1] ?? '')) return 'es';
  if (/^(disco|discos|hd|ssd|vdi|armazenamento|disk)$/.test(word)) return 'disco';
  return null;
}

/** What a number between `from` and `to` is said of: "8 % de CPU" first, then the nearest name before it, then after. */
function nearestResource(
  words: readonly string[],
  sentence: Int32Array,
  from: number,
  to: number,
): Resource | null {
  const same = (at: number) => at >= 0 && at < words.length && sentence[at] === sentence[from];
  const link = words[to] ?? '';
  const first = /^(de|da|do|em|na|no|para|pra|\(|of)$/.test(link) ? to + 1 : to;
  for (let at = first; at < first + 2 && same(at); at++) {
    const found = resourceOf(words, at);
    if (found && (at === first || /^(o|a|uso|consumo)$/.test(words[at - 1] ?? ''))) return found;
  }
  for (let at = from - 1; at >= from - 12 && same(at); at--) {
    const found = resourceOf(words, at);
    // "2 cpus" is a count, not the name of what is measured.
    if (found && !(found === 'cpu' && /^\d/.test(words[at - 1] ?? ''))) return found;
  }
  for (let at = to; at < to + 5 && same(at); at++) {
    const found = resourceOf(words, at);
    if (found) return found;
  }
  return null;
}

/** Reads every quantity of the answer. Linear: each looks at a bounded number of neighbours. */
export function readQuantities(
  tokens: readonly Token[],
  words: readonly string[],
  sentence: Int32Array,
): Quantity[] {
  const found: Quantity[] = [];
  const valueAt = (at: number): number | null => {
    const token = tokens[at];
    if (!token) return null;
    if (token.kind === 'number') return token.value;
    return NUMBER_WORDS.get(words[at] ?? '') ?? null;
  };
  /** "vinte e sete": tens and units in words. */
  const unitsAfter = (at: number, value: number): number => {
    if (tokens[at]?.kind === 'number' || value < 20 || value % 10 !== 0 || words[at + 1] !== 'e') return 0;
    const units = NUMBER_WORDS.get(words[at + 2] ?? '') ?? 0;
    return Number.isInteger(units) && units < 10 ? units : 0;
  };
  for (let i = 0; i < tokens.length; i++) {
    const word = words[i] ?? '';
    const ordinal = ORDINALS.get(word);
    if (
      ordinal !== undefined &&
      !/^(plano|vista|mao|vez|lugar nenhum|mb|por)$/.test(words[i + 1] ?? '') &&
      words[i - 1] !== 'por' &&
      // "um quarto da CPU" is a fraction.
      !(words[i - 1] === 'um' && /^(quarto|quinto|sexto|setimo|oitavo|nono|decimo)$/.test(word)) &&
      words[i - 1] !== '/'
    ) {
      found.push({
        kind: 'rank',
        low: ordinal,
        high: ordinal,
        resource: nearestResource(words, sentence, i, i + 1),
        from: i,
        to: i + 1,
      });
      continue;
    }
    // "atrás só do navegador", "só perde para o navegador": the second place.
    const behind =
      (/^(atras|perd(e|endo|eu))$/.test(word) && /^(so|soh|apenas|somente)$/.test(words[i + 1] ?? '')) ||
      (/^(so|soh|apenas|somente)$/.test(word) && /^(atras|perd(e|endo|eu))$/.test(words[i + 1] ?? ''));
    if (behind && /^(do|da|de|para|pro|pra)$/.test(words[i + 2] ?? '')) {
      const resource = nearestResource(words, sentence, i, i + 2);
      found.push({ kind: 'rank', low: 2, high: 2, resource, from: i, to: i + 2 });
      continue;
    }
    const value = valueAt(i);
    if (value === null) continue;
    const digits = tokens[i]?.kind === 'number';
    const units = unitsAfter(i, value);
    const low = value + units;
    let high = low;
    let at = units > 0 ? i + 3 : i + 1;
    // "entre 5 e 10 %", "de 5 a 10 %", "5-10 %", "5 ou 6 %".
    const second = /^(a|e|ou|ate|–|-)$/.test(words[at] ?? '') ? valueAt(at + 1) : null;
    const unitAfterRange = words[at + 2] ?? '';
    if (
      second !== null &&
      second >= value &&
      (unitAfterRange === '%' ||
        SIZE_UNITS.has(unitAfterRange) ||
        RATE_UNITS.has(unitAfterRange) ||
        /^por$/.test(unitAfterRange))
    ) {
      high = second;
      at += 2;
    }
    const unit = words[at] ?? '';
    const push = (kind: Quantity['kind'], factor: number, to: number) => {
      found.push({
        kind,
        low: low * factor,
        high: high * factor,
        resource: nearestResource(words, sentence, i, to),
        from: i,
        to,
      });
    };
    if (unit === '%' || unit === 'porcento' || (unit === 'por' && words[at + 1] === 'cento')) {
      push('percent', 1, unit === 'por' ? at + 2 : at + 1);
    } else if (RATE_UNITS.has(unit)) {
      push('rate', RATE_UNITS.get(unit) ?? 1, at + 1);
    } else if (SIZE_UNITS.has(unit) && (digits || unit.length > 1)) {
      const factor = SIZE_UNITS.get(unit) ?? 1;
      const perSecond =
        (words[at + 1] === '/' && /^(s|seg|segundo)$/.test(words[at + 2] ?? '')) ||
        (words[at + 1] === 'por' && /^seg/.test(words[at + 2] ?? ''));
      push(perSecond ? 'rate' : 'size', factor, perSecond ? at + 3 : at + 1);
    } else if (
      digits &&
      (unit === 'o' || unit === 'a' || unit === 'lugar' || unit === 'º') &&
      value <= 300 &&
      (tokens[i]?.end === tokens[at]?.start || unit === 'lugar')
    ) {
      push('rank', 1, at + 1);
    } else if (
      PROCESSORS.test(unit) ||
      (/^(processadores|nucleos)$/.test(words[at + 1] ?? '') && /^(dos|de|virtuais)$/.test(unit))
    ) {
      push('processors', 1, at + 1);
    } else if (digits) {
      push('bare', 1, at);
    } else continue;
    i = Math.max(i, at - 1);
  }
  return found;
}
