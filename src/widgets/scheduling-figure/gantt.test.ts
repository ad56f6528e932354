// The chart's promise: the area of a program's bars is its work.
import { describe, expect, it } from 'vitest';
import { ARRANGEMENTS, EXAMPLES, exampleWorkload, toNumber } from '../../scheduling/index.ts';
import type { Shape } from '../shared/drawing.ts';
import { gantt, tickEvery } from './gantt.ts';
import { sentence } from './sentence.ts';
import { runsOf, shownArrangements, shownExample, shownExamples } from './shown.ts';

const rects = (one: Shape): Shape[] => [
  ...(one.tag === 'rect' ? [one] : []),
  ...one.children.flatMap((child) => (typeof child === 'string' ? [] : rects(child))),
];
const number = (one: Shape, name: string): number => Number(one.attributes[name]);

describe.each(EXAMPLES)('%s', (example) => {
  const load = exampleWorkload(example);
  const runs = runsOf(load, ARRANGEMENTS);

  it.each(ARRANGEMENTS)('draws the work of each program as an area: %s', (arrangement) => {
    const run = runs.get(arrangement);
    if (run === undefined) throw new Error('the example cannot run');
    const length = toNumber(run.measures.makespan);
    const bars = rects(gantt(run, length, ''));
    load.programs.forEach((program, index) => {
      const floor = index * 26 + 23;
      const own = bars.filter((bar) => Math.abs(number(bar, 'y') + number(bar, 'height') - floor) < 0.2);
      const area = own.reduce((sum, bar) => sum + number(bar, 'width') * number(bar, 'height'), 0);
      // 332 units wide, 20 high; coordinates are rounded to a tenth.
      expect(Math.abs((area * length) / (332 * 20) / program.work - 1)).toBeLessThan(0.03);
    });
  });

  it('has something to say of any choice of arrangements', () => {
    for (const one of ARRANGEMENTS) expect(sentence(runsOf(load, [one]))).toContain('termina em');
    expect(sentence(runs)).toContain('o HyperThreading');
    expect(sentence(runs)).toContain('máquinas virtuais');
  });
});

it('says of one arrangement how many run at a time, with the numbers of the model', () => {
  const load = exampleWorkload('many-exits');
  const told = (arrangement: (typeof ARRANGEMENTS)[number]): string => sentence(runsOf(load, [arrangement]));
  const run = runsOf(load, ['virtualization']).get('virtualization');
  expect(told('virtualization')).toContain(
    `uma máquina só, ou o monitor, que atende ${run?.measures.exitTotal} saídas`,
  );
  expect(told('virtualization-hyperthreading')).toContain('em cada processador lógico roda uma máquina');
  expect(told('multitasking')).toMatch(/^Em cada instante roda um programa só; ao todo, há \d+ trocas\./);
  expect(told('hyperthreading')).toMatch(/^Em cada instante em cada processador lógico roda um programa só/);
});

it('offers the examples that show something in the arrangements', () => {
  expect(shownExamples(['multitasking'])).toEqual(['different-units', 'waiting-programs']);
  expect(shownExamples(['virtualization'])).toEqual(['different-units', 'waiting-programs', 'many-exits']);
  expect(shownExamples(['multitasking', 'hyperthreading'])).not.toContain('many-exits');
  expect(shownExamples(ARRANGEMENTS)).toEqual(EXAMPLES);
});

it('marks the axis at round numbers, never more than nine', () => {
  for (const length of [1, 7, 8, 9, 63, 87, 175, 200, 801, 12_345, 1_000_000]) {
    expect(length / tickEvery(length)).toBeLessThanOrEqual(8);
    expect(String(tickEvery(length))).toMatch(/^[125]0*$/);
  }
});

it('shows everything where the attributes name nothing that exists', () => {
  expect(shownArrangements('nada')).toEqual(ARRANGEMENTS);
  expect(shownArrangements(null)).toEqual(ARRANGEMENTS);
  expect(shownArrangements('virtualization multitasking')).toEqual(['multitasking', 'virtualization']);
  expect(shownExample('nada')).toBe('different-units');
});
