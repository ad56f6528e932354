import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WorkItem } from '../../../graders/engine/work-file.ts';
import { compareWork } from './merge-work.ts';

const item = (id: string, text: string, rest: Partial<WorkItem> = {}): WorkItem => ({
  kind: 'resposta',
  id,
  text,
  tries: 1,
  passed: false,
  ...rest,
});

it('tells what is new, the same, and in conflict', () => {
  const here = [item('1', 'a'), item('2', 'b'), item('3', 'só aqui')];
  const there = [item('1', 'a\n', { tries: 3, passed: true }), item('2', 'outro'), item('4', 'novo')];
  const { fresh, same, conflicts } = compareWork(here, there);
  expect(fresh).toEqual([there[2]]);
  expect(same).toEqual([item('1', 'a', { tries: 3, passed: true })]);
  expect(conflicts).toEqual([{ here: here[1], there: there[1] }]);
});

it('keeps a program and an answer of the same name apart', () => {
  const { fresh } = compareWork([item('1', 'a')], [item('1', 'b', { kind: 'programa' })]);
  expect(fresh).toHaveLength(1);
});

it('loses nothing: every item of the file is new, the same or in conflict', () => {
  const items = fc.uniqueArray(fc.tuple(fc.constantFrom('1', '2', '3', '4'), fc.constantFrom('a', 'b')), {
    selector: ([id]) => id,
  });
  fc.assert(
    fc.property(items, items, (here, there) => {
      const { fresh, same, conflicts } = compareWork(
        here.map(([id, text]) => item(id, text)),
        there.map(([id, text]) => item(id, text)),
      );
      expect(fresh.length + same.length + conflicts.length).toBe(there.length);
    }),
  );
});
