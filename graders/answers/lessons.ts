// Where the course explains each misconception: names used by the rubrics, paths from the site's root.
// One table, so that the paths can be checked against the built lessons.

export const LESSON_PLACES = {
  'paralelismo-ganho': '/licoes/multitarefa-hyperthreading-virtualizacao/#paralelismo-e-concorrencia',
  'paralelismo-limites': '/licoes/atividades/#frequência-e-calor',
  hyperthreading: '/licoes/multitarefa-hyperthreading-virtualizacao/#hyperthreading',
  'hyperthreading-recursos': '/licoes/multitarefa-hyperthreading-virtualizacao/#o-que-e-compartilhado',
  'tres-coisas': '/licoes/multitarefa-hyperthreading-virtualizacao/#tres-coisas-diferentes',
  'processadores-virtuais':
    '/licoes/multitarefa-hyperthreading-virtualizacao/#processadores-virtuais-e-logicos',
  'vt-por-que': '/licoes/por-que-em-hardware/#a-resposta-da-intel',
  'vt-requisitos': '/licoes/requisitos/#as-portas',
  'vt-concorrentes': '/licoes/atividades/#exercício-4-o-benefício-da-vt',
  'vt-medida': '/licoes/e-mais-rapido/#o-que-fica',
  'pilha-e-heap': '/licoes/atividades/#exercício-5-pilha-e-heap',
  'medir-processos': '/licoes/atividades/#o-complemento',
} as const satisfies Readonly<Record<string, string>>;

export type LessonPlace = keyof typeof LESSON_PLACES;

const PLACES = new Map<string, string>(Object.entries(LESSON_PLACES));

export const LESSON_NAMES: ReadonlySet<string> = new Set(PLACES.keys());

/** Path of a place, or null when the table does not have it. */
export function lessonPath(name: string | null): string | null {
  return name === null ? null : (PLACES.get(name) ?? null);
}
