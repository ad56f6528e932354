// Grades a program by what it does: runs it with several guests and judges the trace by the lab's criteria.
import { diagnosticText } from '../../src/catalog/assembler-messages.ts';
import { eventText } from '../../src/catalog/event-messages.ts';
import { loadProgram, notationOf, type Diagnostic, type Program } from '../../src/vmx/program/index.ts';
import type { CriterionResult, Evidence, Result } from '../engine/result.ts';
import { at } from './finding.ts';
import { runProgram, type ProgramRun } from './program-run.ts';
import { applyRule, type Finding } from './rules.ts';
import type { SequenceCriterion, SequenceSettings } from './settings.ts';
import { withVmclear } from './with-vmclear.ts';
import { varyGuests } from './vary-guests.ts';

export interface SequenceSubmission {
  readonly exercise: string;
  /** File name shown in messages; its ending (.vmx or .asm) tells the notation. */
  readonly file: string;
  readonly source: string;
  /** Points from which the lab counts as passed. */
  readonly passing: number;
}

/** A run, or the reason why the program could not even be read with a variation's guests. */
type Attempt =
  | { readonly variation: string | null; readonly run: ProgramRun }
  | { readonly variation: string; readonly run: null; readonly why: string };

interface Judged {
  readonly attempt: Attempt;
  readonly finding: Finding;
}

/** The program with its own guests, then with each variation's. */
function runAll(settings: SequenceSettings, own: Program, source: string, file: string): Attempt[] {
  const attempts: Attempt[] = [{ variation: null, run: runProgram(own, null, source) }];
  for (const { name, guests } of settings.variations) {
    const varied = loadProgram(varyGuests(source, guests, notationOf(file)), { file });
    attempts.push(
      varied.ok
        ? { variation: name, run: runProgram(varied.program, name, source) }
        : { variation: name, run: null, why: whyUnread(varied.errors) },
    );
  }
  return attempts;
}

/** The same of another text; null where it cannot be read. */
function attemptsOf(settings: SequenceSettings, source: string, file: string): Attempt[] | null {
  const loaded = loadProgram(source, { file });
  return loaded.ok ? runAll(settings, loaded.program, source, file) : null;
}

/** Runs the learner's program with its own guests and with each variation, and judges every run. Throws nothing. */
export function gradeSequence(settings: SequenceSettings, submission: SequenceSubmission): Result {
  const { file } = submission;
  const source = submission.source.replace(/\r\n?/g, '\n');
  const loaded = loadProgram(source, { file });
  const max = settings.criteria.reduce((sum, criterion) => sum + criterion.points, 0);
  if (!loaded.ok)
    return unreadable(
      settings,
      submission,
      max,
      loaded.errors.map((error) => ({ line: error.line, text: diagnosticText(error) })),
    );

  const attempts = runAll(settings, loaded.program, source, file);
  const asHandedIn = settings.criteria.map((criterion) => judge(criterion, attempts));
  const judged = followThrough(settings, source, file, asHandedIn);
  const criteria = judged.map(({ result }) => result);
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
      ranWith(attempts.filter(({ run }) => run !== null).length),
      ...firstWrong(judged.flatMap(({ shown }) => shown)),
    ],
    confidence: 1,
    review: null,
    next: passed
      ? 'Laboratório cumprido. Experimente mudar o convidado e prever o que acontece antes de rodar.'
      : `Comece por “${firstMissed?.title ?? ''}”. ${firstMissed?.hint ?? ''}`.trim(),
  };
}

/**
 * One missing VMCLEAR leaves a VMCS without valid values, and nothing after it works. What works once it is there is
 * not counted as wrong again: only the missing line costs, and the failure that it led to.
 */
function followThrough(
  settings: SequenceSettings,
  source: string,
  file: string,
  judged: readonly JudgedCriterion[],
): readonly JudgedCriterion[] {
  const isCause = ({ rule }: SequenceCriterion): boolean => rule === 'vmclear-antes';
  const missed = judged.some(
    ({ result }, index) => isCause(settings.criteria[index]!) && result.verdict !== 'met',
  );
  const repaired = missed && notationOf(file) === 'vmx' ? withVmclear(source) : null;
  const again = repaired === null ? null : attemptsOf(settings, repaired, file);
  if (again === null) return judged;
  return judged.map((one, index) => {
    const criterion = settings.criteria[index]!;
    if (isCause(criterion) || criterion.rule === 'sem-falhas') return one;
    const { result } = judge(criterion, again);
    if (result.points <= one.result.points) return one;
    const { message } = one.result;
    const earned = 'Com o VMCLEAR que falta isto daria certo, por isso não se desconta de novo.';
    return {
      result: {
        ...one.result,
        points: result.points,
        // It earns the points, and yet did not happen.
        verdict: 'partly',
        message: `${message} ${earned}`,
        hint: null,
      },
      shown: one.shown,
    };
  });
}

