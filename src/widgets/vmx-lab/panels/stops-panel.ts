// Breakpoints: on lines (the gutter's), on any exit, on a reason, on any VMfail.
import { breakpointName } from '../../../catalog/breakpoint-texts.ts';
import { exitReason, exitReasonNumbers } from '../../../catalog/exit-reasons.ts';
import { lineRuns, type Breakpoint } from '../../../vmx/program/breakpoints.ts';
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { h, setText } from '../../shared/dom.ts';
import type { LabPanel } from './panel.ts';

/** Breakpoints that are not on a line of the program. */
export interface EventStops {
  readonly exit: boolean;
  readonly vmfail: boolean;
  readonly reasons: readonly number[];
}

/** What holds the breakpoints on lines: the editor, which keeps them with their text. */
export interface LineStops {
  readonly lines: readonly number[];
  toggle(line: number): void;
  goTo(line: number): void;
}

export class StopsPanel implements LabPanel {
  readonly id = 'paradas';
  readonly label = 'Paradas';
  readonly element: HTMLElement;
  readonly #lines: LineStops;
  readonly #changed: () => void;
  readonly #exit = h('input', { type: 'checkbox' });
  readonly #vmfail = h('input', { type: 'checkbox' });
  readonly #select: HTMLSelectElement;
  readonly #line = h('input', { id: 'parada-linha', type: 'number', min: 1, step: 1, inputmode: 'numeric' });
  readonly #list = h('ul', { class: 'stops' });
  readonly #said = h('p', { class: 'field-error', role: 'status' });
  #reasons: number[] = [];
  #session: SessionLike | null = null;

  /** `changed` hears of every change made here. */
  constructor(lines: LineStops, changed: () => void) {
    this.#lines = lines;
    this.#changed = changed;
    this.#select = h(
      'select',
      { id: 'parada-motivo' },
      ...exitReasonNumbers().map((reason) =>
        h('option', { value: reason }, `${reason}: ${exitReason(reason).name}`),
      ),
    );
    for (const box of [this.#exit, this.#vmfail]) box.addEventListener('change', () => this.#tell());
    this.element = h(
      'div',
      { class: 'stops-panel' },
      h(
        'p',
        { class: 'quiet-text' },
        '“Rodar” para na primeira destas que acontecer, e diz qual foi. Linhas também se marcam na margem do programa',
        h('span', { class: 'by-key' }, ', ou com F9 nele'),
        '.',
      ),
      h(
        'div',
        { class: 'choose' },
        h('label', { class: 'check' }, this.#exit, 'Em qualquer saída de VM'),
        h('label', { class: 'check' }, this.#vmfail, 'Em qualquer VMfail'),
        this.#adder('parada-motivo', 'Numa saída por este motivo', this.#select, () => this.#addReason()),
        this.#adder('parada-linha', 'Antes desta linha', this.#line, () => this.#addLine()),
      ),
      this.#said,
      this.#list,
    );
    this.draw(null);
  }

  get breakpoints(): Breakpoint[] {
    return [
      ...this.#lines.lines.map((line): Breakpoint => ({ kind: 'line', line })),
      ...(this.#exit.checked ? [{ kind: 'exit' } as const] : []),
      ...this.#reasons.map((reason): Breakpoint => ({ kind: 'exit-reason', reason })),
      ...(this.#vmfail.checked ? [{ kind: 'vmfail' } as const] : []),
    ];
  }

  get events(): EventStops {
    return { exit: this.#exit.checked, vmfail: this.#vmfail.checked, reasons: this.#reasons };
  }

  set events({ exit, vmfail, reasons }: EventStops) {
    this.#exit.checked = exit;
    this.#vmfail.checked = vmfail;
    this.#reasons = [...reasons];
    this.draw(this.#session);
  }

  draw(session: SessionLike | null): void {
    this.#session = session;
    const items = [
      ...this.#lines.lines.map((line) => this.#lineItem(line)),
      ...this.#reasons.map((reason) =>
        item(breakpointName({ kind: 'exit-reason', reason }), () => this.#dropReason(reason)),
      ),
    ];
    this.#list.replaceChildren(...items);
  }

  #lineItem(line: number): HTMLElement {
    const program = this.#session?.program;
    const text = (program?.lines[line - 1] ?? '').replace(/;.*/, '').trim();
    const never =
      program !== undefined && !lineRuns(program, line)
        ? ' (nada roda nesta linha: a execução não para nela)'
        : '';
    const made = item(`linha ${line}${text === '' ? '' : `: ${text}`}${never}`, () => {
      this.#lines.toggle(line);
      this.draw(this.#session);
    });
    const go = h('button', { type: 'button', class: 'link' }, `Ir à linha ${line}`);
    go.addEventListener('click', () => this.#lines.goTo(line));
    made.append(go);
    return made;
  }

  #addReason(): void {
    const reason = Number(this.#select.value);
    if (!this.#reasons.includes(reason)) this.#reasons = [...this.#reasons, reason].sort((a, b) => a - b);
    this.#tell();
  }

  #dropReason(reason: number): void {
    this.#reasons = this.#reasons.filter((one) => one !== reason);
    this.#tell();
    this.#select.focus();
  }

  #addLine(): void {
    const line = this.#line.valueAsNumber;
    const last = this.#session?.program.lines.length ?? Infinity;
    if (!Number.isInteger(line) || line < 1 || line > last) {
      const most = Number.isFinite(last) ? ` de 1 a ${last}` : '';
      setText(
        this.#said,
        `Escreva o número de uma linha do programa,${most === '' ? ' a partir de 1' : most}.`,
      );
      return;
    }
    if (!this.#lines.lines.includes(line)) this.#lines.toggle(line);
    this.#tell();
  }

  #tell(): void {
    setText(this.#said, '');
    this.draw(this.#session);
    this.#changed();
  }

  #adder(id: string, label: string, input: HTMLElement, add: () => void): HTMLElement {
    const form = h(
      'form',
      { class: 'adder' },
      h('label', { for: id }, label),
      input,
      h('button', { type: 'submit' }, 'Marcar'),
    );
    // The browser's own message of a number out of range would be in the browser's language.
    form.noValidate = true;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      add();
    });
    return form;
  }
}

function item(text: string, drop: () => void): HTMLElement {
  const button = h('button', { type: 'button' }, 'Tirar', h('span', { class: 'sr' }, ` ${text}`));
  button.addEventListener('click', drop);
  return h('li', {}, h('span', {}, text), button);
}
