// Both figures as a reader meets them: their numbers must be the laws' own.
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { amdahl, LEFT_OUT } from '../../parallelism/index.ts';
import { inPortuguese } from '../shared/controls.ts';
import { frame, objections, place, smallTargets } from '../shared/testing.ts';
import './index.ts';

afterEach(() => document.body.replaceChildren());

describe('the speedup figure', () => {
  it('opens on the lesson’s numbers: 95% and 64 processors give 15.4, and never more than 20', () => {
    const figure = place('parallel-speedup');
    expect(figure.text('.say')).toContain('15,4 vezes mais rápido (Amdahl)');
    expect(figure.text('.say')).toContain('não passaria de 20 vezes');
    expect(figure.all('svg .curve')).toHaveLength(3);
    expect(figure.all('svg .mark')).toHaveLength(2);
  });

  it('says what the law says wherever the sliders stand', async () => {
    const figure = place('parallel-speedup');
    for (const [parallel, processors] of [
      [0, 1],
      [0, 64],
      [50, 2],
      [100, 64],
      [87, 23],
    ] as const) {
      figure.slide('#divide', parallel);
      figure.slide('#processadores', processors);
      await frame();
      expect(figure.text('.say')).toContain(`${inPortuguese(amdahl(parallel / 100, processors), 1)} vez`);
      const row = figure
        .all('tbody tr')
        .find((one) => one.firstElementChild?.textContent === `${processors}`);
      expect(row?.children[1]?.textContent).toBe(inPortuguese(amdahl(parallel / 100, processors), 2));
    }
  });

  it('has no ceiling where everything can be divided', async () => {
    const figure = place('parallel-speedup');
    figure.choose('parte', '100');
    await frame();
    expect(figure.text('.say')).not.toContain('infinitos');
    expect(figure.all('svg .limit')).toHaveLength(0);
  });

  it('can be used with the keyboard alone', async () => {
    const figure = place('parallel-speedup');
    figure.one<HTMLInputElement>('input[name=parte]:checked').focus();
    await userEvent.keyboard('{ArrowLeft}');
    await frame();
    expect(figure.text('.say')).toContain('Se 75% do trabalho');
    figure.one<HTMLInputElement>('#processadores').focus();
    await userEvent.keyboard('{Home}');
    await frame();
    expect(figure.text('.say')).toContain('um processador');
  });

  it('has nothing axe objects to, and fits a narrow screen', async () => {
    const figure = place('parallel-speedup');
    figure.host.style.width = '336px';
    expect(await objections(figure)).toEqual([]);
    expect(smallTargets(figure)).toEqual([]);
    expect(figure.one('.figure').scrollWidth).toBeLessThanOrEqual(336);
  });
});

describe('the frequency and power figure', () => {
  it('opens on two cores at 85%: 1.7 times the work for 23% more power', () => {
    const figure = place('frequency-power');
    expect(figure.text('.say')).toContain('1,23 vez a potência');
    expect(figure.text('.say')).toContain('1,7 vez o trabalho');
    expect(figure.all('.plain-list li')).toHaveLength(LEFT_OUT.length);
  });

  it('shows that a faster core heats more than it works, and that undivided work gains nothing', async () => {
    const figure = place('frequency-power');
    figure.choose('arranjo', 'mais-rapido');
    await frame();
    expect(figure.text('.say')).toContain('1,73 vez a potência');
    expect(figure.text('.say')).toContain('O calor cresce mais que o trabalho.');
    figure.choose('arranjo', 'dois-sem-dividir');
    await frame();
    expect(figure.text('.say')).toContain('0,85 vez o trabalho');
  });

  it('finds that work which cannot be divided is best done by one core', async () => {
    const figure = place('frequency-power');
    figure.slide('#divide', 0);
    await frame();
    expect(figure.text('.figure')).toMatch(/de 1 a 16, é 1\./);
  });

  it('can be used with the keyboard alone', async () => {
    const figure = place('frequency-power');
    figure.one<HTMLInputElement>('#nucleos').focus();
    await userEvent.keyboard('{ArrowRight}');
    await frame();
    expect(figure.text('.say')).toContain('3 núcleos a 85%');
  });

  it('has nothing axe objects to, and fits a narrow screen', async () => {
    const figure = place('frequency-power');
    figure.host.style.width = '336px';
    expect(await objections(figure)).toEqual([]);
    expect(smallTargets(figure)).toEqual([]);
    expect(figure.one('.figure').scrollWidth).toBeLessThanOrEqual(336);
  });
});
