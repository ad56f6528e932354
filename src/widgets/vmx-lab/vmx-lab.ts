// <vmx-lab titulo="..." exercicio="vmx/01">: the VMX machine in a page. It draws a session's view and reports and
// sends it commands; it computes nothing of the subject itself.
//
// Inside the element, before it is upgraded: a <pre> with the program it starts with, whatever static drawing the
// page wants, and, for a lab that is graded, <script type="application/json"> with what `LabEngine.grade` reads.
import { stepTitle } from '../../catalog/step-messages.ts';
import { notationOf } from '../../vmx/program/load.ts';
import type { RunTarget, StepReport } from '../../vmx/program/session-types.ts';
import { editorStyles } from '../editor/editor-styles.ts';
import { ProgramEditor } from '../editor/program-editor.ts';
import { ProgramTools } from '../program-tools/program-tools.ts';
import { linkName, ReceivedProgram } from '../program-tools/received-program.ts';
import { toolsStyles } from '../program-tools/tools-styles.ts';
import { resultStyles } from '../result/result-styles.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { embeddedJson, h, setText } from '../shared/dom.ts';
import { forgetWork, readWork, saveWork } from '../storage/work.ts';
import { diagramState } from './diagram-state.ts';
import type { LabEngine } from './engine.ts';
import { guestHue } from './guest-hue.ts';
import { HappenedBox } from './happened-box.ts';
import { commandOf, LabControls, type Command } from './lab-controls.ts';
import { LabGrading } from './lab-grading.ts';
import { LabPanels } from './lab-panels.ts';
import { LabRun, MAX_RUN } from './lab-run.ts';
import { labStyles } from './lab-styles.ts';
import { MachineDiagram } from './machine-diagram.ts';
import { panelStyles } from './panels/panel-styles.ts';
import { savedPlace } from './saved-place.ts';
import { StatePanel } from './state-panel.ts';
import { Timeline } from './timeline.ts';

/** How long after the last key the program is read again. */
const TYPING_MS = 300;

export abstract class VmxLab extends HTMLElement {
  protected abstract readonly engine: LabEngine;

  #built = false;
  #run!: LabRun;
  #editor!: ProgramEditor;
  #panels!: LabPanels;
  #received!: ReceivedProgram;
  #grading: LabGrading | null = null;
  #gradingData: unknown = null;
  #original = '';
  #place = '';
  #tries = 0;
  #passed = false;
  #typing: ReturnType<typeof setTimeout> | null = null;
  /** Said instead of the step's sentence: where a run was stopped, what could not be pasted. */
  #remark: string | null = null;

  readonly #diagram = new MachineDiagram();
  readonly #happened = new HappenedBox(() => this.#panels.showEntry());
  readonly #state = new StatePanel();
  readonly #controls = new LabControls((command) => this.#do(command));
  readonly #timeline = new Timeline('linha-do-tempo', (step) => void this.#goTo(step, false));
  readonly #saved = h('span', { class: 'quiet-text' });
  readonly #restore = h('button', { type: 'button', class: 'link' }, 'Restaurar o original');

  connectedCallback(): void {
    if (this.#built) return;
    this.#built = true;
    this.#original = (this.querySelector('pre')?.textContent ?? '').replace(/\s+$/, '') + '\n';
    this.#gradingData = embeddedJson(this);
    this.#place = savedPlace(this.getAttribute('exercicio'), this.getAttribute('titulo'));
    this.#run = new LabRun(this.engine, this.#fileName(), () => this.#draw(false));
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, resultStyles, labStyles, panelStyles, editorStyles, toolsStyles];
    this.#editor = new ProgramEditor({
      id: 'programa',
      root,
      notation: notationOf(this.#fileName()),
      onInput: () => this.#typed(),
      refuse: (message) => this.#say(message),
    });
    this.#panels = new LabPanels(this.#editor, this.#place, (step) => void this.#goTo(step));
    this.#build(root);
    const saved = readWork('programa', this.#place);
    this.#tries = saved?.tries ?? 0;
    this.#passed = saved?.passed ?? false;
    this.#editor.value = saved?.text ?? this.#original;
    this.#panels.restore();
    this.#showSaved();
    this.#load();
    this.#received.watch();
  }

