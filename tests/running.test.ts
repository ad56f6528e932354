// What runs, in the built site and under its policy: the machine of the lessons, the lab, the written answer.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dist, htmlOf, openSite, pagesOf, root, violations, visit, type OpenSite } from './site.ts';

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const exercise = (path: string) => readFileSync(join(root, 'exercises', path), 'utf8');
const wide = { viewport: { width: 1440, height: 1000 } };

/** Brings the widget near, so that it loads, and waits until it is there. */
async function near(page: Page, tag: string, index = 0): Promise<Locator> {
  const widget = page.locator(tag).nth(index);
  await widget.scrollIntoViewIfNeeded();
  await widget.getByRole('button').first().waitFor();
  return widget;
}

const press = (widget: Locator, name: string | RegExp) => widget.getByRole('button', { name }).click();
const sentence = (lab: Locator) => lab.locator('[role="status"].sentence').innerText();

/** The first line of the feedback, once it is there: `Aprovado: 10 de 10 pontos`. */
async function verdict(widget: Locator): Promise<string> {
  const line = widget.locator('.result .verdict');
  await line.waitFor({ timeout: 10_000 });
  return (await line.innerText()).trim();
}

interface LabElement extends HTMLElement {
  program: string;
}
/** The program in a lab's editor, and another one in its place. */
const programOf = (lab: Locator) => lab.evaluate((element) => (element as LabElement).program);
const write = (lab: Locator, program: string) =>
  lab.evaluate((element, text) => {
    (element as LabElement).program = text;
  }, program);

/** Steps to the end; answers the sentence of each step. */
async function stepThrough(lab: Locator): Promise<string[]> {
  const step = lab.getByRole('button', { name: /^Passo/ });
  const said: string[] = [];
  while ((await step.getAttribute('aria-disabled')) !== 'true' && said.length < 200) {
    await step.click();
    said.push(await sentence(lab));
  }
  return said;
}

describe('the lesson on the life cycle', () => {
  const path = '/licoes/ciclo-de-vida/';

  it('runs its program, forwards and back', async () => {
    const { page, problems, close } = await visit(site, path, wide);
    const lab = await near(page, 'vmx-lab');
    const said = await stepThrough(lab);
    expect(said.findIndex((one) => one.startsWith('VMLAUNCH entrou'))).toBeGreaterThan(0);
    expect(said.some((one) => one.includes('Motivo 10 (CPUID)'))).toBe(true);
    expect(said.at(-1)).toContain('fora da operação VMX');
    await press(lab, /^Voltar um passo/);
    expect(await sentence(lab)).toBe(said.at(-2));
    expect(problems).toEqual([]);
    await close();
  });

  it('shows that VMRESUME enters: the guest runs once more at each', async () => {
    const { page, close } = await visit(site, path, wide);
    const said = await stepThrough(await near(page, 'vmx-lab', 1));
    const entries = said.filter((one) => /^(VMLAUNCH|VMRESUME) entrou/.test(one));
    expect(entries.map((one) => one.split(' ')[0])).toEqual(['VMLAUNCH', 'VMRESUME', 'VMRESUME']);
    expect(said.filter((one) => one.includes('executou ADD'))).toHaveLength(3);
    expect(said.filter((one) => /falhou com o erro [45]/.test(one))).toHaveLength(2);
    await close();
  });

  it('repeats the CPUID when AVANCA is taken out, as the text says', async () => {
    const { page, close } = await visit(site, path, wide);
    const lab = await near(page, 'vmx-lab');
    await write(lab, (await programOf(lab)).replace(/AVANCA.*\n/, ''));
    const said = await stepThrough(lab);
    expect(said.filter((one) => one.includes('Motivo 10 (CPUID)'))).toHaveLength(2);
    await close();
  });
});

describe.each(pagesOf(dist).filter((path) => htmlOf(dist, path).includes('<vmx-lab')))('%s', (path) => {
  it('has programs that load, and does nothing the policy forbids', async () => {
    const { page, problems, close } = await visit(site, path, wide);
    const count = await page.locator('vmx-lab').count();
    for (let index = 0; index < count; index++) {
      const lab = await near(page, 'vmx-lab', index);
      await press(lab, /^Passo/);
      expect(await sentence(lab), (await lab.getAttribute('titulo')) ?? '').not.toMatch(
        /corrija primeiro|Nada rodou/,
      );
    }
    expect(problems).toEqual([]);
    await close();
  });
});

