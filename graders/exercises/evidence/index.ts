// The graders of exercises 6 and 7: what the page, the terminal and the author's check use.
import type { Graded } from '../../engine/result.ts';
import type { ExerciseDefinition } from '../definition.ts';
import { gradeInstallation, installationCriteria } from './installation.ts';
import { gradeProcesses, processesCriteria } from './processes.ts';
import type { EvidenceSettings } from './settings.ts';
import type { EvidenceWork } from './work.ts';

export { readEvidenceSettings, type CriterionSettings, type EvidenceSettings } from './settings.ts';
export { formText, readFormFields, type FormField } from './form-fields.ts';
export type { EvidenceWork } from './work.ts';

/** The criteria that the grader of an exercise knows; empty where the exercise has no evidence grader. */
export function evidenceCriteria(exercise: string): readonly string[] {
  if (exercise === '6') return installationCriteria;
  return exercise === '7' ? processesCriteria : [];
}

/** Grades a form and its files. Null where the exercise has no evidence grader. */
export function gradeEvidence(
  definition: ExerciseDefinition,
  settings: EvidenceSettings,
  work: EvidenceWork,
): Graded | null {
  if (definition.id === '6') return gradeInstallation(definition, settings, work);
  return definition.id === '7' ? gradeProcesses(definition, settings, work) : null;
}
