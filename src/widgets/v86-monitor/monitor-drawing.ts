// Who has the processor under one monitor, and the way just taken: down to the monitor dashed, back up solid.
import { MONITOR_NAMES, monitorEventText, WAY_NAMES } from '../../catalog/v86-texts.ts';
import type { Monitor, MonitorStep } from '../../v86/index.ts';
import { box, drawing, label, shape, type Shape } from '../shared/drawing.ts';

const [WIDTH, HEIGHT] = [300, 196];
const LEFT: readonly number[] = [4, 154];

function arrow(x: number, down: boolean, lit: boolean): Shape {
  const [from, to] = down ? [94, 144] : [144, 94];
  const neck = down ? to - 9 : to + 9;
  return shape(
    'g',
    { class: `${down ? 'exit' : 'entry'}${lit ? ' lit' : ''}` },
    shape('path', { class: 'shaft', d: `M${x} ${from}V${neck}` }),
    shape('path', { class: 'tip', d: `M${x} ${to}L${x - 6} ${neck}H${x + 6}Z` }),
  );
}

/** What one step did, in plain sentences. */
export const stepText = (monitor: Monitor, { events, state }: MonitorStep): string =>
  events.length === 0
    ? state.ended
      ? 'Os programas terminaram.'
      : 'Nada aconteceu ainda: A está na primeira instrução.'
    : events
        .map((event) => monitorEventText(event, monitor))
        .filter((text) => text !== '')
        .join(' ');

export function monitorDrawing(monitor: Monitor, last: MonitorStep): Shape {
  const { events, state } = last;
  const left = events.find((event) => event.kind === 'intercepted');
  const back = events.findLast((event) => event.kind === 'resumed');
  return drawing(
    `${MONITOR_NAMES[monitor]}. ${stepText(monitor, last)}`,
    WIDTH,
    HEIGHT,
    label(4, 16, monitor === 'v86' ? 'anel 3, em modo V86' : 'não-root', 'small'),
    ...state.tasks.flatMap((task, index): Shape[] => {
      const x = LEFT[index] ?? 4;
      const hue = index === 0 ? 'guest-a' : 'guest-b';
      const here = index === state.current && !state.ended;
      // Below IOPL 3 the monitor keeps the task's IF; otherwise it is the processor's, or the guest's own.
      const kept = monitor === 'v86' && state.configuration.iopl < 3 ? 'IF virtual' : 'IF';
      const interrupts = `${kept} = ${task.flags.interrupts ? 1 : 0}`;
      return [
        shape('g', { class: here ? 'here' : null }, box(x, 26, 138, 66, hue, 5)),
        label(x + 12, 47, task.id, `name ${hue}`),
        label(x + 25, 47, here ? 'executa' : task.status === 'ended' ? 'terminou' : 'espera', 'small'),
        label(x + 12, 67, interrupts, 'code'),
        label(x + 12, 84, task.output === '' ? '' : `“${task.output}”`, 'code'),
        arrow(x + 26, true, left?.task === task.id),
        arrow(x + 112, false, back?.task === task.id),
        label(x + 36, 124, left?.task === task.id ? WAY_NAMES[left.way] : '', 'small'),
      ];
    }),
    box(4, 146, 288, 46, 'root', 5),
    label(16, 166, 'monitor', 'name root'),
    label(16, 183, monitor === 'v86' ? 'modo protegido, anel 0' : 'root', 'small'),
    label(280, 174, left === undefined ? 'não foi chamado' : 'foi chamado', 'small', 'end'),
  );
}
