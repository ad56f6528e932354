// The editor as a learner meets it: typing, completing, help, errors, breakpoints, and no key that traps.
import { EditorView } from '@codemirror/view';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import axeSource from 'axe-core/axe.min.js?raw';
import type { AxeResults } from 'axe-core';
import { baseStyles } from '../shared/base-styles.ts';
import { h } from '../shared/dom.ts';
import { editorStyles } from './editor-styles.ts';
import { ProgramEditor } from './program-editor.ts';

const onInput = vi.fn();
const refuse = vi.fn();

/** Waits for what comes in a moment, also on a busy machine. */
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000 });

function place(text: string, notation: 'vmx' | 'asm' = 'vmx') {
  const host = h('div');
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [baseStyles, editorStyles];
  const editor = new ProgramEditor({ id: 'p', root, notation, onInput, refuse });
  root.append(editor.element, h('button', { type: 'button' }, 'depois'));
  editor.value = text;
  const one = (selector: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  const cursorAt = (position: number): void => {
    editor.focus();
    editor.view.dispatch({ selection: { anchor: position } });
  };
  const announced = (): string => one('.cm-announced').textContent ?? '';
  return { editor, root, one, cursorAt, announced, view: editor.view };
}

afterEach(() => {
  document.body.replaceChildren();
  vi.clearAllMocks();
});

describe('writing', () => {
  it('tells what was typed, not what the page put in; what the page put first cannot be undone', async () => {
    const { editor, cursorAt } = place('VMXON\n');
    expect(onInput).not.toHaveBeenCalled();
    cursorAt(0);
    await userEvent.keyboard('; ');
    expect(editor.value).toBe('; VMXON\n');
    expect(onInput).toHaveBeenCalled();
    await userEvent.keyboard('{Control>}z{/Control}{Control>}z{/Control}');
    expect(editor.value).toBe('VMXON\n');
  });

  it('lets Tab and Shift+Tab out, and leaves Ctrl+Enter to the lab', async () => {
    const { editor, root, cursorAt } = place('VMXON ; liga\n');
    cursorAt(12);
    const heard = vi.fn((event: KeyboardEvent) => event.defaultPrevented);
    root.addEventListener('keydown', (event) => heard(event as KeyboardEvent));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(heard.mock.results.at(-1)?.value).toBe(false);
    await userEvent.keyboard('{Tab}');
    expect(root.activeElement?.textContent).toBe('depois');
    expect(editor.value).toBe('VMXON ; liga\n');
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(root.activeElement).toBe(editor.view.contentDOM);
  });

  it('refuses a paste that would make the text too long', () => {
    const { editor, view } = place('VMXON\n');
    const data = new DataTransfer();
    data.setData('text/plain', 'VMXON\n'.repeat(4_000));
    const paste = new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true });
    view.contentDOM.dispatchEvent(paste);
    expect(paste.defaultPrevented).toBe(true);
    expect(refuse).toHaveBeenCalledWith(expect.stringMatching(/^O texto não foi colado\./));
    expect(editor.value).toBe('VMXON\n');
  });

  it('tells letters that are text from those that are commands', async () => {
    const { editor, root, cursorAt, one } = place('VMXON\n');
    const heard: boolean[] = [];
    root.addEventListener('keydown', (event) => heard.push(editor.writing(event)));
    cursorAt(0);
    await userEvent.keyboard('p{Control>}f{/Control}');
    one('.cm-search input').focus();
    await userEvent.keyboard('p');
    one('button:not(.cm-panel *)').focus();
    await userEvent.keyboard('p');
    expect([heard[0], heard.at(-2), heard.at(-1)]).toEqual([true, true, false]);
  });
});

describe('completion', () => {
  const list = (root: ShadowRoot): string[] =>
    [...root.querySelectorAll('.cm-tooltip-autocomplete .cm-completionLabel')].map(
      ({ textContent }) => textContent ?? '',
    );

  it('opens while a word is written, explains each, and an arrow and Enter take one', async () => {
    const { editor, root, cursorAt, one } = place('\n');
    cursorAt(0);
    await userEvent.keyboard('vmp');
    await soon(() => expect(list(root)).toEqual(['VMPTRLD', 'VMPTRST']));
    expect(one('.cm-tooltip-autocomplete li .explanation').textContent).toBe(
      'Torna uma VMCS a corrente do processador lógico.',
    );
    expect(one('.cm-tooltip-autocomplete ul').getAttribute('aria-label')).toBe('Sugestões');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(editor.value).toBe('VMPTRLD\n');
  });

  it('does not take Enter away from whoever wrote the word in full', async () => {
    const { editor, root, cursorAt } = place('');
    cursorAt(0);
    await userEvent.keyboard('VMXO');
    await soon(() => expect(list(root)).toContain('VMXOFF'));
    await userEvent.keyboard('N{Enter}');
    expect(editor.value).toBe('VMXON\n');
  });

  it('comes with Ctrl+Space anywhere, goes with Esc, and Tab leaves even then', async () => {
    const { root, cursorAt } = place('VMREAD ');
    cursorAt(7);
    await userEvent.keyboard('{Control>} {/Control}');
    await soon(() => expect(list(root)).toContain('GUEST_RIP'));
    await userEvent.keyboard('{Escape}');
    await soon(() => expect(list(root)).toEqual([]));
    await userEvent.keyboard('{Control>} {/Control}');
    await soon(() => expect(list(root).length).toBeGreaterThan(0));
    await userEvent.keyboard('{Tab}');
    expect(root.activeElement?.textContent).toBe('depois');
    await soon(() => expect(list(root)).toEqual([]));
  });

  it('writes instructions as the learner does, in capitals or not', async () => {
    const { root, cursorAt } = place('', 'asm');
    cursorAt(0);
    await userEvent.keyboard('vmla');
    await soon(() => expect(list(root)).toContain('vmlaunch'));
  });
});

