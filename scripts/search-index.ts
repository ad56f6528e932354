// Search index: made from the built pages, by Pagefind, into `pagefind/` of the built site.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { close, createIndex } from 'pagefind';
import { filesBelow } from './size-budget.ts';

/** What a learner does not look for: the page of errors, the search itself, the teacher's part with its answers. */
const LEFT_OUT = /^(404\.html|busca\/|professor\/)/;

/** Parts of a page that would be found everywhere, or twice. */
const NOT_TEXT = ['nav', '.definicao', 'noscript'];

/** Pagefind's ready-made interfaces, which the site does not use: they set styles that its policy forbids. */
const INTERFACE = /^pagefind-(ui|modular-ui|component-ui|highlight)\b/;

/** Indexes the pages in `dist`. Answers how many there are. Throws with what Pagefind says when it cannot. */
export async function writeSearchIndex(dist: string): Promise<number> {
  const { index, errors } = await createIndex({ rootSelector: 'main', excludeSelectors: NOT_TEXT });
  if (!index) throw new Error(errors.join('\n'));
  try {
    let pages = 0;
    for (const file of filesBelow(dist)) {
      const sourcePath = relative(dist, file).split(sep).join('/');
      if (!sourcePath.endsWith('.html') || LEFT_OUT.test(sourcePath)) continue;
      const added = await index.addHTMLFile({ sourcePath, content: readFileSync(file, 'utf8') });
      if (added.errors.length > 0) throw new Error(`${sourcePath}: ${added.errors.join('\n')}`);
      pages += 1;
    }
    const built = await index.getFiles();
    if (built.errors.length > 0) throw new Error(built.errors.join('\n'));
    for (const { path, content } of built.files) {
      if (INTERFACE.test(path)) continue;
      const target = join(dist, 'pagefind', path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    return pages;
  } finally {
    await close();
  }
}

/** Astro integration that writes the index once the site is built. */
export function searchIndex(): AstroIntegration {
  return {
    name: 'search-index',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const pages = await writeSearchIndex(fileURLToPath(dir));
        logger.info(`Search index of ${pages} pages.`);
      },
    },
  };
}
