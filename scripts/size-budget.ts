// Size budget: the build fails when a page's JavaScript, HTML or style sheets, or the fonts in all, outgrow it.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';

/** Bytes of gzip of all JavaScript a page loads by itself: its scripts and what they import statically. */
export const SCRIPT_BUDGET = 15_000;
/** Bytes of gzip of a page's HTML, with the data that its graders read. The heaviest lesson was 14.9 kB when it was set. */
export const HTML_BUDGET = 20_000;
/** Bytes of gzip of all the style sheets that a page links to. The most was 8.6 kB. */
export const STYLE_BUDGET = 12_000;
/** Bytes of all the font files shipped (already compressed). */
export const FONT_BUDGET = 120_000;

export interface PageWeight {
  /** Path of the HTML file inside the built site. */
  readonly page: string;
  /** Bytes of gzip, each kind. */
  readonly script: number;
  readonly html: number;
  readonly style: number;
}

/** Every file below `folder`, as absolute paths. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Addresses that a script imports statically; `import()` is not among them: it waits until the reader asks. */
export function staticImports(code: string): string[] {
  const found = code.matchAll(
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^'"();]*?from\s*)?["']([^"']+)["']/g,
  );
  return [...found].map((match) => match[1] ?? '').filter((address) => /^[./]/.test(address));
}

/** Weighs the JavaScript, the HTML and the style sheets of each page of the site built in `dist` and served under `base` (`/`, `/curso/`). */
export function weighPages(dist: string, base: string): PageWeight[] {
  const sizes = new Map<string, number>();
  const gzipped = (path: string): number => {
    const known = sizes.get(path);
    if (known !== undefined) return known;
    const size = gzipSync(readFileSync(path)).length;
    sizes.set(path, size);
    return size;
  };
  const toFile = (address: string): string =>
    join(dist, address.startsWith(base) ? address.slice(base.length) : address);

  const weighStyles = (html: string): number => {
    let sum = 0;
    for (const [link] of html.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/g)) {
      const path = toFile(/href="([^"]+)"/.exec(link)?.[1] ?? '');
      if (!existsSync(path))
        throw new Error(`A style sheet that a page names is not in the built site: ${path}`);
      sum += gzipped(path);
    }
    return sum;
  };

  const weighScripts = (html: string): number => {
    const queue: string[] = [];
    let inline = 0;
    for (const [, attributes = '', body = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
      if (/type="?(text\/plain|application\/(ld\+)?json)/.test(attributes)) continue;
      const source = /\bsrc="([^"]+)"/.exec(attributes)?.[1];
      if (source) queue.push(toFile(source));
      else inline += gzipSync(body).length;
    }
    for (const [link] of html.matchAll(/<link\b[^>]*rel="modulepreload"[^>]*>/g)) {
      const source = /href="([^"]+)"/.exec(link)?.[1];
      if (source) queue.push(toFile(source));
    }
    const seen = new Set<string>();
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (seen.has(path)) continue;
      if (!existsSync(path)) throw new Error(`A script that a page names is not in the built site: ${path}`);
      seen.add(path);
      for (const address of staticImports(readFileSync(path, 'utf8'))) {
        queue.push(address.startsWith('/') ? toFile(address) : resolve(dirname(path), address));
      }
    }
    return [...seen].reduce((sum, path) => sum + gzipped(path), inline);
  };

  return filesBelow(dist)
    .filter((path) => path.endsWith('.html'))
    .map((path) => {
      const html = readFileSync(path, 'utf8');
      return {
        page: path.slice(dist.length),
        script: weighScripts(html),
        html: gzipped(path),
        style: weighStyles(html),
      };
    });
}

/** Bytes of the font files in `dist`. */
export function weighFonts(dist: string): number {
  return filesBelow(dist)
    .filter((path) => /\.(woff2?|ttf|otf)$/.test(path))
    .reduce((sum, path) => sum + statSync(path).size, 0);
}

const KINDS = [
  { kind: 'script', name: 'JavaScript', budget: SCRIPT_BUDGET },
  { kind: 'html', name: 'HTML', budget: HTML_BUDGET },
  { kind: 'style', name: 'style sheets', budget: STYLE_BUDGET },
] as const;

/** What of which page is over its budget, in words. */
export function overBudget(pages: readonly PageWeight[]): string[] {
  return pages.flatMap((page) =>
    KINDS.filter(({ kind, budget }) => page[kind] > budget).map(
      ({ kind, name, budget }) =>
        `${page.page}: ${page[kind]} B of ${name} (gzip), the budget is ${budget} B`,
    ),
  );
}

/** Astro integration that weighs the site once it is built and fails the build when it is over the budget. */
export function sizeBudget(): AstroIntegration {
  let base = '/';
  return {
    name: 'size-budget',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.endsWith('/') ? config.base : `${config.base}/`;
      },
      'astro:build:done': ({ dir, logger }) => {
        const dist = fileURLToPath(dir);
        const pages = weighPages(dist, base);
        const fonts = weighFonts(dist);
        const most = KINDS.map(({ kind, name }) => {
          const heaviest = pages.reduce<PageWeight | undefined>(
            (worst, page) => (worst === undefined || page[kind] > worst[kind] ? page : worst),
            undefined,
          );
          return `${name} at most ${heaviest?.[kind] ?? 0} B (${heaviest?.page ?? 'no page'})`;
        });
        logger.info(`gzip a page: ${most.join('; ')}; fonts: ${fonts} B.`);
        const problems = overBudget(pages);
        if (fonts > FONT_BUDGET) problems.push(`fonts: ${fonts} B, the budget is ${FONT_BUDGET} B`);
        if (problems.length > 0) throw new Error(`Over the size budget:\n  ${problems.join('\n  ')}`);
      },
    },
  };
}
