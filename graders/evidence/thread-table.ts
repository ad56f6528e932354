// What the thread listings have in common: rows of threads, and which of them is the busiest.
import { MAX_ROW } from './text-lines.ts';
import {
  fact,
  reading,
  unknown,
  type Contradiction,
  type Fact,
  type FactValue,
  type Reading,
} from './reading.ts';

export interface ThreadSample {
  readonly tid: number;
  /** Process the thread belongs to, where the listing says so. */
  readonly pid: number | null;
  readonly cpu: number | null;
  readonly name: string;
  readonly line: number;
}

export interface ProcessSample {
  readonly pid: number;
  readonly cpu: number | null;
  readonly threads: number | null;
  readonly name: string;
  readonly line: number;
}

/** Filled while a listing is read. `samples` are those of the last measurement, `averages` those of its average. */
export interface ThreadTable {
  readonly tids: Set<number>;
  samples: ThreadSample[];
  averages: ThreadSample[];
  processes: Map<number, ProcessSample>;
  /** A process named on the command line shown with the listing, or by a path. */
  namedPid: Fact<number> | null;
  inGuest: boolean;
  onHost: boolean;
  firstLine: number | null;
  /** Resident memory of the machine's own process, in kB, where the listing has it. */
  machineKb: Fact<number> | null;
  /** Where the listing names the process apart from its threads. */
  processName: Fact<string> | null;
  readonly contradictions: Contradiction[];
}

export const MAX_ROWS = 100_000;

export function beginTable(): ThreadTable {
  return {
    tids: new Set(),
    samples: [],
    averages: [],
    processes: new Map(),
    namedPid: null,
    inGuest: false,
    onHost: false,
    firstLine: null,
    machineKb: null,
    processName: null,
    contradictions: [],
  };
}

/** VBoxService and VBoxClient run inside a guest; a machine's own process runs on the host. */
export function noteName(table: ThreadTable, name: string): void {
  if (/\bVBox(?:Service|Client|DRMClient|Tray)\b/.test(name)) table.inGuest = true;
  else if (/\b(?:VirtualBoxVM|VBoxHeadless|VirtualBox|VBoxSVC|VBoxXPCOMIPCD)\b|\bEMT-?\d*\b/.test(name)) {
    table.onHost = true;
  }
}

/** Resident memory as `top` and `ps` write it: kB, or with the letter of a larger unit. */
export function noteMemory(table: ThreadTable, name: string, text: string | undefined, line: number): void {
  if (!/\b(?:VirtualBoxVM|VBoxHeadless)\b|^EMT(?:-\d+)?$/.test(name)) return;
  const found = /^(\d+(?:[.,]\d+)?)([kmgt]?)$/i.exec(text ?? '');
  if (!found) return;
  const unit = ['', 'm', 'g', 't'].indexOf((found[2] ?? '').toLowerCase().replace('k', ''));
  const kb = Number((found[1] ?? '').replace(',', '.')) * 1024 ** unit;
  if (kb > (table.machineKb?.value ?? 0)) table.machineKb = fact(kb, line);
}

export function addThread(table: ThreadTable, sample: ThreadSample, average = false): void {
  if (table.tids.size < MAX_ROWS) table.tids.add(sample.tid);
  const list = average ? table.averages : table.samples;
  if (list.length < MAX_ROWS) list.push(sample);
  table.firstLine ??= sample.line;
  noteName(table, sample.name);
}

export function addProcess(table: ThreadTable, sample: ProcessSample): void {
  if (table.processes.size < MAX_ROWS || table.processes.has(sample.pid)) {
    table.processes.set(sample.pid, sample);
  }
  table.firstLine ??= sample.line;
  noteName(table, sample.name);
}

/** The threads without the leaders that show the sum of the others (`ps -L` and `top -H -p` of procps do). */
export function withoutSummingLeaders(samples: readonly ThreadSample[]): readonly ThreadSample[] {
  const groups = new Map<number | null, ThreadSample[]>();
  for (const sample of samples) {
    const group = groups.get(sample.pid);
    if (group) group.push(sample);
    else groups.set(sample.pid, [sample]);
  }
  const left: ThreadSample[] = [];
  for (const [pid, group] of groups) {
    const leader =
      pid === null
        ? group.reduce((least, sample) => (sample.tid < least.tid ? sample : least))
        : group.find((sample) => sample.tid === pid);
    const others = group.filter((sample) => sample !== leader);
    const sum = others.reduce((total, sample) => total + (sample.cpu ?? 0), 0);
    const busy = others.filter((sample) => (sample.cpu ?? 0) > 0);
    const sums =
      leader?.cpu != null &&
      busy.length >= 2 &&
      leader.cpu > Math.max(...busy.map((sample) => sample.cpu ?? 0)) &&
      Math.abs(leader.cpu - sum) <= Math.max(2, sum * 0.06);
    left.push(...(sums ? others : group));
  }
  return left;
}

/** `leadersMaySum`: `ps -L` and `top -H` show the whole process in the leader's row; pidstat and /proc do not. */
export function busiest(samples: readonly ThreadSample[], leadersMaySum: boolean): ThreadSample | null {
  let most: ThreadSample | null = null;
  for (const sample of leadersMaySum ? withoutSummingLeaders(samples) : samples) {
    if ((sample.cpu ?? 0) > (most?.cpu ?? 0)) most = sample;
  }
  return most;
}

