// The lab over a recorded session, put in a page as a lesson would: what its tests act on.
import { vi } from 'vitest';
import { EditorView } from '@codemirror/view';
import { partsOf } from '../shared/testing.ts';
import type { LabEngine } from './engine.ts';
import { RECORDED_PROGRAM, recordedEngine } from './recorded-session.ts';
import { VmxLab } from './vmx-lab.ts';

/** The grader of every lab placed; a test says what it answers. */
export const grade = vi.fn<LabEngine['grade']>();

export const load = vi.fn<LabEngine['load']>((source, file) => recordedEngine.load(source, file));

class RecordedLab extends VmxLab {
  protected override readonly engine: LabEngine = { ...recordedEngine, load, grade };
}
customElements.define('recorded-lab', RecordedLab);

/** Puts the widget in the page as a lesson would, and gives what a test asks of it. */
export function place(program = RECORDED_PROGRAM, exercise: string | null = null, language = 'vmx') {
  const lab = document.createElement('recorded-lab') as RecordedLab;
  lab.setAttribute('titulo', 'Teste');
  if (exercise !== null) lab.setAttribute('exercicio', exercise);
  const pre = document.createElement('pre');
  pre.dataset['language'] = language;
  pre.textContent = program;
  lab.append(pre);
  if (exercise !== null) {
    const data = document.createElement('script');
    data.type = 'application/json';
    data.textContent = '{"definicao":{"id":"vmx/01","arquivo":"programa.vmx"}}';
    lab.append(data);
  }
  document.body.append(lab);
  const { root, one, button } = partsOf(lab);
  const sentence = (): string => one('[role="status"].sentence').textContent ?? '';
  const label = (): string => one('.step-count').textContent ?? '';
  const view = EditorView.findFromDOM(one('.cm-editor'));
  if (view === null) throw new Error('no editor');
  return { lab, root, one, button, sentence, label, view };
}

/** Replaces the text as a learner's change does. */
export const type = (view: EditorView, text: string): void => {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: 'input.type' });
};
