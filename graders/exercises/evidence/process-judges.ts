// Exercise 7, first half: one judge for each criterion, from the files and from what the form says of them.
import type { Evidence } from '../../engine/result.ts';
import { factOf, numberOf, sessionsMeet, textOf, type NamedReading } from '../../evidence/agreement.ts';
import { identifier, sameName, text } from './form.ts';
import { lineOf, type Judgement } from './judgement.ts';
import type { Usage } from './usage.ts';
import { ofFormat, type Prepared } from './work.ts';

/** Listings of threads of the host: those of a guest's own service are not what is asked. */
function threadListings(files: readonly NamedReading[]): readonly NamedReading[] {
  return ofFormat(files, 'threads').filter(({ reading }) => reading.facts.get('anfitriao')?.value !== false);
}

export function leansOnPicture({ files }: Prepared): boolean {
  return (
    ofFormat(files, 'imagem').length > 0 &&
    (ofFormat(files, 'procexp').length === 0 || ofFormat(files, 'stack').length === 0) &&
    threadListings(files).length === 0
  );
}

export function list(prepared: Prepared): Judgement {
  const { files, recorded, form } = prepared;
  const saved = ofFormat(files, 'procexp')[0] ?? null;
  const listing = threadListings(files)[0] ?? null;
  const counters = ofFormat(files, 'perf-csv')[0] ?? null;
  const picture = ofFormat(files, 'imagem')[0] ?? null;
  const named = text(form.fields, 'processo');
  if (recorded) {
    const names = saved === null ? [] : namesIn(saved);
    const right = named !== null && names.some((name) => sameName(name, named));
    return {
      shown: null,
      read: named === null ? null : right ? 1 : 0,
      message:
        named === null
          ? 'Diga, em “processo”, qual se destaca na lista gravada.'
          : right
            ? `“${named}” está na lista gravada.`
            : `“${named}” não está na lista gravada.`,
      evidence: [],
    };
  }
  if (saved) {
    const threads = numberOf(saved.reading, 'threads');
    const rows = numberOf(saved.reading, 'processos') ?? 0;
    return {
      shown: threads === null ? 0.7 : 1,
      read: 1,
      message: `${saved.name} é uma lista do Process Explorer com ${rows} processos${threads === null ? ', sem a coluna Threads' : ` e ${threads} threads`}.`,
      evidence: [lineOf(saved, 'processos', `${rows} processos`)],
      ...(threads === null
        ? {
            hint: 'Ligue a coluna em View > Select Columns… > Process Performance > Threads e salve a lista de novo. O que a coluna revela que a CPU não mostra?',
          }
        : {}),
    };
  }
  if (listing) {
    return {
      shown: numberOf(listing.reading, 'threads') === null ? 0.6 : 1,
      read: 1,
      message: `${listing.name} lista ${numberOf(listing.reading, 'threads') ?? '?'} threads; serve no lugar do Process Explorer.`,
      evidence: [lineOf(listing, 'threads', 'lista de threads')],
    };
  }
  const half = counters ?? picture;
  return {
    shown: half === null ? 0 : 0.4,
    read: 1,
    message:
      half === null
        ? 'Falta a lista de processos e threads.'
        : half.reading.format === 'imagem'
          ? 'Há uma imagem, que os corretores não leem; a lista salva vale mais.'
          : `${half.name} traz contadores, mas não a lista de processos.`,
    evidence: [],
  };
}

function namesIn(saved: NamedReading): readonly string[] {
  const names = factOf(saved.reading, 'nomes')?.value;
  return Array.isArray(names) ? names.map(String) : [];
}

/** The program of a command line, without its folder and its arguments. */
function program(command: string): string {
  const path = command.split(/\s+-{1,2}\w/)[0] ?? command;
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).trim();
}

/** Numbers of threads are whole and positive, and no system gives out larger ones (32 bits in Windows). */
const possibleId = (id: number): boolean => Number.isInteger(id) && id > 0 && id < 2 ** 32;

