// A light stemmer for Portuguese written without accents: number, gender and the common verb endings.
// It serves exact words of a rubric; where a teacher wants a whole family of words a star does ("compartilh*").

/** Words whose ending looks like an inflection and is not one. */
const INVARIABLE = new Set(
  'para sobre entre cada como porque quando ainda nada tudo onde quem depois pois logo isso isto esse essa este dois duas tres seis dez mais menos apenas antes depois atras alias cpus mesmo virus onibus lapis gratis jamais quais demais'.split(
    ' ',
  ),
);

const VERB_ENDINGS: readonly string[] = [
  'ariamos',
  'eriamos',
  'iriamos',
  'assemos',
  'essemos',
  'issemos',
  'aremos',
  'eremos',
  'iremos',
  'avamos',
  'ariam',
  'eriam',
  'iriam',
  'assem',
  'essem',
  'issem',
  'ando',
  'endo',
  'indo',
  'arem',
  'erem',
  'irem',
  'aria',
  'eria',
  'iria',
  'asse',
  'esse',
  'isse',
  'arao',
  'erao',
  'irao',
  'aram',
  'eram',
  'iram',
  'avam',
  'amos',
  'emos',
  'imos',
  'ado',
  'ada',
  'ido',
  'ida',
  'ava',
  'ara',
  'ou',
  'eu',
  'iu',
  'ar',
  'er',
  'ir',
  'am',
  'em',
  'a',
  'e',
  'o',
  'i',
];

/** Endings that many nouns share ("bateria"): they are taken off longer words only. */
const CONDITIONAL = /^[aei]ria/;

function singular(word: string): string {
  if (!word.endsWith('s') || word.length < 4) return word;
  if (word.endsWith('oes') || word.endsWith('aes') || word.endsWith('aos')) return `${word.slice(0, -3)}ao`;
  if (word.endsWith('ais') && word.length > 4) return `${word.slice(0, -3)}al`;
  if (word.endsWith('eis') && word.length > 5) return `${word.slice(0, -3)}el`;
  if (word.endsWith('ns')) return `${word.slice(0, -2)}m`;
  if (word.length > 5 && (word.endsWith('res') || word.endsWith('zes'))) return word.slice(0, -2);
  if (word.endsWith('ss')) return word;
  return word.slice(0, -1);
}

const memory = new Map<string, string>();
const MEMORY_LIMIT = 20_000;

/** The stem of a plain word (lower case, no accents). Same word, same stem; short words are left alone. */
export function stem(word: string): string {
  if (word.length < 4) return word;
  const known = memory.get(word);
  if (known !== undefined) return known;
  if (memory.size > MEMORY_LIMIT) memory.clear();
  const found = strip(word);
  memory.set(word, found);
  return found;
}

function strip(word: string): string {
  if (INVARIABLE.has(word)) return word;
  let root = singular(word);
  if (root.endsWith('mente') && root.length > 8) root = root.slice(0, -5);
  for (const ending of VERB_ENDINGS) {
    if (root.endsWith(ending) && root.length - ending.length >= (CONDITIONAL.test(ending) ? 4 : 3))
      return root.slice(0, -ending.length);
  }
  return root;
}
