// The sources of all the lessons and guides, gathered: each work once, by its address or, without one, by its text.
import { lessonPath, lessons } from './course.ts';
import { guides } from './guides.ts';

/** A page that cites a work. */
export interface Citation {
  /** Address of the source in that page, from the site's root. */
  readonly path: string;
  /** `lição 4`, `guia 1`. */
  readonly text: string;
  readonly title: string;
}

export interface Work {
  /** How the pages describe it: more than one text where they cite different parts. */
  readonly texts: readonly string[];
  readonly url: string | undefined;
  readonly citedBy: readonly Citation[];
}

/** All works, in alphabetical order of their first text. */
export async function bibliography(): Promise<Work[]> {
  const pages = [
    ...(await lessons()).map(({ id, data }) => ({ ...data, kind: 'lição', path: lessonPath(id) })),
    ...(await guides()).map(({ data }) => ({ ...data, kind: 'guia', path: data.caminho })),
  ];
  const works = new Map<string, { texts: string[]; url: string | undefined; citedBy: Citation[] }>();
  for (const { kind, ordem, titulo, path, fontes } of pages) {
    for (const { id, texto, url } of fontes) {
      const key = url ?? texto;
      const work = works.get(key) ?? { texts: [], url, citedBy: [] };
      if (!work.texts.includes(texto)) work.texts.push(texto);
      work.citedBy.push({ path: `${path}#fonte-${id}`, text: `${kind} ${ordem}`, title: titulo });
      works.set(key, work);
    }
  }
  return [...works.values()].sort((a, b) => (a.texts[0] ?? '').localeCompare(b.texts[0] ?? '', 'pt-BR'));
}
