// The extensions of the editor put together: keys, history, search, completion, help, marks, what a paste may bring.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { nextDiagnostic } from '@codemirror/lint';
import { gotoLine, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightSpecialChars,
  keymap,
  tooltips,
  type KeyBinding,
} from '@codemirror/view';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { breakpoints } from './breakpoints.ts';
import { completing } from './completion.ts';
import { HelpLine, hoverHelp } from './help-view.ts';
import { highlighting } from './highlighting.ts';
import { lineMarks } from './line-marks.ts';
import { phrases } from './phrases.ts';
import { tooLong } from './text-limits.ts';

export interface EditingOptions {
  readonly id: string;
  readonly notation: NotationName;
  /** Where tooltips are put: outside what scrolls. */
  readonly place: HTMLElement;
  readonly invalid: () => boolean;
  readonly refuse: (message: string) => void;
  readonly onBreakpoints: (lines: readonly number[]) => void;
}

/** Ctrl+Enter is the lab's own (a step); Ctrl+M and Ctrl+I would surprise, since Tab leaves the editor anyway. */
const LEFT_OUT = new Set(['Mod-Enter', 'Ctrl-m', 'Mod-i', 'Alt-A']);
const SEARCH_KEYS = new Set(['Mod-f', 'F3', 'Mod-g', 'Escape']);

const keys: readonly KeyBinding[] = [
  ...defaultKeymap.filter(({ key }) => !LEFT_OUT.has(key ?? '')),
  ...historyKeymap,
  ...searchKeymap.filter(({ key }) => SEARCH_KEYS.has(key ?? '')),
  { key: 'Alt-g', run: gotoLine },
  { key: 'F8', run: nextDiagnostic },
];

export function editing(options: EditingOptions): {
  readonly extension: Extension;
  readonly help: HTMLElement;
} {
  const { id, notation } = options;
  const help = new HelpLine(`${id}-teclas`, notation);
  const extension: Extension = [
    phrases,
    highlighting(notation),
    breakpoints(options.onBreakpoints),
    lineMarks,
    completing(notation),
    help.extension,
    hoverHelp(notation),
    history(),
    drawSelection(),
    dropCursor(),
    highlightSpecialChars(),
    EditorState.tabSize.of(4),
    EditorView.lineWrapping,
    search({ top: true }),
    keymap.of([...keys]),
    tooltips({ position: 'absolute', parent: options.place }),
    EditorView.contentAttributes.of(() => ({
      id,
      // What can be edited is focusable by itself, but not every tool knows.
      tabindex: '0',
      'aria-labelledby': `${id}-nome`,
      'aria-describedby': `${id}-onde ${id}-teclas ${id}-erros`,
      ...(options.invalid() ? { 'aria-invalid': 'true' } : {}),
    })),
    limited(options.refuse),
  ];
  return { extension, help: help.element };
}

/** A text too long to be read is not even pasted. */
function limited(refuse: (message: string) => void): Extension {
  const check = (event: ClipboardEvent | DragEvent, view: EditorView): boolean => {
    const data = event instanceof ClipboardEvent ? event.clipboardData : event.dataTransfer;
    const pasted = data?.getData('text/plain') ?? '';
    if (pasted === '') return false;
    const message = tooLong(view.state.doc.toString() + pasted);
    if (message === null) return false;
    event.preventDefault();
    refuse(`O texto não foi colado. ${message}`);
    return true;
  };
  return EditorView.domEventHandlers({ paste: check, drop: check });
}
