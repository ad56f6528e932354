// How a written answer and its feedback look.
import { sheet } from '../shared/dom.ts';

export const answerStyles = sheet(`
.answer { display: grid; gap: 0.75rem; padding: 1rem; }
.answer label { font-weight: 700; }
textarea { display: block; width: 100%; min-height: 12rem; max-height: 32rem; padding: 0.75rem 1rem; border: 2px solid var(--edge);
  border-radius: var(--radius, 6px); background: var(--paper); color: var(--ink); font-family: var(--font-text, serif);
  font-size: 1.0625rem; line-height: 1.6; field-sizing: content; resize: vertical; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
.row .quiet-text { flex: 1 1 12rem; }
.graded { display: grid; gap: 1rem; }
.graded:empty { display: none; }
.copy-block { display: grid; gap: 0.5rem; padding: 1rem 1.25rem; border: 1px solid var(--rule); border-radius: var(--radius, 6px);
  background: var(--surface); }
.copy-block h3, .model h3 { font-size: 1rem; }
.copy, .model p { font-family: var(--font-text, serif); line-height: 1.85; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { padding-block: 0; box-decoration-break: clone; color: var(--ink); line-height: 1.2; background: var(--correct-soft); border-block-end: 2px solid var(--correct); }
mark.wrong { background: var(--vmfail-soft); border-block-end: 2px dashed var(--vmfail); }
.legend { color: var(--ink-soft); font-size: 0.875rem; }
.stale { padding: 0.5rem 0.75rem; border: 1px dashed var(--edge); }
.model { display: grid; gap: 0.5rem; padding: 1rem 1.25rem; border-inline-start: 4px solid var(--root); background: var(--root-soft); }
details.by-file > summary { display: flex; align-items: center; min-height: var(--target, 44px); color: var(--ink-soft); cursor: pointer;
  font-size: 0.9375rem; }
details.by-file > summary::before { content: '▸'; width: 1rem; }
details.by-file[open] > summary::before { content: '▾'; }
@container (min-width: 40rem) { .answer { padding: 1.5rem; } }
@media print { textarea { border-color: currentColor; } .row, details { display: none; } }
`);
