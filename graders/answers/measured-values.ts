// Exercise 7b: the values stated, in numbers or in words, each against its measurement or its configuration.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import type { Measurement, VmConfig } from './measured.ts';
import { after, asMatch, before, nearby, type Findings } from './measured-near.ts';
import { resourceOf, type Quantity } from './quantities.ts';

/** How far a value may be from the measured one: a fifth, or what rounding honestly loses. */
const TOLERANCE = 0.2;
const CONFIGURING =
  /^(config|reserv|defini|defin|dei$|deu$|dado|coloquei|coloqu|aloquei|aloc|separei|separ|atribu|escolh|determin|limit|disponib|dediqu|dedic|destin|estipul|pus$|botei|setei|ajustei|criei|instal|deixei|ganhou|recebeu)/;
const PEAK =
  /^(passa|passar|passava|passaria|ultrapassa|ultrapassar|pico|picos|chegou|chega|chegava|subiu|sobe|subia|maximo|abrir|ligar|inicializ|boot|durante|ate|limite|poderia|pode|podia|equivale|total|dos|deveria|menos|mais)$/;

function close(quantity: Quantity, measured: number, slack: number): boolean {
  const margin = Math.max(measured * TOLERANCE, slack);
  return quantity.low - margin <= measured && measured <= quantity.high + margin;
}

const exactly = (quantity: Quantity, value: number): boolean =>
  Math.abs(quantity.high - value) <= value * 0.06 ||
  Math.abs((quantity.high * 1000) / 1024 - value) <= value * 0.06;

function configured(reading: Reading, quantity: Quantity): boolean {
  return before(reading, quantity.from, 7, CONFIGURING) || after(reading, quantity.to, 6, CONFIGURING);
}
/** The values stated, each against its measurement or its configuration. */
export function judgeValues(
  quantities: readonly Quantity[],
  reading: Reading,
  config: VmConfig,
  measured: Measurement,
  findings: Findings,
): void {
  const right = new Map<string, Match>();
  const wrongs: { readonly id: string; readonly peak: boolean }[] = [];
  const hostShare = (config.vm_vcpus / Math.max(1, config.host_nucleos)) * 100;
  for (const quantity of quantities) {
    // What it "should" use is no claim about what it uses.
    if (before(reading, quantity.from, 4, /^(deveria|deveriam|poderia|devia|esperava|esperado)$/)) continue;
    const peak = nearby(reading, quantity.from, quantity.to, 3, PEAK);
    const state = (id: string, ok: boolean) => {
      if (ok) {
        if (!right.has(id)) right.set(id, asMatch(quantity));
      } else wrongs.push({ id, peak });
    };
    if (quantity.kind === 'rate') state('valor_es', close(quantity, measured.io_mb_s, 0.25));
    else if (quantity.kind === 'size') {
      const known = [config.host_ram_gb * 1024, config.vm_disco_gb * 1024, (config.host_ram_gb * 1024) / 2];
      if (configured(reading, quantity)) {
        const target = quantity.resource === 'disco' ? config.vm_disco_gb * 1024 : config.vm_ram_mb;
        if (exactly(quantity, target) || exactly(quantity, config.vm_ram_mb))
          findings.found.set('compara_config', asMatch(quantity));
        else if (close(quantity, measured.mem_mb, 60) && quantity.resource !== 'disco')
          state('valor_memoria', true);
        else if (!known.some((value) => exactly(quantity, value))) wrongs.push({ id: 'config', peak: false });
      } else if (quantity.resource === 'disco') {
        if (exactly(quantity, config.vm_disco_gb * 1024))
          findings.found.set('compara_config', asMatch(quantity));
      } else if (quantity.resource === 'es') {
        state('valor_es', close(quantity, measured.io_mb_s, 0.25));
      } else if (right.has('valor_memoria') && exactly(quantity, config.vm_ram_mb)) {
        findings.found.set('compara_config', asMatch(quantity));
      } else if (close(quantity, measured.mem_mb, 60)) state('valor_memoria', true);
      else if (exactly(quantity, config.vm_ram_mb)) findings.found.set('compara_config', asMatch(quantity));
      else {
        const extra =
          Math.abs(measured.mem_mb - config.vm_ram_mb - quantity.high) < 80 &&
          nearby(
            reading,
            quantity.from,
            quantity.to,
            5,
            /^(mais|acima|overhead|sobrecarga|diferenca|alem|extra)$/,
          );
        const host =
          known.some((value) => exactly(quantity, value)) &&
          nearby(
            reading,
            quantity.from,
            quantity.to,
            5,
            /^(total|dos|tenho|computador|notebook|pc|maquina|fisica|host|hospedeiro|anfitriao|instalada|livre|tem|disponivel)$/,
          );
        if (!extra && !host) state('valor_memoria', false);
      }
    } else if (quantity.kind === 'percent') {
      if (quantity.resource === 'memoria') {
        const ofHost = (measured.mem_mb / (config.host_ram_gb * 1024)) * 100;
        const ofGuest = (measured.mem_mb / config.vm_ram_mb) * 100;
        state('valor_memoria', close(quantity, ofHost, 3) || close(quantity, ofGuest, 3));
      } else if (quantity.resource === 'es' || quantity.resource === 'disco') continue;
      else if (close(quantity, measured.cpu_pct, 1)) state('valor_cpu', true);
      else if (!(Math.abs(quantity.high - hostShare) < 2 && (peak || configured(reading, quantity))))
        state('valor_cpu', false);
    } else if (quantity.kind === 'processors') {
      if (quantity.high === config.vm_vcpus) {
        if (!findings.found.has('compara_config')) findings.found.set('compara_config', asMatch(quantity));
      } else if (configured(reading, quantity) && quantity.high !== config.host_nucleos)
        wrongs.push({ id: 'config', peak: false });
    } else if (
      quantity.kind === 'bare' &&
      before(reading, quantity.from, 4, /^(memoria|mem|ram|cpu|io|entradasaida)$/)
    ) {
      if (quantity.resource === 'memoria' && quantity.high > 64)
        state('valor_memoria', close(quantity, measured.mem_mb, 60));
      else if (quantity.resource === 'memoria' && quantity.high < 64)
        state(
          'valor_memoria',
          close({ ...quantity, low: quantity.low * 1024, high: quantity.high * 1024 }, measured.mem_mb, 60),
        );
      else if (quantity.resource === 'cpu' && close(quantity, measured.cpu_pct, 1)) state('valor_cpu', true);
      else if (quantity.resource === 'es' && close(quantity, measured.io_mb_s, 0.25)) state('valor_es', true);
    }
  }
  for (const [id, match] of right) findings.found.set(id, match);
  const seen = new Set<string>();
  for (const { id, peak } of wrongs) {
    // A peak beside the right value is no contradiction; the same slip twice counts once.
    if ((peak && right.has(id)) || seen.has(id)) continue;
    seen.add(id);
    findings.errors++;
  }
}

