// The course as the pages need it: lessons in order, and exercises with a statement.
import { getCollection, type CollectionEntry } from 'astro:content';
import type { ExerciseDefinition } from '../../graders/exercises/definition.ts';

export interface Exercise {
  /** Folder below `exercises/`. */
  readonly folder: string;
  readonly definition: ExerciseDefinition;
  readonly statement: CollectionEntry<'enunciados'>;
}

export type Lesson = CollectionEntry<'licoes'>;

/** The lessons in the order of the course. Throws if two claim the same place. */
export async function lessons(): Promise<Lesson[]> {
  const all = (await getCollection('licoes')).sort((a, b) => a.data.ordem - b.data.ordem);
  all.forEach((lesson, index) => {
    const next = all[index + 1];
    if (next?.data.ordem === lesson.data.ordem) {
      throw new Error(`Lessons "${lesson.id}" and "${next.id}" both have ordem ${lesson.data.ordem}.`);
    }
  });
  return all;
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

/** A page for each exercise, for `getStaticPaths`. */
export const exercisePages = async (): Promise<{ params: { id: string }; props: { exercise: Exercise } }[]> =>
  (await exercises()).map((exercise) => ({ params: { id: exercise.definition.id }, props: { exercise } }));

/** The lesson that an exercise belongs to, where it is written. */
export const lessonOf = async ({ definition }: Exercise): Promise<Lesson | undefined> =>
  (await lessons()).find(({ id }) => id === definition.licao);

export const isLab = ({ definition }: Exercise): boolean => definition.tipo === 'sequencia';

/** Number among its kind: `2` of exercise 2, `5` of `vmx/05`. */
export const exerciseNumber = (exercise: Exercise): number =>
  Number(exercise.definition.id.replace(/^vmx\//, ''));

/** `Exercício 2`, `Laboratório 5`. */
export const exerciseName = (exercise: Exercise): string =>
  `${isLab(exercise) ? 'Laboratório' : 'Exercício'} ${exerciseNumber(exercise)}`;

/** Path of a lesson's page, from the site's root. */
export const lessonPath = (slug: string): string => `/licoes/${slug}/`;

/** Path of an exercise's page, from the site's root. */
export const exercisePath = (id: string): string => `/exercicios/${id}/`;
