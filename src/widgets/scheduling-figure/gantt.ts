// One run as a Gantt chart: a row a program, bars as high as they are fast, and a row for what no program gained.
import { toNumber, type Run, type Segment } from '../../scheduling/index.ts';
import { box, drawing, label, shape, tenth, type Shape } from '../shared/drawing.ts';

const [WIDTH, LEFT, ROW, BAR] = [400, 62, 26, 20];

/** Distance between two marks of the time axis, of 1, 2 or 5 times a power of ten: at most eight marks. */
export function tickEvery(length: number): number {
  const least = Math.max(1, length / 8);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= least) ?? 10 * power;
}

/** Guests have their hue, programs without a VMM are grey; the second logical processor is the full colour. */
function barKind({ logical, system }: Segment, run: Run): string {
  const { vmm } = run.final.configuration;
  const hue = !vmm ? 'outside' : system === 0 ? 'guest-a' : 'guest-b';
  return logical % 2 === 1 ? `${hue}-full` : hue;
}

/** The chart of `run` over `length` units of time (at least its own); `name` is what it shows, in words. */
export function gantt(run: Run, length: number, name: string): Shape {
  const { programs, configuration } = run.final;
  const rows = [...programs.map(({ id }) => id), 'troca', ...(configuration.vmm ? ['monitor'] : [])];
  const x = (time: number): number => LEFT + (time / Math.max(length, 1)) * (WIDTH - LEFT - 6);
  const bottom = rows.length * ROW;
  const lanes = configuration.threadsPerCore;
  const bars = run.segments.flatMap((segment): Shape[] => {
    const [from, to] = [x(toNumber(segment.start)), x(toNumber(segment.end))];
    if (segment.kind === 'idle') return [];
    if (segment.kind === 'run') {
      const high = Math.max(3, BAR * (segment.speed === null ? 1 : toNumber(segment.speed)));
      const base = (segment.program ?? 0) * ROW + 3 + BAR;
      return [box(from, base - high, to - from, high, barKind(segment, run), 1.5)];
    }
    const [row, kind] = segment.kind === 'switch' ? ['troca', 'switch'] : ['monitor', 'root-full'];
    const top = rows.indexOf(row) * ROW + 3 + ((segment.logical % lanes) * BAR) / lanes;
    return [box(from, top, to - from, BAR / lanes, kind, 0)];
  });
  const every = tickEvery(length);
  const ticks = Array.from({ length: Math.floor(length / every) + 1 }, (_, index) => index * every);
  const lettered = (id: string, index: number): string => {
    const group = configuration.vmm ? programs[index]?.group : undefined;
    return group === undefined ? id : `${id} (${group})`;
  };
  return drawing(
    name,
    WIDTH,
    bottom + 24,
    shape(
      'g',
      {},
      ...rows.flatMap((row, index) => [
        label(0, index * ROW + 18, lettered(row, index), index < programs.length ? '' : 'small'),
        shape('path', { class: 'rule', d: `M${LEFT} ${index * ROW + 3 + BAR}H${WIDTH - 6}` }),
      ]),
    ),
    shape('g', {}, ...bars),
    shape('path', { class: 'axis', d: `M${LEFT} ${bottom + 1}H${WIDTH - 4}` }),
    shape(
      'g',
      {},
      ...ticks.flatMap((tick) => [
        shape('path', { class: 'axis', d: `M${tenth(x(tick))} ${bottom + 1}v4` }),
        // The last mark may stand at the very edge, where half of a number would be outside.
        x(tick) > WIDTH - 14
          ? label(WIDTH, bottom + 18, `${tick}`, 'small', 'end')
          : label(x(tick), bottom + 18, `${tick}`, 'small', 'middle'),
      ]),
    ),
  );
}