const LITTLE =
  /^(pouco|pouca|pouquissimo|pouquissima|baixo|baixa|baixissimo|baixissima|minimo|minima|zero|desprezivel|quase|insignificante|leve|irrisorio|nada|tranquilo|moderado|menos|menor)$/;
export const MUCH =
  /^(muito|muita|bastante|alto|alta|elevado|elevada|pesado|pesada|grande|maior|mais|intenso|intensa|enorme)$/;

/** "CPU quase zero", "pouca E/S": an order of magnitude in place of a number. */
export function judgeMagnitudes(reading: Reading, measured: Measurement, findings: Findings): void {
  const { words, sentence } = reading;
  const names = { memoria: 'valor_memoria', cpu: 'valor_cpu', es: 'valor_es', disco: 'valor_es' } as const;
  for (let i = 0; i < words.length; i++) {
    const resource = resourceOf(words, i);
    if (!resource || findings.found.has(names[resource])) continue;
    for (let j = Math.max(0, i - 3); j < Math.min(words.length, i + 6); j++) {
      if (sentence[j] !== sentence[i] || j === i) continue;
      if (/^[,;]$/.test(words[j] ?? '')) {
        if (j > i) break;
        continue;
      }
      if (j > i + 1 && resourceOf(words, j)) break;
      const denied = reading.negated[j] === 1;
      const little =
        LITTLE.test(words[j] ?? '') !== denied && (LITTLE.test(words[j] ?? '') || MUCH.test(words[j] ?? ''));
      const much = MUCH.test(words[j] ?? '') && !denied;
      const fits =
        resource === 'memoria'
          ? much && measured.posicao.mem <= 5
          : resource === 'cpu'
            ? (little && measured.cpu_pct < 12) || (much && measured.cpu_pct >= 25)
            : (little && measured.io_mb_s < 2.5) || (much && measured.io_mb_s >= 5);
      if (fits) {
        findings.found.set(names[resource], {
          from: Math.min(i, j),
          to: Math.max(i, j) + 1,
          tokens: [i],
          form: 'ordem de grandeza',
        });
        break;
      }
    }
  }
}
