// Exercise 7b: what an answer states about VirtualBox, against what was configured and measured.

import type { Reading } from './clauses.ts';
import type { Match } from './match.ts';
import { readQuantities, resourceOf, type Quantity } from './quantities.ts';
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

/** How far a value may be from the measured one: a fifth, or what rounding honestly loses. */
const TOLERANCE = 0.2;
const CONFIGURING =
  /^(config|reserv|defini|defin|dei$|deu$|dado|coloquei|coloqu|aloquei|aloc|separei|separ|atribu|escolh|determin|limit|disponib|dediqu|dedic|destin|estipul|pus$|botei|setei|ajustei|criei|instal|deixei|ganhou|recebeu)/;
const PEAK =
  /^(pico|picos|chegou|chega|chegava|subiu|sobe|subia|maximo|abrir|ligar|inicializ|boot|durante|ate|limite|poderia|pode|podia|equivale|total|dos|deveria|menos|mais)$/;
const WORST = 3;

function close(quantity: Quantity, measured: number, slack: number): boolean {
  const margin = Math.max(measured * TOLERANCE, slack);
  return quantity.low - margin <= measured && measured <= quantity.high + margin;
}

const exactly = (quantity: Quantity, value: number): boolean =>
  Math.abs(quantity.high - value) <= value * 0.06 ||
  Math.abs((quantity.high * 1000) / 1024 - value) <= value * 0.06;

interface Findings {
  readonly found: Map<string, Match | null>;
  errors: number;
}

/** A word of the pattern within `margin` tokens of the span, in the same sentence. */
function nearby(reading: Reading, from: number, to: number, margin: number, test: RegExp): boolean {
  for (let i = Math.max(0, from - margin); i < Math.min(reading.words.length, to + margin); i++) {
    if (
      (i < from || i >= to) &&
      reading.sentence[i] === reading.sentence[from] &&
      test.test(reading.words[i] ?? '')
    )
      return true;
  }
  return false;
}

/** Words before the span only, without crossing a comma. */
function before(reading: Reading, from: number, margin: number, test: RegExp): boolean {
  for (let i = from - 1; i >= Math.max(0, from - margin); i--) {
    if (reading.sentence[i] !== reading.sentence[from] || /^[,;:(/]$/.test(reading.words[i] ?? ''))
      return false;
    if (test.test(reading.words[i] ?? '')) return true;
  }
  return false;
}

function configured(reading: Reading, quantity: Quantity): boolean {
  return before(reading, quantity.from, 7, CONFIGURING) || after(reading, quantity.to, 6, CONFIGURING);
}

function after(reading: Reading, to: number, margin: number, test: RegExp): boolean {
  for (let i = to; i < Math.min(reading.words.length, to + margin); i++) {
    if (reading.sentence[i] !== reading.sentence[to - 1] || /^[,;:)/]$/.test(reading.words[i] ?? ''))
      return false;
    if (test.test(reading.words[i] ?? '')) return true;
  }
  return false;
}

function asMatch(quantity: Quantity): Match {
  return { from: quantity.from, to: quantity.to, tokens: [quantity.from], form: 'medida' };
}

