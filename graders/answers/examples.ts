// Runs a rubric's own examples: each phrase must, or must not, show the concept it is listed under.

import { analyseAnswer } from './grade.ts';
import type { Concept, Rubric } from './rubric.ts';

export interface ExampleFailure {
  readonly concept: string;
  readonly phrase: string;
  /** In Portuguese: what was expected. */
  readonly message: string;
}

/** The examples that do not come out as the rubric says; empty when all do. */
export function checkExamples(rubric: Rubric): ExampleFailure[] {
  const failures: ExampleFailure[] = [];
  const check = (
    concept: Concept,
    phrase: string,
    expected: boolean,
    present: (phrase: string) => boolean,
  ) => {
    if (present(phrase) === expected) return;
    const message = expected ? 'deveria reconhecer' : 'não deveria reconhecer';
    failures.push({ concept: concept.id, phrase, message: `${message} "${concept.id}" em: ${phrase}` });
  };
  for (const concept of rubric.concepts) {
    const present = (phrase: string) => analyseAnswer(rubric, phrase).concepts.has(concept.id);
    for (const phrase of concept.examples.must) check(concept, phrase, true, present);
    for (const phrase of concept.examples.mustNot) check(concept, phrase, false, present);
  }
  for (const wrong of rubric.misconceptions) {
    const present = (phrase: string) =>
      analyseAnswer(rubric, phrase).result.misconceptions.some((entry) => entry.id === wrong.id);
    for (const phrase of wrong.examples.must) check(wrong, phrase, true, present);
    for (const phrase of wrong.examples.mustNot) check(wrong, phrase, false, present);
  }
  return failures;
}
