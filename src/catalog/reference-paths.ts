// Addresses inside the site: where an error, an exit reason, a field, a check and an instruction are explained.
import type { FieldName } from '../vmx/fields/fields.ts';

export const errorPath = (number: number): string => `/referencia/erros/#erro-${number}`;
export const exitReasonPath = (number: number): string => `/referencia/motivos-de-saida/#motivo-${number}`;
export const fieldPath = (name: FieldName): string => `/referencia/campos-da-vmcs/#${fieldAnchor(name)}`;
export const checkPath = (id: string): string => `/referencia/verificacoes-de-entrada/#${checkAnchor(id)}`;
/** `slug` as the page is named: `vmptrld`. */
export const instructionPath = (slug: string): string => `/instrucoes/${slug}/`;
/** INVEPT, INVVPID and VMFUNC share a page. */
export const laterInstructionPath = (name: string): string => `/instrucoes/o-que-veio-depois/#${name}`;

export const fieldAnchor = (name: string): string => `campo-${name.replaceAll('_', '-')}`;
export const checkAnchor = (id: string): string => `regra-${id.toLowerCase()}`;

/** An encoding as the manual writes it: `681EH`. */
export const encodingText = (encoding: number): string =>
  `${encoding.toString(16).toUpperCase().padStart(4, '0')}H`;
