// "O que acabou de acontecer": the step's sentence, announced, with the manual's section and the machine's warnings.
import { stepMessage } from '../../catalog/step-messages.ts';
import type { StepReport } from '../../vmx/program/session-types.ts';
import { h, setText } from '../shared/dom.ts';
import type { LabRun } from './lab-run.ts';

export class HappenedBox {
  readonly element: HTMLElement;
  readonly #sentence = h('p', { role: 'status', 'aria-live': 'polite', class: 'sentence' });
  readonly #manual = h('p', { class: 'manual' });
  readonly #notes = h('ul', { class: 'notes' });
  readonly #why = h('button', { type: 'button', class: 'link' }, 'Por que a entrada falhou');

  /** `onWhy` opens what tells why an entry failed. */
  constructor(onWhy: () => void) {
    this.#why.addEventListener('click', onWhy);
    this.#why.hidden = true;
    this.element = h(
      'div',
      { class: 'happened' },
      h('h4', {}, 'O que acabou de acontecer'),
      this.#sentence,
      this.#manual,
      this.#notes,
      this.#why,
    );
  }

  /** `report` is the step just taken; `remark` is said in place of its sentence. */
  draw(run: LabRun, report: StepReport | undefined, remark: string | null): void {
    const message = report === undefined ? null : stepMessage(report, run.program?.regions ?? []);
    const text = remark ?? message?.text ?? beforeFirst(run);
    setText(this.#sentence, run.busy ? 'Rodando…' : text);
    const section = run.busy ? null : (message?.section ?? null);
    setText(this.#manual, section === null ? '' : `Manual da Intel (SDM), volume 3, ${sectionText(section)}`);
    this.#notes.replaceChildren(...(message?.notes ?? []).map((note) => h('li', {}, note)));
    this.#why.hidden = run.busy || !failedToEnter(report);
    this.element.className = `happened ${outcomeClass(report)}`;
  }

  /** A sentence that belongs to no step, announced like the others. */
  say(text: string): void {
    setText(this.#sentence, text);
  }
}

/** What to do, before the first step or where there can be none. */
function beforeFirst({ session, broken, errors }: LabRun): string {
  if (broken) {
    return 'O simulador falhou neste programa. O defeito é dele, e não seu: mude a última linha que escreveu ou restaure o original.';
  }
  if (session === null) {
    if (errors.length === 0) return 'O programa não pode rodar assim.';
    return errors.length === 1
      ? 'O programa tem 1 erro, listado abaixo dele. Corrija-o para rodar.'
      : `O programa tem ${errors.length} erros, listados abaixo dele. Corrija-os para rodar.`;
  }
  const line = session.view.nextLine;
  const text = line === null ? '' : (session.program.lines[line - 1] ?? '').replace(/;.*/, '').trim();
  return text === ''
    ? 'Nada rodou ainda. “Passo” dá o primeiro passo.'
    : `Nada rodou ainda. “Passo” começa; a primeira linha é ${text}.`;
}

/** Whether the step was a VMLAUNCH or VMRESUME that did not enter. */
function failedToEnter(report: StepReport | undefined): boolean {
  const enters = (instruction: string): boolean => instruction === 'VMLAUNCH' || instruction === 'VMRESUME';
  return (
    report?.events.some(
      ({ event }) => event.kind === 'entry-failure' || (event.kind === 'vmfail' && enters(event.instruction)),
    ) ?? false
  );
}

/** `seção 30.3`, `capítulo 26`, `apêndice C`. */
function sectionText(section: string): string {
  if (section.startsWith('ap. ')) return `apêndice ${section.slice(4)}`;
  return section.includes('.') ? `seção ${section}` : `capítulo ${section}`;
}

/** The meaning of the last step, for the box's border: always doubled by its words. */
function outcomeClass(report: StepReport | undefined): string {
  if (report === undefined) return '';
  const { outcome } = report;
  switch (outcome.code) {
    case 'vmfail-invalid':
    case 'vmfail-valid':
    case 'entry-failed':
      return 'vmfail';
    case 'exception':
      return 'exception';
    case 'ended':
      return outcome.vector === null ? '' : 'exception';
    case 'entered':
    case 'exited':
      return 'entry';
    default:
      return report.after.mode === 'root' ? 'root' : '';
  }
}
