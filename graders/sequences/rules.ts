// What a criterion of a lab can look for in a run: each rule reads events and never the text of the program.
import { exceptionText } from '../../src/catalog/exceptions.ts';
import { vmInstructionError } from '../../src/catalog/vm-instruction-errors.ts';
import { regionAddress, regionName, type PlacedEvent, type ProgramRun } from './program-run.ts';

/** What a rule found in one run. */
export interface Finding {
  readonly met: boolean;
  /** The event that shows it: the one that meets the rule, or the first moment that went wrong. */
  readonly event: PlacedEvent | null;
  /** In Portuguese: what happened. */
  readonly message: string;
}

export type RuleSettings = Readonly<Record<string, string | number>>;
type Rule = (run: ProgramRun, settings: RuleSettings) => Finding;

const found = (event: PlacedEvent | null, message: string): Finding => ({ met: true, event, message });
const missing = (event: PlacedEvent | null, message: string): Finding => ({ met: false, event, message });
const at = (event: PlacedEvent): string => (event.line === null ? '' : ` na linha ${event.line}`);

const failure = (error: number | null): string =>
  error === null ? 'não há VMCS corrente (CF = 1)' : `erro ${error}, ${vmInstructionError(error).meaning}`;
const exceptionName = (vector: number): string => {
  const { mnemonic, name } = exceptionText(vector);
  return `${mnemonic} (${name})`;
};

const text = (settings: RuleSettings, key: string): string => String(settings[key] ?? '');

