// The criteria that are shown agree with the grade, whatever kept it down.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { levelled } from './agreeing-criteria.ts';
import { gradeAnswer, LESSON_NAMES, loadRubric } from './index.ts';
import type { Rubric } from './rubric.ts';
import type { Result } from '../engine/result.ts';

const rubric: Rubric = (() => {
  const file = join(import.meta.dirname, '../../exercises/02-hyperthreading/rubrica.yaml');
  const loaded = loadRubric(parse(readFileSync(file, 'utf8')), LESSON_NAMES);
  if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
  return loaded.rubric;
})();
const graded = (text: string): Result => gradeAnswer(rubric, text);
const sumOf = ({ criteria }: Result): number => criteria.reduce((sum, one) => sum + one.points, 0);
const both =
  'O HyperThreading faz um núcleo físico aparecer como dois processadores lógicos ao sistema operacional. Eles dividem as unidades de execução e aproveitam o que ficaria ocioso.';

describe('the criteria agree with the grade', () => {
  it('meets no criterion with a list of terms, and asks for sentences', () => {
    const result = graded(
      'hyperthreading, processador lógico, núcleo, registradores, unidades de execução, cache, threads, desempenho, recursos ociosos',
    );
    expect(result.score).toBe(1);
    expect(sumOf(result)).toBe(1);
    expect(result.criteria.map(({ verdict }) => verdict)).toEqual(['partly', 'partly']);
    for (const { message } of result.criteria)
      expect(message).toContain('nenhuma frase diz como elas se ligam');
    expect(result.next).toMatch(/^Escreva frases que liguem esses termos/);
  });

  it('lowers both criteria where a misconception keeps the grade down, and writes the sum', () => {
    const result = graded(`${both} É a virtualização do processador.`);
    expect(result.score).toBe(2);
    expect(sumOf(result)).toBe(3);
    expect(result.criteria.map(({ verdict }) => verdict)).toEqual(['contradicted', 'contradicted']);
    expect(result.notes).toContain('Os critérios somam 3 e o engano desconta 1: 3 − 1 = 2.');
  });

  it('leaves the criteria whole where only a deduction lowers the grade, and writes the sum', () => {
    const result = graded(`${both} O desempenho dobra.`);
    expect(result.score).toBe(3);
    expect(result.criteria.map(({ verdict }) => verdict)).toEqual(['met', 'met']);
    expect(result.notes).toContain('Os critérios somam 4 e o engano desconta 1: 4 − 1 = 3.');
  });

  it('tells the learner of the deduction without asking of him what only the teacher does', () => {
    const { review } = graded(`${both} O desempenho dobra.`);
    expect(review?.reason).toContain('confira o desconto');
    expect(review?.told).toBeDefined();
    expect(review?.told).not.toMatch(/confira|aluno/);
  });

  it('says nothing of a sum where nothing was deducted', () => {
    const result = graded(both);
    expect(result.score).toBe(4);
    expect(result.notes).toEqual([]);
  });
});

test('levelled points never grow, never go below zero, and sum to what is allowed', () => {
  const quarters = fc.integer({ min: 0, max: 16 }).map((n) => n / 4);
  fc.assert(
    fc.property(fc.array(quarters, { maxLength: 6 }), quarters, (points, most) => {
      const lowered = levelled(points, most);
      const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
      expect(sum(lowered)).toBeCloseTo(Math.min(most, sum(points)));
      lowered.forEach((one, i) => {
        expect(one).toBeGreaterThanOrEqual(0);
        expect(one).toBeLessThanOrEqual(points[i] ?? 0);
      });
    }),
  );
});
