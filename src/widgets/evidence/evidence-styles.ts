// How the form of an evidence exercise and the list of files read look.
import { sheet } from '../shared/dom.ts';

export const evidenceStyles = sheet(`
.evidence-form { display: grid; gap: 1.25rem; padding: 1rem; }
.evidence-form h3 { font-size: 1.0625rem; }
.fields { display: grid; gap: 0.75rem 1.25rem; }
.field { display: grid; gap: 0.25rem; align-content: end; }
.field label, .text label { font-weight: 700; }
.field input, .field select, textarea { width: 100%; min-height: var(--target, 44px); padding: 0.5rem 0.75rem;
  border: 2px solid var(--edge); border-radius: var(--radius, 6px); background: var(--paper); color: var(--ink); font: inherit; }
.text { display: grid; gap: 0.25rem; }
textarea { min-height: 10rem; line-height: 1.6; resize: vertical; }
.files { display: grid; gap: 0.5rem; }
.file { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 0.75rem; padding: 0.75rem 1rem;
  border-inline-start: 4px solid var(--correct); background: var(--surface); overflow-wrap: anywhere; }
.file.refused { border-inline-start-color: var(--vmfail); }
.file p { grid-column: 1 / -1; }
.file .facts { color: var(--ink-soft); font-size: 0.9375rem; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
.graded { display: grid; gap: 1rem; }
.graded:empty { display: none; }
details.by-file > summary { display: flex; align-items: center; min-height: var(--target, 44px); color: var(--ink-soft); cursor: pointer; }
@container (min-width: 40rem) { .evidence-form { padding: 1.5rem; } .fields { grid-template-columns: 1fr 1fr; } }
`);
