// One sentence in Portuguese for each step: what happened and why, with the section of Intel's manual (SDM vol. 3,
// numbering of 2016). No logic of the machine: everything said here stands in the step's report.
import type { MachineEvent, RegisterWrittenEvent } from '../vmx/index.ts';
import type { Outcome, StepReport } from '../vmx/program/session-types.ts';
import { endSentence } from './end-messages.ts';
import { exceptionText } from './exceptions.ts';
import { exitReason } from './exit-reasons.ts';
import { fieldName, fieldValue, guestName, hex, regionName } from './machine-names.ts';
import type { NamedRegion } from './machine-names.ts';
import { vmInstructionError } from './vm-instruction-errors.ts';
import { warningText } from './warning-messages.ts';

export interface StepMessage {
  /** The sentence, with a full stop. */
  readonly text: string;
  /** Section of the manual, as `30.3`; null where the step is no matter of the manual. */
  readonly section: string | null;
  /** What else the learner should notice: warnings of the machine, one sentence each. */
  readonly notes: readonly string[];
}

type Kind = MachineEvent['kind'];
type EventOf<K extends Kind> = K extends RegisterWrittenEvent['kind']
  ? RegisterWrittenEvent
  : Extract<MachineEvent, { kind: K }>;
type Said = readonly [text: string, section: string | null];

/** What the step ran, in a few words: the learner's line, or what stands for it where no line does. */
export function stepTitle(report: StepReport): string {
  if (report.outcome.code === 'prepared') return 'preparação';
  if (report.outcome.code === 'ended' && report.line === null && report.before.mode !== 'non-root')
    return 'fim';
  return report.text === '' ? 'passo sem linha' : report.text;
}

/** Turns a step's report into its sentence. `regions` gives addresses their letters. */
export function stepMessage(report: StepReport, regions: readonly NamedRegion[]): StepMessage {
  const [text, section] = sentence(report, regions);
  const notes = report.events.flatMap(({ event }) =>
    event.kind === 'warning' ? [warningText(event, regions)] : [],
  );
  return { text, section, notes: [...new Set(notes)] };
}

function sentence(report: StepReport, regions: readonly NamedRegion[]): Said {
  const outcome: Outcome = report.outcome;
  switch (outcome.code) {
    case 'prepared':
      return [prepared(report), '23.7'];
    case 'vmsucceed':
      return succeeded(outcome.instruction, report, regions);
    case 'vmfail-invalid':
      return [failedInvalid(outcome.instruction, report), '30.2'];
    case 'vmfail-valid':
      return [failedValid(outcome.instruction, outcome.error, report), '30.4'];
    case 'entered':
      return entered(outcome.instruction, outcome.guest, report);
    case 'entry-failed': {
      const { name, why } = exitReason(outcome.reason);
      return [
        `${outcome.instruction} não entrou no ${guestName(report.before.guest ?? vmcsLetter(report, regions))}: ${why} ` +
          `(motivo ${outcome.reason}, ${name}). O processador carregou o estado do hospedeiro e continua em root.${failingChecks(find(report, 'entry-failure')?.failing ?? [])}`,
        '26.7',
      ];
    }
    case 'exited': {
      const { name, why, section } = exitReason(outcome.reason);
      const guest = capital(guestName(outcome.guest));
      const did = outcome.mnemonic === '' ? `${guest} saiu` : `${guest} executou ${outcome.mnemonic} e saiu`;
      return [
        `${did}: ${why}. Motivo ${outcome.reason} (${name}); o processador está de volta em root.`,
        section,
      ];
    }
    case 'guest-ran':
      return [
        `${capital(guestName(outcome.guest))} executou ${outcome.mnemonic} sem sair: nada nesta instrução causou saída de VM.`,
        '25.1',
      ];
    case 'exception': {
      const { mnemonic, name } = exceptionText(outcome.vector);
      return [
        `${mnemonic} (${name}, vetor ${outcome.vector}): o processador foi para o tratador da exceção.`,
        '6.12',
      ];
    }
    case 'ran':
      return ran(outcome.mnemonic, report);
    case 'ended':
      return endSentence(outcome, report);
  }
}

