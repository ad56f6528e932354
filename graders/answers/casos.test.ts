// The project's own answers, each with a teacher's grade: agreement, and the examples inside every rubric.

import { describe, expect, test } from 'vitest';
import { casesOf, EXERCISES, rubricOf, type Case } from '../../scripts/answer-cases.ts';
import { agreement } from './agreement.ts';
import { checkExamples, gradeAnswer } from './index.ts';

const grade = (entry: Case) =>
  gradeAnswer(rubricOf(entry.exercise), entry.text, {
    ...(entry.config ? { config: entry.config } : {}),
    ...(entry.medido ? { measured: entry.medido } : {}),
  });

describe.each(EXERCISES)('exercise %s', (exercise) => {
  const graded = casesOf(exercise).map((entry) => ({ entry, result: grade(entry) }));

  test('the examples of the rubric come out as it says', () => {
    expect(checkExamples(rubricOf(exercise))).toEqual([]);
  });

  test('agrees with the teacher', () => {
    const all = agreement(graded.map(({ entry, result }) => ({ gold: entry.gold, score: result.score })));
    const decided = graded.filter(({ result }) => result.review === null);
    const sure = agreement(decided.map(({ entry, result }) => ({ gold: entry.gold, score: result.score })));
    expect(all.kappa).toBeGreaterThan(0.85);
    expect(all.severe).toBeLessThan(0.06);
    expect(all.falsePass).toBeLessThan(0.02);
    expect(sure.kappa).toBeGreaterThan(0.88);
    expect(decided.length / graded.length).toBeGreaterThan(0.7);
  });

  test('the model answer passes with full marks', () => {
    if (exercise === '7b') return;
    const result = gradeAnswer(rubricOf(exercise), rubricOf(exercise).modelAnswer);
    expect(result.score).toBe(4);
    expect(result.misconceptions).toEqual([]);
  });

  test('no feedback gives the model answer away', () => {
    const model = rubricOf(exercise)
      .modelAnswer.split(/[.;:]/)
      .map((sentence) => sentence.trim());
    for (const { result } of graded) {
      const feedback = result.criteria
        .map((criterion) => `${criterion.message} ${criterion.hint ?? ''}`)
        .join(' ');
      for (const sentence of model) if (sentence.length > 20) expect(feedback).not.toContain(sentence);
    }
  });

  test('evidence quotes the answer where it stands', () => {
    for (const { entry, result } of graded) {
      for (const criterion of result.criteria) {
        for (const piece of criterion.evidence) {
          if (piece.kind !== 'text') continue;
          expect(entry.text.slice(piece.start, piece.end)).toBe(piece.quote);
          expect(piece.quote.length).toBeGreaterThan(0);
        }
      }
    }
  });

  test.each(['vazio', 'fora-do-assunto'])('%s earns nothing', (register) => {
    for (const { entry, result } of graded) {
      if (entry.register === register && entry.gold === 0)
        expect(result.score, entry.text).toBeLessThanOrEqual(1);
    }
  });

  test('lists of terms do not pass', () => {
    for (const { entry, result } of graded) {
      if (entry.register === 'palavras-chave') expect(result.score, entry.text).toBeLessThan(3);
    }
  });

  test('the question repeated earns nothing', () => {
    expect(gradeAnswer(rubricOf(exercise), rubricOf(exercise).question).score).toBe(0);
  });

  test('an English answer is graded and goes to the teacher', () => {
    for (const { entry, result } of graded) {
      if (entry.register !== 'ingles' || entry.text.split(' ').length < 8) continue;
      expect(result.review, entry.text).not.toBeNull();
    }
  });
});
