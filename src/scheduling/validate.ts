// Bounds of a configuration. Bad input is normal input: problems come back as codes with the place.
import { UNIT_CLASSES, type Configuration, type Program } from './workload.ts';

/** Largest values accepted; they keep every run short and the drawing legible. */
export const LIMITS = {
  cores: 16,
  systems: 8,
  processors: 16,
  programs: 32,
  time: 1_000_000,
  ioWaits: 50,
  cachePenalty: 1000,
} as const;

export type ProblemCode =
  | 'not-whole'
  | 'out-of-range'
  | 'too-many'
  | 'no-program'
  | 'duplicate-id'
  | 'one-system-without-vmm'
  | 'more-processors-than-logical'
  | 'io-order'
  | 'unknown-dependency'
  | 'dependency-cycle'
  | 'unknown-processor';

/** `where` is a path such as `programs.P1.work`; `allowed` the range, where the problem is one of range. */
export interface Problem {
  readonly code: ProblemCode;
  readonly where: string;
  readonly allowed?: readonly [number, number];
}

function hasCycle(programs: readonly Program[]): boolean {
  const byId = new Map(programs.map((one) => [one.id, one]));
  const done = new Set<string>();
  // Removing, round after round, what waits for nothing: what is left when a round removes nothing is a cycle.
  for (let removed = true; removed;) {
    removed = false;
    for (const one of programs) {
      if (done.has(one.id) || one.after.some((id) => byId.has(id) && !done.has(id))) continue;
      done.add(one.id);
      removed = true;
    }
  }
  return done.size < byId.size;
}

/** All that is wrong with a configuration; empty when it can run. */
export function problemsOf(configuration: Configuration): Problem[] {
  const problems: Problem[] = [];
  const whole = (where: string, value: number, low: number, high: number): void => {
    if (!Number.isSafeInteger(value)) problems.push({ code: 'not-whole', where });
    else if (value < low || value > high)
      problems.push({ code: 'out-of-range', where, allowed: [low, high] });
  };
  const { cores, threadsPerCore, vmm, systems, figures } = configuration;
  whole('cores', cores, 1, LIMITS.cores);
  whole('threadsPerCore', threadsPerCore, 1, 2);
  whole('figures.quantum', figures.quantum, 1, LIMITS.time);
  whole('figures.switchCost', figures.switchCost, 0, LIMITS.time);
  whole('figures.vmmQuantum', figures.vmmQuantum, 1, LIMITS.time);
  whole('figures.exitCost', figures.exitCost, 0, LIMITS.time);
  whole('figures.cachePenalty', figures.cachePenalty, 0, LIMITS.cachePenalty);

  const programs = systems.flatMap((system) => system.programs);
  if (systems.length > LIMITS.systems) problems.push({ code: 'too-many', where: 'systems' });
  if (programs.length > LIMITS.programs) problems.push({ code: 'too-many', where: 'programs' });
  if (programs.length === 0) problems.push({ code: 'no-program', where: 'programs' });
  if (problems.length > 0) return problems;

  if (!vmm && systems.length !== 1) problems.push({ code: 'one-system-without-vmm', where: 'systems' });
  for (const system of systems) {
    whole(`systems.${system.id}.processors`, system.processors, 1, LIMITS.processors);
    if (!vmm && system.processors > cores * threadsPerCore)
      problems.push({ code: 'more-processors-than-logical', where: `systems.${system.id}.processors` });
    for (const one of system.programs)
      if (one.affinity !== null && !(one.affinity >= 0 && one.affinity < system.processors))
        problems.push({ code: 'unknown-processor', where: `programs.${one.id}.affinity` });
  }
  if (new Set(systems.map((system) => system.id)).size < systems.length)
    problems.push({ code: 'duplicate-id', where: 'systems' });
  if (new Set(programs.map((one) => one.id)).size < programs.length)
    problems.push({ code: 'duplicate-id', where: 'programs' });

  for (const one of programs) {
    const where = `programs.${one.id}`;
    whole(`${where}.work`, one.work, 1, LIMITS.time);
    whole(`${where}.arrival`, one.arrival, 0, LIMITS.time);
    whole(`${where}.cache`, one.cache, 0, 100);
    whole(`${where}.sensitiveEvery`, one.sensitiveEvery, 0, LIMITS.time);
    if (one.affinity !== null) whole(`${where}.affinity`, one.affinity, 0, LIMITS.processors);
    for (const unit of UNIT_CLASSES) whole(`${where}.demand.${unit}`, one.demand[unit], 0, 100);
    if (one.io.length > LIMITS.ioWaits) problems.push({ code: 'too-many', where: `${where}.io` });
    let previous = 0;
    for (const io of one.io) {
      whole(`${where}.io.wait`, io.wait, 1, LIMITS.time);
      whole(`${where}.io.afterWork`, io.afterWork, 1, LIMITS.time);
      if (io.afterWork <= previous || io.afterWork >= one.work)
        problems.push({ code: 'io-order', where: `${where}.io` });
      previous = io.afterWork;
    }
    for (const id of one.after)
      if (!programs.some((other) => other.id === id))
        problems.push({ code: 'unknown-dependency', where: `${where}.after` });
  }
  if (problems.length === 0 && hasCycle(programs))
    problems.push({ code: 'dependency-cycle', where: 'programs' });
  return problems;
}
