// Places and happenings at which a run stops. Pure: from a step and what comes next to which of them came true.
import type { Program, StepReport } from './session-types.ts';

export type Breakpoint =
  /** Before this line of the learner's text runs (1-based). */
  | { readonly kind: 'line'; readonly line: number }
  /** After any VM exit, failed entries included. */
  | { readonly kind: 'exit' }
  /** After a VM exit (or failed entry) with this basic reason. */
  | { readonly kind: 'exit-reason'; readonly reason: number }
  /** After any VMfail. */
  | { readonly kind: 'vmfail' };

/** Whether anything of a line (1-based) ever runs: a comment, a title or a label alone never does. */
export function lineRuns(program: Program, line: number): boolean {
  if (program.expansion === null) return program.addressOfLine(line) !== null;
  return program.expansion.some(({ sourceLine, bytes }) => sourceLine === line && bytes.length > 0);
}

/** Those that are true after a step; `nextLine` is where the program stands then (null at its end). */
export function reachedBreakpoints(
  breakpoints: readonly Breakpoint[],
  report: StepReport,
  nextLine: number | null,
): Breakpoint[] {
  const reasons = report.events.flatMap(({ event }) =>
    event.kind === 'exit' || event.kind === 'entry-failure' ? [event.reason] : [],
  );
  const failed = report.events.some(({ event, folded }) => event.kind === 'vmfail' && !folded);
  return breakpoints.filter((breakpoint) => {
    switch (breakpoint.kind) {
      case 'line':
        return breakpoint.line === nextLine;
      case 'exit':
        return reasons.length > 0;
      case 'exit-reason':
        return reasons.includes(breakpoint.reason);
      case 'vmfail':
        return failed;
    }
  });
}
