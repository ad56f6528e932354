// For the browser tests of the figures: a place in the page, its parts, and axe.
import axeSource from 'axe-core/axe.min.js?raw';
import type { AxeResults } from 'axe-core';

/** The parts of a widget that is in the page; asking for one that is not there fails by its name. */
export interface Parts {
  readonly root: ShadowRoot;
  readonly one: <E extends Element = HTMLElement>(selector: string) => E;
  readonly all: <E extends Element = HTMLElement>(selector: string) => E[];
  /** The button with this name, without the key shown beside it. */
  readonly button: (name: string) => HTMLButtonElement;
}

export interface Placed extends Parts {
  readonly host: HTMLElement;
  text(selector: string): string;
  /** Moves a slider as a reader does. */
  slide(selector: string, value: number): void;
  /** Chooses a radio button. */
  choose(name: string, value: string): void;
}

/** The parts of a widget whose shadow root is open. */
export function partsOf(host: Element): Parts {
  const root = host.shadowRoot;
  if (root === null) throw new Error('the widget has no shadow root');
  const all = <E extends Element = HTMLElement>(selector: string): E[] => [
    ...root.querySelectorAll<E>(selector),
  ];
  return {
    root,
    all,
    one: <E extends Element = HTMLElement>(selector: string): E => {
      const found = root.querySelector<E>(selector);
      if (found === null) throw new Error(`nothing matches ${selector}`);
      return found;
    },
    button: (name) => {
      const named = (button: Element): boolean =>
        button.textContent?.trim() === name || button.querySelector('span')?.textContent === name;
      const found = all<HTMLButtonElement>('button').find(named);
      if (found === undefined) throw new Error(`no button ${name}`);
      return found;
    },
  };
}

/** Puts the element in the page, with a static figure inside as a lesson has it. */
export function place(tag: string, attributes: Readonly<Record<string, string>> = {}): Placed {
  const host = document.createElement(tag);
  for (const [name, value] of Object.entries({ titulo: 'Uma figura', ...attributes }))
    host.setAttribute(name, value);
  host.append(document.createElement('figure'));
  document.body.append(host);
  const parts = partsOf(host);
  const { one } = parts;
  return {
    ...parts,
    host,
    text: (selector) => one(selector).textContent ?? '',
    slide(selector, value) {
      const input = one<HTMLInputElement>(selector);
      input.valueAsNumber = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    choose(name, value) {
      one<HTMLInputElement>(`input[name="${name}"][value="${value}"]`).click();
    },
  };
}

/** What axe objects to in the place, folds open; colours are the site's and tested there. */
export async function objections(placed: Placed): Promise<string[]> {
  for (const details of placed.all<HTMLDetailsElement>('details')) details.open = true;
  if (!('axe' in window)) {
    const script = document.createElement('script');
    script.textContent = axeSource;
    document.head.append(script);
  }
  const { axe } = window as unknown as { axe: { run: (place: Element) => Promise<AxeResults> } };
  const { violations } = await axe.run(placed.host);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Controls that a finger could miss: smaller than 44 px in height. */
export function smallTargets(placed: Placed): string[] {
  return placed
    .all<HTMLElement>('button, select, input[type=range], .choices label, summary')
    .filter((element) => element.offsetHeight > 0 && element.getBoundingClientRect().height < 43.5)
    .map((element) => element.textContent ?? element.id);
}

/** The next frame, after which what a slider changed is drawn. */
export const frame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
