// Help on words as the reader meets it: over the word with the mouse, under the editor for the word at the cursor
// (so also by touch), and spoken with F1.
import type { EditorState, Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap } from '@codemirror/view';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { sitePath } from '../shared/base-path.ts';
import { h } from '../shared/dom.ts';
import { piecesOf } from './highlighting.ts';
import { wordHelp, type WordHelp } from './word-help.ts';

const NO_WORD = new Set(['comment', 'string', 'number', 'operator', 'invalid']);

/** The word at a position with its help; null where there is none. */
function helpAt(
  state: EditorState,
  position: number,
  notation: NotationName,
): { readonly from: number; readonly to: number; readonly help: WordHelp } | null {
  const line = state.doc.lineAt(position);
  const at = position - line.from;
  for (const { from, to, shade } of piecesOf(line.text, notation)) {
    if (at < from || at > to || NO_WORD.has(shade)) continue;
    const help = wordHelp(line.text.slice(from, to), notation);
    if (help !== null) return { from: line.from + from, to: line.from + to, help };
  }
  return null;
}

/** `Manual da Intel (SDM), volume 3, seção 30.3.` */
const manual = (section: string): string => `Manual da Intel (SDM), ${section}.`;

function parts({ title, text, section, path }: WordHelp): (HTMLElement | string)[] {
  const address = path === null ? null : sitePath(path);
  return [
    h('code', { class: 'word' }, title),
    ' ',
    text,
    ...(section === null ? [] : [' ', h('span', { class: 'manual' }, manual(section))]),
    ...(address === null ? [] : [' ', h('a', { href: address }, `${title} na referência`)]),
  ];
}

/** A tooltip over a word. */
export function hoverHelp(notation: NotationName): Extension {
  return hoverTooltip((view, position) => {
    const found = helpAt(view.state, position, notation);
    if (found === null) return null;
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create: () => ({ dom: h('div', { class: 'hover-help' }, ...parts(found.help)) }),
    };
  });
}

/** The line under the editor: the keys, until the cursor stands in a word that can be explained. */
export class HelpLine {
  readonly element: HTMLElement;
  readonly extension: Extension;
  readonly #keys: HTMLElement;
  readonly #word = h('p', { class: 'word-help', hidden: true });
  #shown: WordHelp | null = null;

  /** `id` is that of the line of keys, which describes the editor. */
  constructor(id: string, notation: NotationName) {
    this.#keys = keysLine(id);
    this.element = h('div', { class: 'help' }, this.#keys, this.#word);
    this.extension = [
      EditorView.updateListener.of((update) => {
        // What was shown stays when the focus goes to its link.
        if (!update.view.hasFocus || !(update.selectionSet || update.docChanged || update.focusChanged))
          return;
        this.#show(helpAt(update.state, update.state.selection.main.head, notation)?.help ?? null);
      }),
      keymap.of([{ key: 'F1', run: (view) => this.#speak(view, notation) }]),
    ];
  }

  #show(help: WordHelp | null): void {
    if (help?.title === this.#shown?.title) return;
    this.#shown = help;
    if (help !== null) this.#word.replaceChildren(...parts(help));
    this.#word.hidden = help === null;
    this.#keys.hidden = help !== null;
  }

  #speak(view: EditorView, notation: NotationName): boolean {
    const found = helpAt(view.state, view.state.selection.main.head, notation);
    const { title, text, section, path } = found?.help ?? { title: '', text: '', section: null, path: null };
    const spoken =
      found === null
        ? 'Não há explicação para esta palavra.'
        : [
            `${title}:`,
            text,
            section === null ? '' : manual(section),
            path === null ? '' : 'Tab leva à página dela.',
          ]
            .filter((part) => part !== '')
            .join(' ');
    view.dispatch({ effects: EditorView.announce.of(spoken) });
    return true;
  }
}

function keysLine(id: string): HTMLElement {
  const key = (...names: string[]): (HTMLElement | string)[] =>
    names.flatMap((name, index) => (index === 0 ? [h('kbd', {}, name)] : [' + ', h('kbd', {}, name)]));
  return h(
    'p',
    { class: 'editor-keys', id },
    h(
      'span',
      { class: 'by-key' },
      ...key('Ctrl', 'Espaço'),
      ' completa, ',
      ...key('F1'),
      ' explica a palavra, ',
      ...key('F9'),
      ' liga uma parada na linha, ',
      ...key('Tab'),
      ' sai do editor.',
    ),
    h(
      'span',
      { class: 'by-touch' },
      'Toque numa palavra para saber o que ela é, e no número de uma linha para o programa parar nela.',
    ),
  );
}
