// The figure as a reader meets it: what calls each monitor, who is stopped by whom, and back again.
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  DEFAULT_CONFIGURATION,
  EXAMPLE_TEXTS,
  initialMonitor,
  LEFT_OUT,
  MONITORS,
  parseProgram,
  runMonitor,
  SENSITIVE,
  type Monitor,
} from '../../v86/index.ts';
import { objections, place, smallTargets, type Placed } from '../shared/testing.ts';
import './index.ts';

afterEach(() => document.body.replaceChildren());

function toTheEnd(figure: Placed): string {
  let said = figure.text('.say');
  for (let count = 0; count < 500 && !figure.button('Passo').hasAttribute('aria-disabled'); count++) {
    figure.button('Passo').click();
    said += ` ${figure.text('.say')}`;
  }
  return said;
}

/** The model's own total for program A as given and B that counts. */
function total(monitor: Monitor, text: string): number {
  const programs = [text, EXAMPLE_TEXTS.counter].map((one, index) => {
    const read = parseProgram(one);
    if (!read.ok) throw new Error('an example cannot be read');
    return { id: 'AB'[index] ?? '', program: read.program };
  });
  return runMonitor(initialMonitor({ ...DEFAULT_CONFIGURATION, monitor }, programs)).total;
}

describe('the V86 monitor figure', () => {
  it('opens on CLI: a fault in V86, nothing under VT', () => {
    const figure = place('v86-monitor');
    expect(figure.text('.say')).toContain('Modo V86: CLI, em A, não executa: #GP');
    expect(figure.text('.say')).toContain('VT: CLI executa direto em A');
    expect(figure.all('svg.chart')).toHaveLength(2);
  });

  it.each(['six', 'hello', 'critical-section'] as const)('counts for %s what the model counts', (exemplo) => {
    const figure = place('v86-monitor', { exemplo });
    toTheEnd(figure);
    const cells = figure
      .all('tbody tr')
      .find((row) => row.firstElementChild?.textContent === 'Ao todo')
      ?.querySelectorAll('td');
    expect([...(cells ?? [])].map((cell) => Number(cell.textContent))).toEqual(
      MONITORS.map((monitor) => total(monitor, EXAMPLE_TEXTS[exemplo])),
    );
  });

  it('shows that CLI and an endless loop stop nobody with IOPL 0, and everybody with IOPL 3', () => {
    const figure = place('v86-monitor', { exemplo: 'hog' });
    expect(toTheEnd(figure)).toContain('O monitor dá a vez a B');
    figure.choose('iopl', '3');
    expect(toTheEnd(figure)).toContain('o monitor perdeu o controle');
  });

  it('goes back through every step to the start', () => {
    const figure = place('v86-monitor', { exemplo: 'prober' });
    figure.button('Recomeçar').click();
    const start = figure.one('.monitors').innerHTML;
    expect(toTheEnd(figure)).toContain('passa em silêncio');
    for (let count = 0; count < 500 && !figure.button('Voltar').hasAttribute('aria-disabled'); count++)
      figure.button('Voltar').click();
    expect(figure.one('.monitors').innerHTML).toBe(start);
  });

  it('jumps to the next call of a monitor', () => {
    const figure = place('v86-monitor', { exemplo: 'hello' });
    figure.button('Até alguém chamar o monitor').click();
    expect(figure.text('.say')).toContain('INT, em A, não executa: #GP');
  });

  it('has the table of what each instruction does, and says what it leaves out', () => {
    const figure = place('v86-monitor');
    expect(figure.text('.figure')).toContain('passa em silêncio');
    expect(figure.all('details tbody tr').length).toBeGreaterThanOrEqual(Object.keys(SENSITIVE).length);
    expect(figure.all('.plain-list li')).toHaveLength(LEFT_OUT.length);
  });

  it('can be used with the keyboard alone', async () => {
    const figure = place('v86-monitor');
    figure.button('Passo').focus();
    await userEvent.keyboard('{Enter}');
    expect(figure.text('.say')).toContain('Passo 2.');
    await userEvent.keyboard('{Tab}{Tab}{Enter}');
    expect(figure.text('.say')).toContain('Passo 1.');
  });

  it('has nothing axe objects to, and fits a narrow screen', async () => {
    const figure = place('v86-monitor');
    figure.host.style.width = '336px';
    expect(await objections(figure)).toEqual([]);
    expect(smallTargets(figure)).toEqual([]);
    expect(figure.one('.figure').scrollWidth).toBeLessThanOrEqual(336);
  });
});
