// The glossary: terms in alphabetical order, how a word of a lesson is found among them, and where each is used.
import { getCollection } from 'astro:content';
import { lessons, type Lesson } from './course.ts';
import { matchTerm, mentions, type Term } from './glossary-terms.ts';

export const termPath = (id: string): string => `/glossario/#${id}`;

/** All terms, in the order of a Portuguese dictionary. */
export async function glossary(): Promise<Term[]> {
  const found = (await getCollection('glossario')).map(({ data }) => data);
  return found.sort((a, b) => a.termo.localeCompare(b.termo, 'pt-BR'));
}

/** The term that a lesson's word stands for, by how it is written there or by its English name; null if none. */
export async function findTerm(word: string, english?: string): Promise<Term | null> {
  return matchTerm(await glossary(), word, english);
}

/** The lessons in whose text a term appears, in the order of the course. */
export async function lessonsWith(term: Term): Promise<Lesson[]> {
  return (await lessons()).filter(({ body }) => mentions(body ?? '', term));
}