/** What the preparation really did: a program may switch parts of it off. */
function prepared(report: StepReport): string {
  const done: string[] = [];
  for (const { event } of report.events) {
    if (event.kind === 'control-register-written' && event.register === 4) done.push('CR4.VMXE = 1');
    if (event.kind === 'msr-written' && event.register === 0x3a) {
      done.push(`IA32_FEATURE_CONTROL = ${event.value}`);
    }
  }
  const what = done.length > 0 ? `: ${[...new Set(done)].join(', ')}` : '';
  return `Antes da primeira linha, a notação preparou o terreno que VMXON exige${what}.`;
}

function succeeded(instruction: string, report: StepReport, regions: readonly NamedRegion[]): Said {
  switch (instruction) {
    case 'VMXON':
      return ['VMXON ligou a operação VMX: o processador está em root e ainda não há VMCS corrente.', '30.3'];
    case 'VMXOFF':
      return [
        'VMXOFF desligou a operação VMX: daqui em diante só VMXON a liga de novo, e as outras instruções VMX causam #UD.',
        '30.3',
      ];
    case 'VMCLEAR': {
      const event = find(report, 'vmcs-cleared');
      if (event === undefined) return ['VMCLEAR deu certo.', '30.3'];
      const current = event.vmcs === event.region ? ' Ela era a corrente: agora não há nenhuma.' : '';
      return [
        `VMCLEAR levou a ${regionName(event.region, regions)} de volta à memória: inativa, não corrente e “clear”.${current}`,
        '24.11.3',
      ];
    }
    case 'VMPTRLD': {
      const event = find(report, 'vmcs-loaded');
      if (event === undefined) return ['VMPTRLD deu certo.', '30.3'];
      const filled = report.events.filter(
        ({ event: { kind }, folded }) => folded && kind === 'field-written',
      ).length;
      const fill = filled > 0 ? ` Em seguida, ${filled} campos receberam valores válidos.` : '';
      const other =
        event.previous !== null && event.previous !== event.region
          ? ` A ${regionName(event.previous, regions)} deixou de ser a corrente e continua ativa.`
          : '';
      return [
        `VMPTRLD tornou a ${regionName(event.region, regions)} ativa e corrente: as próximas instruções VMX valem para ela.${other}${fill}`,
        '24.1',
      ];
    }
    case 'VMPTRST':
      return ['VMPTRST guardou na memória o ponteiro da VMCS corrente.', '30.3'];
    case 'VMREAD': {
      const event = find(report, 'field-read');
      return [
        event === undefined
          ? 'VMREAD leu um campo da VMCS corrente.'
          : `VMREAD leu ${fieldName(event.field)} da VMCS corrente: ${fieldValue(event.field, event.value)}.`,
        '30.3',
      ];
    }
    case 'VMWRITE': {
      const event = findOwn(report, 'field-written');
      return [
        event === undefined
          ? 'VMWRITE gravou um campo da VMCS corrente.'
          : `VMWRITE gravou ${fieldValue(event.field, event.value)} em ${fieldName(event.field)}; o valor só é conferido na próxima entrada em VM.`,
        '30.3',
      ];
    }
    default:
      return [`${instruction} deu certo (CF = 0, ZF = 0).`, '30.2'];
  }
}

/** VMfailInvalid has no number: why it happened follows from the instruction and from where it ran. */
function failedInvalid(instruction: string, report: StepReport): string {
  const head = `${instruction} falhou (CF = 1, VMfailInvalid)`;
  if (instruction === 'VMXON') {
    return report.before.mode === 'outside'
      ? `${head}: a região VMXON precisa de endereço múltiplo de 4 KiB e do identificador de revisão do processador.`
      : `${head}: o processador já está em root. Sem VMCS corrente não há onde gravar o número do erro.`;
  }
  if (instruction === 'VMCLEAR') {
    return `${head}: o endereço não serve para uma VMCS, e sem VMCS corrente não há onde gravar o número do erro.`;
  }
  if (instruction === 'VMPTRLD') {
    return `${head}: o endereço ou o identificador de revisão não serve, e sem VMCS corrente não há onde gravar o número do erro.`;
  }
  if (instruction === 'VMCALL') {
    return `${head}: em root não há VMM acima a quem chamar. Sem VMCS corrente não há onde gravar o número do erro.`;
  }
  return `${head}: não há VMCS corrente. Falta um VMPTRLD que dê certo antes desta linha.`;
}

