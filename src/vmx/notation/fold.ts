// How a word of the short notation is compared: without accents, whatever its case.

/** Letters without accents, in capitals. */
export function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase();
}
