// Tables of processes other than Process Explorer's: Task Manager's Details tab as copied, `tasklist /fo csv`, and
// Get-Process as CSV. Only the machine's own process is looked for in them.
import { localizedNumber } from './localized-number.ts';
import { plainName } from './process-list-columns.ts';

export interface ProcessTable {
  readonly separator: string;
  readonly name: number;
  readonly pid: number;
  readonly memory: number;
  /** -1 where the table has no percentage (Get-Process calls seconds “CPU”). */
  readonly cpu: number;
}

/** Starts of the columns' names, without accents: a console's own encoding spoils the letters that have them. */
const names = {
  name: /^(?:name|nome|image name|nome da imagem|processname)$/,
  pid: /^(?:pid|id|process id|identifica)/,
  memory: /^(?:mem usage|uso de mem|mem.{1,2}ria|memory|working ?set|ws$|conjunto de trabalho)/,
  cpu: /^(?:cpu|ucp)$/,
};

/** The columns of a header line, or null: a name, a number and at least one measure. */
export function processTable(text: string): ProcessTable | null {
  const separator = text.includes('\t') ? '\t' : /^"[^"]*";/.test(text) ? ';' : ',';
  if (separator !== '\t' && !text.startsWith('"')) return null;
  const cells = text.split(separator).map((cell) => plainName(cell.replace(/^\s*"|"\s*$/g, '')));
  const find = (column: RegExp) => cells.findIndex((cell) => column.test(cell));
  const at = { name: find(names.name), pid: find(names.pid), memory: find(names.memory) };
  const percent = separator === '\t' ? find(names.cpu) : -1;
  if (at.name < 0 || at.pid < 0 || (at.memory < 0 && percent < 0)) return null;
  return { separator, ...at, cpu: percent };
}

export interface TableRow {
  readonly name: string;
  readonly pid: number | null;
  readonly memoryKb: number | null;
  readonly cpu: number | null;
}

/** One row, its cells already taken apart. */
export function tableRow(table: ProcessTable, cells: readonly string[]): TableRow {
  const cell = (at: number) => (at < 0 ? '' : (cells[at] ?? '').trim());
  const pid = cell(table.pid);
  const memory = /^([\d.,\s\u00a0\u202f]*\d)\s*([KM])?$/i.exec(cell(table.memory));
  const amount = memory === null ? null : (localizedNumber(memory[1] ?? '')?.value ?? null);
  // Without a unit it is bytes, as Get-Process writes them.
  const unit = { K: 1, M: 1024 }[(memory?.[2] ?? '').toUpperCase()] ?? 1 / 1024;
  return {
    name: cell(table.name),
    pid: /^\d{1,9}$/.test(pid) ? Number(pid) : null,
    memoryKb: amount === null ? null : amount * unit,
    cpu: localizedNumber(cell(table.cpu), true)?.value ?? null,
  };
}
