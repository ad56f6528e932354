// What the machine's state is between two steps: VMCS cards, flags, VM-instruction error, last exit, output.
import { exitReason } from '../../catalog/exit-reasons.ts';
import { guestName, hex } from '../../catalog/machine-names.ts';
import { vmInstructionError } from '../../catalog/vm-instruction-errors.ts';
import type { SessionView, VmcsCard } from '../../vmx/program/session-types.ts';
import { h } from '../shared/dom.ts';
import { placeText } from './diagram-state.ts';
import { guestHue } from './guest-hue.ts';

const FLAGS = ['cf', 'pf', 'af', 'zf', 'sf', 'of'] as const;

export class StatePanel {
  readonly element: HTMLElement;
  readonly #body = h('div', { class: 'state-body' });

  constructor() {
    this.element = h('div', { class: 'state', role: 'group', 'aria-label': 'Estado da máquina' }, this.#body);
  }

  /** Draws a view; `guests` are the program's letters, in order, for their hues. */
  draw(view: SessionView | null, guests: readonly string[]): void {
    if (view === null) {
      this.#body.replaceChildren(
        h('p', { class: 'quiet-text' }, 'O estado aparece aqui quando o programa puder rodar.'),
      );
      return;
    }
    this.#body.replaceChildren(
      h('p', { class: `place ${view.place.mode}` }, h('strong', {}, 'Processador '), placeText(view.place)),
      block('VMCS', vmcsCards(view.vmcs, guests)),
      block('Flags', flags(view)),
      block('Erro de instrução VM', error(view.vmInstructionError)),
      block('Última saída de VM', lastExit(view)),
      ...(view.output === ''
        ? []
        : [block('Terminal', h('pre', { class: 'terminal', tabindex: 0 }, view.output))]),
    );
  }
}

function block(title: string, ...content: readonly (Node | string)[]): HTMLElement {
  return h('div', { class: 'block' }, h('h4', {}, title), ...content);
}

function vmcsCards(cards: readonly VmcsCard[], guests: readonly string[]): HTMLElement {
  if (cards.length === 0) {
    return h('p', { class: 'quiet-text' }, 'O processador ainda não conhece nenhuma.');
  }
  return h('ul', { class: 'vmcs' }, ...cards.map((card) => vmcsCard(card, guests)));
}

function vmcsCard(card: VmcsCard, guests: readonly string[]): HTMLElement {
  const hue = guestHue(card.name, guests);
  return h(
    'li',
    { class: `vmcs-card ${hue === null ? '' : `guest-${hue}`} ${card.current ? 'current' : ''}` },
    h('span', { class: 'name' }, card.name),
    h('span', { class: 'mono address' }, hex(card.address)),
    h(
      'span',
      { class: 'chips' },
      card.launchState === null ? null : launchChip(card.launchState, card.everCleared),
      chip(card.active ? 'ativa' : 'inativa', card.active ? 'on' : 'off'),
      card.current ? chip('corrente', 'on') : null,
      card.everCleared ? null : chip('nunca passou por VMCLEAR', 'warn'),
    ),
  );
}

/** The launch state; nobody has set it while neither VMCLEAR nor an entry has (SDM vol. 3, 24.11.3). */
function launchChip(state: 'clear' | 'launched', everCleared: boolean): HTMLElement {
  return everCleared || state === 'launched'
    ? chip(`“${state}”`, state)
    : chip('estado indefinido', 'undefined');
}

function chip(text: string, kind: string): HTMLElement {
  return h('span', { class: `chip ${kind}` }, text);
}

function flags(view: SessionView): HTMLElement {
  return h(
    'div',
    {},
    h(
      'dl',
      { class: 'flags' },
      ...FLAGS.map((name) =>
        h(
          'div',
          { class: view.flags[name] ? 'set' : '' },
          h('dt', {}, name.toUpperCase()),
          h('dd', {}, view.flags[name] ? '1' : '0'),
        ),
      ),
    ),
    h(
      'p',
      { class: 'hint' },
      'Depois de uma instrução VMX: CF = 1 ou ZF = 1 é falha; com ZF há número de erro.',
    ),
  );
}

function error(number: number | null): HTMLElement {
  if (number === null) return h('p', { class: 'quiet-text' }, 'nenhum');
  const { meaning } = vmInstructionError(number);
  return h('p', { class: 'error-number' }, h('strong', {}, String(number)), ` ${meaning}`);
}

function lastExit(view: SessionView): HTMLElement {
  if (view.lastExit === null) return h('p', { class: 'quiet-text' }, 'nenhuma ainda');
  const { event, guest } = view.lastExit;
  const row = (term: string, value: string): HTMLElement =>
    h('div', {}, h('dt', {}, term), h('dd', { class: 'mono' }, value));
  return h(
    'div',
    {},
    h(
      'p',
      {},
      h('strong', {}, `${event.reason} (${exitReason(event.reason).name})`),
      `, do ${guestName(guest)}`,
    ),
    h(
      'dl',
      { class: 'pairs' },
      row('GUEST_RIP', hex(event.guestRip)),
      event.instructionLength === null ? null : row('tamanho da instrução', String(event.instructionLength)),
      row('qualificação', hex(event.qualification)),
    ),
  );
}
