// A plain editor for the program: a textarea over a drawn copy of its lines, with numbers, the next line marked and
// errors marked. The copy sizes the textarea, so that nothing has to be scrolled in step.
import { h, setAttributes, setText } from '../shared/dom.ts';
import { tooLong } from './lab-run.ts';

export interface EditorError {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
  /** A warning lets the program run. */
  readonly warning: boolean;
}

export interface EditorMarks {
  /** Line (1-based) that the next step runs, or null. */
  readonly next: number | null;
  /** Line of the step just taken, or null. */
  readonly last: number | null;
  /** Whose line `next` is: the guest's letter, or null for the monitor's. */
  readonly guest: string | null;
  /** Hue of that guest: `a`, `b` or `c`. */
  readonly hue: string | null;
}

export class ProgramEditor {
  readonly element: HTMLElement;
  readonly textarea: HTMLTextAreaElement;
  readonly #scroller: HTMLElement;
  readonly #lines: HTMLElement;
  readonly #errors: HTMLElement;
  readonly #where: HTMLElement;
  #drawn: string[] = [];
  #marked: readonly HTMLElement[] = [];
  #wrong: readonly HTMLElement[] = [];

  /** `id` is unique in the widget's root; `onInput` hears of every change, `refuse` of a paste too long to take. */
  constructor(id: string, onInput: () => void, refuse: (message: string) => void) {
    this.textarea = h('textarea', {
      id,
      wrap: 'soft',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      autocorrect: 'off',
      'aria-describedby': `${id}-onde ${id}-erros`,
    });
    this.#lines = h('div', { class: 'lines', 'aria-hidden': 'true' });
    this.#scroller = h('div', { class: 'code' }, h('div', { class: 'sheet' }, this.#lines, this.textarea));
    this.#errors = h('ol', { class: 'errors', id: `${id}-erros`, hidden: true });
    this.#where = h('p', { class: 'sr', id: `${id}-onde` });
    this.element = h(
      'div',
      { class: 'editor' },
      h('label', { class: 'eyebrow', for: id }, 'Programa'),
      this.#scroller,
      this.#where,
      this.#errors,
    );
    this.textarea.addEventListener('input', () => {
      this.#draw();
      onInput();
    });
    for (const kind of ['paste', 'drop'] as const) {
      this.textarea.addEventListener(kind, (event) => {
        const data = event instanceof ClipboardEvent ? event.clipboardData : event.dataTransfer;
        const pasted = data?.getData('text/plain') ?? '';
        const message = tooLong(this.value + pasted);
        if (message === null) return;
        event.preventDefault();
        refuse(`O texto não foi colado. ${message}`);
      });
    }
  }

  get value(): string {
    return this.textarea.value;
  }

  set value(text: string) {
    this.textarea.value = text;
    this.#draw();
  }

  /** Marks the line that runs next and the one that just ran, and keeps the former in view. */
  mark({ next, last, guest, hue }: EditorMarks): void {
    for (const element of this.#marked) element.classList.remove('next', 'last', 'in-a', 'in-b', 'in-c');
    const nextLine = next === null ? undefined : this.#lines.children[next - 1];
    const lastLine = last === null ? undefined : this.#lines.children[last - 1];
    lastLine?.classList.add('last');
    nextLine?.classList.add('next');
    if (hue !== null) nextLine?.classList.add(`in-${hue}`);
    this.#marked = [nextLine, lastLine].filter((line): line is HTMLElement => line instanceof HTMLElement);
    const owner = guest === null ? '' : `, do convidado ${guest}`;
    setText(this.#where, next === null ? '' : `A próxima linha a rodar é a ${next}${owner}.`);
    if (nextLine instanceof HTMLElement) this.#reveal(nextLine);
  }

  /** Lists the errors under the program, each with a button that leads to its place. */
  showErrors(errors: readonly EditorError[], message: string | null): void {
    for (const element of this.#wrong) element.classList.remove('wrong');
    this.#wrong = errors
      .filter(({ warning }) => !warning)
      .map(({ line }) => this.#lines.children[line - 1])
      .filter((line): line is HTMLElement => line instanceof HTMLElement);
    for (const element of this.#wrong) element.classList.add('wrong');
    const items = errors.map((error) => {
      const jump = h(
        'button',
        { type: 'button', class: error.warning ? 'jump warning' : 'jump' },
        h(
          'span',
          { class: 'where' },
          `${error.warning ? 'aviso na linha' : 'linha'} ${error.line}, coluna ${error.column}`,
        ),
        h('span', {}, error.text),
      );
      jump.addEventListener('click', () => this.goTo(error.line, error.column, error.length));
      return h('li', {}, jump);
    });
    if (message !== null) items.unshift(h('li', { class: 'whole' }, message));
    this.#errors.replaceChildren(...items);
    this.#errors.hidden = items.length === 0;
    setAttributes(this.textarea, {
      'aria-invalid': this.#wrong.length > 0 || message !== null ? 'true' : null,
    });
  }

  /** Selects a place in the text and puts the focus there. */
  goTo(line: number, column = 1, length = 0): void {
    const lines = this.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    this.textarea.focus({ preventScroll: true });
    this.textarea.setSelectionRange(start, start + length);
    const element = this.#lines.children[line - 1];
    if (element instanceof HTMLElement) this.#reveal(element);
  }

  /** Scrolls inside the editor only: the page stays where the reader is. */
  #reveal(line: HTMLElement): void {
    const box = this.#scroller;
    const top = line.offsetTop;
    const bottom = top + line.offsetHeight;
    if (top < box.scrollTop + line.offsetHeight) box.scrollTop = Math.max(0, top - line.offsetHeight);
    else if (bottom > box.scrollTop + box.clientHeight - line.offsetHeight) {
      box.scrollTop = bottom - box.clientHeight + line.offsetHeight;
    }
  }

  /** Redraws the lines that differ from what is drawn. A text too long to read is not drawn at all. */
  #draw(): void {
    const text = this.value;
    const lines = tooLong(text) === null ? text.split('\n') : [];
    let same = 0;
    while (same < lines.length && lines[same] === this.#drawn[same]) same += 1;
    while (this.#lines.children.length > same) this.#lines.lastElementChild?.remove();
    this.#lines.append(...lines.slice(same).map(drawLine));
    this.#drawn = lines;
    this.#scroller.classList.toggle('undrawn', lines.length === 0);
    this.element.classList.toggle('many', lines.length > 99);
  }
}

/** A line of the copy: the comment apart, so that it can be paler. */
function drawLine(text: string): HTMLElement {
  const at = text.indexOf(';');
  const code = at < 0 ? text : text.slice(0, at);
  const comment = at < 0 ? '' : text.slice(at);
  // A line without text still needs its height.
  return h(
    'div',
    { class: 'line' },
    h('span', { class: 'src' }, code === '' && comment === '' ? '\u200b' : code),
    comment === '' ? null : h('span', { class: 'comment' }, comment),
  );
}
