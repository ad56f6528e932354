// What the lab needs of the models, in one place: reading a program, opening a session, words for errors, grading.
import type { Diagnostic } from '../../vmx/assembler/diagnostic.ts';
import type { LoadResult, Program, SessionLike } from '../../vmx/program/session-types.ts';
import type { Graded } from '../../../graders/engine/result.ts';

export interface LabEngine {
  /** `file` is shown in messages, and its ending (.vmx, .asm) tells the notation. */
  load(source: string, file: string): LoadResult;
  open(program: Program): SessionLike;
  /** A diagnostic as a sentence in Portuguese. */
  describe(diagnostic: Diagnostic): string;
  /** Grades a lab's program; `grading` is what the page embeds for it. Throws nothing a learner's text can cause. */
  grade(grading: unknown, source: string): Promise<Graded>;
}
