// How a criterion of an evidence exercise is scored: what the files show and what the learner read in them.
import type { Evidence, CriterionResult, Result, Verdict } from '../../engine/result.ts';
import { factOf, type Disagreement, type NamedReading } from '../../evidence/agreement.ts';
import type { CriterionSettings } from './settings.ts';

/** Part of a criterion that the files are worth; the rest is for reading them right. */
const FILE_SHARE = 0.75;

export interface Judgement {
  /** 0 to 1: how much the files show; null on the recorded machine, where only the reading counts. */
  readonly shown: number | null;
  /** 0 to 1: how much of what the learner stated is right; null where nothing was stated. */
  readonly read: number | null;
  /** What was found, in Portuguese, what was right first. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The learner's statement and the files say different things. */
  readonly contradicted?: boolean;
  /** Replaces the criterion's own “como”, where something more exact can be said. */
  readonly hint?: string;
}

export function criterion(settings: CriterionSettings, judged: Judgement): CriterionResult {
  const read = judged.read ?? 0;
  const share = judged.shown === null ? read : judged.shown * (FILE_SHARE + (1 - FILE_SHARE) * read);
  const points = Math.round(settings.pontos * Math.min(1, Math.max(0, share)) * 100) / 100;
  const verdict: Verdict = judged.contradicted
    ? 'contradicted'
    : points >= settings.pontos - 0.001
      ? 'met'
      : points > 0
        ? 'partly'
        : 'not-met';
  return {
    id: settings.id,
    title: settings.titulo,
    points,
    max: settings.pontos,
    verdict,
    evidence: judged.evidence,
    message: judged.message,
    hint: verdict === 'met' ? null : (judged.hint ?? settings.como),
  };
}

/** The line of a file where a fact stands. */
export function lineOf(file: NamedReading, key: string, quote: string): Evidence {
  return { kind: 'file', file: file.name, line: factOf(file.reading, key)?.line ?? null, quote };
}

/** Criteria that come from the grader of written answers. */
export const TEXT_PREFIX = 'texto-';

export interface Assembly {
  readonly exercise: string;
  readonly max: number;
  readonly pass: number;
  readonly criteria: readonly CriterionResult[];
  readonly found: readonly Disagreement[];
  readonly notes: readonly string[];
  readonly recorded: boolean;
  /** Set where a criterion leans on a picture, which only a person can read. */
  readonly lookAtPictures: boolean;
  readonly misconceptions?: Result['misconceptions'];
  /** Points of the free text after its own deductions; its criteria are among `criteria`, with ids `texto-…`. */
  readonly textPoints?: number;
  /** Grader's confidence in the part that is free text; 1 where there is none. */
  readonly textConfidence?: number;
  readonly textReview?: Result['review'];
}

export function assemble(parts: Assembly): Result {
  const { criteria, found, recorded } = parts;
  const ofFiles = criteria.filter((one) => parts.textPoints === undefined || !one.id.startsWith(TEXT_PREFIX));
  const sum = ofFiles.reduce((total, one) => total + one.points, parts.textPoints ?? 0);
  const points = Math.round(Math.min(parts.max, Math.max(0, sum)) * 100) / 100;
  const strong = found.filter((one) => one.weight === 'strong');
  const contradicted = criteria.filter((one) => one.verdict === 'contradicted');
  const reasons = [
    ...strong.map((one) => `${one.file}${one.line === null ? '' : `, linha ${one.line}`}: ${one.message}`),
    ...contradicted.map((one) => `${one.title}: o formulário e os arquivos dizem coisas diferentes.`),
    ...(parts.lookAtPictures ? ['Parte da nota se apoia em imagens, que só uma pessoa lê.'] : []),
  ];
  const text = parts.textReview ?? null;
  const toTeacher = text === null ? reasons : [...reasons, text.reason];
  const toLearner = text === null ? reasons : [...reasons, text.told ?? text.reason];
  const missing = criteria.find((one) => one.verdict !== 'met');
  return {
    exercise: parts.exercise,
    points,
    max: parts.max,
    score: points,
    passed: points >= parts.pass - 0.001,
    criteria,
    misconceptions: parts.misconceptions ?? [],
    notes: [
      ...(recorded
        ? ['Feito com a máquina gravada do curso, e não com uma instalada por quem entrega.']
        : []),
      ...parts.notes,
      ...found
        .filter((one) => one.weight === 'mild')
        .map((one) => `${one.file}${one.line === null ? '' : `, linha ${one.line}`}: ${one.message}`),
    ],
    confidence: Math.min(
      parts.textConfidence ?? 1,
      strong.length > 0 ? 0.4 : parts.lookAtPictures ? 0.6 : 0.9,
    ),
    review:
      toTeacher.length === 0
        ? null
        : {
            reason: toTeacher.join(' '),
            ...(text?.told === undefined ? {} : { told: toLearner.join(' ') }),
          },
    next:
      missing === undefined
        ? 'Tudo entregue. Guarde os arquivos até a nota sair.'
        : `Falta “${missing.title}”. ${missing.hint ?? ''}`.trim(),
  };
}
