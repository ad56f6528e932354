// The guides: what one does on one's own computer, and where each is.
import { getCollection, type CollectionEntry } from 'astro:content';

export type Guide = CollectionEntry<'guias'>;

export const GUIDES = { path: '/guias/', text: 'Guias' } as const;

/** All guides, in their order. */
export async function guides(): Promise<Guide[]> {
  return (await getCollection('guias')).sort((a, b) => a.data.ordem - b.data.ordem);
}
