// Addresses inside the site from a widget: the page's root element says where the site's root is (`data-base`).

/** `/licoes/x/#y` becomes `/curso/licoes/x/#y` under the base `/curso/`. Anything else than a path from the root is refused (null). */
export function sitePath(path: string): string | null {
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return null;
  const base = document.documentElement.dataset['base'] ?? '/';
  return base.replace(/\/+$/, '') + path;
}
