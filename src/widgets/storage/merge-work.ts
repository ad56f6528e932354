// What importing a file of work would change in this browser: nothing is written over without being chosen.
import type { WorkItem } from '../../../graders/engine/work-file.ts';

export interface WorkConflict {
  readonly here: WorkItem;
  readonly there: WorkItem;
}

export interface WorkComparison {
  /** Only in the file. */
  readonly fresh: readonly WorkItem[];
  /** The same text in both. */
  readonly same: readonly WorkItem[];
  /** Another text in each: the learner chooses. */
  readonly conflicts: readonly WorkConflict[];
}

/** Compares what is kept here with what a file brings. */
export function compareWork(here: readonly WorkItem[], there: readonly WorkItem[]): WorkComparison {
  const kept = new Map(here.map((item) => [nameOf(item), item]));
  const fresh: WorkItem[] = [];
  const same: WorkItem[] = [];
  const conflicts: WorkConflict[] = [];
  for (const item of there) {
    const own = kept.get(nameOf(item));
    if (own === undefined) fresh.push(item);
    else if (own.text.trim() === item.text.trim()) same.push(together(own, item));
    else conflicts.push({ here: own, there: item });
  }
  return { fresh, same, conflicts };
}

/** The same text tried in two places: the tries of the one that has more, passed if either has. */
function together(here: WorkItem, there: WorkItem): WorkItem {
  return { ...here, tries: Math.max(here.tries, there.tries), passed: here.passed || there.passed };
}

const nameOf = ({ kind, id }: WorkItem): string => `${kind}/${id}`;