/** The values stated, each against its measurement or its configuration. */
function judgeValues(
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
const MUCH =
  /^(muito|muita|bastante|alto|alta|elevado|elevada|pesado|pesada|grande|maior|mais|intenso|intensa|enorme)$/;

/** "CPU quase zero", "pouca E/S": an order of magnitude in place of a number. */
function judgeMagnitudes(reading: Reading, measured: Measurement, findings: Findings): void {
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

const CONSUME =
  /^(consom|consum|gast|us|utiliz|ocup|pes|exig|demand|come|puxa|lugar|colocad|rank|top|lista|process|posic)/;

/** "é um dos que mais consomem", "1º em memória", "menos que o navegador": against the rank. */
function judgePosition(
  quantities: readonly Quantity[],
  reading: Reading,
  measured: Measurement,
  findings: Findings,
): void {
  const { words, sentence } = reading;
  const { posicao } = measured;
  const rankOf = { memoria: posicao.mem, cpu: posicao.cpu, es: posicao.io, disco: posicao.io } as const;
  let right: Match | null = null;
  let wrong: Match | null = null;
  for (const quantity of quantities) {
    if (quantity.kind !== 'rank' || quantity.low > posicao.de) continue;
    const rank = quantity.resource ? rankOf[quantity.resource] : posicao.mem;
    if (Math.abs(rank - quantity.low) <= (quantity.low > 3 ? 1 : 0)) right ??= asMatch(quantity);
    else if (quantity.resource || !Object.values(posicao).includes(quantity.low)) wrong ??= asMatch(quantity);
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const top =
      word === 'mais' ||
      word === 'maior' ||
      word === 'maiores' ||
      word === 'most' ||
      word === 'campeao' ||
      word === 'lider' ||
      word === 'topo';
    const bottom = word === 'menos' || word === 'menor' || word === 'menores' || word === 'least';
    if (!top && !bottom) continue;
    const superlative =
      word === 'campeao' ||
      word === 'lider' ||
      word === 'topo' ||
      (/^(que|dos|o|um|os|entre|the)$/.test(words[i - 1] ?? '') && nearby(reading, i, i + 1, 4, CONSUME)) ||
      nearby(reading, i, i + 1, 1, /^(consom|consum|gast)/);
    if (!superlative || (/^(ou|do|que)$/.test(words[i + 1] ?? '') && word !== 'campeao')) continue;
    const negated = reading.negated[i] === 1;
    const resources = new Set<'memoria' | 'cpu' | 'es'>();
    let everything = false;
    for (let j = i - 4; j < i + 10; j++) {
      if (j < 0 || j >= words.length || sentence[j] !== sentence[i]) continue;
      if (
        j > i &&
        /^(mas|porem|e|enquanto)$/.test(words[j] ?? '') &&
        /^(nao|pouc|menos|em|na|no)$/.test(words[j + 1] ?? '') &&
        resources.size > 0
      )
        break;
      if (j < i && (words[j] === ',' || words[j] === '.')) resources.clear();
      if (j > i && words[j] === ',') break;
      const found = resourceOf(words, j);
      if (found) resources.add(found === 'disco' ? 'es' : found);
      if (words[j] === 'tudo' || words[j] === 'todos') everything = true;
    }
    const ranks = everything
      ? [posicao.mem, posicao.cpu, posicao.io]
      : resources.size > 0
        ? [...resources].map((name) => rankOf[name])
        : [Math.min(posicao.mem, posicao.cpu)];
    const one =
      /^(dos|os|entre)$/.test(words[i - 2] ?? '') ||
      /^(dos|os|maiores|menores)$/.test(words[i - 1] ?? '') ||
      /^dos$/.test(words[i - 3] ?? '');
    const limit = one ? Math.max(5, Math.ceil(posicao.de * 0.05)) : WORST;
    const high = ranks.every((rank) => rank <= limit);
    const ok = top !== negated ? high : ranks.every((rank) => rank > limit);
    const span: Match = {
      from: Math.max(0, i - 2),
      to: Math.min(words.length, i + 3),
      tokens: [i],
      form: 'posição',
    };
    if (ok) right ??= span;
    else wrong ??= span;
  }
  if (wrong) findings.found.set('posicao_errada', wrong);
  if (right && !wrong) findings.found.set('posicao_certa', right);
}

const COHERENT =
  /^(coerent|condiz|bate$|batem$|bateu|compativ|esperad|correspond|normal$|sentido|correto|certo$|adequad|conforme|consistent|dentro|alinhad|proporcional|justo|previst|acordo)/;
const INCOHERENT =
  /^(incoerent|incompativ|inesperad|inconsistent|exagerad|errad|estranh|diferent|acima|deveria|absurd)/;

/** Whether the configuration explains the measurement: memory near what was reserved, CPU within the processors given. */
export function isCoherent(config: VmConfig, measured: Measurement): boolean {
  const cpuLimit = (config.vm_vcpus / Math.max(1, config.host_nucleos)) * 100;
  return measured.mem_mb <= config.vm_ram_mb * 1.3 + 200 && measured.cpu_pct <= cpuLimit * 1.15 + 3;
}

function judgeCoherence(reading: Reading, config: VmConfig, measured: Measurement, findings: Findings): void {
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
function speaksOfConfig(reading: Reading, findings: Findings): void {
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