  disconnectedCallback(): void {
    this.#run.interrupt();
    this.#read();
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

  #build(root: ShadowRoot): void {
    const title = this.getAttribute('titulo') ?? 'Máquina VMX';
    const exercise = this.getAttribute('exercicio');
    this.#restore.addEventListener('click', () => this.#restoreOriginal());
    let stops: readonly number[] = [];
    this.#received = new ReceivedProgram(this, {
      current: () => {
        this.#read();
        if (this.#received.mine === null) stops = this.#editor.breakpoints;
        return this.#editor.value;
      },
      show: (text) => {
        this.#editor.value = text;
        this.#editor.breakpoints = this.#received.mine === null ? stops : [];
        this.#grading?.outdate();
        this.#showSaved();
        this.#load();
      },
      keep: () => this.#save(),
      say: (message) => this.#say(message),
    });
    const tools = new ProgramTools({
      file: this.#fileName(),
      lab: linkName(this),
      read: () => {
        this.#read();
        const { program, session } = this.#run;
        return { source: this.#editor.value, program, nextLine: session?.view.nextLine ?? null };
      },
      goTo: (line) => this.#editor.goTo(line),
    });
    this.#editor.element.prepend(this.#received.element);
    if (exercise !== null) {
      this.#grading = new LabGrading(exercise, {
        onTrace: (step) => void this.#showStep(step),
        onLine: (line) => this.#editor.goTo(line),
      });
      this.#grading.button.addEventListener('click', () => void this.#correct());
      this.#controls.more.append(this.#grading.button);
    }
    root.append(
      h(
        'section',
        { class: 'lab card', 'aria-label': title },
        h(
          'div',
          { class: 'head' },
          h('h3', {}, title),
          h('span', { class: 'saved' }, this.#saved, this.#restore),
        ),
        this.#editor.element,
        h('div', { class: 'live' }, this.#diagram.element, this.#happened.element),
        this.#controls.steps,
        this.#controls.more,
        tools.element,
        this.#timeline.element,
        this.#state.element,
        this.#panels.element,
        this.#controls.keys,
        this.#grading?.element,
      ),
    );
    root.addEventListener('keydown', (event) => this.#key(event as KeyboardEvent));
  }

  /** The exercise's file; in a lesson the fence's language tells the notation. */
  #fileName(): string {
    const data = this.#gradingData as { definicao?: { arquivo?: unknown } } | null;
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
    const ended = session.view.end !== null;
    const runs = command === 'run' || command === 'to-exit';
    if (runs && !this.#run.busy && !ended) {
      void this.#runTo(this.#panels.target(command));
      return;
    }
    if (this.#run.busy) this.#run.interrupt();
    if (command === 'step' && !ended) this.#run.step();
    if (command === 'back') this.#run.back();
    if (command === 'restart') this.#run.restart();
    this.#draw(true);
  }

  async #runTo(target: RunTarget): Promise<void> {
    const running = this.#run.run(target);
    this.#draw(false);
    const end = await running;
    if (end === 'interrupted') return;
    if (end === 'limit') {
      this.#remark = `Parei depois de ${MAX_RUN.toLocaleString('pt-BR')} passos sem chegar ao fim. “Rodar” continua daqui; “Voltar um passo” e a linha do tempo mostram o que se repete.`;
    } else if (end === 'budget') {
      this.#remark =
        'A máquina parou no limite de passos: algo no programa se repete sem fim. Procure na linha do tempo o que se repete.';
    } else if (end === 'stopped') {
      this.#remark = this.#panels.whyStopped(this.#run.session, target);
    }
    this.#draw(true);
  }

  async #goTo(step: number, moving = true): Promise<void> {
    this.#remark = null;
    await this.#run.goTo(step);
    this.#draw(moving);
  }

  async #showStep(step: number): Promise<void> {
    await this.#goTo(step);
    this.#happened.element.scrollIntoView({ block: 'center' });
  }

  #key(event: KeyboardEvent): void {
    const command = commandOf(event, this.#editor.writing(event));
    if (command === null) return;
    event.preventDefault();
    this.#do(command);
  }

  // --- the program ---

  #typed(): void {
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#read(), TYPING_MS);
    this.#grading?.outdate();
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
    const { errors, warnings, tooLong } = this.#run;
    this.#editor.showErrors(
      [...errors, ...warnings].map((found) => ({
        line: found.line,
        column: found.column,
        length: found.length,
        text: this.engine.describe(found),
        warning: found.severity === 'warning',
      })),
      tooLong,
    );
  }

  /** What came by a link is not kept until the learner says so. */
  #save(): void {
    if (this.#received.mine !== null) return;
    const text = this.#editor.value;
    if (text === this.#original && this.#tries === 0) forgetWork('programa', this.#place);
    else if (!saveWork('programa', this.#place, { text, tries: this.#tries, passed: this.#passed })) {
      setText(this.#saved, 'Este navegador não guardou o programa.');
      return;
    }
    this.#showSaved();
  }

  #showSaved(): void {
    const edited = this.#editor.value !== this.#original && this.#received.mine === null;
    setText(this.#saved, edited ? 'Editado por você e guardado neste navegador.' : '');
    this.#restore.hidden = !edited;
  }

  #restoreOriginal(): void {
    this.program = this.#original;
    this.#editor.focus();
    this.#say('O programa original voltou ao editor.');
  }

  async #correct(): Promise<void> {
    this.#read();
    const graded = (await this.#grading?.grade(this.engine, this.#gradingData, this.#editor.value)) ?? null;
    if (graded?.status !== 'graded' || this.#received.mine !== null) return;
    this.#tries += 1;
    this.#passed ||= graded.result.passed;
    this.#save();
  }

  // --- drawing ---

  #draw(moving: boolean): void {
    const { session, busy } = this.#run;
    const view = session?.view ?? null;
    const step = view?.stepNumber ?? 0;
    const report = session?.reports[step - 1];
    const regions = session?.program.regions ?? [];
    const guests = regions.filter(({ guestStart }) => guestStart !== null).map(({ name }) => name);
    const guest = view?.place.guest ?? null;

    this.#diagram.draw(diagramState(session), moving);
    this.#happened.draw(this.#run, report, this.#remark);
    this.#state.draw(view, guests);
    if (!busy) this.#panels.draw(session);
    this.#editor.mark({
      next: view?.nextLine ?? null,
      last: report?.line ?? null,
      guest,
      hue: guestHue(guest, guests),
    });
    const { reach, marks } = this.#run;
    this.#timeline.draw(step, reach, marks, report === undefined ? 'antes do primeiro passo' : where(report));
    this.#controls.draw(view, busy);
  }

  /** A sentence that belongs to no step, announced like the others. */
  #say(text: string): void {
    this.#remark = text;
    this.#happened.say(text);
  }
}

/** `linha 5, VMLAUNCH`. */
function where(report: StepReport): string {
  const title = stepTitle(report);
  return report.line === null ? title : `linha ${report.line}, ${title}`;
}
