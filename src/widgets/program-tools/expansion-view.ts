// The assembly that a program in the short notation becomes, in a window over the page: for each line of the learner
// the lines it was made into, coloured, with their address and why they are there.
import { partRoleText } from '../../catalog/notation-texts.ts';
import type { ExpansionLine, Program } from '../../vmx/program/session-types.ts';
import { piecesOf } from '../editor/highlighting.ts';
import { h } from '../shared/dom.ts';
import { saveFile } from './save-file.ts';

/** Lines in a row that stand for the same line of the learner, or for the same part of the notation's own work. */
export interface ExpansionGroup {
  readonly sourceLine: number | null;
  /** The part, where no line of the learner stands for it. */
  readonly role: ExpansionLine['role'];
  readonly lines: readonly ExpansionLine[];
}

export function groupsOf(expansion: readonly ExpansionLine[]): ExpansionGroup[] {
  const groups: { sourceLine: number | null; role: ExpansionLine['role']; lines: ExpansionLine[] }[] = [];
  for (const line of expansion) {
    const last = groups.at(-1);
    const same =
      last?.sourceLine === line.sourceLine && (line.sourceLine !== null || last.role === line.role);
    if (last !== undefined && same) last.lines.push(line);
    else groups.push({ sourceLine: line.sourceLine, role: line.role, lines: [line] });
  }
  // What separates two parts belongs to none.
  return groups.filter(({ lines }) => lines.some(({ text }) => text.trim() !== ''));
}

export class ExpansionView {
  readonly element = h('dialog', { class: 'expansion', 'aria-labelledby': 'expansao-titulo' });
  readonly #goTo: (line: number) => void;

  /** `goTo` leads to a line of the program; the window is closed first. */
  constructor(goTo: (line: number) => void) {
    this.#goTo = goTo;
    // A press beside the window closes it, as Esc does.
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element) this.element.close();
    });
    // Letters typed here are no commands of the lab.
    this.element.addEventListener('keydown', (event) => event.stopPropagation());
  }

  /** Opens the window with the program's expansion, at the group of `line` where there is one. */
  open(program: Program, line: number | null): void {
    const expansion = program.expansion ?? [];
    const close = h('button', { type: 'button' }, 'Fechar');
    close.addEventListener('click', () => this.element.close());
    const save = h('button', { type: 'button' }, 'Salvar .asm');
    save.addEventListener('click', () =>
      saveFile(program.file.replace(/(?:\.vmx)?$/, '.asm'), program.assembly),
    );
    const groups = groupsOf(expansion);
    const items = groups.map((group) => this.#group(group, program, line));
    const list = h(
      'div',
      { class: 'expanded', tabindex: '0', role: 'region', 'aria-label': 'Assembly do programa' },
      h('ol', {}, ...items),
    );
    this.element.replaceChildren(
      h(
        'div',
        { class: 'expansion-head' },
        h('h4', { id: 'expansao-titulo' }, 'Em que o programa se torna'),
        h(
          'p',
          {},
          `${expansion.length} linhas de assembly (NASM), com tudo o que a notação curta faz por você.`,
        ),
        h('div', { class: 'expansion-actions' }, save, close),
      ),
      list,
    );
    this.element.showModal();
    const current = items[groups.findIndex(({ sourceLine }) => line !== null && sourceLine === line)];
    if (current) list.scrollTop = current.offsetTop - list.offsetTop;
    list.focus();
  }

  #group({ sourceLine, role, lines }: ExpansionGroup, program: Program, current: number | null): HTMLElement {
    const heading = h('p', { class: 'made-for' });
    if (sourceLine === null) heading.append(partRoleText(role));
    else {
      const back = h('button', { type: 'button', class: 'link' }, `linha ${sourceLine}`);
      back.addEventListener('click', () => {
        this.element.close();
        this.#goTo(sourceLine);
      });
      heading.append(back, h('code', {}, (program.lines[sourceLine - 1] ?? '').trim()));
    }
    return h(
      'li',
      { class: sourceLine !== null && sourceLine === current ? 'current' : null },
      heading,
      h(
        'div',
        { class: 'made' },
        ...lines.map((line, index) => madeLine(line, lines[index - 1]?.role, sourceLine)),
      ),
    );
  }
}

/** One line: its address, its text; and why it is there, where that changes inside a learner's line. */
function madeLine(line: ExpansionLine, before: ExpansionLine['role'] | undefined, sourceLine: number | null) {
  const why =
    sourceLine !== null && line.role !== before && !['line', 'guest'].includes(line.role)
      ? partRoleText(line.role)
      : '';
  return h(
    'div',
    { class: 'made-line' },
    why === '' ? null : h('span', { class: 'why' }, why),
    h('span', { class: 'address' }, line.address === null ? '' : `0x${line.address.toString(16)}`),
    h('code', {}, ...coloured(line.text)),
  );
}

function coloured(text: string): (HTMLElement | string)[] {
  const parts: (HTMLElement | string)[] = [];
  let at = 0;
  for (const { from, to, shade } of piecesOf(text, 'asm')) {
    if (from > at) parts.push(text.slice(at, from));
    parts.push(h('span', { class: `t-${shade}` }, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}
