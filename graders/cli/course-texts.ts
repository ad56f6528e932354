// The course's own text, read from disk, for the grader to know a copy of it: the lessons and the statements of the
// written exercises (src/pages/textos-do-curso.txt.ts gives the page the same).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { courseRuns } from '../answers/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function mdxBelow(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mdx') && !name.startsWith('vmx'))
      .sort()
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'));
  } catch {
    // Without the lessons at hand an answer is graded all the same.
    return [];
  }
}

let runs: readonly ReadonlySet<number>[] | null = null;

/** Hashes of the course's text, as `AnswerOptions.sources`; read once. */
export function courseSources(): readonly ReadonlySet<number>[] {
  runs ??= [courseRuns([...mdxBelow('content/licoes'), ...mdxBelow('exercises')])];
  return runs;
}
