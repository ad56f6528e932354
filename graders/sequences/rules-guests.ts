// Rules about guests: who was entered, came back, went on after the instruction, finished, kept its registers, had its turn.
import { fieldValue, hex } from '../../src/catalog/machine-names.ts';
import type { RegisterName } from '../../src/vmx/index.ts';
import {
  at,
  exceptionName,
  failure,
  forEachMachine,
  found,
  idle,
  list,
  machinesOf,
  missing,
  numbers,
  reasonName,
  type Finding,
  type Rule,
  type RuleSettings,
  neverCleared,
  neverLeft,
} from './finding.ts';
import { regionAddress, visitsOf, type ProgramRun, type Visit } from './program-run.ts';

/** A guest that has nothing more to do stops with HLT. */
const HLT = 12;
const ENTRIES: readonly string[] = ['VMLAUNCH', 'VMRESUME'];

/** `entra` (maquinas, vezes, no-maximo): the processor entered that guest, so many times at least and at most. */
export const enters: Rule = forEachMachine((run, machine, settings) => {
  const times = Number(settings['vezes'] ?? 1);
  const entries = visitsOf(run, machine).map(({ entry }) => entry);
  const most = Number(settings['no-maximo'] ?? Infinity);
  const tooMuch = entries[most];
  if (tooMuch) {
    const event = tooMuch.event;
    const again = event.kind === 'entry' && event.instruction === 'VMRESUME';
    return missing(
      tooMuch,
      `${again ? 'VMRESUME' : 'O programa'}${at(tooMuch)} entrou no convidado ${machine} outra vez${again ? ': VMRESUME entra, não sai' : ''}.`,
    );
  }
  const enough = entries[times - 1];
  if (enough) return found(enough, `O processador entrou no convidado ${machine}${at(enough)}.`);
  const last = entries.at(-1);
  if (last) {
    return missing(
      last,
      `O processador entrou no convidado ${machine} ${entries.length} de ${times} vezes; a última foi${at(last)}.`,
    );
  }
  return neverEntered(run, machine);
});

/** Why the guest was never entered: its own last try, if there was one; else what kept the program from trying. */
function neverEntered(run: ProgramRun, machine: string): Finding {
  const region = regionAddress(run, machine);
  const tried = run.events.findLast(
    ({ event }) =>
      event.vmcs === region &&
      (event.kind === 'entry-failure' || (event.kind === 'vmfail' && ENTRIES.includes(event.instruction))),
  );
  if (tried?.event.kind === 'vmfail') {
    const { text: cause, ...hint } = neverCleared(run, tried);
    return {
      ...missing(
        tried,
        `${tried.event.instruction}${at(tried)} falhou: ${failure(tried.event.error)}.${cause}`,
      ),
      ...hint,
    };
  }
  if (tried)
    return missing(tried, `A entrada${at(tried)} falhou: o estado do convidado ${machine} não é válido.`);
  const kept = run.events.find(
    ({ event }) =>
      (event.kind === 'exception' && event.mode !== 'non-root') ||
      (event.kind === 'vmfail' && event.error === null && ENTRIES.includes(event.instruction)),
  );
  if (kept?.event.kind === 'vmfail')
    return missing(kept, `${kept.event.instruction}${at(kept)} falhou: ${failure(kept.event.error)}.`);
  if (kept?.event.kind === 'exception')
    return missing(
      kept,
      `O programa parou${at(kept)} com ${exceptionName(kept.event.vector)}, antes de entrar no convidado ${machine}.`,
    );
  return missing(null, `O programa não entrou no convidado ${machine}.`);
}

/** `volta` (maquinas): after an entry, the guest exited and the VMM went on. */
export const comesBack: Rule = forEachMachine((run, machine) => {
  const visits = visitsOf(run, machine);
  const exit = visits.find((visit) => visit.exit !== null)?.exit;
  if (exit) return found(exit, `O convidado ${machine} saiu${at(exit)}, e o VMM continuou.`);
  const entry = visits[0]?.entry;
  const stuck = neverLeft(run);
  if (stuck && entry) return stuck;
  if (entry) return missing(entry, `O convidado ${machine} entrou${at(entry)} e não saiu mais.`);
  return missing(null, `Sem entrada no convidado ${machine}, não há volta.`);
});

