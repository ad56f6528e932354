// What the machine's own process consumes, from the files first and from the form where no file says it.
import type { Measurement, VmConfig } from '../../answers/index.ts';
import { numberOf, textOf, type NamedReading } from '../../evidence/agreement.ts';
import type { NumbersByName } from '../../evidence/reading.ts';
import { megabytes, number, text } from './form.ts';
import { ofFormat, type Prepared } from './work.ts';

export interface Measured {
  readonly value: number | null;
  /** Null where only the form says it. */
  readonly file: NamedReading | null;
  readonly key: string;
}

export interface Usage {
  readonly memoryMb: Measured;
  readonly cpuPercent: Measured;
  readonly ioMbPerSecond: Measured;
  readonly configuredRamMb: number | null;
  /** 0 to 1: how many of the numbers in the form agree with the files; null where none is stated. */
  readonly statedRight: number | null;
  /** For the grader of the free text; null where a number it needs is missing. */
  readonly measurement: Measurement | null;
  readonly config: VmConfig | null;
}

/** Rounding, and another moment of the same machine. */
const TOLERANCE = 0.2;

export function usageOf({ files, form }: Prepared): Usage {
  const { fields } = form;
  const list =
    ofFormat(files, 'procexp').find(({ reading }) => textOf(reading, 'vm_processo') !== null) ?? null;
  const metric = metricsOf(files);
  const listing =
    ofFormat(files, 'threads').find(({ reading }) => reading.facts.get('anfitriao')?.value === true) ?? null;
  const none: Measured = { value: null, file: null, key: '' };
  const fromList = (key: string, factor: number): Measured | null => {
    const value = list === null ? null : numberOf(list.reading, key);
    return value === null ? null : { value: value * factor, file: list, key };
  };
  const stated = (value: number | null): Measured => ({ ...none, value });
  const memoryMb =
    fromList('vm_ram_kb', 1 / 1024) ??
    counter(files, 'memory') ??
    (metric?.ramKb == null ? null : { value: metric.ramKb / 1024, file: metric.file, key: metric.name }) ??
    stated(megabytes(fields, 'vm-memoria'));
  const cpuPercent =
    fromList('vm_cpu', 1) ??
    counter(files, 'cpu') ??
    (metric?.cpu == null ? null : { value: metric.cpu, file: metric.file, key: metric.name }) ??
    (listing === null || numberOf(listing.reading, 'cpu') === null
      ? null
      : { value: numberOf(listing.reading, 'cpu'), file: listing, key: 'cpu' }) ??
    stated(number(fields, 'vm-cpu'));
  const ioMbPerSecond = counter(files, 'io') ?? ofLog(files) ?? stated(number(fields, 'vm-es'));
  const machine =
    files.find(({ reading }) => reading.format === 'vbox-log') ??
    files.find(({ reading }) => numberOf(reading, 'ram_mb') !== null) ??
    null;
  const configuredRamMb =
    machine === null
      ? megabytes(fields, 'memoria')
      : (numberOf(machine.reading, 'ram_mb') ?? megabytes(fields, 'memoria'));
  const usage = { memoryMb, cpuPercent, ioMbPerSecond, configuredRamMb };
  return {
    ...usage,
    statedRight: statedRight(fields, usage),
    measurement: measurement(fields, usage, list),
    config: config(fields, configuredRamMb, machine),
  };
}

/** Names of Windows' counters, in English and as translated. */
const counters = {
  memory: [
    /\\(?:working set|conjunto de trabalho|espacio de trabajo|bytes privados|private bytes)$/i,
    1 / 1_048_576,
  ],
  cpu: [
    /\\%? ?(?:% )?(?:processor time|tempo de processador|tempo do processador|tiempo de procesador)$/i,
    1,
  ],
  io: [/\\(?:IO|E\/S)[^\\]*(?:data bytes\/sec|bytes de dados[^\\]*|bytes de datos[^\\]*)$/i, 1 / 1_048_576],
} as const;

/** The mean of a counter of the machine's own process in a `typeperf` file. */
function counter(files: readonly NamedReading[], which: keyof typeof counters): Measured | null {
  const [name, factor] = counters[which];
  for (const file of ofFormat(files, 'perf-csv')) {
    const names = file.reading.more.get('contadores')?.value;
    const means = file.reading.more.get('medias')?.value;
    if (!Array.isArray(names) || !Array.isArray(means)) continue;
    const at = names.findIndex(
      (one) => /VirtualBoxVM|VBoxHeadless/i.test(String(one)) && name.test(String(one)),
    );
    const mean = at < 0 ? null : Number(means[at]);
    if (mean !== null && mean >= 0) return { value: mean * factor, file, key: 'contadores' };
  }
  return null;
}

