// The article's Figures 1 to 3, and HyperThreading with virtualization, as four configurations of one workload.
// SDM 23.4: on each logical processor one guest runs at a time; Marr et al. 2002 for HyperThreading.
import { run, type RunResult } from './run.ts';
import type { Configuration, Program, SystemFigures } from './workload.ts';

/** Figure 1, Figure 2, Figure 3, and the two last together. */
export const ARRANGEMENTS = [
  'multitasking',
  'hyperthreading',
  'virtualization',
  'virtualization-hyperthreading',
] as const;
export type Arrangement = (typeof ARRANGEMENTS)[number];

export interface Workload {
  readonly programs: readonly Program[];
  readonly figures: SystemFigures;
  /** How many virtual processors the VMM shows to each guest: its choice, whatever the hardware has. */
  readonly virtualProcessors: number;
}

/** The configuration of one physical core in which the workload runs in that arrangement. */
export function configurationFor(arrangement: Arrangement, workload: Workload): Configuration {
  const { programs, figures, virtualProcessors } = workload;
  const vmm = arrangement === 'virtualization' || arrangement === 'virtualization-hyperthreading';
  const threadsPerCore =
    arrangement === 'hyperthreading' || arrangement === 'virtualization-hyperthreading' ? 2 : 1;
  const groups = [...new Set(programs.map((one) => one.group))];
  // A processor that an arrangement does not have cannot be asked for: affinity holds where it can.
  const within = (one: Program, processors: number): Program =>
    one.affinity !== null && one.affinity >= processors ? { ...one, affinity: null } : one;
  const systems = vmm
    ? groups.map((id) => ({
        id,
        processors: virtualProcessors,
        programs: programs.filter((one) => one.group === id).map((one) => within(one, virtualProcessors)),
      }))
    : [
        {
          id: 'host',
          processors: threadsPerCore,
          programs: programs.map((one) => within(one, threadsPerCore)),
        },
      ];
  return { cores: 1, threadsPerCore, vmm, systems, figures };
}

/** The same workload in the four arrangements, to be drawn side by side. */
export function runAll(workload: Workload, budget?: number): Record<Arrangement, RunResult> {
  const result = (arrangement: Arrangement): RunResult =>
    run(configurationFor(arrangement, workload), budget);
  return {
    multitasking: result('multitasking'),
    hyperthreading: result('hyperthreading'),
    virtualization: result('virtualization'),
    'virtualization-hyperthreading': result('virtualization-hyperthreading'),
  };
}
