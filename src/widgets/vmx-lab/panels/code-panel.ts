// The code around RIP as the processor sees it: address, bytes, NASM text, and the learner's line beside it.
import { guestName, hex } from '../../../catalog/machine-names.ts';
import type { CodeLine } from '../../../vmx/program/inspection-types.ts';
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { h } from '../../shared/dom.ts';
import type { LabPanel } from './panel.ts';
import { nothingYet } from './values.ts';

const BEFORE = 6;
const AFTER = 12;

export class CodePanel implements LabPanel {
  readonly id = 'desmontagem';
  readonly label = 'Desmontagem';
  readonly element = h('div', { class: 'code-panel' });

  draw(session: SessionLike | null): void {
    if (session === null) {
      this.element.replaceChildren(nothingYet());
      return;
    }
    const { view, inspector } = session;
    const lines = inspector.code(BEFORE, AFTER);
    const { codeSize } = inspector.registers().now.system;
    const whose = view.place.mode === 'non-root' ? `do ${guestName(view.place.guest)}` : 'do VMM';
    const ended = view.end === null ? '' : ' O programa acabou: é onde ele parou.';
    this.element.replaceChildren(
      h(
        'p',
        { class: 'quiet-text' },
        `Código ${whose}, de ${codeSize} bits, em torno de RIP = ${hex(view.rip)}.${ended}`,
      ),
      lines.length === 0
        ? h(
            'p',
            { class: 'opaque-note' },
            'RIP aponta para fora da memória da máquina: não há o que mostrar.',
          )
        : h('ol', { class: 'code-lines' }, ...lines.map((line) => row(line, session))),
    );
  }
}

function row(line: CodeLine, session: SessionLike): HTMLElement {
  return h(
    'li',
    { class: line.next ? 'next' : null, 'aria-current': line.next ? 'step' : null },
    h('span', { class: 'marker', 'aria-hidden': 'true' }, line.next ? '▶' : ''),
    h('span', { class: 'at mono' }, line.address.toString(16).toUpperCase().padStart(6, '0')),
    h(
      'span',
      { class: 'bytes mono' },
      [...line.bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '),
    ),
    h('code', { class: 'text' }, line.text),
    h(
      'span',
      { class: 'source' },
      line.next ? h('span', { class: 'sr' }, 'a próxima; ') : null,
      source(line, session),
    ),
  );
}

/** The learner's line, or what the instruction is there for. */
function source({ place }: CodeLine, { program }: SessionLike): string {
  if (place === null) return '';
  if (place.line !== null) {
    const text = (program.lines[place.line - 1] ?? '').replace(/;.*/, '').trim();
    return `linha ${place.line}${text === '' ? '' : `: ${text}`}`;
  }
  switch (place.role) {
    case 'prepare':
      return 'preparação da notação';
    case 'finish':
      return 'fim do programa';
    case 'ground':
      return 'memória do convidado';
    default:
      return 'da notação';
  }
}
