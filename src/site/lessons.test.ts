// The lessons as data: every program in them can be read, every source is cited, every paragraph has its lesson.
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { parseNotation } from '../vmx/notation/parse.ts';

interface FrontMatter {
  readonly titulo: string;
  readonly objetivos: readonly string[];
  readonly minutos: number;
  readonly paragrafos: readonly string[];
  readonly fontes: readonly { readonly id: string }[];
}

interface Lesson {
  readonly file: string;
  readonly data: FrontMatter;
  readonly body: string;
}

const folder = new URL('../../content/licoes/', import.meta.url);

/** Splits a lesson's text. Throws when it has no front matter. */
function readLesson(file: string, text: string): Lesson {
  const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (front === undefined || body === undefined) throw new Error(`${file}: no front matter`);
  return { file, data: parse(front) as FrontMatter, body };
}

const lessons = readdirSync(folder)
  .filter((file) => file.endsWith('.mdx'))
  .sort()
  .map((file) => readLesson(file, readFileSync(new URL(file, folder), 'utf8')));

/** What each element of that name holds, with its attributes in front. */
const elements = (body: string, name: string): string[] =>
  [...body.matchAll(new RegExp(`<${name}\\b([\\s\\S]*?)</${name}>`, 'g'))].map(([, inside = '']) => inside);

/** Words of running text: programs, tags and what they hide are left out; text in attributes counts. */
function words(body: string): number {
  const text = body
    .replace(/^import .*$/gm, '')
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/(?:titulo|dizia|texto|legenda|en)="([^"]*)"/g, '>$1<')
    .replace(/<[^>]*>/g, ' ');
  return text.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word)).length;
}

const sourceParagraphs = [
  ...Array.from({ length: 15 }, (_, index) => `P${index + 1}`),
  ...[1, 2, 3, 4].map((number) => `Fig. ${number}`),
];

it('claim every paragraph and figure of the source, each in one lesson', () => {
  const claimed = lessons.flatMap(({ data }) => data.paragrafos);
  expect([...claimed].sort()).toEqual([...sourceParagraphs].sort());
});

describe.each(lessons.map((lesson) => [lesson.file, lesson] as const))('%s', (_, { data, body }) => {
  it('has something to run, and every program can be read', () => {
    const labs = elements(body, 'VmxLab');
    expect(labs.length).toBeGreaterThan(0);
    for (const lab of labs) {
      const program = /```vmx\n([\s\S]*?)```/.exec(lab)?.[1] ?? '';
      expect(parseNotation(program).errors, program).toEqual([]);
    }
  });

  it('sets the text of 2005 beside what is known today, and ends with what comes next', () => {
    expect(elements(body, 'Antes').length).toBeGreaterThan(0);
    expect(body).toMatch(/\n## O que vem depois\n\n\S/);
  });

  it('has no two programs of one title: the title names the place in the page', () => {
    const titles = [...body.matchAll(/<VmxLab\b[^>]*titulo="([^"]*)"/g)].map(([, title]) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('asks three questions or more, each with one right option and all explained', () => {
    const questions = elements(body, 'Pergunta');
    expect(questions.length).toBeGreaterThanOrEqual(3);
    for (const question of questions) {
      const options = elements(question, 'Opcao');
      expect(options.length).toBeGreaterThanOrEqual(2);
      expect(options.filter((option) => /^[^>]*\scerta\s*>/.test(option))).toHaveLength(1);
      for (const option of options) expect(option.slice(option.indexOf('>') + 1).trim()).not.toBe('');
    }
  });

  it('cites only sources it lists', () => {
    const listed = data.fontes.map(({ id }) => id);
    const cited = [...body.matchAll(/\(#fonte-([\w-]+)\)/g)].map(([, id]) => id);
    expect(listed).toEqual(expect.arrayContaining([...new Set(cited)]));
  });

  it('gives a time that its words fill, at 180 a minute, with some for the experiments', () => {
    const reading = words(body) / 180;
    expect(data.minutos).toBeGreaterThan(reading);
    expect(data.minutos).toBeLessThan(reading + 20);
  });

  it('ends by saying what comes next', () => {
    expect(body).toMatch(/^## O que vem depois$/m);
  });
});

it('a lesson without front matter is refused', () => {
  expect(() => readLesson('x.mdx', '# Sem cabeçalho')).toThrow(/x\.mdx/);
});
