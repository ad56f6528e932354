// The built HTML of every page, without a browser: what must and must not be written in it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FONT_BUDGET, filesBelow, overBudget, weighFonts, weighPages } from '../scripts/size-budget.ts';
import { LESSON_PLACES } from '../graders/answers/lessons.ts';
import { dist, htmlOf, pagesOf } from './site.ts';

const pages = pagesOf(dist);
const tags = (html: string) => html.matchAll(/<([a-z][\w-]*)((?:\s+[^\s"'>/=]+(?:="[^"]*")?)*)\s*\/?>/g);
const attribute = (attributes: string, name: string) =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
const ids = (html: string) => [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? '');

it('has the pages of the skeleton', () => {
  expect(pages).toEqual(
    expect.arrayContaining([
      '/',
      '/404.html',
      '/bibliografia/',
      '/busca/',
      '/exercicios/',
      '/exercicios/2/',
      '/exercicios/vmx/01/',
      '/glossario/',
      '/guias/',
      '/guias/process-explorer/',
      '/guias/virtualbox/',
      '/imagem-de-disco/',
      '/instrucoes/',
      '/instrucoes/o-que-veio-depois/',
      '/instrucoes/vmxon/',
      '/laboratorios/',
      '/licoes/',
      '/licoes/ciclo-de-vida/',
      '/licoes/multitarefa-hyperthreading-virtualizacao/',
      '/professor/',
      '/professor/cobertura/',
      '/professor/exercicios/2/',
      '/professor/plano/',
      '/referencia/',
      '/referencia/campos-da-vmcs/',
      '/referencia/erros/',
      '/referencia/motivos-de-saida/',
      '/referencia/verificacoes-de-entrada/',
      '/sobre/',
    ]),
  );
});

describe.each(pages)('%s', (path) => {
  const html = htmlOf(dist, path);

  it('has no style attribute, no inline style and no inline script', () => {
    expect(html).not.toMatch(/<[^>]+\sstyle=/);
    expect(html).not.toMatch(/<style\b/);
    expect(html).not.toMatch(/<[^>]+\son[a-z]+=/);
    // Data for a widget is not a script: the browser never runs it.
    expect([...html.matchAll(/<script\b(?![^>]*\bsrc=)(?! type="application\/json")[^>]*>/g)]).toEqual([]);
  });

  it('has a strict policy', () => {
    const policy = /http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'/);
    expect(policy).toMatch(/style-src 'self'/);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
  });

  it('names its language, has one title, one description and one h1, and no heading skips a level', () => {
    expect(html).toMatch(/<html[^>]+lang="pt-BR"/);
    expect(html.match(/<title>[^<]+<\/title>/g)?.filter((title) => !/<title id/.test(title))).toHaveLength(1);
    expect(/<meta name="description" content="([^"]*)"/.exec(html)?.[1]?.length).toBeGreaterThan(20);
    const levels = [...html.matchAll(/<h([1-6])\b/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => {
      if (index > 0) expect(level - (levels[index - 1] ?? 0), `heading ${index + 1}`).toBeLessThanOrEqual(1);
    });
  });

  it('repeats no id and refers to none that is missing', () => {
    const known = ids(html);
    expect(known.filter((id, index) => known.indexOf(id) !== index)).toEqual([]);
    const referred = [...html.matchAll(/\saria-(?:labelledby|describedby|controls)="([^"]*)"/g)];
    for (const id of referred.flatMap((match) => (match[1] ?? '').split(/\s+/))) expect(known).toContain(id);
  });

  it('links only to pages, files and fragments that exist', () => {
    for (const [, tag, attributes = ''] of tags(html)) {
      const address = attribute(attributes, 'href') ?? attribute(attributes, 'src');
      if (address === undefined || /^https?:/.test(address)) continue;
      const [file = '', fragment] = address.split('#');
      const target = file === '' ? path : decodeURI(file);
      const inDist = join(dist, target.endsWith('/') ? `${target}index.html` : target);
      expect(existsSync(inDist), `<${tag ?? ''}> ${address}`).toBe(true);
      if (fragment)
        expect(ids(readFileSync(inDist, 'utf8')), address).toContain(decodeURIComponent(fragment));
    }
  });

  it('loads nothing from another host', () => {
    for (const [, tag, attributes = ''] of tags(html)) {
      if (tag === 'a') continue;
      const address = attribute(attributes, 'href') ?? attribute(attributes, 'src') ?? '';
      expect(address, tag).not.toMatch(/^(https?:)?\/\//);
    }
  });
});

it('gives each page a title of its own', () => {
  const titles = pages.map((path) => /<title>([^<]*)/.exec(htmlOf(dist, path))?.[1]);
  expect(new Set(titles).size).toBe(pages.length);
});

it('keeps style sheets from calling another host', () => {
  for (const file of filesBelow(dist).filter((name) => name.endsWith('.css'))) {
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/url\(["']?(https?:)?\/\/|@import/);
  }
});

it('is within the size budget', () => {
  expect(overBudget(weighPages(dist, '/'))).toEqual([]);
  expect(weighFonts(dist)).toBeLessThanOrEqual(FONT_BUDGET);
});

it('has the places to which the graders send whoever got something wrong', () => {
  for (const [name, place] of Object.entries(LESSON_PLACES)) {
    const [path = '', fragment = ''] = place.split('#');
    expect(pages, name).toContain(path);
    expect(ids(htmlOf(dist, path)), name).toContain(fragment);
  }
});
