// Where each exercise's rubric lies, and how it is read from disk (Node only; the engine takes the parsed object).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { LESSON_NAMES, loadRubric, type Rubric } from '../graders/answers/index.ts';

/** Exercise to rubric file, from the project's root. */
export const RUBRIC_FILES: Readonly<Record<string, string>> = {
  '1': 'exercises/01-paralelismo/rubrica.yaml',
  '2': 'exercises/02-hyperthreading/rubrica.yaml',
  '3': 'exercises/03-smp/rubrica.yaml',
  '4': 'exercises/04-beneficio/rubrica.yaml',
  '5': 'exercises/05-stack-heap/rubrica.yaml',
  '7b': 'exercises/07-process-explorer/rubrica-texto.yaml',
};

/** Reads and checks a rubric; throws one Error in Portuguese that names the file and lists what is wrong. */
export function readRubric(exercise: string): Rubric {
  const file = RUBRIC_FILES[exercise];
  if (file === undefined) throw new Error(`Não há rubrica para o exercício "${exercise}".`);
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : 'não pôde ser lido'}`, {
      cause: error,
    });
  }
  const loaded = loadRubric(data, LESSON_NAMES);
  if (!loaded.ok) throw new Error(`${file}:\n${loaded.errors.map((error) => `  - ${error}`).join('\n')}`);
  return loaded.rubric;
}
