// The points a criterion gives for the concepts found.

import { holds } from './condition.ts';
import type { Criterion, Level } from './rubric.ts';

export function levelPoints(
  criterion: Criterion,
  found: ReadonlySet<string>,
): { points: number; used: readonly string[] } {
  let points = 0;
  const used: string[] = [];
  const reach = (level: Level): readonly string[] | null => {
    let best: readonly string[] | null = null;
    for (const condition of level.when) {
      const ids = holds(condition, found);
      if (ids && (best === null || ids.length > best.length)) best = ids;
    }
    return best;
  };
  for (const level of criterion.levels) {
    const ids = reach(level);
    if (ids) {
      points = level.points;
      used.push(...ids);
      break;
    }
  }
  for (const level of criterion.sum) {
    const ids = reach(level);
    if (ids) {
      points += level.points;
      used.push(...ids);
    }
  }
  return { points: Math.min(points, criterion.max), used: [...new Set(used)] };
}
