// What is handed in for an evidence exercise, and what every grader of them starts with.
import { readAnswerFile, type AnswerFile } from '../../engine/answer-file.ts';
import type { Graded } from '../../engine/result.ts';
import type { AnswerOptions, Rubric } from '../../answers/index.ts';
import { textOf, type NamedReading } from '../../evidence/agreement.ts';
import type { ExerciseDefinition } from '../definition.ts';
import { usesRecordedMachine, type Fields } from './form.ts';
import type { EvidenceSettings } from './settings.ts';

export interface EvidenceWork {
  /** The form: name as shown in messages, and its text. */
  readonly file: string;
  readonly text: string;
  /** Text of the untouched form, to see that nothing was done; empty to judge anyway. */
  readonly starter: string;
  /** Every file handed in beside the form, already read. */
  readonly files: readonly NamedReading[];
  /** The files of the machine that the course recorded. */
  readonly recorded: readonly NamedReading[];
  /** Rubric of the free text (exercise 7); null where there is none. */
  readonly rubric: Rubric | null;
  /** Hashes of the course's own text, to tell a copy in the free text; absent where they are not at hand. */
  readonly sources?: NonNullable<AnswerOptions['sources']>;
  /** Text of the learner's form of exercise 6, which says how the machine was configured; absent where there is none. */
  readonly machineForm?: string;
  /** Today as `AAAA-MM-DD`, or null not to look at dates: a grader has no clock of its own. */
  readonly today: string | null;
}

export interface Prepared {
  readonly definition: ExerciseDefinition;
  readonly settings: EvidenceSettings;
  readonly work: EvidenceWork;
  readonly form: AnswerFile;
  /** Fields of exercise 6's form; empty where it is not known, or another machine's. */
  readonly machineForm: Fields;
  readonly recorded: boolean;
  /** The files to judge: the learner's that could be used, or the recorded machine's. */
  readonly files: readonly NamedReading[];
  /** One line for each file that could not be used. */
  readonly notes: readonly string[];
}

export type Preparation =
  { readonly ok: true; readonly value: Prepared } | { readonly ok: false; readonly graded: Graded };

export function prepare(
  definition: ExerciseDefinition,
  settings: EvidenceSettings,
  work: EvidenceWork,
): Preparation {
  const read = readAnswerFile(work.file, work.text);
  if (!read.ok) {
    return { ok: false, graded: { status: 'unreadable', exercise: definition.id, error: read.error } };
  }
  const form = read.value;
  const named = form.fields['exercicio'];
  if ((typeof named === 'string' || typeof named === 'number') && String(named) !== definition.id) {
    const line = work.text.split('\n').findIndex((text) => /^\s*['"]?exercicio/.test(text)) + 1;
    const message = `O cabeçalho diz “exercicio: ${String(named)}”, e este é o exercício ${definition.id}. Corrija o número ou ponha o arquivo na pasta do outro.`;
    return {
      ok: false,
      graded: { status: 'unreadable', exercise: definition.id, error: { file: work.file, line, message } },
    };
  }
  const untouched = work.starter !== '' && work.text.trim() === work.starter.trim();
  if (untouched && work.files.length === 0) {
    return {
      ok: false,
      graded: {
        status: 'not-started',
        exercise: definition.id,
        next: `Preencha ${work.file} e ponha os arquivos na pasta “evidencias” ao lado dele; depois rode “npm run grade -- ${definition.id}”.`,
      },
    };
  }
  const handedRecording = work.files.some((file) => isRecording(file, work.recorded));
  const recorded = usesRecordedMachine(form.fields) || handedRecording;
  const usable = (recorded ? work.recorded : work.files).filter(({ reading }) => !reading.rejected);
  const refused = recorded ? [] : work.files.filter(({ reading }) => reading.rejected);
  return {
    ok: true,
    value: {
      definition,
      settings,
      work,
      form,
      machineForm: machineFields(work.machineForm, recorded),
      recorded,
      files: usable,
      notes: [
        ...(handedRecording
          ? [
              'Entre os arquivos estão os da máquina gravada do curso; por isso a entrega foi julgada como feita com ela.',
            ]
          : []),
        ...refused.map(({ name, reading }) => `${name}: ${reading.reason ?? 'não pôde ser usado.'}`),
        ...usable
          .filter(({ reading }) => reading.reason !== null && reading.contradictions.length === 0)
          .map(({ name, reading }) => `${name}: ${reading.reason ?? ''}`),
      ],
    },
  };
}

/** The fields of the form of exercise 6, if it speaks of the same machine: the learner's or the recorded one. */
function machineFields(form: string | undefined, recorded: boolean): Fields {
  const read = form === undefined ? null : readAnswerFile('exercício 6', form);
  if (read?.ok !== true || usesRecordedMachine(read.value.fields) !== recorded) return {};
  return read.value.fields;
}

/** True where a file handed in is one of the recorded machine: the same identifier, or the same facts altogether. */
function isRecording({ reading }: NamedReading, recorded: readonly NamedReading[]): boolean {
  if (reading.rejected || reading.format === 'imagem') return false;
  const uuid = textOf(reading, 'uuid');
  const facts = JSON.stringify([...reading.facts]);
  return recorded.some(
    ({ reading: own }) =>
      (uuid !== null && textOf(own, 'uuid') === uuid) ||
      (own.format === reading.format && JSON.stringify([...own.facts]) === facts),
  );
}

/** Files of one format, in the order handed in. */
export function ofFormat(files: readonly NamedReading[], format: string): readonly NamedReading[] {
  return files.filter(({ reading }) => reading.format === format);
}
