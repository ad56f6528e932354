// What the site knows of its own text, for the graders of free text to tell a copy of it.
import { readHashes } from '../../../graders/answers/copy.ts';
import { sitePath } from './base-path.ts';

/**
 * As `AnswerOptions.sources`. Empty where it cannot be had (no network, another site's page in its place): the answer is
 * graded without it.
 */
export async function courseSources(): Promise<readonly ReadonlySet<number>[]> {
  const path = sitePath('/textos-do-curso.txt');
  if (path === null) return [];
  try {
    const answer = await fetch(path);
    const text = answer.ok ? await answer.text() : '';
    return /^[0-9a-z ]+$/.test(text) ? [readHashes(text)] : [];
  } catch {
    return [];
  }
}
