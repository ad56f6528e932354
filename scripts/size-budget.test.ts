import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FONT_BUDGET,
  HTML_BUDGET,
  STYLE_BUDGET,
  overBudget,
  sizeBudget,
  staticImports,
  weighFonts,
  weighPages,
} from './size-budget.ts';

const dist = mkdtempSync(join(tmpdir(), 'size-budget-'));
const write = (name: string, text: string) => {
  writeFileSync(join(dist, name), text);
};
const shared = 'export const a="' + 'abcdefghij'.repeat(20) + '";';
const page = 'import{a as x}from"./shared.js";import("./widget.js");console.log(x);';
const weight = (...codes: string[]) => codes.reduce((sum, code) => sum + gzipSync(code).length, 0);

beforeAll(() => {
  mkdirSync(join(dist, '_astro'));
  mkdirSync(join(dist, 'licao'));
  write('_astro/page.js', page);
  write('_astro/shared.js', shared);
  write('_astro/widget.js', 'x'.repeat(100_000));
  write('_astro/f.woff2', 'f'.repeat(1234));
  write('index.html', '<p>nada</p>');
  write(
    'licao/index.html',
    '<script type="module" src="/curso/_astro/page.js"></script><script type="application/json">{}</script><script>inline()</script>',
  );
});
afterAll(() => {
  rmSync(dist, { recursive: true });
});

describe('staticImports', () => {
  it('finds every static form, minified or not, and no dynamic import', () => {
    const code = [
      'import"./a.js";import{x as y}from"./b.js";import z,{q}from"./c.js";import*as n from"../d.js"',
      'export{x}from"./e.js";export*from"./f.js";',
      'import { long,\n  list } from "./g.js";',
      'import("./no.js");const f=()=>import("./no2.js");',
    ].join('\n');
    expect(staticImports(code)).toEqual([
      './a.js',
      './b.js',
      './c.js',
      '../d.js',
      './e.js',
      './f.js',
      './g.js',
    ]);
  });
});

describe('weighPages', () => {
  it('adds scripts, what they import statically and inline code; not what waits for the reader', () => {
    const pages = weighPages(dist, '/curso/');
    expect(pages.find((one) => one.page.endsWith('licao/index.html'))?.script).toBe(
      weight(page, shared, 'inline()'),
    );
    expect(pages.find((one) => !one.page.includes('licao'))?.script).toBe(0);
  });

  it('weighs the HTML and the style sheets that a page links to', () => {
    const html =
      '<link rel="stylesheet" href="/curso/_astro/page.css"><link rel="icon" href="/curso/x.svg"><p>nada</p>';
    const css = 'p{color:red}'.repeat(50);
    write('_astro/page.css', css);
    write('index.html', html);
    const page = weighPages(dist, '/curso/').find((one) => !one.page.includes('licao'));
    expect(page).toMatchObject({ html: weight(html), style: weight(css) });
    write('index.html', '<link rel="stylesheet" href="/curso/_astro/gone.css">');
    expect(() => weighPages(dist, '/curso/')).toThrow('gone.css');
    write('index.html', '<p>nada</p>');
  });

  it('names each page and kind that is over', () => {
    const light = { script: 1, html: 1, style: 1 };
    expect(overBudget([{ page: 'a', ...light }])).toEqual([]);
    expect(
      overBudget([
        { page: 'b', ...light, html: HTML_BUDGET + 1 },
        { page: 'c', ...light, style: STYLE_BUDGET + 1 },
      ]),
    ).toEqual([expect.stringMatching(/^b: \d+ B of HTML/), expect.stringMatching(/^c: \d+ B of style/)]);
  });

  it('refuses a page that names a script that is not there', () => {
    write('licao/index.html', '<script src="/curso/_astro/gone.js"></script>');
    expect(() => weighPages(dist, '/curso/')).toThrow('gone.js');
  });

  it('weighs fonts', () => {
    expect(weighFonts(dist)).toBe(1234);
  });
});

describe('sizeBudget', () => {
  const { hooks } = sizeBudget();
  const info: string[] = [];
  const built = () => {
    const done = hooks['astro:build:done'] as unknown as (options: object) => void;
    done({ dir: pathToFileURL(`${dist}/`), logger: { info: (line: string) => info.push(line) } });
  };
  beforeAll(() => {
    const configured = hooks['astro:config:done'] as unknown as (options: object) => void;
    configured({ config: { base: '/curso' } });
    write('licao/index.html', '<script type="module" src="/curso/_astro/page.js"></script>');
  });

  it('lets a site within the budget through and says what it weighs', () => {
    built();
    expect(info.join()).toContain('licao/index.html');
  });

  it('fails the build, naming the page, when its JavaScript is over the budget', () => {
    let seed = 1;
    const noise = Array.from(
      { length: 40_000 },
      () => (seed = (seed * 48_271) % 2_147_483_647).toString(36)[1],
    );
    write('_astro/shared.js', `export const a="${noise.join('')}";`);
    expect(built).toThrow(/licao\/index\.html: \d+ B/);
    write('_astro/shared.js', shared);
  });

  it('fails the build when the fonts are over theirs', () => {
    write('_astro/f.woff2', 'f'.repeat(FONT_BUDGET + 1));
    expect(built).toThrow(/fonts: \d+ B/);
  });
});