/**
 * `avanca` (maquinas, motivos): each time the guest was entered again after an instruction of its own had left it,
 * it went on right behind that instruction. A guest that stopped with HLT may be left where it is, and one that gets
 * an event injected is another matter.
 */
export const advances: Rule = forEachMachine((run, machine, settings) => {
  const reasons = numbers(settings, 'motivos');
  const visits = visitsOf(run, machine);
  let good: Visit | null = null;
  let stuck: Visit | null = null;
  for (const [index, visit] of visits.entries()) {
    const { exit } = visit;
    const next = visits[index + 1];
    if (!exit || next?.entry.event.injected) continue;
    const { reason, instructionLength, guestRip } = exit.event;
    if (instructionLength === null || reason === HLT || (reasons.length > 0 && !reasons.includes(reason)))
      continue;
    stuck = next ? null : visit;
    if (!next) continue;
    const wanted = guestRip + BigInt(instructionLength);
    const { guestRip: rip } = next.entry.event;
    if (rip === guestRip) {
      return missing(
        next.entry,
        `A entrada${at(next.entry)} voltou à mesma instrução que tinha saído${at(exit)} (${reasonName(reason)}): GUEST_RIP não avançou.`,
      );
    }
    if (rip !== wanted) {
      return missing(
        next.entry,
        `A entrada${at(next.entry)} pôs o convidado ${machine} em ${hex(rip)}; a instrução que saiu${at(exit)} termina em ${hex(wanted)} (${instructionLength} bytes depois de ${hex(guestRip)}).`,
      );
    }
    good = next;
  }
  if (good) return found(good.entry, `O convidado ${machine} continuou sempre depois da instrução que saiu.`);
  const message = `O convidado ${machine} não chegou a continuar depois de uma saída.`;
  const last = visits.at(-1);
  return stuck || !last?.exit
    ? missing(stuck?.exit ?? last?.entry ?? null, message)
    : idle(last.exit, message);
});

/**
 * Whether an exit ended the guest's work: `fim` lists the reasons that do (HLT when left out); with `segue`, every
 * reason but those does.
 */
function endsWork(reason: number, settings: RuleSettings): boolean {
  const goesOn = numbers(settings, 'segue');
  if (goesOn.length > 0) return !goesOn.includes(reason);
  const ends = numbers(settings, 'fim');
  return ends.length > 0 ? ends.includes(reason) : reason === HLT;
}

/** `conclui` (maquinas, fim, segue): the guest came to the end of its work, and was not entered again after it. */
export const finishes: Rule = forEachMachine((run, machine, settings) => {
  const visits = visitsOf(run, machine);
  const index = visits.findIndex(({ exit }) => exit !== null && endsWork(exit.event.reason, settings));
  const end = visits[index]?.exit;
  const after = visits[index + 1];
  if (end && !after)
    return found(end, `O convidado ${machine} terminou${at(end)} (${reasonName(end.event.reason)}).`);
  if (end && after) {
    return missing(
      after.entry,
      `O convidado ${machine} já tinha terminado${at(end)} (${reasonName(end.event.reason)}), e foi posto a rodar de novo${at(after.entry)}.`,
    );
  }
  const last = visits.at(-1);
  if (!last) return neverEntered(run, machine);
  return last.exit
    ? missing(
        last.exit,
        `O convidado ${machine} ainda tinha o que fazer: a última saída dele foi${at(last.exit)} (${reasonName(last.exit.event.reason)}).`,
      )
    : missing(last.entry, `O convidado ${machine} entrou${at(last.entry)} e não saiu mais.`);
});

/**
 * `reveza` (maquinas, motivos, fim, segue): after an exit (with one of `motivos`, where given) no guest is entered
 * again before each of the others that still has work was entered.
 */
