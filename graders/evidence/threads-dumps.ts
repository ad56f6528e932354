// Readers of threads as dumps: files of `/proc`, gdb's `thread apply all bt` and `info threads`, and macOS `sample`.
import { fact, keep, unknown, type Contradiction, type Fact, type Reading } from './reading.ts';
import { MAX_ROW, type LineReader } from './text-lines.ts';
import {
  addProcess,
  addThread,
  beginTable,
  namedProcess,
  noteMemory,
  noteName,
  tableReading,
  type ThreadTable,
} from './thread-table.ts';

/** `1234 (CPU 0/KVM) S 1 ...`: the name may hold spaces and brackets, so it ends at the last one. */
const statLine =
  /^(?:\/proc\/(\d+)\/(?:task\/(\d+)\/)?stat:\s*)?(\d{1,9}) \((.*)\) ([A-Za-z]) ((?:-?\d+ ){10,}.*)$/;
const taskPath = /\/proc\/(\d+)\/task\/(\d+)\/(\w+)/;
const statusKey = /^(?:\/proc\/\S+\/status:)?(Name|Tgid|Pid|Threads|Ngid|State|VmRSS):\s+(.*)$/;
const gdbThread =
  /^(?:\* )?\s*(?:Thread )?(\d+)\s+(?:\()?(?:Thread (?:0x)?[0-9a-f]+ )?\(?(?:LWP|process|Thread)\s+(\d+)\)?(?: "(.*?)")?/i;
const gdbHeader =
  /^Thread \d+ \((?:Thread 0x[0-9a-f]+ )?\(?LWP (\d+)\)(?: "(.*?)")?\)?:?|^Thread \d+ \(LWP (\d+)\):/;
const sampleThread = /^([\s+!:|]*)(\d+) Thread_(0x[0-9a-f]+|\d+)(.*)$/i;
const sampleFrame = /^([\s+!:|]*)(\d+) (.+?)\s+\(in .+?\)/;

/** `ls /proc/PID/task`: the names in that folder are the threads' numbers. */
const taskFolder = /\/proc\/\d{1,9}\/task\/?:?\s*$/;

const MAX_BASES = 2000;

interface DumpState {
  readonly table: ThreadTable;
  /** Ticks are no percentage. */
  ticks: boolean;
  name: string;
  tgid: number | null;
  statusPid: number | null;
  /** Count and depth of the sampled frames above the current one, to see that no child outnumbers its parent. */
  path: { depth: number; count: number }[];
  /** Where each thread began: the last frame of a backtrace, the first of a call graph. */
  readonly bases: string[];
  deepest: { readonly name: string; readonly depth: number } | null;
  top: Fact<string>;
  total: number | null;
  /** The lines that follow are the names in a folder of threads. */
  listing: boolean;
}

/** True where a line is of one of these dumps. */
export function isDumpLine(text: string): boolean {
  return (
    statLine.test(text) ||
    taskPath.test(text) ||
    taskFolder.test(text) ||
    gdbHeader.test(text) ||
    /^\*?\s*\d+\s+Thread 0x[0-9a-f]+ \(LWP \d+\)/.test(text) ||
    /^(?:Tgid|Threads):\s+\d+$/.test(text) ||
    sampleThread.test(text) ||
    /^Analysis of sampling .+ \(pid \d+\)/.test(text) ||
    /^Analysis Tool:\s+\/usr\/bin\/sample/.test(text)
  );
}

export const threadsDumps: LineReader<DumpState> = {
  begin: () => ({
    table: beginTable(),
    ticks: false,
    name: '',
    tgid: null,
    statusPid: null,
    path: [],
    bases: [],
    deepest: null,
    top: unknown,
    total: null,
    listing: false,
  }),

  line(state, text, line) {
    if (text.length > MAX_ROW) return;
    const { table } = state;
    const stat = statLine.exec(text);
    if (stat) {
      statRow(state, stat, line);
      return;
    }
    const status = statusKey.exec(text);
    if (status) {
      statusLine(state, status[1] ?? '', (status[2] ?? '').trim(), line);
      return;
    }
    const path = taskPath.exec(text);
    if (path) {
      table.namedPid ??= fact(Number(path[1]), line);
      const name = /comm:\s*(.*)$/.exec(text)?.[1] ?? '';
      addThread(table, { tid: Number(path[2]), pid: Number(path[1]), cpu: null, name: keep(name), line });
      return;
    }
    const inProc = /\/proc\/(\d{1,9})\//.exec(text);
    if (inProc) {
      table.namedPid ??= fact(Number(inProc[1]), line);
      state.listing = taskFolder.test(text);
      return;
    }
    if (state.listing && /^[\d\s]+$/.test(text) && text.trim() !== '') {
      for (const tid of text
        .trim()
        .split(/\s+/)
        .filter((word) => word.length < 10)) {
        addThread(table, { tid: Number(tid), pid: table.namedPid?.value ?? null, cpu: null, name: '', line });
      }
      return;
    }
    if (sampleLine(state, text, line)) return;
    gdbLine(state, text, line);
  },

  end(state): Reading {
    return tableReading(state.table, {
      percent: !state.ticks,
      more: { topo: state.top, bases: fact(state.bases, state.top.line) },
    });
  },
};

function statRow(state: DumpState, found: RegExpExecArray, line: number): void {
  const fields = (found[6] ?? '').split(' ').map(Number);
  // After the state: ppid is field 4 of the file, utime field 14, stime field 15, threads field 20.
  const ticks = (fields[10] ?? 0) + (fields[11] ?? 0);
  const pid = found[1] === undefined ? null : Number(found[1]);
  const tid = Number(found[2] ?? found[3]);
  const name = keep(found[4] ?? '');
  state.ticks = true;
  const threads = fields[16];
  if (pid !== null) state.table.namedPid ??= fact(pid, line);
  const group = pid ?? state.table.namedPid?.value ?? null;
  // `/proc/PID/stat` is the process; only the files under `task` are threads.
  if (found[1] !== undefined && found[2] === undefined) {
    addProcess(state.table, {
      pid: tid,
      cpu: null,
      threads: Number.isInteger(threads) ? (threads ?? null) : null,
      name,
      line,
    });
    return;
  }
  addThread(state.table, { tid, pid: group, cpu: Number.isFinite(ticks) ? ticks : null, name, line });
}

function statusLine(state: DumpState, key: string, value: string, line: number): void {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : null;
  if (key === 'Name') {
    state.name = keep(value);
    noteName(state.table, value);
  } else if (key === 'Tgid' && number !== null) {
    state.tgid = number;
    state.table.firstLine ??= line;
  } else if (key === 'VmRSS') {
    noteMemory(state.table, state.name, /^(\d+) kB$/.exec(value)?.[1], line);
  } else if (key === 'Pid' && number !== null) state.statusPid = number;
  else if (key === 'Threads' && number !== null && state.tgid !== null) {
    const { tgid, statusPid, table } = state;
    if (!table.processes.has(tgid)) {
      addProcess(table, { pid: tgid, cpu: null, threads: number, name: state.name, line });
    } else if (statusPid !== null) {
      // A second status of the same process: these are the threads' own files.
      addThread(table, { tid: tgid, pid: tgid, cpu: null, name: state.name, line });
      addThread(table, { tid: statusPid, pid: tgid, cpu: null, name: state.name, line });
    }
  }
}

/** A frame of a backtrace: the function's name, after its address where it has one. */
const gdbFrame = /^#(\d{1,4})\s+(?:0x[0-9a-f]+ in )?([\w:~<>$*&@.?-]+)/;

function gdbLine(state: DumpState, text: string, line: number): void {
  const { table } = state;
  const frame = gdbFrame.exec(text);
  if (frame) {
    const name = keep(frame[2] ?? '');
    if (state.top.value === null) state.top = fact(name, line);
    if (frame[1] === '0') startBase(state, name);
    else if (state.bases.length > 0) state.bases[state.bases.length - 1] = name;
    return;
  }
  const header = gdbHeader.exec(text);
  if (header) {
    addThread(table, {
      tid: Number(header[1] ?? header[3]),
      pid: null,
      cpu: null,
      name: keep(header[2] ?? ''),
      line,
    });
    return;
  }
  const listed = /^\*?\s*\d+\s+Thread 0x[0-9a-f]+ \(LWP \d+\)/.test(text) ? gdbThread.exec(text) : null;
  if (listed) {
    addThread(table, { tid: Number(listed[2]), pid: null, cpu: null, name: keep(listed[3] ?? ''), line });
    return;
  }
  const attached = /^Attaching to (?:program: .*, )?process (\d+)|^\[?Attaching after .* LWP (\d+)/.exec(
    text,
  );
  const pid = attached ? Number(attached[1] ?? attached[2]) : namedProcess(text);
  if (pid !== null) table.namedPid ??= fact(pid, line);
}

/** The function in which another thread began, as far as has been read. */
function startBase(state: DumpState, name: string): void {
  if (state.bases.length < MAX_BASES) state.bases.push(name);
}

/** macOS `sample`: a call graph that grows downwards; a frame's count never exceeds its parent's. */
function sampleLine(state: DumpState, text: string, line: number): boolean {
  const { table } = state;
  const about =
    /^Analysis of sampling (.+) \(pid (\d+)\)/.exec(text) ?? /^Process:\s+(.+?)\s+\[(\d+)\]/.exec(text);
  if (about) {
    table.namedPid ??= fact(Number(about[2]), line);
    table.processName ??= fact(keep(about[1] ?? ''), line);
    noteName(table, about[1] ?? '');
    return true;
  }
  const thread = sampleThread.exec(text);
  if (thread) {
    const tid = Number(thread[3]);
    addThread(table, { tid, pid: null, cpu: null, name: keep((thread[4] ?? '').trim()), line });
    state.path = [{ depth: (thread[1] ?? '').length, count: Number(thread[2]) }];
    return true;
  }
  const frame = state.path.length > 0 ? sampleFrame.exec(text) : null;
  if (!frame) return false;
  const depth = (frame[1] ?? '').length;
  const count = Number(frame[2]);
  while (state.path.length > 1 && (state.path.at(-1)?.depth ?? 0) >= depth) state.path.pop();
  const parent = state.path.at(-1);
  if (state.path.length === 1) startBase(state, keep(frame[3] ?? ''));
  if (parent && count > parent.count && table.contradictions.length < 3) {
    const odd: Contradiction = {
      weight: 'mild',
      line,
      message: 'Um quadro da amostra aparece mais vezes do que o quadro que o chamou, o que não pode ser.',
    };
    table.contradictions.push(odd);
  }
  if (state.path.length < 2000) state.path.push({ depth, count });
  if (table.tids.size === 1 && (state.deepest === null || depth > state.deepest.depth)) {
    state.deepest = { name: keep(frame[3] ?? ''), depth };
    state.top = fact(state.deepest.name, line);
  }
  return true;
}
