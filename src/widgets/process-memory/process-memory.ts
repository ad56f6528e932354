// <process-memory exemplo="threads">: calls, returns, allocations and threads, one step at a time and back again.
import {
  hexadecimal,
  MEMORY_ENDS,
  MEMORY_EXAMPLE_NAMES,
  MEMORY_LEFT_OUT,
  shownName,
} from '../../catalog/process-memory-texts.ts';
import {
  EXAMPLES,
  heapFigures,
  LEFT_OUT,
  type Command,
  type ProcessState,
  type Thread,
} from '../../process-memory/index.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { choice, fold, inPortuguese, plainList, scrolling, table } from '../shared/controls.ts';
import { h, setAttributes, setText } from '../shared/dom.ts';
import { toSvg } from '../shared/drawing.ts';
import { chartStyles, figureStyles } from '../shared/figure-styles.ts';
import { act, after, back, canGoOn, forward, startOf, stepAt, type History } from './history.ts';
import { memoryStyles } from './memory-styles.ts';
import { memoryMap } from './memory-map.ts';
import { shownExample, STEPS_AT_FIRST, stepInWords } from './shown.ts';

/** Bytes that the button asks of the heap. */
const REQUEST = 96;
/** Locals of a function that the reader calls: two pointers and some data. */
const LOCALS = [
  { name: 'p', size: 8 },
  { name: 'q', size: 8 },
  { name: 'dados', size: 32 },
];

export class ProcessMemory extends HTMLElement {
  #example = shownExample(null);
  #history: History = startOf(this.#example);
  #thread = 1;
  readonly #say = h('p', { class: 'say', role: 'status', 'aria-live': 'polite' });
  readonly #map = h('div');
  readonly #figures = h('div');
  readonly #stacks = h('div');
  readonly #forward = h('button', { type: 'button', class: 'primary' }, 'Passo');
  readonly #back = h('button', { type: 'button' }, 'Voltar');
  readonly #threads = h('select', { id: 'thread' });
  readonly #pointers = h('select', { id: 'ponteiro' });
  readonly #own: HTMLButtonElement[] = [];