/** What the machine's disks read and wrote over a whole session, which the log tells when it ends. */
function ofLog(files: readonly NamedReading[]): Measured | null {
  for (const file of ofFormat(files, 'vbox-log')) {
    const read = numberOf(file.reading, 'bytes_lidos');
    const written = numberOf(file.reading, 'bytes_gravados');
    const seconds = numberOf(file.reading, 'duracao_s');
    if (read === null || written === null || seconds === null || seconds <= 0) continue;
    return { value: (read + written) / 1_048_576 / seconds, file, key: 'bytes_lidos' };
  }
  return null;
}

interface Metric {
  readonly file: NamedReading;
  readonly name: string;
  readonly cpu: number | null;
  readonly ramKb: number | null;
}

/** The busiest machine of `metrics query`; the host is none. */
function metricsOf(files: readonly NamedReading[]): Metric | null {
  const file = ofFormat(files, 'metrics')[0];
  if (!file) return null;
  let best: Metric | null = null;
  for (const [name, fact] of file.reading.facts) {
    if (name === 'host' || name === 'host_ram_kb' || typeof fact.value !== 'object' || fact.value === null)
      continue;
    const numbers = fact.value as NumbersByName;
    const user = numbers['cpu_user'] ?? null;
    const kernel = numbers['cpu_kernel'] ?? null;
    const cpu = user === null || kernel === null ? null : user + kernel;
    if (best === null || (cpu ?? 0) > (best.cpu ?? 0))
      best = { file, name, cpu, ramKb: numbers['ram_kb'] ?? null };
  }
  return best;
}

function statedRight(
  fields: Prepared['form']['fields'],
  usage: Pick<Usage, 'memoryMb' | 'cpuPercent'>,
): number | null {
  const pairs = [
    [megabytes(fields, 'vm-memoria'), usage.memoryMb.file === null ? null : usage.memoryMb.value],
    [number(fields, 'vm-cpu'), usage.cpuPercent.file === null ? null : usage.cpuPercent.value],
  ] as const;
  if (pairs.every(([said]) => said === null)) return null;
  const near = (said: number, truth: number) => Math.abs(said - truth) <= Math.max(0.5, truth * TOLERANCE);
  return (
    pairs.filter(([said, truth]) => said !== null && truth !== null && near(said, truth)).length /
    pairs.length
  );
}

function measurement(
  fields: Prepared['form']['fields'],
  usage: Pick<Usage, 'memoryMb' | 'cpuPercent' | 'ioMbPerSecond'>,
  list: NamedReading | null,
): Measurement | null {
  const of = (key: string, field: string) =>
    (list === null ? null : numberOf(list.reading, key)) ?? number(fields, field);
  const mem = of('vm_posicao_ram', 'posicao-em-memoria');
  const cpu = of('vm_posicao_cpu', 'posicao-em-cpu');
  const io = number(fields, 'posicao-em-es');
  const total = of('processos', 'total-de-processos');
  const { memoryMb, cpuPercent, ioMbPerSecond } = usage;
  if (memoryMb.value === null || cpuPercent.value === null || ioMbPerSecond.value === null) return null;
  if (mem === null || cpu === null || io === null || total === null) return null;
  return {
    mem_mb: memoryMb.value,
    cpu_pct: cpuPercent.value,
    io_mb_s: ioMbPerSecond.value,
    posicao: { mem, cpu, io, de: total },
    estado: text(fields, 'estado') ?? '',
  };
}

function config(
  fields: Prepared['form']['fields'],
  ram: number | null,
  machine: NamedReading | null,
): VmConfig | null {
  const cpus =
    (machine === null ? null : numberOf(machine.reading, 'cpus')) ?? number(fields, 'processadores');
  const host =
    (machine === null ? null : numberOf(machine.reading, 'host_ram_mb')) ??
    megabytes(fields, 'memoria-do-computador');
  if (ram === null || cpus === null || host === null) return null;
  return {
    vm_ram_mb: ram,
    vm_vcpus: cpus,
    vm_disco_gb: number(fields, 'disco-gb') ?? 0,
    host_ram_gb: Math.round(host / 1024),
    host_nucleos: number(fields, 'nucleos-do-computador') ?? 0,
    convidado:
      text(fields, 'sistema-convidado') ??
      (machine === null ? '' : (textOf(machine.reading, 'os_type') ?? '')),
  };
}
