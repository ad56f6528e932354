// The VMCS browser: a region, its fields in the manual's groups, what changed, a filter.
import { fieldSectionTitle } from '../../../catalog/vmcs-fields.ts';
import { FIELD_SECTIONS, fieldSection, type FieldSection } from '../../../vmx/fields/sections.ts';
import type { FieldReading, RegionName } from '../../../vmx/program/inspection-types.ts';
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { h, setText } from '../../shared/dom.ts';
import { FieldRow } from './field-row.ts';
import type { LabPanel } from './panel.ts';
import { nothingYet } from './values.ts';

interface Group {
  readonly details: HTMLDetailsElement;
  readonly list: HTMLElement;
  readonly count: HTMLElement;
}

export class VmcsPanel implements LabPanel {
  readonly id = 'vmcs';
  readonly label = 'VMCS';
  readonly element = h('div', { class: 'vmcs-browser' });
  readonly #select = h('select', { id: 'vmcs-regiao' });
  readonly #filter = h('input', {
    id: 'vmcs-filtro',
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'rip, 6800, pino…',
  });
  readonly #onlyChanged = h('input', { type: 'checkbox' });
  readonly #state = h('p', { class: 'quiet-text' });
  readonly #found = h('p', { class: 'quiet-text', role: 'status' });
  readonly #groups = new Map<FieldSection, Group>();
  readonly #rows = new Map<string, FieldRow>();
  readonly #body: HTMLElement;
  #session: SessionLike | null = null;
  /** Null while the current VMCS (or the first) is followed. */
  #chosen: bigint | null = null;
  #drawnRegions = '';

  constructor() {
    for (const section of FIELD_SECTIONS) {
      const list = h('ul', { class: 'fields' });
      const count = h('span', { class: 'count' });
      const summary = h('summary', {}, h('span', {}, fieldSectionTitle(section)), count);
      this.#groups.set(section, { details: h('details', {}, summary, list), list, count });
    }
    this.#select.addEventListener('change', () => {
      this.#chosen = this.#select.value === '' ? null : BigInt(this.#select.value);
      this.#show();
    });
    this.#filter.addEventListener('input', () => this.#show());
    this.#onlyChanged.addEventListener('change', () => this.#show());
    this.#body = h(
      'div',
      {},
      h(
        'div',
        { class: 'choose' },
        h('div', {}, h('label', { for: 'vmcs-regiao' }, 'Região'), this.#select),
        h('div', {}, h('label', { for: 'vmcs-filtro' }, 'Procurar campo'), this.#filter),
        h('label', { class: 'check' }, this.#onlyChanged, 'Só os que mudaram'),
      ),
      this.#state,
      this.#found,
      ...[...this.#groups.values()].map(({ details }) => details),
    );
  }

  draw(session: SessionLike | null): void {
    this.#session = session;
    const wanted = session === null ? nothingYet() : this.#body;
    if (this.element.firstChild !== wanted) this.element.replaceChildren(wanted);
    this.#show();
  }

  /** Shows a field of a region and puts the focus on it. */
  showField(region: bigint, name: string): void {
    this.#chosen = region;
    this.#filter.value = '';
    this.#onlyChanged.checked = false;
    this.#show();
    const row = this.#rows.get(name);
    if (row === undefined) return;
    const group = this.#groups.get(fieldSection(row.field));
    if (group !== undefined) group.details.open = true;
    row.element.focus({ preventScroll: true });
    row.element.scrollIntoView({ block: 'center' });
  }

  #show(): void {
    const session = this.#session;
    if (session === null) return;
    const regions = session.inspector.regions();
    const region = this.#regionOf(session, regions);
    this.#drawRegions(regions, region);
    setText(this.#state, stateText(session, region));
    const readings = region === null ? [] : session.inspector.fields(region.address);
    for (const reading of readings) this.#row(reading).draw(reading);
    this.#drawGroups(readings);
  }

  #row(reading: FieldReading): FieldRow {
    const known = this.#rows.get(reading.field.name);
    if (known !== undefined) return known;
    const row = new FieldRow(reading.field);
    this.#rows.set(reading.field.name, row);
    this.#groups.get(fieldSection(reading.field))?.list.append(row.element);
    return row;
  }

  #drawGroups(readings: readonly FieldReading[]): void {
    const filter = this.#filter.value.trim();
    const narrowed = filter !== '' || this.#onlyChanged.checked;
    const totals = new Map<FieldSection, { shown: number; changed: number }>();
    let all = 0;
    for (const { field } of readings) {
      const row = this.#rows.get(field.name);
      if (row === undefined) continue;
      const shown = (filter === '' || row.matches(filter)) && (!this.#onlyChanged.checked || row.changed);
      row.element.hidden = !shown;
      const total = totals.get(fieldSection(field)) ?? { shown: 0, changed: 0 };
      if (shown) total.shown += 1;
      if (shown && row.changed) total.changed += 1;
      totals.set(fieldSection(field), total);
      if (shown) all += 1;
    }
    for (const [section, { details, count }] of this.#groups) {
      const { shown, changed } = totals.get(section) ?? { shown: 0, changed: 0 };
      details.hidden = shown === 0;
      if (narrowed && shown > 0) details.open = true;
      setText(count, countText(shown, changed));
    }
    setText(this.#found, narrowed ? foundText(all) : '');
    this.#found.hidden = !narrowed;
  }

  #regionOf(session: SessionLike, regions: readonly RegionName[]): RegionName | null {
    const current = session.view.vmcs.find((card) => card.current)?.address;
    return (
      regions.find(({ address }) => address === this.#chosen) ??
      regions.find(({ address }) => address === current) ??
      regions[0] ??
      null
    );
  }

  #drawRegions(regions: readonly RegionName[], region: RegionName | null): void {
    const key = regions.map(({ name, address }) => `${name}${address}`).join();
    if (key !== this.#drawnRegions) {
      this.#drawnRegions = key;
      this.#select.replaceChildren(
        ...regions.map(({ name, address }) => h('option', { value: String(address) }, `VMCS ${name}`)),
      );
    }
    if (region !== null && this.#select.value !== String(region.address))
      this.#select.value = String(region.address);
  }
}

const countText = (shown: number, changed: number): string =>
  `${shown === 1 ? '1 campo' : `${shown} campos`}${changed > 0 ? `, ${changed} ${changed === 1 ? 'mudou' : 'mudaram'}` : ''}`;

const foundText = (count: number): string =>
  count === 0 ? 'Nenhum campo assim.' : count === 1 ? '1 campo.' : `${count} campos.`;

/** What the processor holds of the region, in one sentence. */
function stateText(session: SessionLike, region: RegionName | null): string {
  if (region === null) return 'Este programa não usa nenhuma VMCS.';
  const card = session.view.vmcs.find(({ address }) => address === region.address);
  if (card === undefined || card.launchState === null)
    return 'O processador ainda não conhece esta região: os campos são o que a memória tem.';
  const words = [
    card.active ? 'ativa' : 'inativa',
    ...(card.current ? ['corrente'] : []),
    card.everCleared || card.launchState === 'launched'
      ? `estado “${card.launchState}”`
      : 'estado indefinido: nunca passou por VMCLEAR',
  ];
  const launch =
    card.launchState === 'launched' ? ' A marca “desde VMLAUNCH” compara com o fim daquele passo.' : '';
  return `VMCS ${words.join(', ')}.${launch}`;
}