/** The process and thread the learner chose, in the files. “Maior” is ambiguous: most threads, or the busiest thread. */
export function thread(prepared: Prepared): Judgement {
  const { files, form, recorded } = prepared;
  const process = text(form.fields, 'processo');
  const tid = identifier(form.fields, 'tid');
  const saved = ofFormat(files, 'procexp')[0] ?? null;
  const listings = threadListings(files);
  const stacks = ofFormat(files, 'stack');
  const tids = new Set<number>();
  for (const { reading } of [...listings, ...stacks]) {
    const value = factOf(reading, 'tids')?.value;
    if (Array.isArray(value)) for (const one of value) if (typeof one === 'number') tids.add(one);
  }
  const standsOut =
    saved === null
      ? []
      : ['maior_cpu', 'mais_threads'].flatMap((key) => {
          const value = factOf(saved.reading, key)?.value;
          return Array.isArray(value) ? [String(value[0])] : [];
        });
  const busiest =
    listings.map(({ reading }) => numberOf(reading, 'mais_ocupada')).find((one) => one !== null) ?? null;
  const idle = process !== null && /idle|ocioso/i.test(process);
  const listed = listings.map(({ reading }) => textOf(reading, 'processo')).filter((name) => name !== null);
  // A listing of threads names the process of its busiest one, and says nothing of the others.
  const owner = process !== null && listed.some((name) => sameName(program(name), process));
  const processRight =
    process === null
      ? null
      : !idle &&
        (saved === null ? (owner ? true : null) : namesIn(saved).some((name) => sameName(name, process)));
  const processBest =
    process !== null &&
    !idle &&
    (standsOut.some((name) => sameName(name, process)) || (saved === null && owner));
  const tidRight = tid === null ? null : !possibleId(tid) ? false : tids.size === 0 ? null : tids.has(tid);
  const evidence: Evidence[] = [];
  if (saved) evidence.push(lineOf(saved, 'maior_cpu', standsOut.join(' / ')));
  const firstListing = listings[0];
  if (firstListing && busiest !== null) evidence.push(lineOf(firstListing, 'mais_ocupada', `TID ${busiest}`));
  const parts: string[] = [];
  if (process === null) parts.push('Falta dizer, em “processo”, qual você escolheu.');
  else if (idle)
    parts.push(
      'O System Idle Process não é um processo de verdade: as suas “threads” são o tempo livre de cada processador.',
    );
  else if (processBest)
    parts.push(
      saved === null
        ? `“${process}” é o processo da lista de threads.`
        : `“${process}” de fato se destaca na lista.`,
    );
  else if (processRight === true)
    parts.push(
      `“${process}” está na lista, mas não é o de mais threads nem o de mais CPU (${standsOut.join(' e ')}).`,
    );
  else if (processRight === false) parts.push(`“${process}” não está na lista entregue.`);
  else parts.push(`Você escolheu “${process}”; sem a lista salva não dá para conferir.`);
  if (tid === null) parts.push('Falta o TID.');
  else if (!possibleId(tid)) parts.push(`Nenhuma thread pode ter o TID ${tid}.`);
  else if (tidRight === true)
    parts.push(`O TID ${tid} aparece nos arquivos${busiest === tid ? ' e é o da thread mais ocupada' : ''}.`);
  else if (tidRight === false) parts.push(`O TID ${tid} não aparece em nenhuma lista de threads entregue.`);
  else parts.push(`O TID ${tid} foi informado; nenhum arquivo traz TIDs para conferir.`);
  if (tid !== null && saved !== null && tid % 4 !== 0)
    parts.push('(No Windows os TIDs costumam ser múltiplos de 4.)');
  const processShare = processBest
    ? 1
    : processRight === true
      ? 0.6
      : processRight === null && process !== null && !idle
        ? 0.4
        : 0;
  const tidShare =
    tidRight === true
      ? busiest === null || busiest === tid
        ? 1
        : 0.7
      : tid !== null && tidRight === null
        ? 0.5
        : 0;
  // A form alone shows nothing; with a picture or another listing, what it says may at least be looked at.
  const total = files.length === 0 ? 0 : processShare / 2 + tidShare / 2;
  return {
    shown: recorded ? null : total,
    read: recorded ? (process === null && tid === null ? null : total) : 1,
    contradicted: !recorded && ((processRight === false && !idle) || (tidRight === false && tids.size > 0)),
    message: parts.join(' '),
    evidence: recorded ? [] : evidence,
  };
}

/** The stacks of a process in Linux or macOS: those of all threads, of which the learner's may be any. */
function backtrace(dump: NamedReading, stated: string | null): Judgement {
  const top = textOf(dump.reading, 'topo') ?? '?';
  const bases = factOf(dump.reading, 'bases')?.value;
  const known = Array.isArray(bases) ? bases.map(String) : [];
  const right =
    stated === null || known.length === 0 ? null : known.some((base) => sameFunction(base, stated));
  return {
    shown: known.length > 0 ? 1 : 0.9,
    read: right === null ? (known.length > 0 ? 0.6 : 1) : right ? 1 : 0,
    contradicted: right === false,
    message: `${dump.name} traz a pilha de chamadas de ${known.length} thread(s); o topo da primeira é ${top}.${right === true ? ' O início que você disse está nela.' : right === false ? ' Nenhuma começou na função que você disse.' : ''}`,
    evidence: [lineOf(dump, 'topo', top)],
    ...(right === null
      ? { hint: 'Em que função a thread que você escolheu começou? Escreva em “inicio-da-pilha”.' }
      : {}),
  };
}

