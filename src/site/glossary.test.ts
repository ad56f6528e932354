// The glossary: every term marked in a lesson has an entry, and every entry is of use somewhere.
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { matchTerm, mentions, type Term } from './glossary-terms.ts';

const content = new URL('../../content/', import.meta.url);
const terms = parse(readFileSync(new URL('glossario.yaml', content), 'utf8')) as Term[];
const textsIn = (folder: string) =>
  readdirSync(new URL(folder, content))
    .filter((file) => file.endsWith('.mdx'))
    .map((file) => ({ file, text: readFileSync(new URL(folder + file, content), 'utf8') }));
const lessons = textsIn('licoes/');
const instructions = textsIn('instrucoes/');

it('has enough terms, each with an address and a name of its own', () => {
  expect(terms.length).toBeGreaterThanOrEqual(45);
  expect(new Set(terms.map(({ id }) => id)).size).toBe(terms.length);
  expect(new Set(terms.map(({ termo }) => termo.toLowerCase())).size).toBe(terms.length);
  for (const { id } of terms) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
});

it('gives each form to one term only', () => {
  const forms = terms.flatMap(({ termo, formas = [] }) =>
    [termo, ...formas].map((form) => form.toLowerCase()),
  );
  expect(forms.filter((form, index) => forms.indexOf(form) !== index)).toEqual([]);
});

it('explains each in one paragraph', () => {
  for (const { id, texto, en } of terms) {
    expect(texto.length, id).toBeGreaterThan(80);
    expect(texto, id).toMatch(/\.$/);
    expect(texto, id).not.toContain('\n\n');
    expect(en, id).not.toBe('');
  }
});

it.each(terms.map((term) => [term.id, term] as const))('%s is used somewhere', (id, term) => {
  const elsewhere = [...lessons, ...instructions, ...terms.filter((other) => other.id !== id)];
  expect(elsewhere.filter((place) => mentions('text' in place ? place.text : place.texto, term))).not.toEqual(
    [],
  );
});

it.each(lessons)('$file marks only terms that have an entry', ({ text }) => {
  for (const [, attributes = '', word = ''] of text.matchAll(/<Termo\b([^>]*)>([\s\S]*?)<\/Termo>/g)) {
    const english = /\ben="([^"]*)"/.exec(attributes)?.[1];
    expect(matchTerm(terms, word, english), `${word} (${english ?? ''})`).not.toBeNull();
  }
});

describe('finding a term', () => {
  const pair: Term[] = [
    { id: 'pilha', termo: 'pilha', en: 'stack', texto: '', formas: ['pilhas'] },
    { id: 'vm', termo: 'máquina virtual', en: 'virtual machine, VM', texto: '', formas: ['VM'] },
  ];

  it('goes by the word, then by its forms, then by the English name', () => {
    expect(matchTerm(pair, ' Pilha ')?.id).toBe('pilha');
    expect(matchTerm(pair, 'pilhas')?.id).toBe('pilha');
    expect(matchTerm(pair, 'a máquina', 'virtual machine')?.id).toBe('vm');
    expect(matchTerm(pair, 'heap', 'heap')).toBeNull();
  });

  it('in a text takes whole words, and acronyms as they are written', () => {
    const [stack, machine] = pair as [Term, Term];
    expect(mentions('cada thread tem a sua Pilha.', stack)).toBe(true);
    expect(mentions('empilhado', stack)).toBe(false);
    expect(mentions('uma VMCS', machine)).toBe(false);
    expect(mentions('vm', machine)).toBe(false);
    expect(mentions('entra na VM', machine)).toBe(true);
  });
});