describe('what one does with a lab’s program', () => {
  const path = '/exercicios/vmx/01/';

  it('downloads an image of the size of a floppy', async () => {
    const { page, problems, close } = await visit(site, path, wide);
    const lab = await near(page, 'vmx-lab');
    const download = page.waitForEvent('download');
    await press(lab, 'Baixar imagem de disco');
    const made = await download;
    expect(made.suggestedFilename()).toBe('programa.img');
    expect(statSync(await made.path()).size).toBe(1_474_560);
    expect(await lab.getByRole('link', { name: 'Como dar partida na imagem' }).getAttribute('href')).toBe(
      '/imagem-de-disco/',
    );
    expect(problems).toEqual([]);
    await close();
  });

  it('shares it by a link that opens where the lab is, and gives the own program back', async () => {
    const { page, problems, close } = await visit(site, path, {
      ...wide,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const lab = await near(page, 'vmx-lab');
    const mine = await programOf(lab);
    await write(lab, `${mine}; de outra pessoa\n`);
    await press(lab, 'Compartilhar');
    await lab.getByText('Link copiado').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await write(lab, mine);
    await page.goto('about:blank');
    await page.goto(link);
    await lab.getByText('Programa recebido por link.', { exact: true }).waitFor();
    expect(await programOf(lab)).toContain('; de outra pessoa');
    await press(lab, 'Voltar ao meu');
    expect(await programOf(lab)).toBe(mine);
    expect(problems).toEqual([]);
    await close();
  });

  it('shows its expansion, and what is done by keyboard alone', async () => {
    const { page, problems, close } = await visit(site, path, wide);
    const lab = await near(page, 'vmx-lab');
    await lab.getByRole('textbox', { name: 'Programa' }).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('VMPT');
    await lab.getByRole('option', { name: /^VMPTRLD/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await lab.getByRole('button', { name: 'Ver expansão' }).focus();
    await page.keyboard.press('Enter');
    await lab.getByRole('region', { name: 'Assembly do programa' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await lab.getByRole('dialog').count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });
});

describe('labs', () => {
  const path = '/exercicios/vmx/01/';
  const graded = async (program: string, at = path) => {
    const { page, problems, close } = await visit(site, at, wide);
    const lab = await near(page, 'vmx-lab');
    await write(lab, program);
    await press(lab, 'Corrigir');
    const text = await verdict(lab);
    expect(problems).toEqual([]);
    await close();
    return text;
  };

  it('passes the reference solution', async () => {
    expect(await graded(exercise('vmx/01-entrar-e-sair/solucao/programa.vmx'))).toBe(
      'Aprovado: 10 de 10 pontos',
    );
  });

  it('does not pass who leaves with VMRESUME', async () => {
    expect(await graded(exercise('vmx/01-entrar-e-sair/erradas/vmresume-para-sair.vmx'))).toMatch(
      /^Ainda não: \d de 10/,
    );
  });

  it('passes the reference solution in assembly', async () => {
    expect(await graded(exercise('vmx/10-escalonador/solucao/programa.asm'), '/exercicios/vmx/10/')).toBe(
      'Aprovado: 14 de 14 pontos',
    );
  });

  it('shows one hint at a time', async () => {
    const { page, problems, close } = await visit(site, path, wide);
    const hints = page.locator('.dicas summary');
    expect(await hints.count()).toBeGreaterThan(2);
    const shown = async () => (await hints.all()).length - (await hints.filter({ visible: false }).count());
    expect(await shown()).toBe(1);
    await hints.first().click();
    expect(await shown()).toBe(2);
    expect(problems).toEqual([]);
    await close();
  });

  it('starts from the starter, never from work that lies in the folder', () => {
    const starter = exercise('vmx/01-entrar-e-sair/partida/programa.vmx');
    const embedded = /<vmx-lab[\s\S]*?<script type="application\/json">([\s\S]*?)<\/script>/.exec(
      htmlOf(dist, path),
    );
    expect((JSON.parse(embedded?.[1] ?? '{}') as { partida: string }).partida).toBe(starter);
  });
});

describe('exercise 2', () => {
  const path = '/exercicios/2/';
  const body = exercise('02-hyperthreading/solucao/resposta.md').replace(/^---[\s\S]*?---\n/, '');
  const graded = async (answer: string) => {
    const opened = await visit(site, path, wide);
    const widget = await near(opened.page, 'written-answer');
    await widget.locator('textarea').fill(answer);
    await press(widget, 'Corrigir');
    return { ...opened, widget, text: await verdict(widget) };
  };

  it('gives the reference answer all its points, in the page', async () => {
    const { text, problems, close } = await graded(body);
    expect(text).toBe('Aprovado: 4 de 4 pontos');
    expect(problems).toEqual([]);
    await close();
  });

  it('shows HTML in an answer as text', async () => {
    const { page, widget, problems, close } = await graded(
      `<img src=x onerror="document.title='aberto'"><script>document.title='aberto'</script> ${body}`,
    );
    expect(await widget.locator('img, script:not([type="application/json"])').count()).toBe(0);
    expect(await page.title()).not.toBe('aberto');
    expect(problems).toEqual([]);
    await close();
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([
    ['/licoes/ciclo-de-vida/', 'vmx-lab'],
    ['/exercicios/vmx/01/', 'vmx-lab'],
    ['/exercicios/2/', 'written-answer'],
  ])('axe finds nothing with the widget open: %s', async (path, tag) => {
    const { page, close } = await visit(site, path, { colorScheme, ...wide });
    await near(page, tag);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
