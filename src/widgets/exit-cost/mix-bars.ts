// What a mix costs on the three systems, as bars: the computation alike in all, and what is spent on top.
import { SYSTEM_NAMES } from '../../catalog/exit-cost-texts.ts';
import { compareSystems, SYSTEMS, type System } from '../../exit-cost/index.ts';
import { box, drawing, label, type Shape } from '../shared/drawing.ts';
import { costsOf, totalInWords, type Setting } from './mix-sentence.ts';

const [WIDTH, ROW] = [400, 50];
const KINDS: Readonly<Record<System, string>> = {
  native: 'outside',
  software: 'hollow',
  hardware: 'root-full',
};

export function mixBars(setting: Setting): Shape {
  const { totals, winner } = compareSystems(setting.mix, costsOf(setting));
  const most = Math.max(1, ...SYSTEMS.map((system) => totals[system].cycles));
  const x = (cycles: number): number => (cycles / most) * (WIDTH - 2);
  return drawing(
    `Ciclos da mistura. ${SYSTEMS.map((system) => `${SYSTEM_NAMES[system]}: ${totalInWords(totals[system])}`).join('; ')}.`,
    WIDTH,
    SYSTEMS.length * ROW + 18,
    ...SYSTEMS.flatMap((system, row): Shape[] => {
      const { cycles } = totals[system];
      const compute = x(setting.mix.compute);
      const wins = system === winner;
      return [
        label(0, row * ROW + 14, SYSTEM_NAMES[system] + (wins ? ' ✓ ganha' : ''), wins ? 'name' : ''),
        label(WIDTH, row * ROW + 14, totalInWords(totals[system]), 'small', 'end'),
        box(1, row * ROW + 20, compute, 18, 'free'),
        box(1 + compute, row * ROW + 20, x(cycles - setting.mix.compute), 18, KINDS[system]),
      ];
    }),
    label(
      0,
      SYSTEMS.length * ROW + 12,
      'tracejado: as contas, iguais nos três; cheio: as operações',
      'small',
    ),
  );
}
