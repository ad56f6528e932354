// The likely slip behind an unknown word: the nearest known one by Damerau-Levenshtein distance.

/** Optimal-string-alignment distance (insert, delete, replace, swap of neighbours), at most `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
}

/** How many slips are still "likely" in a word: none in one or two letters, one up to five, two beyond, three in long names. */
function tolerance(word: string): number {
  if (word.length <= 2) return 0;
  if (word.length <= 5) return 1;
  return word.length <= 12 ? 2 : 3;
}

/** How many letters two words begin with in common. */
function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/**
 * The candidate nearest to `word` (compared without case), or null when none is near enough. Ties go to the
 * candidate that begins most like it (`VMXOF` is VMXOFF rather than VMXON), then to the first.
 */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const lower = word.toLowerCase();
  let limit = tolerance(lower);
  let best: string | null = null;
  let bestDistance = Infinity;
  let bestPrefix = -1;
  // A word of thousands of letters is not a slip of anything.
  if (lower.length > 64) return null;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (other === lower) return candidate;
    const distance = editDistance(lower, other, limit);
    if (distance > limit || distance >= other.length) continue;
    const prefix = commonPrefix(lower, other);
    if (distance < bestDistance || prefix > bestPrefix) {
      best = candidate;
      bestDistance = distance;
      bestPrefix = prefix;
      limit = distance;
    }
  }
  return best;
}
