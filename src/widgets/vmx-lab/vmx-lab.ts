// <vmx-lab titulo="..." exercicio="vmx/01">: the VMX machine in a page. It draws a session's view and reports and
// sends it commands; it computes nothing of the subject itself.
//
// Inside the element, before it is upgraded: a <pre> with the program it starts with, whatever static drawing the
// page wants, and, for a lab that is graded, <script type="application/json"> with what `LabEngine.grade` reads.
import { stepMessage, stepTitle } from '../../catalog/step-messages.ts';
import type { RunTarget, StepReport } from '../../vmx/program/session-types.ts';
import type { Graded } from '../../../graders/engine/result.ts';
import { resultStyles } from '../result/result-styles.ts';
import { resultSummary, resultView } from '../result/result-view.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { embeddedJson, h, setAttributes, setText } from '../shared/dom.ts';
import { forgetWork, readWork, saveWork } from '../storage/work.ts';
import { diagramState } from './diagram-state.ts';
import type { LabEngine } from './engine.ts';
import { EventList } from './event-list.ts';
import { guestHue } from './guest-hue.ts';
import { labStyles } from './lab-styles.ts';
import { LabRun, MAX_RUN, tooLong } from './lab-run.ts';
import { MachineDiagram } from './machine-diagram.ts';
import { ProgramEditor } from './program-editor.ts';
import { StatePanel } from './state-panel.ts';
import { Timeline } from './timeline.ts';
import { savedPlace } from './saved-place.ts';

/** How long after the last key the program is read again. */
const TYPING_MS = 300;

type Command = 'step' | 'back' | 'to-exit' | 'run' | 'restart';

const COMMANDS: readonly (readonly [command: Command, label: string, key: string])[] = [
  ['back', 'Voltar um passo', 'v'],
  ['step', 'Passo', 'p'],
  ['to-exit', 'Rodar até a saída', 's'],
  ['run', 'Rodar', 'r'],
  ['restart', 'Recomeçar', '0'],
];

export abstract class VmxLab extends HTMLElement {
  protected abstract readonly engine: LabEngine;

  #built = false;
  #run!: LabRun;
  #editor!: ProgramEditor;
  #original = '';
  #grading: unknown = null;
  #place = '';
  #tries = 0;
  #passed = false;
  #typing: ReturnType<typeof setTimeout> | null = null;
  /** Said once instead of the step's sentence: where a run was stopped, what could not be pasted. */
  #remark: string | null = null;

