// Rules about what a VMM answers its guest: CPUID, bitmaps of ports and MSRs, injected events.
import { exceptionText } from '../../src/catalog/exceptions.ts';
import { fieldValue, hex } from '../../src/catalog/machine-names.ts';
import { loadProgram, openSession } from '../../src/vmx/program/index.ts';
import {
  at,
  forEachMachine,
  found,
  idle,
  list,
  missing,
  numbers,
  reasonName,
  text,
  type Finding,
  type Rule,
  type RuleSettings,
} from './finding.ts';
import { visitsOf, type GuestAccess, type ProgramRun } from './program-run.ts';

const CPUID = 10;
const HLT = 12;
/** Interruption type of a hardware exception, in the VM-entry interruption information. SDM 24.8.3. */
const HARDWARE_EXCEPTION = 3;

type Output = 'eax' | 'ebx' | 'ecx' | 'edx';
const OUTPUTS: readonly Output[] = ['eax', 'ebx', 'ecx', 'edx'];
const wide = (name: Output) => `r${name.slice(1)}` as 'rax' | 'rbx' | 'rcx' | 'rdx';

const processorAnswers = new Map<string, Readonly<Record<Output, bigint>>>();

/** What the machine's own processor answers, asked of it outside VMX operation. */
function processorCpuid(leaf: number, subleaf: number): Readonly<Record<Output, bigint>> {
  const key = `${leaf} ${subleaf}`;
  const known = processorAnswers.get(key);
  if (known) return known;
  const loaded = loadProgram(`mov eax, ${leaf}\nmov ecx, ${subleaf}\ncpuid\nhlt\n`, { notation: 'asm' });
  const answer: Record<Output, bigint> = { eax: 0n, ebx: 0n, ecx: 0n, edx: 0n };
  if (loaded.ok) {
    const session = openSession(loaded.program, { budget: 10 });
    session.run({ kind: 'end' }, 10);
    for (const name of OUTPUTS) answer[name] = session.view.registers[wide(name)];
  }
  if (processorAnswers.size > 64) processorAnswers.clear();
  processorAnswers.set(key, answer);
  return answer;
}

/** A setting's value for one register: a number, or four letters as CPUID packs them (the first in the low byte). */
function packed(value: string | number): bigint {
  if (typeof value === 'number') return BigInt(value);
  return [...value].reduceRight((sum, letter) => (sum << 8n) | BigInt(letter.charCodeAt(0)), 0n);
}

function wantedOutput(settings: RuleSettings, name: Output, real: bigint): bigint {
  const exact = list(settings, name)[0];
  if (exact !== undefined) return packed(exact);
  const set = BigInt(text(settings, `liga-${name}`) || 0);
  const clear = BigInt(text(settings, `desliga-${name}`) || 0);
  return (real | set) & ~clear;
}

/** A rule about something the guest may never do: idle where a guest came to its end without doing it. */
function unused(run: ProgramRun, what: string): Finding {
  const ended = run.visits.findLast(({ exit }) => exit?.event.reason === HLT)?.exit;
  if (ended) return idle(ended, `${what}.`);
  const last = run.visits.at(-1);
  return missing(last?.exit ?? last?.entry ?? null, `${what}, e não chegou ao fim do trabalho.`);
}

/**
 * `responde-cpuid` (maquinas, folha ou exceto, eax, ebx, ecx, edx, liga-ecx, desliga-ecx, ...): what the guest found in
 * its registers after CPUID. What is not set is as the real processor answers; the upper halves are zero, as CPUID
 * leaves them in 64-bit mode.
 */
