// Reader of the list that Process Explorer saves (File > Save): columns separated by tabs, found by name, in any order.
// The saved list has no threads' numbers and no stacks; the tree is drawn with spaces before the name.
import { localizedNumber } from './localized-number.ts';
import { fact, keep, reading, rejection, type Contradiction, type Fact, type Reading } from './reading.ts';
import { plainName, processColumnOf, type ProcessColumn } from './process-list-columns.ts';
import { spacedList, type SpacedList } from './process-list-spaces.ts';
import { MAX_ROW, type LineReader } from './text-lines.ts';

/** Positions of the columns in a header line, or null where it is not one. */
export function processHeader(text: string): ReadonlyMap<ProcessColumn, number> | null {
  if (!text.includes('\t')) return null;
  const at = new Map<ProcessColumn, number>();
  for (const [index, cell] of text.split('\t').entries()) {
    const column = processColumnOf(plainName(cell));
    if (column !== null && !at.has(column)) at.set(column, index);
  }
  // A name and a number alone head other lists too (TCPView's connections).
  const measured = at.has('cpu') || at.has('threads') || at.has('privateBytes') || at.has('workingSet');
  return at.has('name') && measured ? at : null;
}

export interface ProcessRow {
  readonly name: string;
  readonly pid: number | null;
  readonly cpu: number | null;
  readonly threads: number | null;
  readonly workingSetKb: number | null;
  readonly line: number;
}

interface ListState {
  /** Set where the list came with spaces in place of tabs. */
  spaced: SpacedList | null;
  /** A row of such a list that cannot be told apart: then none is trusted. */
  mixedUpLine: number | null;
  header: ReadonlyMap<ProcessColumn, number> | null;
  headerLine: number | null;
  ended: boolean;
  rows: number;
  idle: ProcessRow | null;
  /** Idle and the rows without a number left out. */
  busiest: ProcessRow | null;
  cpuSum: number;
  threads: number;
  threadsSeen: boolean;
  readonly decimals: Set<string>;
  /** The processes of VirtualBox, and the one with most threads, for the exercise. */
  readonly virtualBox: ProcessRow[];
  mostThreads: ProcessRow | null;
  readonly pids: Set<number>;
  repeatedPidLine: number | null;
  systemPid: Fact<number> | null;
  blankLine: boolean;
  /** CPU and working set of every row but Idle, to rank the machine among them. */
  readonly allCpu: number[];
  readonly allMemory: number[];
  /** Names in lower case, to find the process the learner chose. */
  readonly names: Set<string>;
}

const MAX_PIDS = 20_000;
const virtualBoxName = /^(?:VirtualBoxVM|VBoxHeadless|VirtualBox|VBoxSVC|VBoxSDS)(?:\.exe)?$/i;

export const processList: LineReader<ListState> = {
  begin: () => ({
    spaced: null,
    mixedUpLine: null,
    header: null,
    headerLine: null,
    ended: false,
    rows: 0,
    idle: null,
    busiest: null,
    cpuSum: 0,
    threads: 0,
    threadsSeen: false,
    decimals: new Set(),
    virtualBox: [],
    mostThreads: null,
    pids: new Set(),
    repeatedPidLine: null,
    systemPid: null,
    blankLine: false,
    allCpu: [],
    allMemory: [],
    names: new Set(),
  }),

  line(state, text, line) {
    if (state.ended) return;
    if (state.header === null) {
      state.header = processHeader(text);
      state.spaced = state.header === null ? spacedList(text) : null;
      state.header ??= state.spaced?.columns ?? null;
      if (state.header !== null) state.headerLine = line;
      return;
    }
    if (state.spaced !== null) {
      spacedLine(state, state.spaced, text, line);
      return;
    }
    if (text.trim() === '') {
      state.blankLine = state.rows > 0;
      return;
    }
    // Below the list, after a blank line, Process Explorer may add its lower pane (DLLs or handles).
    if (state.blankLine && (!text.includes('\t') || !isRow(state, text))) {
      state.ended = true;
      return;
    }
    addRow(state, text.split('\t'), line);
  },

  end: listReading,
};

function cell(state: ListState, cells: readonly string[], column: ProcessColumn): string | null {
  const at = state.header?.get(column);
  return at === undefined ? null : (cells[at] ?? '').trim();
}

/** Below the list a row of another table has no process number where one should be. */
function isRow(state: ListState, text: string): boolean {
  const pid = cell(state, text.split('\t'), 'pid');
  return pid !== null && /^(?:\d+|n\/a)$/i.test(pid);
}

function spacedLine(state: ListState, spaced: SpacedList, text: string, line: number): void {
  if (text.trim() === '') return;
  const cells = text.length > MAX_ROW ? null : spaced.cells(text);
  if (cells === null) state.mixedUpLine ??= line;
  else addRow(state, cells, line);
}

function addRow(state: ListState, cells: readonly string[], line: number): void {
  const name = cell(state, cells, 'name') ?? '';
  if (name === '' || cells.length < 2) return;
  state.rows += 1;
  const pidText = cell(state, cells, 'pid');
  const pid = pidText !== null && /^\d{1,9}$/.test(pidText) ? Number(pidText) : null;
  const row: ProcessRow = {
    name: keep(name),
    pid,
    cpu: percentage(state, cell(state, cells, 'cpu')),
    threads: count(cell(state, cells, 'threads')),
    workingSetKb: kilobytes(cell(state, cells, 'workingSet')),
    line,
  };
  if (row.threads !== null) {
    state.threads += row.threads;
    state.threadsSeen = true;
  }
  if (row.cpu !== null) state.cpuSum += row.cpu;
  if (isIdle(row)) {
    state.idle ??= row;
    return;
  }
  if (state.names.size < 2000) state.names.add(row.name.toLowerCase());
  if (state.allCpu.length < MAX_PIDS) {
    state.allCpu.push(row.cpu ?? 0);
    state.allMemory.push(row.workingSetKb ?? 0);
  }
  if (row.cpu !== null && row.cpu > 0 && (state.busiest?.cpu ?? 0) < row.cpu) state.busiest = row;
  if (row.threads !== null && (state.mostThreads?.threads ?? 0) < row.threads) state.mostThreads = row;
  if (virtualBoxName.test(name) && state.virtualBox.length < 50) state.virtualBox.push(row);
  if (name === 'System' && pid !== null) state.systemPid ??= fact(pid, line);
  if (pid !== null && pid > 0 && state.pids.size < MAX_PIDS) {
    if (state.pids.has(pid)) state.repeatedPidLine ??= line;
    state.pids.add(pid);
  }
}

