// A place where files are chosen or dropped, and its button.
import { sheet } from './dom.ts';

export const dropStyles = sheet(`
.drop { display: grid; gap: 0.5rem; justify-items: start; padding: 1.25rem; border: 2px dashed var(--edge);
  border-radius: var(--radius, 6px); background: var(--surface); }
.drop.over { border-style: solid; }
.drop label { font-weight: 700; }
.drop input { width: 100%; min-width: 0; min-height: var(--target, 44px); color: inherit; font: inherit; }
.drop input::file-selector-button { min-height: var(--target, 44px); margin-inline-end: 0.75rem; padding: 0.375rem 0.875rem;
  border: 2px solid var(--edge); border-radius: var(--radius, 6px); background: var(--surface); color: var(--ink);
  font: inherit; font-weight: 600; cursor: pointer; }
.drop input::file-selector-button:hover { border-color: var(--ink); }
`);
