// Portuguese plurals for the search: its stemmer does not know that “instruções” and “instrução” are one word.

/** Endings of the plural and of the singular they come from. The first that fits is taken. */
const ENDINGS: readonly (readonly [plural: string, singular: string])[] = [
  ['ções', 'ção'],
  ['coes', 'cao'],
  ['ões', 'ão'],
  ['ães', 'ão'],
  ['ais', 'al'],
  ['éis', 'el'],
  ['eis', 'el'],
  ['óis', 'ol'],
  ['ens', 'em'],
  ['res', 'r'],
  ['s', ''],
];

/** Words this short, and these, end in “s” in the singular too. */
const SHORTEST = 4;
const ALWAYS = new Set(['bios', 'depois', 'mais', 'menos', 'vmcs', 'vírus']);

function singular(word: string): string {
  if (word.length < SHORTEST || ALWAYS.has(word)) return word;
  const found = ENDINGS.find(([ending]) => word.endsWith(ending) && word.length > ending.length + 1);
  return found ? word.slice(0, word.length - found[0].length) + found[1] : word;
}

function plural(word: string): string {
  if (word.length < SHORTEST || word.endsWith('s') || ALWAYS.has(word)) return word;
  const found = ENDINGS.find(([, ending]) => ending !== '' && word.endsWith(ending));
  return found ? word.slice(0, word.length - found[1].length) + found[0] : `${word}s`;
}

/** The query as it was typed, and with its words in the singular and in the plural; each once, in this order. */
export function queryVariants(query: string): string[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const singulars = words.map(singular);
  const variants = [words.join(' '), singulars.join(' '), singulars.map(plural).join(' ')];
  return [...new Set(variants)].filter(Boolean);
}
