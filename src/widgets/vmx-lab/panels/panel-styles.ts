// How the panels under the machine look: tabs, values that changed, the dump, the code, the fields, the checks.
import { sheet } from '../../shared/dom.ts';

export const panelStyles = sheet(`
.panels { display: grid; grid-template-columns: minmax(0, 1fr); align-content: start; }
.tabs { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.tabs button { flex: 1 1 auto; padding: 0.375rem 0.625rem; border-color: var(--rule); background: none; color: var(--ink-soft); }
.tabs button[aria-selected='true'] { border-color: var(--ink); background: var(--ink); color: var(--paper); font-weight: 700; }
.tabs button:focus-visible { outline-offset: -3px; }
.panel { padding-block-start: 1rem; }
/* On a phone the steps stay at an edge of the screen: what gets the focus stops short of them. */
.panels :is(button, input, select, summary, a, [tabindex]) { scroll-margin-block: 4.5rem; }
.panel h4 { margin-block: 0 0.375rem; }
.panel h5 { margin: 1rem 0 0.375rem; font-size: 1rem; line-height: 1.4; }
.panel select, .panel input[type='text'], .panel input[type='search'], .panel input[type='number'] { min-height: var(--target, 44px); width: 100%;
  padding: 0.25rem 0.625rem; border: 2px solid var(--edge); border-radius: var(--radius, 6px); background: var(--surface); color: var(--ink);
  font: inherit; }
.panel input[aria-invalid='true'] { border-color: var(--vmfail); }
.panel label { color: var(--ink-soft); font-size: 0.875rem; font-weight: 700; }
.panel .check { display: flex; align-items: center; gap: 0.5rem; min-height: var(--target, 44px); color: var(--ink); font-weight: 500; }
.panel .check input { width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--ink); }
.panel table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
.panel th, .panel td { padding: 0.25rem 0.5rem; border-block-end: 1px solid var(--rule); text-align: start; vertical-align: top; }
.panel th[scope='row'] { font-weight: 700; }
.field-error { color: var(--vmfail); font-weight: 600; }
.field-error:empty, .read-as:empty, .jumps:empty { display: none; }
.scroll { overflow-x: auto; }
.changed { font-weight: 700; text-decoration: underline 2px; text-underline-offset: 0.2em; }
.was, .since { color: var(--ink-soft); font-size: 0.8125rem; }
.meaning { color: var(--ink-soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.opaque-note { padding: 0.5rem 0.75rem; border-inline-start: 4px solid var(--edge); background: var(--sunk); font-size: 0.9375rem; }

.registers { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.values { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0 1.5rem; align-items: start; }
.values > div, .bits > div { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: 0 0.5rem; padding-block: 0.125rem;
  border-block-end: 1px solid var(--rule); font-size: 0.9375rem; }
.values dt, .bits dt { font-weight: 700; }
.values dd, .bits dd { overflow-wrap: anywhere; }
.bits .meaning { display: block; }
td .meaning, td .was { display: block; }

.memory-body { display: grid; gap: 0.625rem; }
.goto { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0.375rem 0.5rem; align-items: end; }
.goto label, .goto input { grid-column: 1 / -1; }
.jumps { display: flex; flex-wrap: wrap; gap: 0.375rem; }
.jumps button { padding-inline: 0.625rem; font-size: 0.875rem; }
.dump { overflow-x: auto; padding: 0.5rem; border: 1px solid var(--rule); border-radius: var(--radius, 6px); background: var(--paper);
  font-size: 0.75rem; line-height: 1.6; }
.dump-line { display: flex; gap: 0.625em; width: max-content; white-space: pre; }
.dump .at { color: var(--ink-soft); }
.dump .opaque { color: var(--ink-faint); font-style: italic; }
.dump .chars { padding-inline-start: 0.5em; border-inline-start: 1px solid var(--rule); }

.code-lines { margin-block-start: 0.5rem; border: 1px solid var(--rule); border-radius: var(--radius, 6px); background: var(--paper); }
.code-lines li { display: grid; grid-template-columns: 1.25rem 4.5rem minmax(0, 1fr); gap: 0 0.5rem; padding: 0.25rem 0.5rem; font-size: 0.875rem; }
.code-lines li + li { border-block-start: 1px solid var(--rule); }
.code-lines .next { background: var(--root-soft); box-shadow: inset 3px 0 var(--root); font-weight: 700; }
.code-lines .marker { color: var(--root); }
.code-lines .at { color: var(--ink-soft); font-weight: 400; }
.code-lines .text { overflow-wrap: anywhere; }
.code-lines .bytes { display: none; color: var(--ink-soft); font-size: 0.8125rem; font-weight: 400; }
.code-lines .source { grid-column: 3; color: var(--ink-soft); font-size: 0.8125rem; font-weight: 400; overflow-wrap: anywhere; }

.choose { display: grid; gap: 0.5rem 1rem; grid-template-columns: minmax(0, 1fr); align-items: end; margin-block-end: 0.75rem; }
.vmcs-browser summary { justify-content: start; gap: 0.5rem; border-block-end: 1px solid var(--rule); color: var(--ink); font-weight: 700; }
.vmcs-browser .count { margin-inline-start: auto; color: var(--ink-soft); font-size: 0.875rem; font-weight: 500; }
.fields { max-height: 28rem; overflow-y: auto; border-block-end: 1px solid var(--edge); }
.fields .field { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.75rem; padding: 0.375rem 0.5rem; border-block-end: 1px solid var(--rule);
  border-inline-start: 4px solid transparent; font-size: 0.875rem; }
.field .name { min-height: 1.5rem; overflow-wrap: anywhere; font-weight: 600; }
.field .encoding { color: var(--ink-soft); }
.field .value { grid-column: 1 / -1; overflow-wrap: anywhere; font-size: 0.9375rem; }
.field .what { grid-column: 1 / -1; color: var(--ink-soft); }
.field .meaning, .field .since { grid-column: 1 / -1; }
.field .meaning:empty, .field .since:empty { display: none; }
.field .since { color: var(--ink); font-weight: 600; }
.field.changed-now { border-inline-start-color: var(--ink); background: var(--sunk); }
.field.changed-now .value { font-weight: 700; text-decoration: underline 2px; text-underline-offset: 0.2em; }
.field.changed-launch { border-inline-start: 4px double var(--edge); }

.failed-entry:not(:empty) { margin-block-end: 1.25rem; }
.checks { display: grid; gap: 0.625rem; }
.check-item { display: grid; gap: 0.25rem; padding: 0.625rem 0.75rem; border-inline-start: 4px solid var(--vmfail); background: var(--vmfail-soft); }
.check-item > p > a { display: inline-block; min-width: 1.5rem; font-weight: 700; }
.check-item .manual { color: var(--ink-soft); font-size: 0.875rem; }
.checked-fields li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.625rem; }
.checked-fields button.link { padding-inline: 0; font-size: 0.875rem; text-align: start; overflow-wrap: anywhere; }
.checked-fields .fault { flex: 1 1 12rem; font-weight: 600; }
.checked-text { padding-block: 0.5rem; font-weight: 600; }

.stops { display: grid; gap: 0.375rem; }
.stops li { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; padding: 0.25rem 0.625rem; border: 1px solid var(--rule); border-radius: 4px; }
.stops li > span { flex: 1 1 10rem; min-width: 0; overflow-wrap: anywhere; }
.adder { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.5rem; }
.adder label { grid-column: 1 / -1; }

@container (min-width: 40rem) {
  .goto { grid-template-columns: auto minmax(8rem, 16rem) auto auto auto; align-items: center; justify-content: start; }
  .goto label, .goto input { grid-column: auto; }
  .dump { font-size: 0.8125rem; }
  .choose { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .vmcs-browser .choose { grid-template-columns: minmax(0, 1fr) minmax(0, 1.5fr) auto; }
  .code-lines li { grid-template-columns: 1.25rem 4.5rem minmax(0, 1.3fr) minmax(0, 1fr); }
  .code-lines .source { grid-column: auto; }
  .fields .field { grid-template-columns: minmax(0, 1fr) 3.5rem minmax(0, 1fr); }
  .field .value { grid-column: auto; }
  .field .what { grid-column: 1 / 3; }
  .field .meaning, .field .since { grid-column: 3; }
}
@container (min-width: 50rem) {
  .tabs { border-block-end: 2px solid var(--edge); }
  .tabs button { flex: none; margin-block-end: -2px; padding: 0.375rem 0.75rem; border: 2px solid transparent; border-block-end-color: var(--edge);
    border-radius: var(--radius, 6px) var(--radius, 6px) 0 0; }
  .tabs button[aria-selected='true'] { border-color: var(--edge); border-block-end-color: var(--surface); background: var(--surface); color: var(--ink); }
  .bits { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; }
  .fields .field { grid-template-columns: 17rem 3.5rem 11rem minmax(0, 1fr); }
  .field .what { grid-column: auto; }
  .field .meaning, .field .since { grid-column: 3 / -1; }
  .code-lines li { grid-template-columns: 1.25rem 4.5rem 13rem minmax(0, 1.2fr) minmax(0, 1fr); }
  .code-lines .bytes { display: block; }
}
@media print { .tabs { display: none; } }
`);