/** The same function, with or without its module and its offset. */
function sameFunction(a: string, b: string): boolean {
  const bare = (value: string) =>
    value
      .toLowerCase()
      .replace(/\+0x[0-9a-f]+$/i, '')
      .trim();
  return bare(a).includes(bare(b)) || bare(b).includes(bare(a));
}

export function stack(prepared: Prepared): Judgement {
  const { files, form, recorded } = prepared;
  const copied = ofFormat(files, 'stack')[0] ?? null;
  const dump = threadListings(files).find(({ reading }) => textOf(reading, 'topo') !== null) ?? null;
  const picture = ofFormat(files, 'imagem')[0] ?? null;
  const stated = text(form.fields, 'inicio-da-pilha');
  if (copied === null && dump !== null && !recorded) return backtrace(dump, stated);
  if (copied === null) {
    return {
      shown: recorded ? null : picture ? 0.3 : 0,
      read: recorded ? null : 1,
      message: picture
        ? 'A pilha só aparece numa imagem, que os corretores não leem; cole o texto (Copy All).'
        : 'Falta a pilha da thread.',
      evidence: [],
    };
  }
  const base = textOf(copied.reading, 'base');
  const frames = numberOf(copied.reading, 'quadros') ?? 0;
  const baseRight = stated === null || base === null ? null : sameFunction(base, stated);
  if (recorded) {
    return {
      shown: null,
      read: baseRight === null ? null : baseRight ? 1 : 0,
      message:
        baseRight === null
          ? 'Diga, em “inicio-da-pilha”, em que função a thread gravada começou.'
          : baseRight
            ? 'O início da pilha está certo.'
            : 'O início da pilha gravada não é esse.',
      evidence: [],
    };
  }
  const modules = factOf(copied.reading, 'modulos')?.value;
  const process = text(form.fields, 'processo');
  const ofProcess =
    process !== null && Array.isArray(modules) && modules.some((name) => sameName(String(name), process));
  const named =
    baseRight === true ? ' e você o reconheceu' : baseRight === false ? ', mas o formulário diz outro' : '';
  return {
    shown: frames < 2 ? 0.4 : base === null ? 0.8 : 1,
    read: baseRight === null ? (base === null ? 1 : 0.6) : baseRight ? 1 : 0,
    contradicted: baseRight === false,
    message: `${copied.name} tem ${frames} quadro(s)${base === null ? ' e termina antes do início da thread (não é erro, mas use Copy All)' : `; a thread começou em ${base}${named}`}.${process === null || ofProcess ? '' : ` Nenhum quadro é de “${process}”; pode ser normal, se a thread só espera.`}`,
    evidence: [lineOf(copied, 'base', base ?? textOf(copied.reading, 'topo') ?? '')],
    ...(base !== null && stated === null
      ? {
          hint: 'A pilha se lê de cima (agora) para baixo (o começo). Em que função esta thread começou? Escreva em “inicio-da-pilha”.',
        }
      : {}),
  };
}

export function consumption(prepared: Prepared, usage: Usage): Judgement {
  const { recorded, files } = prepared;
  const known = [usage.memoryMb, usage.cpuPercent, usage.ioMbPerSecond].filter((one) => one.value !== null);
  const measured = known.filter((one) => one.file !== null);
  const met = sessionsMeet(files);
  const shown =
    measured.length >= 2 ? 1 : measured.length === 1 ? 0.75 : known.length > 0 && files.length > 0 ? 0.3 : 0;
  const right = recorded ? usage.statedRight : null;
  const describe = (label: string, one: Usage['memoryMb'], unit: string) =>
    one.value === null
      ? null
      : `${label} ${one.value.toLocaleString('pt-BR', { maximumFractionDigits: 1 })} ${unit}${one.file === null ? ' (só no formulário)' : ''}`;
  const parts = [
    describe('memória', usage.memoryMb, 'MB'),
    describe('CPU', usage.cpuPercent, '%'),
    describe('E/S', usage.ioMbPerSecond, 'MB/s'),
  ].filter((part) => part !== null);
  return {
    shown: recorded ? null : shown,
    read: recorded ? right : 1,
    message: recorded
      ? right === null
        ? 'Diga quanto o processo da máquina gravada consome de memória e CPU.'
        : right >= 1
          ? 'Os números batem com a máquina gravada.'
          : 'Nem todos os números batem com os da máquina gravada.'
      : known.length === 0
        ? 'Nenhum arquivo nem o formulário diz quanto o VirtualBox consome.'
        : `Consumo da máquina virtual: ${parts.join(', ')}.${met ? ' O processo da lista é o mesmo que escreveu o VBox.log.' : ''}`,
    evidence: recorded
      ? []
      : measured.flatMap((one) => (one.file === null ? [] : [lineOf(one.file, one.key, String(one.value))])),
  };
}
