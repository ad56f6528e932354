// The guides and the statements as data: sources that are cited, addresses of their own, points that add up.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Guide {
  readonly ordem: number;
  readonly caminho: string;
  readonly fontes: readonly { readonly id: string }[];
}

const guides = globSync('content/guias/*.mdx', { cwd: root })
  .sort()
  .map((path) => {
    const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(read(path)) ?? [];
    return { path, data: parse(front) as Guide, body };
  });

describe.each(guides.map((guide) => [guide.path, guide] as const))('%s', (_, { data, body }) => {
  it('cites each of its sources, and no other', () => {
    const cited = new Set([...body.matchAll(/\(#fonte-([\w-]+)\)/g)].map(([, id]) => id));
    expect([...cited].sort()).toEqual(data.fontes.map(({ id }) => id).sort());
  });
});

it('the guides have an order and addresses of their own', () => {
  expect(guides.map(({ data }) => data.ordem)).toEqual(guides.map((_, index) => index + 1));
  expect(new Set(guides.map(({ data }) => data.caminho)).size).toBe(guides.length);
});

/** `0 a 1,5`: the most that a criterion gives, in a table of the statement. */
const MOST = /^\|.*\| 0 a ([\d,]+) \|$/gm;

const statements = globSync('exercises/0*/enunciado.mdx', { cwd: root }).sort();

it.each(statements)('%s: its criteria add up to the points of the exercise', (path) => {
  const { pontos } = parse(read(path.replace('enunciado.mdx', 'exercicio.yaml'))) as { pontos: number };
  const most = [...read(path).matchAll(MOST)].map(([, text = '']) => Number(text.replace(',', '.')));
  expect(most.length).toBeGreaterThan(1);
  expect(most.reduce((sum, one) => sum + one, 0)).toBe(pontos);
});

it('the seven exercises of the text have a statement', () => {
  expect(statements).toHaveLength(7);
});
