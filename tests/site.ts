// What the end-to-end tests share: the built site, served on this machine, and a browser.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { browserLaunch } from '../scripts/browser.ts';
import { serveFolder, type StaticServer } from '../scripts/static-server.ts';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');

/** Path, from the site's root, of every page built in `folder`: `/`, `/licoes/ciclo-de-vida/`, `/404.html`. */
export function pagesOf(folder: string): string[] {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error('The site is not built: run `npm run build` before the end-to-end tests.');
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => `/${name.replaceAll('\\', '/')}`.replace(/\/index\.html$/, '/'))
    .sort();
}

/** The HTML of a page, by its path. */
export function htmlOf(folder: string, path: string): string {
  return readFileSync(join(folder, path.endsWith('/') ? `${path}index.html` : path), 'utf8');
}

export interface OpenSite {
  readonly server: StaticServer;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

export async function openSite(folder = dist, base = '/'): Promise<OpenSite> {
  const server = await serveFolder(folder, { base });
  const browser = await chromium.launch(await browserLaunch());
  return {
    server,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** Errors in the console, exceptions, blocked by policy, failed or foreign requests. Filled as they happen. */
  readonly problems: string[];
  readonly close: () => Promise<void>;
}

/** Opens a page of the site (path from its root) in a context of its own and writes down everything that goes wrong. */
export async function visit(
  { server, browser }: OpenSite,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  const origin = new URL(server.url).origin;
  const expectedMissing = path === '/404.html' ? path : null;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:')
      problems.push(`foreign request: ${url.href}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && new URL(response.url()).pathname !== expectedMissing)
      problems.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(server.url.replace(/\/$/, '') + path, { waitUntil: 'load' });
  return { page, problems, close: () => context.close() };
}

/** What axe finds wrong in the page as it stands, one line a rule. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const inPage = (globalThis as unknown as { axe: typeof axe }).axe;
    const result = await inPage.run(document, { resultTypes: ['violations'] });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  });
}
