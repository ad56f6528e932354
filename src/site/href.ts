// Addresses inside the site, whatever path it is served under.

/** Puts the site's base before a path from the root: `/licoes/` becomes `/curso/licoes/`. Other addresses stay. */
export function href(path: string, base: string = import.meta.env.BASE_URL): string {
  if (!path.startsWith('/') || path.startsWith('//')) return path;
  return base.replace(/\/+$/, '') + path;
}
