// Doing all checks on every entry without redoing them: a check whose fields have not changed since the VMCS last
// entered still holds. Checks that also depend on memory or on the processor are redone every time.
import type { Cpu } from '../cpu/cpu.ts';
import { CHECK_GROUPS } from './all-checks.ts';
import type { Check } from './check.ts';
import { EntryView } from './entry-view.ts';
import { F } from '../fields/slots.ts';
import { FIELDS } from '../fields/fields.ts';

export interface EntryFailure {
  readonly group: number;
  readonly id: string;
  readonly qualification: number;
}

/** What the cache knows of the checks: made at first use, because checks and processor import each other. */
interface Tables {
  readonly all: readonly Check[];
  /** Words any check reads, and for each the checks (by index in `all`) that read it. */
  readonly words: Int32Array;
  readonly readers: readonly Int32Array[];
  readonly volatile: readonly number[];
  readonly changed: Uint8Array;
}

let tables: Tables | null = null;

function buildTables(): Tables {
  const all = CHECK_GROUPS.flat();
  const readers = new Map<number, Set<number>>();
  all.forEach((check, index) => {
    for (const name of check.fields) {
      const words = FIELDS.find((f) => f.name === name)!.width === 32 ? [F[name]] : [F[name], F[name] + 1];
      for (const word of words) readers.set(word, (readers.get(word) ?? new Set<number>()).add(index));
    }
  });
  const words = Int32Array.from([...readers.keys()].sort((a, b) => a - b));
  return {
    all,
    words,
    readers: Array.from(words, (word) => Int32Array.from(readers.get(word)!)),
    volatile: all.flatMap((check, index) => (check.volatile === true ? [index] : [])),
    changed: new Uint8Array(all.length),
  };
}

export class EntryCache {
  /** The words as they were when every check last held. */
  readonly words: Int32Array;
  valid = false;

  constructor(length: number) {
    this.words = new Int32Array(length);
  }
}

const views = new WeakMap<Cpu, EntryView>();

/** Null when every check of the current VMCS holds; otherwise the first that does not. */
export function verifyEntry(cpu: Cpu): EntryFailure | null {
  tables ??= buildTables();
  const { words: watched } = tables;
  let view = views.get(cpu);
  if (view === undefined) views.set(cpu, (view = new EntryView(cpu)));
  view.base = cpu.vmcs;
  let cache = cpu.entryCaches.get(cpu.vmcs);
  if (cache === undefined) cpu.entryCaches.set(cpu.vmcs, (cache = new EntryCache(watched.length)));
  if (cache.valid && unchangedHold(cpu, view, cache, tables)) return null;
  cache.valid = false;
  const failure = firstFailure(view);
  if (failure === null) {
    for (let i = 0; i < watched.length; i++) cache.words[i] = cpu.i32[cpu.vmcs + watched[i]!]!;
    cache.valid = true;
  }
  return failure;
}

/** Redoes the checks that read a changed word, and the volatile ones; notes the new values when all hold. */
function unchangedHold(cpu: Cpu, view: EntryView, cache: EntryCache, known: Tables): boolean {
  const { i32, vmcs } = cpu;
  const { all, words: watched, readers, changed } = known;
  const { words } = cache;
  let any = false;
  for (let i = 0; i < watched.length; i++) {
    if (i32[vmcs + watched[i]!] === words[i]) continue;
    if (!any) changed.fill(0);
    any = true;
    const checks = readers[i]!;
    for (let j = 0; j < checks.length; j++) {
      const index = checks[j]!;
      if (changed[index] === 1) continue;
      changed[index] = 1;
      if (!all[index]!.holds(view)) return false;
    }
  }
  for (const index of known.volatile) if (!all[index]!.holds(view)) return false;
  if (any) for (let i = 0; i < watched.length; i++) words[i] = i32[vmcs + watched[i]!]!;
  return true;
}

function firstFailure(view: EntryView): EntryFailure | null {
  for (let group = 0; group < CHECK_GROUPS.length; group++)
    for (const check of CHECK_GROUPS[group]!)
      if (!check.holds(view)) return { group, id: check.id, qualification: check.qualification?.(view) ?? 0 };
  return null;
}