/** How many times, in words as far as they are short. */
const TIMES = ['zero', 'uma', 'duas', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove', 'dez'];
const times = (count: number): string => TIMES[count] ?? String(count);

const ranWith = (runs: number): string =>
  runs === 1
    ? 'O programa rodou com os seus convidados.'
    : `O programa rodou ${times(runs)} vezes: uma com os seus convidados e ${times(runs - 1)} com outros, que você não viu.`;

/** The grader's guests could not be put in place of the learner's: what stands in the way. */
function whyUnread(errors: readonly Diagnostic[]): string {
  const error = errors[0];
  const said = error ? ` Linha ${error.line}: ${diagnosticText(error)}` : '';
  return `O corretor troca os convidados, e assim o programa não pôde ser lido: algo fora deles depende do que está dentro, ou está escrito depois deles.${said}`;
}

interface JudgedCriterion {
  readonly result: CriterionResult;
  /** What was missing, where the moment is known. */
  readonly shown: readonly Judged[];
}

/**
 * A criterion is met when it is met in every run that had something to judge (at least one has); else it is worth the
 * share of those runs, in quarters.
 */
function judge(criterion: SequenceCriterion, attempts: readonly Attempt[]): JudgedCriterion {
  const all: Judged[] = attempts.map((attempt) => ({
    attempt,
    finding:
      attempt.run === null
        ? { met: false, event: null, message: attempt.why }
        : applyRule(criterion.rule, attempt.run, criterion.with),
  }));
  const busy = all.filter(({ finding }) => finding.idle !== true);
  const judged = busy.length > 0 ? busy : all;
  const good = judged.filter(({ finding }) => finding.met);
  const shown = judged.find(({ finding }) => !finding.met) ?? judged[0];
  const met = good.length === judged.length;
  const share = Math.floor((good.length / judged.length) * 4) / 4;
  const variation = met ? null : (shown?.attempt.variation ?? null);
  const result: CriterionResult = {
    id: criterion.id,
    title: criterion.title,
    points: criterion.points * share,
    max: criterion.points,
    verdict: met ? 'met' : good.length > 0 ? 'partly' : 'not-met',
    evidence: shown ? evidenceOf(shown) : [],
    message: `${shown?.finding.message ?? ''}${variation === null ? '' : ` Isto foi com ${variation}.`}`,
    hint: met ? null : (shown?.finding.hint ?? criterion.hint),
  };
  return { result, shown: shown && !met ? [shown] : [] };
}

/** The earliest moment among all that is missing: in the learner's own run if anything went wrong there. */
function firstWrong(shown: readonly Judged[]): string[] {
  const moments = shown.flatMap((judged) =>
    judged.finding.event && judged.attempt.run
      ? [{ event: judged.finding.event, run: judged.attempt.run }]
      : [],
  );
  const own = moments.filter(({ run }) => run.variation === null);
  const first = (own.length > 0 ? own : moments).sort((a, b) => a.event.step - b.event.step)[0];
  if (!first) return [];
  const { event, run } = first;
  const guests = run.variation === null ? '' : `, com ${run.variation}`;
  return [
    `O primeiro momento a olhar fica${at(event)}${guests}: ${eventText(event.event, namedRegions(run))}.`,
  ];
}

const namedRegions = (run: ProgramRun) => [
  ...[...run.machines].map(([address, name]) => ({ name, address })),
  ...run.program.regions,
];

function evidenceOf({ attempt: { run }, finding }: Judged): Evidence[] {
  const placed = finding.event;
  if (!placed || !run) return [];
  const guests = run.variation === null ? {} : { guests: run.variation };
  return [
    {
      kind: 'trace',
      step: placed.step,
      line: placed.line,
      summary: eventText(placed.event, namedRegions(run)),
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
    criteria: settings.criteria.map((criterion) => ({
      id: criterion.id,
      title: criterion.title,
      points: 0,
      max: criterion.points,
      verdict: 'not-met',
      evidence: [],
      message: '',
      hint: null,
    })),
    misconceptions: [],
    errors: evidence,
    notes: [
      'O programa não pôde ser lido, por isso não rodou.',
      ...errors.map(({ line, text }) => `Linha ${line}: ${text}`),
    ],
    confidence: 1,
    review: null,
    next: 'Corrija as linhas apontadas e corrija de novo.',
  };
}
