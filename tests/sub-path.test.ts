// The site built for a sub-path, as on GitHub Pages: every link and file stays under it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { htmlOf, openSite, pagesOf, root, visit, type OpenSite } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'sub-path-'));
let site: OpenSite;

beforeAll(async () => {
  const astro = join(root, 'node_modules', 'astro', 'bin', 'astro.mjs');
  execFileSync(process.execPath, [astro, 'build', '--outDir', folder, '--silent'], {
    cwd: root,
    env: {
      // Vitest sets variables of the same names as Vite's own (BASE_URL, MODE); the build must not see them.
      ...Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !/^(BASE_URL|MODE|DEV|PROD|SSR|TEST|NODE_ENV|VITE.*)$/.test(name),
        ),
      ),
      BASE_PATH: '/curso',
      SITE_URL: 'https://exemplo.org',
      ASTRO_TELEMETRY_DISABLED: '1',
    },
  });
  site = await openSite(folder, '/curso');
}, 120_000);
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

it('writes every address of the site under the base', () => {
  for (const path of pagesOf(folder)) {
    for (const [, address = ''] of htmlOf(folder, path).matchAll(/\s(?:href|src)="(\/[^"]*)"/g)) {
      expect(address, path).toMatch(/^\/curso\//);
    }
  }
});

it('loads each page and all its files, and its links lead somewhere', async () => {
  const addresses = new Set<string>();
  for (const path of pagesOf(folder)) {
    const { page, problems, close } = await visit(site, path);
    expect(problems, path).toEqual([]);
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const link of links) addresses.add(link.split('#')[0] ?? '');
    await close();
  }
  const { origin } = new URL(site.server.url);
  for (const address of addresses)
    expect([address, (await fetch(origin + address)).status]).toEqual([address, 200]);
  // One visit after another to every page of the site: on a slow machine that takes more than a minute.
}, 300_000);

it('searches its own index, and leads to pages under the base', async () => {
  const { page, problems, close } = await visit(site, '/busca/?q=VMPTRST');
  const first = page.locator('site-search li a').first();
  expect(await first.getAttribute('href')).toMatch(/^\/curso\/[a-z]/);
  expect(problems).toEqual([]);
  await close();
});

it('has a map for search engines, with the full addresses, since it knows where it lives', async () => {
  const map = await (await fetch(`${site.server.url}sitemap-0.xml`)).text();
  expect(map).toContain('<loc>https://exemplo.org/curso/licoes/ciclo-de-vida/</loc>');
});
