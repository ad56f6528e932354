// How the program's tools look: the row under the editor, the message of a received program, the expansion's window.
import { sheet } from '../shared/dom.ts';

export const toolsStyles = sheet(`
.tools { display: grid; gap: 0.25rem; min-width: 0; }
.tool-row { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.25rem; margin-inline: -0.5rem; }
.tool-row button { font-size: 0.9375rem; }
.tool-message { font-size: 0.9375rem; }
.tool-message > p { padding: 0.5rem 0.75rem; border-inline-start: 4px solid var(--edge); background: var(--sunk); }
.tool-message input { width: 100%; min-height: var(--target, 44px); margin-block-start: 0.375rem; padding: 0.25rem 0.5rem; border: 2px solid var(--edge);
  border-radius: var(--radius, 6px); background: var(--paper); color: var(--ink); font: inherit; font-family: var(--font-mono, monospace); font-size: 1rem; }
.received { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin-block-end: 0.5rem; padding: 0.5rem 0.75rem;
  border-inline-start: 4px solid var(--root); background: var(--root-soft); font-size: 0.9375rem; }
.received p { flex: 1 1 14rem; }

.expansion { width: min(64rem, 100vw - 1.5rem); max-width: none; max-height: min(50rem, 100dvh - 1.5rem); padding: 0; border: 1px solid var(--edge);
  border-radius: var(--radius, 6px); background: var(--surface); color: var(--ink); }
.expansion[open] { display: flex; flex-direction: column; }
.expansion::backdrop { background: rgb(0 0 0 / 0.5); }
.expansion-head { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: center; padding: 1rem; border-block-end: 1px solid var(--rule); }
.expansion-head h4 { margin: 0; color: var(--ink); font-family: var(--font-text, serif); font-size: 1.25rem; font-weight: 600; }
.expansion-head p { grid-row: 2; color: var(--ink-soft); font-size: 0.9375rem; }
.expansion-actions { display: flex; flex-wrap: wrap; grid-row: 1 / 3; grid-column: 2; gap: 0.5rem; justify-content: end; }
.expanded { flex: 1 1 auto; min-height: 0; overflow: auto; padding-block-end: 1rem; }
.expanded:focus-visible { outline-offset: -3px; }
.expanded li { padding-inline: 1rem; }
.expanded .made-for { display: flex; align-items: center; gap: 0.5rem; position: sticky; inset-block-start: 0; inset-inline-start: 0; min-height: var(--target, 44px);
  margin-inline: -1rem; padding-inline: 1rem; border-block-end: 1px solid var(--rule); background: var(--sunk); color: var(--ink-soft); font-size: 0.9375rem; font-weight: 600; }
.expanded .made-for .link { margin-inline-start: -0.5rem; white-space: nowrap; }
.expanded .made-for code { overflow: hidden; color: var(--ink); text-overflow: ellipsis; white-space: nowrap; }
.expanded .current .made-for { background: var(--root-soft); }
.made { padding-block: 0.5rem; font-size: 0.875rem; line-height: 1.5rem; }
.made-line { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0 0.75rem; }
.made-line code { white-space: pre-wrap; overflow-wrap: anywhere; }
.made-line .why { grid-column: 2; color: var(--ink-soft); font-family: var(--font-ui, sans-serif); font-size: 0.8125rem; }
.made-line .address { grid-column: 1; color: var(--ink-faint); font-family: var(--font-mono, monospace); font-size: 0.8125rem; text-align: end; }
@media (max-width: 40rem) {
  .expansion-head { grid-template-columns: 1fr; }
  .expansion-actions { grid-row: auto; grid-column: 1; justify-content: start; margin-block-start: 0.5rem; }
  .made-line { grid-template-columns: minmax(0, 1fr); }
  .made-line .why { grid-column: 1; }
  .made-line .address { display: none; }
}
@media print { .tools, .received { display: none; } }
`);
