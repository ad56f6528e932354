// From a session's view and its last step to what the diagram shows.
import { exceptionText } from '../../catalog/exceptions.ts';
import { exitReason } from '../../catalog/exit-reasons.ts';
import { guestName } from '../../catalog/machine-names.ts';
import type { Place, SessionLike, StepReport } from '../../vmx/program/session-types.ts';
import type { DiagramMark, DiagramState } from './machine-diagram.ts';

/** The picture between two steps. Without a session: outside, nothing lit. */
export function diagramState(session: SessionLike | null): DiagramState {
  if (session === null) {
    return {
      place: { mode: 'outside', guest: null },
      marks: [],
      guests: [],
      description: 'Diagrama da máquina: nenhum programa carregado.',
    };
  }
  const { view, program } = session;
  const report = session.reports[view.stepNumber - 1];
  const marks = report === undefined ? [] : marksOf(report);
  const guests = program.regions.filter(({ guestStart }) => guestStart !== null).map(({ name }) => name);
  const happened = marks.map(markText).join(' ');
  return {
    place: view.place,
    marks,
    guests,
    description: `Diagrama: o processador está ${placeText(view.place)}.${happened === '' ? '' : ` ${happened}`}`,
  };
}

/** Where the processor is, in words. */
export function placeText({ mode, guest }: Place): string {
  if (mode === 'outside') return 'fora da operação VMX';
  return mode === 'root' ? 'em root, no monitor (VMM)' : `em não-root, no ${guestName(guest)}`;
}

function marksOf(report: StepReport): DiagramMark[] {
  const marks: DiagramMark[] = [];
  const guest = report.after.guest ?? report.before.guest;
  for (const { event } of report.events) {
    switch (event.kind) {
      case 'vmx-on':
      case 'vmx-off':
        marks.push({ kind: event.kind });
        break;
      case 'entry':
        marks.push({
          kind: 'entry',
          guest: report.after.guest ?? guest,
          label: ['entrada', event.instruction],
        });
        break;
      case 'exit':
        marks.push({
          kind: 'exit',
          guest: report.before.guest ?? guest,
          label: [`saída, motivo ${event.reason}`, exitReason(event.reason).name],
        });
        break;
      case 'vmfail':
        marks.push({
          kind: 'vmfail',
          at: report.before,
          label: event.error === null ? 'VMfailInvalid' : `VMfail ${event.error}`,
        });
        break;
      case 'entry-failure':
        marks.push({ kind: 'vmfail', at: report.before, label: `motivo ${event.reason}` });
        break;
      case 'exception':
        marks.push({ kind: 'exception', at: report.before, label: exceptionText(event.vector).mnemonic });
        break;
    }
  }
  return marks;
}

function markText(mark: DiagramMark): string {
  switch (mark.kind) {
    case 'vmx-on':
      return 'VMXON acabou de levá-lo para root.';
    case 'vmx-off':
      return 'VMXOFF acabou de tirá-lo da operação VMX.';
    case 'entry':
      return `Acabou de entrar no ${guestName(mark.guest)} por ${mark.label[1]}.`;
    case 'exit':
      return `O ${guestName(mark.guest)} acabou de sair, por ${mark.label[1]}.`;
    case 'vmfail':
      return `A última instrução falhou: ${mark.label}.`;
    case 'exception':
      return `A última instrução causou a exceção ${mark.label}.`;
  }
}
