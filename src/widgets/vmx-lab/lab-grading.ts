// Grading a lab in the page: the button, the result, and what is said when it cannot be graded.
import type { Graded } from '../../../graders/engine/result.ts';
import { tooLong } from '../editor/text-limits.ts';
import { resultSummary, resultView, type ResultActions } from '../result/result-view.ts';
import { h, setAttributes, setText } from '../shared/dom.ts';
import type { LabEngine } from './engine.ts';

/** Share of the window that a result may take and still be seen whole, beside the bar of the steps. */
const MOST_OF_THE_WINDOW = 0.75;

export class LabGrading {
  readonly button = h('button', { type: 'button' }, 'Corrigir');
  readonly element: HTMLElement;
  readonly #exercise: string;
  readonly #actions: ResultActions;
  readonly #status = h('p', { role: 'status', 'aria-live': 'polite', class: 'sr' });
  readonly #graded = h('div', { class: 'graded' });

  constructor(exercise: string, actions: ResultActions) {
    this.#exercise = exercise;
    this.#actions = actions;
    this.element = h('div', { class: 'grading' }, this.#status, this.#graded);
  }

  /** Grades and shows. Null where it was no try: already grading, text too long, or the grader failed. */
  async grade(engine: LabEngine, grading: unknown, source: string): Promise<Graded | null> {
    if (this.button.getAttribute('aria-disabled') === 'true') return null;
    const refused = tooLong(source);
    if (refused !== null) {
      this.#say(refused);
      return null;
    }
    setAttributes(this.button, { 'aria-disabled': 'true' });
    setText(this.button, 'Corrigindo…');
    // Grading runs the program several times: let the button be drawn first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    let graded: Graded | null = null;
    try {
      graded = await engine.grade(grading, source);
    } catch (error) {
      console.error(error);
    }
    setAttributes(this.button, { 'aria-disabled': null });
    setText(this.button, 'Corrigir');
    this.#show(graded, source.trim() === '');
    return graded;
  }

  /** Says that the result shown is of an older text, if there is one. */
  outdate(): void {
    if (this.#graded.querySelector('.result') === null || this.#graded.querySelector('.stale') !== null)
      return;
    this.#graded.prepend(
      h('p', { class: 'stale' }, 'O programa mudou depois desta correção. “Corrigir” lê a versão nova.'),
    );
  }

  #show(graded: Graded | null, empty: boolean): void {
    if (graded === null) {
      this.#say(
        `A correção não funcionou nesta página. Recarregue-a, ou corrija no terminal: npm run grade -- ${this.#exercise}`,
      );
    } else if (graded.status === 'graded') {
      this.#place(resultView(graded.result, this.#actions), resultSummary(graded.result));
    } else if (graded.status === 'unreadable') {
      this.#say(graded.error.message);
    } else {
      this.#say(
        empty
          ? 'O editor está vazio: não há programa para corrigir. Escreva um, ou comece de novo com “Restaurar o original”.'
          : 'O programa ainda é o ponto de partida. Escreva nele o que falta e corrija de novo.',
      );
    }
  }

  #say(text: string): void {
    this.#place(h('p', { class: 'stale', tabindex: -1 }, text), text);
  }

  /** Puts the result in view, and the focus on its heading. */
  #place(view: HTMLElement, summary: string): void {
    this.#graded.replaceChildren(view);
    // The same words twice would not be announced twice.
    setText(this.#status, '');
    requestAnimationFrame(() => setText(this.#status, summary));
    // Whole where it fits, else from its beginning. One scroll only: a second would end the first where it is smooth.
    const fits = view.offsetHeight <= innerHeight * MOST_OF_THE_WINDOW;
    view.scrollIntoView({ block: fits ? 'nearest' : 'start' });
    const heading = view.querySelector<HTMLElement>('.verdict') ?? view;
    // Who has gone on to something else in the meantime stays there.
    const { activeElement } = this.button.getRootNode() as ShadowRoot | Document;
    if (activeElement === null || activeElement === this.button) heading.focus({ preventScroll: true });
  }
}
