// A written answer handed in as a Markdown file: rubric and text in, graded work out.
import { gradeAnswer } from '../answers/index.ts';
import type { AnswerOptions, Rubric } from '../answers/index.ts';
import { readAnswerFile } from '../engine/answer-file.ts';
import type { Evidence, Graded, Result } from '../engine/result.ts';
import type { ExerciseDefinition } from './definition.ts';

export interface AnswerWork {
  /** Name shown in messages. */
  readonly file: string;
  readonly text: string;
}

/** Grades an answer file. A file that names another exercise, or that cannot be read, is an error by name and line. */
export function gradeWrittenAnswer(
  definition: ExerciseDefinition,
  rubric: Rubric,
  work: AnswerWork,
  options: AnswerOptions = {},
): Graded {
  const read = readAnswerFile(work.file, work.text);
  if (!read.ok) return { status: 'unreadable', exercise: definition.id, error: read.error };
  const { fields, body, bodyLine } = read.value;
  const named = fields['exercicio'];
  if ((typeof named === 'string' || typeof named === 'number') && String(named) !== definition.id) {
    const line = work.text.split('\n').findIndex((text) => /^\s*['"]?exercicio/.test(text)) + 1;
    const message = `O cabeçalho diz “exercicio: ${String(named)}”, e este é o exercício ${definition.id}. Corrija o número ou ponha o arquivo na pasta do outro.`;
    return { status: 'unreadable', exercise: definition.id, error: { file: work.file, line, message } };
  }
  if (body.trim() === '') {
    return {
      status: 'not-started',
      exercise: definition.id,
      next: `Escreva a resposta em ${work.file} e rode “npm run grade -- ${definition.id}”.`,
    };
  }
  return {
    status: 'graded',
    result: placeInFile(gradeAnswer(rubric, body, options), work.file, body, bodyLine),
  };
}

/** Adds to each quotation the line of the file where it stands, which is what a terminal can show. */
function placeInFile(result: Result, file: string, body: string, bodyLine: number): Result {
  const lineOf = (evidence: Evidence): Evidence =>
    evidence.kind === 'text'
      ? {
          kind: 'file',
          file,
          line: bodyLine + body.slice(0, evidence.start).split('\n').length - 1,
          quote: evidence.quote,
        }
      : evidence;
  return {
    ...result,
    criteria: result.criteria.map((criterion) => ({
      ...criterion,
      evidence: criterion.evidence.map(lineOf),
    })),
    misconceptions: result.misconceptions.map((wrong) => ({
      ...wrong,
      evidence: wrong.evidence.map(lineOf),
    })),
  };
}
