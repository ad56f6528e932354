// Reads the project's own graded answers (graders/answers/casos) and the rubrics from disk: for tests and benches.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Measurement, VmConfig } from '../graders/answers/measured.ts';
import type { Rubric } from '../graders/answers/rubric.ts';
import { readRubric, RUBRIC_FILES } from './rubric-files.ts';

export interface Case {
  readonly id: string;
  readonly exercise: string;
  readonly register: string;
  readonly gold: number;
  readonly text: string;
  readonly config?: VmConfig;
  readonly medido?: Measurement;
}

export const EXERCISES: readonly string[] = Object.keys(RUBRIC_FILES);

const loaded = new Map<string, Rubric>();

/** The rubric of an exercise, read once. */
export function rubricOf(exercise: string): Rubric {
  const known = loaded.get(exercise) ?? readRubric(exercise);
  loaded.set(exercise, known);
  return known;
}

export function casesOf(exercise: string): Case[] {
  const path = fileURLToPath(
    new URL(`../graders/answers/casos/exercicio-${exercise}.jsonl`, import.meta.url),
  );
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
}
