// Under which name a lab's program is kept: the exercise, or the lesson's page and the widget's title.

/** `vmx/01`, or `licoes/ciclo-de-vida/entrar-e-sair`: the same whatever path the site is served under. */
export function savedPlace(exercise: string | null, title: string | null): string {
  if (exercise !== null) return exercise;
  const base = document.documentElement.dataset['base'] ?? '/';
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname;
  const name = (title ?? 'programa')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `${path.replace(/^\/+|\/+$|index\.html$/g, '')}/${name}`.replace(/\/{2,}/g, '/');
}
