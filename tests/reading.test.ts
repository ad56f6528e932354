// What a reader does: goes from page to page, opens answers, changes the theme, uses the keyboard alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSite, visit, type OpenSite } from './site.ts';

const lesson = '/licoes/ciclo-de-vida/';
const other = '/licoes/multitarefa-hyperthreading-virtualizacao/';
let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe('the map', () => {
  it('lists the nine lessons, in order, and leads to each', async () => {
    const { page, close } = await visit(site, '/');
    const entries = page.locator('.sumario > li');
    expect(await entries.locator('.number').allInnerTexts()).toEqual([...'123456789']);
    expect(await entries.locator('h3 a').count()).toBe(9);
    await page.getByRole('link', { name: 'O ciclo de vida de uma máquina virtual' }).click();
    expect(new URL(page.url()).pathname).toBe(lesson);
    await close();
  });

  it('is a drawer on a phone, without JavaScript, and says where the reader is', async () => {
    const { page, close } = await visit(site, lesson, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    });
    const map = page.getByRole('navigation', { name: 'Mapa do curso' });
    const current = map.locator('[aria-current="page"]');
    expect(await current.isVisible()).toBe(false);
    await map.getByText('Mapa do curso').click();
    expect(await current.isVisible()).toBe(true);
    expect(await current.innerText()).toContain('você está aqui');
    await close();
  });

  it('stands open beside the text on a wide screen', async () => {
    const { page, close } = await visit(site, lesson, { viewport: { width: 1440, height: 900 } });
    const map = page.getByRole('navigation', { name: 'Mapa do curso' });
    expect(await map.locator('[aria-current="page"]').isVisible()).toBe(true);
    expect(await map.locator('summary').isVisible()).toBe(false);
    await close();
  });
});

describe('a lesson', () => {
  it('leads to the one before and the one after', async () => {
    const { page, close } = await visit(site, other);
    const number = async () => Number(/Lição (\d)/.exec(await page.locator('main header').innerText())?.[1]);
    expect(await number()).toBe(2);
    await page.locator('a[rel="next"]').click();
    await page.waitForLoadState();
    expect(await number()).toBe(3);
    await page.locator('a[rel="prev"]').click();
    await page.waitForLoadState();
    expect(await number()).toBe(2);
    await close();
  });

  it.each([lesson, other])(
    'asks at least three questions, each option explained, without JavaScript: %s',
    async (path) => {
      const { page, close } = await visit(site, path, { javaScriptEnabled: false });
      const questions = await page.locator('.pergunta').all();
      expect(questions.length).toBeGreaterThanOrEqual(3);
      for (const question of questions) {
        const options = await question.locator('details').all();
        expect(options.length).toBeGreaterThanOrEqual(2);
        let right = 0;
        for (const option of options) {
          await option.locator('summary').click();
          const told = await option.locator('.why').innerText();
          expect(told.length).toBeGreaterThan(40);
          if (told.startsWith('Certo')) right++;
        }
        expect(right).toBe(1);
      }
      await close();
    },
  );

  it('sets the sentence of 2005 beside its correction, and something to run', async () => {
    const { page, close } = await visit(site, lesson, { javaScriptEnabled: false });
    expect(await page.locator('.antes').count()).toBeGreaterThanOrEqual(3);
    expect(await page.locator('.antes', { hasText: 'VMRESUME' }).innerText()).toContain('entra');
    const program = await page.locator('vmx-lab pre').first().innerText();
    for (const line of ['VMXON', 'VMLAUNCH', 'VMRESUME', 'VMXOFF', 'convidado A:'])
      expect(program).toContain(line);
    await close();
  });

  it('does not load the machine before the reader comes near it', async () => {
    const { page, close } = await visit(site, lesson, { viewport: { width: 1440, height: 900 } });
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    await page.waitForTimeout(300);
    expect(scripts).toEqual([]);
    await close();
  });
});

