// Grades the exercises that ask for files: the form, the folder of evidence beside it, the course's recorded machine.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LESSON_NAMES, loadRubric, type Rubric } from '../answers/index.ts';
import type { Graded } from '../engine/result.ts';
import type { NamedReading } from '../evidence/agreement.ts';
import { evidenceCriteria, gradeEvidence, readEvidenceSettings } from '../exercises/evidence/index.ts';
import { courseSources } from './course-texts.ts';
import { CourseError, readYaml, shown, type ExerciseOnDisk } from './exercises-on-disk.ts';
import { readEvidenceFolder } from './read-evidence.ts';
import { readHandedIn } from './read-file.ts';

/** The folder of evidence that goes with a form: `evidencias/`, or for `erradas/x.md` the folder `erradas/x/`. */
export function evidenceFolderOf(form: string, formName: string): string {
  const name = basename(form);
  return name === formName ? join(dirname(form), 'evidencias') : form.replace(/\.md$/, '');
}

/** Folder of the exercise whose files exercise 7 compares with: the machine is the one of exercise 6. */
const MACHINE_FOLDER = '06-virtualbox';
const machineFormats: readonly (string | null)[] = ['vbox-log', 'vbox-settings', 'showvminfo'];

/** Rubric of the free text below a form; null where the exercise has none. */
function textRubricOf(folder: string): Rubric | null {
  const file = join(folder, 'rubrica-texto.yaml');
  if (!existsSync(file)) return null;
  const loaded = loadRubric(readYaml(file), LESSON_NAMES);
  if (!loaded.ok) throw new CourseError(`${shown(file)}:\n  ${loaded.errors.join('\n  ')}`);
  return loaded.rubric;
}

/** The learner's form of exercise 6; empty where it cannot be read. */
function machineFormOf(machine: string): string {
  const read = readHandedIn(join(machine, 'entrega.md'));
  return read.ok ? read.text : '';
}

/** A form and where its files are. */
export interface EvidenceWork {
  /** Name shown in messages. */
  readonly file: string;
  readonly text: string;
  /** Folder with the learner's files; null where only the form came, so that the learner has none. */
  readonly evidence: string | null;
}

/**
 * Grades a form and its files. `starter` is the text of the untouched form, empty to judge it even so.
 * Throws CourseError if the exercise's own files are broken.
 */
export function gradeEvidenceForm(
  { definition, folder }: ExerciseOnDisk,
  work: EvidenceWork,
  starter: string,
): Graded {
  const criteria = join(folder, 'criterios.yaml');
  const settings = readEvidenceSettings(
    readYaml(criteria),
    evidenceCriteria(definition.id),
    definition.pontos,
  );
  if (!settings.ok) throw new CourseError(`${shown(criteria)}:\n  ${settings.errors.join('\n  ')}`);
  const machine = join(dirname(folder), MACHINE_FOLDER);
  const other = basename(folder) !== MACHINE_FOLDER && existsSync(machine);
  const ofMachine = (name: string): NamedReading[] =>
    other
      ? readEvidenceFolder(join(machine, name))
          .filter(({ reading }) => machineFormats.includes(reading.format))
          .map((file) => ({ ...file, name: `${MACHINE_FOLDER}/${name}/${file.name}` }))
      : [];
  const own = work.evidence === null ? [] : readEvidenceFolder(work.evidence);
  const machineOfLearner = work.evidence === null ? [] : ofMachine('evidencias');
  const graded = gradeEvidence(definition, settings.value, {
    file: work.file,
    text: work.text,
    starter,
    // The files of exercise 6 are no sign that exercise 7 was begun.
    files: own.length === 0 && work.text.trim() === starter.trim() ? [] : [...own, ...machineOfLearner],
    recorded: [...readEvidenceFolder(join(folder, 'maquina-gravada')), ...ofMachine('maquina-gravada')],
    rubric: textRubricOf(folder),
    sources: courseSources(),
    ...(other && work.evidence !== null ? { machineForm: machineFormOf(machine) } : {}),
    today: new Date().toISOString().slice(0, 10),
  });
  if (graded === null)
    throw new CourseError(
      `${shown(folder)}: não há corretor de evidências para o exercício “${definition.id}”.`,
    );
  return graded;
}
