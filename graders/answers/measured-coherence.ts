// Exercise 7b: whether the answer's conclusion follows from the configuration and the measurement.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import type { Measurement, VmConfig } from './measured.ts';
import { nearby, type Findings } from './measured-near.ts';

const COHERENT =
  /^(coeren(t|c)|condiz|bate$|batem$|bateu|compativ|esperad|correspond|normal$|sentido|correto|certo$|adequad|conforme|consistent|dentro|alinhad|proporcional|justo|previst|acordo)/;
const INCOHERENT =
  /^(incoeren(t|c)|incompativ|inesperad|inconsistent|exagerad|errad|estranh|diferent|acima|deveria|absurd)/;

/** Whether the configuration explains the measurement: memory near what was reserved, CPU within the processors given. */
export function isCoherent(config: VmConfig, measured: Measurement): boolean {
  const cpuLimit = (config.vm_vcpus / Math.max(1, config.host_nucleos)) * 100;
  return measured.mem_mb <= config.vm_ram_mb * 1.3 + 200 && measured.cpu_pct <= cpuLimit * 1.15 + 3;
}

export function judgeCoherence(
  reading: Reading,
  config: VmConfig,
  measured: Measurement,
  findings: Findings,
): void {
  const { words } = reading;
  const truth = isCoherent(config, measured);
  // Far less memory than was reserved can be argued both ways: the guest has not touched it yet.
  const open = measured.mem_mb < config.vm_ram_mb * 0.6;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const positive = COHERENT.test(word);
    const negative = INCOHERENT.test(word);
    if (!positive && !negative) continue;
    if (
      /^(diferent|errad|acima|deveria|certo$|dentro|exagerad|normal$|correto|sentido|estranh)/.test(word) &&
      !nearby(
        reading,
        i,
        i + 1,
        8,
        /^(config|reserv|defini|aloc|dei$|escolh|esperad|consum|us|faz|deveria|gast|valor|coloqu|separ|que|acordo)/,
      )
    )
      continue;
    if (words[i + 1] === '?') continue;
    const denied = reading.negated[i] === 1;
    const says = negative ? denied : !denied;
    const span: Match = { from: i, to: i + 1, tokens: [i], form: 'coerência' };
    if (says === truth || open) {
      if (!findings.found.has('coerencia_errada')) findings.found.set('coerencia_certa', span);
    } else {
      findings.found.delete('coerencia_certa');
      findings.found.set('coerencia_errada', span);
    }
  }
}

/** Configuration spoken of in words: "que eu configurei", "a RAM reservada". */
export function speaksOfConfig(reading: Reading, findings: Findings): void {
  if (findings.found.has('compara_config')) return;
  for (let i = 0; i < reading.words.length; i++) {
    if (
      /^(configurei|configurado|configurada|configurados|configuradas|configuramos|reservei|reservada|reservado|aloquei|alocada|alocado|defini|dei|coloquei|separei|escolhi|atribui|definido|definida)$/.test(
        reading.words[i] ?? '',
      )
    ) {
      if (
        nearby(
          reading,
          i,
          i + 1,
          8,
          /^(memoria|ram|mem|cpu|cpus|nucleo|nucleos|processador|processadores|vcpu|vcpus|disco|porque|pois|limite|valor)$/,
        )
      ) {
        findings.found.set('compara_config', { from: i, to: i + 1, tokens: [i], form: 'configuração' });
        return;
      }
    }
  }
}
