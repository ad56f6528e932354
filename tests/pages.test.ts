// Every page in a browser: accessibility in both themes, nothing blocked, nothing foreign, nothing wider than a phone.
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dist, openSite, pagesOf, visit, type OpenSite } from './site.ts';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const phone = { width: 360, height: 740 };
const wide = { width: 1440, height: 900 };

describe.each(pagesOf(dist))('%s', (path) => {
  it.each([
    ['light', wide],
    ['dark', phone],
  ] as const)('has nothing that axe finds, in %s', async (colorScheme, viewport) => {
    const { page, problems, close } = await visit(site, path, { colorScheme, viewport });
    // What is folded is opened, so that it is examined too.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const runner = (globalThis as unknown as { axe: typeof axe }).axe;
      const result = await runner.run(document, { resultTypes: ['violations'] });
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    });
    expect(violations).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it('fits a phone of 360 pixels, with targets of at least 44', async () => {
    const { page, close } = await visit(site, path, { viewport: phone });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const { overflow, small } = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      // A link inside running text is as tall as its line (WCAG 2.5.8 exempts it); everything else is a target.
      const targets = document.querySelectorAll<HTMLElement>(
        'button, summary, nav a, .button, h2 a, h3 a, .meta a',
      );
      return {
        overflow: document.documentElement.scrollWidth - width,
        small: [...targets]
          .filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < 43.5)
          .map((target) => `${target.outerHTML.slice(0, 90)}: ${target.getBoundingClientRect().height}`),
      };
    });
    expect(overflow).toBeLessThanOrEqual(0);
    expect(small).toEqual([]);
    await close();
  });

  it('is all there without JavaScript', async () => {
    const { page, problems, close } = await visit(site, path, { javaScriptEnabled: false });
    expect(await page.locator('main h1').isVisible()).toBe(true);
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(60);
    for (const place of await page.locator('vmx-lab, written-answer').all()) {
      expect((await place.innerText()).length).toBeGreaterThan(40);
    }
    expect(problems).toEqual([]);
    await close();
  });
});
