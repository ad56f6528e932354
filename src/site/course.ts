// The course as the pages need it: lessons in order, written or not, and exercises with a statement.
import { getCollection, type CollectionEntry } from 'astro:content';
import type { ExerciseDefinition } from '../../graders/exercises/definition.ts';

export interface MapEntry {
  readonly slug: string;
  readonly ordem: number;
  readonly titulo: string;
  readonly descricao: string;
  /** Minutes of reading; null while the lesson is not written. */
  readonly minutos: number | null;
}

export interface Exercise {
  /** Folder below `exercises/`. */
  readonly folder: string;
  readonly definition: ExerciseDefinition;
  readonly statement: CollectionEntry<'enunciados'>;
}

/** Written lessons, in the order of the course. */
export async function lessons(): Promise<CollectionEntry<'licoes'>[]> {
  return (await getCollection('licoes')).sort((a, b) => a.data.ordem - b.data.ordem);
}

/** All lessons, those in preparation too, in order. A lesson that is written takes the place of its plan. */
export async function courseMap(): Promise<MapEntry[]> {
  const written = (await lessons()).map(({ id, data }) => ({ ...data, slug: id }));
  const planned = (await getCollection('planejadas'))
    .filter(({ id }) => !written.some(({ slug }) => slug === id))
    .map(({ id, data }) => ({ ...data, slug: id, minutos: null }));
  const all = [...written, ...planned].sort((a, b) => a.ordem - b.ordem);
  all.forEach((entry, index) => {
    const next = all[index + 1];
    if (next?.ordem === entry.ordem)
      throw new Error(`Lessons "${entry.slug}" and "${next.slug}" both have ordem ${entry.ordem}.`);
  });
  return all.map(({ slug, ordem, titulo, descricao, minutos }) => ({
    slug,
    ordem,
    titulo,
    descricao,
    minutos,
  }));
}

/** Exercises that can be done, in order. One whose statement is not written yet has no page. */
export async function exercises(): Promise<Exercise[]> {
  const statements = new Map((await getCollection('enunciados')).map((entry) => [entry.id, entry]));
  const found: Exercise[] = [];
  for (const { id, data } of await getCollection('exercicios')) {
    const statement = statements.get(id);
    if (statement) found.push({ folder: id, definition: data, statement });
  }
  return found.sort((a, b) => a.definition.ordem - b.definition.ordem);
}

export const isLab = ({ definition }: Exercise): boolean => definition.tipo === 'sequencia';

/** Path of a lesson's page, from the site's root. */
export const lessonPath = (slug: string): string => `/licoes/${slug}/`;

/** Path of an exercise's page, from the site's root. */
export const exercisePath = (id: string): string => `/exercicios/${id}/`;
