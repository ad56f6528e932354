// `npm run dev:check`: refuses an exercise whose starter passes, whose solution (or other right work, in
// `certas/`) fails or whose wrong work gets through.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endOnBrokenPipe } from './broken-pipe.ts';
import { CourseError, loadExercises, shown, type ExerciseOnDisk } from './exercises-on-disk.ts';
import { gradeWork, ownExamples, starterOf } from './grade-on-disk.ts';
import { declaredFailure, type DeclaredFailure } from './known-wrong.ts';
import type { Graded, Result } from '../engine/result.ts';

/** Fewer than these known-wrong answers say little about a grader. */
const MIN_WRONG = 6;

const root = join(import.meta.dirname, '..', '..', 'exercises');

/** What is wrong with one exercise, each in one line in Portuguese; empty when it is sound. */
function problemsOf(exercise: ExerciseOnDisk): string[] {
  const { definition, folder } = exercise;
  const problems: string[] = [];

  const starter = gradeWork(exercise, starterOf(exercise));
  if (starter.status === 'unreadable') problems.push(`a partida não pôde ser lida: ${starter.error.message}`);
  if (starter.status === 'graded') problems.push('a partida intocada conta como trabalho começado');
  const judged = gradeWork(exercise, starterOf(exercise), { evenIfUntouched: true });
  if (passes(judged)) problems.push('a partida intocada passa');

  const solution = join(folder, 'solucao', definition.arquivo);
  if (!existsSync(solution)) problems.push(`falta a solução de referência, ${shown(solution)}`);
  else {
    const graded = gradeWork(exercise, solution);
    if (!passes(graded)) problems.push(`a solução de referência não passa: ${whyNotPassed(graded)}`);
  }

  for (const name of filesIn(join(folder, 'certas'))) {
    const graded = gradeWork(exercise, join(folder, 'certas', name));
    if (!passes(graded)) problems.push(`${name} está certa e não passa: ${whyNotPassed(graded)}`);
  }

  const wrongFolder = join(folder, 'erradas');
  const wrong = filesIn(wrongFolder);
  if (wrong.length < MIN_WRONG)
    problems.push(`há ${wrong.length} trabalhos errados; são precisos ao menos ${MIN_WRONG}`);
  for (const name of wrong) {
    const path = join(wrongFolder, name);
    const declared = declaredFailure(path);
    if (!declared) problems.push(`${name} não diz que critério deve falhar (“falha: ...”)`);
    else problems.push(...escapes(name, declared, gradeWork(exercise, path)));
  }
  return [...problems, ...ownExamples(exercise)];
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

function passes(graded: Graded): boolean {
  return graded.status === 'graded' && graded.result.passed;
}

function whyNotPassed(graded: Graded): string {
  if (graded.status === 'unreadable') return graded.error.message;
  if (graded.status === 'not-started') return 'conta como não começada';
  const missed = graded.result.criteria.filter((criterion) => criterion.verdict !== 'met');
  return `${graded.result.score} de ${graded.result.max}; ${missed.map(({ id, message }) => `${id}: ${message}`).join(' / ')}`;
}

/** How a known-wrong answer gets through: by passing, or by meeting the criterion it was written to fail. */
function escapes(name: string, declared: DeclaredFailure, graded: Graded): string[] {
  if (graded.status === 'unreadable')
    return declared.criterion === 'ilegivel' ? [] : [`${name}: ${graded.error.message}`];
  if (graded.status === 'not-started') return [`${name} conta como trabalho não começado`];
  const { result } = graded;
  const problems: string[] = [];
  if (result.passed) problems.push(`${name} passa com ${result.score} de ${result.max}`);
  const criterion = result.criteria.find(({ id }) => id === declared.criterion);
  if (!criterion) problems.push(`${name}: não há critério “${declared.criterion}”; há ${ids(result)}`);
  else if (criterion.verdict === 'met')
    problems.push(`${name} devia falhar em “${declared.criterion}”, e o atende`);
  if (declared.misconception && !result.misconceptions.some(({ id }) => id === declared.misconception)) {
    const seen = result.misconceptions.map(({ id }) => id).join(', ') || 'nenhuma';
    problems.push(
      `${name}: a concepção “${declared.misconception}” não foi reconhecida (reconhecidas: ${seen})`,
    );
  }
  return problems;
}

function ids(result: Result): string {
  return result.criteria.map(({ id }) => id).join(', ');
}

function main(): void {
  let broken = 0;
  try {
    const exercises = loadExercises(root);
    for (const exercise of exercises) {
      const problems = problemsOf(exercise);
      broken += problems.length;
      const sign = problems.length === 0 ? '✓' : '✗';
      process.stdout.write(`${sign} ${exercise.definition.id} ${exercise.definition.titulo}\n`);
      for (const problem of problems) process.stdout.write(`    ${problem}\n`);
    }
    process.stdout.write(
      broken === 0
        ? `Os ${exercises.length} exercícios estão em ordem.\n`
        : `${broken} problemas nos exercícios.\n`,
    );
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    broken = 1;
  }
  process.exitCode = broken === 0 ? 0 : 1;
}

endOnBrokenPipe();
main();
