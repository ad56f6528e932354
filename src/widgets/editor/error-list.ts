// The list of errors and warnings under the program: what each is, and a button that leads to its place.
import { h } from '../shared/dom.ts';

export interface EditorError {
  /** 1-based, as `column`. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
  /** A warning lets the program run. */
  readonly warning: boolean;
}

export class ErrorList {
  readonly element: HTMLElement;
  readonly #goTo: (error: EditorError) => void;

  constructor(id: string, goTo: (error: EditorError) => void) {
    this.element = h('ol', { class: 'errors', id, hidden: true });
    this.#goTo = goTo;
  }

  /** `message` is about the text as a whole and comes first. */
  show(errors: readonly EditorError[], message: string | null): void {
    const items = errors.map((error) => {
      const place = `${error.warning ? 'aviso na linha' : 'linha'} ${error.line}, coluna ${error.column}`;
      const jump = h(
        'button',
        { type: 'button', class: error.warning ? 'jump warning' : 'jump' },
        h('span', { class: 'where' }, place),
        h('span', {}, error.text),
      );
      jump.addEventListener('click', () => this.#goTo(error));
      return h('li', {}, jump);
    });
    if (message !== null) items.unshift(h('li', { class: 'whole' }, message));
    this.element.replaceChildren(...items);
    this.element.hidden = items.length === 0;
  }
}
