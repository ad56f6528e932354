// Workloads with a serial part and a part that divides, for the laws of Amdahl (1967) and Gustafson (1988).
import { NO_COSTS, program, type Configuration, type Program } from './workload.ts';

/**
 * One program that runs alone first (`serial` units of work), then `parts` programs of `each` units that can run
 * side by side. On `cores` cores without costs: time = serial + ceil(parts / cores) * each when one slice is enough.
 */
export function forkJoin(cores: number, serial: number, parts: number, each: number): Configuration {
  const first: Program[] = serial > 0 ? [program({ id: 'serial', work: serial })] : [];
  const rest = Array.from({ length: parts }, (_, index) =>
    program({ id: `part-${index + 1}`, work: each, after: first.map((one) => one.id) }),
  );
  const quantum = Math.max(1, serial, each);
  return {
    cores,
    threadsPerCore: 1,
    vmm: false,
    systems: [{ id: 'host', processors: cores, programs: [...first, ...rest] }],
    figures: { ...NO_COSTS, quantum },
  };
}
