// The steps so far with their events: what the notation did by itself is folded; each step leads back to itself.
import { eventText } from '../../catalog/event-messages.ts';
import { stepTitle } from '../../catalog/step-messages.ts';
import type { NamedRegion } from '../../catalog/machine-names.ts';
import type { StepEvent, StepReport } from '../../vmx/program/session-types.ts';
import { h } from '../shared/dom.ts';

/** Steps shown: the last ones. A long run would otherwise fill the page. */
const MAX_SHOWN = 60;
/** Folded events written out in one step; the rest are counted. */
const MAX_FOLDED = 200;

/** Events that say nothing the step's own line does not say already. */
const REDUNDANT: ReadonlySet<string> = new Set(['instruction', 'end']);

/** What the notation did by itself and went well: each field written says so already. */
const isShown = ({ event, folded }: StepEvent): boolean =>
  !REDUNDANT.has(event.kind) && !(folded && event.kind === 'vmsucceed');

export class EventList {
  readonly element: HTMLElement;
  readonly #list = h('ol', {});
  readonly #empty = h('p', { class: 'quiet-text' }, 'Nenhum passo ainda.');
  readonly #scroller: HTMLElement;
  readonly #goTo: (step: number) => void;
  #first = 1;
  #shown: readonly StepReport[] = [];

  constructor(goTo: (step: number) => void) {
    this.#goTo = goTo;
    this.#scroller = h('div', { class: 'events-scroll' }, this.#empty, this.#list);
    this.element = h(
      'div',
      { class: 'events', role: 'group', 'aria-label': 'Passos e eventos' },
      h('h4', {}, 'Passos e eventos'),
      this.#scroller,
    );
  }

  /** Draws the reports of the steps up to now; only what changed is built anew. */
  draw(reports: readonly StepReport[], regions: readonly NamedRegion[]): void {
    const first = Math.max(0, reports.length - MAX_SHOWN);
    const wanted = reports.slice(first);
    const kept =
      this.#first === first ? wanted.findIndex((report, index) => report !== this.#shown[index]) : 0;
    const same = kept < 0 ? wanted.length : kept;
    if (same !== wanted.length || wanted.length !== this.#shown.length || this.#first !== first) {
      while (this.#list.children.length > same) this.#list.lastElementChild?.remove();
      this.#list.append(...wanted.slice(same).map((report) => this.#item(report, regions)));
    }
    this.#first = first;
    this.#shown = wanted;
    this.#empty.hidden = wanted.length > 0;
    for (const item of this.#list.children) item.classList.remove('now');
    this.#list.lastElementChild?.classList.add('now');
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #item(report: StepReport, regions: readonly NamedRegion[]): HTMLElement {
    const jump = h(
      'button',
      { type: 'button', class: 'jump' },
      h('span', { class: 'sr' }, 'Ir para o passo '),
      h('span', { class: 'number' }, String(report.number)),
      h('code', {}, stepTitle(report)),
      report.line === null ? null : h('span', { class: 'where' }, `linha ${report.line}`),
    );
    jump.addEventListener('click', () => this.#goTo(report.number));
    const open = report.events.filter((event) => !event.folded && isShown(event));
    const folded = report.events.filter((event) => event.folded && isShown(event));
    return h(
      'li',
      {},
      jump,
      open.length === 0 ? null : h('ul', {}, ...open.map((event) => eventItem(event, regions))),
      folded.length === 0 ? null : foldedEvents(folded, regions),
    );
  }
}

function eventItem({ event }: StepEvent, regions: readonly NamedRegion[]): HTMLElement {
  return h('li', { class: event.kind }, eventText(event, regions));
}

/** What the notation did by itself, written out only once it is opened. */
function foldedEvents(events: readonly StepEvent[], regions: readonly NamedRegion[]): HTMLElement {
  const list = h('ul', {});
  const count = events.length === 1 ? '1 evento' : `${events.length} eventos`;
  const details = h('details', {}, h('summary', {}, `${count} da notação, sozinha`), list);
  details.addEventListener('toggle', () => {
    if (list.children.length > 0) return;
    list.append(...events.slice(0, MAX_FOLDED).map((event) => eventItem(event, regions)));
    if (events.length > MAX_FOLDED) list.append(h('li', {}, `e mais ${events.length - MAX_FOLDED}`));
  });
  return details;
}
