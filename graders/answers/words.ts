// Splits an answer into words, numbers and marks, written in one plain form: lower case, no accents, chat spelling undone.
// Every token keeps where it stands in the original text, so that feedback can point at it.

import { ABBREVIATIONS, CHAT, SLASHED } from './chat-spelling.ts';
import { COMMON_WORDS } from './lexicon.ts';

export interface Token {
  /** Plain form: lower case, without accents, chat spelling expanded; a mark stands for itself. */
  readonly word: string;
  readonly kind: 'word' | 'number' | 'mark';
  /** Value of a number token (decimal comma or point), else null. */
  readonly value: number | null;
  /** UTF-16 positions in the original text. */
  readonly start: number;
  readonly end: number;
}

/** Longer texts are read up to here; far beyond any answer, and it keeps memory bounded. */
export const MAX_CHARACTERS = 200_000;
/** A longer run of letters is not a word of any language the course expects. */
const MAX_WORD = 40;

function isCombining(code: number): boolean {
  return code >= 0x300 && code <= 0x36f;
}

const LETTER = /\p{L}/u;
const plainCache = new Map<string, string>();

/** Lower case without accents for one character; unchanged when it is not a letter with a plain form. */
function plainChar(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 128) return code >= 65 && code <= 90 ? char.toLowerCase() : char;
  const known = plainCache.get(char);
  if (known !== undefined) return known;
  let plain = '';
  for (const piece of char.toLowerCase().normalize('NFKD')) {
    if (!isCombining(piece.charCodeAt(0))) plain += piece;
  }
  if (plainCache.size > 4000) plainCache.clear();
  plainCache.set(char, plain);
  return plain;
}

