// Reader of `VBoxManage list vms` and `list runningvms`: one `"name" {identifier}` a line.
import { fact, keep, reading, type Reading } from './reading.ts';
import { MAX_ROW, type LineReader } from './text-lines.ts';

/** A name may have quotes, spaces and braces, so the identifier is matched from the end of the line. */
export const listedMachine =
  /^\s*"(.*)" \{([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}\s*$/i;

interface ListState {
  count: number;
  firstLine: number | null;
  readonly names: string[];
  readonly uuids: string[];
}

const MAX_KEPT = 500;

export const listVms: LineReader<ListState> = {
  begin: () => ({ count: 0, firstLine: null, names: [], uuids: [] }),
  line(state, text, line) {
    const found = text.length > MAX_ROW ? null : listedMachine.exec(text);
    if (!found) return;
    state.count += 1;
    state.firstLine ??= line;
    if (state.count > MAX_KEPT) return;
    state.names.push(keep(found[1] ?? ''));
    state.uuids.push(keep((found[2] ?? '').toLowerCase()));
  },
  end: (state): Reading =>
    reading(
      'list-vms',
      { vms: fact(state.count, state.firstLine) },
      { more: { nomes: fact(state.names, state.firstLine), uuids: fact(state.uuids, state.firstLine) } },
    ),
};
