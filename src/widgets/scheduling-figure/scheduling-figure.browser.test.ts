// The figure as a reader meets it: what it says must be what the model's measures say.
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { exampleWorkload, LEFT_OUT, runAll, toNumber, type ExampleName } from '../../scheduling/index.ts';
import { inPortuguese } from '../shared/controls.ts';
import { toMarkup, toSvg } from '../shared/drawing.ts';
import { frame, objections, place, smallTargets } from '../shared/testing.ts';
import { gantt } from './gantt.ts';
import './index.ts';

afterEach(() => document.body.replaceChildren());

const makespan = (example: ExampleName, arrangement: 'multitasking' | 'hyperthreading'): string => {
  const result = runAll(exampleWorkload(example))[arrangement];
  return result.ok ? inPortuguese(toNumber(result.run.measures.makespan), 1) : '';
};

describe('the scheduling figure', () => {
  it('shows the four arrangements of the same programs, with a sentence and numbers', () => {
    const figure = place('scheduling-figure');
    expect(figure.all('svg.chart')).toHaveLength(4);
    expect(figure.all('.numbers tbody tr')).toHaveLength(4);
    expect(figure.text('.say')).toContain(
      `ajuda: o conjunto termina antes (${makespan('different-units', 'multitasking')} sem ele, ${makespan('different-units', 'hyperthreading')} com ele)`,
    );
    expect(figure.all('.plain-list li')).toHaveLength(LEFT_OUT.length);
  });

  it('of one arrangement alone has its number, its examples and no sliders of what a core shares', () => {
    const figure = place('scheduling-figure', { mostra: 'multitasking', numero: '1' });
    expect(figure.text('.eyebrow')).toBe('Figura 1, para mexer');
    expect(figure.all('svg.chart')).toHaveLength(1);
    expect(figure.all('input[name=exemplo]')).toHaveLength(2);
    expect(figure.all('#usa-alu')).toHaveLength(0);
    expect(figure.text('.say')).toContain('roda um programa só');
  });

  it.each([
    ['different-units', 'ajuda'],
    ['same-units', 'quase não muda'],
    ['cache-fight', 'atrapalha'],
  ] as const)('says of %s that HyperThreading %s', async (example, word) => {
    const figure = place('scheduling-figure', {
      mostra: 'multitasking hyperthreading',
      exemplo: 'waiting-programs',
    });
    figure.choose('exemplo', example);
    await frame();
    expect(figure.text('.say')).toContain(`o HyperThreading ${word}`);
    expect(figure.all('svg.chart')).toHaveLength(2);
  });

  it('lets the reader turn help into no help with the share of the units', async () => {
    const figure = place('scheduling-figure', { mostra: 'multitasking hyperthreading' });
    for (const id of ['P1', 'P2', 'P3', 'P4']) {
      figure.choose('programa', id);
      figure.slide('#usa-alu', 100);
    }
    await frame();
    expect(figure.text('.say')).toContain('quase não muda');
  });

  it('makes virtual machines slower as an exit gets dearer', async () => {
    const figure = place('scheduling-figure', { exemplo: 'many-exits' });
    const total = (): number =>
      Number(figure.text('.numbers tbody tr:nth-child(3) td').replace('.', '').replace(',', '.'));
    figure.slide('#exitCost', 0);
    await frame();
    const cheap = total();
    figure.slide('#exitCost', 10);
    await frame();
    expect(total()).toBeGreaterThan(cheap);
  });

  it('runs whatever the controls allow, at both ends of every slider', async () => {
    const figure = place('scheduling-figure', { exemplo: 'waiting-programs' });
    for (const end of ['min', 'max'] as const) {
      for (const input of figure.all<HTMLInputElement>('input[type=range]'))
        figure.slide(`#${input.id}`, Number(input[end]));
      await frame();
      expect(figure.all('svg.chart')).toHaveLength(4);
    }
  });

  it('can be used with the keyboard alone', async () => {
    const figure = place('scheduling-figure');
    const before = figure.text('.say');
    figure.one<HTMLInputElement>('input[name=exemplo]:checked').focus();
    await userEvent.keyboard('{ArrowRight}');
    await frame();
    expect(figure.one<HTMLInputElement>('input[name=exemplo]:checked').value).toBe('same-units');
    expect(figure.text('.say')).not.toBe(before);
    figure.one<HTMLDetailsElement>('details').open = true;
    figure.one<HTMLInputElement>('#quantum').focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(figure.one('#quantum').getAttribute('aria-valuetext')).toBe('11 unidades de tempo');
  });

  it('draws live exactly what the page draws when it is built', () => {
    const result = runAll(exampleWorkload('many-exits'))['virtualization-hyperthreading'];
    if (!result.ok) throw new Error('the example cannot run');
    const chart = gantt(result.run, 200, 'um nome');
    const built = document.createElement('div');
    built.innerHTML = toMarkup(chart);
    expect(built.firstElementChild?.isEqualNode(toSvg(chart))).toBe(true);
  });

  it('can stand twice in one page', async () => {
    place('scheduling-figure', { titulo: 'Outra figura' });
    const figure = place('scheduling-figure');
    figure.choose('exemplo', 'cache-fight');
    await frame();
    expect(await objections({ ...figure, host: document.body })).toEqual([]);
  });

  it('has nothing axe objects to, and fits a narrow screen', async () => {
    const figure = place('scheduling-figure');
    figure.host.style.width = '336px';
    expect(await objections(figure)).toEqual([]);
    expect(smallTargets(figure)).toEqual([]);
    expect(figure.one('.figure').scrollWidth).toBeLessThanOrEqual(336);
  });
});
