// How well two graders agree: quadratic weighted kappa and the counts a teacher asks for.

export interface Pair {
  readonly gold: number;
  readonly score: number;
}

export interface Agreement {
  readonly count: number;
  readonly kappa: number;
  /** Shares of the answers, 0 to 1. */
  readonly exact: number;
  readonly adjacent: number;
  /** Two points or more away. */
  readonly severe: number;
  /** Graded three or more when they deserve one or less; graded one or less when they deserve three or more. */
  readonly falsePass: number;
  readonly falseFail: number;
}

/** Quadratic weighted kappa over whole grades 0..max; 1 when both graders always give the same single grade. */
export function quadraticKappa(pairs: readonly Pair[], max: number): number {
  const count = pairs.length;
  if (count === 0) return 1;
  const gold = new Array<number>(max + 1).fill(0);
  const score = new Array<number>(max + 1).fill(0);
  let observed = 0;
  for (const pair of pairs) {
    gold[pair.gold] = (gold[pair.gold] ?? 0) + 1;
    score[pair.score] = (score[pair.score] ?? 0) + 1;
    observed += (pair.gold - pair.score) ** 2;
  }
  let expected = 0;
  for (let i = 0; i <= max; i++)
    for (let j = 0; j <= max; j++) expected += ((gold[i] ?? 0) * (score[j] ?? 0) * (i - j) ** 2) / count;
  return expected === 0 ? 1 : 1 - observed / expected;
}

export function agreement(pairs: readonly Pair[], max = 4): Agreement {
  const share = (test: (pair: Pair) => boolean) =>
    pairs.length === 0 ? 0 : pairs.filter(test).length / pairs.length;
  return {
    count: pairs.length,
    kappa: quadraticKappa(pairs, max),
    exact: share((pair) => pair.gold === pair.score),
    adjacent: share((pair) => Math.abs(pair.gold - pair.score) <= 1),
    severe: share((pair) => Math.abs(pair.gold - pair.score) >= 2),
    falsePass: share((pair) => pair.score >= 3 && pair.gold <= 1),
    falseFail: share((pair) => pair.score <= 1 && pair.gold >= 3),
  };
}
