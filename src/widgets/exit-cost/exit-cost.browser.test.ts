// The figure as a reader meets it: the published table, mixes that software wins and mixes that VT wins.
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { LATER_ASSUMPTIONS, OPERATIONS } from '../../exit-cost/index.ts';
import { frame, objections, place, smallTargets, type Placed } from '../shared/testing.ts';
import { COUNTS, placeOf } from './counts.ts';
import './index.ts';

afterEach(() => document.body.replaceChildren());

const rowOf = (figure: Placed, name: string): string[] => {
  const row = figure.all('.costs tbody tr').find((one) => one.firstElementChild?.textContent === name);
  return [...(row?.children ?? [])].slice(1).map((one) => one.textContent ?? '');
};
const count = (figure: Placed, operation: string, value: number): void =>
  figure.slide(`#vezes-${operation}`, placeOf(COUNTS, value));

describe('the exit-cost figure', () => {
  it('shows the table of 2006, the unknown base of the system call as it is', () => {
    const figure = place('exit-cost');
    expect(figure.all('.costs tbody tr')).toHaveLength(OPERATIONS.length);
    expect(rowOf(figure, 'escrever na tabela de páginas')).toEqual(['1', '391', '12.733', 'software']);
    expect(rowOf(figure, 'chamada de sistema')).toEqual(['base', 'base + 2000*', 'base*', 'VT']);
    expect(rowOf(figure, 'ler uma porta (in)')).toEqual(['3209', '214*', '15.826', 'software']);
  });

  it.each([
    ['pure-computation', 'empate'],
    ['system-calls', 'ganha o VMM com VT'],
    ['process-creation', 'ganha o VMM em software'],
    ['many-calls', 'ganha o VMM com VT'],
  ])('says of %s: %s', (exemplo, words) => {
    expect(place('exit-cost', { exemplo }).text('.say')).toContain(words);
  });

  it('agrees with the sum that the lesson does: 1000 system calls tie with about 162 page-table writes', async () => {
    const figure = place('exit-cost', { exemplo: 'pure-computation' });
    count(figure, 'syscall', 1000);
    count(figure, 'ptemod', 100);
    await frame();
    expect(figure.text('.say')).toContain('ganha o VMM com VT');
    count(figure, 'ptemod', 200);
    await frame();
    expect(figure.text('.say')).toContain('ganha o VMM em software');
    expect(figure.text('.say')).toContain('cerca de 162 escritas na tabela de páginas');
  });

  it('lets later exits and EPT turn the result, and states what it assumes', async () => {
    const figure = place('exit-cost', { exemplo: 'process-creation' });
    expect(figure.one('.assumed').hidden).toBe(true);
    figure.choose('epoca', 'depois');
    await frame();
    expect(figure.one('.assumed').hidden).toBe(false);
    expect(figure.all('.assumed .plain-list li')).toHaveLength(LATER_ASSUMPTIONS.length);
    figure.one<HTMLInputElement>('#ept').click();
    await frame();
    expect(figure.text('.say')).toContain('ganha o VMM com VT');
    expect(rowOf(figure, 'escrever na tabela de páginas')[2]).toBe('1*');
  });

  it('can be used with the keyboard alone', async () => {
    const figure = place('exit-cost', { exemplo: 'system-calls' });
    figure.one<HTMLInputElement>('input[name=exemplo]:checked').focus();
    await userEvent.keyboard('{ArrowRight}');
    await frame();
    expect(figure.text('.say')).toContain('ganha o VMM em software');
    figure.one<HTMLInputElement>('#vezes-ptemod').focus();
    await userEvent.keyboard('{Home}');
    await frame();
    expect(figure.one('#vezes-ptemod').getAttribute('aria-valuetext')).toBe('0 vezes');
  });

  it('has nothing axe objects to, then and later, and fits a narrow screen', async () => {
    const figure = place('exit-cost', { epoca: 'depois' });
    figure.host.style.width = '336px';
    expect(await objections(figure)).toEqual([]);
    expect(smallTargets(figure)).toEqual([]);
    expect(figure.one('.figure').scrollWidth).toBeLessThanOrEqual(336);
  });
});
