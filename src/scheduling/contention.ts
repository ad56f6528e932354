// How fast two programs go on the two logical processors of one core (SMT; Marr et al., Intel Technology
// Journal 6(1), 2002: architectural state is duplicated, execution units and caches are shared).
import { divide, minimum, ONE, rational, type Rational } from './rational.ts';
import { UNIT_CLASSES, type Program } from './workload.ts';

type Appetite = Pick<Program, 'demand' | 'cache'>;

/**
 * Speed of each of two programs that share a core, where 1 is the speed of each alone.
 *
 * Both go equally fast: as fast as the most wanted class of units allows (demands of 100 and 100 on one class
 * give one half; 60 and 40 give 1). What the cache cannot hold of the two makes both slower still: when they
 * want `overflow` percent more than there is, the time of each grows by `cachePenalty` percent of that.
 * Equal speeds are the max-min fair share of two: on the class that is full neither gains but by the other's loss.
 */
export function sharedSpeed(a: Appetite, b: Appetite, cachePenalty: number): Rational {
  let speed = ONE;
  for (const unit of UNIT_CLASSES) {
    const wanted = a.demand[unit] + b.demand[unit];
    if (wanted > 100) speed = minimum(speed, rational(100, wanted));
  }
  const overflow = Math.max(0, a.cache + b.cache - 100);
  return divide(speed, rational(10_000 + cachePenalty * overflow, 10_000));
}

/**
 * What HyperThreading does to the work done per unit of time by this pair: the sum of both speeds.
 * Above 1 it helps, 1 makes no difference, below 1 it hurts (taking turns would be faster).
 */
export function pairThroughput(a: Appetite, b: Appetite, cachePenalty: number): Rational {
  const speed = sharedSpeed(a, b, cachePenalty);
  return divide(speed, rational(1, 2));
}
