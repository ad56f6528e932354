// What a learner wrote, kept in this browser: one versioned record a piece of work. The only place that knows the keys.
import { isPlace, MAX_ITEM_LENGTH, type WorkItem, type WorkKind } from '../../../graders/engine/work-file.ts';

export interface SavedWork {
  readonly text: string;
  /** How often it was graded. */
  readonly tries: number;
  /** Whether a try has passed. */
  readonly passed: boolean;
}

const PREFIX = 'vanderpool/1/';

const key = (kind: WorkKind, id: string): string => `${PREFIX}${kind}/${id}`;

/** The work saved, or null where there is none, it cannot be read, or the browser keeps nothing. */
export function readWork(kind: WorkKind, id: string): SavedWork | null {
  try {
    const stored = localStorage.getItem(key(kind, id));
    return stored === null ? null : parse(stored);
  } catch {
    return null;
  }
}

/** Saves it; false when the browser would not (no storage, full, or far too long). */
export function saveWork(kind: WorkKind, id: string, work: SavedWork): boolean {
  if (work.text.length > MAX_ITEM_LENGTH) return false;
  try {
    localStorage.setItem(
      key(kind, id),
      JSON.stringify({ text: work.text, tries: work.tries, passed: work.passed }),
    );
    return true;
  } catch {
    return false;
  }
}

export function forgetWork(kind: WorkKind, id: string): void {
  try {
    localStorage.removeItem(key(kind, id));
  } catch {
    // Nothing is kept here, so there is nothing to forget.
  }
}

/** Everything saved by this version, for handing it over. */
export function allWork(): WorkItem[] {
  const entries: WorkItem[] = [];
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const name = localStorage.key(index) ?? '';
      const match = /^(programa|resposta)\/(.+)$/.exec(
        name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '',
      );
      const saved = match ? parse(localStorage.getItem(name) ?? '') : null;
      const id = match?.[2] ?? '';
      if (match && saved && isPlace(id)) entries.push({ kind: match[1] as WorkKind, id, ...saved });
    }
  } catch {
    return entries;
  }
  return entries.sort((a, b) => (`${a.kind}/${a.id}` < `${b.kind}/${b.id}` ? -1 : 1));
}

/** Reads a record, whatever another program or an older page may have put there. */
function parse(stored: string): SavedWork | null {
  let data: unknown;
  try {
    data = JSON.parse(stored);
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null) return null;
  const { text, tries, passed } = data as Record<string, unknown>;
  if (typeof text !== 'string' || text.length > MAX_ITEM_LENGTH) return null;
  return {
    text,
    tries: typeof tries === 'number' && Number.isInteger(tries) && tries >= 0 ? tries : 0,
    passed: passed === true,
  };
}
