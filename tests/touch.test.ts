// The lab under a finger, in the built site: room to press, no keys that are not there, hints with room to read.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, visit, type OpenSite } from './site.ts';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const phone = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } };
const path = '/exercicios/vmx/01/';

it('the margin of the program is as wide as a finger, and one press on its edge sets a breakpoint', async () => {
  const { page, close } = await visit(site, path, phone);
  const lab = page.locator('vmx-lab');
  await lab.scrollIntoViewIfNeeded();
  const margin = lab.locator('.cm-gutters').first();
  await margin.waitFor();
  const box = (await margin.boundingBox())!;
  expect(box.width).toBeGreaterThanOrEqual(44);
  expect(await lab.locator('.cm-gutterElement.stop').count()).toBe(0);
  const sign = (await lab.locator('.signs .cm-gutterElement').nth(2).boundingBox())!;
  expect(sign.width).toBeGreaterThanOrEqual(24);
  await page.touchscreen.tap(sign.x + 3, sign.y + sign.height / 2);
  await expect.poll(() => lab.locator('.cm-lineNumbers .stop').count()).toBe(1);
  await close();
});

it('no key is named where there is no keyboard to point with', async () => {
  const { page, close } = await visit(site, path, phone);
  const lab = page.locator('vmx-lab');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('tab', { name: 'Paradas' }).click();
  const keys = lab.locator('kbd:visible');
  expect(await keys.count()).toBe(0);
  expect(await lab.innerText()).not.toMatch(/\bF[19]\b/);
  await close();
});

it('the heading of the hints stands clear of what follows it', async () => {
  const { page, close } = await visit(site, path, phone);
  const heading = (await page.locator('.dicas h2').boundingBox())!;
  const text = (await page.locator('.dicas h2 + p').boundingBox())!;
  expect(text.y - (heading.y + heading.height)).toBeGreaterThanOrEqual(8);
  await close();
});

it('a line of the memory is seen whole: address, eight bytes and their characters', async () => {
  const { page, close } = await visit(site, path, phone);
  const lab = page.locator('vmx-lab');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('tab', { name: 'Memória' }).click();
  const dump = lab.locator('.dump');
  expect(await dump.locator('.dump-line').first().innerText()).toMatch(
    /^0x[0-9A-F]{6}\s+([0-9A-F]{2} ){7}[0-9A-F]{2}\s+\S/,
  );
  expect(await dump.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  await close();
});