describe('help', () => {
  it('stands under the editor for the word at the cursor, with the manual’s section and a link', () => {
    const { one, cursorAt } = place('VMXON\nVMREAD GUEST_RIP ; lê\n');
    expect(one('.editor-keys').textContent).toContain('Tab sai do editor');
    cursorAt(15);
    expect(one('.word-help').textContent).toMatch(/GUEST_RIP.*RIP do convidado.*apêndice B/);
    expect(one('.word-help a').getAttribute('href')).toBe('/referencia/campos-da-vmcs/#campo-guest-rip');
    cursorAt(25);
    expect(one('.word-help').hidden).toBe(true);
  });

  it('is spoken with F1, and its link is where Tab goes next', async () => {
    const { root, cursorAt, announced } = place('VMPTRLD A\n');
    cursorAt(2);
    await userEvent.keyboard('{F1}');
    expect(announced()).toMatch(/^VMPTRLD: Torna uma VMCS a corrente.*volume 3, seção 30\.3\./);
    await userEvent.keyboard('{Tab}');
    expect(root.activeElement?.getAttribute('href')).toBe('/instrucoes/vmptrld/');
    cursorAt(9);
    await userEvent.keyboard('{F1}');
    expect(announced()).toBe('Não há explicação para esta palavra.');
  });

  it('comes over the word under the mouse', async () => {
    const { root, one } = place('VMPTRLD A\n');
    await userEvent.hover(one('.t-vmx'));
    await soon(() => expect(root.querySelector('.hover-help')?.textContent).toContain('corrente'));
  });
});

describe('errors', () => {
  const errors = [
    { line: 2, column: 3, length: 4, text: 'Não entendi “ERRO”.', warning: false },
    { line: 3, column: 1, length: 5, text: 'Isto avisa.', warning: true },
  ];

  it('are underlined, signed in the gutter, listed, and led to', () => {
    const { editor, root, one, view } = place('VMXON\n  ERRO\nVMXON\n');
    editor.showErrors(errors, null);
    expect(one('.cm-lintRange-error').textContent).toBe('ERRO');
    expect(one('.cm-lintRange-warning').textContent).toBe('VMXON');
    expect(root.querySelectorAll('.signs .wrong, .signs .warned')).toHaveLength(2);
    expect(view.contentDOM.getAttribute('aria-invalid')).toBe('true');
    expect(one('.errors').textContent).toMatch(/linha 2, coluna 3.*aviso na linha 3, coluna 1/);
    one('.errors button').click();
    expect(root.activeElement).toBe(view.contentDOM);
    expect(view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to)).toBe('ERRO');
    editor.showErrors([errors[1] ?? errors[0]!], null);
    expect(view.contentDOM.hasAttribute('aria-invalid')).toBe(false);
    editor.showErrors([], null);
    expect(root.querySelector('.cm-lintRange, .signs .warned')).toBeNull();
  });

  it('stay in bounds when the text is shorter by now', () => {
    const { editor, root } = place('VM');
    editor.showErrors(errors, 'O programa é longo demais.');
    editor.goTo(90, 40, 12);
    editor.mark({ next: 12, last: 13, guest: null, hue: null });
    expect(root.querySelectorAll('.errors li')).toHaveLength(3);
  });
});