/** The reading all listings share. `percent` is false where the numbers compared are not percentages. */
export function tableReading(
  table: ThreadTable,
  options: {
    readonly percent?: boolean;
    readonly leadersMaySum?: boolean;
    /** Threads of several processes, which the listing does not tell apart. */
    readonly mixed?: boolean;
    /** What stands for the threads' names is no name. */
    readonly nameless?: boolean;
    readonly remark?: string | null;
    readonly more?: Record<string, Fact<FactValue>>;
  } = {},
): Reading {
  const averaged = table.averages.some((sample) => sample.cpu !== null);
  const most = busiest(averaged ? table.averages : table.samples, options.leadersMaySum ?? false);
  const pid = processOf(table, most);
  const threads =
    table.tids.size > 0
      ? fact(table.tids.size, table.firstLine)
      : fact(table.processes.get(pid.value ?? -1)?.threads ?? null, pid.line);
  const where = table.inGuest ? false : table.onHost ? true : null;
  return reading(
    'threads',
    {
      pid,
      tgid: pid,
      threads,
      mais_ocupada: fact(most?.tid ?? null, most?.line ?? null),
      cpu: fact(options.percent === false ? null : (most?.cpu ?? null), most?.line ?? null),
      anfitriao: fact(where, where === null ? null : table.firstLine),
    },
    {
      contradictions: table.contradictions,
      remark: options.remark ?? null,
      more: {
        cpu_do_processo:
          options.percent === false
            ? unknown
            : wholeProcess(table, pid.value, averaged ? table.averages : table.samples, options),
        vm_ram_kb: table.machineKb ?? unknown,
        processo:
          options.mixed === true || options.nameless === true ? unknown : processName(table, pid.value),
        nome: fact(most === null || most.name === '' ? null : most.name, most?.line ?? null),
        tids: fact([...table.tids].slice(0, 5000), table.firstLine),
        ...options.more,
      },
    },
  );
}

/** The process by its own row or header, or by its first thread, which has the same number. */
function processName(table: ThreadTable, pid: number | null): Fact<string> {
  if (table.processName !== null) return table.processName;
  const own = table.processes.get(pid ?? -1);
  if (own && own.name !== '') return fact(own.name, own.line);
  const samples = table.averages.length > 0 ? table.averages : table.samples;
  const leader =
    pid === null
      ? samples.reduce<ThreadSample | null>(
          (least, one) => (one.tid < (least?.tid ?? Infinity) ? one : least),
          null,
        )
      : samples.find((sample) => sample.tid === pid);
  return leader && leader.name !== '' ? fact(leader.name, leader.line) : unknown;
}

/** Percentage of the whole process: its own row, or its threads together (pidstat's row may stop at 100). */
function wholeProcess(
  table: ThreadTable,
  pid: number | null,
  samples: readonly ThreadSample[],
  options: { readonly leadersMaySum?: boolean; readonly mixed?: boolean },
): Fact<number> {
  const named = new Set(samples.map((sample) => sample.pid));
  if (options.mixed === true || (named.size > 1 && pid === null)) return unknown;
  const own = samples.filter((sample) => sample.pid === null || sample.pid === pid);
  const threads = options.leadersMaySum === true ? withoutSummingLeaders(own) : own;
  const sum = threads.reduce((total, sample) => total + (sample.cpu ?? 0), 0);
  const process = table.processes.get(pid ?? -1);
  const measured = threads.some((sample) => sample.cpu !== null);
  const value = Math.max(process?.cpu ?? 0, measured ? sum : 0);
  const seen = measured || process?.cpu != null;
  return fact(seen ? Math.round(value * 100) / 100 : null, process?.line ?? threads[0]?.line ?? null);
}

/** Whose threads these are: of the busiest thread, of the only process, or of the process with most CPU. */
function processOf(table: ThreadTable, most: ThreadSample | null): Fact<number> {
  if (most?.pid != null) return fact(most.pid, most.line);
  if (table.namedPid !== null) return table.namedPid;
  const pids = new Set<number>(table.processes.keys());
  for (const sample of table.samples) if (sample.pid !== null) pids.add(sample.pid);
  for (const sample of table.averages) if (sample.pid !== null) pids.add(sample.pid);
  const [only] = pids;
  if (only !== undefined && pids.size === 1) {
    return fact(only, table.processes.get(only)?.line ?? table.firstLine);
  }
  let top: ProcessSample | null = null;
  for (const process of table.processes.values()) {
    if ((process.cpu ?? 0) > (top?.cpu ?? 0)) top = process;
  }
  return fact(top?.pid ?? null, top?.line ?? null);
}

/** A process named on a shell line above the listing: `top -H -p 1234`, `ps -L -p 1234`, `pidstat -t -p 1234`. */
export function namedProcess(text: string): number | null {
  if (text.length > MAX_ROW) return null;
  const found = /\b(?:top|ps|pidstat|gdb|sample)\b.*?(?:-p ?|--pid[= ]|-q ?)(\d{1,9})\b/.exec(text);
  return found ? Number(found[1]) : null;
}
