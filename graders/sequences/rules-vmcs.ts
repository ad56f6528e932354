// Rules about VMCSs: what state each went through, what was read from its fields, what was left behind.
import type { FieldReadEvent, FieldWrittenEvent } from '../../src/vmx/index.ts';
import { fieldName, fieldValue } from '../../src/catalog/machine-names.ts';
import { FIELD_WORDS } from '../../src/vmx/assembler/field-words.ts';
import {
  at,
  forEachMachine,
  found,
  list,
  missing,
  text,
  whyNot,
  type Finding,
  type Rule,
  neverLeft,
} from './finding.ts';
import { isKind, regionAddress, regionName, type PlacedEvent, type ProgramRun } from './program-run.ts';

/** `vmclear-antes` (maquinas): the region went through VMCLEAR before VMPTRLD loaded it for the first time. */
export const clearedBeforeUse: Rule = forEachMachine((run, machine) => {
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
  const why = whyNot(run, 'VMCLEAR');
  return why.event ? why : missing(null, `VMCLEAR de ${machine} não foi executada com sucesso.`);
});

/** `devolve`: when VMX operation ends (or the program does), no VMCS is left active. */
export const givesBack: Rule = (run) => {
  const lastUse = run.events.findLast(isKind('vmcs-loaded'));
  if (!lastUse) return missing(null, 'Nenhuma VMCS chegou a ser carregada; não há o que devolver.');
  const active = new Set<bigint>();
  let clear: PlacedEvent | null = null;
  const stuck = neverLeft(run);
  if (stuck) return stuck;
  for (const place of run.events) {
    const { event } = place;
    if (event.kind === 'vmcs-loaded') active.add(event.region);
    if (event.kind === 'vmcs-cleared' && active.delete(event.region)) clear = place;
    if (event.kind === 'vmx-off' && active.size > 0)
      return leftActive(run, place, `VMXOFF${at(place)} encontrou`, active);
  }
  if (active.size > 0) return leftActive(run, lastUse, 'O programa terminou com', active);
  return found(clear, `Nenhuma VMCS ficou ativa${clear ? `: VMCLEAR${at(clear)} devolveu a última` : ''}.`);
};

function leftActive(run: ProgramRun, place: PlacedEvent, when: string, active: ReadonlySet<bigint>) {
  const letters = [...active].map((region) => regionName(run, region)).join(', ');
  return missing(
    place,
    `${when} ${active.size === 1 ? 'a VMCS' : 'as VMCS'} de ${letters} ainda ${active.size === 1 ? 'ativa: os dados dela' : 'ativas: os dados delas'} podem não estar na memória.`,
  );
}

/** What a VMCS can be, as SDM 24.1 draws it: `corrente`/`ativa`/`inativa`, and `clear`/`launched`. */
interface VmcsState {
  readonly place: PlacedEvent;
  readonly name: string;
}

function statesOf(run: ProgramRun, region: bigint | undefined): VmcsState[] {
  const path: VmcsState[] = [];
  let standing = 'inativa';
  let launched = 'indefinida';
  for (const place of run.events) {
    const { event } = place;
    const before = `${standing} ${launched}`;
    if (event.kind === 'vmcs-cleared' && event.region === region) [standing, launched] = ['inativa', 'clear'];
    else if (event.kind === 'vmcs-loaded') {
      if (event.region === region) standing = 'corrente';
      else if (standing === 'corrente') standing = 'ativa';
    } else if (event.kind === 'entry' && event.vmcs === region) launched = 'launched';
    else if (event.kind === 'vmx-off') standing = 'inativa';
    const now = `${standing} ${launched}`;
    if (now !== before) path.push({ place, name: now });
  }
  return path;
}

const stateText = (name: string): string => {
  const [standing = '', launched = ''] = name.split(' ');
  const words: Record<string, string> = {
    corrente: 'ativa e corrente',
    ativa: 'ativa, mas não a corrente',
    inativa: 'inativa',
  };
  return `${words[standing] ?? standing}, “${launched}”`;
};

/**
 * `estados` (maquina, estados, seguidos): the VMCS went through these states in this order; others may stand between,
 * unless they are to follow each other (`seguidos: sim`).
 */
export const states: Rule = forEachMachine((run, machine, settings) => {
  const wanted = list(settings, 'estados').map(String);
  const path = statesOf(run, regionAddress(run, machine));
  let next = 0;
  let last: PlacedEvent | null = null;
  const inARow = text(settings, 'seguidos') === 'sim';
  let furthest = 0;
  for (const [index, state] of path.entries()) {
    if (inARow) {
      // The longest beginning of what is wanted that ends here.
      next = wanted.findLastIndex((_, length) =>
        wanted.slice(0, length + 1).every((name, i) => path[index - length + i]?.name === name),
      );
      next += 1;
      if (next <= furthest) continue;
      furthest = next;
    } else if (state.name === wanted[next]) next += 1;
    else continue;
    last = state.place;
    if (next === wanted.length)
      return found(last, `A VMCS de ${machine} chegou${at(last)} a ${stateText(state.name)}.`);
  }
  if (inARow) next = furthest;
  const reached =
    next === 0 ? '' : `; os ${next} anteriores vieram na ordem, o último${at(last as PlacedEvent)}`;
  return missing(
    last ?? path.at(-1)?.place ?? null,
    `A VMCS de ${machine} não chegou a ficar ${stateText(wanted[next] ?? '')}${reached}.`,
  );
});

/** Encoding of the field a criterion names, by any of its names; undefined for a name that is no field's. */
export const fieldEncoding = (name: string): number | undefined => FIELD_WORDS.get(name.toUpperCase());

