// The search in a browser: what it finds, what it says, and what it leaves out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSite, violations, visit, type OpenSite } from './site.ts';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Types a query, presses Enter, and answers what is said and the addresses found. */
async function search(query: string) {
  const { page, problems, close } = await visit(site, '/busca/');
  await page.getByRole('searchbox').fill(query);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => !/^(Buscando…)?$/.test(document.querySelector('[role="status"]')?.textContent ?? ''),
  );
  const status = (await page.getByRole('status').textContent()) ?? '';
  const links = await page
    .locator('site-search li a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  return { page, problems, close, status, links };
}

describe('the search', () => {
  it('finds an instruction by its name, first its own page', async () => {
    const { problems, close, links } = await search('VMPTRST');
    expect(links.slice(0, 3).some((link) => link.startsWith('/instrucoes/vmptrst/'))).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it('finds a word in the other number', async () => {
    const one = await search('saída de VM');
    const many = await search('saídas de VM');
    const pages = ({ links }: typeof one) => new Set(links.map((link) => link.replace(/#.*/, '')));
    expect(pages(many)).toEqual(pages(one));
    expect(many.links).toContain('/glossario/#saida-de-vm');
    await one.close();
    await many.close();
  });

  it('finds a term of the glossary, at its place', async () => {
    const { close, links } = await search('tabela-sombra');
    expect(links).toContain('/glossario/#tabela-sombra');
    await close();
  });

  it('leads to pages that are there, and leaves the teacher’s out', async () => {
    const { page, close, links, status } = await search('rubrica critérios instrução');
    expect(links.some((link) => link.includes('/professor/'))).toBe(false);
    expect(status).not.toBe('');
    for (const link of links.slice(0, 5)) expect((await page.request.get(link)).status()).toBe(200);
    await close();
  });

  it('says when it finds nothing, and what to do', async () => {
    const { close, links, status } = await search('xyzzyplugh');
    expect(links).toEqual([]);
    expect(status).toMatch(/Nada encontrado.*glossário/);
    await close();
  });

  it('has nothing that axe finds once there are results', async () => {
    const { page, problems, close } = await search('convidado');
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it('without JavaScript says so and shows other ways', async () => {
    const { page, close } = await visit(site, '/busca/', { javaScriptEnabled: false });
    expect(await page.locator('main noscript p').isVisible()).toBe(true);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('main').getByRole('link', { name: 'Glossário' }).isVisible()).toBe(true);
    await close();
  });
});
