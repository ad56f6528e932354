// Process Explorer's list pasted with spaces where the tabs were (a forum, a word processor): read only where each cell
// shows by its own form what it is. An empty CPU cell leaves no trace among spaces, so positions are not trusted.
import { plainName, processColumnOf, type ProcessColumn } from './process-list-columns.ts';

/** What a cell of each column looks like. Memory is always there and ends in its unit: it is what the rest leans on. */
const shapes: Readonly<Record<Exclude<ProcessColumn, 'name'>, string>> = {
  pid: ' +(\\d{1,7}|n\\/a)',
  // Percentages always have decimals, so that one is never taken for a count.
  cpu: '(?: +(< ?0[.,]01|\\d{1,3}[.,]\\d{1,4}|Suspended))?',
  threads: '(?: +(\\d{1,5}))?',
  privateBytes: ' +(\\d[\\d.,]* [KMG]B?)',
  workingSet: ' +(\\d[\\d.,]* [KMG]B?)',
};

export interface SpacedList {
  readonly columns: ReadonlyMap<ProcessColumn, number>;
  /** The cells of a row in the order of `columns`, or null where the row cannot be told apart. */
  cells(text: string): readonly string[] | null;
}

/** Longest names of columns come first: `Private Bytes` before any single word. */
function columnsAtStart(text: string): { readonly known: ProcessColumn[]; readonly rest: string } {
  const words = text.trim().split(/\s+/);
  const known: ProcessColumn[] = [];
  let at = 0;
  while (at < words.length) {
    let length = 0;
    for (const size of [5, 4, 3, 2, 1]) {
      const column = processColumnOf(plainName(words.slice(at, at + size).join(' ')));
      if (at + size > words.length || column === null || known.includes(column)) continue;
      known.push(column);
      length = size;
      break;
    }
    if (length === 0) break;
    at += length;
  }
  return { known, rest: words.slice(at).join(' ') };
}

/** The header of a list without tabs, or null. It must begin with the process and name its number. */
export function spacedList(text: string): SpacedList | null {
  if (text.includes('\t') || text.length > 400) return null;
  const { known, rest } = columnsAtStart(text);
  if (known[0] !== 'name' || !known.includes('pid')) return null;
  if (!known.some((column) => column !== 'name' && column !== 'pid')) return null;
  // Free text after a cell that may be empty could be anything, unless a size stands among the columns.
  const told = rest === '' || known.includes('privateBytes') || known.includes('workingSet');
  const pattern = new RegExp(
    `^ *(\\S(?:.{0,200}?\\S)?)${known.map((column) => (column === 'name' ? '' : shapes[column])).join('')}${rest === '' ? ' *$' : '(?: .*)?$'}`,
  );
  // A last column of counts after free text is read where more than one space sets it apart.
  const last = rest === '' ? null : processColumnOf(plainName(/(\S+)$/.exec(rest)?.[1] ?? ''));
  const trailing = last === 'threads' && !known.includes('threads');
  const columns = new Map(known.map((column, index) => [column, index]));
  const setApart = trailing && / {2,}\S+ *$/.test(text);
  if (setApart) columns.set('threads', known.length);
  return {
    columns,
    cells(row) {
      const found = told ? pattern.exec(row) : null;
      if (!found) return null;
      const cells = found.slice(1).map((cell) => cell ?? '');
      if (setApart) cells.push(/ {2,}(\d{1,5}) *$/.exec(row)?.[1] ?? '');
      return cells;
    },
  };
}
