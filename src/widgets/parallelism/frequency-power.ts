// <frequency-power>: more cores and less frequency, or the other way round, and what that does to the heat.
import { POWER_LEFT_OUT } from '../../catalog/parallelism-texts.ts';
import { LEFT_OUT } from '../../parallelism/index.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { choice, fold, plainList, scrolling, slider, table, type Slider } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { toSvg } from '../shared/drawing.ts';
import { chartStyles, figureStyles } from '../shared/figure-styles.ts';
import { bestInWords, equalPowerRows, powerChart, powerSentence } from './power-chart.ts';
import {
  MOST_CORES,
  POWER_AT_FIRST,
  POWER_PRESETS,
  type PowerPreset,
  type PowerSetting,
} from './settings.ts';

const PRESETS = Object.keys(POWER_PRESETS) as PowerPreset[];

export class FrequencyPower extends HTMLElement {
  #setting: PowerSetting = POWER_PRESETS[POWER_AT_FIRST].setting;
  #drawing = 0;
  readonly #say = h('p', { class: 'say', role: 'status', 'aria-live': 'polite' });
  readonly #chart = h('div');
  readonly #best = h('p');
  readonly #rows = h('div');

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const percent = (value: number): string => `${value}%`;
    const made = (
      part: keyof PowerSetting,
      id: string,
      name: string,
      [min, max]: readonly [number, number],
      say: (value: number) => string,
    ): Slider =>
      slider({ id, label: name, min, max, value: this.#setting[part], say }, (value) =>
        this.#change({ [part]: value }),
      );
    const sliders = {
      cores: made('cores', 'nucleos', 'Núcleos', [1, MOST_CORES], (value) => `${value}`),
      frequency: made('frequency', 'frequencia', 'Frequência de cada um', [30, 140], percent),
      parallel: made('parallel', 'divide', 'Parte do trabalho que se divide', [0, 100], percent),
    };
    const presets = choice(
      'Que processador?',
      'arranjo',
      PRESETS.map((one) => [one, POWER_PRESETS[one].name] as const),
      POWER_AT_FIRST,
      (chosen) => {
        const { setting } = POWER_PRESETS[chosen];
        for (const part of ['cores', 'frequency', 'parallel'] as const) sliders[part].show(setting[part]);
        this.#change(setting);
      },
    );
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, figureStyles, chartStyles];
    root.append(
      h(
        'section',
        { class: 'figure card', 'aria-label': this.getAttribute('titulo') ?? 'Frequência e potência' },
        h('p', { class: 'eyebrow' }, 'Figura para mexer'),
        h('p', { class: 'title' }, this.getAttribute('titulo') ?? ''),
        presets.element,
        this.#say,
        this.#chart,
        h('div', { class: 'sliders' }, ...Object.values(sliders).map(({ element }) => element)),
        this.#best,
        fold('A mesma potência, repartida', scrolling('A mesma potência, repartida', this.#rows)),
        fold(
          'O que este modelo deixa de fora',
          plainList(LEFT_OUT.map((code) => POWER_LEFT_OUT[code] ?? code)),
        ),
      ),
    );
    this.#draw();
  }

  #change(part: Partial<PowerSetting>): void {
    this.#setting = { ...this.#setting, ...part };
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = 0;
    setText(this.#say, powerSentence(this.#setting));
    this.#chart.replaceChildren(toSvg(powerChart(this.#setting)));
    setText(this.#best, bestInWords(this.#setting.parallel));
    this.#rows.replaceChildren(
      table(
        `Sempre a potência de um núcleo; ${this.#setting.parallel}% do trabalho se divide`,
        ['Núcleos', 'Frequência de cada um', 'Trabalho por tempo'],
        equalPowerRows(this.#setting.parallel),
      ),
    );
  }
}
