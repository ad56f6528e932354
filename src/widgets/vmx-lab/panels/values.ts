// How panels show values: hexadecimal, and what a value was before it changed, never by colour alone.
import { hex } from '../../../catalog/machine-names.ts';
import { h, type Child } from '../../shared/dom.ts';

/** What stands in a panel while no program can run. */
export const nothingYet = (): HTMLElement =>
  h('p', { class: 'quiet-text' }, 'Isto aparece aqui quando o programa puder rodar.');

/** A value in hexadecimal; one that changed is marked and says what it was. */
export function changing(now: bigint | number, before: bigint | number | null, when = ''): Child[] {
  if (before === null || before === now) return [h('span', { class: 'mono' }, hex(now))];
  return [
    h('span', { class: 'mono changed' }, hex(now)),
    h('span', { class: 'was' }, ` era ${hex(before)}${when}`),
  ];
}

/** Names in a row, or a word for none. */
export const listed = (names: readonly string[], none = 'nenhum bit com nome'): string =>
  names.length === 0 ? none : names.join(', ');
