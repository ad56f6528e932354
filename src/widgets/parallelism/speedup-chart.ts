// The curves of Amdahl and Gustafson with a mark on each at the chosen number of processors.
import { amdahl, amdahlLimit, efficiency, gustafson, speedupCurve } from '../../parallelism/index.ts';
import { inPortuguese } from '../shared/controls.ts';
import { drawing, label, shape, tenth, type Shape } from '../shared/drawing.ts';
import { MOST_PROCESSORS, type SpeedupSetting } from './settings.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [400, 290, 34, 318, 22, 238];
const MARKS = [1, 16, 32, 48, 64];

export function speedupChart(setting: SpeedupSetting): Shape {
  const parallel = setting.parallel / 100;
  const x = (processors: number): number =>
    LEFT + ((processors - 1) / (MOST_PROCESSORS - 1)) * (RIGHT - LEFT);
  const y = (speedup: number): number => BOTTOM - ((speedup - 1) / (MOST_PROCESSORS - 1)) * (BOTTOM - TOP);
  const curve = speedupCurve(parallel, MOST_PROCESSORS);
  const path = (law: 'amdahl' | 'gustafson'): string =>
    curve
      .map(
        (point, index) => `${index === 0 ? 'M' : 'L'}${tenth(x(point.processors))} ${tenth(y(point[law]))}`,
      )
      .join('');
  const { processors } = setting;
  const last = curve.at(-1);
  const ends = { amdahl: y(last?.amdahl ?? 1), gustafson: y(last?.gustafson ?? 1) };
  // Two names at one height would be one on the other.
  const apart = Math.abs(ends.amdahl - ends.gustafson) < 16 ? 8 : 0;
  const limit = amdahlLimit(parallel);
  return drawing(
    `${speedupSentence(setting)} As curvas vão de 1 a ${MOST_PROCESSORS} processadores; os números estão na tabela.`,
    WIDTH,
    HEIGHT,
    shape('path', { class: 'axis', d: `M${LEFT} ${TOP - 8}V${BOTTOM}H${RIGHT + 6}` }),
    ...MARKS.flatMap((mark) => [
      label(x(mark), BOTTOM + 18, `${mark}`, 'small', 'middle'),
      label(LEFT - 7, y(mark) + 4, `${mark}`, 'small', 'end'),
    ]),
    label(LEFT, HEIGHT - 8, 'processadores', 'small'),
    label(LEFT + 8, 14, 'vezes mais rápido, ou mais trabalho', 'small'),
    limit <= MOST_PROCESSORS
      ? shape('path', { class: 'curve limit', d: `M${LEFT} ${tenth(y(limit))}H${RIGHT}` })
      : null,
    shape('path', { class: 'curve dashed', d: path('gustafson') }),
    shape('path', { class: 'curve', d: path('amdahl') }),
    label(RIGHT + 8, ends.gustafson + 4 - apart, 'Gustafson', 'small'),
    label(RIGHT + 8, ends.amdahl + 4 + apart, 'Amdahl', 'small'),
    shape('circle', {
      class: 'mark open',
      cx: tenth(x(processors)),
      cy: tenth(y(gustafson(parallel, processors))),
      r: 5,
    }),
    shape('circle', {
      class: 'mark',
      cx: tenth(x(processors)),
      cy: tenth(y(amdahl(parallel, processors))),
      r: 5.5,
    }),
  );
}

const times = (value: number): string => `${inPortuguese(value, 1)} ${value < 2 ? 'vez' : 'vezes'}`;

export function speedupSentence({ parallel, processors }: SpeedupSetting): string {
  const p = parallel / 100;
  const limit = amdahlLimit(p);
  const ceiling = Number.isFinite(limit)
    ? ` Com infinitos processadores, o mesmo trabalho não passaria de ${times(limit)}.`
    : '';
  const many = processors === 1 ? 'um processador' : `${processors} processadores`;
  return `Se ${parallel}% do trabalho se divide, ${many} fazem o mesmo trabalho ${times(amdahl(p, processors))} mais rápido (Amdahl), ou ${times(gustafson(p, processors))} o trabalho no mesmo tempo (Gustafson).${ceiling}`;
}

/** Rows for a few numbers of processors, the chosen one among them. */
export function speedupRows({ parallel, processors }: SpeedupSetting): string[][] {
  const p = parallel / 100;
  const counts = [...new Set([1, 2, 4, 8, 16, 32, 64, processors])].sort((a, b) => a - b);
  return counts.map((count) => {
    const faster = amdahl(p, count);
    return [
      `${count}`,
      inPortuguese(faster, 2),
      `${inPortuguese(100 * efficiency(faster, count))}%`,
      inPortuguese(gustafson(p, count), 2),
    ];
  });
}
