// Grades the work of one learner from the file that the page exports: every exercise in it, from its text alone.
import { basename } from 'node:path';
import type { Graded, SubmissionError } from '../engine/result.ts';
import { MAX_WORK_BYTES, readWorkFile, type WorkKind } from '../engine/work-file.ts';
import type { ExerciseKind } from '../exercises/definition.ts';
import { shown, type ExerciseOnDisk } from './exercises-on-disk.ts';
import { gradeText } from './grade-on-disk.ts';
import { readHandedIn } from './read-file.ts';

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

/** Grades a work file against the exercises chosen, in their order. Throws CourseError if an exercise is broken. */
export function gradeWorkFile(path: string, exercises: readonly ExerciseOnDisk[]): GradedWork {
  const file = shown(path);
  const nothing = { file, learner: null, exported: null, problems: [], exercises: [] };
  const text = readHandedIn(path, MAX_WORK_BYTES);
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
  return { file, learner, exported, error: null, problems: read.problems, exercises: graded };
}