/** The plain form of a whole string (for rubric data and comparisons). */
export function plain(text: string): string {
  let result = '';
  for (const char of text) {
    if (!isCombining(char.charCodeAt(0))) result += plainChar(char);
  }
  return result;
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function isLetter(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return LETTER.test(char);
}

/** Reads "1.024", "4,2", "0.5": a comma or point followed by three digits and nothing else is a thousands mark. */
function numberValue(raw: string): number {
  const pieces = raw.split(/[.,]/);
  const last = pieces[pieces.length - 1] ?? '';
  if (pieces.length === 1) return Number(raw);
  const thousands = last.length === 3 && pieces[0] !== '0' && (pieces[0] ?? '').length <= 3;
  return thousands ? Number(pieces.join('')) : Number(`${pieces.slice(0, -1).join('')}.${last}`);
}

/** Before "so" written without its accent: "um so", "num so" is "só"; "o so", "do so" is the operating system. */
const ALONE = new Set('um uma num numa eh e apenas dum duma'.split(' '));
const ARTICLES = new Set('o do ao no pelo os dos cada outro'.split(' '));

/** What follows "N" read as a number: the plural of something that is counted. */
const COUNTED =
  /^\s+(?:v?cpus?|cores|n[uú]cleos|threads|processadores|tarefas|partes|pedidos|vezes|m[aá]quinas|vms|sistemas|programas|processos|usu[aá]rios)(?!\p{L})/iu;

const OPENERS = new Set('a o os as um uma meu minha ontem hoje gosto eu ele ela isso'.split(' '));

/** "... ganho de desempenho Gosto de futebol": an everyday word with a capital after a word without one. */
function opensSentence(source: string, at: number, word: string, before: Token | undefined): boolean {
  if (!before || before.kind === 'mark' || !/^\p{Lu}$/u.test(source[at] ?? '')) return false;
  const next = source[at + 1] ?? ' ';
  const titled =
    word.length === 1 ? !/\p{Lu}/u.test(source[at + 2] ?? ' ') && /\s/.test(next) : /\p{Ll}/u.test(next);
  const lower = /^[\p{Ll}\p{N}]/u.test(source[before.start] ?? '');
  return titled && (lower ? COMMON_WORDS.has(word) : OPENERS.has(word));
}

/** Splits `text` into tokens. Linear in the text's length; never throws. */
export function tokenize(text: string): Token[] {
  const source = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
  const tokens: Token[] = [];
  const upperCase = source === source.toUpperCase();
  const push = (word: string, kind: Token['kind'], start: number, end: number, value: number | null = null) =>
    tokens.push({ word, kind, value, start, end });
  let at = 0;
  let lineStart = true;
  while (at < source.length) {
    const code = source.codePointAt(at) ?? 0;
    const char = code > 0xffff ? String.fromCodePoint(code) : (source[at] ?? '');
    if (char === '\n' || char === '\r' || char === '\u2028' || char === '\u2029') {
      const start = at;
      let breaks = 0;
      while (at < source.length && /\s/.test(source[at] ?? '')) {
        if (source[at] === '\n') breaks++;
        at++;
      }
      // A line that was only wrapped goes on; a new item or sentence begins anew.
      const wrapped = breaks <= 1 && /\p{Ll}/u.test(source[at] ?? '') && source[at + 1] !== ')';
      if (tokens.length > 0 && at < source.length && !wrapped) push('.', 'mark', start, at);
      lineStart = true;
      continue;
    }
    if (isDigit(char)) {
      const start = at;
      while (
        isDigit(source[at]) ||
        ((source[at] === ',' || source[at] === '.') && isDigit(source[at + 1]) && at - start < 20)
      )
        at++;
      // "1)" or "2." opening a line is a list's marker, not a number.
      if (
        lineStart &&
        at - start <= 2 &&
        (source[at] === ')' || (source[at] === '.' && source[at + 1] === ' '))
      ) {
        at++;
        continue;
      }
      lineStart = false;
      const raw = source.slice(start, at);
      push(raw.replace(',', '.'), 'number', start, at, numberValue(raw));
      // "4c/8t", as makers and shops write it: four cores, eight threads.
      const cores = /^(\s?[cC])\s?\/\s?(\d{1,3})(\s?[tT])(?![\p{L}\d])/u.exec(source.slice(at, at + 12));
      if (cores) {
        const [whole = '', unit = '', threads = ''] = cores;
        const end = at + whole.length;
        push('nucleos', 'word', at, at + unit.length);
        push(threads, 'number', at + unit.length, end, Number(threads));
        push('threads', 'word', end - 1, end);
        at = end;
      }
      continue;
    }
    if (isLetter(char)) {
      const start = at;
      let word = '';
      let accentedO = false;
      while (at < source.length) {
        const next = source.codePointAt(at) ?? 0;
        const piece = next > 0xffff ? String.fromCodePoint(next) : (source[at] ?? '');
        const combining = isCombining(next);
        if (!combining && !isLetter(piece) && !isDigit(piece)) break;
        if (combining || piece === 'ó' || piece === 'Ó') accentedO = true;
        if (!combining && word.length < MAX_WORD) word += plainChar(piece);
        at += piece.length;
      }
      // "a)" opening a line.
      if (lineStart && word.length === 1 && source[at] === ')') {
        at++;
        continue;
      }
      lineStart = false;
      if (word.length === 1 && source[at] === '/' && SLASHED.has(word)) {
        push(SLASHED.get(word) ?? word, 'word', start, at + 1);
        at++;
        continue;
      }
      // "s.o." and "S.O.".
      if (
        word === 's' &&
        source[at] === '.' &&
        plainChar(source[at + 1] ?? '') === 'o' &&
        !isLetter(source[at + 2] ?? ' ')
      ) {
        at += 2;
        if (source[at] === '.') at++;
        push('sisop', 'word', start, at);
        continue;
      }
      // "só" is not "SO"; written without the accent the word stays open to both readings.
      const last = tokens[tokens.length - 1]?.word ?? '';
      if (word === 'so') {
        const moreThanOne = last === 'um' && tokens[tokens.length - 3]?.word === 'mais';
        if (accentedO || (ALONE.has(last) && !moreThanOne)) word = 'soh';
        else if (moreThanOne || ARTICLES.has(last) || (!upperCase && source.slice(start, at) === 'SO'))
          word = 'sisop';
      }
      // A sentence begun without the full stop before it.
      if (opensSentence(source, start, word, tokens[tokens.length - 1])) push('.', 'mark', start, start);
      if (word === 'e' && /[éÉ]|\u0301/.test(source.slice(start, at))) word = 'eh';
      if (word === 'os' && !upperCase && source.slice(start, at) === 'OS') word = 'sisop';
      // "E/S" and "I/O".
      const slashed = source[at] === '/' ? plainChar(source[at + 1] ?? '') : '';
      if (
        ((word === 'e' && slashed === 's') || (word === 'i' && slashed === 'o')) &&
        !isLetter(source[at + 2] ?? ' ')
      ) {
        at += 2;
        push('entradasaida', 'word', start, at);
        continue;
      }
      const abbreviated = source[at] === '.' && ABBREVIATIONS.has(word);
      // "N tarefas", "N vCPU": a number, and no "não".
      const counts = word === 'n' && COUNTED.test(source.slice(at, at + 24));
      const expanded = counts ? 'varios' : CHAT.get(word);
      if (expanded === undefined) push(word, 'word', start, at);
      else for (const piece of expanded.split(' ')) push(piece, 'word', start, at);
      if (abbreviated) at++;
      continue;
    }
    const start = at;
    at += char.length;
    const next = source[at];
    if (char === ' ' || char === '\t' || char === '\u00a0') continue;
    if ((char === '-' || char === '=') && next === '>') {
      at++;
      push('->', 'mark', start, at);
    } else if (char === '→' || char === '⇒' || char === '➜' || char === '⟶') push('->', 'mark', start, at);
    else if (
      lineStart &&
      (char === '-' ||
        char === '*' ||
        char === '•' ||
        char === '–' ||
        char === '—' ||
        char === '>' ||
        char === '#')
    )
      continue;
    else if (char === '-' && /[,;]\s?$/.test(source.slice(Math.max(0, start - 2), start)))
      push('menos', 'word', start, at);
    else if (char === '+' || char === '↑' || char === '⬆') push('mais', 'word', start, at);
    else if (char === '↓' || char === '⬇') push('menos', 'word', start, at);
    else if (char === '‖' || char === '∥') push('paralelo', 'word', start, at);
    else if ((char === '/' && next === '/') || (char === '|' && next === '|')) {
      at++;
      push('paralelo', 'word', start, at);
    }
    // ">1 CPU".
    else if (char === '>' && next === '1' && !isDigit(source[at + 1])) {
      at++;
      for (const piece of ['mais', 'de', 'um']) push(piece, 'word', start, at);
    } else if (char === '&') push('e', 'word', start, at);
    else if (
      char === '%' ||
      char === '=' ||
      char === ',' ||
      char === ';' ||
      char === ':' ||
      char === '!' ||
      char === '?' ||
      char === '/'
    )
      push(char, 'mark', start, at);
    else if (char === '.' || char === '…') push('.', 'mark', start, at);
    else if (char === '(' || char === ')') push(char, 'mark', start, at);
    else if (char === '–' || char === '—' || (char === '-' && source[start - 1] === ' '))
      push('–', 'mark', start, at);
    else if (char === '×') push('x', 'word', start, at);
    lineStart = lineStart && /\s/.test(char);
  }
  return tokens;
}
