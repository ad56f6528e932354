// The little language of a rubric's forms, and how a form is looked for in an answer.
//
//   parecer + dois + processador        all three near each other, in any order
//   um > fisico > dois > logico         in this order
//   (nucleo | processador) + dois       one of several; 'entre aspas' for words that are no named list
//   dobrar + desempenho - quase         not when the last is near
//   dois + thread /6                    within six words (12 when nothing is said)
//   texto: aquece + nucleo              anywhere in the answer
//   ~amd + igual                        a negation over the word with ~ does not matter
//
// A form counts when its words are affirmed; one of whose words is itself a negation speaks of it, and counts as it stands.

export interface Item {
  /** Entries of the words this item accepts, each "word", "prefix*" or "several words". */
  readonly entries: readonly string[];
  readonly source: string;
  /** Written with ~: whether the word stands under a negation does not matter. */
  readonly neutral: boolean;
}

export interface Pattern {
  readonly source: string;
  readonly items: readonly Item[];
  readonly ordered: boolean;
  readonly forbidden: readonly Item[];
  readonly span: number;
  readonly wholeText: boolean;
}

export type ParsedPattern =
  { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly error: string };

export const DEFAULT_SPAN = 12;

interface Piece {
  readonly kind: 'item' | 'operator';
  readonly text: string;
}

function scan(source: string): Piece[] | string {
  const pieces: Piece[] = [];
  let at = 0;
  let mark = '';
  const item = (text: string) => {
    pieces.push({ kind: 'item', text: mark + text });
    mark = '';
  };
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === ' ') at++;
    else if (char === '~' && mark === '') {
      mark = '~';
      at++;
    } else if (char === '+' || char === '>' || (char === '-' && source[at + 1] === ' ')) {
      pieces.push({ kind: 'operator', text: char });
      at++;
    } else if (char === '(') {
      const end = source.indexOf(')', at);
      if (end < 0) return 'falta fechar um parêntese.';
      item(source.slice(at + 1, end));
      at = end + 1;
    } else if (char === "'") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) return 'falta fechar as aspas.';
      item(source.slice(at, end + 1));
      at = end + 1;
    } else {
      if (char === ')') return 'há um parêntese fechado sem ter sido aberto.';
      let end = at;
      while (end < source.length && !" +>()'".includes(source[end] ?? '')) end++;
      item(source.slice(at, end));
      at = end;
    }
  }
  return pieces;
}

function parseItem(written: string, terms: Readonly<Record<string, string>>): Item | string {
  const neutral = written.startsWith('~');
  const text = neutral ? written.slice(1) : written;
  const entries: string[] = [];
  for (const option of text.split('|').map((piece) => piece.trim())) {
    if (option === '') return `alternativa vazia em "(${text})".`;
    if (option.startsWith("'")) {
      const literal = option.slice(1, option.endsWith("'") ? -1 : undefined);
      entries.push(...literal.split(',').map((piece) => piece.trim()));
    } else if (option.endsWith('*')) entries.push(option);
    else {
      const words = Object.hasOwn(terms, option) ? terms[option] : undefined;
      if (words === undefined)
        return `termo desconhecido "${option}" (defina-o em termos, ou escreva-o entre aspas simples).`;
      entries.push(...words.split(',').map((piece) => piece.trim()));
    }
  }
  return { entries: entries.filter((entry) => entry !== ''), source: text, neutral };
}

/** Reads one form. `terms` maps a name to its comma-separated words. */
export function parsePattern(source: string, terms: Readonly<Record<string, string>>): ParsedPattern {
  let rest = source.trim();
  const wholeText = rest.startsWith('texto:');
  if (wholeText) rest = rest.slice(6).trim();
  let span = DEFAULT_SPAN;
  const limit = /\s\/(\d+)$/.exec(rest);
  if (limit) {
    span = Number(limit[1]);
    rest = rest.slice(0, limit.index).trim();
  }
  if (span < 1 || span > 40) return { ok: false, error: 'a distância vai de 1 a 40 palavras.' };
  const pieces = scan(rest);
  if (typeof pieces === 'string') return { ok: false, error: pieces };
  const items: Item[] = [];
  const forbidden: Item[] = [];
  const operators = new Set<string>();
  let expectItem = true;
  let target = items;
  for (const piece of pieces) {
    if (expectItem) {
      if (piece.kind !== 'item') return { ok: false, error: `esperava um termo antes de "${piece.text}".` };
      const item = parseItem(piece.text, terms);
      if (typeof item === 'string') return { ok: false, error: item };
      target.push(item);
      expectItem = false;
    } else {
      if (piece.kind !== 'operator') return { ok: false, error: `falta + ou > antes de "${piece.text}".` };
      if (piece.text === '-') target = forbidden;
      else {
        if (target === forbidden) return { ok: false, error: 'depois de - só vêm outros -.' };
        operators.add(piece.text);
      }
      expectItem = true;
    }
  }
  if (expectItem) return { ok: false, error: 'a forma termina sem um termo.' };
  if (operators.size > 1) return { ok: false, error: 'use só + ou só > na mesma forma.' };
  return {
    ok: true,
    pattern: { source, items, ordered: operators.has('>'), forbidden, span, wholeText },
  };
}
