// Grades a program by what it does: runs it with several guests and judges the trace by the lab's criteria.
import { diagnosticText } from '../../src/catalog/assembler-messages.ts';
import { eventText } from '../../src/catalog/event-messages.ts';
import { openSession, loadProgram, type LoadOptions, type Program } from '../../src/vmx/program/index.ts';
import type { CriterionResult, Evidence, Result } from '../engine/result.ts';
import { placeEvents, type ProgramRun } from './program-run.ts';
import { applyRule, type Finding } from './rules.ts';
import type { SequenceCriterion, SequenceSettings } from './settings.ts';
import { varyGuests } from './vary-guests.ts';

/** Steps (source lines and guest instructions) after which a lab program is stopped. */
export const MAX_STEPS = 2_000;
/** Processor instructions after which it is stopped, in all. */
export const MAX_INSTRUCTIONS = 200_000;

export interface SequenceSubmission {
  readonly exercise: string;
  /** File name shown in messages; its ending (.vmx or .asm) tells the notation. */
  readonly file: string;
  readonly source: string;
  /** Points from which the lab counts as passed. */
  readonly passing: number;
}

interface Judged {
  readonly run: ProgramRun;
  readonly finding: Finding;
}

/** Runs the learner's program with its own guests and with each variation, and judges every run. Throws nothing. */
export function gradeSequence(settings: SequenceSettings, submission: SequenceSubmission): Result {
  const loaded = loadProgram(submission.source, loadOptions(submission.file));
  const max = settings.criteria.reduce((sum, criterion) => sum + criterion.points, 0);
  if (!loaded.ok)
    return unreadable(
      settings,
      submission,
      max,
      loaded.errors.map((error) => ({ line: error.line, text: diagnosticText(error) })),
    );

  const runs = [execute(loaded.program, null)];
  for (const variation of settings.variations) {
    const varied = loadProgram(varyGuests(submission.source, variation.guests), loadOptions(submission.file));
    if (varied.ok) runs.push(execute(varied.program, variation.name));
  }
  const criteria = settings.criteria.map((criterion) => judge(criterion, runs));
  const points = criteria.reduce((sum, criterion) => sum + criterion.points, 0);
  const firstMissed = criteria.find((criterion) => criterion.verdict !== 'met');
  const passed = points >= submission.passing;
  return {
    exercise: submission.exercise,
    points,
    max,
    score: points,
    passed,
    criteria,
    misconceptions: [],
    notes: [
      `O programa rodou com ${runs.length} ${runs.length === 1 ? 'convidado' : 'convidados diferentes'}.`,
    ],
    confidence: 1,
    review: null,
    next: passed
      ? 'Laboratório cumprido. Experimente mudar o convidado e prever o que acontece antes de rodar.'
      : `Comece por “${firstMissed?.title ?? ''}”. ${firstMissed?.hint ?? ''}`.trim(),
  };
}

const loadOptions = (file: string): LoadOptions => ({ file });

function execute(program: Program, variation: string | null): ProgramRun {
  const session = openSession(program, { budget: MAX_INSTRUCTIONS });
  const stop = session.run({ kind: 'end' }, MAX_STEPS);
  const { reports, view } = session;
  return {
    variation,
    program,
    reports,
    events: placeEvents(reports),
    view,
    unfinished: stop === 'budget' || stop === 'limit' || view.end?.reason === 'budget',
  };
}

/** A criterion is met when it is met in every run; else it is worth the share of runs, in quarters. */
function judge(criterion: SequenceCriterion, runs: readonly ProgramRun[]): CriterionResult {
  const judged: Judged[] = runs.map((run) => ({
    run,
    finding: applyRule(criterion.rule, run, criterion.with),
  }));
  const good = judged.filter(({ finding }) => finding.met);
  const shown = judged.find(({ finding }) => !finding.met) ?? judged[0];
  const met = good.length === judged.length;
  const share = Math.floor((good.length / judged.length) * 4) / 4;
  const guest =
    shown && !met && good.length > 0 && shown.run.variation ? ` Isto foi com ${shown.run.variation}.` : '';
  return {
    id: criterion.id,
    title: criterion.title,
    points: criterion.points * share,
    max: criterion.points,
    verdict: met ? 'met' : good.length > 0 ? 'partly' : 'not-met',
    evidence: shown ? evidenceOf(shown) : [],
    message: `${shown?.finding.message ?? ''}${guest}`,
    hint: met ? null : criterion.hint,
  };
}

function evidenceOf({ run, finding }: Judged): Evidence[] {
  const placed = finding.event;
  if (!placed) return [];
  const guests = run.variation === null ? {} : { guests: run.variation };
  return [
    {
      kind: 'trace',
      step: placed.step,
      line: placed.line,
      summary: eventText(placed.event, run.program.regions),
      ...guests,
    },
  ];
}

/** A program that cannot be read earns nothing; each error says where it is. */
function unreadable(
  settings: SequenceSettings,
  { exercise, file }: SequenceSubmission,
  max: number,
  errors: readonly { line: number; text: string }[],
): Result {
  const evidence = errors.map(({ line, text }): Evidence => ({ kind: 'file', file, line, quote: text }));
  return {
    exercise,
    points: 0,
    max,
    score: 0,
    passed: false,
    criteria: settings.criteria.map((criterion, index) => ({
      id: criterion.id,
      title: criterion.title,
      points: 0,
      max: criterion.points,
      verdict: 'not-met',
      evidence: index === 0 ? evidence : [],
      message: 'O programa não pôde ser lido, por isso não rodou.',
      hint: criterion.hint,
    })),
    misconceptions: [],
    notes: errors.map(({ line, text }) => `Linha ${line}: ${text}`),
    confidence: 1,
    review: null,
    next: 'Corrija as linhas apontadas e corrija de novo.',
  };
}
