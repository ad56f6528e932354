// How the drawing and the reader's own commands stand beside each other.
import { sheet } from '../shared/dom.ts';

export const memoryStyles = sheet(`
.halves { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem 2rem; align-items: start; }
.own, .own-commands { display: grid; gap: 0.75rem; }
.field { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.field label { font-weight: 600; }
.halves .chart { max-width: 28rem; }
@container (min-width: 44rem) { .halves { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
`);
