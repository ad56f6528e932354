// <v86-monitor exemplo="six">: the same DOS programs under a V86 monitor and under a VMM over VT, step by step.
import {
  MONITOR_NAMES,
  TASK_STATUS,
  TREATMENT_NAMES,
  V86_EXAMPLE_NAMES,
  V86_LEFT_OUT,
} from '../../catalog/v86-texts.ts';
import { EXAMPLE_TEXTS, EXAMPLES, LEFT_OUT, MONITORS, SENSITIVE, type Monitor } from '../../v86/index.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { choice, fold, plainList, scrolling, table } from '../shared/controls.ts';
import { h, setAttributes, setText } from '../shared/dom.ts';
import { toSvg } from '../shared/drawing.ts';
import { chartStyles, figureStyles } from '../shared/figure-styles.ts';
import { monitorDrawing, stepText } from './monitor-drawing.ts';
import {
  after,
  back,
  canGoOn,
  forward,
  interceptionsSoFar,
  momentOf,
  shownExample,
  startOf,
  STEPS_AT_FIRST,
  toInterception,
  type Session,
} from './two-monitors.ts';
import { v86Styles } from './v86-styles.ts';

export class V86Monitor extends HTMLElement {
  #session: Session = startOf('six');
  readonly #say = h('p', { class: 'say', role: 'status', 'aria-live': 'polite' });
  readonly #monitors = h('div', { class: 'monitors' });
  readonly #lines = h('ol', { class: 'lines' });
  readonly #counts = h('div');
  readonly #tasks = h('div');
  readonly #forward = h('button', { type: 'button', class: 'primary' }, 'Passo');
  readonly #jump = h('button', { type: 'button' }, 'Até alguém chamar o monitor');
  readonly #back = h('button', { type: 'button' }, 'Voltar');

