// Mixes to start from. The counts are for teaching: nobody measured them.
import type { Mix } from './mix.ts';

export const EXAMPLE_MIXES = {
  'pure-computation': { compute: 1_000_000, counts: {} },
  'system-calls': { compute: 1_000_000, counts: { syscall: 500 } },
  'process-creation': { compute: 1_000_000, counts: { syscall: 100, pgfault: 200, ptemod: 400 } },
  'input-output': { compute: 1_000_000, counts: { syscall: 50, in: 200 } },
  'many-calls': { compute: 1_000_000, counts: { 'call-ret': 50_000 } },
} as const satisfies Record<string, Mix>;

export type ExampleMix = keyof typeof EXAMPLE_MIXES;
