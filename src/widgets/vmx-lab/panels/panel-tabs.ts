// The tabs under the machine: one is shown, arrows go from one to the next, only the shown one is drawn.
// WAI-ARIA Authoring Practices, pattern "Tabs", with automatic activation.
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { h, setAttributes } from '../../shared/dom.ts';
import type { LabPanel } from './panel.ts';

interface Tab {
  readonly panel: LabPanel;
  readonly button: HTMLButtonElement;
  readonly place: HTMLElement;
}

export class PanelTabs {
  readonly element: HTMLElement;
  readonly #tabs: readonly Tab[];
  readonly #chosen: (id: string) => void;
  #open: Tab | undefined;
  #session: SessionLike | null = null;

  /** `chosen` hears of every tab the learner opens. */
  constructor(label: string, panels: readonly LabPanel[], chosen: (id: string) => void) {
    this.#chosen = chosen;
    this.#tabs = panels.map((panel) => ({ panel, ...tab(panel) }));
    this.#open = this.#tabs[0];
    const list = h(
      'div',
      { role: 'tablist', 'aria-label': label, class: 'tabs' },
      ...this.#tabs.map(({ button }) => button),
    );
    for (const one of this.#tabs) one.button.addEventListener('click', () => this.#choose(one));
    list.addEventListener('keydown', (event) => this.#key(event));
    this.element = h('div', { class: 'panels' }, list, ...this.#tabs.map(({ place }) => place));
    this.#show();
  }

  get open(): string {
    return this.#open?.panel.id ?? '';
  }

  /** Opens a panel by its id; an unknown one changes nothing. */
  select(id: string): void {
    const found = this.#tabs.find(({ panel }) => panel.id === id);
    if (found === undefined) return;
    this.#open = found;
    this.#show();
  }

  /** Puts the focus on the open tab and brings its panel into view. */
  focus(): void {
    this.#open?.button.focus({ preventScroll: true });
    this.#open?.place.scrollIntoView({ block: 'nearest' });
  }

  draw(session: SessionLike | null): void {
    this.#session = session;
    this.#open?.panel.draw(session);
  }

  #choose(tab: Tab): void {
    this.#open = tab;
    this.#show();
    this.#chosen(tab.panel.id);
  }

  #show(): void {
    for (const { button, place, panel } of this.#tabs) {
      const open = panel === this.#open?.panel;
      setAttributes(button, { 'aria-selected': open ? 'true' : 'false', tabindex: open ? 0 : -1 });
      place.hidden = !open;
    }
    this.#open?.panel.draw(this.#session);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex(({ panel }) => panel === this.#open?.panel);
    const last = this.#tabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const next =
      to === undefined || event.ctrlKey || event.altKey || event.metaKey ? undefined : this.#tabs[to];
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(next);
    next.button.focus();
  }
}

function tab(panel: LabPanel): { button: HTMLButtonElement; place: HTMLElement } {
  const button = h(
    'button',
    { type: 'button', role: 'tab', id: `aba-${panel.id}`, 'aria-controls': `painel-${panel.id}` },
    panel.label,
  );
  const place = h(
    'div',
    {
      role: 'tabpanel',
      id: `painel-${panel.id}`,
      'aria-labelledby': `aba-${panel.id}`,
      tabindex: 0,
      class: 'panel',
    },
    panel.element,
  );
  return { button, place };
}
