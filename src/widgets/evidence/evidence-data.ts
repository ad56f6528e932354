// What the page embeds for <evidence-form>, checked: the exercise's settings, its rubric and the recorded machine.
import { LESSON_NAMES, loadRubric, type AnswerOptions, type Rubric } from '../../../graders/answers/index.ts';
import type { Graded } from '../../../graders/engine/result.ts';
import type { NamedReading } from '../../../graders/evidence/agreement.ts';
import { readEvidence } from '../../../graders/evidence/read-evidence.ts';
import { readDefinition, type ExerciseDefinition } from '../../../graders/exercises/definition.ts';
import {
  evidenceCriteria,
  gradeEvidence,
  readEvidenceSettings,
  readFormFields,
  type EvidenceSettings,
  type FormField,
} from '../../../graders/exercises/evidence/index.ts';

export interface EvidenceData {
  readonly definition: ExerciseDefinition;
  readonly settings: EvidenceSettings;
  readonly fields: readonly FormField[];
  readonly rubric: Rubric | null;
  /** Name and text of each file of the recorded machine. */
  readonly recorded: Readonly<Record<string, string>>;
}

/**
 * The shape inside the script element: `definicao`, `criterios` (the data of `criterios.yaml`), `rubrica` (of
 * `rubrica-texto.yaml`, or absent) and `gravada` (file name to text). Throws, naming what is wrong: the page's fault.
 */
export function readEvidenceData(data: unknown): EvidenceData {
  const record = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  const definition = readDefinition(record['definicao']);
  if (!definition.ok) throw new Error(definition.errors.join(' '));
  const { id, pontos } = definition.value;
  const settings = readEvidenceSettings(record['criterios'], evidenceCriteria(id), pontos);
  if (!settings.ok) throw new Error(settings.errors.join(' '));
  const fields = readFormFields(record['criterios']);
  if (!fields.ok) throw new Error(fields.errors.join(' '));
  const rubric = record['rubrica'] === undefined ? null : loadRubric(record['rubrica'], LESSON_NAMES);
  if (rubric !== null && !rubric.ok) throw new Error(rubric.errors.join(' '));
  return {
    definition: definition.value,
    settings: settings.value,
    fields: fields.value,
    rubric: rubric === null ? null : rubric.rubric,
    recorded: (record['gravada'] ?? {}) as Record<string, string>,
  };
}

/**
 * Grades the form's file with the files read, exactly as the terminal does. `machineForm` is the form of exercise 6, which
 * says how the machine was configured; `sources` are the hashes of the course's text.
 */
export function gradeForm(
  data: EvidenceData,
  text: string,
  files: readonly NamedReading[],
  machineForm: string | null,
  sources: NonNullable<AnswerOptions['sources']> = [],
): Graded | null {
  const encoder = new TextEncoder();
  return gradeEvidence(data.definition, data.settings, {
    file: data.definition.arquivo,
    text,
    starter: '',
    files,
    recorded: Object.entries(data.recorded).map(([name, content]) => ({
      name,
      reading: readEvidence(encoder.encode(content)),
    })),
    rubric: data.rubric,
    sources,
    ...(machineForm === null ? {} : { machineForm }),
    today: new Date().toISOString().slice(0, 10),
  });
}
