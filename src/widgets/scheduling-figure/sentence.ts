// One plain sentence on what the runs show, and the figures in words. All numbers come from the model's measures.
import { ARRANGEMENT_NAMES } from '../../catalog/scheduling-texts.ts';
import {
  toNumber,
  type Arrangement,
  type Measures,
  type Rational,
  type Run,
} from '../../scheduling/index.ts';
import { inPortuguese } from '../shared/controls.ts';

export type Runs = ReadonlyMap<Arrangement, Run>;

/** Relative difference of time below which two runs count as alike. */
const ALIKE = 0.02;

/** Whether the second run took less time than the first, as much, or more. */
export function verdict(before: Measures, after: Measures): 'helps' | 'alike' | 'hurts' {
  const ratio = toNumber(after.makespan) / toNumber(before.makespan);
  return ratio < 1 - ALIKE ? 'helps' : ratio > 1 + ALIKE ? 'hurts' : 'alike';
}

export const amount = (value: Rational | null, digits = 1): string =>
  value === null ? '–' : inPortuguese(toNumber(value), digits);
export const percent = (value: Rational): string => `${inPortuguese(100 * toNumber(value))}%`;
const times = (count: number, one: string, many: string): string =>
  `${inPortuguese(count)} ${count === 1 ? one : many}`;

function hyperThreading(before: Measures, after: Measures, place: string): string {
  const numbers = `${amount(before.makespan)} sem ele, ${amount(after.makespan)} com ele`;
  switch (verdict(before, after)) {
    case 'helps':
      return `${place} o HyperThreading ajuda: o conjunto termina antes (${numbers}).`;
    case 'alike':
      return `${place} o HyperThreading quase não muda o tempo do conjunto (${numbers}).`;
    case 'hurts':
      return `${place} o HyperThreading atrapalha: o conjunto termina depois (${numbers}).`;
  }
}

function virtualization(before: Measures, after: Measures): string {
  const exits = times(after.exitTotal, 'saída', 'saídas');
  const numbers = `${amount(before.makespan)} sem máquinas virtuais, ${amount(after.makespan)} com elas`;
  const time = toNumber(after.makespan) - toNumber(before.makespan);
  if (time > 0)
    return `As máquinas virtuais não criam processador: dividem o que há, e o monitor fica com o tempo de ${exits} (${numbers}).`;
  return `Com máquinas virtuais o conjunto não demora mais (${numbers}), com ${exits} para o monitor.`;
}

/** What the runs shown have to say, put together. */
export function sentence(runs: Runs): string {
  const [plain, smt, vm, both] = (
    ['multitasking', 'hyperthreading', 'virtualization', 'virtualization-hyperthreading'] as const
  ).map((one) => runs.get(one)?.measures);
  const parts = [
    plain && smt && hyperThreading(plain, smt, 'Com estes programas,'),
    plain && vm && virtualization(plain, vm),
    vm && both && hyperThreading(vm, both, 'Dentro das máquinas virtuais,'),
  ].filter((part): part is string => typeof part === 'string');
  if (parts.length > 0) return parts.join(' ');
  const [arrangement, one] = [...runs][0] ?? [];
  return arrangement && one ? alone(arrangement, one.measures) : 'Não há o que mostrar.';
}

/** What one arrangement shows by itself: how many run at a time, and what the turns cost. */
function alone(arrangement: Arrangement, measures: Measures): string {
  const end = `O conjunto termina em ${amount(measures.makespan)} unidades de tempo`;
  const wait = `cada programa espera a vez, em média, por ${amount(measures.meanWaiting)}`;
  const logical = arrangement.endsWith('hyperthreading') ? 'em cada processador lógico ' : '';
  return arrangement.startsWith('virtualization')
    ? `Em cada instante ${logical}roda uma máquina só, ou o monitor, que atende ${times(measures.exitTotal, 'saída', 'saídas')}. ${end}, e ${wait}.`
    : `Em cada instante ${logical}roda um programa só; ao todo, há ${times(measures.switches, 'troca', 'trocas')}. ${end}, e ${wait}.`;
}

/** What one chart shows, for who does not see it. */
export function chartName(arrangement: Arrangement, { measures, segments, final }: Run): string {
  const turns = final.programs.map(
    ({ id }, index) =>
      `${id} roda em ${times(segments.filter((one) => one.kind === 'run' && one.program === index).length, 'trecho', 'trechos')}`,
  );
  return `${ARRANGEMENT_NAMES[arrangement]}, ao longo do tempo: ${turns.join(', ')}; tudo termina em ${amount(measures.makespan)}. Os números estão na tabela.`;
}
