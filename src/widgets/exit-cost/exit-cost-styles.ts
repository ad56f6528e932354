// What <exit-cost> has of its own: the suppositions, and a table with five columns.
import { sheet } from '../shared/dom.ts';

export const exitCostStyles = sheet(`
.assumed { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.5rem; padding: 1rem; border: 1px dashed var(--edge); border-radius: var(--radius, 6px); }
.field { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.25rem; align-content: start; }
.field label { font-weight: 600; }
.scroll table { min-width: 30rem; }
`);