export const answersCpuid: Rule = forEachMachine((run, machine, settings) => {
  const leaf = settings['folha'] === undefined ? null : Number(settings['folha']);
  const except = numbers(settings, 'exceto');
  const others = except.length > 0 ? 'outras folhas de CPUID' : 'nenhuma folha de CPUID';
  const which = leaf === null ? others : `a folha ${hex(leaf)} de CPUID`;
  const visits = visitsOf(run, machine);
  let asked = null;
  for (const [index, { exit, atExit }] of visits.entries()) {
    if (exit?.event.reason !== CPUID || !atExit) continue;
    const number = Number(atExit.rax & 0xffff_ffffn);
    if (leaf === null ? except.includes(number) : number !== leaf) continue;
    const next = visits[index + 1];
    if (!next?.atEntry)
      return missing(
        exit,
        `O convidado ${machine} pediu${at(exit)} a folha ${hex(number)} e não voltou a rodar.`,
      );
    const real = processorCpuid(number, Number(atExit.rcx & 0xffff_ffffn));
    for (const name of OUTPUTS) {
      const value = next.atEntry[wide(name)];
      const wanted = wantedOutput(settings, name, real[name]);
      if (value === wanted) continue;
      const upper = value >> 32n !== 0n && (value & 0xffff_ffffn) === wanted;
      return missing(
        next.entry,
        upper
          ? `À folha ${hex(number)}, pedida${at(exit)}, o convidado ${machine} recebeu ${wide(name).toUpperCase()} = ${hex(value)}: a metade alta deve ficar zerada, como CPUID a deixa.`
          : `À folha ${hex(number)}, pedida${at(exit)}, o convidado ${machine} recebeu ${name.toUpperCase()} = ${hex(value)}; devia receber ${hex(wanted)}${asText(wanted)}.`,
      );
    }
    asked = next.entry;
  }
  return asked
    ? found(
        asked,
        `O convidado ${machine} recebeu a resposta certa${leaf === null ? '' : ` à folha ${hex(leaf)}`}.`,
      )
    : unused(run, `O convidado não pediu ${which}`);
});

/** ` (“Vand”)` where the four bytes are letters. */
function asText(value: bigint): string {
  const letters = [0n, 8n, 16n, 24n].map((shift) => String.fromCharCode(Number((value >> shift) & 0xffn)));
  return letters.every((letter) => /[A-Za-z ]/.test(letter)) ? ` (“${letters.join('')}”)` : '';
}

const REGISTERS = ['rax', 'rbx', 'rcx', 'rdx'] as const;

/** `responde` (maquinas, motivo, rax, rbx, rcx, rdx): what the guest found in these registers after such an exit. */
export const answers: Rule = forEachMachine((run, machine, settings) => {
  const reason = Number(settings['motivo']);
  const visits = visitsOf(run, machine);
  let good = null;
  for (const [index, { exit }] of visits.entries()) {
    if (exit?.event.reason !== reason) continue;
    const next = visits[index + 1];
    if (!next?.atEntry)
      return missing(
        exit,
        `O convidado ${machine} saiu${at(exit)} (${reasonName(reason)}) e não voltou a rodar.`,
      );
    for (const name of REGISTERS) {
      const wanted = list(settings, name)[0];
      if (wanted === undefined || next.atEntry[name] === BigInt(wanted)) continue;
      return missing(
        next.entry,
        `O convidado ${machine} saiu${at(exit)} (${reasonName(reason)}) e voltou com ${name.toUpperCase()} = ${hex(next.atEntry[name])}; devia ser ${hex(BigInt(wanted))}.`,
      );
    }
    good = next.entry;
  }
  return good
    ? found(good, `O convidado ${machine} recebeu a resposta pedida (${reasonName(reason)}).`)
    : unused(run, `O convidado não saiu por isso (${reasonName(reason)})`);
});

const ACCESS_WORDS: Readonly<Record<GuestAccess['kind'], string>> = {
  porta: 'porta',
  'leitura-de-msr': 'RDMSR do MSR',
  'escrita-de-msr': 'WRMSR do MSR',
};

function accessesOf(run: ProgramRun, settings: RuleSettings): GuestAccess[] {
  const kind = text(settings, 'acesso');
  const wanted = numbers(settings, 'numeros');
  const except = numbers(settings, 'exceto');
  return run.accesses.filter(
    (access) =>
      access.kind === kind &&
      (wanted.length === 0 || wanted.includes(access.number)) &&
      !except.includes(access.number),
  );
}

const accessWord = (settings: RuleSettings): string =>
  ACCESS_WORDS[text(settings, 'acesso') as GuestAccess['kind']] ?? 'o acesso';

/** `intercepta` (acesso, numeros ou exceto): every such access of a guest left it. */
export const intercepts: Rule = (run, settings) => {
  const all = accessesOf(run, settings);
  const free = all.find(({ exited }) => !exited);
  const what = accessWord(settings);
  if (free) {
    return missing(
      free.place,
      `O acesso do convidado (${what} ${hex(free.number)})${at(free.place)} não saiu: o VMM não viu.`,
    );
  }
  const last = all.at(-1);
  return last
    ? found(
        last.place,
        `O acesso do convidado (${what} ${hex(last.number)}) saiu para o VMM${at(last.place)}.`,
      )
    : unused(run, `O convidado não tentou o acesso vigiado (${what})`);
};

