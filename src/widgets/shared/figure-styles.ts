// What the figures over the models share: frame, sentence, choices, sliders, tables.
import chartCss from './chart.css?inline';
import { sheet } from './dom.ts';

export const chartStyles = sheet(chartCss);

export const figureStyles = sheet(`
.figure { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; padding: 1rem; }
.title { font-family: var(--font-text, serif); font-size: 1.375rem; font-weight: 600; line-height: 1.25; }
.say { min-height: 3.75em; padding: 0.75rem 1rem; border-inline-start: 4px solid var(--root); background: var(--sunk); }
.say.bad { border-color: var(--exception); }
.say.warn { border-color: var(--vmfail); }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0; margin-block-end: 0.375rem; font-weight: 700; }
.choices { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.choices label { position: relative; display: inline-flex; align-items: center; gap: 0.5rem; min-height: var(--target, 44px); min-width: var(--target, 44px);
  padding: 0.375rem 0.75rem; border: 2px solid var(--edge); border-radius: var(--radius, 6px); background: var(--surface);
  line-height: 1.2; cursor: pointer; }
.choices label:hover { border-color: var(--ink); }
.choices label:has(:checked) { border-color: var(--ink); font-weight: 700; }
.choices label:has(:focus-visible) { outline: var(--focus, 3px solid currentColor); outline-offset: 2px; }
.choices input { flex: none; width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--ink); }
.choices input:focus-visible { outline: none; }
.sliders { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.25rem 1.5rem; }
.slider { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: baseline; gap: 0 0.75rem; }
.slider input { grid-column: 1 / -1; }
.slider label { font-weight: 600; }
.slider .value { color: var(--ink-soft); }
input[type='range'] { appearance: none; display: block; width: 100%; height: var(--target, 44px); margin: 0; background: none;
  cursor: pointer; touch-action: pan-y; }
input[type='range']::-webkit-slider-runnable-track { height: 6px; border-radius: 3px; background: var(--edge); }
input[type='range']::-moz-range-track { height: 6px; border-radius: 3px; background: var(--edge); }
input[type='range']::-webkit-slider-thumb { appearance: none; width: 1.75rem; height: 1.75rem; margin-block-start: calc(3px - 0.875rem);
  border: 2px solid var(--surface); border-radius: 50%; background: var(--ink); }
input[type='range']::-moz-range-thumb { width: 1.75rem; height: 1.75rem; border: 2px solid var(--surface); border-radius: 50%;
  background: var(--ink); }
select { max-width: 100%; min-height: var(--target, 44px); padding: 0.375rem 0.75rem; border: 2px solid var(--edge); border-radius: var(--radius, 6px);
  background: var(--surface); color: var(--ink); font: inherit; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
/* As .rola in the page: a shadow at each edge behind which there is more. */
.scroll { --shade: color-mix(in srgb, var(--ink) 30%, transparent); overflow-x: auto;
  background: linear-gradient(to right, var(--surface) 50%, transparent) left / 2.5rem 100%,
    linear-gradient(to left, var(--surface) 50%, transparent) right / 2.5rem 100%,
    linear-gradient(to right, var(--shade), transparent) left / 0.875rem 100%,
    linear-gradient(to left, var(--shade), transparent) right / 0.875rem 100%;
  background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.35; }
caption { padding-block-end: 0.375rem; font-weight: 700; text-align: start; }
th, td { padding: 0.375rem 0.5rem; border-block-end: 1px solid var(--rule); text-align: end; vertical-align: baseline; }
th:first-child, td:first-child { padding-inline-start: 0; text-align: start; }
thead th { color: var(--ink-soft); font-size: 0.875rem; }
tbody th { font-weight: 600; }
td.text { text-align: start; }
details > summary { display: flex; align-items: center; min-height: var(--target, 44px); cursor: pointer; font-weight: 600; }
details > summary::before { content: '▸'; flex: none; width: 1.25rem; }
details[open] > summary::before { content: '▾'; }
details > :not(summary) { margin-block: 0.25rem 0.75rem; }
.plain-list { display: grid; gap: 0.25rem; padding-inline-start: 1.25rem; list-style: disc; font-size: 0.9375rem; }
.note { color: var(--ink-soft); font-size: 0.875rem; }
@container (min-width: 34rem) { .sliders { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@container (min-width: 40rem) { .figure { padding: 1.5rem; } }
@media print { .sliders, .choices, .row { display: none; } }
`);
