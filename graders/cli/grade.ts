// The grading command without the process around it: arguments in, text and exit code out.
import { parseArgs } from 'node:util';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Graded } from '../engine/result.ts';
import { classCsv, classTable } from './class-table.ts';
import { CourseError, loadExercises, type ExerciseOnDisk } from './exercises-on-disk.ts';
import { formatGraded, formatSummary, formatWork, type Paint } from './format.ts';
import { gradeOnDisk } from './grade-on-disk.ts';
import { gradeWorkFile, type GradedWork } from './grade-work-file.ts';
import { safeText } from './terminal-text.ts';

export const usage = `Uso: npm run grade [-- [ITEM...] [--watch] [--json | --csv]]

  npm run grade                 corrige tudo o que você já começou
  npm run grade -- 2            corrige o exercício 2
  npm run grade -- vmx/01       corrige o laboratório 1
  npm run grade -- ARQUIVO.json corrige um trabalho exportado na página “Meu trabalho”
  npm run grade -- PASTA        corrige todos os trabalhos exportados que há na pasta
  npm run grade -- --watch      corrige de novo a cada vez que você salva
  npm run grade -- PASTA --csv  escreve as notas de uma turma em CSV, para uma planilha
  npm run grade -- --json       escreve o resultado em JSON, para outros programas

Termina com 0 se tudo o que foi corrigido passa, com 1 se algo não passa
e com 2 se o corretor não pôde trabalhar (item que não existe, arquivo ilegível)
ou deixou algo de fora de um trabalho exportado.
`;

export interface GradeOptions {
  readonly items: readonly string[];
  readonly json: boolean;
  /** The grades of exported work as CSV. */
  readonly csv: boolean;
  readonly watch: boolean;
  readonly help: boolean;
}

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  /** 0: all that was graded passes; 1: something does not; 2: the grader could not work, or left something out. */
  readonly exitCode: 0 | 1 | 2;
}

/** Reads the arguments after `npm run grade --`; a text in Portuguese where they cannot be understood. */
export function readOptions(args: readonly string[]): GradeOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        watch: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        csv: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { ...values, items: positionals };
  } catch {
    return `Não entendi as opções: ${args.join(' ')}\n\n${usage}`;
  }
}

/** Grades the work under `root` (the `exercises` folder). Throws only on a defect of the program. */
export function grade(root: string, options: GradeOptions, paint: Paint): Printed {
  try {
    const exercises = loadExercises(root);
    const files = options.items.flatMap((item) => workFilesOf(item, exercises) ?? []);
    const chosen = choose(
      exercises,
      options.items.filter((item) => workFilesOf(item, exercises) === null),
    );
    if (options.csv && files.length === 0) {
      throw new CourseError(
        '“--csv” serve para trabalhos exportados: dê os arquivos, como em “npm run grade -- turma --csv”.',
      );
    }
    if (files.length > 0) return gradeFiles(files, chosen, exercises, options, paint);
    const graded = chosen.map(gradeOnDisk);
    const exitCode = exitCodeOf(graded);
    if (options.json) return { stdout: toJson({ exit: exitCode, exercises: graded }), stderr: '', exitCode };
    const parts = chosen.map((exercise, index) => formatGraded(exercise, graded[index] as Graded, paint));
    return { stdout: parts.join('') + formatSummary(chosen, graded), stderr: '', exitCode };
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    const stdout = options.json ? toJson({ exit: 2, error: error.message }) : '';
    return { stdout, stderr: options.json ? '' : `${error.message}\n`, exitCode: 2 };
  }
}

/** Exported work that an item of the command line names: a file, or all in a folder. Null for an exercise. */
function workFilesOf(item: string, exercises: readonly ExerciseOnDisk[]): string[] | null {
  if (exerciseOf(item, exercises)) return null;
  const about = statSync(item, { throwIfNoEntry: false });
  if (about?.isFile()) return [item];
  if (!about?.isDirectory()) return null;
  const files = readdirSync(item).filter((name) => /\.json$/i.test(name));
  if (files.length === 0) {
    throw new CourseError(`A pasta “${item}” não tem trabalhos exportados (arquivos que terminam em .json).`);
  }
  return files.sort().map((name) => join(item, name));
}

function gradeFiles(
  files: readonly string[],
  chosen: readonly ExerciseOnDisk[],
  all: readonly ExerciseOnDisk[],
  options: GradeOptions,
  paint: Paint,
): Printed {
  const works = files.map((file) => gradeWorkFile(file, chosen, all));
  const exitCode = works.some(({ error, problems }) => error !== null || problems.length > 0)
    ? 2
    : exitCodeOf(works.flatMap(({ exercises }) => exercises.map(({ graded }) => graded)));
  const stdout = options.json
    ? toJson({ exit: exitCode, works: works.map(toData) })
    : options.csv
      ? classCsv(works)
      : works.map((work) => formatWork(work, paint)).join('') + (works.length > 1 ? classTable(works) : '');
  // A spreadsheet is read later: what is missing from it is said now.
  const missing = options.csv
    ? works.flatMap(({ file, problems }) => problems.map((problem) => `${safeText(`${file}: ${problem}`)}\n`))
    : [];
  return { stdout, stderr: missing.join(''), exitCode };
}

const toData = ({ exercises, ...work }: GradedWork): object => ({
  ...work,
  exercises: exercises.map(({ graded }) => graded),
});

/** The exercise that an item names by its id or its folder. */
function exerciseOf(item: string, all: readonly ExerciseOnDisk[]): ExerciseOnDisk | undefined {
  const id = item
    .replace(/\\/g, '/')
    .replace(/^(\.\/)?exercises\//, '')
    .replace(/\/+$/, '');
  return all.find(
    ({ definition, folder }) =>
      definition.id === id || folder.replace(/\\/g, '/').endsWith(`/exercises/${id}`),
  );
}

function choose(all: readonly ExerciseOnDisk[], items: readonly string[]): ExerciseOnDisk[] {
  if (items.length === 0) return [...all];
  return items.map((item) => {
    const match = exerciseOf(item, all);
    if (match) return match;
    const known = all.map(({ definition }) => definition.id).join(', ');
    const missing = /\.json$/i.test(item) ? ` Não há tampouco um arquivo com esse nome.` : '';
    throw new CourseError(`Não há um exercício “${item}”.${missing} Os que existem: ${known}.`);
  });
}

function exitCodeOf(all: readonly Graded[]): 0 | 1 | 2 {
  if (all.some((graded) => graded.status === 'unreadable')) return 2;
  return all.some((graded) => graded.status === 'graded' && !graded.result.passed) ? 1 : 0;
}

const toJson = (content: object): string =>
  `${JSON.stringify({ format: 'vanderpool/grade/v1', ...content })}\n`;
