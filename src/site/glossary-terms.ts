// Terms of the glossary as data: how a written word is matched with one, and whether a text speaks of it.

export interface Term {
  readonly id: string;
  readonly termo: string;
  readonly en: string;
  readonly texto: string;
  /** Other ways of writing it in the lessons: plurals, acronyms. */
  readonly formas?: readonly string[] | undefined;
}

const plain = (text: string): string =>
  text
    .replace(/<[^>]*>/g, '')
    .trim()
    .toLowerCase();

/** The term that is written like `word`; failing that, the one with that English name; null if there is none. */
export function matchTerm(terms: readonly Term[], word: string, english?: string): Term | null {
  const wanted = plain(word);
  const written = terms.find(({ termo }) => plain(termo) === wanted);
  if (written) return written;
  const alike = terms.find(({ formas = [] }) => formas.some((form) => plain(form) === wanted));
  if (alike) return alike;
  if (english === undefined) return null;
  const name = plain(english);
  return terms.find(({ en }) => plain(en) === name || plain(en).split(', ').includes(name)) ?? null;
}

/** True if a lesson's text has the term in one of its forms, as a whole word. Case counts in acronyms only. */
export function mentions(text: string, { termo, formas = [] }: Term): boolean {
  return [termo, ...formas].some((form) => {
    const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const flags = form === form.toUpperCase() ? 'u' : 'iu';
    return new RegExp(`(?<![\\p{L}\\p{N}_-])${escaped}(?![\\p{L}\\p{N}_-])`, flags).test(text);
  });
}
