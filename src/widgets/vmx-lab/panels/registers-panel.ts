// Registers: general, RIP, RFLAGS, control registers and EFER by bits, segments; what the last step changed is marked.
import { bitsOn, accessRights } from '../../../catalog/field-values.ts';
import { hex } from '../../../catalog/machine-names.ts';
import type { RegisterName } from '../../../vmx/index.ts';
import type { RegisterFile } from '../../../vmx/program/inspection-types.ts';
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { scrolling } from '../../shared/controls.ts';
import { h } from '../../shared/dom.ts';
import { placeText } from '../diagram-state.ts';
import type { LabPanel } from './panel.ts';
import { changing, listed, nothingYet } from './values.ts';

const GENERAL: readonly RegisterName[] = [
  'rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'rsp', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'rip',
]; // prettier-ignore
const WITH_BITS: readonly RegisterName[] = ['rflags', 'cr0', 'cr4'];
const PLAIN: readonly RegisterName[] = ['cr2', 'cr3', 'cr8', 'dr6', 'dr7'];

export class RegistersPanel implements LabPanel {
  readonly id = 'registradores';
  readonly label = 'Registradores';
  readonly element = h('div', { class: 'registers' });

  draw(session: SessionLike | null): void {
    if (session === null) {
      this.element.replaceChildren(nothingYet());
      return;
    }
    const { now, before } = session.inspector.registers();
    const bits = [
      ...WITH_BITS.map((name) => bitRow(name, now.general[name], before?.general[name] ?? null)),
      bitRow('efer', now.system.efer, before?.system.efer ?? null),
    ];
    this.element.replaceChildren(
      h('p', { class: 'quiet-text' }, owner(session, now)),
      group('Gerais', GENERAL, now, before),
      h('div', {}, h('h4', {}, 'RFLAGS, controle e modo'), h('dl', { class: 'bits' }, ...bits)),
      group('Outros', PLAIN, now, before),
      h('div', { class: 'wide' }, h('h4', {}, 'Segmentos'), segments(now, before)),
    );
  }
}

/** Whose registers these are, and in which code. */
function owner(session: SessionLike, { system }: RegisterFile): string {
  const changed = session.view.stepNumber === 0 ? '' : ' “era” mostra o valor de antes do último passo.';
  return `O processador está ${placeText(session.view.place)}, em código de ${system.codeSize} bits.${changed}`;
}

function group(
  title: string,
  names: readonly RegisterName[],
  now: RegisterFile,
  before: RegisterFile | null,
): HTMLElement {
  return h(
    'div',
    {},
    h('h4', {}, title),
    h(
      'dl',
      { class: 'values' },
      ...names.map((name) =>
        h(
          'div',
          {},
          h('dt', {}, name.toUpperCase()),
          h('dd', {}, ...changing(now.general[name], before?.general[name] ?? null)),
        ),
      ),
    ),
  );
}

function bitRow(name: string, now: bigint, before: bigint | null): HTMLElement {
  return h(
    'div',
    {},
    h('dt', {}, name.toUpperCase()),
    h('dd', {}, ...changing(now, before), h('span', { class: 'meaning' }, listed(bitsOn(name, now)))),
  );
}

function segments(now: RegisterFile, before: RegisterFile | null): HTMLElement {
  const rows = now.system.segments.map((segment, index) => {
    const old = before?.system.segments[index];
    const cell = (value: bigint | number, was: bigint | number | undefined): HTMLElement =>
      h('td', {}, ...changing(value, was ?? null));
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, segment.name.toUpperCase()),
      cell(segment.selector, old?.selector),
      cell(segment.base, old?.base),
      cell(segment.limit, old?.limit),
      h(
        'td',
        {},
        ...changing(segment.rights, old?.rights ?? null),
        h('span', { class: 'meaning' }, accessRights(segment.rights)),
      ),
    );
  });
  const tables = (['gdtr', 'idtr'] as const).map((name) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, name.toUpperCase()),
      h('td', {}, '—'),
      h('td', {}, ...changing(now.system[name].base, before?.system[name].base ?? null)),
      h('td', { class: 'mono' }, hex(now.system[name].limit)),
      h('td', {}, '—'),
    ),
  );
  return scrolling(
    'segmentos',
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...['Nome', 'Seletor', 'Base', 'Limite', 'Direitos'].map((head) => h('th', { scope: 'col' }, head)),
        ),
      ),
      h('tbody', {}, ...rows, ...tables),
    ),
  );
}
