// The editor of a program: CodeMirror with the course's two notations, the marks of the run, and the list of errors
// under it. Everything it shows of the subject comes from the models' lists and the catalogue.
import { setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { h, setText } from '../shared/dom.ts';
import { breakpointLines, setBreakpoints } from './breakpoints.ts';
import { editing } from './editing.ts';
import { ErrorList, type EditorError } from './error-list.ts';
import { errorMarks, runMarks } from './line-marks.ts';

export type { EditorError } from './error-list.ts';

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

export interface EditorOptions {
  /** Unique in the widget's root. */
  readonly id: string;
  /** The widget's shadow root, with its own style sheets already in place: the editor adds its own before them. */
  readonly root: ShadowRoot;
  readonly notation: NotationName;
  /** Hears of every change that the learner makes. */
  readonly onInput: () => void;
  /** Hears why a pasted text was not taken. */
  readonly refuse: (message: string) => void;
}

/** A text put in by the page and not by the learner. */
const fromPage = Annotation.define<true>();

export class ProgramEditor {
  readonly element: HTMLElement;
  readonly view: EditorView;
  readonly #where: HTMLElement;
  readonly #errors: ErrorList;
  readonly #listeners: ((lines: readonly number[]) => void)[] = [];
  #invalid = false;
  /** Nothing was written in it yet: the first text is no change that could be undone. */
  #fresh = true;

  constructor({ id, root, notation, onInput, refuse }: EditorOptions) {
    const code = h('div', { class: 'code' });
    this.#where = h('p', { class: 'sr', id: `${id}-onde` });
    this.#errors = new ErrorList(`${id}-erros`, (error) => this.goTo(error.line, error.column, error.length));
    this.element = h('div', { class: 'editor' });
    const { extension, help } = editing({
      id,
      notation,
      place: this.element,
      invalid: () => this.#invalid,
      refuse,
      onBreakpoints: (lines) => {
        for (const listener of this.#listeners) listener(lines);
      },
    });
    this.view = new EditorView({
      root,
      parent: code,
      state: EditorState.create({
        extensions: [
          extension,
          EditorView.updateListener.of((update) => {
            const byPage = update.transactions.some((one) => one.annotation(fromPage) === true);
            if (update.docChanged && !byPage) onInput();
          }),
        ],
      }),
    });
    this.element.append(
      h('p', { class: 'eyebrow', id: `${id}-nome` }, 'Programa'),
      code,
      help,
      this.#where,
      this.#errors.element,
    );
  }

  get value(): string {
    return this.view.state.doc.toString();
  }

  /** Puts another text, touching only what differs, so that breakpoints stay with the lines that stay. */
  set value(text: string) {
    const changes = difference(this.value, text.replace(/\r\n?/g, '\n'));
    this.view.dispatch({
      ...(changes ? { changes } : {}),
      annotations: [fromPage.of(true), Transaction.addToHistory.of(!this.#fresh)],
    });
    this.#fresh = false;
  }

  /** Lines (1-based) on which a run is to stop. */
  get breakpoints(): readonly number[] {
    return breakpointLines(this.view.state);
  }

  set breakpoints(lines: readonly number[]) {
    setBreakpoints(this.view, lines);
  }

  onBreakpoints(callback: (lines: readonly number[]) => void): void {
    this.#listeners.push(callback);
  }

  /** Marks the line that runs next and the one that just ran, and keeps the former in view. */
  mark({ next, last, guest, hue }: EditorMarks): void {
    const classes = new Map<number, string>();
    if (last !== null) classes.set(last, 'last');
    if (next !== null) {
      const hued = hue === null ? '' : ` in-${hue}`;
      classes.set(next, `${next === last ? 'last ' : ''}next${hued}`);
    }
    this.view.dispatch({ effects: runMarks.of(classes) });
    const owner = guest === null ? '' : `, do convidado ${guest}`;
    setText(this.#where, next === null ? '' : `A próxima linha a rodar é a ${next}${owner}.`);
    if (next !== null) this.#reveal(next);
  }

  /** Underlines the errors and lists them under the program, each with a button that leads to its place. */
  showErrors(errors: readonly EditorError[], message: string | null): void {
    const { doc } = this.view.state;
    this.#invalid = message !== null || errors.some(({ warning }) => !warning);
    const classes = new Map<number, string>();
    for (const { line, warning } of errors) {
      if (!warning) classes.set(line, 'wrong');
      else if (!classes.has(line)) classes.set(line, 'warned');
    }
    const diagnostics = errors.map((error) => ({
      ...this.#span(error.line, error.column, error.length),
      severity: error.warning ? ('warning' as const) : ('error' as const),
      message: error.text,
    }));
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics), {
      effects: errorMarks.of(new Map([...classes].filter(([line]) => line <= doc.lines))),
    });
    this.#errors.show(errors, message);
  }

  /** Selects a place in the text and puts the focus there. */
  goTo(line: number, column = 1, length = 0): void {
    const { from, to } = this.#span(line, column, length);
    this.view.dispatch({ selection: { anchor: from, head: to } });
    this.focus();
    this.#reveal(line);
  }

  focus(): void {
    this.view.focus();
  }

  /** Whether the event comes from inside the text (or its search panel), where letters are letters. */
  writing(event: Event): boolean {
    const [target] = event.composedPath();
    return target instanceof Node && this.view.dom.contains(target);
  }

  /** Offsets of a place given by line and column, whatever the text has become meanwhile. */
  #span(line: number, column: number, length: number): { from: number; to: number } {
    const { doc } = this.view.state;
    const at = doc.line(Math.min(Math.max(1, line), doc.lines));
    const from = Math.min(at.from + Math.max(0, column - 1), at.to);
    return { from, to: Math.min(from + length, at.to) };
  }

  /** Scrolls inside the editor only: the page stays where the reader is. */
  #reveal(number: number): void {
    const { from } = this.#span(number, 1, 0);
    this.view.requestMeasure({
      key: this,
      read: (view) => {
        const { top, bottom, height } = view.lineBlockAt(Math.min(from, view.state.doc.length));
        const { scrollTop, clientHeight } = view.scrollDOM;
        const padding = view.documentPadding.top;
        if (top + padding < scrollTop + height) return Math.max(0, top + padding - height);
        if (bottom + padding > scrollTop + clientHeight - height)
          return bottom + padding - clientHeight + height;
        return null;
      },
      write: (scrollTop, view) => {
        if (scrollTop !== null) view.scrollDOM.scrollTop = scrollTop;
      },
    });
  }
}

/** The one stretch in which two texts differ, as a change; null where they are the same. */
function difference(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
