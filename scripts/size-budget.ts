// Size budget: the build fails when a page's JavaScript, or the fonts in all, outgrow it.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';

/** Bytes of gzip of all JavaScript a page loads by itself: its scripts and what they import statically. */
export const SCRIPT_BUDGET = 15_000;
/** Bytes of all the font files shipped (already compressed). */
export const FONT_BUDGET = 120_000;

export interface PageWeight {
  /** Path of the HTML file inside the built site. */
  readonly page: string;
  /** Bytes of gzip. */
  readonly script: number;
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

/** Weighs the JavaScript of each page of the site built in `dist` and served under `base` (`/`, `/curso/`). */
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

  const weigh = (html: string): number => {
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
    .map((path) => ({ page: path.slice(dist.length), script: weigh(readFileSync(path, 'utf8')) }));
}

/** Bytes of the font files in `dist`. */
export function weighFonts(dist: string): number {
  return filesBelow(dist)
    .filter((path) => /\.(woff2?|ttf|otf)$/.test(path))
    .reduce((sum, path) => sum + statSync(path).size, 0);
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
        const pages = weighPages(dist, base).sort((a, b) => b.script - a.script);
        const heaviest = pages[0];
        const fonts = weighFonts(dist);
        logger.info(
          `JavaScript: at most ${heaviest?.script ?? 0} B gzip (${heaviest?.page ?? 'no page'}); fonts: ${fonts} B.`,
        );
        const over = pages.filter((page) => page.script > SCRIPT_BUDGET);
        const problems = over.map((page) => `${page.page}: ${page.script} B of JavaScript (gzip)`);
        if (fonts > FONT_BUDGET) problems.push(`fonts: ${fonts} B, the budget is ${FONT_BUDGET} B`);
        if (problems.length > 0) {
          throw new Error(
            `Over the size budget (${SCRIPT_BUDGET} B gzip a page):\n  ${problems.join('\n  ')}`,
          );
        }
      },
    },
  };
}
