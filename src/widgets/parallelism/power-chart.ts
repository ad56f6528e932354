// Frequency against power: what some cores at some frequency spend and do, beside one core at the usual frequency.
import { bestCores, equalPowerCurve, relativePerformance, relativePower } from '../../parallelism/index.ts';
import { inPortuguese } from '../shared/controls.ts';
import { box, drawing, label, shape, tenth, type Shape } from '../shared/drawing.ts';
import { MOST_CORES, type PowerSetting } from './settings.ts';

const [WIDTH, LEFT] = [400, 1];

interface Relative {
  readonly power: number;
  readonly work: number;
}

const relative = ({ cores, frequency, parallel }: PowerSetting): Relative => ({
  power: relativePower(cores, frequency / 100),
  work: relativePerformance(cores, frequency / 100, parallel / 100),
});

export function powerChart(setting: PowerSetting): Shape {
  const { power, work } = relative(setting);
  const most = Math.max(2, power, work);
  const length = (value: number): number => (value / most) * (WIDTH - 46);
  const one = LEFT + length(1);
  const bar = (row: number, name: string, value: number, kind: string): Shape[] => [
    label(0, row * 58 + 16, name, 'name'),
    box(LEFT, row * 58 + 24, length(value), 22, kind),
    label(LEFT + length(value) + 8, row * 58 + 40, `${inPortuguese(value, 2)}`),
  ];
  return drawing(
    powerSentence(setting),
    WIDTH,
    156,
    ...bar(0, 'potência', power, 'outside-full'),
    ...bar(1, 'trabalho por tempo', work, 'hollow'),
    shape('path', { class: 'axis', d: `M${tenth(one)} 20V130`, 'stroke-dasharray': '3 3' }),
    label(
      one,
      148,
      '1: um núcleo à frequência de sempre',
      'small',
      one > 300 ? 'end' : one < 120 ? 'start' : 'middle',
    ),
  );
}

const times = (value: number): string => `${inPortuguese(value, 2)} ${value < 2 ? 'vez' : 'vezes'}`;

export function powerSentence(setting: PowerSetting): string {
  const { cores, frequency, parallel } = setting;
  const { power, work } = relative(setting);
  const many = cores === 1 ? 'Um núcleo' : `${cores} núcleos`;
  const verb = cores === 1 ? 'gasta' : 'gastam';
  const shared =
    cores === 1 ? '' : parallel === 100 ? ', se tudo se divide,' : ` com ${parallel}% do trabalho dividido`;
  const better =
    work > power
      ? 'O trabalho cresce mais que o calor.'
      : work < power
        ? 'O calor cresce mais que o trabalho.'
        : 'É o ponto de partida.';
  return `${many} a ${frequency}% da frequência ${verb} ${times(power)} a potência de um e ${cores === 1 ? 'faz' : 'fazem'}${shared} ${times(work)} o trabalho. ${better}`;
}

/** At equal power: how many cores do most. */
export function bestInWords(parallel: number): string {
  const best = bestCores(parallel / 100, MOST_CORES);
  return `Com a potência de um núcleo e ${parallel}% do trabalho dividido, o melhor número de núcleos, de 1 a ${MOST_CORES}, é ${best}.`;
}

export const equalPowerRows = (parallel: number): string[][] =>
  equalPowerCurve(parallel / 100, MOST_CORES)
    .filter(({ cores }) => [1, 2, 3, 4, 6, 8, 12, 16].includes(cores))
    .map(({ cores, frequency, performance }) => [
      `${cores}`,
      `${inPortuguese(100 * frequency)}%`,
      inPortuguese(performance, 2),
    ]);
