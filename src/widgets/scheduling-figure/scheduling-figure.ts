// <scheduling-figure exemplo="different-units" mostra="multitasking hyperthreading">: the same programs in the
// arrangements of Figures 1 to 3, side by side. Nothing is computed here: src/scheduling runs it.
import {
  ARRANGEMENT_NAMES,
  ARRANGEMENT_NOTES,
  ONLY_COMPUTING,
  SCHEDULING_EXAMPLE_NAMES,
  SCHEDULING_LEFT_OUT,
  UNIT_NAMES,
} from '../../catalog/scheduling-texts.ts';
import {
  exampleWorkload,
  LEFT_OUT,
  toNumber,
  UNIT_CLASSES,
  type Arrangement,
  type Run,
  type Workload,
} from '../../scheduling/index.ts';
import { baseStyles } from '../shared/base-styles.ts';
import {
  choice,
  fold,
  plainList,
  scrolling,
  slider,
  table,
  type Choice,
  type Slider,
} from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { toSvg } from '../shared/drawing.ts';
import { chartStyles, figureStyles } from '../shared/figure-styles.ts';
import { gantt } from './gantt.ts';
import { schedulingStyles } from './scheduling-styles.ts';
import { amount, chartName, percent, sentence } from './sentence.ts';
import { longest, runsOf, shownArrangements, shownExample, shownExamples } from './shown.ts';
import {
  withCache,
  withDemand,
  withFigure,
  withSensitiveEvery,
  withVirtualProcessors,
} from './workload-edit.ts';

const units = (value: number): string => `${value} ${value === 1 ? 'unidade' : 'unidades'} de tempo`;
const opened = (details: HTMLDetailsElement): HTMLDetailsElement => Object.assign(details, { open: true });
const ofHundred = (value: number): string => `${value}%`;

/** A slider and how to read its value from a workload. */
interface Bound {
  readonly slider: Slider;
  readonly read: (load: Workload) => number;
}

export class SchedulingFigure extends HTMLElement {
  #load: Workload = exampleWorkload('different-units');
  #arrangements: readonly Arrangement[] = [];
  #program = 'P1';
  #bound: Bound[] = [];
  #processors: Choice<'1' | '2'> | null = null;
  #drawing = 0;
  readonly #say = h('p', { class: 'say', role: 'status', 'aria-live': 'polite' });
  readonly #charts = h('div', { class: 'panels' });
  readonly #numbers = h('div', { class: 'numbers' });
  readonly #byProgram = h('div', { class: 'by-program' });

