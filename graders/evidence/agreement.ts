// Do the files handed in agree with each other? Identifiers, memory, processors, versions, dates, pictures.
// A disagreement is named and sent to the teacher; it is never called fraud.
import type { Contradiction, Fact, FactValue, Reading } from './reading.ts';

export interface NamedReading {
  /** As shown to the learner. */
  readonly name: string;
  readonly reading: Reading;
}

export interface Disagreement extends Contradiction {
  readonly file: string;
}

/** A fact of a reading, printed or not, as text, number or boolean; null where unknown. */
export function factOf(reading: Reading, key: string): Fact<FactValue> | null {
  const found = reading.facts.get(key) ?? reading.more.get(key);
  return found === undefined || found.value === null ? null : found;
}

export function textOf(reading: Reading, key: string): string | null {
  const value = factOf(reading, key)?.value;
  return typeof value === 'string' ? value : null;
}

export function numberOf(reading: Reading, key: string): number | null {
  const value = factOf(reading, key)?.value;
  return typeof value === 'number' ? value : null;
}

export function flagOf(reading: Reading, key: string): boolean | null {
  const value = factOf(reading, key)?.value;
  return typeof value === 'boolean' ? value : null;
}

/** Revision of each official build that the course has seen; builds of a distribution have others. */
const revisions: Readonly<Record<string, string>> = {
  '7.2.4': 'r170995',
  '7.2.2': 'r170484',
  '7.0.6': 'r155176',
  '6.1.14': 'r140239',
  '6.0.8': 'r130520',
  '5.1.10': 'r112026',
  '4.3.26': 'r98988',
};

/** Everything that does not add up, inside each file and between them. `today` is `AAAA-MM-DD`, or null to skip dates. */
export function disagreements(files: readonly NamedReading[], today: string | null): Disagreement[] {
  const found: Disagreement[] = [];
  const add = (weight: 'strong' | 'mild', file: string, line: number | null, message: string) => {
    found.push({ weight, file, line, message });
  };
  for (const { name, reading } of files) {
    for (const own of reading.contradictions) found.push({ ...own, file: name });
    const opened = textOf(reading, 'aberto_em');
    if (today !== null && opened !== null && opened.slice(0, 10) > nextDay(today)) {
      add(
        'strong',
        name,
        factOf(reading, 'aberto_em')?.line ?? null,
        `A data da sessão (${opened.slice(0, 10)}) está no futuro.`,
      );
    }
    const taken = textOf(reading, 'tirada_em');
    if (today !== null && taken !== null && taken.slice(0, 10) > nextDay(today)) {
      add('mild', name, null, `A imagem diz ter sido feita em ${taken.slice(0, 10)}, que ainda não chegou.`);
    }
    const [version = '', revision = ''] = (textOf(reading, 'vbox') ?? '').split(' ');
    if (Object.hasOwn(revisions, version) && revision !== '' && revisions[version] !== revision) {
      add(
        'mild',
        name,
        factOf(reading, 'vbox')?.line ?? null,
        `A versão ${version} costuma ser a revisão ${revisions[version] ?? ''}; aqui é ${revision} (pacotes de distribuição têm outra).`,
      );
    }
  }
  identifiers(files, add);
  sizes(files, add);
  samePictures(files, add);
  sameSession(files, add);
  processNumbers(files, add);
  return found;
}

type Add = (weight: 'strong' | 'mild', file: string, line: number | null, message: string) => void;

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Files of one machine: log, settings and showvminfo. */
function machines(files: readonly NamedReading[]): NamedReading[] {
  return files.filter(
    ({ reading }) =>
      !reading.rejected && ['vbox-log', 'vbox-settings', 'showvminfo'].includes(reading.format ?? ''),
  );
}

