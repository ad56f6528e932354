// The prose of an Astro file: the strings of its script, and of its template the text, the attributes that are shown
// and the strings in expressions.
import { blank, byLine, isProse, type Piece } from './prose.ts';
import { typescriptProse } from './typescript-prose.ts';

const SHOWN = new Set([
  ...['titulo', 'descricao', 'rotulo', 'legenda', 'frase', 'texto', 'title', 'alt', 'aria-label'],
]);
/** Elements whose text is code. */
const CODE = new Set(['code', 'kbd', 'pre', 'style', 'script', 'samp']);
const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

export function astroProse(source: string): Piece[] {
  const script = /^---\n([\s\S]*?)\n---\n/.exec(source);
  const pieces = script ? typescriptProse(script[1] ?? '', 2) : [];
  const template = source
    .replace(/^---\n[\s\S]*?\n---\n/, blank)
    .replace(/<!--[\s\S]*?-->|<!doctype[^>]*>/gi, blank)
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, blank);
  return [...pieces, ...new Template(template).read()];
}

/** A reader of templates that goes on where a tag, an expression or a string ends, and never fails. */
class Template {
  #at = 0;
  readonly #source: string;
  readonly #pieces: Piece[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  read(): Piece[] {
    while (this.#at < this.#source.length) {
      this.#children(false);
      this.#at += 1;
    }
    return this.#pieces;
  }

  #add(start: number, text: string): void {
    if (!/\p{L}/u.test(text)) return;
    const line = this.#source.slice(0, start).split('\n').length;
    this.#pieces.push(...byLine(text.replace(/&#?\w+;/g, ' '), line));
  }

  /** Text, elements and expressions up to a closing tag. */
  #children(quiet: boolean): void {
    while (this.#at < this.#source.length) {
      const here = this.#at;
      if (this.#source.startsWith('</', here)) return;
      if (this.#source[here] === '{') this.#expression(quiet);
      else if (/^<[A-Za-z>]/.test(this.#source.slice(here, here + 2))) this.#element(quiet);
      else {
        const rest = this.#source.slice(here + 1);
        const end = rest.search(/[<{]/);
        this.#at = end < 0 ? this.#source.length : here + 1 + end;
        if (!quiet) this.#add(here, this.#source.slice(here, this.#at));
      }
    }
  }

  #element(quiet: boolean): void {
    const name = /^<([\w.:-]*)/.exec(this.#source.slice(this.#at))?.[1] ?? '';
    this.#at += 1 + name.length;
    let silent = quiet || CODE.has(name);
    for (;;) {
      const attribute = /^\s*([^\s=>/{}"]+)(?:=("[^"]*"|'[^']*')|=(?=\{))?/.exec(
        this.#source.slice(this.#at),
      );
      const start = this.#at;
      if (attribute) {
        const [whole, key = '', quoted] = attribute;
        this.#at += whole.length;
        if (quoted === undefined && this.#source[this.#at] === '{')
          this.#expression(quiet || !SHOWN.has(key));
        if (quoted !== undefined && SHOWN.has(key))
          this.#add(start, `${blank(whole.slice(0, -quoted.length))}${quoted}`);
        if (key === 'lang') silent = true;
        continue;
      }
      this.#at += /^\s*/.exec(this.#source.slice(this.#at))?.[0].length ?? 0;
      if (this.#source[this.#at] === '{') this.#expression(true);
      else break;
    }
    if (this.#source.startsWith('/>', this.#at)) {
      this.#at += 2;
      return;
    }
    this.#at += 1;
    if (VOID.has(name)) return;
    this.#children(silent);
    this.#at += /^<\/[^>]*>/.exec(this.#source.slice(this.#at))?.[0].length ?? 0;
  }

  /** `{ ... }`: strings that are prose, and elements. */
  #expression(quiet: boolean): void {
    this.#at += 1;
    let depth = 1;
    while (this.#at < this.#source.length) {
      const here = this.#at;
      const letter = this.#source[here] ?? '';
      if (letter === '}' && --depth === 0) break;
      if (letter === '{') depth += 1;
      const string = /^(['"])(?:\\.|(?!\1)[^\\\n])*\1|^`(?:\\.|[^\\`])*`/.exec(this.#source.slice(here))?.[0];
      if (string !== undefined) {
        const text = string.slice(1, -1).replace(/\$\{[^}]*\}/g, '0');
        if (!quiet && isProse(text)) this.#add(here, ` ${text}`);
        this.#at += string.length;
      } else if (
        letter === '<' &&
        /[(&?:>,{[]\s*$/.test(this.#source.slice(0, here)) &&
        /[A-Za-z>]/.test(this.#source[here + 1] ?? '')
      ) {
        this.#element(quiet);
      } else this.#at += 1;
    }
    this.#at += 1;
  }
}
