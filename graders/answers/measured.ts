// Exercise 7b: what an answer states about VirtualBox, against what was configured and measured.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import { judgeCoherence, speaksOfConfig } from './measured-coherence.ts';
import { asMatch, nearby, type Findings } from './measured-near.ts';
import { CONSUME, judgePosition } from './measured-position.ts';
import { judgeMagnitudes, judgeValues, MUCH } from './measured-values.ts';
import { readQuantities } from './quantities.ts';
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

/**
 * The concepts of `MEASURED_CONCEPTS` that the answer shows. Without a measurement the values cannot be checked: what is
 * stated counts, and the caller asks for a teacher.
 */
export function measuredConcepts(
  tokens: readonly Token[],
  words: readonly string[],
  reading: Reading,
  config: VmConfig | undefined,
  measured: Measurement | undefined,
): ReadonlyMap<string, Match | null> {
  const findings: Findings = { found: new Map(), errors: 0 };
  const quantities = readQuantities(tokens, words, reading.sentence);
  if (!config || !measured) {
    for (const quantity of quantities) {
      if (quantity.kind === 'rate') findings.found.set('valor_es', asMatch(quantity));
      else if (quantity.kind === 'percent') findings.found.set('valor_cpu', asMatch(quantity));
      else if (quantity.kind === 'size') findings.found.set('valor_memoria', asMatch(quantity));
    }
    speaksOfConfig(reading, findings);
    return findings.found;
  }
  judgeValues(quantities, reading, config, measured, findings);
  judgeMagnitudes(reading, measured, findings);
  judgePosition(quantities, reading, measured, findings);
  if (!findings.found.has('posicao_certa') && !findings.found.has('posicao_errada')) {
    const much = words.findIndex((word, i) => MUCH.test(word) && nearby(reading, i, i + 1, 3, CONSUME));
    if (much >= 0 && measured.posicao.mem <= 5)
      findings.found.set('usa_bastante', { from: much, to: much + 1, tokens: [much], form: 'usa bastante' });
  }
  judgeCoherence(reading, config, measured, findings);
  speaksOfConfig(reading, findings);
  if (findings.errors >= 1) findings.found.set('um_erro', null);
  if (findings.errors >= 2) findings.found.set('dois_erros', null);
  if (findings.errors >= 3) findings.found.set('tres_erros', null);
  return findings.found;
}
