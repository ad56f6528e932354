// Exercise 7: the process and thread that stand out, the thread's stack, and what VirtualBox itself consumes.
// The first half is judged from files; the second is free text against the numbers measured.
import type { CriterionResult, Graded, Result } from '../../engine/result.ts';
import { disagreements, factOf, type Disagreement } from '../../evidence/agreement.ts';
import type { ExerciseDefinition } from '../definition.ts';
import { text } from './form.ts';
import { assemble, criterion, type Judgement } from './judgement.ts';
import { consumption, leansOnPicture, list, stack, thread } from './process-judges.ts';
import type { EvidenceSettings } from './settings.ts';
import { gradeUsageText } from './usage-text.ts';
import { usageOf, type Usage } from './usage.ts';
import { prepare, type EvidenceWork, type Prepared } from './work.ts';

export const processesCriteria = ['lista', 'thread', 'pilha', 'consumo', 'texto'] as const;

/** Grades exercise 7. Deterministic; any input ends in a Graded. */
export function gradeProcesses(
  definition: ExerciseDefinition,
  settings: EvidenceSettings,
  work: EvidenceWork,
): Graded {
  const start = prepare(definition, settings, work);
  if (!start.ok) return start.graded;
  const prepared = start.value;
  const usage = usageOf(prepared);
  const criteria: CriterionResult[] = [];
  const judges: Partial<Record<string, () => Judgement>> = {
    lista: () => list(prepared),
    thread: () => thread(prepared),
    pilha: () => stack(prepared),
    consumo: () => consumption(prepared, usage),
  };
  for (const own of settings.criterios) {
    const judge = judges[own.id];
    if (judge) criteria.push(criterion(own, judge()));
  }
  const textSettings = settings.criterios.find((one) => one.id === 'texto');
  const judged = textSettings === undefined ? null : gradeUsageText(prepared, textSettings, usage);
  if (judged) criteria.push(...judged.criteria);
  const picturesOnly =
    prepared.files.length > 0 && prepared.files.every(({ reading }) => reading.format === 'imagem');
  const result: Result = assemble({
    exercise: definition.id,
    max: definition.pontos,
    pass: definition.aprovacao,
    criteria,
    found: prepared.recorded
      ? []
      : [...disagreements(prepared.files, work.today), ...memoryTooLarge(prepared, usage)],
    notes: [...prepared.notes, ...(judged?.notes ?? [])],
    recorded: prepared.recorded,
    lookAtPictures: !prepared.recorded && (picturesOnly || leansOnPicture(prepared)),
    ...(judged
      ? {
          misconceptions: judged.misconceptions,
          textPoints: judged.points,
          textConfidence: judged.confidence,
          textReview: judged.review,
        }
      : {}),
  });
  return { status: 'graded', result };
}

/** The process may use much less than the RAM configured, but not a gigabyte more. */
function memoryTooLarge({ files, form }: Prepared, usage: Usage): Disagreement[] {
  const ram = usage.configuredRamMb;
  const used = usage.memoryMb;
  if (ram === null || used.value === null || used.file === null || used.value <= ram + 1024) return [];
  return [
    {
      weight: 'mild' as const,
      file: used.file.name,
      line: factOf(used.file.reading, used.key)?.line ?? null,
      message: `O processo usa ${Math.round(used.value)} MB, bem mais que os ${ram} MB configurados${files.length > 0 && text(form.fields, 'memoria') !== null ? '' : ' na máquina'}; confira se é o processo da sua máquina.`,
    },
  ];
}
