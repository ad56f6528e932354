// The panels under the machine together: their tabs, what one asks of another, and the breakpoints a run stops at.
import { stoppedAt } from '../../catalog/breakpoint-texts.ts';
import { stepMessage } from '../../catalog/step-messages.ts';
import { reachedBreakpoints, type Breakpoint } from '../../vmx/program/breakpoints.ts';
import type { RunTarget, SessionLike } from '../../vmx/program/session-types.ts';
import { toggleBreakpoint } from '../editor/breakpoints.ts';
import type { ProgramEditor } from '../editor/program-editor.ts';
import { readLabView, saveLabView } from '../storage/lab-view.ts';
import { CodePanel } from './panels/code-panel.ts';
import { EntryPanel } from './panels/entry-panel.ts';
import { MemoryPanel } from './panels/memory-panel.ts';
import { PanelTabs } from './panels/panel-tabs.ts';
import { RegistersPanel } from './panels/registers-panel.ts';
import { StepsPanel } from './panels/steps-panel.ts';
import { StopsPanel } from './panels/stops-panel.ts';
import { VmcsPanel } from './panels/vmcs-panel.ts';

export class LabPanels {
  readonly element: HTMLElement;
  readonly #tabs: PanelTabs;
  readonly #stops: StopsPanel;
  readonly #editor: ProgramEditor;
  readonly #place: string;
  #session: SessionLike | null = null;

  /** `place` is where the page keeps what is the learner's (saved-place.ts). */
  constructor(editor: ProgramEditor, place: string, goTo: (step: number) => void) {
    this.#editor = editor;
    this.#place = place;
    const vmcs = new VmcsPanel();
    this.#stops = new StopsPanel(
      {
        get lines() {
          return editor.breakpoints;
        },
        toggle: (line) => toggleBreakpoint(editor.view, editor.view.state.doc.line(line).from),
        goTo: (line) => editor.goTo(line),
      },
      () => this.#save(),
    );
    const entry = new EntryPanel({
      onStep: goTo,
      onField: (region, name) => {
        this.#tabs.select(vmcs.id);
        vmcs.showField(region, name);
        this.#save();
      },
    });
    this.#tabs = new PanelTabs(
      'O que a máquina tem dentro',
      [
        new StepsPanel(goTo),
        new RegistersPanel(),
        new MemoryPanel(),
        new CodePanel(),
        vmcs,
        entry,
        this.#stops,
      ],
      () => this.#save(),
    );
    editor.onBreakpoints(() => {
      this.#stops.draw(this.#session);
      this.#save();
    });
    this.element = this.#tabs.element;
  }

  draw(session: SessionLike | null): void {
    this.#session = session;
    this.#tabs.draw(session);
  }

  /** Opens the panel that tells why an entry failed. */
  showEntry(): void {
    this.#tabs.select('entrada');
    this.#tabs.focus();
    this.#save();
  }

  /** How far “Rodar” and “Rodar até a saída” go. */
  target(command: 'run' | 'to-exit'): RunTarget {
    const { breakpoints } = this.#stops;
    if (command === 'run')
      return breakpoints.length === 0 ? { kind: 'end' } : { kind: 'breakpoints', breakpoints };
    if (breakpoints.length === 0) return { kind: 'exit' };
    return { kind: 'breakpoints', breakpoints: [...breakpoints, { kind: 'exit' }] };
  }

  /** Which breakpoint stopped a run, followed by what its last step did; null where none did. */
  whyStopped(session: SessionLike | null, target: RunTarget): string | null {
    const report = session?.reports.at(-1);
    if (session === null || report === undefined || target.kind !== 'breakpoints') return null;
    const own = this.#stops.breakpoints;
    const reached = reachedBreakpoints(own, report, session.view.nextLine);
    if (reached.length === 0) return null;
    const { text } = stepMessage(report, session.program.regions);
    return `${stoppedAt(distinct(reached))} ${text}`;
  }

  /** Brings back the open tab and the breakpoints of the last visit. */
  restore(): void {
    const saved = readLabView(this.#place);
    if (saved === null) return;
    this.#editor.breakpoints = saved.lines;
    this.#stops.events = saved;
    this.#tabs.select(saved.tab);
  }

  #save(): void {
    saveLabView(this.#place, {
      tab: this.#tabs.open,
      lines: this.#editor.breakpoints,
      ...this.#stops.events,
    });
  }
}

/** A reason says more than “any exit”, which is then left out. */
function distinct(reached: readonly Breakpoint[]): Breakpoint[] {
  const hasReason = reached.some(({ kind }) => kind === 'exit-reason');
  return reached.filter(({ kind }) => kind !== 'exit' || !hasReason);
}
