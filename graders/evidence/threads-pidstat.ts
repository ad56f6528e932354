// Reader of `pidstat -t` (sysstat): blocks of rows under a header that names the columns, then the averages.
// The clock before the columns depends on the locale (06:15:26 AM, 21:35:03, 14时05分27秒) and so does the decimal point.
import { localizedNumber } from './localized-number.ts';
import { keep, type Reading } from './reading.ts';
import type { LineReader } from './text-lines.ts';
import {
  addProcess,
  addThread,
  beginTable,
  namedProcess,
  noteMemory,
  tableReading,
  type ThreadTable,
} from './thread-table.ts';
import { fact } from './reading.ts';

interface PidstatState {
  readonly table: ThreadTable;
  columns: readonly string[];
  /** Words of the clock that stand before the first column. */
  clockWords: number;
  clock: string;
  group: number | null;
  oddMark: number | null;
}

/** A header: the clock's words, then UID or USER, then the columns. `-h` starts it with `#`. */
export function pidstatHeader(
  text: string,
): { readonly columns: readonly string[]; readonly clockWords: number } | null {
  const words = text.replace(/^#\s*/, '').trim().split(/\s+/);
  const first = words.findIndex(
    (word) => word === 'UID' || word === 'USER' || word === 'TGID' || word === 'PID',
  );
  if (first < 0 || first > 3 || words.at(-1) !== 'Command') return null;
  const columns = words.slice(first);
  const measured = columns.some((word) =>
    /^(?:%\w+|\w+\/s|VSZ|RSS|iodelay|StkSize|threads|fd-nr|prio|policy)$/.test(word),
  );
  return measured && (columns.includes('PID') || columns.includes('TGID'))
    ? { columns, clockWords: first }
    : null;
}

export const threadsPidstat: LineReader<PidstatState> = {
  begin: () => ({ table: beginTable(), columns: [], clockWords: 0, clock: '', group: null, oddMark: null }),

  line(state, text, line) {
    const header = pidstatHeader(text);
    if (header) {
      state.columns = header.columns;
      state.clockWords = header.clockWords;
      return;
    }
    if (state.columns.length === 0) {
      const pid = namedProcess(text);
      if (pid !== null) state.table.namedPid = fact(pid, line);
      return;
    }
    row(state, text, line);
  },

  end(state): Reading {
    const remark =
      state.oddMark === null
        ? null
        : 'As threads aparecem com “|--”; o pidstat escreve “|__”. Entregue a saída como o programa a escreveu.';
    return tableReading(state.table, { remark });
  },
};

function row(state: PidstatState, text: string, line: number): void {
  const words = text.trim().split(/\s+/);
  if (words.length < state.columns.length) return;
  const average = /^[^\d\s]+:$/.test(words[0] ?? '') || /^平均/.test(words[0] ?? '');
  // With -h the header has one word, Time, where a 12-hour clock has two.
  const skip = average
    ? 1
    : state.clockWords + (state.clockWords === 1 && /^[AP]M$/i.test(words[1] ?? '') ? 1 : 0);
  const cells = words.slice(skip);
  const cell = (name: string): string | undefined => {
    const at = state.columns.indexOf(name);
    return at < 0 ? undefined : cells[at];
  };
  const command = cells.slice(state.columns.length - 1).join(' ');
  if (command === '') return;
  if (!average) {
    const clock = words.slice(0, skip).join(' ');
    // Another time is another measurement: only the last is kept.
    if (clock !== state.clock && state.columns.includes('%CPU')) {
      state.clock = clock;
      state.table.samples = [];
    }
  }
  const cpu = localizedNumber(cell('%CPU') ?? '', true)?.value ?? null;
  const group = identifier(cell('TGID') ?? cell('PID'));
  const tid = identifier(cell('TID'));
  if (group !== null) {
    state.group = group;
    noteMemory(state.table, command, cell('RSS'), line);
    addProcess(state.table, { pid: group, cpu, threads: null, name: keep(command), line });
  } else if (tid !== null) {
    if (/^\|--/.test(command)) state.oddMark ??= line;
    addThread(
      state.table,
      { tid, pid: state.group, cpu, name: keep(command.replace(/^\|(?:__|--)/, '')), line },
      average,
    );
  }
}

function identifier(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
