// What every widget's shadow root shares: box model, type, buttons, focus. Colours are the site's tokens.
import { sheet } from './dom.ts';

export const baseStyles = sheet(`
:host { display: block; font-family: var(--font-ui, system-ui, sans-serif); font-size: 1rem; line-height: 1.5;
  color: var(--ink); font-variant-numeric: tabular-nums lining-nums; text-align: start; container-type: inline-size; }
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
p, ul, ol, dl, dd, h2, h3, h4, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
[hidden] { display: none !important; }
code, kbd, pre, .mono { font-family: var(--font-mono, monospace); font-variant-ligatures: none; }
a { color: inherit; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 0.14em; }
:focus-visible { outline: var(--focus, 3px solid currentColor); outline-offset: 2px; border-radius: 2px; }
.card { border: 1px solid var(--rule); border-radius: var(--radius, 6px); background: var(--surface); }
.eyebrow { color: var(--ink-soft); font-size: 0.875rem; font-weight: 700; letter-spacing: 0.02em; }
.quiet-text { color: var(--ink-soft); font-size: 0.9375rem; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

button { display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem;
  min-height: var(--target, 44px); min-width: var(--target, 44px); padding: 0.375rem 0.875rem;
  border: 2px solid var(--edge); border-radius: var(--radius, 6px); background: var(--surface); color: var(--ink);
  font: inherit; font-weight: 600; line-height: 1.2; cursor: pointer; touch-action: manipulation; }
button:hover { border-color: var(--ink); }
button.primary { border-color: var(--ink); background: var(--ink); color: var(--paper); font-weight: 700; }
button.primary:hover { text-decoration: underline; }
button.link { min-height: var(--target, 44px); padding: 0.25rem 0.5rem; border: 0; background: none;
  text-decoration: underline; text-underline-offset: 0.18em; font-weight: 500; }
button[aria-disabled='true'] { border-color: var(--rule); border-style: dashed; background: none; color: var(--ink-faint);
  cursor: default; text-decoration: none; }
button svg { flex: none; width: 1.125rem; height: 1.125rem; fill: currentColor; }
button kbd { padding: 0 0.3em; border: 1px solid currentColor; border-radius: 3px; font-size: 0.75rem; font-weight: 400;
  line-height: 1.4; opacity: 0.85; }
@media (hover: none) { button kbd { display: none; } }
@media (forced-colors: active) { button[aria-disabled='true'] { color: GrayText; } }
`);
