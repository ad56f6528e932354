// Grades the work of one learner from the file that the page exports: every exercise in it, from its text alone.
import { basename } from 'node:path';
import type { Graded, SubmissionError } from '../engine/result.ts';
import { isPageProgram, readWorkFile, type WorkItem, type WorkKind } from '../engine/work-file.ts';
import type { ExerciseKind } from '../exercises/definition.ts';
import { shown, type ExerciseOnDisk } from './exercises-on-disk.ts';
import { gradeText } from './grade-on-disk.ts';
import { readExported } from './read-file.ts';

export interface GradedWork {
  /** The file, as the reader would type it. */
  readonly file: string;
  readonly learner: string | null;
  readonly exported: string | null;
  /** Why nothing of it could be graded; null where it was. */
  readonly error: SubmissionError | null;
  /** What was left out and why. */
  readonly problems: readonly string[];
  readonly exercises: readonly { readonly exercise: ExerciseOnDisk; readonly graded: Graded }[];
}

const kindOf: Record<ExerciseKind, WorkKind> = {
  resposta: 'resposta',
  evidencia: 'resposta',
  sequencia: 'programa',
};

/**
 * Grades a work file against the exercises chosen, in their order; `all` are those of the course, to know one that is not.
 * Throws CourseError if an exercise is broken.
 */
export function gradeWorkFile(
  path: string,
  exercises: readonly ExerciseOnDisk[],
  all: readonly ExerciseOnDisk[],
): GradedWork {
  const file = shown(path);
  const nothing = { file, learner: null, exported: null, problems: [], exercises: [] };
  const text = readExported(path);
  if (!text.ok) return { ...nothing, error: text.error };
  const read = readWorkFile(file, text.text);
  if (!read.ok) return { ...nothing, error: read.error };
  const { learner, exported, items } = read.value;
  const graded = exercises.flatMap((exercise) => {
    const { id, tipo, arquivo } = exercise.definition;
    const item = items.find((one) => one.id === id && one.kind === kindOf[tipo]);
    if (!item) return [];
    // The name decides a program's notation and is what messages show: the exercise's own file in this work.
    const name = `${basename(file)}/${id}/${arquivo}`;
    return [{ exercise, graded: gradeText(exercise, { file: name, text: item.text, evidence: null }) }];
  });
  const problems = [...read.problems, ...unknown(items, all)];
  return { file, learner, exported, error: null, problems, exercises: graded };
}

/** What is for no exercise of the course. The programs of a page are no problem. */
function unknown(items: readonly WorkItem[], all: readonly ExerciseOnDisk[]): string[] {
  return items.flatMap(({ id, kind }) => {
    if (isPageProgram(id)) return [];
    const exercise = all.find(({ definition }) => definition.id === id);
    if (exercise === undefined) return [`“${id}” ficou de fora: o curso não tem esse exercício.`];
    const wanted = kindOf[exercise.definition.tipo];
    return kind === wanted
      ? []
      : [`“${id}” ficou de fora: veio como “${kind}”, e esse exercício pede “${wanted}”.`];
  });
}
