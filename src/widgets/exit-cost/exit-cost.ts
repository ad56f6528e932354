// <exit-cost exemplo="process-creation" epoca="depois">: the reader mixes a workload and sees which VMM wins, with the
// costs published in 2006 and with later ones.
import { LATER_ASSUMPTION_TEXTS, OPERATION_NAMES, SYSTEM_NAMES } from '../../catalog/exit-cost-texts.ts';
import {
  EXAMPLE_MIXES,
  LATER_ASSUMPTIONS,
  OPERATIONS,
  ROUND_TRIPS,
  SYSTEMS,
  compareSystems,
  type ExampleMix,
  type LaterExits,
  type Mix,
} from '../../exit-cost/index.ts';
import { baseStyles } from '../shared/base-styles.ts';
import {
  choice,
  fold,
  inPortuguese,
  plainList,
  scrolling,
  slider,
  table,
  type Slider,
} from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { toSvg } from '../shared/drawing.ts';
import { chartStyles, figureStyles } from '../shared/figure-styles.ts';
import { COMPUTES, COUNTS, placeOf } from './counts.ts';
import { exitCostStyles } from './exit-cost-styles.ts';
import { mixBars } from './mix-bars.ts';
import {
  costRows,
  costsOf,
  mixName,
  mixOf,
  mixSentence,
  totalInWords,
  type Setting,
} from './mix-sentence.ts';
import { LATER_AT_FIRST } from './shown.ts';

const cycles = (value: number): string => `${inPortuguese(value)} ciclos`;
const MIXES = Object.keys(EXAMPLE_MIXES) as ExampleMix[];

