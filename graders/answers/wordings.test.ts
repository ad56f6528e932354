// The many ways to word a concept, and a wrong idea, that the rubrics must know (graders/answers/casos/redacoes.json); and that
// a wrong idea called untrue is not the student's.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rubricOf } from '../../scripts/answer-cases.ts';
import { analyseAnswer, gradeAnswer } from './index.ts';

type Wordings = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const { conceitos, concepcoes_erradas: wrong } = JSON.parse(
  readFileSync(new URL('./casos/redacoes.json', import.meta.url), 'utf8'),
) as { readonly conceitos: Wordings; readonly concepcoes_erradas: Wordings };

const rows = (wordings: Wordings) =>
  Object.entries(wordings).flatMap(([exercise, concepts]) =>
    Object.entries(concepts).map(([id, texts]) => [exercise, id, texts] as const),
  );

describe('concepts', () => {
  test.each(rows(conceitos))('exercise %s, %s', (exercise, id, texts) => {
    const missed = texts.filter((text) => !analyseAnswer(rubricOf(exercise), text).concepts.has(id));
    expect(missed).toEqual([]);
  });
});

describe('wrong ideas', () => {
  const states = (exercise: string, id: string, text: string): boolean =>
    gradeAnswer(rubricOf(exercise), text).misconceptions.some((entry) => entry.id === id);

  test.each(rows(wrong))('exercise %s, %s', (exercise, id, texts) => {
    expect(texts.filter((text) => !states(exercise, id, text))).toEqual([]);
    for (const frame of ['Não é verdade que', 'É errado dizer que', 'Muita gente acha que'])
      expect(texts.filter((text) => states(exercise, id, `${frame} ${text}`))).toEqual([]);
  });
});
