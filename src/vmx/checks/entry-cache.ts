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

/** Words any check reads, and for each the checks (by index in ALL) that read it. */
const ALL: readonly Check[] = CHECK_GROUPS.flat();
const readers = new Map<number, Set<number>>();
ALL.forEach((check, index) => {
  for (const name of check.fields) {
    const words = FIELDS.find((f) => f.name === name)!.width === 32 ? [F[name]] : [F[name], F[name] + 1];
    for (const word of words) {
      const set = readers.get(word) ?? new Set<number>();
      readers.set(word, set.add(index));
    }
  }
});
const WORDS = Int32Array.from([...readers.keys()].sort((a, b) => a - b));
const READERS: readonly Int32Array[] = Array.from(WORDS, (word) => Int32Array.from(readers.get(word)!));
const VOLATILE = ALL.flatMap((check, index) => (check.volatile === true ? [index] : []));

export class EntryCache {
  /** The words as they were when every check last held. */
  readonly words = new Int32Array(WORDS.length);
  valid = false;
}

const views = new WeakMap<Cpu, EntryView>();
const changed = new Uint8Array(ALL.length);

/** Null when every check of the current VMCS holds; otherwise the first that does not. */
export function verifyEntry(cpu: Cpu): EntryFailure | null {
  let view = views.get(cpu);
  if (view === undefined) views.set(cpu, (view = new EntryView(cpu)));
  view.base = cpu.vmcs;
  let cache = cpu.entryCaches.get(cpu.vmcs);
  if (cache === undefined) cpu.entryCaches.set(cpu.vmcs, (cache = new EntryCache()));
  if (cache.valid && unchangedHold(cpu, view, cache)) return null;
  cache.valid = false;
  const failure = firstFailure(view);
  if (failure === null) {
    for (let i = 0; i < WORDS.length; i++) cache.words[i] = cpu.i32[cpu.vmcs + WORDS[i]!]!;
    cache.valid = true;
  }
  return failure;
}

/** Redoes the checks that read a changed word, and the volatile ones; notes the new values when all hold. */
function unchangedHold(cpu: Cpu, view: EntryView, cache: EntryCache): boolean {
  const { i32, vmcs } = cpu;
  const { words } = cache;
  let any = false;
  for (let i = 0; i < WORDS.length; i++) {
    if (i32[vmcs + WORDS[i]!] === words[i]) continue;
    if (!any) changed.fill(0);
    any = true;
    const checks = READERS[i]!;
    for (let j = 0; j < checks.length; j++) {
      const index = checks[j]!;
      if (changed[index] === 1) continue;
      changed[index] = 1;
      if (!ALL[index]!.holds(view)) return false;
    }
  }
  for (const index of VOLATILE) if (!ALL[index]!.holds(view)) return false;
  if (any) for (let i = 0; i < WORDS.length; i++) words[i] = i32[vmcs + WORDS[i]!]!;
  return true;
}

function firstFailure(view: EntryView): EntryFailure | null {
  for (let group = 0; group < CHECK_GROUPS.length; group++)
    for (const check of CHECK_GROUPS[group]!)
      if (!check.holds(view)) return { group, id: check.id, qualification: check.qualification?.(view) ?? 0 };
  return null;
}
