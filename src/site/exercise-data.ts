// What an exercise's page embeds for the widgets: the starter, and the grader's settings of the folder, as data.
import { parse } from 'yaml';
import type { Exercise } from './course.ts';

/** The shape inside `<script type="application/json">`; the same data that the terminal reads from the folder. */
export interface GradingData {
  readonly definicao: Exercise['definition'];
  /** `criterios.yaml`, of a lab. */
  readonly criterios?: unknown;
  /** `rubrica.yaml`, of a written answer. */
  readonly rubrica?: unknown;
  /** The untouched starter. */
  readonly partida: string;
}

const settings = import.meta.glob<string>('../../exercises/**/{criterios,rubrica}.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

// From `partida/` and not from beside it: there lies the learner's own work, which must not end up in a page.
const starters = import.meta.glob<string>('../../exercises/**/partida/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Throws where the folder has no `partida/<arquivo>`. */
export function gradingData({ folder, definition }: Exercise): GradingData {
  const partida = starters[`../../exercises/${folder}/partida/${definition.arquivo}`];
  if (partida === undefined) throw new Error(`exercises/${folder} has no partida/${definition.arquivo}.`);
  const read = (name: string): unknown => {
    const text = settings[`../../exercises/${folder}/${name}.yaml`];
    return text === undefined ? undefined : parse(text);
  };
  const criterios = read('criterios');
  const rubrica = read('rubrica');
  return {
    definicao: definition,
    ...(criterios === undefined ? {} : { criterios }),
    ...(rubrica === undefined ? {} : { rubrica }),
    partida,
  };
}

/** JSON that can stand inside a script element: no `<` can close it. */
export function embeddable(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
