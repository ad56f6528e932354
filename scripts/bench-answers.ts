// How fast written answers are graded: answers per second over the project's own, and milliseconds for a long text.
import { gradeAnswer } from '../graders/answers/index.ts';
import { courseSources } from '../graders/cli/course-texts.ts';
import { casesOf, EXERCISES, rubricOf } from './answer-cases.ts';

export interface AnswerSpeed {
  readonly answersPerSecond: number;
  /** The slowest rubric over 10,000 characters of answers, best of a few runs. */
  readonly msPer10000Characters: number;
}

const LENGTH = 10_000;

export function benchAnswers(rounds = 4): AnswerSpeed {
  const sources = courseSources();
  const cases = EXERCISES.flatMap((exercise) =>
    casesOf(exercise).map(({ text, config, medido }) => ({
      text,
      rubric: rubricOf(exercise),
      options: { sources, ...(config ? { config } : {}), ...(medido ? { measured: medido } : {}) },
    })),
  );
  const gradeAll = (): void => {
    for (const { rubric, text, options } of cases) gradeAnswer(rubric, text, options);
  };
  gradeAll();
  const start = performance.now();
  for (let i = 0; i < rounds; i++) gradeAll();
  const answersPerSecond = Math.round((rounds * cases.length * 1000) / (performance.now() - start));

  let slowest = 0;
  for (const exercise of EXERCISES) {
    const rubric = rubricOf(exercise);
    const text = casesOf(exercise)
      .map((entry) => entry.text)
      .join(' ')
      .repeat(4)
      .slice(0, LENGTH);
    let best = Infinity;
    for (let i = 0; i < rounds; i++) {
      const from = performance.now();
      gradeAnswer(rubric, text, { sources });
      best = Math.min(best, performance.now() - from);
    }
    slowest = Math.max(slowest, best);
  }
  return { answersPerSecond, msPer10000Characters: Math.round(slowest * 10) / 10 };
}
