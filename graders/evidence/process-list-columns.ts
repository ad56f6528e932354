// The columns of Process Explorer's list that the course reads, by the names under which they appear.

export type ProcessColumn = 'name' | 'pid' | 'cpu' | 'threads' | 'privateBytes' | 'workingSet';

/** Names of the columns, also as translated copies show them, without accents. */
const columns: Readonly<Record<ProcessColumn, readonly string[]>> = {
  name: ['process', 'processo', 'proceso', 'processus', 'prozess', 'процесс', 'プロセス', '进程', '프로세스'],
  pid: [
    'pid',
    'id',
    'process id',
    'id do processo',
    'identificador de processo',
    'id. de processo',
    'id de proceso',
  ],
  cpu: ['cpu', 'ucp', 'cpu %', '% cpu', 'uso da cpu', 'uso de cpu', 'processador', 'processeur', 'цп'],
  threads: [
    'threads',
    'thread',
    'thread count',
    'subprocessos',
    'subprocesos',
    'hilos',
    'fils',
    'потоки',
    '线程',
    'スレッド',
  ],
  privateBytes: [
    'private bytes',
    'bytes privados',
    'bytes particulares',
    'octets prives',
    'private bytes (k)',
  ],
  workingSet: ['working set', 'conjunto de trabalho', 'espacio de trabajo', 'jeu de travail', 'arbeitssatz'],
};

/** A column's name as it is compared: without accents, case and spaces around it. */
export function plainName(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}

/** The column of a plain name, or null where the course does not read it. */
export function processColumnOf(name: string): ProcessColumn | null {
  const found = Object.entries(columns).find(([, names]) => names.includes(name));
  return found === undefined ? null : (found[0] as ProcessColumn);
}
