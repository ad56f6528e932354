// Grades one exercise from its folder: reads the files, asks the pure grader of its kind.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkExamples, LESSON_NAMES, loadRubric, type Rubric } from '../answers/index.ts';
import { gradeWrittenAnswer } from '../exercises/written-answer.ts';
import { gradeProgram } from '../exercises/program.ts';
import { readSequenceSettings, type SequenceSettings } from '../sequences/settings.ts';
import type { Graded } from '../engine/result.ts';
import { CourseError, readYaml, shown, type ExerciseOnDisk } from './exercises-on-disk.ts';
import { courseSources } from './course-texts.ts';
import { evidenceFolderOf, gradeEvidenceForm, type EvidenceWork } from './evidence-on-disk.ts';
import { readHandedIn } from './read-file.ts';

export interface GradeWorkOptions {
  /** Judge the work even if it equals the starter (for checking the exercise itself). */
  readonly evenIfUntouched?: boolean;
}

/** Grades the learner's work of an exercise. Throws CourseError if the exercise's own files are broken. */
export function gradeOnDisk(exercise: ExerciseOnDisk): Graded {
  return gradeWork(exercise, join(exercise.folder, exercise.definition.arquivo));
}

/** The untouched starter of an exercise. */
export function starterOf({ definition, folder }: ExerciseOnDisk): string {
  return join(folder, 'partida', definition.arquivo);
}

/** Grades the work in any file (the learner's, the starter, a solution) as work of that exercise. */
export function gradeWork(exercise: ExerciseOnDisk, path: string, options: GradeWorkOptions = {}): Graded {
  const { definition } = exercise;
  const read = readHandedIn(path);
  if (!read.ok) return { status: 'unreadable', exercise: definition.id, error: read.error };
  const evidence = evidenceFolderOf(path, definition.arquivo);
  return gradeText(exercise, { file: shown(path), text: read.text, evidence }, options);
}

/** Grades a text that came by itself or in a file of work. Throws CourseError if the exercise's own files are broken. */
export function gradeText(
  exercise: ExerciseOnDisk,
  work: EvidenceWork,
  options: GradeWorkOptions = {},
): Graded {
  const { definition, folder } = exercise;
  const starter = (): string => (options.evenIfUntouched ? '' : readCourseFile(starterOf(exercise)));
  switch (definition.tipo) {
    case 'resposta':
      return gradeWrittenAnswer(definition, rubricOf(folder), work, { sources: courseSources() });
    case 'sequencia':
      return gradeProgram(definition, settingsOf(exercise), {
        file: work.file,
        source: work.text,
        starter: starter(),
      });
    case 'evidencia':
      return gradeEvidenceForm(exercise, work, starter());
  }
}

/** The rubric of an exercise's folder. Throws CourseError listing what is wrong with it. */
export function rubricOf(folder: string): Rubric {
  const file = join(folder, 'rubrica.yaml');
  const loaded = loadRubric(readYaml(file), LESSON_NAMES);
  if (!loaded.ok) throw new CourseError(`${shown(file)}:\n  ${loaded.errors.join('\n  ')}`);
  return loaded.rubric;
}

function settingsOf({ definition, folder }: ExerciseOnDisk): SequenceSettings {
  const file = join(folder, 'criterios.yaml');
  const read = readSequenceSettings(readYaml(file), definition.pontos);
  if (!read.ok) throw new CourseError(`${shown(file)}:\n  ${read.errors.join('\n  ')}`);
  return read.value;
}

function readCourseFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r\n?/g, '\n');
  } catch {
    throw new CourseError(`${shown(path)}: o arquivo do curso não existe ou não pôde ser lido.`);
  }
}

/** What is wrong with the examples that an exercise's own settings carry, one line each. */
export function ownExamples({ definition, folder }: ExerciseOnDisk): string[] {
  if (definition.tipo !== 'resposta') return [];
  return checkExamples(rubricOf(folder)).map(({ message }) => `rubrica: ${message}`);
}
