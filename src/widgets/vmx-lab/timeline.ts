// The timeline: a range input over the steps, with marks where entries, exits and failures happened.
import { h, s, setAttributes, setText } from '../shared/dom.ts';
import type { MarkKind, StepMark } from './lab-run.ts';

/** Marks drawn at most; a long run would give more than there are pixels. */
const MAX_MARKS = 400;

/** Shapes of the marks in a box 10 wide and 14 high, its middle at 0. */
const SHAPES: Readonly<Record<MarkKind, string>> = {
  entry: 'M0 1L5 9H-5Z',
  exit: 'M0 13L5 5H-5Z',
  vmfail: 'M-1.5 1H1.5V13H-1.5Z',
  exception: 'M0 2L5.5 12H-5.5Z',
};

export class Timeline {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #label: HTMLElement;
  readonly #marks = s('svg', { class: 'marks', 'aria-hidden': 'true', height: 14, width: '100%' });
  #drawn = '';

  constructor(id: string, goTo: (step: number) => void) {
    this.input = h('input', { type: 'range', id, min: 0, max: 0, step: 1, value: 0 });
    // No <output>: it would be a second live region beside the sentence.
    this.#label = h('span', { class: 'step-count' });
    this.element = h(
      'div',
      { class: 'timeline' },
      h('div', { class: 'timeline-head' }, h('label', { for: id }, 'Linha do tempo'), this.#label),
      h('div', { class: 'track' }, this.#marks, this.input),
    );
    this.input.addEventListener('input', () => goTo(this.input.valueAsNumber));
  }

  /** `what` is the current step in words, for who hears the slider instead of seeing it. */
  draw(step: number, reach: number, marks: readonly StepMark[], what: string): void {
    const max = Math.max(step, reach);
    setAttributes(this.input, { max, 'aria-valuetext': `passo ${step} de ${max}: ${what}` });
    if (this.input.valueAsNumber !== step) this.input.valueAsNumber = step;
    this.input.disabled = max === 0;
    setText(this.#label, `passo ${step} de ${max}`);
    this.#drawMarks(marks, max);
  }

  #drawMarks(marks: readonly StepMark[], max: number): void {
    const key = `${marks.length}/${max}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#marks.replaceChildren(
      ...marks.slice(0, MAX_MARKS).map(({ step, kind }) =>
        // A nested svg takes its place in percent, which a path cannot.
        s(
          'svg',
          {
            class: kind,
            x: `${max === 0 ? 0 : (100 * step) / max}%`,
            width: 12,
            height: 14,
            overflow: 'visible',
          },
          s('path', { d: SHAPES[kind] }),
        ),
      ),
    );
  }
}
