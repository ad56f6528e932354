// How the lab looks: columns that stack, the program's sheet, the live diagram, the state, the timeline.
import { sheet } from '../shared/dom.ts';

export const labStyles = sheet(`
.lab { display: flex; flex-direction: column; gap: 1rem; padding: 1rem; container-type: normal; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
.head h3 { font-family: var(--font-text, serif); font-size: 1.375rem; font-weight: 600; line-height: 1.25; text-wrap: balance; }
.head .saved { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5rem; }
.lab h4 { display: block; margin-block-end: 0.375rem; color: var(--ink-soft); font-size: 0.875rem;
  font-weight: 700; letter-spacing: 0.02em; line-height: 1.4; }
.lab > * { min-width: 0; }

/* diagram */
.live { display: grid; align-content: start; gap: 0.75rem; }
.diagram { display: block; width: 100%; max-width: 26rem; margin-inline: auto; overflow: visible; }
.diagram text { fill: var(--ink); font-size: 14px; }
.diagram .band { font-size: 15px; font-weight: 700; }
.diagram .small { font-size: 12.5px; }
.diagram .code { font-family: var(--font-mono, monospace); font-size: 12.5px; }
.diagram .letter { font-size: 34px; font-weight: 700; }
.diagram .box, .diagram .band-box rect { stroke-width: 1.5; transition: stroke-width 0.15s; }
.diagram .here .box, .diagram .here.band-box rect { stroke-width: 4; }
.guest-a { --hue: var(--guest-a); --fill: var(--guest-a-soft); }
.guest-b { --hue: var(--guest-b); --fill: var(--guest-b-soft); }
.guest-c { --hue: var(--guest-c); --fill: var(--guest-c-soft); }
.diagram .room .box { fill: var(--fill); stroke: var(--hue); }
.diagram .letter { fill: var(--hue); }
.diagram .unused .box { fill: none; stroke: var(--rule); stroke-dasharray: 3 4; }
.diagram .unused .letter, .diagram .unused .small { fill: var(--ink-faint); }
.diagram .unused .arrow { opacity: 0.35; }
.diagram .root rect { fill: var(--root-soft); stroke: var(--root); }
.diagram .root .band { fill: var(--root); }
.diagram .outside rect { fill: var(--outside-soft); stroke: var(--outside); }
.diagram .outside .band { fill: var(--outside); }
.diagram .shaft { fill: none; stroke: var(--edge); stroke-width: 2; }
.diagram .tip { fill: var(--edge); }
.diagram .exit .shaft { stroke-dasharray: 7 5; }
.diagram .lit .shaft { stroke: var(--ink); stroke-width: 5; }
.diagram .lit .tip { fill: var(--ink); }
.diagram .lit.exit .shaft { stroke-dasharray: 8 5; }
.diagram .plate { fill: var(--surface); stroke: var(--hue, var(--edge)); stroke-width: 1.5; }
.diagram .plate.exit { stroke-dasharray: 5 3; }
.diagram .plate.vmfail { fill: var(--vmfail-soft); stroke: var(--vmfail); }
.diagram .plate.exception { fill: var(--exception-soft); stroke: var(--exception); }
.diagram .bar { fill: none; stroke: var(--vmfail); stroke-width: 4; }
.diagram .triangle { fill: var(--exception); }
.diagram .fault text { font-size: 12.5px; font-weight: 700; }
.chip rect { fill: var(--ink); }
.chip .pins { stroke: var(--ink); stroke-width: 3; }
.diagram .chip text { fill: var(--paper); font-size: 14px; font-weight: 700; }
@media (prefers-reduced-motion: no-preference) {
  .diagram .lit .shaft { animation: lit 0.45s ease-out; }
  .diagram .lit.exit .shaft { animation: flow 0.45s linear; }
  @keyframes lit { from { stroke-width: 1; } }
  @keyframes flow { from { stroke-dashoffset: 26; } to { stroke-dashoffset: 0; } }
}

/* what happened */
.happened { min-height: 9.5rem; padding: 0.75rem 1rem; border-inline-start: 4px solid var(--edge); background: var(--sunk); }
.happened.entry, .happened.root { border-color: var(--root); }
.happened.vmfail { border-color: var(--vmfail); background: var(--vmfail-soft); }
.happened.exception { border-color: var(--exception); background: var(--exception-soft); }
.happened .manual { margin-block-start: 0.25rem; color: var(--ink-soft); font-size: 0.875rem; }
.happened .notes { display: grid; gap: 0.25rem; margin-block-start: 0.5rem; font-size: 0.9375rem; }
.happened .notes li { padding-inline-start: 0.625rem; border-inline-start: 3px double var(--vmfail); }

/* state */
.state-body { display: grid; gap: 0.875rem; font-size: 0.9375rem; }
.place { padding: 0.5rem 0.75rem; border-inline-start: 4px solid var(--outside); background: var(--outside-soft); }
.place.root { border-color: var(--root); background: var(--root-soft); }
.place.non-root { border-color: var(--edge); background: var(--sunk); }
.vmcs { display: grid; gap: 0.375rem; }
.vmcs-card { display: grid; grid-template-columns: auto 1fr; gap: 0.125rem 0.625rem; align-items: baseline;
  padding: 0.375rem 0.625rem; border: 1px solid var(--hue, var(--edge)); border-inline-start-width: 4px; border-radius: 4px; }
.vmcs-card.current { background: var(--fill, var(--sunk)); }
.vmcs-card .name { color: var(--hue, inherit); font-size: 1.125rem; font-weight: 700; }
.vmcs-card .address { color: var(--ink-soft); font-size: 0.8125rem; text-align: end; }
.chips { display: flex; flex-wrap: wrap; gap: 0.25rem; grid-column: 1 / -1; }
.chip { font-size: 0.8125rem; }
span.chip { padding: 0 0.4em; border: 1px solid var(--edge); border-radius: 3px; background: var(--surface); }
span.chip.on { border-color: var(--ink); font-weight: 700; }
span.chip.launched { border-style: double; border-width: 3px; }
span.chip.undefined { border-style: dashed; }
span.chip.warn { border-color: var(--vmfail); background: var(--vmfail-soft); }
.flags { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 0.25rem; font-family: var(--font-mono, monospace); }
.flags > div { border: 1px solid var(--rule); border-radius: 3px; text-align: center; line-height: 1.4; }
.flags .set { border-color: var(--ink); background: var(--ink); color: var(--paper); font-weight: 700; }
.flags dt { font-size: 0.75rem; }
.hint { margin-block-start: 0.25rem; color: var(--ink-soft); font-size: 0.8125rem; line-height: 1.4; }
.pairs > div { display: flex; justify-content: space-between; gap: 0.75rem; }
.pairs dt { color: var(--ink-soft); }
.pairs dd { font-size: 0.875rem; }
.terminal { max-height: 8rem; padding: 0.5rem; overflow: auto; background: var(--sunk); font-size: 0.875rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }

/* events */
.events-scroll { max-height: 16rem; overflow-y: auto; border: 1px solid var(--rule); border-radius: var(--radius, 6px); position: relative; }
.events-scroll > .quiet-text { padding: 0.75rem; }
.events li > ul { padding: 0 0.75rem 0.5rem 3.25rem; font-size: 0.9375rem; overflow-wrap: anywhere; }
.events li + li { border-block-start: 1px solid var(--rule); }
.events li li + li { border: 0; }
.events .jump { display: flex; justify-content: start; width: 100%; border: 0; border-radius: 0; background: none; font-weight: 400;
  text-align: start; overflow: hidden; }
.events .jump:hover { background: var(--sunk); }
.events .jump:focus-visible { outline-offset: -3px; }
.events .number { min-width: 1.5rem; color: var(--ink-faint); text-align: end; }
.events .jump code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.events .where { flex: none; margin-inline-start: auto; color: var(--ink-soft); font-size: 0.875rem; }
.events .now { background: var(--sunk); }
.events .now .jump { font-weight: 700; }
.events .vmfail, .events .entry-failure { color: var(--vmfail); }
.events .exception { color: var(--exception); }
.events .entry, .events .exit { font-weight: 600; }
.events details { padding: 0 0.75rem 0.25rem 3.25rem; font-size: 0.9375rem; }
.events details ul { padding: 0; font-family: var(--font-mono, monospace); font-size: 0.8125rem; }
summary { display: flex; align-items: center; min-height: var(--target, 44px); color: var(--ink-soft); cursor: pointer; }
summary::before { content: '▸'; width: 1rem; }
details[open] > summary::before { content: '▾'; }

/* controls */
.steps { position: sticky; inset-block: 0; z-index: 2; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.5rem;
  margin-inline: -1rem; padding: 0.5rem 1rem; border-block: 1px solid var(--rule); background: var(--surface); }
.more { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.more button { flex: 1 1 auto; }
.timeline-head { display: flex; justify-content: space-between; color: var(--ink-soft); font-size: 0.875rem; }
.timeline-head label { font-weight: 700; }
.track { position: relative; padding-block-start: 0.875rem; }
.marks { position: absolute; inset-block-start: 0; inset-inline: 0.875rem; width: calc(100% - 1.75rem); overflow: visible; }
.marks path { fill: var(--ink); }
.marks .exit path { fill: var(--surface); stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 1.5; }
.marks .vmfail path { fill: var(--vmfail); }
.marks .exception path { fill: var(--exception); }
input[type='range'] { appearance: none; display: block; width: 100%; height: var(--target, 44px); margin: 0; background: none;
  cursor: pointer; touch-action: pan-y; }
input[type='range']::-webkit-slider-runnable-track { height: 6px; border-radius: 3px; background: var(--edge); }
input[type='range']::-moz-range-track { height: 6px; border-radius: 3px; background: var(--edge); }
input[type='range']::-webkit-slider-thumb { appearance: none; width: 1.75rem; height: 1.75rem; margin-block-start: calc(3px - 0.875rem);
  border: 2px solid var(--surface); border-radius: 50%; background: var(--ink); }
input[type='range']::-moz-range-thumb { width: 1.75rem; height: 1.75rem; border: 2px solid var(--surface); border-radius: 50%;
  background: var(--ink); }
input[type='range']:disabled { opacity: 0.5; cursor: default; }
.keys { color: var(--ink-soft); font-size: 0.875rem; }
.keys kbd { padding: 0 0.3em; border: 1px solid var(--edge); border-radius: 3px; font-size: 0.8125rem; }
@media (hover: none) { .keys { display: none; } }
.grading { display: grid; gap: 0.75rem; }
/* Clear of the bar of the steps, which stays at an edge of a phone. */
.graded > *, .graded .verdict { scroll-margin-block: 4.5rem; }
.stale { padding: 0.5rem 0.75rem; border: 1px dashed var(--edge); }

@container (min-width: 40rem) {
  .lab { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem; padding: 1.5rem;
    grid-template-areas: 'head head' 'program live' 'steps more' 'tools tools' 'time time' 'state state' 'panels panels' 'keys keys' 'grade grade'; align-items: start; }
  .head { grid-area: head; }
  .editor { grid-area: program; align-self: stretch; }
  .live { grid-area: live; }
  .steps { grid-area: steps; position: static; margin: 0; padding: 0; border: 0; }
  .more { grid-area: more; }
  .tools { grid-area: tools; }
  .timeline { grid-area: time; }
  .state { grid-area: state; }
  .state-body { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
  .state-body .place { grid-column: 1 / -1; }
  .panels { grid-area: panels; }
  .keys { grid-area: keys; }
  .grading { grid-area: grade; }
}
@container (min-width: 50rem) {
  /* The program wide enough for its comments; the state in a strip below, in view while one steps. */
  .lab { grid-template-columns: minmax(0, 0.8fr) minmax(0, 0.6fr) minmax(0, 1fr);
    grid-template-areas: 'head head head' 'program program live' 'steps more more' 'state state state' 'time time time' 'tools tools tools' 'panels panels panels' 'keys keys keys' 'grade grade grade'; }
  .state-body { grid-template: auto auto 1fr auto / minmax(0, 1.1fr) minmax(0, 1fr) minmax(0, 1.1fr); gap: 0.75rem 1.5rem; }
  .state-body .block:nth-child(2), .state-body .block:nth-child(3) { grid-row: 2 / span 2; }
  .state-body .block:nth-child(4), .state-body .block:nth-child(5) { grid-column: 3; }
  .state-body .block:nth-child(6) { grid-column: 1 / -1; }
  .more { justify-content: start; }
  .more button { flex: 0 1 auto; }
}
@media print {
  .steps, .more, .timeline, .keys, .panels { display: none; }
}
`);
