// Writes `sw.js` into the built site: the worker that keeps a copy of it, with the list of what there is to keep.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { filesBelow } from '../size-budget.ts';

/** Not part of a copy: what only machines ask for, and the worker itself. */
const LEFT_OUT = /^(sw\.js|sitemap.*\.xml|robots\.txt)$/;

export interface KeptFile {
  /** Path below the site's root, with forward slashes. */
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

/** The files of the site built in `dist`, in order of their paths. */
export function keptFiles(dist: string): KeptFile[] {
  return filesBelow(dist)
    .map((file) => ({ file, path: relative(dist, file).split(sep).join('/') }))
    .filter(({ path }) => !LEFT_OUT.test(path))
    .map(({ file, path }) => {
      const content = readFileSync(file);
      return {
        path,
        hash: createHash('sha256').update(content).digest('base64url').slice(0, 12),
        bytes: content.length,
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The worker's text for a site served under `base`. The same files give the same text. */
export function workerText(template: string, base: string, files: readonly KeptFile[]): string {
  const list = files.map(({ path, hash }) => [path, hash]);
  const version = createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12);
  return template
    .replace('__BASE__', () => JSON.stringify(base))
    .replace('__VERSION__', () => JSON.stringify(version))
    .replace('__FILES__', () => JSON.stringify(list));
}

/** Astro integration: runs last, when all that the site holds is in place. */
export function offlineCopy(): AstroIntegration {
  let base = '/';
  return {
    name: 'offline-copy',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/?$/, '/');
      },
      'astro:build:done': ({ dir, logger }) => {
        const dist = fileURLToPath(dir);
        const files = keptFiles(dist);
        const template = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8');
        writeFileSync(join(dist, 'sw.js'), workerText(template, base, files));
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
        logger.info(`Copy for reading without a network: ${files.length} files, ${bytes} B.`);
      },
    },
  };
}
