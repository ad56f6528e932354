// The reference and its instructions, for the pages; the addresses themselves are the catalogue's, for widgets too.
import { getCollection, type CollectionEntry } from 'astro:content';

export {
  checkAnchor,
  checkPath,
  encodingText,
  errorPath,
  exitReasonPath,
  fieldAnchor,
  fieldPath,
  instructionPath,
} from '../catalog/reference-paths.ts';

export type Instruction = CollectionEntry<'instrucoes'>;

export const REFERENCE = { path: '/referencia/', text: 'Referência' } as const;
export const TEACHER = { path: '/professor/', text: 'Para o professor' } as const;

/** The pages of the instructions, in the order of the course. */
export async function instructions(): Promise<Instruction[]> {
  return (await getCollection('instrucoes')).sort((a, b) => a.data.ordem - b.data.ordem);
}
