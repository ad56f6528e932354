// The second half of exercise 7: the learner's text about VirtualBox's consumption, judged by the grader of written
// answers against what was configured and measured.
import { gradeAnswer } from '../../answers/index.ts';
import type { CriterionResult, Evidence, MisconceptionResult, Result } from '../../engine/result.ts';
import { TEXT_PREFIX } from './judgement.ts';
import type { CriterionSettings } from './settings.ts';
import type { Usage } from './usage.ts';
import type { Prepared } from './work.ts';

export interface JudgedText {
  readonly points: number;
  readonly criteria: readonly CriterionResult[];
  readonly misconceptions: readonly MisconceptionResult[];
  readonly notes: readonly string[];
  readonly confidence: number;
  readonly review: Result['review'];
}

/** Judges the text below the form. Without a rubric, or without text, the whole part is one criterion that is not met. */
export function gradeUsageText(prepared: Prepared, settings: CriterionSettings, usage: Usage): JudgedText {
  const { form, work } = prepared;
  const whole = (message: string, review: string | null): JudgedText => ({
    points: 0,
    criteria: [
      {
        id: `${TEXT_PREFIX}avaliacao`,
        title: settings.titulo,
        points: 0,
        max: settings.pontos,
        verdict: 'not-met',
        evidence: [],
        message,
        hint: settings.como,
      },
    ],
    misconceptions: [],
    notes: [],
    confidence: review === null ? 1 : 0.3,
    review: review === null ? null : { reason: review },
  });
  if (form.body.trim() === '') return whole('Falta a avaliação escrita, abaixo do formulário.', null);
  if (work.rubric === null) {
    return whole(
      'O texto foi recebido; esta parte ainda não tem rubrica e fica para o professor.',
      'A avaliação escrita precisa ser lida: não há rubrica para ela.',
    );
  }
  const judged = gradeAnswer(work.rubric, form.body, {
    sources: work.sources ?? [],
    ...(usage.config === null ? {} : { config: usage.config }),
    ...(usage.measurement === null ? {} : { measured: usage.measurement }),
  });
  const scale = judged.max > 0 ? settings.pontos / judged.max : 0;
  // Numbers that only the form states prove nothing of the machine: the text is worth half.
  const measured = prepared.recorded || usage.memoryMb.file !== null || usage.cpuPercent.file !== null;
  const ceiling = measured ? settings.pontos : settings.pontos / 2;
  const placed = (evidence: Evidence): Evidence =>
    evidence.kind === 'text'
      ? {
          kind: 'file',
          file: work.file,
          line: form.bodyLine + form.body.slice(0, evidence.start).split('\n').length - 1,
          quote: evidence.quote,
        }
      : evidence;
  return {
    points: Math.min(ceiling, Math.max(0, judged.points * scale)),
    criteria: judged.criteria.map((one) => ({
      ...one,
      id: `${TEXT_PREFIX}${one.id}`,
      points: one.points * scale,
      max: one.max * scale,
      evidence: one.evidence.map(placed),
    })),
    misconceptions: judged.misconceptions.map((one) => ({
      ...one,
      cost: one.cost * scale,
      evidence: one.evidence.map(placed),
    })),
    notes: [
      ...judged.notes,
      ...(measured
        ? []
        : [
            'Nenhum arquivo mede o consumo do VirtualBox; sem medida, a avaliação escrita vale até a metade.',
          ]),
      ...(usage.missing.length > 0
        ? [
            `O texto foi julgado só pelo que diz, e não contra os números, porque falta ${usage.missing.join('; ')}. Ache os valores na lista de processos ou em “metrics query” e no VBox.log, e escreva no formulário o que nenhum arquivo diz.`,
          ]
        : []),
    ],
    confidence: judged.confidence,
    review: judged.review,
  };
}
