// Reader of performance counters as CSV: `typeperf` and `logman` (PDH-CSV), and of tables of processes (Task Manager,
// `tasklist`, Get-Process).
// Names of objects and counters are translated by Windows; the first line says how many columns there are.
import { localizedNumber } from './localized-number.ts';
import { fact, keep, reading, rejection, type Fact, type FactValue, type Reading } from './reading.ts';
import { processTable, tableRow, type ProcessTable, type TableRow } from './process-table.ts';
import { MAX_LINE, type LineReader } from './text-lines.ts';

export const pdhHeader = /^\s*"?\(PDH-[CT]SV 4\.0\)/;
/** `tasklist /fo csv`: five or more quoted columns, the second a number and the last a size. */
export const tasklistRow = /^"[^"]{1,260}"[,;]"\d{1,9}"[,;]"[^"]*"[,;]"\d*"[,;]"\d[^"]{0,20}K"/;
export const getProcessHeader =
  /^"(?:Name|ProcessName)"[,;].*"(?:Id|CPU|WorkingSet|WS|PM)"|^#TYPE .*System\.Diagnostics\.Process/;

interface CsvState {
  counters: readonly string[];
  separator: string;
  headerLine: number | null;
  samples: number;
  /** Sum and number of the values of each counter. */
  sums: number[];
  counts: number[];
  short: number | null;
  rows: number;
  table: ProcessTable | null;
  /** The machine's own process in such a table. */
  machine: { readonly row: TableRow; readonly line: number } | null;
}

const MAX_COLUMNS = 2000;

/** The cells of one line of quoted values. */
export function csvCells(text: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      cells.push(cell);
      cell = '';
      if (cells.length > MAX_COLUMNS) return cells;
    } else cell += character;
  }
  cells.push(cell);
  return cells;
}

function tableLine(state: CsvState, text: string, line: number): void {
  if (text.trim() === '' || text.length >= MAX_LINE) return;
  if (state.table === null) {
    state.table = processTable(text);
    if (state.table !== null || tasklistRow.test(text) || getProcessHeader.test(text) || text.startsWith('"'))
      state.rows += 1;
    return;
  }
  state.rows += 1;
  const { separator } = state.table;
  const row = tableRow(state.table, separator === '\t' ? text.split('\t') : csvCells(text, separator));
  if (/^(?:VirtualBoxVM|VBoxHeadless)(?:\.exe)?$/i.test(row.name)) state.machine ??= { row, line };
}

export const perfCsv: LineReader<CsvState> = {
  begin: () => ({
    counters: [],
    separator: ',',
    headerLine: null,
    samples: 0,
    sums: [],
    counts: [],
    short: null,
    rows: 0,
    table: null,
    machine: null,
  }),

  line(state, text, line) {
    if (pdhHeader.test(text) && state.headerLine === null) {
      state.separator = text.includes('\t') ? '\t' : /"\s*;\s*"/.test(text) ? ';' : ',';
      state.counters = csvCells(text, state.separator).slice(1).map(keep);
      state.sums = state.counters.map(() => 0);
      state.counts = state.counters.map(() => 0);
      state.headerLine = line;
      return;
    }
    if (state.headerLine === null) {
      tableLine(state, text, line);
      return;
    }
    if (!/^\s*"\d/.test(text)) return;
    const values = csvCells(text, state.separator).slice(1);
    state.samples += 1;
    if (values.length !== state.counters.length) state.short ??= line;
    values.slice(0, state.counters.length).forEach((value, index) => {
      const number = localizedNumber(value, true);
      if (number === null) return;
      state.sums[index] = (state.sums[index] ?? 0) + number.value;
      state.counts[index] = (state.counts[index] ?? 0) + 1;
    });
  },

  end(state): Reading {
    if (state.headerLine === null) {
      if (state.rows === 0) return rejection('Não encontrei contadores de desempenho neste arquivo.');
      const { machine } = state;
      const own = (value: string | number | null) => fact(value, machine?.line ?? null);
      return reading(
        'perf-csv',
        {},
        {
          more: {
            linhas: fact(state.rows, 1),
            vm_processo: own(machine?.row.name ?? null),
            vm_pid: own(machine?.row.pid ?? null),
            vm_ram_kb: own(machine?.row.memoryKb ?? null),
            vm_cpu: own(machine?.row.cpu ?? null),
          },
        },
      );
    }
    const more: Record<string, Fact<FactValue>> = {
      contadores: fact(state.counters, state.headerLine),
      amostras: fact(state.samples, state.headerLine),
      medias: fact(
        state.sums.map((sum, index) => (state.counts[index] ? sum / state.counts[index] : -1)),
        state.headerLine,
      ),
    };
    return reading(
      'perf-csv',
      {},
      {
        more,
        remark:
          state.samples === 0
            ? 'O arquivo tem só os nomes dos contadores, sem medida nenhuma. Deixe o typeperf rodar alguns segundos.'
            : state.short !== null
              ? `A linha ${state.short} não tem o mesmo número de colunas que o cabeçalho; pode estar cortada.`
              : null,
      },
    );
  },
};