/** Why an instruction did not take effect: the failure or exception of its first attempt, if it was tried at all. */
function whyNot(run: ProgramRun, instruction: string): Finding {
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

function firstRootException(run: ProgramRun): PlacedEvent | undefined {
  return run.events.find(({ event }) => event.kind === 'exception' && event.mode !== 'non-root');
}

/** `sucede` (instrucao, maquina): the instruction took effect, on that machine's region where one is named. */
const succeeds: Rule = (run, settings) => {
  const instruction = text(settings, 'instrucao');
  const wanted =
    settings['maquina'] === undefined ? undefined : regionAddress(run, text(settings, 'maquina'));
  const done = run.events.find(({ event, folded }) => {
    if (folded) return false;
    const region =
      event.kind === 'vmcs-cleared' || event.kind === 'vmcs-loaded' || event.kind === 'vmx-on'
        ? event.region
        : null;
    switch (instruction) {
      case 'VMXON':
        return event.kind === 'vmx-on';
      case 'VMXOFF':
        return event.kind === 'vmx-off';
      case 'VMCLEAR':
        return event.kind === 'vmcs-cleared' && (wanted === undefined || region === wanted);
      case 'VMPTRLD':
        return event.kind === 'vmcs-loaded' && (wanted === undefined || region === wanted);
      case 'VMLAUNCH':
      case 'VMRESUME':
        return (
          event.kind === 'entry' &&
          event.instruction === instruction &&
          (wanted === undefined || event.vmcs === wanted)
        );
      default:
        return event.kind === 'vmsucceed' && event.instruction === instruction;
    }
  });
  return done ? found(done, `${instruction}${at(done)} deu certo.`) : whyNot(run, instruction);
};

/** `vmclear-antes` (maquina): the region went through VMCLEAR before VMPTRLD loaded it for the first time. */
const clearedBeforeUse: Rule = (run, settings) => {
  const machine = text(settings, 'maquina');
  const region = regionAddress(run, machine);
  const touched = run.events.find(
    ({ event }) => (event.kind === 'vmcs-cleared' || event.kind === 'vmcs-loaded') && event.region === region,
  );
  if (touched?.event.kind === 'vmcs-cleared') {
    return found(touched, `A VMCS de ${machine} passou por VMCLEAR${at(touched)} antes de ser usada.`);
  }
  if (touched) {
    return missing(
      touched,
      `VMPTRLD${at(touched)} usou a região de ${machine} antes de um VMCLEAR: o manual não diz em que estado ela está.`,
    );
  }
  return whyNot(run, 'VMCLEAR');
};

/** `entra` (maquina, vezes): the processor entered that guest, at least so many times. */
const enters: Rule = (run, settings) => {
  const machine = text(settings, 'maquina');
  const region = regionAddress(run, machine);
  const times = Number(settings['vezes'] ?? 1);
  const entries = run.events.filter(({ event }) => event.kind === 'entry' && event.vmcs === region);
  const last = entries[times - 1];
  if (last) return found(last, `O processador entrou no convidado ${machine}${at(last)}.`);
  if (entries.length > 0) {
    return missing(
      entries.at(-1) ?? null,
      `O processador entrou no convidado ${machine} ${entries.length} de ${times} vezes.`,
    );
  }
  const tried = whyNot(run, 'VMLAUNCH');
  return tried.event?.event.kind === 'vmfail' ? tried : orElse(whyNot(run, 'VMRESUME'), tried, machine);
};

function orElse(second: Finding, first: Finding, machine: string): Finding {
  if (second.event) return second;
  return first.event ? first : missing(null, `O processador não entrou no convidado ${machine}.`);
}

/** `volta` (maquina): after an entry, the guest exited and the VMM went on. */
const comesBack: Rule = (run, settings) => {
  const machine = text(settings, 'maquina');
  const region = regionAddress(run, machine);
  const exit = run.events.find(({ event }) => event.kind === 'exit' && event.vmcs === region);
  if (exit) return found(exit, `O convidado ${machine} saiu${at(exit)}, e o VMM continuou.`);
  const entry = run.events.find(({ event }) => event.kind === 'entry' && event.vmcs === region);
  if (entry) return missing(entry, `O convidado ${machine} entrou${at(entry)} e não saiu mais.`);
  return missing(null, `Sem entrada no convidado ${machine}, não há volta.`);
};

/** `devolve`: when VMX operation ends (or the program does), no VMCS is left active. */
const givesBack: Rule = (run) => {
  const used = run.events.filter(({ event }) => event.kind === 'vmcs-loaded');
  const lastUse = used.at(-1);
  if (!lastUse) return missing(null, 'Nenhuma VMCS chegou a ser carregada; não há o que devolver.');
  const off = run.events.find(({ event }) => event.kind === 'vmx-off');
  const left =
    off?.event.kind === 'vmx-off'
      ? off.event.stillActive
      : run.view.vmcs.filter((card) => card.active).map((card) => card.address);
  const first = left[0];
  if (first !== undefined) {
    const when = off ? `VMXOFF${at(off)} encontrou` : 'O programa terminou com';
    return missing(
      off ?? lastUse,
      `${when} a VMCS de ${regionName(run, first)} ainda ativa: os dados dela podem não estar na memória.`,
    );
  }
  const clear = run.events.findLast(({ event }) => event.kind === 'vmcs-cleared');
  return found(
    clear ?? null,
    `Nenhuma VMCS ficou ativa${clear ? `: VMCLEAR${at(clear)} devolveu a última` : ''}.`,
  );
};

/** `termina-fora`: the program ended by itself, outside VMX operation, having been inside it. */
const endsOutside: Rule = (run) => {
  const off = run.events.findLast(({ event }) => event.kind === 'vmx-off');
  if (off && run.view.place.mode === 'outside')
    return found(off, `VMXOFF${at(off)} encerrou a operação VMX.`);
  if (run.unfinished) return missing(null, 'O programa não terminou dentro do limite de passos.');
  const stopped = firstRootException(run);
  if (stopped?.event.kind === 'exception') {
    return missing(stopped, `O programa parou${at(stopped)} com ${exceptionName(stopped.event.vector)}.`);
  }
  return missing(null, 'O programa terminou sem sair da operação VMX.');
};

/** `sem-falhas`: no VMfail, no failed entry and no exception in root, and the program came to its end. */
const nothingFails: Rule = (run) => {
  const first = run.events.find(
    ({ event }) =>
      event.kind === 'vmfail' ||
      event.kind === 'entry-failure' ||
      (event.kind === 'exception' && event.mode !== 'non-root'),
  );
  if (first?.event.kind === 'vmfail') {
    return missing(first, `${first.event.instruction}${at(first)} falhou: ${failure(first.event.error)}.`);
  }
  if (first?.event.kind === 'exception') {
    return missing(first, `Houve ${exceptionName(first.event.vector)}${at(first)}.`);
  }
  if (first) return missing(first, `A entrada${at(first)} falhou.`);
  if (run.unfinished) return missing(null, 'O programa não terminou dentro do limite de passos.');
  const used = run.events.some(({ event }) => event.kind === 'vmx-on');
  return used
    ? found(null, 'Nenhuma instrução falhou.')
    : missing(null, 'O programa não executou a sequência; não há o que julgar aqui.');
};

const rules = {
  sucede: succeeds,
  'vmclear-antes': clearedBeforeUse,
  entra: enters,
  volta: comesBack,
  devolve: givesBack,
  'termina-fora': endsOutside,
  'sem-falhas': nothingFails,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
export const ruleNames = Object.keys(rules) as readonly RuleName[];

/** Applies a rule to one run. */
export function applyRule(name: RuleName, run: ProgramRun, settings: RuleSettings): Finding {
  return rules[name](run, settings);
}
