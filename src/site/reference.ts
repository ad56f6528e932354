// Addresses inside the reference: where an error, an exit reason, a field, a check and an instruction are explained.
import { getCollection, type CollectionEntry } from 'astro:content';
import type { FieldName } from '../vmx/fields/fields.ts';

export type Instruction = CollectionEntry<'instrucoes'>;

export const errorPath = (number: number): string => `/referencia/erros/#erro-${number}`;
export const exitReasonPath = (number: number): string => `/referencia/motivos-de-saida/#motivo-${number}`;
export const fieldPath = (name: FieldName): string => `/referencia/campos-da-vmcs/#${fieldAnchor(name)}`;
export const checkPath = (id: string): string => `/referencia/verificacoes-de-entrada/#${checkAnchor(id)}`;
export const instructionPath = (slug: string): string => `/instrucoes/${slug}/`;

export const fieldAnchor = (name: string): string => `campo-${name.replaceAll('_', '-')}`;
export const checkAnchor = (id: string): string => `regra-${id.toLowerCase()}`;

/** An encoding as the manual writes it: `681EH`. */
export const encodingText = (encoding: number): string =>
  `${encoding.toString(16).toUpperCase().padStart(4, '0')}H`;

export const REFERENCE = { path: '/referencia/', text: 'Referência' } as const;
export const TEACHER = { path: '/professor/', text: 'Para o professor' } as const;

/** The pages of the instructions, in the order of the course. */
export async function instructions(): Promise<Instruction[]> {
  return (await getCollection('instrucoes')).sort((a, b) => a.data.ordem - b.data.ordem);
}
