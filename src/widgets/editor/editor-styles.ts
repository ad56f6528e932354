// How the editor looks: the program's sheet, its gutter, the marks of the run, errors, completion and help.
// The selectors are as specific as CodeMirror's own (two classes) and come after them.
import { sheet } from '../shared/dom.ts';

export const editorStyles = sheet(`
.editor { position: relative; min-width: 0; }
.editor > .eyebrow { margin-block-end: 0.375rem; line-height: 1.4; }
.code { display: flex; flex-direction: column; max-height: 15rem; border: 1px solid var(--edge);
  border-radius: var(--radius, 6px); background: var(--paper); overflow: hidden; }
.code:has(.cm-content:focus) { outline: var(--focus, 3px solid currentColor); outline-offset: 2px; }
.code .cm-editor { flex: 1 1 auto; min-height: 0; outline: none; color: var(--ink); background: none; font-size: 1rem; }
.code .cm-scroller { overflow: auto; font-family: var(--font-mono, monospace); font-variant-ligatures: none; line-height: 1.5rem; }
.code .cm-content { padding-block: 0.5rem; caret-color: var(--ink); }
.code .cm-content:focus-visible { outline: none; }
.code .cm-line { padding-inline: 0.5rem 0.75rem; }
.code .cm-cursor, .code .cm-dropCursor { border-inline-start: 2px solid var(--ink); }
.code .cm-editor .cm-selectionBackground, .code .cm-editor.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground {
  background: color-mix(in srgb, var(--root) 30%, transparent); }
.code .cm-specialChar { color: var(--exception); }

/* A keyboard on the screen leaves little room: the lab's bar does not stay over what is being written. */
.lab:has(.cm-editor :focus) .steps { position: static; }
.code:has(.cm-search) { max-height: 30rem; }

/* gutter: a sign and a number; a breakpoint is an octagon behind the number */
.code .cm-gutters { border: 0; background: var(--paper); color: var(--ink-faint); cursor: pointer; user-select: none; }
.code .signs { width: 1.125rem; }
.code .signs .cm-gutterElement { position: relative; }
.code .cm-lineNumbers .cm-gutterElement { min-width: 2rem; padding: 0 0.375rem; font-size: 0.8125rem; line-height: 1.5rem; }
.code .cm-gutterElement:hover { color: var(--ink); }
.code .cm-lineNumbers .stop { position: relative; z-index: 0; color: var(--surface); font-weight: 700; }
.code .cm-lineNumbers .stop::before { content: ''; position: absolute; z-index: -1; inset-inline: 0.125rem; inset-block-start: 0.0625rem;
  height: 1.375rem; background: var(--exception); clip-path: polygon(25% 0, 75% 0, 100% 25%, 100% 75%, 75% 100%, 25% 100%, 0 75%, 0 25%); }
.code .cm-line.last { box-shadow: inset 3px 0 var(--edge); }
.code .cm-line.next { background: var(--root-soft); box-shadow: inset 3px 0 var(--root); }
.code .signs .next::after { content: ''; position: absolute; inset-inline-start: 0.4375rem; inset-block-start: 0.4375rem;
  border-block: 0.3125rem solid transparent; border-inline-start: 0.5rem solid var(--root); }
.code .cm-line.in-a { background: var(--guest-a-soft); box-shadow: inset 3px 0 var(--guest-a); }
.code .cm-line.in-b { background: var(--guest-b-soft); box-shadow: inset 3px 0 var(--guest-b); }
.code .cm-line.in-c { background: var(--guest-c-soft); box-shadow: inset 3px 0 var(--guest-c); }
.code .signs .in-a::after { border-inline-start-color: var(--guest-a); }
.code .signs .in-b::after { border-inline-start-color: var(--guest-b); }
.code .signs .in-c::after { border-inline-start-color: var(--guest-c); }
.code .signs .wrong:not(.next)::after { content: '✕'; position: absolute; inset-inline-start: 0.25rem; color: var(--exception);
  font-size: 0.8125rem; font-weight: 700; line-height: 1.5rem; }
.code .signs .warned:not(.next)::after { content: '!'; position: absolute; inset-inline-start: 0.4375rem; color: var(--vmfail);
  font-size: 0.875rem; font-weight: 700; line-height: 1.5rem; }
.code .cm-lineNumbers .wrong:not(.stop) { color: var(--exception); font-weight: 700; }
.code .cm-lintRange { padding: 0; background: none; }
.code .cm-lintRange-error { text-decoration: underline wavy var(--exception) 1.5px; text-underline-offset: 0.2em; }
.code .cm-lintRange-warning { text-decoration: underline dotted var(--vmfail) 2px; text-underline-offset: 0.2em; }
.code .cm-lintPoint { position: relative; }
.code .cm-lintPoint::after { bottom: 0; border-bottom-color: var(--exception); }

/* the notations: the VMX instructions are the subject, the rest stays ink */
.t-vmx, .t-macro { color: var(--root); }
/* A comment that does not fit beside its instruction goes whole to the next line. */
.t-comment { color: var(--ink-faint); }
.cm-line .t-comment { display: inline-block; max-width: 100%; }
.cm-line.next .t-comment { color: var(--ink-soft); }
.t-number, .t-string, .t-operator, .t-register, .t-size { color: var(--ink-soft); }
.t-directive { color: var(--ink-soft); }
.t-field, .t-reason { color: color-mix(in oklab, var(--root) 65%, var(--ink)); }
.t-label { color: var(--ink); text-decoration: underline 1px var(--edge); text-underline-offset: 0.25em; }
.t-invalid { color: var(--exception); }

/* errors */
.errors { display: grid; gap: 0.25rem; max-height: 14rem; margin-block-start: 0.5rem; overflow-y: auto; }
.errors .jump { display: grid; justify-content: start; justify-items: start; width: 100%; border-width: 0 0 0 4px; border-color: var(--exception);
  border-radius: 0; background: var(--exception-soft); font-weight: 400; text-align: start; }
.errors .jump.warning { border-color: var(--edge); background: var(--sunk); }
.errors .where { font-weight: 700; font-size: 0.875rem; }
.errors .whole { padding: 0.75rem; border-inline-start: 4px solid var(--exception); background: var(--exception-soft); }

/* help: under the editor, over a word, in the list of completion */
.help { min-height: 3.5rem; margin-block-start: 0.375rem; color: var(--ink-soft); font-size: 0.875rem; line-height: 1.45; }
.help .word, .hover-help .word { color: var(--ink); font-weight: 700; }
.help kbd { padding: 0 0.3em; border: 1px solid var(--edge); border-radius: 3px; font-size: 0.8125rem; white-space: nowrap; }
.by-touch { display: none; }
@media (hover: none) { .by-key { display: none; } .by-touch { display: inline; } }
.editor .cm-tooltip { max-width: min(26rem, 100%); border: 1px solid var(--edge); border-radius: var(--radius, 6px);
  background: var(--surface); color: var(--ink); box-shadow: 0 2px 8px rgb(0 0 0 / 0.2); font-size: 0.875rem; line-height: 1.4; overflow: hidden; }
.editor .hover-help, .editor .cm-tooltip-lint { padding: 0.5rem 0.75rem; }
.editor .cm-tooltip-section:not(:first-child) { border-block-start: 1px solid var(--rule); }
.editor .cm-tooltip .cm-diagnostic { margin: 0; padding: 0.25rem 0.5rem; border-inline-start: 4px solid var(--exception); }
.editor .cm-tooltip .cm-diagnostic-warning { border-color: var(--edge); }
.editor .cm-tooltip.cm-tooltip-autocomplete > ul { width: min(24rem, 100vw - 3rem); max-width: 100%; max-height: 15rem;
  font-family: var(--font-ui, sans-serif); }
.editor .cm-tooltip.cm-tooltip-autocomplete > ul > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.75rem;
  min-height: var(--target, 44px); align-content: center; padding: 0.25rem 0.625rem; }
.editor .cm-tooltip .cm-completionLabel { overflow: hidden; font-family: var(--font-mono, monospace); font-size: 0.875rem; text-overflow: ellipsis; }
.editor .cm-tooltip .cm-completionDetail { margin: 0; color: var(--ink-soft); font-size: 0.8125rem; font-style: normal; }
.editor .cm-tooltip .cm-completionMatchedText { text-decoration: underline; text-underline-offset: 0.2em; }
.editor .cm-tooltip .explanation { grid-column: 1 / -1; overflow: hidden; color: var(--ink-soft); font-size: 0.8125rem; text-overflow: ellipsis; }
.editor .cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] { background: var(--ink); color: var(--paper); }
.editor .cm-tooltip li[aria-selected] .explanation, .editor .cm-tooltip li[aria-selected] .cm-completionDetail { color: inherit; }

/* search */
.code .cm-panels { border: 0; background: var(--sunk); color: var(--ink); }
.code .cm-panel.cm-search, .code .cm-dialog { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem; padding: 0.5rem 3.25rem 0.5rem 0.5rem;
  font-family: var(--font-ui, sans-serif); font-size: 0.875rem; }
.code .cm-panel br { display: none; }
.code .cm-panel .cm-textfield { flex: 1 1 8rem; min-height: 2.25rem; margin: 0; padding: 0.25rem 0.5rem; border: 1px solid var(--edge);
  border-radius: var(--radius, 6px); background: var(--paper); color: var(--ink); font: inherit; font-size: 1rem; }
.code .cm-panel .cm-button { min-height: 2.25rem; margin: 0; padding: 0.125rem 0.625rem; border: 1px solid var(--edge); background: var(--surface);
  background-image: none; color: var(--ink); font-size: 0.875rem; }
.code .cm-panel label { display: inline-flex; align-items: center; gap: 0.25rem; margin: 0; font-size: 0.875rem; white-space: nowrap; }
.code .cm-panel [name='close'], .code .cm-dialog-close { position: absolute; inset-block-start: 0.25rem; inset-inline-end: 0.25rem; min-width: 2.5rem;
  min-height: 2.5rem; border: 0; background: none; font-size: 1.25rem; }
.code .cm-searchMatch { background: none; outline: 1px dashed var(--ink-soft); }
.code .cm-searchMatch-selected { outline: 2px solid var(--ink); }

@container (min-width: 40rem) {
  .editor { display: flex; flex-direction: column; }
  .editor .code { flex: 1 1 auto; min-height: 16rem; max-height: 34rem; }
  .code .cm-editor { font-size: 0.875rem; }
}
/* Below 16 px a phone or a tablet zooms into what is being written. */
@media (pointer: coarse) { .editor .code .cm-editor { font-size: 1rem; } }
/* A finger needs room: signs and numbers together are as wide as a target, and a press on either sets a breakpoint. */
@media (pointer: coarse) {
  .editor .code .signs { width: 1.5rem; }
  .editor .code .cm-lineNumbers .cm-gutterElement { min-width: 2.5rem; }
}
@media (forced-colors: active) { .code .cm-lineNumbers .stop { forced-color-adjust: none; } }
@media print { .editor .code { max-height: none; } }
`);
