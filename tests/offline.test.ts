// The copy for reading without a network, in the built site: nothing is kept unasked, and what is kept runs.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keptFiles } from '../scripts/offline/offline-copy.ts';
import { dist, openSite, visit, violations, type OpenSite } from './site.ts';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const address = (path: string) => site.server.url.replace(/\/$/, '') + path;

it('keeps the whole course when asked, runs it with no network, and forgets it when asked', async () => {
  const { page, problems, close } = await visit(site, '/meu-trabalho/');
  const copy = page.locator('offline-copy');
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  const said = /menos de (\d+) MB/.exec(await copy.getByRole('status').innerText())?.[1];
  const bytes = keptFiles(dist).reduce((sum, file) => sum + file.bytes, 0);
  expect(bytes).toBeLessThan(Number(said) * 1e6);
  await copy.getByRole('button', { name: 'Guardar o curso' }).click();
  await copy.getByText('abre sem internet, com a máquina').waitFor({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);

  await page.context().setOffline(true);
  await page.goto(address('/licoes/ciclo-de-vida/'));
  const lab = page.locator('vmx-lab').first();
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('button', { name: /^Passo/ }).click();
  await page.goto(address('/busca/?q=VMCS'));
  await page.locator('main a[href*="glossario"], main a[href*="licoes"]').first().waitFor();
  await page.goto(address('/nao-existe/'));
  expect(await page.title()).toContain('Vanderpool');

  await page.context().setOffline(false);
  await page.goto(address('/meu-trabalho/'));
  await copy.getByRole('button', { name: 'Apagar a cópia' }).click();
  await copy.getByRole('button', { name: 'Guardar o curso' }).waitFor();
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  await close();
});