export class ExitCost extends HTMLElement {
  #mix: Mix = EXAMPLE_MIXES['process-creation'];
  #later: LaterExits = LATER_AT_FIRST;
  #isLater = false;
  #drawing = 0;
  readonly #sliders: { slider: Slider; read: (mix: Mix) => number }[] = [];
  readonly #say = h('p', { class: 'say', role: 'status', 'aria-live': 'polite' });
  readonly #bars = h('div');
  readonly #costs = h('div', { class: 'costs' });
  readonly #totals = h('div');
  readonly #assumed = h('div', { class: 'assumed' });

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const example = mixOf(this.getAttribute('exemplo'));
    this.#mix = EXAMPLE_MIXES[example];
    this.#isLater = this.getAttribute('epoca') === 'depois';
    const mixes = choice(
      'Que trabalho?',
      'exemplo',
      MIXES.map((one) => [one, mixName(one)] as const),
      example,
      (chosen) => {
        this.#mix = EXAMPLE_MIXES[chosen];
        for (const { slider: one, read } of this.#sliders) one.show(read(this.#mix));
        this.#soon();
      },
    );
    const era = choice(
      'Com que custos?',
      'epoca',
      [
        ['2006', 'os de 2006'],
        ['depois', 'os de depois'],
      ],
      this.#isLater ? 'depois' : '2006',
      (chosen) => {
        this.#isLater = chosen === 'depois';
        this.#soon();
      },
    );
    this.#assumed.append(
      this.#laterControls(),
      h('p', {}, 'Estes custos de depois são uma ilustração, e não uma medida:'),
      plainList(LATER_ASSUMPTIONS.map((code) => LATER_ASSUMPTION_TEXTS[code])),
    );
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, figureStyles, chartStyles, exitCostStyles];
    root.append(
      h(
        'section',
        { class: 'figure card', 'aria-label': this.getAttribute('titulo') ?? 'Custo das saídas' },
        h('p', { class: 'eyebrow' }, 'Figura para mexer'),
        h('p', { class: 'title' }, this.getAttribute('titulo') ?? ''),
        mixes.element,
        era.element,
        this.#say,
        this.#bars,
        this.#assumed,
        h(
          'fieldset',
          {},
          h('legend', {}, 'A sua mistura'),
          h('div', { class: 'sliders' }, ...this.#mixControls()),
        ),
        scrolling('Ciclos por operação', this.#costs),
        h(
          'p',
          { class: 'note' },
          '* calculado de uma razão ou de uma soma publicada, ou, com os custos de depois, das suposições. A base é o custo nativo da chamada de sistema, que não pôde ser confirmado: ela é a mesma dos dois lados e não muda quem ganha. Fonte: Adams e Agesen, 2006.',
        ),
        fold('Os totais em tabela', scrolling('Os totais em tabela', this.#totals)),
      ),
    );
    this.#draw();
  }

  #mixControls(): HTMLElement[] {
    const bound = (
      id: string,
      name: string,
      values: readonly number[],
      say: (value: number) => string,
      read: (mix: Mix) => number,
      write: (value: number) => Mix,
    ): HTMLElement => {
      const place = (mix: Mix): number => placeOf(values, read(mix));
      const made = slider(
        {
          id,
          label: name,
          min: 0,
          max: values.length - 1,
          value: place(this.#mix),
          say: (index) => say(values[index] ?? 0),
        },
        (index) => {
          this.#mix = write(values[index] ?? 0);
          this.#soon();
        },
      );
      this.#sliders.push({ slider: made, read: place });
      return made.element;
    };
    return [
      bound(
        'contas',
        'contas, iguais nos três',
        COMPUTES,
        cycles,
        (mix) => mix.compute,
        (compute) => ({ ...this.#mix, compute }),
      ),
      ...OPERATIONS.map((operation) =>
        bound(
          `vezes-${operation}`,
          OPERATION_NAMES[operation],
          COUNTS,
          (value) => `${inPortuguese(value)} ${value === 1 ? 'vez' : 'vezes'}`,
          (mix) => mix.counts[operation] ?? 0,
          (count) => ({ ...this.#mix, counts: { ...this.#mix.counts, [operation]: count } }),
        ),
      ),
    ];
  }

  #laterControls(): HTMLElement {
    const change = (part: Partial<LaterExits>): void => {
      this.#later = { ...this.#later, ...part };
      this.#soon();
    };
    const processors = h(
      'select',
      { id: 'processador' },
      ...ROUND_TRIPS.map(({ microarchitecture, year, cycles: roundTrip }) =>
        h(
          'option',
          { value: roundTrip, selected: roundTrip === this.#later.roundTrip },
          `${microarchitecture} (${year}): ${cycles(roundTrip)}`,
        ),
      ),
    );
    processors.addEventListener('change', () => change({ roundTrip: Number(processors.value) }));
    const nested = h('input', { type: 'checkbox', id: 'ept', checked: this.#later.nestedPaging });
    nested.addEventListener('change', () => change({ nestedPaging: nested.checked }));
    return h(
      'div',
      { class: 'sliders' },
      h(
        'p',
        { class: 'field' },
        h('label', { for: 'processador' }, 'Ida e volta da saída, só o hardware'),
        processors,
      ),
      slider(
        {
          id: 'tratamento',
          label: 'Trabalho do monitor em cada saída',
          min: 0,
          max: 10_000,
          step: 250,
          value: this.#later.handling,
          say: cycles,
        },
        (handling) => change({ handling }),
      ).element,
      h(
        'div',
        { class: 'choices' },
        h('label', {}, nested, 'Com EPT: faltas e tabelas de páginas do convidado não saem'),
      ),
    );
  }

  #soon(): void {
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = 0;
    const setting: Setting = { mix: this.#mix, later: this.#isLater ? this.#later : null };
    const costs = costsOf(setting);
    setText(this.#say, mixSentence(setting));
    this.#bars.replaceChildren(toSvg(mixBars(setting)));
    this.#assumed.hidden = !this.#isLater;
    this.#costs.replaceChildren(
      table(
        this.#isLater ? 'Ciclos por operação, com as suas suposições' : 'Ciclos por operação, em 2006',
        ['Operação', ...SYSTEMS.map((system) => SYSTEM_NAMES[system]), 'Ganha'],
        costRows(costs),
      ),
    );
    const { totals } = compareSystems(setting.mix, costs);
    this.#totals.replaceChildren(
      table(
        'Ciclos da mistura inteira',
        ['Sistema', 'Contas', 'Operações', 'Total'],
        SYSTEMS.map((system) => [
          SYSTEM_NAMES[system],
          inPortuguese(setting.mix.compute),
          inPortuguese(totals[system].cycles - setting.mix.compute),
          totalInWords(totals[system]),
        ]),
      ),
    );
  }
}
