// Where the site's reference explains a field or a check. The same addresses as src/site/reference.ts, which builds them.
import { sitePath } from '../../shared/base-path.ts';

/** Null where the page says nothing of the site's root. */
export const fieldReference = (name: string): string | null =>
  sitePath(`/referencia/campos-da-vmcs/#campo-${name.replaceAll('_', '-')}`);

export const checkReference = (id: string): string | null =>
  sitePath(`/referencia/verificacoes-de-entrada/#regra-${id.toLowerCase()}`);