type Read = PlacedEvent<FieldReadEvent>;

/** AVANCA reads for itself what it adds up: nobody looked at it. */
const readByAdvance = (run: ProgramRun, { step }: PlacedEvent): boolean =>
  /^(?:[^\s:]+:)?\s*avan[cç]a\b/i.test(run.reports[step - 1]?.text ?? '');

const ownReads = (run: ProgramRun, machine: string): Read[] => {
  const region = machine === '' ? undefined : regionAddress(run, machine);
  return run.events
    .filter(isKind('field-read'))
    .filter((place) => !place.folded && !readByAdvance(run, place))
    .filter(({ event }) => region === undefined || event.vmcs === region);
};

/** `le` (campo, valor, maquina): the program read the field, and found that value where one is asked for. */
export const reads: Rule = (run, settings) => {
  const field = text(settings, 'campo');
  const machine = text(settings, 'maquina');
  const wanted = settings['valor'] === undefined ? null : BigInt(text(settings, 'valor'));
  const encoding = fieldEncoding(field);
  const all = ownReads(run, machine).filter(({ event }) => event.encoding === encoding);
  const good = all.find(({ event }) => wanted === null || event.value === wanted);
  const where = machine === '' ? '' : ` da VMCS de ${machine}`;
  if (good)
    return found(
      good,
      `VMREAD${at(good)} leu ${fieldName(field)}${where}: ${fieldValue(field, good.event.value)}.`,
    );
  const first = all[0];
  return first
    ? missing(
        first,
        `VMREAD${at(first)} leu ${fieldName(field)}${where} e encontrou ${fieldValue(field, first.event.value)}: não foi no momento pedido.`,
      )
    : missing(null, `O programa não leu ${fieldName(field)}${where}.`);
};

/** `le-a-cada-saida` (campo, maquinas): after each exit the field was read before the next entry (or the end). */
export const readsAfterEachExit: Rule = (run, settings) => {
  const field = text(settings, 'campo');
  const encoding = fieldEncoding(field);
  let pending: PlacedEvent | null = null;
  let seen: PlacedEvent | null = null;
  const missed = (place: PlacedEvent) =>
    missing(place, `Depois da saída${at(place)}, o programa não leu ${fieldName(field)} antes de seguir.`);
  for (const place of run.events) {
    const { event } = place;
    if (event.kind === 'exit') pending = place;
    if (event.kind === 'field-read' && event.encoding === encoding && !place.folded) {
      seen = pending ? place : seen;
      pending = null;
    }
    if (event.kind === 'entry' && pending) return missed(pending);
  }
  if (pending) return missed(pending);
  return seen
    ? found(seen, `O programa leu ${fieldName(field)} depois de cada saída.`)
    : missing(null, 'Sem saída de VM, não há motivo para ler.');
};

const lostText = (written: PlacedEvent<FieldWrittenEvent>, cleared: PlacedEvent): string =>
  `${fieldName(written.event.field)} foi gravado${at(written)}, e a VMCS passou por VMCLEAR${at(cleared)} antes de ele ser lido de volta.`;

interface Mark {
  readonly written: PlacedEvent<FieldWrittenEvent>;
  /** It went through what the criterion asks. */
  readonly through: PlacedEvent | null;
}

/**
 * `sobrevive` (maquina, a): a value the program wrote in a field was read back from it after VMCLEAR of that VMCS
 * (`a: VMCLEAR`) or after another VMCS had been current and before any VMCLEAR (`a: VMPTRLD`), without having been written again.
 */
export const survives: Rule = forEachMachine((run, machine, settings) => {
  const region = regionAddress(run, machine);
  const through = text(settings, 'a');
  const what = through === 'VMCLEAR' ? `VMCLEAR de ${machine}` : `outra VMCS ter sido a corrente`;
  const marks = new Map<string, Mark>();
  let lost: Finding | null = null;
  for (const place of run.events) {
    const { event } = place;
    if (event.kind === 'field-written' && event.vmcs === region && !place.folded) {
      if (event.field !== 'host_rip') marks.set(event.field, { written: { ...place, event }, through: null });
    } else if (through === 'VMPTRLD' && event.kind === 'vmcs-cleared' && event.region === region) {
      // What is read after that proves something else.
      const mark = [...marks.values()].at(-1);
      if (mark) lost = missing(place, lostText(mark.written, place));
      marks.clear();
    } else if (
      (through === 'VMCLEAR' && event.kind === 'vmcs-cleared' && event.region === region) ||
      (through === 'VMPTRLD' && event.kind === 'vmcs-loaded' && event.region !== region)
    ) {
      for (const [field, mark] of marks) marks.set(field, { ...mark, through: place });
    } else if (event.kind === 'field-read' && event.vmcs === region && !place.folded) {
      const mark = marks.get(event.field);
      if (mark?.through && mark.written.event.value === event.value) {
        return found(
          place,
          `VMREAD${at(place)} achou em ${fieldName(event.field)} o que foi gravado${at(mark.written)}, depois de ${what}: o campo sobreviveu.`,
        );
      }
    }
  }
  const mark = [...marks.values()].at(-1);
  if (!mark && lost) return lost;
  if (!mark) return missing(null, `O programa não gravou com VMWRITE nenhum campo da VMCS de ${machine}.`);
  const name = fieldName(mark.written.event.field);
  return missing(
    mark.through ?? mark.written,
    mark.through
      ? `${name} foi gravado${at(mark.written)}, mas não foi lido de volta depois de ${what}${at(mark.through)}.`
      : `${name} foi gravado${at(mark.written)}, mas depois disso não veio ${what}.`,
  );
});
