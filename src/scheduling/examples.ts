// Starting points for the page: the same four programs with appetites that make HyperThreading help, make no
// difference, or hurt, and loads that a VMM hardly slows or slows much. Figures are for teaching, not measured.
import type { Workload } from './arrangements.ts';
import { program, type SystemFigures, type UnitDemand } from './workload.ts';

export const EXAMPLES = [
  'different-units',
  'same-units',
  'cache-fight',
  'waiting-programs',
  'many-exits',
] as const;
export type ExampleName = (typeof EXAMPLES)[number];

const FIGURES: SystemFigures = { quantum: 10, switchCost: 1, vmmQuantum: 20, exitCost: 2, cachePenalty: 0 };

function four(
  appetites: readonly [Partial<UnitDemand>, Partial<UnitDemand>],
  rest: { cache?: number; io?: readonly { afterWork: number; wait: number }[]; sensitiveEvery?: number },
  figures: Partial<SystemFigures> = {},
): Workload {
  const programs = ['P1', 'P2', 'P3', 'P4'].map((id, index) =>
    program({
      id,
      work: 40,
      group: index < 2 ? 'A' : 'B',
      demand: appetites[index % 2 === 0 ? 0 : 1],
      ...rest,
    }),
  );
  return { programs, figures: { ...FIGURES, ...figures }, virtualProcessors: 1 };
}

/** A fresh workload by name. */
export function exampleWorkload(name: ExampleName): Workload {
  switch (name) {
    // Their arithmetic is in different units, but they share the way to memory: the gain is that of a good case.
    case 'different-units':
      return four(
        [
          { alu: 70, mem: 80 },
          { fp: 70, mem: 80 },
        ],
        { cache: 30 },
      );
    case 'same-units':
      return four([{ alu: 100 }, { alu: 100 }], { cache: 30 });
    case 'cache-fight':
      return four(
        [
          { alu: 90, mem: 60 },
          { alu: 90, mem: 60 },
        ],
        { cache: 90 },
        { cachePenalty: 60 },
      );
    case 'waiting-programs':
      return four(
        [
          { alu: 60, mem: 30 },
          { alu: 60, mem: 30 },
        ],
        {
          cache: 30,
          io: [
            { afterWork: 10, wait: 25 },
            { afterWork: 25, wait: 25 },
          ],
        },
      );
    case 'many-exits':
      return four(
        [
          { alu: 70, mem: 80 },
          { fp: 70, mem: 80 },
        ],
        { cache: 30, sensitiveEvery: 4 },
      );
  }
}