  connectedCallback(): void {
    if (this.shadowRoot) return;
    this.#example = shownExample(this.getAttribute('exemplo'));
    this.#history = after(this.#example, STEPS_AT_FIRST);
    const examples = choice(
      'Programa',
      'exemplo',
      EXAMPLES.map((one) => [one, MEMORY_EXAMPLE_NAMES[one]] as const),
      this.#example,
      (chosen) => {
        this.#example = chosen;
        this.#go(after(chosen, STEPS_AT_FIRST));
      },
    );
    const again = h('button', { type: 'button' }, 'Recomeçar');
    again.addEventListener('click', () => this.#go(startOf(this.#example)));
    this.#forward.addEventListener('click', () => this.#go(forward(this.#history)));
    this.#back.addEventListener('click', () => this.#go(back(this.#history)));
    this.#threads.addEventListener('change', () => {
      this.#thread = Number(this.#threads.value);
      this.#draw();
    });
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, figureStyles, chartStyles, memoryStyles];
    root.append(
      h(
        'section',
        { class: 'figure card', 'aria-label': this.getAttribute('titulo') ?? 'Memória de um processo' },
        h('p', { class: 'eyebrow' }, 'Figura para mexer'),
        h('p', { class: 'title' }, this.getAttribute('titulo') ?? ''),
        examples.element,
        h('div', { class: 'row' }, this.#forward, this.#back, again),
        this.#say,
        h('div', { class: 'halves' }, this.#map, h('div', { class: 'own' }, this.#controls(), this.#figures)),
        fold('As pilhas em tabela', scrolling('As pilhas em tabela', this.#stacks)),
        fold(
          'O que este modelo deixa de fora',
          plainList(LEFT_OUT.map((code) => MEMORY_LEFT_OUT[code] ?? code)),
        ),
      ),
    );
    this.#draw();
  }

  #controls(): HTMLElement {
    const make = (name: string, command: () => Command | null): HTMLButtonElement => {
      const button = h('button', { type: 'button' }, name);
      button.addEventListener('click', () => {
        const made = button.getAttribute('aria-disabled') === 'true' ? null : command();
        if (made) this.#go(act(this.#history, made));
      });
      this.#own.push(button);
      return button;
    };
    const thread = (): number => this.#thread;
    const pointer = (): string => this.#pointers.value;
    return h(
      'fieldset',
      { class: 'own-commands' },
      h('legend', {}, 'Ou faça você'),
      h('p', { class: 'field' }, h('label', { for: 'thread' }, 'Na thread '), this.#threads),
      h(
        'div',
        { class: 'row' },
        make('Chamar função', () => ({
          do: 'call',
          thread: thread(),
          function: `f${this.#current()?.frames.length ?? 0}`,
          locals: LOCALS,
        })),
        make('Retornar', () => ({ do: 'return', thread: thread() })),
        make(`Alocar ${REQUEST} bytes`, () => ({
          do: 'allocate',
          thread: thread(),
          size: REQUEST,
          ...this.#target(),
        })),
        make('Nova thread', () => ({ do: 'start-thread', function: 'tarefa', locals: LOCALS })),
      ),
      h('p', { class: 'field' }, h('label', { for: 'ponteiro' }, 'Com o ponteiro '), this.#pointers),
      h(
        'div',
        { class: 'row' },
        make('Liberar', () => ({ do: 'free', thread: thread(), pointer: pointer() })),
        make('Usar', () => ({ do: 'use', thread: thread(), pointer: pointer() })),
      ),
      h(
        'p',
        { class: 'note' },
        'Um bloco novo vai para a primeira variável livre da função; se não houver, para a última, que esquece o que guardava.',
      ),
    );
  }

  #current(): Thread | undefined {
    return stepAt(this.#history).state.threads.find((one) => one.id === this.#thread);
  }

  /** Where an allocation's address goes: a free pointer of the newest call, or its last, or else a global. */
  #target(): { into: string; global: boolean } {
    const able =
      this.#current()
        ?.frames.at(-1)
        ?.locals.filter((one) => one.size === 8) ?? [];
    const into = able.find((one) => one.pointsTo === null) ?? able.at(-1);
    if (into) return { into: into.name, global: false };
    return { into: `g${stepAt(this.#history).state.globals.length + 1}`, global: true };
  }

  #go(history: History): void {
    this.#history = history;
    this.#draw();
  }

  #draw(): void {
    const step = stepAt(this.#history);
    const { state, events } = step;
    if (!state.threads.some((one) => one.id === this.#thread)) this.#thread = state.threads[0]?.id ?? 1;
    const bad = events.some(({ kind }) => kind === 'stack-overflow' || kind === 'invalid-free');
    const warn = events.some(({ kind }) => ['leaked', 'use-after-free', 'out-of-memory'].includes(kind));
    this.#say.className = bad ? 'say bad' : warn ? 'say warn' : 'say';
    setText(this.#say, stepInWords(step, this.#history.at));
    this.#map.replaceChildren(toSvg(memoryMap(state)));
    this.#figures.replaceChildren(heapTable(state));
    this.#stacks.replaceChildren(stacksTable(state));
    setAttributes(this.#forward, { 'aria-disabled': canGoOn(this.#history) ? null : 'true' });
    setAttributes(this.#back, { 'aria-disabled': this.#history.at > 0 ? null : 'true' });
    this.#drawChoices(state);
  }

  #drawChoices(state: ProcessState): void {
    this.#threads.replaceChildren(
      ...state.threads.map(({ id }) => h('option', { value: id, selected: id === this.#thread }, `${id}`)),
    );
    const kept = this.#pointers.value;
    const named = [...(this.#current()?.frames.at(-1)?.locals ?? []), ...state.globals].filter(
      (one) => one.pointsTo !== null,
    );
    this.#pointers.replaceChildren(
      ...named.map(({ name, pointsTo }) =>
        h(
          'option',
          { value: name, selected: name === kept },
          `${shownName(name)}: ${hexadecimal(pointsTo ?? 0)}`,
        ),
      ),
    );
    if (named.length === 0) this.#pointers.append(h('option', { value: '' }, 'nenhum'));
    for (const button of this.#own) {
      const needs = button.textContent === 'Liberar' || button.textContent === 'Usar';
      setAttributes(button, {
        'aria-disabled': state.ended !== null || (needs && named.length === 0) ? 'true' : null,
      });
    }
  }
}

function heapTable(state: ProcessState): HTMLTableElement {
  const { used, free, largestFree, leaked, fragmentation } = heapFigures(state);
  return table(
    `O heap${state.ended === null ? '' : ` (processo ${MEMORY_ENDS[state.ended]})`}`,
    ['Parte', 'Bytes'],
    [
      ['Em uso', `${used}`],
      ['Vazado', `${leaked}`],
      ['Livre', `${free}`],
      ['Maior espaço livre', `${largestFree}`],
      ['Livre fora desse espaço', `${inPortuguese(100 * fragmentation)}%`],
    ],
  );
}

function stacksTable(state: ProcessState): HTMLTableElement {
  return table(
    'De cada chamada em andamento',
    ['Thread e função', 'Variáveis', 'Bytes', 'De', 'Até'],
    state.threads.flatMap((thread) =>
      thread.frames.map((frame) => [
        `${thread.id}: ${shownName(frame.function)}`,
        frame.locals
          .map(({ name, pointsTo }) =>
            pointsTo === null ? shownName(name) : `${shownName(name)} = ${hexadecimal(pointsTo)}`,
          )
          .join(', ') || 'nenhuma',
        `${frame.top - frame.bottom}`,
        hexadecimal(frame.top - 1),
        hexadecimal(frame.bottom),
      ]),
    ),
  );
}
