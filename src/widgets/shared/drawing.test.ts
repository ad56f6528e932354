import { describe, expect, it } from 'vitest';
import { box, drawing, label, shape, toMarkup } from './drawing.ts';

describe('a drawing as text of a page', () => {
  it('writes elements, attributes and text', () => {
    const made = toMarkup(drawing('duas barras', 40, 10, box(0, 1.26, 5, 8, 'root'), label(1, 9, 'A')));
    expect(made).toBe(
      '<svg class="chart" viewBox="0 0 40 10" role="img" aria-label="duas barras">' +
        '<rect x="0" y="1.3" width="5" height="8" rx="2" class="root"></rect>' +
        '<text x="1" y="9" text-anchor="start">A</text></svg>',
    );
  });

  it('lets nothing written in it become markup', () => {
    const made = toMarkup(shape('text', { class: 'a" onload="x' }, '<script>&'));
    expect(made).not.toMatch(/<script|" onload/);
  });

  it('leaves out attributes without a value and never draws a negative width', () => {
    expect(toMarkup(shape('g', { class: null, hidden: false }))).toBe('<g></g>');
    expect(toMarkup(box(0, 0, -3, 2, 'root'))).toContain('width="0"');
  });
});
