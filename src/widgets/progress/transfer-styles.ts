// How the exporting and importing of work looks.
import { sheet } from '../shared/dom.ts';

export const transferStyles = sheet(`
/* A column may be narrower than what a file input asks for. */
.transfer, .part, .drop, .found, .confirm { grid-template-columns: minmax(0, 1fr); }
.drop { width: 100%; }
.transfer { display: grid; gap: 1.5rem; padding: 1rem; }
.part { display: grid; gap: 0.5rem; justify-items: start; }
.part + .part { padding-block-start: 1.25rem; border-block-start: 1px solid var(--rule); }
h2 { font-size: 1.0625rem; }
input[type=text] { width: min(100%, 24rem); min-height: var(--target, 44px); padding: 0.5rem 0.75rem;
  border: 2px solid var(--edge); border-radius: var(--radius, 6px); background: var(--paper); color: var(--ink); font: inherit; }
.found, .confirm { display: grid; gap: 0.75rem; width: 100%; padding: 1rem; border: 2px solid var(--edge);
  border-radius: var(--radius, 6px); }
.problem { padding-inline-start: 0.75rem; border-inline-start: 4px solid var(--vmfail); overflow-wrap: anywhere; }
.conflict { display: grid; gap: 0.25rem; min-width: 0; margin: 0; padding: 0.5rem 1rem 0.75rem; border: 1px solid var(--rule);
  border-radius: var(--radius, 6px); }
.conflict legend { font-weight: 700; }
.conflict label { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.75rem; align-items: start;
  min-height: var(--target, 44px); padding-block: 0.5rem; cursor: pointer; }
.conflict input { width: 1.25rem; height: 1.25rem; margin: 0.2rem 0 0; accent-color: var(--ink); }
.conflict q { display: block; color: var(--ink-soft); font-family: var(--font-mono, monospace); font-size: 0.875rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.status:empty { display: none; }
.status { overflow-wrap: anywhere; }
@container (min-width: 40rem) { .transfer { padding: 1.5rem; } }
`);
