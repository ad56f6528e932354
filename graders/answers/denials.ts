// Turns of phrase that deny, that call something untrue, or that only look like a denial; and where what is called untrue stands.

import type { Token } from './words.ts';

/** Openings of a denial, each as words in a row; what follows is denied. */
const DENIALS: readonly (readonly string[])[] = [
  'em vez de',
  'em vez do',
  'em vez da',
  'em vez dos',
  'em vez das',
  'ao inves de',
  'ao inves do',
  'ao inves da',
  'inves de',
  'invez de',
  'instead of',
  'rather than',
  'deixa de',
  'longe de',
  'diferente de',
  'diferente do',
  'diferente da',
  'diferentemente de',
  'diferentemente do',
  'diferentemente da',
  'ao contrario de',
  'ao contrario do',
  'ao contrario da',
  'contrario do que',
  'e mito',
  'mito que',
  'e mentira',
  'mentira que',
  'e falso',
  'falso que',
  'e errado',
  'errado dizer',
  'errado achar',
  'erro dizer',
  'erro achar',
  'erro pensar',
  'errado pensar',
  'engano pensar',
  'engana se quem',
  'se engana quem',
  'ta errado quem',
  'esta errado quem',
  'confundir com',
  'confundido com',
  'confunde com',
  'muita gente acha',
  'muitos acham',
  'muitos pensam',
  'tem gente que acha',
  'ha quem pense',
  'ha quem ache',
  'ha quem diga',
  'pensam que',
  'longe de ser',
  'distinto de',
  'distinta da',
].map((phrase) => phrase.split(' '));

/** Openings of what is called untrue, or somebody else's error, each as words in a row. */
const FRAMES: readonly (readonly string[])[] = [
  'nao e verdade que',
  'nao e verdade dizer que',
  'nao e certo que',
  'nao e correto dizer',
  'nao concordo que',
  'nao acho que',
  'nao acredito que',
  'nao penso que',
  'nao creio que',
  'discordo que',
  'discordo de que',
  'discordo de quem',
  'e falso que',
  'e falso dizer',
  'e mentira que',
  'e mito que',
  'e um mito que',
  'e um mito dizer',
  'e errado dizer',
  'e errado achar',
  'e errado pensar',
  'e um erro dizer',
  'e um erro achar',
  'e um erro pensar',
  'e um engano pensar',
  'engana se quem',
  'se engana quem',
  'erra quem',
  'muita gente acha que',
  'muita gente pensa que',
  'muita gente diz que',
  'muitos acham que',
  'muitos pensam que',
  'muitos dizem que',
  'ha quem pense que',
  'ha quem ache que',
  'ha quem diga que',
  'tem gente que acha',
].map((phrase) => phrase.split(' '));

/** Turns of phrase with a negator that deny nothing. */
const NOT_DENIALS: readonly (readonly string[])[] = [
  'nao so',
  'nao soh',
  'nao apenas',
  'nao somente',
  'nao ha duvida',
  'sem duvida',
  'sem falar',
  'sem contar',
  'nao passa de',
  'nao passam de',
  'nada mais',
  'nao e nada mais',
  'nao e mais do que',
  'nao e mais que',
  'por que nao',
  'porque nao',
  'nao a toa',
  'nao e a toa',
  'nao e',
  'not only',
  'nao sei',
  'nao lembro',
  'nao tenho certeza',
  'se nao me engano',
  'nao deixa de',
  'nao deixam de',
  'nao tem como negar',
  'nao ha como negar',
  'quer queira quer nao',
  'nao importa',
  'nao necessariamente',
  'nao obstante',
  'nao linear',
  'nao lineares',
  'nao root',
  'nao volatil',
  'nao privilegiado',
  'nao privilegiada',
  'nao privilegiadas',
]
  .filter((phrase) => phrase !== 'nao e')
  .map((phrase) => phrase.split(' '));

export function startsWith(words: readonly string[], at: number, phrase: readonly string[]): boolean {
  for (let i = 0; i < phrase.length; i++) if (words[at + i] !== phrase[i]) return false;
  return true;
}

function indexByFirst(
  phrases: readonly (readonly string[])[],
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const index = new Map<string, (readonly string[])[]>();
  for (const phrase of phrases) {
    const first = phrase[0] ?? '';
    const list = index.get(first);
    if (list) list.push(phrase);
    else index.set(first, [phrase]);
  }
  return index;
}

export const DENIALS_BY_FIRST = indexByFirst(DENIALS);
const FRAMES_BY_FIRST = indexByFirst(FRAMES);
export const NOT_DENIALS_BY_FIRST = indexByFirst(NOT_DENIALS);

/** 1 from each opening of `FRAMES` to the end of its clause. */
export function frames(tokens: readonly Token[], words: readonly string[]): Uint8Array {
  const framed = new Uint8Array(words.length);
  let inside = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (tokens[i]?.kind === 'mark' && word !== '/' && word !== '%') inside = false;
    else if (/^(mas|porem|naverdade|contudo|pois|porque)$/.test(word)) inside = false;
    if (inside) framed[i] = 1;
    else if (FRAMES_BY_FIRST.get(word)?.some((phrase) => startsWith(words, i, phrase))) inside = true;
  }
  return framed;
}
