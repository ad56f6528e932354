// What must not change a grade, and what no text may do: spelling of accents, case, spacing, quotes and list markers;
// remarks off the subject; texts of any length and alphabet; work that grows with the length alone.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casesOf, EXERCISES, rubricOf, type Case } from '../../scripts/answer-cases.ts';
import { gradeAnswer } from './index.ts';

const options = (entry: Case) => ({
  ...(entry.config ? { config: entry.config } : {}),
  ...(entry.medido ? { measured: entry.medido } : {}),
});

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  'decomposed accents': (text) => text.normalize('NFD'),
  'lower case': (text) => text.toLowerCase(),
  'upper case': (text) => text.toUpperCase(),
  'more spaces': (text) => `  ${text.replace(/ /g, '   ')}  `,
  quotes: (text) => `"${text}"`,
  'curly quotes': (text) => `“${text}”`,
  dash: (text) => `- ${text}`,
  number: (text) => `1) ${text}`,
  star: (text) => `* ${text}`,
  letter: (text) => `a) ${text}`,
};

describe.each(EXERCISES)('exercise %s', (exercise) => {
  const cases = casesOf(exercise);
  const rubric = rubricOf(exercise);

  test.each(Object.keys(FORMS))('%s does not move a grade by a point', (name) => {
    const form = FORMS[name] ?? ((text: string) => text);
    for (const entry of cases) {
      const before = gradeAnswer(rubric, entry.text, options(entry)).points;
      const after = gradeAnswer(rubric, form(entry.text), options(entry)).points;
      expect(Math.abs(after - before), entry.text).toBeLessThan(1);
    }
  });

  test('missing accents move hardly any grade by a point', () => {
    // "é" and "e", "só" and "SO" do not always tell themselves apart without the accent.
    const moved = cases.filter((entry) => {
      const plain = entry.text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
      const before = gradeAnswer(rubric, entry.text, options(entry)).points;
      return Math.abs(gradeAnswer(rubric, plain, options(entry)).points - before) >= 1;
    });
    expect(moved.length / cases.length).toBeLessThan(0.02);
  });

  test.each([
    'Ontem choveu bastante na minha cidade.',
    'A capital da França é Paris.',
    'O bolo de chocolate da minha avó é o melhor do bairro.',
    'Meu cachorro se chama Rex e dorme na varanda.',
    'A novela das oito acabou na semana passada.',
    'Comprei três camisas azuis na feira.',
  ])('a remark off the subject never raises a grade: %s', (remark) => {
    for (const entry of cases) {
      const before = gradeAnswer(rubric, entry.text, options(entry)).points;
      expect(
        gradeAnswer(rubric, `${entry.text.trimEnd()}\n${remark}`, options(entry)).points,
        entry.text,
      ).toBeLessThanOrEqual(before);
      expect(
        gradeAnswer(rubric, `${remark}\n${entry.text}`, options(entry)).points,
        entry.text,
      ).toBeLessThanOrEqual(before);
    }
  });

  test('any text ends in a result within the scale, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const result = gradeAnswer(rubric, text);
        expect(result.score).toBeGreaterThanOrEqual(0);
        expect(result.score).toBeLessThanOrEqual(rubric.max);
        expect(Number.isInteger(result.score)).toBe(true);
        expect(result.confidence).toBeGreaterThanOrEqual(0);
        expect(result.confidence).toBeLessThanOrEqual(1);
        expect(gradeAnswer(rubric, text)).toEqual(result);
      }),
      { numRuns: 60 },
    );
  });

  test('words of the rubric in any order end in a result', () => {
    const words = cases.flatMap((entry) => entry.text.split(/\s+/)).slice(0, 2000);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 120 }), (chosen) => {
        expect(gradeAnswer(rubric, chosen.join(' ')).points).toBeLessThanOrEqual(rubric.max);
      }),
      { numRuns: 40 },
    );
  });

  test('work grows with the length, not faster', () => {
    const texts: readonly string[] = [
      cases.map((entry) => entry.text).join(' '),
      'processador '.repeat(2000),
      'stack heap não só vm dois lógicos físico '.repeat(400),
      'a'.repeat(20_000),
      '((((,,,,;;;;'.repeat(1500),
      'zxqvbn wkjhgf plmnbv '.repeat(800),
      '1,2.3 '.repeat(3000),
    ];
    for (const text of texts) {
      const half = { count: 0 };
      const whole = { count: 0 };
      const unit = text.slice(0, 10_000);
      gradeAnswer(rubric, unit, { steps: half });
      gradeAnswer(rubric, unit.repeat(4), { steps: whole });
      expect(whole.count).toBeLessThan(half.count * 4.6 + 2000);
    }
  });
});

test('a wall of text of a million characters ends', () => {
  const result = gradeAnswer(
    rubricOf('2'),
    'O núcleo físico aparece como dois lógicos e o sistema divide as tarefas. '.repeat(14_000),
  );
  expect(result.score).toBeGreaterThanOrEqual(0);
});