function identifiers(files: readonly NamedReading[], add: Add): void {
  const [first, ...others] = machines(files).filter(({ reading }) => textOf(reading, 'uuid') !== null);
  if (!first) return;
  const wanted = textOf(first.reading, 'uuid');
  for (const { name, reading } of others) {
    const uuid = textOf(reading, 'uuid');
    if (uuid === wanted) continue;
    add(
      'strong',
      name,
      factOf(reading, 'uuid')?.line ?? null,
      `O identificador da máquina aqui é ${uuid ?? ''}, e em ${first.name} é ${wanted ?? ''}: parecem ser duas máquinas. Entregue os arquivos de uma só.`,
    );
  }
  const listed = files.find(({ reading }) => reading.format === 'list-vms');
  const uuids = listed === undefined ? null : (factOf(listed.reading, 'uuids')?.value ?? null);
  if (listed && Array.isArray(uuids) && wanted !== null && !uuids.includes(wanted)) {
    add('strong', listed.name, null, `A máquina de ${first.name} (${wanted}) não está nesta lista.`);
  }
}

/** Memory and processors; where the log is older than the last change of the settings, only a warning. */
function sizes(files: readonly NamedReading[], add: Add): void {
  const logs = machines(files).filter(({ reading }) => reading.format === 'vbox-log');
  const others = machines(files).filter(({ reading }) => reading.format !== 'vbox-log');
  for (const log of logs) {
    for (const other of others) {
      if (textOf(log.reading, 'uuid') !== textOf(other.reading, 'uuid')) continue;
      const opened = textOf(log.reading, 'aberto_em');
      const changed = textOf(other.reading, 'mudou_em');
      const older = opened !== null && changed !== null && opened.slice(0, 19) < changed.slice(0, 19);
      for (const [key, what] of [
        ['ram_mb', 'MB de memória'],
        ['cpus', 'processador(es)'],
      ] as const) {
        const used = numberOf(log.reading, key);
        const asked = numberOf(other.reading, key);
        if (used === null || asked === null || used === asked) continue;
        add(
          older ? 'mild' : 'strong',
          other.name,
          factOf(other.reading, key)?.line ?? null,
          `${other.name} diz ${asked} ${what} e a sessão de ${log.name} rodou com ${used}${older ? '; a sessão é anterior à última mudança, então a configuração pode ter sido alterada depois' : ''}.`,
        );
      }
    }
  }
}

function samePictures(files: readonly NamedReading[], add: Add): void {
  const seen = new Map<string, string>();
  for (const { name, reading } of files) {
    const signature = textOf(reading, 'assinatura');
    if (signature === null) continue;
    const before = seen.get(signature);
    if (before !== undefined) add('mild', name, null, `É a mesma imagem que ${before}; uma delas não conta.`);
    else seen.set(signature, name);
  }
}

/** A log saved while the machine runs is the beginning of the final one: the same session counts once. */
function sameSession(files: readonly NamedReading[], add: Add): void {
  const seen = new Map<string, string>();
  for (const { name, reading } of files) {
    const opened = reading.format === 'vbox-log' ? textOf(reading, 'aberto_em') : null;
    if (opened === null) continue;
    const before = seen.get(opened);
    if (before !== undefined) add('mild', name, null, `É a mesma sessão que ${before}; conta uma vez.`);
    else seen.set(opened, name);
  }
}

/** The machine's process in the list of processes is the one that wrote the log, if both are of one session. */
function processNumbers(files: readonly NamedReading[], add: Add): void {
  const list = files.find(
    ({ reading }) => reading.format === 'procexp' && numberOf(reading, 'vm_pid') !== null,
  );
  const logs = files.filter(
    ({ reading }) => reading.format === 'vbox-log' && numberOf(reading, 'pid') !== null,
  );
  if (!list || logs.length === 0) return;
  const pid = numberOf(list.reading, 'vm_pid');
  if (logs.some(({ reading }) => numberOf(reading, 'pid') === pid)) return;
  add(
    'mild',
    list.name,
    factOf(list.reading, 'vm_pid')?.line ?? null,
    `O processo da máquina virtual nesta lista é ${pid ?? ''}, e nenhum registro entregue é dessa sessão; a lista foi salva noutro momento.`,
  );
}

/** True where the list of processes and a log are of the same session: the best seam between exercises 6 and 7. */
export function sessionsMeet(files: readonly NamedReading[]): boolean {
  const pids = files.map(({ reading }) =>
    reading.format === 'procexp' ? numberOf(reading, 'vm_pid') : null,
  );
  return files.some(({ reading }) => {
    const pid = reading.format === 'vbox-log' ? numberOf(reading, 'pid') : null;
    return pid !== null && pids.includes(pid);
  });
}
