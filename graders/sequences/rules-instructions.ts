// Rules about single instructions: what took effect, what failed, how the program ended.
import {
  at,
  exceptionName,
  failure,
  firstRootException,
  found,
  list,
  missing,
  numbers,
  text,
  whyNot,
  type Rule,
  neverCleared,
  neverLeft,
  type Finding,
} from './finding.ts';
import { isKind, regionAddress, type PlacedEvent, type ProgramRun } from './program-run.ts';

/** Basic exit reason of an entry that failed for the guest's state. SDM 26.7. */
const INVALID_GUEST_STATE = 33;

/** `sucede` (instrucao, maquina, vezes): the instruction took effect, on that machine's region where one is named. */
export const succeeds: Rule = (run, settings) => {
  const instruction = text(settings, 'instrucao');
  const times = Number(settings['vezes'] ?? 1);
  const wanted =
    settings['maquina'] === undefined ? undefined : regionAddress(run, text(settings, 'maquina'));
  const done = run.events.filter(({ event, folded }) => {
    if (folded) return false;
    switch (instruction) {
      case 'VMXON':
        return event.kind === 'vmx-on';
      case 'VMXOFF':
        return event.kind === 'vmx-off';
      case 'VMCLEAR':
        return event.kind === 'vmcs-cleared' && (wanted === undefined || event.region === wanted);
      case 'VMPTRLD':
        return event.kind === 'vmcs-loaded' && (wanted === undefined || event.region === wanted);
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
  const enough = done[times - 1];
  if (enough) return found(enough, `${instruction}${at(enough)} deu certo.`);
  if (done.length === 0) return whyNot(run, instruction);
  return missing(done.at(-1) ?? null, `${instruction} deu certo ${done.length} de ${times} vezes.`);
};

/** The number of a failed instruction or entry: VM-instruction error, or 33 for the guest's state; null for CF = 1. */
function failureNumber({ event }: PlacedEvent): number | null | undefined {
  if (event.kind === 'vmfail') return event.error;
  return event.kind === 'entry-failure' ? event.reason : undefined;
}

const checksFailing = ({ event }: PlacedEvent): number =>
  event.kind === 'vmfail' || event.kind === 'entry-failure' ? event.failing.length : 0;

const failureText = (number: number | null): string =>
  number === INVALID_GUEST_STATE ? 'estado do convidado inválido, motivo 33' : failure(number);

/**
 * `falha` (numero, instrucao, maquina, verificacoes): the machine answered with that error (33: guest state), as it was
 * asked to; with at least so many of the entry's checks not passing.
 */
export const fails: Rule = (run, settings) => {
  const wanted = Number(settings['numero']);
  const instruction = text(settings, 'instrucao');
  const machine = text(settings, 'maquina');
  const region = machine === '' ? undefined : regionAddress(run, machine);
  const failures = run.events.filter(
    (place) => failureNumber(place) !== undefined && (region === undefined || place.event.vmcs === region),
  );
  const failed = failures.find(
    (place) =>
      failureNumber(place) === wanted &&
      checksFailing(place) >= Number(settings['verificacoes'] ?? 0) &&
      (instruction === '' || ('instruction' in place.event && place.event.instruction === instruction)),
  );
  const where = machine === '' ? '' : ` na VMCS de ${machine}`;
  if (failed) return found(failed, `A falha pedida aconteceu${at(failed)}${where}: ${failureText(wanted)}.`);
  const other = failures[0];
  if (other && failureNumber(other) === wanted && checksFailing(other) > 0)
    return missing(
      other,
      `A falha${at(other)}${where} foi a pedida, mas com ${checksFailing(other)} verificação sem passar: algum defeito já não estava lá.`,
    );
  if (other)
    return missing(
      other,
      `A falha${at(other)}${where} foi outra: ${failureText(failureNumber(other) ?? null)}. Pedia-se: ${failureText(wanted)}.`,
    );
  const what = instruction === '' ? 'nenhuma entrada' : `nenhuma ${instruction}`;
  return missing(null, `A falha pedida não aconteceu${where}: ${what} deu ${failureText(wanted)}.`);
};

/** `sem-falhas` (menos): no VMfail, failed entry or exception in root but the numbers of `menos`, and a regular end. */
export const nothingFails: Rule = (run, settings) => {
  const allowed = new Set<number | null | undefined>(numbers(settings, 'menos'));
  const first = run.events.find(
    (place) =>
      (failureNumber(place) !== undefined && !allowed.has(failureNumber(place))) ||
      (place.event.kind === 'exception' && place.event.mode !== 'non-root'),
  );
  if (first?.event.kind === 'vmfail') {
    const { text: cause, ...hint } = neverCleared(run, first);
    return {
      ...missing(
        first,
        `${first.event.instruction}${at(first)} falhou: ${failure(first.event.error)}.${cause}`,
      ),
      ...hint,
    };
  }
  if (first?.event.kind === 'exception') {
    return missing(first, `Houve ${exceptionName(first.event.vector)}${at(first)}.`);
  }
  if (first) return missing(first, `A entrada${at(first)} falhou: o estado do convidado não é válido.`);
  // Nothing failed in a guest that never left; that it never left is another criterion's matter.
  if (neverLeft(run)) return { ...stoppedByLimit(run), idle: true };
  if (run.unfinished) return stoppedByLimit(run);
  if (!run.events.some(isKind('vmx-on')))
    return missing(null, 'O programa não executou a sequência; não há o que julgar aqui.');
  return found(null, `Nenhuma ${list(settings, 'menos').length > 0 ? 'outra ' : ''}instrução falhou.`);
};

function stoppedByLimit(run: ProgramRun): Finding {
  const stuck = neverLeft(run);
  if (stuck) return stuck;
  const last = run.events.at(-1) ?? null;
  return missing(
    last,
    `O programa não terminou dentro do limite de passos${last ? `; parou${at(last)}` : ''}. O que se repete?`,
  );
}

/** `termina-fora`: the program ended by itself, outside VMX operation, having been inside it. */
export const endsOutside: Rule = (run) => {
  if (run.unfinished) return stoppedByLimit(run);
  const off = run.events.findLast(isKind('vmx-off'));
  const stopped = firstRootException(run);
  if (off && run.view.place.mode === 'outside')
    return found(off, `VMXOFF${at(off)} encerrou a operação VMX.`);
  if (stopped?.event.kind === 'exception') {
    return missing(stopped, `O programa parou${at(stopped)} com ${exceptionName(stopped.event.vector)}.`);
  }
  return missing(run.events.at(-1) ?? null, 'O programa terminou sem sair da operação VMX.');
};
