// Controls that the figures share: a choice among few, a slider with its value in words, tables.
import { h, setAttributes, setText } from './dom.ts';

export interface Choice<T extends string> {
  readonly element: HTMLFieldSetElement;
  value: T;
}

/** Native radio buttons, each as large as a finger; `chosen` is told of every choice of the reader's. */
export function choice<T extends string>(
  legend: string,
  name: string,
  options: readonly (readonly [T, string])[],
  first: T,
  chosen: (value: T) => void,
): Choice<T> {
  const inputs = options.map(([value]) => {
    const input = h('input', { type: 'radio', name, value, checked: value === first });
    input.addEventListener('change', () => chosen(value));
    return [value, input] as const;
  });
  const element = h(
    'fieldset',
    {},
    h('legend', {}, legend),
    h(
      'div',
      { class: 'choices' },
      ...inputs.map(([, input], index) => h('label', {}, input, options[index]?.[1] ?? '')),
    ),
  );
  return {
    element,
    get value() {
      return inputs.find(([, input]) => input.checked)?.[0] ?? first;
    },
    set value(value: T) {
      for (const [one, input] of inputs) input.checked = one === value;
    },
  };
}

export interface Slider {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Shows a value without telling anybody. */
  show(value: number): void;
}

export interface SliderSpec {
  readonly id: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
  /** The value in words. */
  readonly say: (value: number) => string;
}

/** A labelled range that says its value in words beside it and to screen readers. */
export function slider(spec: SliderSpec, moved: (value: number) => void): Slider {
  const { id, min, max, step = 1, say } = spec;
  const input = h('input', { type: 'range', id, min, max, step });
  const value = h('span', { class: 'value', 'aria-hidden': 'true' });
  const show = (now: number): void => {
    input.valueAsNumber = now;
    setText(value, say(now));
    setAttributes(input, { 'aria-valuetext': say(now) });
  };
  input.addEventListener('input', () => {
    show(input.valueAsNumber);
    moved(input.valueAsNumber);
  });
  show(spec.value);
  return {
    element: h('div', { class: 'slider' }, h('label', { for: id }, spec.label), value, input),
    input,
    show,
  };
}

/** A table: the first cell of each row heads it. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLTableElement {
  return h(
    'table',
    {},
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    h(
      'tbody',
      {},
      ...rows.map((row) =>
        h(
          'tr',
          {},
          ...row.map((cell, index) => (index === 0 ? h('th', { scope: 'row' }, cell) : h('td', {}, cell))),
        ),
      ),
    ),
  );
}

/** A fold that starts closed. */
export const fold = (summary: string, ...inside: readonly Node[]): HTMLDetailsElement =>
  h('details', {}, h('summary', {}, summary), h('div', {}, ...inside));

/** A table that may scroll sideways on a narrow screen, reachable by keyboard. A group: a page may have two alike. */
export const scrolling = (name: string, inside: Node): HTMLElement =>
  h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': name }, inside);

/** A list of plain sentences. */
export const plainList = (items: readonly string[]): HTMLUListElement =>
  h('ul', { class: 'plain-list' }, ...items.map((item) => h('li', {}, item)));

/** 12345.5 as "12.345,5" and 1234 as "1234", as the lessons write them: at most `digits` places. */
export const inPortuguese = (value: number, digits = 0): string =>
  value.toLocaleString('pt-BR', { maximumFractionDigits: digits, useGrouping: 'min2' });
