// The sources of all the lessons, gathered: each work once, by its address or, without one, by its text.
import { lessons, type Lesson } from './course.ts';

export interface Work {
  /** How the lessons describe it: more than one text where they cite different parts. */
  readonly texts: readonly string[];
  readonly url: string | undefined;
  /** The lessons, and the source's identifier in each. */
  readonly citedBy: readonly { readonly lesson: Lesson; readonly id: string }[];
}

/** All works, in alphabetical order of their first text. */
export async function bibliography(): Promise<Work[]> {
  const works = new Map<
    string,
    { texts: string[]; url: string | undefined; citedBy: { lesson: Lesson; id: string }[] }
  >();
  for (const lesson of await lessons()) {
    for (const { id, texto, url } of lesson.data.fontes) {
      const key = url ?? texto;
      const work = works.get(key) ?? { texts: [], url, citedBy: [] };
      if (!work.texts.includes(texto)) work.texts.push(texto);
      work.citedBy.push({ lesson, id });
      works.set(key, work);
    }
  }
  return [...works.values()].sort((a, b) => (a.texts[0] ?? '').localeCompare(b.texts[0] ?? '', 'pt-BR'));
}
