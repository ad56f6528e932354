// What every grader returns: the shape shared by the page, the terminal and a class report.

/** Where a criterion's evidence lies in what was handed in. */
export type Evidence =
  /** Characters `start` (inclusive) to `end` (exclusive) of the answer, in UTF-16 units, and the text quoted. */
  | { readonly kind: 'text'; readonly start: number; readonly end: number; readonly quote: string }
  /** One event of the machine's trace: its step number, and the line (1-based) of the learner's program, if any. */
  | {
      readonly kind: 'trace';
      readonly step: number;
      readonly line: number | null;
      readonly summary: string;
      /** What it ran with, when not the learner's own guests: the page cannot jump to such a step. */
      readonly guests?: string;
    }
  /** One line (1-based) of a file handed in. */
  | { readonly kind: 'file'; readonly file: string; readonly line: number | null; readonly quote: string };

export type Verdict = 'met' | 'partly' | 'not-met' | 'contradicted';

export interface CriterionResult {
  /** Stable identifier inside the exercise, e.g. `A` or `entra-duas-vezes`. */
  readonly id: string;
  /** What is asked, in Portuguese. */
  readonly title: string;
  readonly points: number;
  readonly max: number;
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
  /** What was found, in Portuguese. What was right comes first. */
  readonly message: string;
  /** A question that leads on and does not give the answer away; null when the criterion is met. */
  readonly hint: string | null;
}

/** Something the learner affirms and that is wrong, with its own explanation. */
export interface MisconceptionResult {
  readonly id: string;
  /** Points taken away, as a positive number. */
  readonly cost: number;
  readonly evidence: readonly Evidence[];
  readonly message: string;
  /** Where the course explains it: path from the site's root (no base), with fragment; null if nowhere yet. */
  readonly lesson: string | null;
}

export interface Result {
  /** Identifier of the exercise: `2`, `vmx/01`. */
  readonly exercise: string;
  /** Points after deductions and ceilings, before rounding. */
  readonly points: number;
  readonly max: number;
  /** The grade on the exercise's scale (whole number for answers, points for labs). */
  readonly score: number;
  readonly passed: boolean;
  readonly criteria: readonly CriterionResult[];
  readonly misconceptions: readonly MisconceptionResult[];
  /** Where and why the work could not be read, if it could not: shown first, and the criteria then say nothing. */
  readonly errors?: readonly Evidence[];
  /** Remarks about the whole submission (a ceiling that was applied, an order to the grader that was ignored). */
  readonly notes: readonly string[];
  /** 0 to 1: how sure the grader is of the score. */
  readonly confidence: number;
  /**
   * Set when a teacher should look, with the reason in Portuguese. `told` is what the learner reads in its place, where the
   * reason asks something of the teacher.
   */
  readonly review: { readonly reason: string; readonly told?: string } | null;
  /** One sentence in Portuguese: what to do next. */
  readonly next: string;
}

/** What a grader returns when the submission itself cannot be read; never a wrong answer. */
export interface SubmissionError {
  readonly file: string;
  readonly line: number | null;
  /** What happened, where and what to do, in Portuguese. */
  readonly message: string;
}

export type Graded =
  | { readonly status: 'graded'; readonly result: Result }
  /** The starter was not touched. */
  | { readonly status: 'not-started'; readonly exercise: string; readonly next: string }
  | { readonly status: 'unreadable'; readonly exercise: string; readonly error: SubmissionError };

/** Rounds a sum of quarter points to the whole-number grade: halves go up, limited to 0..max. */
export function wholeGrade(points: number, max: number): number {
  return Math.min(max, Math.max(0, Math.floor(points + 0.5)));
}