describe('breakpoints', () => {
  it('go on and off with F9 and with a press on the number, spoken and told', async () => {
    const { editor, root, cursorAt, announced } = place('VMXON\nVMCLEAR A\nVMXOFF\n');
    const told = vi.fn();
    editor.onBreakpoints(told);
    cursorAt(8);
    await userEvent.keyboard('{F9}');
    expect(editor.breakpoints).toEqual([2]);
    expect(told).toHaveBeenLastCalledWith([2]);
    expect(announced()).toBe('Parada ligada na linha 2.');
    const numbers = [...root.querySelectorAll('.cm-lineNumbers .cm-gutterElement')];
    const third = numbers.find(({ textContent }) => textContent === '3');
    if (third === undefined) throw new Error('no third line');
    await userEvent.click(third);
    expect(editor.breakpoints).toEqual([2, 3]);
    expect(root.querySelectorAll('.cm-lineNumbers .stop')).toHaveLength(2);
    await userEvent.keyboard('{F9}');
    expect(editor.breakpoints).toEqual([3]);
  });

  it('stay with their text', () => {
    const { editor, view } = place('a\nb\nc\nd\n');
    editor.breakpoints = [2, 4];
    view.dispatch({ changes: { from: 0, insert: 'novo\n' } });
    expect(editor.breakpoints).toEqual([3, 5]);
    view.dispatch({ changes: { from: 0, to: 7 } });
    expect(editor.breakpoints).toEqual([1, 3]);
    view.dispatch({ changes: { from: 0, to: 1, insert: 'bb' } });
    expect(editor.breakpoints).toEqual([1, 3]);
    // A line broken in two keeps its breakpoint on what was its beginning only if nothing is put before it.
    view.dispatch({ changes: { from: 0, insert: '\n' } });
    expect(editor.breakpoints).toEqual([2, 4]);
    view.dispatch({ changes: { from: 1, to: 4 } });
    expect(editor.breakpoints).toEqual([3]);
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: 'b\nc\nd\n' } });
    expect(editor.breakpoints).toEqual([]);
    editor.breakpoints = [1, 3];
    // The page puts a text that differs in one line: the others keep theirs.
    editor.value = 'b\nmudou\nd\n';
    expect(editor.breakpoints).toEqual([1, 3]);
    editor.value = '';
    expect(editor.breakpoints.length).toBeLessThanOrEqual(1);
  });
});

it('marks the next line, with the guest’s hue, and keeps it in view', async () => {
  const { editor, one, view } = place(Array.from({ length: 200 }, (_, n) => `VMREAD ${n}`).join('\n'));
  editor.mark({ next: 1, last: null, guest: null, hue: null });
  expect(one('.cm-line.next').textContent).toBe('VMREAD 0');
  editor.mark({ next: 150, last: 149, guest: 'B', hue: 'b' });
  await soon(() => expect(one('.cm-line.next.in-b').textContent).toBe('VMREAD 149'));
  expect(one('.cm-line.last').textContent).toBe('VMREAD 148');
  expect(one('#p-onde').textContent).toBe('A próxima linha a rodar é a 150, do convidado B.');
  const line = one('.cm-line.next').getBoundingClientRect();
  const box = view.scrollDOM.getBoundingClientRect();
  expect(line.top).toBeGreaterThanOrEqual(box.top);
  expect(line.bottom).toBeLessThanOrEqual(box.bottom);
});

it('is labelled, described, and has nothing axe objects to, also with its panels open', async () => {
  const { editor, view, root, cursorAt } = place('VMXON\nVMREAD EX\n');
  expect(view.contentDOM.getAttribute('aria-labelledby')).toBe('p-nome');
  for (const id of (view.contentDOM.getAttribute('aria-describedby') ?? '').split(' '))
    expect(root.getElementById(id), id).not.toBeNull();
  const script = document.createElement('script');
  script.textContent = axeSource;
  document.head.append(script);
  const { axe } = window as unknown as { axe: { run: (place: Element) => Promise<AxeResults> } };
  const violations = async (): Promise<string[]> =>
    (await axe.run(root.host)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  expect(await violations()).toEqual([]);
  editor.showErrors([{ line: 1, column: 1, length: 5, text: 'Não.', warning: false }], null);
  cursorAt(15);
  await userEvent.keyboard('{Control>} {/Control}');
  await soon(() => expect(root.querySelector('.cm-tooltip-autocomplete')).not.toBeNull());
  // The list scrolls by the arrow keys, from where the focus is; axe knows this only of one-line fields.
  expect((await violations()).filter((one) => !/^scrollable-region-focusable: <ul/.test(one))).toEqual([]);
  await userEvent.keyboard('{Escape}{Control>}f{/Control}');
  await soon(() => expect(root.querySelector('.cm-search')).not.toBeNull());
  expect(root.querySelector('.cm-search')?.textContent).toMatch(/próxima.*anterior.*trocar todas/);
  expect(await violations()).toEqual([]);
});

it('says nothing in English', () => {
  const { root, view } = place('VMXON\n');
  const phrases = [
    'Completions',
    'Diagnostics',
    'Find',
    'Replace',
    'next',
    'previous',
    'match case',
    'Go to line',
    'go',
    'close',
  ];
  for (const phrase of phrases) expect(view.state.phrase(phrase)).not.toBe(phrase);
  expect(root.querySelector('[aria-label*="Editor"]')).toBeNull();
  expect(EditorView.findFromDOM(view.dom)).toBe(view);
});