/** `deixa-passar` (acesso, numeros ou exceto): no such access of a guest left it. */
export const letsThrough: Rule = (run, settings) => {
  const all = accessesOf(run, settings);
  const seen = all.find(({ exited }) => exited);
  const what = accessWord(settings);
  if (seen) {
    return missing(
      seen.place,
      `O acesso do convidado (${what} ${hex(seen.number)}) saiu para o VMM${at(seen.place)}, sem necessidade.`,
    );
  }
  const last = all.at(-1);
  return last
    ? found(
        last.place,
        `O acesso do convidado (${what} ${hex(last.number)})${at(last.place)} passou sem sair.`,
      )
    : unused(run, `O convidado não tentou outro acesso destes (${what})`);
};

const codeText = (code: number | null): string =>
  code === null ? 'sem código de erro' : `com código ${hex(code)}`;

/**
 * `injeta` (maquina, vetor, codigo, depois): after an exit with one of the reasons in `depois`, the guest was entered
 * with that hardware exception injected, with that error code (none where `codigo` is left out). SDM 26.5.
 */
export const injects: Rule = forEachMachine((run, machine, settings) => {
  const vector = Number(settings['vetor']);
  const code = settings['codigo'] === undefined ? null : Number(settings['codigo']);
  const reasons = numbers(settings, 'depois');
  const name = exceptionText(vector).mnemonic;
  const visits = visitsOf(run, machine);
  const cause = visits.findIndex(({ exit }) => exit !== null && reasons.includes(exit.event.reason));
  const exit = visits[cause]?.exit;
  if (!exit)
    return missing(
      visits.at(-1)?.exit ?? visits.at(-1)?.entry ?? null,
      `O convidado ${machine} não chegou a sair com o que pedia a exceção.`,
    );
  const next = visits[cause + 1];
  if (!next)
    return missing(
      exit,
      `O convidado ${machine} saiu${at(exit)} (${reasonName(exit.event.reason)}) e não voltou a rodar.`,
    );
  const { injected } = next.entry.event;
  if (injected === null)
    return missing(next.entry, `A entrada${at(next.entry)} não injetou nada no convidado ${machine}.`);
  const type = (injected >>> 8) & 7;
  const delivered = run.events.find(
    ({ event, step }) =>
      event.kind === 'interrupt-delivered' && event.source === 'injected' && step >= next.entry.step,
  );
  const got = (injected & 0xff) === vector && type === HARDWARE_EXCEPTION;
  if (!got) {
    const shown = `${exceptionText(injected & 0xff).mnemonic}, tipo ${type}`;
    return missing(
      next.entry,
      `A entrada${at(next.entry)} injetou ${shown}; pedia-se ${name}, que é uma exceção de hardware (tipo ${HARDWARE_EXCEPTION}).`,
    );
  }
  const gotCode = delivered?.event.kind === 'interrupt-delivered' ? delivered.event.errorCode : null;
  if (gotCode !== code) {
    return missing(
      next.entry,
      `A entrada${at(next.entry)} injetou ${name} ${codeText(gotCode)}; pedia-se ${codeText(code)}.`,
    );
  }
  return found(
    next.entry,
    `A entrada${at(next.entry)} injetou ${name} ${codeText(code)} no convidado ${machine}.`,
  );
});

/** `na-falta` (maquina): a guest that gets a fault injected was entered at the instruction that caused it. */
export const faultsAtInstruction: Rule = forEachMachine((run, machine) => {
  const visits = visitsOf(run, machine);
  let good = null;
  for (const [index, { exit }] of visits.entries()) {
    const next = visits[index + 1];
    if (!exit || !next || next.entry.event.injected === null) continue;
    const { guestRip } = next.entry.event;
    if (guestRip !== exit.event.guestRip) {
      return missing(
        next.entry,
        `O convidado ${machine} vai achar a falta em ${hex(guestRip)}; quem a causou foi a instrução em ${fieldValue('guest_rip', exit.event.guestRip)}, que saiu${at(exit)}.`,
      );
    }
    good = next.entry;
  }
  return good
    ? found(good, `A falta aponta a instrução que a causou.`)
    : missing(visits.at(-1)?.exit ?? null, `Nada foi injetado no convidado ${machine}.`);
});
