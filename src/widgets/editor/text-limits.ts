// How long a program may be before a page does not read it: neither from the keyboard, nor pasted, nor by a link.

/** Characters and lines above which a program is not read: a page is no place for it. */
export const MAX_CHARACTERS = 100_000;
export const MAX_LINES = 3_000;

/** Why a text is too long to be read, in Portuguese; null when it is not. */
export function tooLong(source: string): string | null {
  if (source.length > MAX_CHARACTERS) {
    return `O programa tem ${number(source.length)} caracteres, e esta página lê até ${number(MAX_CHARACTERS)}. Apague o que não faz parte dele.`;
  }
  let lines = 1;
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines += 1;
  return lines > MAX_LINES
    ? `O programa tem ${number(lines)} linhas, e esta página lê até ${number(MAX_LINES)}. Apague o que não faz parte dele.`
    : null;
}

const number = (value: number): string => value.toLocaleString('pt-BR');
