// How the charts of the arrangements stand beside each other.
import { sheet } from '../shared/dom.ts';

export const schedulingStyles = sheet(`
.panels { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem 2rem; }
.panel { display: grid; align-content: start; gap: 0.5rem; }
.panel-name { font-size: 0.9375rem; color: var(--ink-soft); }
.panel-name strong { display: block; color: var(--ink); font-size: 1rem; }
.numbers table, .by-program table { min-width: 36rem; }
@container (min-width: 44rem) { .panels:not(.alone) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
`);