  connectedCallback(): void {
    if (this.shadowRoot) return;
    this.#arrangements = shownArrangements(this.getAttribute('mostra'));
    const smt = this.#arrangements.some((one) => one.endsWith('hyperthreading'));
    const example = shownExample(this.getAttribute('exemplo'));
    const number = this.getAttribute('numero');
    this.#load = exampleWorkload(example);
    const presets = choice(
      'Que programas rodam?',
      'exemplo',
      shownExamples(this.#arrangements).map(
        (one) =>
          [one, one === 'different-units' && !smt ? ONLY_COMPUTING : SCHEDULING_EXAMPLE_NAMES[one]] as const,
      ),
      example,
      (chosen) => this.#change(exampleWorkload(chosen), true),
    );
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, figureStyles, chartStyles, schedulingStyles];
    root.append(
      h(
        'section',
        { class: 'figure card', 'aria-label': this.getAttribute('titulo') ?? 'Escalonamento' },
        h('p', { class: 'eyebrow' }, number === null ? 'Figura para mexer' : `Figura ${number}, para mexer`),
        h('p', { class: 'title' }, this.getAttribute('titulo') ?? ''),
        presets.element,
        this.#say,
        this.#charts,
        this.#legend(),
        scrolling('Números de cada arranjo', this.#numbers),
        opened(fold('Ajustar o sistema', this.#systemControls())),
        // What a program uses of a core only matters to who shares the core with it.
        smt && fold('Ajustar o que cada programa usa', ...this.#programControls()),
        fold('Cada programa, em números', scrolling('Cada programa, em números', this.#byProgram)),
        fold('O que este modelo deixa de fora', plainList(LEFT_OUT.map((code) => SCHEDULING_LEFT_OUT[code]))),
      ),
    );
    this.#draw();
  }

  #legend(): HTMLElement {
    const virtual = this.#arrangements.some((one) => one.startsWith('virtualization'));
    const smt = this.#arrangements.some((one) => one.endsWith('hyperthreading'));
    return h(
      'p',
      { class: 'note' },
      'A altura da barra é a velocidade: a área é o trabalho feito.',
      smt && ' Barra clara: primeiro processador lógico; barra cheia: segundo.',
      virtual && ' A letra entre parênteses é a máquina virtual.',
      ' O tempo é contado em unidades iguais nos quadros todos.',
    );
  }

  #slider(
    id: string,
    name: string,
    range: readonly [number, number],
    say: (value: number) => string,
    read: (load: Workload) => number,
    write: (load: Workload, value: number) => Workload,
  ): HTMLElement {
    const [min, max] = range;
    const made = slider({ id, label: name, min, max, value: read(this.#load), say }, (value) =>
      this.#change(write(this.#load, value), false),
    );
    this.#bound.push({ slider: made, read });
    return made.element;
  }

  #systemControls(): HTMLElement {
    const virtual = this.#arrangements.some((one) => one.startsWith('virtualization'));
    const smt = this.#arrangements.some((one) => one.endsWith('hyperthreading'));
    const figure = (
      name: 'quantum' | 'switchCost' | 'vmmQuantum' | 'exitCost' | 'cachePenalty',
      text: string,
      range: readonly [number, number],
      say = units,
    ): HTMLElement =>
      this.#slider(
        name,
        text,
        range,
        say,
        (load) => load.figures[name],
        (load, value) => withFigure(load, name, value),
      );
    const everySay = (value: number): string => (value === 0 ? 'nunca' : `a cada ${value} de trabalho`);
    this.#processors = choice(
      'Processadores que o monitor mostra a cada máquina',
      'processadores',
      [
        ['1', 'um'],
        ['2', 'dois'],
      ],
      this.#load.virtualProcessors === 2 ? '2' : '1',
      (value) => this.#change(withVirtualProcessors(this.#load, Number(value)), false),
    );
    return h(
      'div',
      { class: 'sliders' },
      figure('quantum', 'Fatia de tempo de um programa', [1, 40]),
      figure('switchCost', 'Custo de uma troca de programa', [0, 10]),
      smt && figure('cachePenalty', 'Demora quando dois disputam o cache', [0, 100], ofHundred),
      virtual && figure('vmmQuantum', 'Fatia de tempo de uma máquina', [1, 60]),
      virtual && figure('exitCost', 'Custo de uma saída de VM', [0, 10]),
      virtual &&
        this.#slider(
          'sensivel',
          'Operações que o monitor precisa tratar',
          [0, 20],
          everySay,
          (load) => load.programs[0]?.sensitiveEvery ?? 0,
          withSensitiveEvery,
        ),
      virtual && this.#processors.element,
    );
  }

  #programControls(): HTMLElement[] {
    const read = (load: Workload): Workload['programs'][number] | undefined =>
      load.programs.find((one) => one.id === this.#program);
    const which = choice(
      'Programa',
      'programa',
      this.#load.programs.map(({ id, group }) => [id, `${id} (${group})`] as const),
      this.#program,
      (id) => {
        this.#program = id;
        this.#showValues();
      },
    );
    return [
      which.element,
      h(
        'div',
        { class: 'sliders' },
        ...UNIT_CLASSES.map((unit) =>
          this.#slider(
            `usa-${unit}`,
            `Usa das unidades de ${UNIT_NAMES[unit]}`,
            [0, 100],
            ofHundred,
            (load) => read(load)?.demand[unit] ?? 0,
            (load, value) => withDemand(load, this.#program, unit, value),
          ),
        ),
        this.#slider(
          'usa-cache',
          'Ocupa do cache',
          [0, 100],
          ofHundred,
          (load) => read(load)?.cache ?? 0,
          (load, value) => withCache(load, this.#program, value),
        ),
      ),
    ];
  }

  #change(load: Workload, preset: boolean): void {
    this.#load = load;
    if (preset) this.#showValues();
    // A slider that is dragged moves faster than a screen draws: one drawing a frame is enough.
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #showValues(): void {
    for (const { slider: one, read } of this.#bound) one.show(read(this.#load));
    if (this.#processors) this.#processors.value = this.#load.virtualProcessors === 2 ? '2' : '1';
  }

  #draw(): void {
    this.#drawing = 0;
    const runs = runsOf(this.#load, this.#arrangements);
    const length = longest(runs, (one) => toNumber(one.measures.makespan));
    setText(this.#say, sentence(runs));
    this.#charts.classList.toggle('alone', runs.size === 1);
    this.#charts.replaceChildren(
      ...[...runs].map(([arrangement, one]) =>
        h(
          'div',
          { class: 'panel' },
          h(
            'p',
            { class: 'panel-name' },
            h('strong', {}, ARRANGEMENT_NAMES[arrangement]),
            ` ${ARRANGEMENT_NOTES[arrangement]}`,
          ),
          toSvg(gantt(one, length, chartName(arrangement, one))),
          one.outcome === 'budget' &&
            h('p', { class: 'note' }, 'A conta parou no limite de passos: o desenho está incompleto.'),
        ),
      ),
    );
    this.#numbers.replaceChildren(numbersTable(runs));
    this.#byProgram.replaceChildren(programsTable(runs));
  }
}

function numbersTable(runs: ReadonlyMap<Arrangement, Run>): HTMLTableElement {
  return table(
    'O mesmo trabalho em cada arranjo',
    [
      'Arranjo',
      'Tempo total',
      'Trabalho por tempo',
      'Espera média',
      ...UNIT_CLASSES.map((unit) => `Uso: ${UNIT_NAMES[unit]}`),
      'Trocas',
      'Saídas',
    ],
    [...runs].map(([arrangement, { measures }]) => [
      ARRANGEMENT_NAMES[arrangement],
      amount(measures.makespan),
      amount(measures.throughput, 2),
      amount(measures.meanWaiting),
      ...UNIT_CLASSES.map((unit) => percent(measures.unitUse[unit])),
      `${measures.switches}`,
      `${measures.exitTotal}`,
    ]),
  );
}

function programsTable(runs: ReadonlyMap<Arrangement, Run>): HTMLTableElement {
  return table(
    'De quando o programa chega até terminar',
    ['Arranjo e programa', 'Começa', 'Roda', 'Espera dispositivo', 'Espera a vez', 'Termina'],
    [...runs].flatMap(([arrangement, { measures }]) =>
      measures.programs.map((one) => [
        `${ARRANGEMENT_NAMES[arrangement]}, ${one.id}`,
        amount(one.response),
        amount(one.running),
        amount(one.blocked),
        amount(one.waiting),
        amount(one.completed),
      ]),
    ),
  );
}