  connectedCallback(): void {
    if (this.shadowRoot) return;
    this.#session = after(shownExample(this.getAttribute('exemplo')), 0, STEPS_AT_FIRST);
    const examples = choice(
      'Programa A',
      'exemplo',
      [...EXAMPLES].reverse().map((one) => [one, V86_EXAMPLE_NAMES[one]] as const),
      this.#session.example,
      (chosen) => this.#go(after(chosen, this.#session.iopl, STEPS_AT_FIRST)),
    );
    const iopl = choice(
      'IOPL no modo V86',
      'iopl',
      [
        ['0', '0: o monitor é chamado'],
        ['3', '3: o programa manda na IF'],
      ],
      '0',
      (chosen) => this.#go(after(this.#session.example, chosen === '3' ? 3 : 0, STEPS_AT_FIRST)),
    );
    const again = h('button', { type: 'button' }, 'Recomeçar');
    again.addEventListener('click', () => this.#go(startOf(this.#session.example, this.#session.iopl)));
    this.#forward.addEventListener('click', () => this.#go(forward(this.#session)));
    this.#jump.addEventListener('click', () => this.#go(toInterception(this.#session)));
    this.#back.addEventListener('click', () => this.#go(back(this.#session)));
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, figureStyles, chartStyles, v86Styles];
    root.append(
      h(
        'section',
        { class: 'figure card', 'aria-label': this.getAttribute('titulo') ?? 'Dois monitores' },
        h('p', { class: 'eyebrow' }, 'Figura para mexer'),
        h('p', { class: 'title' }, this.getAttribute('titulo') ?? ''),
        examples.element,
        h('div', { class: 'row' }, this.#forward, this.#jump, this.#back, again),
        this.#say,
        this.#monitors,
        h(
          'div',
          { class: 'program' },
          h('p', { class: 'eyebrow' }, 'O programa A, e onde ele está em cada monitor'),
          this.#lines,
        ),
        h('p', { class: 'note' }, 'O programa B conta de 1 a 9. O relógio toca a cada 20 instruções.'),
        iopl.element,
        scrolling('Quem chamou o monitor', this.#counts),
        fold('Os programas em tabela', scrolling('Os programas em tabela', this.#tasks)),
        fold(
          'O que cada instrução faz em cada lugar',
          scrolling('O que cada instrução faz', sensitivityTable()),
        ),
        fold(
          'O que este modelo deixa de fora',
          plainList(LEFT_OUT.map((code) => V86_LEFT_OUT[code] ?? code)),
        ),
      ),
    );
    this.#draw();
  }

  #go(session: Session): void {
    this.#session = session;
    this.#draw();
  }

  #draw(): void {
    const moment = momentOf(this.#session);
    setText(
      this.#say,
      `Passo ${this.#session.at}. ${MONITORS.map((one) => `${MONITOR_NAMES[one]}: ${stepText(one, moment[one])}`).join(' ')}`,
    );
    this.#monitors.replaceChildren(
      ...MONITORS.map((monitor) =>
        h(
          'div',
          { class: 'monitor' },
          h('p', { class: 'panel-name' }, h('strong', {}, MONITOR_NAMES[monitor])),
          toSvg(monitorDrawing(monitor, moment[monitor])),
        ),
      ),
    );
    this.#drawLines();
    this.#counts.replaceChildren(this.#countsTable());
    this.#tasks.replaceChildren(
      table(
        'Cada programa em cada monitor',
        ['Monitor e programa', 'Estado', 'IF', 'AX', 'Saída'],
        MONITORS.flatMap((monitor) =>
          moment[monitor].state.tasks.map((task) => [
            `${MONITOR_NAMES[monitor]}, ${task.id}`,
            TASK_STATUS[task.status],
            task.flags.interrupts ? '1' : '0',
            `${task.registers.AX}`,
            task.output === '' ? 'nada' : task.output,
          ]),
        ),
      ),
    );
    for (const button of [this.#forward, this.#jump])
      setAttributes(button, { 'aria-disabled': canGoOn(this.#session) ? null : 'true' });
    setAttributes(this.#back, { 'aria-disabled': this.#session.at > 0 ? null : 'true' });
  }

  #drawLines(): void {
    const lineOf = (monitor: Monitor): number => {
      const task = momentOf(this.#session)[monitor].state.tasks[0];
      return task === undefined || task.status === 'ended' ? -1 : (task.program.lines[task.ip] ?? -1);
    };
    const [v86, vt] = [lineOf('v86'), lineOf('vt')];
    this.#lines.replaceChildren(
      ...EXAMPLE_TEXTS[this.#session.example].split('\n').map((text, index) => {
        const at = [v86 === index + 1, vt === index + 1] as const;
        return h(
          'li',
          at[0] || at[1] ? { class: 'here' } : {},
          h('span', { class: 'at' }, at[0] && '▸ V86'),
          h('span', { class: 'at' }, at[1] && '▸ VT'),
          text,
        );
      }),
    );
  }

  #countsTable(): HTMLTableElement {
    const counts = MONITORS.map((monitor) => interceptionsSoFar(this.#session, monitor));
    const names = [...new Set(counts.flatMap((one) => [...one.keys()]))];
    const total = (one: ReadonlyMap<string, number>): number =>
      [...one.values()].reduce((sum, count) => sum + count, 0);
    return table(
      'Vezes que o monitor foi chamado até aqui',
      ['Por causa de', ...MONITORS.map((monitor) => MONITOR_NAMES[monitor])],
      [
        ...names.map((name) => [name, ...counts.map((one) => `${one.get(name) ?? 0}`)]),
        ['Ao todo', ...counts.map((one) => `${total(one)}`)],
      ],
    );
  }
}

function sensitivityTable(): HTMLTableElement {
  const rows = Object.entries(SENSITIVE);
  return table(
    'Instruções que o monitor quer saber',
    ['Instrução', 'V86, IOPL 0', 'V86, IOPL 3', 'Anel 3 comum', 'VT, não-root'],
    rows.map(([op, { v86, v86Iopl3, ring3, vt }]) => [
      op,
      ...[v86, v86Iopl3, ring3, vt].map((one) => TREATMENT_NAMES[one]),
    ]),
  );
}
