// <parallel-speedup>: what more processors bring, by Amdahl and by Gustafson.
import { SPEEDUP_LEFT_OUT } from '../../catalog/parallelism-texts.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { choice, fold, plainList, scrolling, slider, table } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { toSvg } from '../shared/drawing.ts';
import { chartStyles, figureStyles } from '../shared/figure-styles.ts';
import { MOST_PROCESSORS, SPEEDUP_AT_FIRST, type SpeedupSetting } from './settings.ts';
import { speedupChart, speedupRows, speedupSentence } from './speedup-chart.ts';

export class ParallelSpeedup extends HTMLElement {
  #setting: SpeedupSetting = SPEEDUP_AT_FIRST;
  #drawing = 0;
  readonly #say = h('p', { class: 'say', role: 'status', 'aria-live': 'polite' });
  readonly #chart = h('div');
  readonly #rows = h('div');

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const parallel = slider(
      {
        id: 'divide',
        label: 'Parte do trabalho que se divide',
        min: 0,
        max: 100,
        value: this.#setting.parallel,
        say: (value) => `${value}%`,
      },
      (value) => this.#change({ parallel: value }),
    );
    const processors = slider(
      {
        id: 'processadores',
        label: 'Processadores',
        min: 1,
        max: MOST_PROCESSORS,
        value: this.#setting.processors,
        say: (value) => `${value}`,
      },
      (value) => this.#change({ processors: value }),
    );
    const presets = choice(
      'Quanto do trabalho se divide?',
      'parte',
      [
        ['50', 'metade'],
        ['75', '75%'],
        ['95', '95%'],
        ['100', 'tudo'],
      ],
      '95',
      (chosen) => {
        parallel.show(Number(chosen));
        this.#change({ parallel: Number(chosen) });
      },
    );
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, figureStyles, chartStyles];
    root.append(
      h(
        'section',
        { class: 'figure card', 'aria-label': this.getAttribute('titulo') ?? 'Paralelismo' },
        h('p', { class: 'eyebrow' }, 'Figura para mexer'),
        h('p', { class: 'title' }, this.getAttribute('titulo') ?? ''),
        presets.element,
        this.#say,
        this.#chart,
        h(
          'p',
          { class: 'note' },
          'Linha cheia e ponto cheio: Amdahl, o mesmo trabalho em menos tempo. Tracejada e ponto aberto: Gustafson, mais trabalho no mesmo tempo. Pontilhada: o teto de Amdahl.',
        ),
        h('div', { class: 'sliders' }, processors.element, parallel.element),
        fold('As curvas em tabela', scrolling('As curvas em tabela', this.#rows)),
        fold('O que este modelo deixa de fora', plainList(SPEEDUP_LEFT_OUT)),
      ),
    );
    this.#draw();
  }

  #change(part: Partial<SpeedupSetting>): void {
    this.#setting = { ...this.#setting, ...part };
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = 0;
    setText(this.#say, speedupSentence(this.#setting));
    this.#chart.replaceChildren(toSvg(speedupChart(this.#setting)));
    this.#rows.replaceChildren(
      table(
        `${this.#setting.parallel}% do trabalho se divide`,
        ['Processadores', 'Amdahl', 'Por processador', 'Gustafson'],
        speedupRows(this.#setting),
      ),
    );
  }
}
