// The grader of written answers: what the page, the terminal and the author's check use.

export { analyseAnswer, gradeAnswer, samePlainText, type Analysis, type AnswerOptions } from './grade.ts';
export { loadRubric, type Loaded, type Rubric } from './rubric.ts';
export { checkExamples, type ExampleFailure } from './examples.ts';
export { LESSON_NAMES, LESSON_PLACES, lessonPath } from './lessons.ts';
export { hashRuns, readHashes, writeHashes } from './copy.ts';
export { courseRuns } from './course-text.ts';
export type { Measurement, VmConfig } from './measured.ts';
