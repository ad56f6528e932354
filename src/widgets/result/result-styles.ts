// How a grader's result looks in any widget.
import { sheet } from '../shared/dom.ts';

export const resultStyles = sheet(`
.result { display: grid; gap: 1rem; padding: 1.25rem; border: 2px solid var(--edge); border-radius: var(--radius, 6px);
  background: var(--surface); overflow-wrap: anywhere; }
.result.passed { border-color: var(--correct); }
.result h3.verdict { display: flex; align-items: center; gap: 0.625rem; font-size: 1.25rem; line-height: 1.3; }
.result.passed h3.verdict { color: var(--correct); }
.result h4 { margin-block-end: 0.5rem; font-size: 1rem; }
.result .note { color: var(--ink-soft); }
.sign { flex: none; width: 1.375rem; height: 1.375rem; fill: none; stroke: currentColor; stroke-width: 2.75;
  stroke-linecap: round; stroke-linejoin: round; }
.sign.met { color: var(--correct); }
.sign.partly { color: var(--ink-soft); }
.sign.not-met { color: var(--vmfail); }
.sign.contradicted { color: var(--exception); }
.criteria { display: grid; border-block-start: 1px solid var(--rule); }
.criterion { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.75rem; padding-block: 0.75rem;
  border-block-end: 1px solid var(--rule); }
.criterion > div, .misconception { display: grid; gap: 0.25rem; }
.criterion-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.criterion-head .points { color: var(--ink-soft); }
.question { padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--edge); }
.evidence { display: grid; gap: 0.125rem; color: var(--ink-soft); font-size: 0.9375rem; }
.evidence button { margin-inline: -0.5rem 0.25rem; }
q { quotes: '“' '”'; }
.misconceptions > ul { display: grid; gap: 0.75rem; }
.misconception { padding: 0.75rem 1rem; border-inline-start: 4px solid var(--vmfail); background: var(--vmfail-soft); }
.misconception a { display: inline-flex; align-items: center; min-height: var(--target, 44px); }
.misconception .evidence { color: inherit; }
.review { display: flex; gap: 0.75rem; padding: 0.75rem 1rem; border-inline-start: 4px solid var(--teacher);
  background: var(--teacher-soft); }
.review .sign { color: var(--teacher); stroke-width: 2; width: 1.5rem; height: 1.5rem; }
`);
