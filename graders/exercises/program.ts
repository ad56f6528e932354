// A VMX lab handed in as a program: settings, starter and source in, graded work out.
import type { Graded } from '../engine/result.ts';
import { gradeSequence } from '../sequences/grade.ts';
import type { SequenceSettings } from '../sequences/settings.ts';
import type { ExerciseDefinition } from './definition.ts';

export interface ProgramWork {
  /** Name shown in messages, ending in .vmx or .asm. */
  readonly file: string;
  readonly source: string;
  /** The untouched starter; work equal to it counts as not started. */
  readonly starter: string;
}

/** Grades a lab. Throws nothing. */
export function gradeProgram(
  definition: ExerciseDefinition,
  settings: SequenceSettings,
  work: ProgramWork,
): Graded {
  if (essence(work.source) === '') {
    return {
      status: 'not-started',
      exercise: definition.id,
      next: `${work.file} está vazio. Escreva nele o programa e rode “npm run grade -- ${definition.id}”.`,
    };
  }
  if (essence(work.source) === essence(work.starter)) {
    return {
      status: 'not-started',
      exercise: definition.id,
      next: `Abra ${work.file}, troque as linhas marcadas com FALTA e rode “npm run grade -- ${definition.id}”.`,
    };
  }
  const result = gradeSequence(settings, {
    exercise: definition.id,
    file: work.file,
    source: work.source,
    passing: definition.aprovacao,
  });
  return { status: 'graded', result };
}

/** What counts when telling whether work was begun: not spaces at the ends of lines, nor empty lines at the end. */
function essence(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}
