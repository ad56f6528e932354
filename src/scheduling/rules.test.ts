// The rules that step.ts and settle.ts state in words, one small run each.
import { expect, test } from 'vitest';
import { toText } from './rational.ts';
import { run, type Run } from './run.ts';
import { NO_COSTS, program, type Configuration, type Program } from './workload.ts';

function ran(configuration: Configuration): Run {
  const result = run(configuration);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.run;
}
function native(programs: readonly Program[], change: Partial<Configuration> = {}): Run {
  const { cores = 1, threadsPerCore = 1 } = change;
  const systems = [{ id: 'host', processors: cores * threadsPerCore, programs }];
  return ran({ cores, threadsPerCore, vmm: false, systems, figures: { ...NO_COSTS }, ...change });
}
const completed = (one: Run): (string | null)[] =>
  one.measures.programs.map((each) => each.completed && toText(each.completed));

test('two programs go to two cores before they share one', () => {
  const two = ['P1', 'P2'].map((id) => program({ id, work: 10 }));
  const spread = native(two, { cores: 2, threadsPerCore: 2 });
  expect(completed(spread)).toEqual(['10', '10']);
  expect(new Set(spread.segments.filter((one) => one.kind === 'run').map((one) => one.core)).size).toBe(2);
});

test('who arrives at the instant a slice ends goes ahead of who is preempted', () => {
  const programs = [program({ id: 'P1', work: 20 }), program({ id: 'P2', work: 10, arrival: 10 })];
  expect(completed(native(programs))).toEqual(['30', '20']);
});

test('waiting for a device is not waiting for the processor', () => {
  const { measures } = native([program({ id: 'P', work: 10, arrival: 5, io: [{ afterWork: 4, wait: 30 }] })]);
  const [one] = measures.programs;
  if (!one?.waiting || !one.turnaround) throw new Error('not completed');
  expect([one.turnaround, one.running, one.blocked, one.waiting].map(toText)).toEqual([
    '40',
    '10',
    '30',
    '0',
  ]);
});

test('the use of the units is over all cores', () => {
  const half = ['P1', 'P2'].map((id) => program({ id, work: 10, demand: { alu: 50, fp: 20 } }));
  const { unitUse } = native(half, { cores: 2 }).measures;
  expect([unitUse.alu, unitUse.fp, unitUse.mem].map(toText)).toEqual(['1/2', '1/5', '0']);
});

test('a program that ends as its guest’s slice ends still costs the exit, where the guest has more to run', () => {
  const figures = { ...NO_COSTS, quantum: 100, vmmQuantum: 10, exitCost: 2 };
  const guest = (id: string, ids: string[]): Configuration['systems'][number] => ({
    id,
    processors: 1,
    programs: ids.map((name) => program({ id: name, work: 10 })),
  });
  const systems = [guest('A', ['A1', 'A2']), guest('B', ['B1'])];
  const one = ran({ cores: 1, threadsPerCore: 1, vmm: true, systems, figures });
  // A1 to 10, exit to 12, B1 to 22, HLT exit to 24, A2 to 34.
  expect(completed(one)).toEqual(['10', '34', '22']);
  expect(one.measures.exits).toMatchObject({ 'vmm-timer': 1, halt: 1 });
});
