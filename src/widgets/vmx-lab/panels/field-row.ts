// One field of the VMCS in the browser: name, encoding, value, meaning, and since when it is another.
import { fieldMeaning } from '../../../catalog/field-values.ts';
import { hex } from '../../../catalog/machine-names.ts';
import { vmcsFieldName } from '../../../catalog/vmcs-fields.ts';
import type { FieldReading } from '../../../vmx/program/inspection-types.ts';
import type { VmcsField } from '../../../vmx/index.ts';
import { h, setText } from '../../shared/dom.ts';
import { fieldReference } from './reference-paths.ts';

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('_', ' ');

export class FieldRow {
  readonly field: VmcsField;
  readonly element: HTMLElement;
  /** Differs from before the last step, or from right after the launch. */
  changed = false;
  readonly #value = h('span', { class: 'value mono' });
  readonly #meaning = h('span', { class: 'meaning' });
  readonly #since = h('span', { class: 'since' });
  readonly #words: string;
  #drawn = '';

  constructor(field: VmcsField) {
    this.field = field;
    const name = field.name.toUpperCase();
    const what = vmcsFieldName(field.name);
    const encoding = `${field.encoding.toString(16).toUpperCase().padStart(4, '0')}H`;
    this.#words = plain(`${field.name} ${field.synonym} ${what} ${encoding}`);
    const path = fieldReference(field.name);
    this.element = h(
      'li',
      { class: 'field', tabindex: -1 },
      path === null
        ? h('span', { class: 'name mono' }, name)
        : h('a', { class: 'name mono', href: path, title: 'Na referência' }, name),
      h('span', { class: 'encoding mono' }, encoding),
      this.#value,
      h('span', { class: 'what' }, what),
      this.#since,
      this.#meaning,
    );
  }

  draw({ value, before, atLaunch }: FieldReading): void {
    const key = `${value}/${before}/${atLaunch}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const now = before !== null && before !== value;
    const launched = atLaunch !== null && atLaunch !== value;
    this.changed = now || launched;
    setText(this.#value, hex(value));
    setText(this.#meaning, fieldMeaning(this.field.name, value));
    const same = now && launched && before === atLaunch;
    const said = [
      ...(now ? [`mudou agora: era ${hex(before)}`] : []),
      ...(launched && !same ? [`desde VMLAUNCH: era ${hex(atLaunch)}`] : []),
    ];
    setText(this.#since, `${said.join('; ')}${same ? ', como depois de VMLAUNCH' : ''}`);
    this.element.classList.toggle('changed-now', now);
    this.element.classList.toggle('changed-launch', launched && !now);
  }

  /** Whether every word of a filter stands in its name, its number or its description. */
  matches(filter: string): boolean {
    return plain(filter)
      .split(/\s+/)
      .every((word) => this.#words.includes(word));
  }
}
