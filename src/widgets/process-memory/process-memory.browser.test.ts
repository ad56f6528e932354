// The figure as a reader meets it: the examples to their end, the reader's own commands, and back again.
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { EXAMPLES, exampleCommands, LEFT_OUT, type ExampleName } from '../../process-memory/index.ts';
import { objections, place, smallTargets, type Placed } from '../shared/testing.ts';
import './index.ts';

afterEach(() => document.body.replaceChildren());

/** To the end of the example; what was said on the way. */
function toTheEnd(figure: Placed): string[] {
  const said = [figure.text('.say')];
  for (let count = 0; count < 50 && !figure.one('.primary').hasAttribute('aria-disabled'); count++) {
    figure.button('Passo').click();
    said.push(figure.text('.say'));
  }
  return said;
}

const cell = (figure: Placed, row: number): string => figure.text(`.own tbody tr:nth-child(${row}) td`);

describe('the process memory figure', () => {
  it.each([
    ['leak', 'Vazamento: ninguém mais guarda'],
    ['endless-recursion', 'Estouro de pilha'],
    ['fragmentation', 'mas não'],
    ['dangling', 'depois de devolvido'],
    ['threads', 'com uma pilha só sua'],
  ] as const satisfies readonly (readonly [ExampleName, string])[])('shows %s', (exemplo, words) => {
    const figure = place('process-memory', { exemplo });
    expect(toTheEnd(figure).join(' ')).toContain(words);
  });

  it('has a chapter for every example and says what it leaves out', () => {
    const figure = place('process-memory');
    expect(figure.all('input[name=exemplo]')).toHaveLength(EXAMPLES.length);
    expect(figure.all('.plain-list li')).toHaveLength(LEFT_OUT.length);
  });

  it('goes back through every step to the start, and forward to the same end', () => {
    const figure = place('process-memory', { exemplo: 'threads' });
    const said = toTheEnd(figure);
    const end = figure.one('svg.chart').outerHTML;
    for (let count = 0; count < exampleCommands('threads').length; count++) figure.button('Voltar').click();
    expect(figure.text('.say')).toContain('O processo começou');
    expect(figure.button('Voltar').getAttribute('aria-disabled')).toBe('true');
    expect(toTheEnd(figure).slice(3)).toEqual(said.slice(1));
    expect(figure.one('svg.chart').outerHTML).toBe(end);
  });

  it('lets the reader allocate, lose the address by returning, and see the leak', () => {
    const figure = place('process-memory');
    figure.button('Recomeçar').click();
    figure.button('Chamar função').click();
    figure.button('Alocar 96 bytes').click();
    expect(cell(figure, 1)).toBe('112');
    expect(cell(figure, 2)).toBe('0');
    figure.button('Retornar').click();
    expect(figure.text('.say')).toContain('Vazamento');
    expect(cell(figure, 2)).toBe('112');
  });

  it('lets the reader free what was allocated, then free it again and end the process', () => {
    const figure = place('process-memory');
    figure.button('Recomeçar').click();
    figure.button('Chamar função').click();
    figure.button('Alocar 96 bytes').click();
    figure.button('Liberar').click();
    expect(cell(figure, 1)).toBe('0');
    figure.button('Liberar').click();
    expect(figure.text('.say')).toContain('não há bloco para devolver');
    expect(figure.button('Chamar função').getAttribute('aria-disabled')).toBe('true');
    figure.button('Voltar').click();
    expect(figure.button('Chamar função').hasAttribute('aria-disabled')).toBe(false);
  });

  it('overflows a stack, and refuses a fifth thread, by the buttons', () => {
    const figure = place('process-memory');
    for (let count = 0; count < 4; count++) figure.button('Nova thread').click();
    expect(figure.text('.say')).toContain('cabem quatro threads');
    for (let count = 0; count < 10; count++) figure.button('Chamar função').click();
    expect(figure.text('.say')).toContain('Estouro de pilha');
  });

  it('can be used with the keyboard alone', async () => {
    const figure = place('process-memory', { exemplo: 'leak' });
    const before = figure.text('.say');
    figure.button('Passo').focus();
    await userEvent.keyboard('{Enter}');
    expect(figure.text('.say')).not.toBe(before);
    await userEvent.keyboard('{Tab}{Enter}');
    expect(figure.text('.say')).toBe(before);
  });

  it('has nothing axe objects to, and fits a narrow screen', async () => {
    const figure = place('process-memory', { exemplo: 'threads' });
    figure.host.style.width = '336px';
    expect(await objections(figure)).toEqual([]);
    expect(smallTargets(figure)).toEqual([]);
    expect(figure.one('.figure').scrollWidth).toBeLessThanOrEqual(336);
  });
});