  readonly #diagram = new MachineDiagram();
  readonly #state = new StatePanel();
  readonly #events = new EventList((step) => void this.#goTo(step));
  readonly #timeline = new Timeline('linha-do-tempo', (step) => void this.#goTo(step, false));
  readonly #buttons = new Map<Command, HTMLButtonElement>();
  readonly #sentence = h('p', { role: 'status', 'aria-live': 'polite', class: 'sentence' });
  readonly #manual = h('p', { class: 'manual' });
  readonly #notes = h('ul', { class: 'notes' });
  readonly #happened = h(
    'div',
    { class: 'happened' },
    h('h4', {}, 'O que acabou de acontecer'),
    this.#sentence,
    this.#manual,
    this.#notes,
  );
  readonly #saved = h('span', { class: 'quiet-text' });
  readonly #restore = button('Restaurar o original', 'link');
  readonly #grade = button('Corrigir', '');
  readonly #graded = h('div', { class: 'graded' });
  readonly #gradeStatus = h('p', { role: 'status', 'aria-live': 'polite', class: 'sr' });

  connectedCallback(): void {
    if (this.#built) return;
    this.#built = true;
    this.#original = (this.querySelector('pre')?.textContent ?? '').replace(/\s+$/, '') + '\n';
    this.#grading = embeddedJson(this);
    this.#place = savedPlace(this.getAttribute('exercicio'), this.getAttribute('titulo'));
    this.#run = new LabRun(this.engine, this.#fileName(), () => this.#draw(false));
    this.#editor = new ProgramEditor(
      'programa',
      () => this.#typed(),
      (message) => this.#say(message),
    );
    this.#build();
    const saved = readWork('programa', this.#place);
    this.#tries = saved?.tries ?? 0;
    this.#passed = saved?.passed ?? false;
    this.#editor.value = saved?.text ?? this.#original;
    this.#showSaved();
    this.#load();
  }

  disconnectedCallback(): void {
    this.#run.interrupt();
    if (this.#typing !== null) this.#read();
  }

  /** The program as it stands in the editor. */
  get program(): string {
    return this.#editor.value;
  }

  /** Puts another program in the editor, as if it had been typed, and reads it at once. */
  set program(text: string) {
    this.#editor.value = text;
    this.#typed();
    this.#read();
  }

  #build(): void {
    const title = this.getAttribute('titulo') ?? 'Máquina VMX';
    for (const [command, label, key] of COMMANDS) {
      const made = button(label, command === 'step' ? 'primary' : '', key);
      made.addEventListener('click', () => this.#do(command));
      this.#buttons.set(command, made);
    }
    this.#restore.addEventListener('click', () => this.#restoreOriginal());
    this.#grade.addEventListener('click', () => void this.#correct());
    const of = (...names: readonly Command[]) => names.map((name) => this.#buttons.get(name) ?? null);
    const exercise = this.getAttribute('exercicio');
    const lab = h(
      'section',
      { class: 'lab card', 'aria-label': title },
      h(
        'div',
        { class: 'head' },
        h('h3', {}, title),
        h('span', { class: 'saved' }, this.#saved, this.#restore),
      ),
      this.#editor.element,
      h('div', { class: 'live' }, this.#diagram.element, this.#happened),
      h('div', { class: 'steps' }, ...of('back', 'step')),
      h('div', { class: 'more' }, ...of('to-exit', 'run', 'restart'), exercise === null ? null : this.#grade),
      this.#timeline.element,
      this.#state.element,
      this.#events.element,
      keysHelp(),
      exercise === null ? null : h('div', { class: 'grading' }, this.#gradeStatus, this.#graded),
    );
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, resultStyles, labStyles];
    root.append(lab);
    root.addEventListener('keydown', (event) => this.#key(event as KeyboardEvent));
  }

  /** The exercise's file; in a lesson the fence's language tells the notation. */
  #fileName(): string {
    const data = this.#grading as { definicao?: { arquivo?: unknown } } | null;
    const named = data?.definicao?.arquivo;
    if (typeof named === 'string') return named;
    return this.querySelector('pre')?.dataset['language'] === 'asm' ? 'programa.asm' : 'programa.vmx';
  }

  // --- commands ---

  #do(command: Command): void {
    this.#read();
    const { session } = this.#run;
    if (session === null) {
      if (!this.#run.broken)
        this.#say('O programa ainda não pode rodar: corrija primeiro os erros apontados.');
      return;
    }
    this.#remark = null;
    if (command === 'run' || command === 'to-exit') {
      if (this.#run.busy) this.#run.interrupt();
      else if (session.view.end === null) {
        void this.#runTo(command === 'run' ? { kind: 'end' } : { kind: 'exit' });
        return;
      }
    } else if (this.#run.busy) this.#run.interrupt();
    if (command === 'step' && session.view.end === null) this.#run.step();
    if (command === 'back') this.#run.back();
    if (command === 'restart') this.#run.restart();
    this.#draw(true);
  }

  async #runTo(target: RunTarget): Promise<void> {
    const running = this.#run.run(target);
    this.#draw(false);
    const end = await running;
    if (end === 'interrupted') return;
    if (end === 'limit' || end === 'budget') {
      this.#remark =
        end === 'limit'
          ? `Parei depois de ${MAX_RUN.toLocaleString('pt-BR')} passos sem chegar ao fim. “Rodar” continua daqui; “Voltar um passo” e a linha do tempo mostram o que se repete.`
          : 'A máquina parou no limite de passos: algo no programa se repete sem fim. Procure na linha do tempo o que se repete.';
    }
    this.#draw(true);
  }

  async #goTo(step: number, moving = true): Promise<void> {
    this.#remark = null;
    await this.#run.goTo(step);
    this.#draw(moving);
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey) return;
    const editing = event.target === this.#editor.textarea;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#do(event.shiftKey ? 'back' : 'step');
      return;
    }
    if (editing || event.ctrlKey || event.metaKey) return;
    const command = COMMANDS.find(([, , key]) => key === event.key.toLowerCase())?.[0];
    if (command === undefined) return;
    event.preventDefault();
    this.#do(command);
  }

  // --- the program ---

  #typed(): void {
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#read(), TYPING_MS);
    const result = this.#graded.firstElementChild;
    if (result !== null && this.#graded.querySelector('.stale') === null) {
      this.#graded.prepend(
        h('p', { class: 'stale' }, 'O programa mudou depois desta correção. “Corrigir” lê a versão nova.'),
      );
    }
  }

  /** Reads what was typed, if anything was since the last time. */
  #read(): void {
    if (this.#typing === null) return;
    clearTimeout(this.#typing);
    this.#typing = null;
    this.#save();
    this.#load();
  }

  #load(): void {
    this.#remark = null;
    this.#run.load(this.#editor.value);
    this.#draw(false);
    const { errors, warnings, tooLong: message } = this.#run;
    this.#editor.showErrors(
      [...errors, ...warnings].map((found) => ({
        line: found.line,
        column: found.column,
        length: found.length,
        text: this.engine.describe(found),
        warning: found.severity === 'warning',
      })),
      message,
    );
  }

  #save(): void {
    const text = this.#editor.value;
    if (text === this.#original && this.#tries === 0) forgetWork('programa', this.#place);
    else if (!saveWork('programa', this.#place, { text, tries: this.#tries, passed: this.#passed })) {
      setText(this.#saved, 'Este navegador não guardou o programa.');
      return;
    }
    this.#showSaved();
  }

  #showSaved(): void {
    const edited = this.#editor.value !== this.#original;
    setText(this.#saved, edited ? 'Editado por você e guardado neste navegador.' : '');
    this.#restore.hidden = !edited;
  }

  #restoreOriginal(): void {
    this.program = this.#original;
    this.#editor.textarea.focus();
    this.#say('O programa original voltou ao editor.');
  }

  // --- grading ---

  async #correct(): Promise<void> {
    if (this.#grade.getAttribute('aria-disabled') === 'true') return;
    this.#read();
    const source = this.#editor.value;
    const refused = tooLong(source);
    if (refused !== null) {
      this.#showGraded(h('p', { class: 'stale' }, refused), refused);
      return;
    }
    setAttributes(this.#grade, { 'aria-disabled': 'true' });
    setText(this.#grade, 'Corrigindo…');
    // Grading runs the program several times: let the button be drawn first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    let graded: Graded | null = null;
    try {
      graded = await this.engine.grade(this.#grading, source);
    } catch (error) {
      console.error(error);
    }
    setAttributes(this.#grade, { 'aria-disabled': null });
    setText(this.#grade, 'Corrigir');
    this.#tries += 1;
    this.#passed ||= graded?.status === 'graded' && graded.result.passed;
    this.#save();
    if (graded === null) {
      const exercise = this.getAttribute('exercicio') ?? '';
      const text = `A correção não funcionou nesta página. Recarregue-a, ou corrija no terminal: npm run grade -- ${exercise}`;
      this.#showGraded(h('p', { class: 'stale' }, text), text);
    } else if (graded.status === 'graded') {
      const view = resultView(graded.result, {
        onTrace: (step) => void this.#showStep(step),
        onLine: (line) => this.#editor.goTo(line),
      });
      this.#showGraded(view, resultSummary(graded.result));
    } else {
      const text =
        graded.status === 'unreadable'
          ? graded.error.message
          : 'O programa ainda é o ponto de partida. Escreva nele o que falta e corrija de novo.';
      this.#showGraded(h('p', { class: 'stale' }, text), text);
    }
  }

  #showGraded(view: HTMLElement, summary: string): void {
    this.#graded.replaceChildren(view);
    // The same words twice would not be announced twice.
    setText(this.#gradeStatus, '');
    requestAnimationFrame(() => setText(this.#gradeStatus, summary));
    view.scrollIntoView({ block: 'nearest' });
  }

  async #showStep(step: number): Promise<void> {
    await this.#goTo(step);
    this.#happened.scrollIntoView({ block: 'center' });
  }

  // --- drawing ---

  #draw(moving: boolean): void {
    const { session, busy } = this.#run;
    const view = session?.view ?? null;
    const report = session && view ? session.reports[view.stepNumber - 1] : undefined;
    const regions = session?.program.regions ?? [];
    const guests = regions.filter(({ guestStart }) => guestStart !== null).map(({ name }) => name);
    const guest = view?.place.guest ?? null;

    this.#diagram.draw(diagramState(session), moving);
    this.#state.draw(view, guests);
    this.#events.draw(session && view ? session.reports.slice(0, view.stepNumber) : [], regions);
    this.#editor.mark({
      next: view?.nextLine ?? null,
      last: report?.line ?? null,
      guest,
      hue: guestHue(guest, guests),
    });
    this.#drawSentence(report);
    this.#timeline.draw(
      view?.stepNumber ?? 0,
      this.#run.reach,
      this.#run.marks,
      report === undefined ? 'antes do primeiro passo' : lineText(report),
    );
    this.#drawButtons(busy);
  }

  #drawSentence(report: StepReport | undefined): void {
    const { session, errors } = this.#run;
    const message = report === undefined ? null : stepMessage(report, session?.program.regions ?? []);
    if (this.#run.busy) {
      setText(this.#sentence, 'Rodando…');
    } else if (this.#remark !== null) {
      setText(this.#sentence, this.#remark);
    } else if (message !== null) {
      setText(this.#sentence, message.text);
    } else {
      setText(this.#sentence, this.#beforeFirst(errors.length));
    }
    const section = this.#run.busy ? null : (message?.section ?? null);
    setText(this.#manual, section === null ? '' : `Manual da Intel (SDM), volume 3, ${sectionText(section)}`);
    this.#notes.replaceChildren(...(message?.notes ?? []).map((note) => h('li', {}, note)));
    this.#happened.className = `happened ${outcomeClass(report)}`;
  }

  #beforeFirst(errors: number): string {
    const { session } = this.#run;
    if (this.#run.broken) {
      return 'O simulador falhou neste programa. O defeito é dele, e não seu: mude a última linha que escreveu ou restaure o original.';
    }
    if (session === null) {
      return errors === 1
        ? 'O programa tem 1 erro, listado abaixo dele. Corrija-o para rodar.'
        : errors > 1
          ? `O programa tem ${errors} erros, listados abaixo dele. Corrija-os para rodar.`
          : 'O programa não pode rodar assim.';
    }
    const line = session.view.nextLine;
    const text = line === null ? '' : (session.program.lines[line - 1] ?? '').replace(/;.*/, '').trim();
    return text === ''
      ? 'Nada rodou ainda. “Passo” dá o primeiro passo.'
      : `Nada rodou ainda. “Passo” começa; a primeira linha é ${text}.`;
  }

  #drawButtons(busy: boolean): void {
    const view = this.#run.session?.view ?? null;
    const ended = view === null || view.end !== null;
    const disabled: Readonly<Record<Command, boolean>> = {
      step: ended,
      back: view === null || view.stepNumber === 0,
      'to-exit': ended && !busy,
      run: ended && !busy,
      restart: view === null || view.stepNumber === 0,
    };
    // A disabled button would throw the focus away; it stays reachable and says that it does nothing now.
    for (const [command, made] of this.#buttons) {
      setAttributes(made, { 'aria-disabled': disabled[command] ? 'true' : null });
    }
    const run = this.#buttons.get('run')?.querySelector('span');
    if (run) setText(run, busy ? 'Parar' : 'Rodar');
  }

  /** A sentence that belongs to no step, announced like the others. */
  #say(text: string): void {
    this.#remark = text;
    setText(this.#sentence, text);
  }
}

function button(label: string, kind: string, key?: string): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: kind === '' ? null : kind, 'aria-keyshortcuts': key ?? null },
    h('span', {}, label),
    key === undefined ? null : h('kbd', { 'aria-hidden': 'true' }, key.toUpperCase()),
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

/** `linha 5, VMLAUNCH`. */
function lineText(report: StepReport): string {
  const title = stepTitle(report);
  return report.line === null ? title : `linha ${report.line}, ${title}`;
}

/** `seção 30.3`, `capítulo 26`, `apêndice C`. */
function sectionText(section: string): string {
  if (section.startsWith('ap. ')) return `apêndice ${section.slice(4)}`;
  return section.includes('.') ? `seção ${section}` : `capítulo ${section}`;
}

/** The meaning of the last step, for the sentence's border: always doubled by its words. */
function outcomeClass(report: StepReport | undefined): string {
  switch (report?.outcome.code) {
    case undefined:
      return '';
    case 'vmfail-invalid':
    case 'vmfail-valid':
    case 'entry-failed':
      return 'vmfail';
    case 'exception':
      return 'exception';
    case 'ended':
      return report?.outcome.code === 'ended' && report.outcome.vector !== null ? 'exception' : '';
    case 'entered':
    case 'exited':
      return 'entry';
    default:
      return report?.after.mode === 'root' ? 'root' : '';
  }
}
