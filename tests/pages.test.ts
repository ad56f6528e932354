// Every page in a browser: accessibility in both themes, nothing blocked, nothing foreign, nothing wider than a phone.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dist, openSite, pagesOf, violations, visit, type OpenSite } from './site.ts';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const phone = { width: 360, height: 740 };
const wide = { width: 1440, height: 900 };

/** What is folded is opened, so that it is examined too. */
const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

/** How many pixels the page is wider than the window, and the targets that are less than 44 pixels high. */
const measure = (page: Page) =>
  page.evaluate(() => {
    // A link inside running text is as tall as its line (WCAG 2.5.8 exempts it); everything else is a target.
    const targets = document.querySelectorAll<HTMLElement>(
      'button, summary, nav a, .button, h2 a, h3 a, .meta a',
    );
    return {
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      small: [...targets]
        .filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < 43.5)
        .map((target) => `${target.outerHTML.slice(0, 90)}: ${target.getBoundingClientRect().height}`),
    };
  });

describe.each(pagesOf(dist))('%s', (path) => {
  it('has nothing that axe finds in either theme, fits a phone, and loads nothing it should not', async () => {
    const { page, problems, close } = await visit(site, path, { colorScheme: 'light', viewport: wide });
    await unfold(page);
    expect(await violations(page), 'light, wide').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(phone);
    expect(await violations(page), 'dark, phone').toEqual([]);
    expect(await measure(page)).toEqual({ overflow: 0, small: [] });
    expect(problems).toEqual([]);
    await close();
  });

  it('is all there without JavaScript', async () => {
    const { page, problems, close } = await visit(site, path, { javaScriptEnabled: false });
    expect(await page.locator('main h1').isVisible()).toBe(true);
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(60);
    for (const place of await page.locator('vmx-lab, written-answer, .figura-viva').all()) {
      expect((await place.innerText()).length).toBeGreaterThan(40);
    }
    expect(problems).toEqual([]);
    await close();
  });
});
