// Exercise 7b: the numbers an answer states about VirtualBox, against what was configured and measured.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import type { Token } from './words.ts';

/** What was configured when the virtual machine was made. */
export interface VmConfig {
  readonly vm_ram_mb: number;
  readonly vm_vcpus: number;
  readonly vm_disco_gb: number;
  readonly host_ram_gb: number;
  readonly host_nucleos: number;
  readonly convidado: string;
}

/** What was measured: memory in MB, CPU in percent, disk in MB/s, and the rank among all processes (1 = most). */
export interface Measurement {
  readonly mem_mb: number;
  readonly cpu_pct: number;
  readonly io_mb_s: number;
  readonly posicao: { readonly mem: number; readonly cpu: number; readonly io: number; readonly de: number };
  readonly estado: string;
}

export function measuredConcepts(
  _tokens: readonly Token[],
  _words: readonly string[],
  _reading: Reading,
  _config: VmConfig | undefined,
  _measured: Measurement | undefined,
): ReadonlyMap<string, Match | null> {
  return new Map();
}
