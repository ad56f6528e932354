// Readers of thread listings in columns: `top -H -b`, `ps -eLf` and its relatives, and Process Explorer's Threads tab.
// Columns are found by their names; in `top -H` the column PID holds the thread's number.
import { localizedNumber } from './localized-number.ts';
import { fact, keep, type Reading } from './reading.ts';
import type { LineReader } from './text-lines.ts';
import {
  addProcess,
  addThread,
  beginTable,
  MAX_ROWS,
  namedProcess,
  noteMemory,
  tableReading,
  type ThreadTable,
} from './thread-table.ts';

export type ListingKind = 'top' | 'ps' | 'tab';

interface ColumnsState {
  readonly table: ThreadTable;
  kind: ListingKind | null;
  columns: readonly string[];
  tabs: boolean;
  /** `top` says whether it lists threads or processes; null until it does. */
  topThreads: boolean | null;
  /** A listing without a CPU column is compared by processor time, which is no percentage. */
  byTime: boolean;
  topRows: { tid: number; cpu: number | null; name: string; memory: string; line: number }[];
}

/** Terminal control sequences of a screen that was captured instead of `-b`. */
// eslint-disable-next-line no-control-regex
const escapes = /\u001b(?:\[[0-9;?]*[A-Za-z]|\([A-Z0-9])/g;

const threadColumns = ['LWP', 'TID', 'SPID', 'THREAD'];
const cpuColumns = ['%CPU', 'PCPU', 'CPU%', 'C', 'CP', 'CPU'];
const commandColumns = ['CMD', 'COMMAND', 'COMANDO', 'ARGS', 'COMM', 'NAME', 'COMMANDE', 'BEFEHL'];

/** The kind and columns of a header line, or null. */
export function listingHeader(
  raw: string,
): { readonly kind: ListingKind; readonly columns: readonly string[]; readonly tabs: boolean } | null {
  // Every header has one of these; most lines have neither, and are passed over at once.
  if (!/[PT]ID\b/i.test(raw)) return null;
  const text = raw.replace(escapes, '').trim();
  if (text.length > 400) return null;
  if (text.includes('\t')) {
    const cells = text.split('\t').map((cell) => cell.trim().toUpperCase());
    if (
      cells.includes('TID') &&
      (cells.includes('START ADDRESS') || cells.includes('CYCLES DELTA') || cells.includes('CPU'))
    ) {
      return { kind: 'tab', columns: cells, tabs: true };
    }
  }
  // toybox joins two columns: S[%CPU].
  const words = text.replace(/\bS\[%CPU\]/g, 'S %CPU').split(/\s+/);
  const upper = words.map((word) => word.toUpperCase());
  if (upper[0] === 'TID' && upper.some((word, at) => word === 'START' && upper[at + 1] === 'ADDRESS')) {
    return { kind: 'tab', columns: ['TID', ...upper.slice(1)], tabs: false };
  }
  const command = upper.some(
    (word) => commandColumns.includes(word) || word === 'THREAD' || word === 'PROCESS',
  );
  const ids = upper.includes('PID') || upper.includes('TID');
  const memory = upper.includes('VIRT') || upper.includes('VSZ') || upper.includes('RES');
  if (
    ids &&
    memory &&
    (upper.includes('%CPU') || upper.includes('CPU%')) &&
    (upper.includes('S') || upper.includes('PR'))
  ) {
    if (!upper.includes('LWP')) return { kind: 'top', columns: upper, tabs: false };
  }
  if (!command) return null;
  const threads = ['LWP', 'TID', 'SPID', 'NLWP', 'THCNT'].some((word) => upper.includes(word));
  return threads && upper.includes('PID') ? { kind: 'ps', columns: upper, tabs: false } : null;
}

/** A row of `ps -eLf` whose header was cut off (by grep, mostly). */
const barePsRow =
  /^\s*[\w.+-]+\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\S+\s+\S+\s+(?:\d+-)?\d+:\d\d(?::\d\d)?\s+\S/;

/** The same of `ps -L -p`: process, thread, terminal, processor time, name. */
const bareThreadRow =
  /^\s*(\d{1,9})\s+(\d{1,9})\s+(?:\?|-|pts\/\d+|tty\w*)\s+((?:\d+-)?\d\d:\d\d:\d\d)\s+(\S.*)$/;

export function isBarePsRow(text: string): boolean {
  return barePsRow.test(text) || bareThreadRow.test(text);
}

export const threadsColumns: LineReader<ColumnsState> = {
  begin: () => ({
    table: beginTable(),
    kind: null,
    columns: [],
    tabs: false,
    topThreads: null,
    byTime: false,
    topRows: [],
  }),

  line(state, raw, line) {
    const text = raw.includes('\u001b') ? raw.replace(escapes, '') : raw;
    const header = listingHeader(text);
    if (header) {
      state.kind = header.kind;
      state.columns = header.columns;
      state.tabs = header.tabs;
      // Another header of `top` is another measurement.
      if (header.kind === 'top') state.topRows = [];
      return;
    }
    const summary =
      /^\s*(?:(Threads|Thread|Fils|Hilos)|(Tasks|Tarefas|Tareas|T[âa]ches|Aufgaben|Задачи|任务|タスク))\s*:\s*\d+/i.exec(
        text,
      );
    if (summary) {
      state.topThreads = summary[1] !== undefined;
      return;
    }
    const named = namedProcess(text);
    if (named !== null && state.kind === null) {
      state.table.namedPid = fact(named, line);
      if (/\btop\b.*\s-\w*H/.test(text)) state.topThreads = true;
      return;
    }
    if (state.kind === 'top') topRow(state, text, line);
    else if (state.kind === 'ps') psRow(state, text, line);
    else if (state.kind === 'tab') tabRow(state, text, line);
    else bareRow(state, text, line);
  },

  end(state): Reading {
    return state.kind === 'top'
      ? topReading(state)
      : tableReading(state.table, {
          leadersMaySum: state.kind !== 'tab',
          percent: !state.byTime,
          // The Threads tab names addresses, not processes.
          ...(state.kind === 'tab' ? { nameless: true } : {}),
        });
  },
};

function cells(state: ColumnsState, text: string): string[] {
  const words = text.trim().split(/\s+/);
  const last = state.columns.length - 1;
  return [...words.slice(0, last), words.slice(last).join(' ')];
}

function at(state: ColumnsState, row: readonly string[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const index = state.columns.indexOf(name);
    if (index >= 0) return row[index];
  }
  return undefined;
}

function identifier(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function percent(text: string | undefined): number | null {
  if (text === undefined || text.startsWith('<')) return null;
  return localizedNumber(text, true)?.value ?? null;
}

/** Processor time as `ps` writes it: [days-]hours:minutes:seconds, or minutes:seconds. */
function seconds(text: string | undefined): number | null {
  const found = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d\d)(?:\.\d+)?$/.exec(text ?? '');
  if (!found) return null;
  const [days = 0, hours = 0, minutes = 0, rest = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}

function topRow(state: ColumnsState, text: string, line: number): void {
  const row = cells(state, text);
  const tid = identifier(at(state, row, ['TID', 'PID']));
  if (tid === null || row.length < state.columns.length - 1 || state.topRows.length >= MAX_ROWS) return;
  const memory = ['VIRT', 'RES', 'SHR'].map((name) => at(state, row, [name]) ?? '').join(' ');
  const name = at(state, row, ['THREAD', ...commandColumns]) ?? row.at(-1) ?? '';
  noteMemory(state.table, name, at(state, row, ['RES']), line);
  state.topRows.push({
    tid,
    cpu: percent(at(state, row, ['%CPU', 'CPU%'])),
    name: keep(name),
    memory: keep(memory),
    line,
  });
  if (state.table.tids.size < MAX_ROWS) state.table.tids.add(tid);
}

function topReading(state: ColumnsState): Reading {
  const { table } = state;
  const shared = new Set<string>();
  const seen = new Set<string>();
  for (const row of state.topRows) {
    if (seen.has(row.memory)) shared.add(row.memory);
    seen.add(row.memory);
  }
  const threads = state.topThreads ?? (state.columns.includes('TID') || shared.size > 0);
  if (!threads) {
    table.tids.clear();
    for (const row of state.topRows) {
      addProcess(table, { pid: row.tid, cpu: row.cpu, threads: null, name: row.name, line: row.line });
    }
    return tableReading(table, {
      remark:
        'Este top mostra processos, não threads. Rode “top -H -b -n 1 -p PID”, com o PID da sua máquina virtual.',
    });
  }
  // The process is known only by its number on the command line; rows that share all memory are one process.
  const groups = [...new Set(state.topRows.map((row) => row.memory))];
  for (const row of state.topRows) {
    addThread(table, { tid: row.tid, pid: null, cpu: row.cpu, name: row.name, line: row.line });
  }
  if (groups.length > 1) {
    // A leader sums only its own process: judge each group by itself.
    const kept = groups.flatMap((memory) => {
      const rows = state.topRows.filter((row) => row.memory === memory);
      return rows.map((row) => ({
        tid: row.tid,
        pid: -1 - groups.indexOf(memory),
        cpu: row.cpu,
        name: row.name,
        line: row.line,
      }));
    });
    table.samples = withLeaders(kept);
  }
  return tableReading(table, { leadersMaySum: groups.length === 1, mixed: groups.length > 1 });
}

/** Drops summing leaders group by group, then forgets the made-up group numbers. */
function withLeaders(
  samples: readonly { tid: number; pid: number; cpu: number | null; name: string; line: number }[],
): { tid: number; pid: null; cpu: number | null; name: string; line: number }[] {
  const byGroup = new Map<number, (typeof samples)[number][]>();
  for (const sample of samples) {
    const group = byGroup.get(sample.pid);
    if (group) group.push(sample);
    else byGroup.set(sample.pid, [sample]);
  }
  return [...byGroup.values()].flatMap((group) => {
    const leader = group.reduce((least, sample) => (sample.tid < least.tid ? sample : least));
    const busy = group.filter((sample) => sample !== leader && (sample.cpu ?? 0) > 0);
    const sum = busy.reduce((total, sample) => total + (sample.cpu ?? 0), 0);
    const sums =
      busy.length >= 2 && leader.cpu !== null && Math.abs(leader.cpu - sum) <= Math.max(2, sum * 0.06);
    return group.filter((sample) => !(sums && sample === leader)).map((sample) => ({ ...sample, pid: null }));
  });
}

function psRow(state: ColumnsState, text: string, line: number): void {
  const row = cells(state, text);
  const pid = identifier(at(state, row, ['PID', 'TGID']));
  if (pid === null) return;
  const tid = identifier(at(state, row, threadColumns));
  const hasCpu = cpuColumns.some((name) => state.columns.includes(name));
  if (!hasCpu) state.byTime = true;
  const cpu = hasCpu ? percent(at(state, row, cpuColumns)) : seconds(at(state, row, ['TIME', 'CPUTIME']));
  const name = keep(at(state, row, commandColumns) ?? '');
  const threads = identifier(at(state, row, ['NLWP', 'THCNT']));
  noteMemory(state.table, name, at(state, row, ['RSS', 'RSZ']), line);
  if (tid !== null) addThread(state.table, { tid, pid, cpu, name, line });
  const before = state.table.processes.get(pid);
  if (!before) addProcess(state.table, { pid, cpu: tid === null ? cpu : null, threads, name, line });
}

function bareRow(state: ColumnsState, text: string, line: number): void {
  const short = bareThreadRow.exec(text);
  if (short) {
    const [, pid = '', tid = '', time, name = ''] = short;
    state.byTime = true;
    addThread(state.table, {
      tid: Number(tid),
      pid: Number(pid),
      cpu: seconds(time),
      name: keep(name),
      line,
    });
    return;
  }
  const found = barePsRow.exec(text);
  if (!found) return;
  const [, pid = '', , tid = '', cpu = '', threads = ''] = found;
  const name = keep(text.trim().split(/\s+/).slice(9).join(' '));
  addThread(state.table, { tid: Number(tid), pid: Number(pid), cpu: Number(cpu), name, line });
  if (!state.table.processes.has(Number(pid))) {
    addProcess(state.table, { pid: Number(pid), cpu: null, threads: Number(threads), name, line });
  }
}

function tabRow(state: ColumnsState, text: string, line: number): void {
  const row = state.tabs ? text.split('\t').map((cell) => cell.trim()) : text.trim().split(/\s+/);
  const tid = identifier(at(state, row, ['TID']));
  if (tid === null) return;
  const start = state.tabs
    ? (at(state, row, ['START ADDRESS']) ?? '')
    : (row.find((word) => /!|\+0x/.test(word)) ?? '');
  // Without tabs an empty CPU cell shifts the others: only a number with decimals there is a percentage.
  const cpu = state.tabs
    ? percent(at(state, row, ['CPU']))
    : /^\d+[.,]\d+$/.test(row[1] ?? '')
      ? percent(row[1])
      : null;
  addThread(state.table, { tid, pid: null, cpu, name: keep(start), line });
}
