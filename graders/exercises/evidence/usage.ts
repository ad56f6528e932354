// What the machine's own process consumes, from the files first and from the form where no file says it.
import type { Measurement, VmConfig } from '../../answers/index.ts';
import { numberOf, textOf, type NamedReading } from '../../evidence/agreement.ts';
import type { NumbersByName } from '../../evidence/reading.ts';
import { megabytes, number, text, type Fields } from './form.ts';
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
  /** What is unknown of what the text is judged against, in Portuguese. */
  readonly missing: readonly string[];
}

/** Rounding, and another moment of the same machine. */
const TOLERANCE = 0.2;

export function usageOf(prepared: Prepared): Usage {
  const { files, form } = prepared;
  const { fields } = form;
  const list =
    ofFormat(files, 'procexp').find(({ reading }) => textOf(reading, 'vm_processo') !== null) ?? null;
  const metric = metricsOf(files);
  const listing =
    ofFormat(files, 'threads').find(({ reading }) => reading.facts.get('anfitriao')?.value === true) ?? null;
  const table =
    ofFormat(files, 'perf-csv').find(({ reading }) => textOf(reading, 'vm_processo') !== null) ?? null;
  const none: Measured = { value: null, file: null, key: '' };
  const from = (file: NamedReading | null, key: string, factor = 1): Measured | null => {
    const value = file === null ? null : numberOf(file.reading, key);
    return value === null ? null : { value: value * factor, file, key };
  };
  const stated = (value: number | null): Measured => ({ ...none, value });
  const memoryMb =
    from(list, 'vm_ram_kb', 1 / 1024) ??
    counter(files, 'memory') ??
    from(table, 'vm_ram_kb', 1 / 1024) ??
    from(listing, 'vm_ram_kb', 1 / 1024) ??
    (metric?.ramKb == null ? null : { value: metric.ramKb / 1024, file: metric.file, key: metric.name }) ??
    stated(megabytes(fields, 'vm-memoria'));
  // What `typeperf`, `top`, `ps` and `pidstat` call 100 % is one processor, not the whole computer.
  const counted = counter(files, 'cpu');
  const ofProcessor = from(listing, 'cpu_do_processo') ?? from(listing, 'cpu');
  const cpuPercent =
    from(list, 'vm_cpu') ??
    counted ??
    from(table, 'vm_cpu') ??
    (metric?.cpu == null ? null : { value: metric.cpu, file: metric.file, key: metric.name }) ??
    ofProcessor ??
    stated(number(fields, 'vm-cpu'));
  const ioMbPerSecond = counter(files, 'io') ?? ofLog(files) ?? stated(number(fields, 'vm-es'));
  const machine =
    files.find(({ reading }) => reading.format === 'vbox-log') ??
    files.find(({ reading }) => numberOf(reading, 'ram_mb') !== null) ??
    null;
  const configuredRamMb =
    (machine === null ? null : numberOf(machine.reading, 'ram_mb')) ??
    firstOfForms(prepared, (own) => megabytes(own, 'memoria'));
  const usage = { memoryMb, cpuPercent, ioMbPerSecond, configuredRamMb };
  const perProcessor = cpuPercent === counted || cpuPercent === ofProcessor;
  const places = placesOf(fields, list);
  const configuration = config(prepared, configuredRamMb, perProcessor ? cpuPercent.value : null);
  return {
    ...usage,
    statedRight: statedRight(fields, usage),
    measurement: measurement(fields, usage, places),
    config: configuration,
    missing: [
      ...(memoryMb.value === null ? ['a memória do processo'] : []),
      ...(cpuPercent.value === null ? ['a CPU'] : []),
      ...(ioMbPerSecond.value === null ? ['a E/S'] : []),
      ...(places === null ? ['a posição entre os processos'] : []),
      ...(configuration === null ? ['a configuração da máquina e a memória do computador'] : []),
    ],
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

function statedRight(fields: Fields, usage: Pick<Usage, 'memoryMb' | 'cpuPercent'>): number | null {
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

/** The process's place among the others, from the list of processes first; null where one of them is unknown. */
function placesOf(fields: Fields, list: NamedReading | null): Measurement['posicao'] | null {
  const of = (key: string, field: string) =>
    (list === null ? null : numberOf(list.reading, key)) ?? number(fields, field);
  const mem = of('vm_posicao_ram', 'posicao-em-memoria');
  const cpu = of('vm_posicao_cpu', 'posicao-em-cpu');
  const io = number(fields, 'posicao-em-es');
  const total = of('processos', 'total-de-processos');
  return mem === null || cpu === null || io === null || total === null ? null : { mem, cpu, io, de: total };
}

function measurement(
  fields: Fields,
  { memoryMb, cpuPercent, ioMbPerSecond }: Pick<Usage, 'memoryMb' | 'cpuPercent' | 'ioMbPerSecond'>,
  places: Measurement['posicao'] | null,
): Measurement | null {
  if (memoryMb.value === null || cpuPercent.value === null || ioMbPerSecond.value === null) return null;
  if (places === null) return null;
  return {
    mem_mb: memoryMb.value,
    cpu_pct: cpuPercent.value,
    io_mb_s: ioMbPerSecond.value,
    posicao: places,
    estado: text(fields, 'estado') ?? '',
  };
}

/** What the form of this exercise says, or else the form of exercise 6, where the machine was configured. */
function firstOfForms<T>({ form, machineForm }: Prepared, get: (fields: Fields) => T | null): T | null {
  return get(form.fields) ?? get(machineForm);
}

/**
 * The configuration, from the files first. `ofProcessor` is the CPU where it was measured in parts of one processor.
 * Null where the memory or the processors of the machine, or the memory of the computer, are unknown.
 */
function config(prepared: Prepared, ram: number | null, ofProcessor: number | null): VmConfig | null {
  // The log first: it says what was used.
  const files = [...ofFormat(prepared.files, 'vbox-log'), ...prepared.files];
  const fromFiles = (key: string): number | null => {
    const file = files.find(({ reading }) => numberOf(reading, key) !== null);
    return file === undefined ? null : numberOf(file.reading, key);
  };
  const cpus = fromFiles('cpus') ?? firstOfForms(prepared, (own) => number(own, 'processadores'));
  const host =
    fromFiles('host_ram_mb') ?? firstOfForms(prepared, (own) => megabytes(own, 'memoria-do-computador'));
  if (ram === null || cpus === null || host === null) return null;
  const cores =
    fromFiles('processadores_do_computador') ??
    firstOfForms(prepared, (own) => number(own, 'processadores-do-computador')) ??
    0;
  // Against parts of one processor the limit is as many hundreds as the machine has processors.
  const beyondShare = ofProcessor !== null && cores > 0 && ofProcessor > (cpus / cores) * 100;
  return {
    vm_ram_mb: ram,
    vm_vcpus: cpus,
    vm_disco_gb: Math.round(fromFiles('disco_gb') ?? 0),
    host_ram_gb: Math.round(host / 1024),
    host_nucleos: beyondShare ? 1 : cores,
    convidado:
      firstOfForms(prepared, (own) => text(own, 'sistema-convidado')) ??
      files.map(({ reading }) => textOf(reading, 'os_type')).find((type) => type !== null) ??
      '',
  };
}