describe('a term', () => {
  const first = '.prose .termo >> nth=0';

  it('shows its definition when pointed at or focused, and Escape puts it away', async () => {
    const { page, close } = await visit(site, lesson);
    const definition = page.locator(`${first} >> .definicao`);
    expect(await definition.isVisible()).toBe(false);
    await page.locator(`${first} >> a`).focus();
    expect(await definition.isVisible()).toBe(true);
    expect((await definition.innerText()).length).toBeGreaterThan(40);
    await page.keyboard.press('Escape');
    expect(await definition.isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.locator(`${first} >> a`).hover();
    expect(await definition.isVisible()).toBe(true);
    await close();
  });

  it('at a first touch shows it, at a second leads to the glossary, and elsewhere closes', async () => {
    const { page, close } = await visit(site, lesson, {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 360, height: 740 },
    });
    const definition = page.locator(`${first} >> .definicao`);
    await page.locator(`${first} >> a`).tap();
    expect(await definition.isVisible()).toBe(true);
    expect(new URL(page.url()).pathname).toBe(lesson);
    await page.locator('h1').tap();
    expect(await page.locator('.termo[data-aberto]').count()).toBe(0);
    await page.locator(`${first} >> a`).tap();
    await page.locator(`${first} >> a`).tap();
    await page.waitForURL(/\/glossario\/#/);
    await close();
  });

  it('without JavaScript is a link to the glossary that shows the definition on focus', async () => {
    const { page, close } = await visit(site, lesson, { javaScriptEnabled: false });
    await page.locator(`${first} >> a`).focus();
    expect(await page.locator(`${first} >> .definicao`).isVisible()).toBe(true);
    await page.locator(`${first} >> a`).click();
    await page.waitForURL(/\/glossario\/#/);
    await close();
  });
});

describe('the theme', () => {
  it('follows the system, changes with the button, and stays changed on the next page', async () => {
    const { page, close } = await visit(site, '/', { colorScheme: 'dark' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.getByRole('button', { name: 'Usar tema claro' }).click();
    const light = await paper();
    expect(light).not.toBe(dark);
    await page.goto(new URL('/sobre/', page.url()).href);
    expect(await paper()).toBe(light);
    await page.getByRole('button', { name: 'Usar tema escuro' }).click();
    expect(await paper()).toBe(dark);
    await close();
  });

  it('follows the system without JavaScript, and shows no button that does nothing', async () => {
    const papers: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await visit(site, '/', { colorScheme, javaScriptEnabled: false });
      papers.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect(await page.locator('[data-theme-toggle]').isVisible()).toBe(false);
      await close();
    }
    expect(papers[0]).not.toBe(papers[1]);
  });
});

describe('the keyboard', () => {
  it('skips to the content first, and opens an answer', async () => {
    const { page, close } = await visit(site, lesson);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Pular para o conteúdo' });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('conteudo');
    const option = page.locator('.opcao summary').first();
    await option.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.opcao').first().getAttribute('open')).not.toBeNull();
    await close();
  });

  it('shows where it is on everything it reaches', async () => {
    const { page, close } = await visit(site, lesson);
    for (let stop = 0; stop < 25; stop++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
        return `${outlineStyle} ${outlineWidth}`;
      });
      expect(outline).toBe('solid 3px');
    }
    await close();
  });
});

describe('on paper', () => {
  it('prints the text without the site around it, in light colours', async () => {
    const { page, close } = await visit(site, lesson, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('navigation', { name: 'Mapa do curso' }).isVisible()).toBe(false);
    expect(await page.getByRole('navigation', { name: 'Principal' }).isVisible()).toBe(false);
    expect(await page.locator('main h1').isVisible()).toBe(true);
    const ink = await page.evaluate(() => getComputedStyle(document.body).color);
    expect(Number(/\d+/.exec(ink)?.[0])).toBeLessThan(80);
    await close();
  });
});
