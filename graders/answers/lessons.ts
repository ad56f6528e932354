// Where the course explains each misconception: names used by the rubrics, paths from the site's root.
// One table, so that the paths can be checked against the built lessons.

export const LESSON_PLACES = {
  'paralelismo-ganho': '/licoes/multitarefa-hyperthreading-virtualizacao/#paralelismo-e-concorrencia',
  'paralelismo-limites': '/licoes/multitarefa-hyperthreading-virtualizacao/#por-que-paralelismo',
  hyperthreading: '/licoes/multitarefa-hyperthreading-virtualizacao/#hyperthreading',
  'hyperthreading-recursos': '/licoes/multitarefa-hyperthreading-virtualizacao/#o-que-e-compartilhado',
  'tres-coisas': '/licoes/multitarefa-hyperthreading-virtualizacao/#tres-coisas-diferentes',
  'processadores-virtuais':
    '/licoes/multitarefa-hyperthreading-virtualizacao/#processadores-virtuais-e-logicos',
  'vt-por-que': '/licoes/por-que-em-hardware/#o-que-a-vt-resolve',
  'vt-requisitos': '/licoes/requisitos-e-programas/#requisitos',
  'vt-concorrentes': '/licoes/requisitos-e-programas/#amd-v',
  'vt-medida': '/licoes/medida-e-propaganda/#a-medida-respondeu',
  'pilha-e-heap': '/licoes/atividades/#pilha-e-heap',
  'medir-processos': '/licoes/atividades/#medir-o-virtualbox',
} as const satisfies Readonly<Record<string, string>>;

export type LessonPlace = keyof typeof LESSON_PLACES;

const PLACES = new Map<string, string>(Object.entries(LESSON_PLACES));

export const LESSON_NAMES: ReadonlySet<string> = new Set(PLACES.keys());

/** Path of a place, or null when the table does not have it. */
export function lessonPath(name: string | null): string | null {
  return name === null ? null : (PLACES.get(name) ?? null);
}