function isIdle(row: ProcessRow): boolean {
  return row.pid === 0 || /^(?:system idle process|processo ocioso do sistema|idle)$/i.test(row.name);
}

/** Empty, `< 0.01` and `Suspended` are no number; the mean of what cannot be shown is not invented. */
function percentage(state: ListState, text: string | null): number | null {
  if (text === null || text === '' || text.startsWith('<')) return null;
  const number = localizedNumber(text, true);
  if (number === null) return null;
  if (number.decimal !== null) state.decimals.add(number.decimal);
  return number.value;
}

function count(text: string | null): number | null {
  const number = text === null ? null : localizedNumber(text);
  return number !== null && Number.isInteger(number.value) ? number.value : null;
}

function kilobytes(text: string | null): number | null {
  const found = /^([\d.,\s\u00a0\u202f]+?)\s*([KMG])B?$/i.exec(text ?? '');
  const number = found === null ? null : localizedNumber(found[1] ?? '');
  if (number === null) return null;
  const unit = (found?.[2] ?? 'K').toUpperCase();
  return number.value * (unit === 'G' ? 1_048_576 : unit === 'M' ? 1024 : 1);
}

/** 1 for the largest; null where the value is unknown. */
function rank(all: readonly number[], value: number | null): number | null {
  return value === null ? null : all.filter((other) => other > value).length + 1;
}

function listReading(state: ListState): Reading {
  if (state.mixedUpLine !== null) {
    return rejection(
      `A lista do Process Explorer veio com espaços no lugar das tabulações, e na linha ${state.mixedUpLine} não dá para saber de que coluna é cada número. Salve-a com File > Save (Ctrl+S) e entregue o arquivo salvo, sem copiar e colar.`,
      'procexp',
    );
  }
  if (state.rows === 0) {
    return rejection(
      'A lista do Process Explorer tem só o cabeçalho. Salve-a de novo com File > Save.',
      'procexp',
    );
  }
  const mixed = state.decimals.size > 1;
  const contradictions: Contradiction[] = [];
  const mild = (line: number | null, message: string) =>
    contradictions.push({ weight: 'mild', line, message });
  if (mixed) {
    contradictions.push({
      weight: 'strong',
      line: state.headerLine,
      message:
        'A coluna CPU mistura vírgula e ponto decimal; o programa usa sempre o mesmo. Por isso os percentuais não foram lidos.',
    });
  } else if (state.idle?.cpu != null && (state.cpuSum < 85 || state.cpuSum > 115)) {
    mild(
      state.idle.line,
      `Os percentuais de CPU somam ${Math.round(state.cpuSum)} %; deviam somar perto de 100 com o System Idle Process.`,
    );
  }
  if (state.repeatedPidLine !== null) mild(state.repeatedPidLine, 'O mesmo PID aparece em dois processos.');
  if (state.systemPid !== null && state.systemPid.value !== 4) {
    mild(state.systemPid.line, 'O processo System tem sempre o PID 4 no Windows; aqui tem outro.');
  }
  const { busiest } = state;
  const machine =
    state.virtualBox.find((row) => /VirtualBoxVM|VBoxHeadless/i.test(row.name)) ?? state.virtualBox[0];
  return reading(
    'procexp',
    {
      processos: fact(state.rows, state.headerLine),
      cpu_idle: fact(mixed ? null : (state.idle?.cpu ?? null), state.idle?.line ?? null),
      maior_cpu: fact(
        mixed || busiest?.cpu == null ? null : [busiest.name, busiest.cpu],
        busiest?.line ?? null,
      ),
      threads: fact(state.threadsSeen ? state.threads : null, state.headerLine),
    },
    {
      contradictions,
      more: {
        mais_threads: fact(
          state.mostThreads?.threads == null ? null : [state.mostThreads.name, state.mostThreads.threads],
          state.mostThreads?.line ?? null,
        ),
        vm_processo: fact(machine?.name ?? null, machine?.line ?? null),
        vm_pid: fact(machine?.pid ?? null, machine?.line ?? null),
        vm_cpu: fact(mixed ? null : (machine?.cpu ?? null), machine?.line ?? null),
        vm_ram_kb: fact(machine?.workingSetKb ?? null, machine?.line ?? null),
        vm_threads: fact(machine?.threads ?? null, machine?.line ?? null),
        vm_posicao_cpu: fact(mixed ? null : rank(state.allCpu, machine?.cpu ?? null), machine?.line ?? null),
        vm_posicao_ram: fact(rank(state.allMemory, machine?.workingSetKb ?? null), machine?.line ?? null),
        nomes: fact([...state.names].slice(0, 2000), state.headerLine),
        // The idle process has one thread for each logical processor.
        processadores_do_computador: fact(state.idle?.threads ?? null, state.idle?.line ?? null),
        maior_cpu_pid: fact(busiest?.pid ?? null, busiest?.line ?? null),
      },
    },
  );
}