export const takesTurns: Rule = (run, settings) => {
  const machines = machinesOf(settings);
  const reasons = numbers(settings, 'motivos');
  const { visits } = run;
  const letters = visits.map(({ region }) => run.machines.get(region) ?? '');
  const never = machines.find((machine) => !letters.includes(machine));
  if (never !== undefined) return neverEntered(run, never);
  let good: Visit | null = null;
  for (const [index, visit] of visits.entries()) {
    const { exit } = visit;
    const letter = letters[index] ?? '';
    const again = letters.indexOf(letter, index + 1);
    if (!exit || again < 0 || !machines.includes(letter)) continue;
    if (reasons.length > 0 && !reasons.includes(exit.event.reason)) continue;
    const between = new Set(letters.slice(index + 1, again));
    const waiting = machines.find(
      (other) => other !== letter && !between.has(other) && hasWork(visits, letters, other, again, settings),
    );
    const next = visits[again];
    if (waiting !== undefined && next) {
      return missing(
        next.entry,
        `O convidado ${letter} saiu${at(exit)} e entrou de novo${at(next.entry)}, enquanto ${waiting} esperava a vez.`,
      );
    }
    good = visit;
  }
  return good
    ? found(good.exit, `Os convidados ${machines.join(', ')} rodaram um de cada vez, revezando.`)
    : missing(visits.at(-1)?.exit ?? null, 'Nenhum convidado chegou a ter uma segunda vez.');
};

/** Whether a guest, before visit `now`, had not come to its end, and was to be entered later on. */
function hasWork(
  visits: readonly Visit[],
  letters: readonly string[],
  machine: string,
  now: number,
  settings: RuleSettings,
): boolean {
  const done = visits
    .slice(0, now)
    .some(
      ({ exit }, index) =>
        letters[index] === machine && exit !== null && endsWork(exit.event.reason, settings),
    );
  return !done && letters.includes(machine, now);
}

/** A guest that came back from its only visit gave nothing to judge; one that never ran, or stayed in, was not served. */
const onlyOnce = (visit: Visit | undefined, message: string): Finding =>
  visit?.exit ? idle(visit.exit, message) : missing(visit?.entry ?? null, message);

const GENERAL: readonly RegisterName[] = [
  'rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15',
]; // prettier-ignore

/** `10: rax rbx rcx rdx`: registers that the VMM may change after an exit with that reason. */
function freeAfter(settings: RuleSettings, reason: number): ReadonlySet<string> {
  const free = new Set<string>();
  for (const entry of list(settings, 'livres')) {
    const [reasonText, names = ''] = String(entry).split(':');
    if (Number(reasonText) === reason) for (const name of names.trim().split(/\s+/)) free.add(name);
  }
  return free;
}

/**
 * `conserva` (maquinas, livres): each time a guest was entered again, RAX to R15 were as it had left them, except the
 * registers that the answer to its exit may change.
 */
export const keepsRegisters: Rule = forEachMachine((run, machine, settings) => {
  const visits = visitsOf(run, machine);
  let good: Visit | null = null;
  for (const [index, { exit, atExit }] of visits.entries()) {
    const next = visits[index + 1];
    if (!exit || !atExit || !next?.atEntry) continue;
    const free = freeAfter(settings, exit.event.reason);
    const { atEntry } = next;
    const changed = GENERAL.find((name) => !free.has(name) && atExit[name] !== atEntry[name]);
    if (changed) {
      return missing(
        next.entry,
        `O convidado ${machine} saiu${at(exit)} com ${changed.toUpperCase()} = ${fieldValue(changed, atExit[changed])} e voltou${at(next.entry)} com ${fieldValue(changed, atEntry[changed])}.`,
      );
    }
    good = next;
  }
  return good
    ? found(good.entry, `O convidado ${machine} reencontrou os registradores como os deixou.`)
    : onlyOnce(visits[0], `O convidado ${machine} não chegou a entrar uma segunda vez.`);
});
