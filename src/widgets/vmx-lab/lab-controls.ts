// The lab's commands: their buttons, their keys, and the line that tells the keys.
import type { SessionView } from '../../vmx/program/session-types.ts';
import { h, setAttributes, setText } from '../shared/dom.ts';

export type Command = 'step' | 'back' | 'to-exit' | 'run' | 'restart';

const COMMANDS: readonly (readonly [command: Command, label: string, key: string])[] = [
  ['back', 'Voltar um passo', 'v'],
  ['step', 'Passo', 'p'],
  ['to-exit', 'Rodar até a saída', 's'],
  ['run', 'Rodar', 'r'],
  ['restart', 'Recomeçar', '0'],
];

export class LabControls {
  /** The two that are always at hand, on a phone too. */
  readonly steps = h('div', { class: 'steps' });
  readonly more = h('div', { class: 'more' });
  readonly keys = keysHelp();
  readonly #buttons = new Map<Command, HTMLButtonElement>();

  constructor(onCommand: (command: Command) => void) {
    for (const [command, label, key] of COMMANDS) {
      const made = button(label, command === 'step' ? 'primary' : null, key);
      made.addEventListener('click', () => onCommand(command));
      this.#buttons.set(command, made);
      (command === 'back' || command === 'step' ? this.steps : this.more).append(made);
    }
  }

  /** Shows which commands do something now. */
  draw(view: SessionView | null, busy: boolean): void {
    const ended = view === null || view.end !== null;
    const atStart = view === null || view.stepNumber === 0;
    const disabled: Readonly<Record<Command, boolean>> = {
      step: ended,
      back: atStart,
      'to-exit': ended && !busy,
      run: ended && !busy,
      restart: atStart,
    };
    // A disabled button would throw the focus away; it stays reachable and says that it does nothing now.
    for (const [command, made] of this.#buttons) {
      setAttributes(made, { 'aria-disabled': disabled[command] ? 'true' : null });
    }
    const run = this.#buttons.get('run')?.querySelector('span');
    if (run) setText(run, busy ? 'Parar' : 'Rodar');
  }
}

/** The command of a key pressed in the lab, or null. Letters are the program's while it is being written. */
export function commandOf(event: KeyboardEvent, writing: boolean): Command | null {
  if (event.defaultPrevented || event.altKey) return null;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return event.shiftKey ? 'back' : 'step';
  if (writing || inField(event) || event.ctrlKey || event.metaKey) return null;
  return COMMANDS.find(([, , key]) => key === event.key.toLowerCase())?.[0] ?? null;
}

/** Whether the key goes into a field of a panel: an address, a filter, a choice. */
function inField(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (target instanceof HTMLInputElement) return !['range', 'checkbox'].includes(target.type);
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

function button(label: string, kind: string | null, key: string): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: kind, 'aria-keyshortcuts': key },
    h('span', {}, label),
    h('kbd', { 'aria-hidden': 'true' }, key.toUpperCase()),
  );
}

function keysHelp(): HTMLElement {
  const key = (name: string): HTMLElement => h('kbd', {}, name);
  return h(
    'p',
    { class: 'keys' },
    'Teclas, com o foco no laboratório e fora do programa: ',
    ...COMMANDS.flatMap(([, label, name], index) => [
      index === 0 ? '' : ', ',
      key(name.toUpperCase()),
      ` ${label.toLowerCase()}`,
    ]),
    '. Ao escrever no programa: ',
    key('Ctrl'),
    ' + ',
    key('Enter'),
    ' dá um passo.',
  );
}
