import { expect, it } from 'vitest';
import { bySourcePart } from './source-parts.ts';

it('puts paragraphs by number, and figures after them', () => {
  expect(['Fig. 2', 'P10', 'P2', 'Fig. 1', 'P1'].sort(bySourcePart)).toEqual([
    'P1',
    'P2',
    'P10',
    'Fig. 1',
    'Fig. 2',
  ]);
});
