// How the program and the two monitors stand beside each other.
import { sheet } from '../shared/dom.ts';

export const v86Styles = sheet(`
.monitors { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem 2rem; }
.monitor { display: grid; align-content: start; gap: 0.5rem; }
.monitor .chart { max-width: 24rem; }
.monitor h3, .program h3 { font-size: 1rem; }
.monitor .happened { min-height: 4.5em; font-size: 0.9375rem; }
.program { max-width: 24rem; }
.lines { padding: 0.5rem 0; border: 1px solid var(--rule); border-radius: var(--radius, 6px); font-family: var(--font-mono, monospace);
  font-size: 0.875rem; }
.lines li { display: grid; grid-template-columns: 3.25rem 2.5rem minmax(0, 1fr); padding: 0 0.5rem; white-space: pre; }
.lines li.here { background: var(--guest-a-soft); }
.lines .at { color: var(--ink-soft); font-family: var(--font-ui, sans-serif); font-size: 0.8125rem; font-weight: 700; }
@container (min-width: 40rem) { .monitors { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
`);
