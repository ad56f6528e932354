// Finds the exercises: every folder under `exercises/` that has an `exercicio.yaml`.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { readDefinition, type ExerciseDefinition } from '../exercises/definition.ts';

export interface ExerciseOnDisk {
  readonly definition: ExerciseDefinition;
  /** Absolute path of the exercise's folder. */
  readonly folder: string;
}

/** An exercise's own files are broken: the course's fault, not the learner's. */
export class CourseError extends Error {}

/** All exercises in the order of their `ordem`. Throws CourseError naming the file where a definition is wrong. */
export function loadExercises(root: string): ExerciseOnDisk[] {
  const found: ExerciseOnDisk[] = [];
  for (const folder of foldersWithDefinition(root)) {
    const file = join(folder, 'exercicio.yaml');
    const read = readDefinition(readYaml(file));
    if (!read.ok) throw new CourseError(`${shown(file)}:\n  ${read.errors.join('\n  ')}`);
    const twin = found.find((other) => other.definition.id === read.value.id);
    if (twin) {
      throw new CourseError(`${shown(file)}: o id “${read.value.id}” já é de ${shown(twin.folder)}.`);
    }
    found.push({ definition: read.value, folder });
  }
  return found.sort((a, b) => a.definition.ordem - b.definition.ordem);
}

function foldersWithDefinition(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (existsSync(join(folder, 'exercicio.yaml'))) return [folder];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap(foldersWithDefinition);
}

/** Parses a YAML file of the course. Throws CourseError with file and line. */
export function readYaml(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CourseError(`${shown(file)}: o arquivo do curso não existe ou não pôde ser lido.`);
  }
  try {
    return parse(text, { prettyErrors: true }) as unknown;
  } catch (error) {
    throw new CourseError(`${shown(file)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The path as the learner would type it, from where the command runs, with forward slashes. */
export function shown(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/') || '.';
}