function failedValid(instruction: string, error: number, report: StepReport): string {
  const { meaning, advice } = vmInstructionError(error);
  const checks = failingChecks(find(report, 'vmfail')?.failing ?? []);
  const entering =
    (instruction === 'VMLAUNCH' || instruction === 'VMRESUME') && report.after.mode === 'root'
      ? ' O processador continua em root.'
      : '';
  return `${instruction} falhou com o erro ${error} (ZF = 1): ${meaning}${advice === null ? '' : `; ${advice}`}.${checks}${entering}`;
}

/** Which entry checks did not pass, by their identifiers. */
function failingChecks(failing: readonly string[]): string {
  if (failing.length === 0) return '';
  return failing.length === 1
    ? ` Verificação que não passou: ${failing[0] ?? ''}.`
    : ` ${failing.length} verificações não passaram; a primeira é ${failing[0] ?? ''}.`;
}

function entered(instruction: 'VMLAUNCH' | 'VMRESUME', guest: string | null, report: StepReport): Said {
  const injected = find(report, 'entry')?.injected ?? null;
  const event =
    injected === null ? '' : ` A entrada injetou ${exceptionText(injected & 0xff).mnemonic} no convidado.`;
  return instruction === 'VMLAUNCH'
    ? [
        `VMLAUNCH entrou no ${guestName(guest)}: de root para não-root; a VMCS passou de “clear” a “launched”.${event}`,
        '26',
      ]
    : [
        `VMRESUME entrou de novo no ${guestName(guest)}: de root para não-root. VMRESUME entra; quem sai é o convidado.${event}`,
        '26',
      ];
}

function ran(mnemonic: string, report: StepReport): Said {
  const advance = findOwn(report, 'field-written');
  if (/^avan[cç]a$/i.test(report.text) && advance !== undefined) {
    return [
      `AVANCA somou o tamanho da instrução a ${fieldName(advance.field)} (agora ${hex(advance.value)}): na próxima entrada o convidado continua depois dela.`,
      '27.3.3',
    ];
  }
  const written = find(report, 'control-register-written');
  if (written?.register === 4) {
    return [`CR4 recebeu ${hex(written.value)}; o bit 13 (VMXE) é o que permite VMXON.`, '23.7'];
  }
  const msr = find(report, 'msr-written');
  if (msr?.register === 0x3a) {
    return [`IA32_FEATURE_CONTROL recebeu ${msr.value}: trava no bit 0, VMXON fora de SMX no bit 2.`, '23.7'];
  }
  const said = report.text === '' ? mnemonic : report.text;
  return report.before.mode === 'outside'
    ? [`${said} rodou fora da operação VMX.`, null]
    : [`${said} rodou em root.`, null];
}

function find<K extends Kind>(report: StepReport, kind: K): EventOf<K> | undefined {
  const found = report.events.find(({ event }) => event.kind === kind);
  return found?.event as EventOf<K> | undefined;
}

/** The first event of a kind that the learner's own line caused, or any where all are folded. */
function findOwn<K extends Kind>(report: StepReport, kind: K): EventOf<K> | undefined {
  const own = report.events.find(({ event, folded }) => event.kind === kind && !folded);
  return (own?.event as EventOf<K> | undefined) ?? find(report, kind);
}

/** Letter of the VMCS that was current when the entry failed. */
function vmcsLetter(report: StepReport, regions: readonly NamedRegion[]): string | null {
  const address = find(report, 'entry-failure')?.vmcs ?? null;
  return regions.find((region) => region.address === address)?.name ?? null;
}

function capital(text: string): string {
  return `O ${text}`;
}
