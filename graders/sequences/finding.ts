// What a rule says of a run, and the words that all rules share.
import { exceptionText } from '../../src/catalog/exceptions.ts';
import { exitReason } from '../../src/catalog/exit-reasons.ts';
import { vmInstructionError } from '../../src/catalog/vm-instruction-errors.ts';
import { isKind, type PlacedEvent, type ProgramRun } from './program-run.ts';

/** What a rule found in one run. */
export interface Finding {
  readonly met: boolean;
  /** The event that shows it: the one that meets the rule, or the first moment that went wrong. */
  readonly event: PlacedEvent | null;
  /** In Portuguese: what happened. */
  readonly message: string;
  /** Leads on better than the criterion's own hint, which was written for the usual slip. */
  readonly hint?: string;
  /** True when the guest gave the rule nothing to judge: the run counts neither for nor against. */
  readonly idle?: true;
}

export type RuleSettings = Readonly<Record<string, string | number | readonly (string | number)[]>>;
export type Rule = (run: ProgramRun, settings: RuleSettings) => Finding;

export const found = (event: PlacedEvent | null, message: string): Finding => ({ met: true, event, message });
export const missing = (event: PlacedEvent | null, message: string): Finding => ({
  met: false,
  event,
  message,
});

/** There was nothing to judge. */
export const idle = (event: PlacedEvent | null, message: string): Finding => ({
  ...missing(event, message),
  idle: true,
});

/** ` na linha 5 (passo 9)`, or only the step where no line of the learner stands for it. */
export const at = (event: PlacedEvent): string =>
  event.line === null ? ` no passo ${event.step}` : ` na linha ${event.line} (passo ${event.step})`;

/** The program used up its steps inside a guest that never left; null when it did not. */
export function neverLeft(run: ProgramRun): Finding | null {
  const last = run.visits.at(-1);
  if (!run.unfinished || run.view.place.mode !== 'non-root' || last === undefined || last.exit !== null)
    return null;
  const machine = run.machines.get(last.region);
  const guest = machine === undefined ? 'O convidado' : `O convidado ${machine}`;
  return {
    ...missing(
      last.entry,
      `${guest}, em que o programa entrou${at(last.entry)}, não saiu mais: o controle não voltou ao VMM, e as linhas seguintes não rodaram.`,
    ),
    hint: 'O que tiraria o processador deste convidado: uma instrução dele, ou um controle da VMCS?',
  };
}

/** Of a failed entry: what an entry with a VMCS that never went through VMCLEAR lacks; empty for any other. */
export function neverCleared(run: ProgramRun, failed: PlacedEvent): { text: string; hint?: string } {
  const { event } = failed;
  const cleared = run.events.some(
    (place) =>
      place.event.kind === 'vmcs-cleared' && place.event.region === event.vmcs && place.step <= failed.step,
  );
  if (event.kind !== 'vmfail' || (event.error !== 7 && event.error !== 8) || cleared) return { text: '' };
  return {
    text: ' A VMCS corrente nunca passou por VMCLEAR: o que há nos campos dela não é de ninguém.',
    hint: 'Antes de carregar uma VMCS pela primeira vez, qual instrução inicia a região dela?',
  };
}

export const failure = (error: number | null): string =>
  error === null ? 'não há VMCS corrente (CF = 1)' : `erro ${error}, ${vmInstructionError(error).meaning}`;

export const exceptionName = (vector: number): string => {
  const { mnemonic, name } = exceptionText(vector);
  return `${mnemonic} (${name})`;
};

export const reasonName = (reason: number): string => `motivo ${reason}, ${exitReason(reason).name}`;

export const text = (settings: RuleSettings, key: string): string => {
  const value = settings[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** A setting that is one value or a list of them. */
export function list(settings: RuleSettings, key: string): (string | number)[] {
  const value = settings[key];
  if (value === undefined) return [];
  return typeof value === 'object' ? [...value] : [value];
}

export const numbers = (settings: RuleSettings, key: string): number[] => list(settings, key).map(Number);

/** The machines a criterion is about: `maquina: A`, or `maquinas: [A, B]`. */
export const machinesOf = (settings: RuleSettings): string[] =>
  [...list(settings, 'maquina'), ...list(settings, 'maquinas')].map(String);

/** A rule of one machine, for every machine of the criterion: met when no machine breaks it and one keeps it. */
export function forEachMachine(
  rule: (run: ProgramRun, machine: string, settings: RuleSettings) => Finding,
): Rule {
  return (run, settings) => {
    const findings = machinesOf(settings).map((machine) => rule(run, machine, settings));
    const bad = findings.filter(({ met, idle }) => !met && !idle).sort((a, b) => stepOf(a) - stepOf(b))[0];
    const good = findings.findLast(({ met }) => met);
    return bad ?? good ?? findings.at(-1) ?? missing(null, 'O critério não diz de que máquina fala.');
  };
}

const stepOf = ({ event }: Finding): number => event?.step ?? Number.MAX_SAFE_INTEGER;

export function firstRootException(run: ProgramRun): PlacedEvent | undefined {
  return run.events.filter(isKind('exception')).find(({ event }) => event.mode !== 'non-root');
}

/** Why an instruction did not take effect: the failure or exception of its first attempt, if it was tried at all. */
export function whyNot(run: ProgramRun, instruction: string): Finding {
  const failed = run.events.find(({ event }) => event.kind === 'vmfail' && event.instruction === instruction);
  if (failed?.event.kind === 'vmfail') {
    return missing(failed, `${instruction}${at(failed)} falhou: ${failure(failed.event.error)}.`);
  }
  const entryFailed = run.events.find(
    ({ event }) => event.kind === 'entry-failure' && event.instruction === instruction,
  );
  if (entryFailed) {
    return missing(
      entryFailed,
      `${instruction}${at(entryFailed)} não entrou: o estado do convidado não é válido.`,
    );
  }
  const stopped = firstRootException(run);
  if (stopped?.event.kind === 'exception') {
    return missing(
      stopped,
      `O programa parou${at(stopped)} com ${exceptionName(stopped.event.vector)}, antes que ${instruction} desse certo.`,
    );
  }
  return missing(null, `${instruction} não foi executada com sucesso.`);
}
