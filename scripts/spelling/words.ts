// The words of a text that a dictionary can judge.

/** A word, hyphens and apostrophes inside it kept. */
const TOKEN = /[\p{L}\p{M}\p{N}_@#$/\\.:%&+-]+(?:[’'][\p{L}\p{N}]+)*/gu;
/** A name of hardware or of the field: VMCS, CR4, VMs. */
const CAPITALS = /^\p{Lu}[\p{Lu}\p{N}]*s?$/u;

/** Words in order, without numbers, acronyms, names of files, addresses and single letters. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    // A slash or a sign between words ("e/ou") separates; inside a name of file or a number it does not matter.
    const plain = token.replace(/^[-./:#@$%&+\\]+|[-./:#@$%&+\\]+$/g, '');
    if (/[\p{N}_@#$%\\]/u.test(plain) || /\p{L}\.\p{L}/u.test(plain)) continue;
    for (const word of plain.split(/[/:&+.]+/)) {
      if (word.length > 1 && !CAPITALS.test(word)) words.push(word);
    }
  }
  return words;
}

/** Endings that stand after a verb and a hyphen. */
const PRONOUNS = new Set('me te se nos vos lhe lhes o a os as lo la los las no na nos nas mo ma'.split(' '));
const BARE: Readonly<Record<string, readonly string[]>> = { á: ['a'], ê: ['e'], í: ['i'], ô: ['o', 'ô'] };

/**
 * Whether a word is right, by a test of single words. Compounds are right if their parts are; before -lo, -la, -los and
 * -las the infinitive has lost its R ("movê-la").
 */
export function isRight(word: string, known: (part: string) => boolean): boolean {
  if (known(word)) return true;
  const plain = word.replace(/’/g, "'");
  if (known(plain)) return true;
  if (!word.includes('-')) return false;
  const parts = word.split('-');
  return parts.every((part, index) => {
    if (part === '' || part.length === 1 || CAPITALS.test(part) || PRONOUNS.has(part) || known(part))
      return true;
    const next = parts[index + 1] ?? '';
    if (!/^l[oa]s?$/.test(next)) return false;
    const last = part.at(-1) ?? '';
    return (BARE[last] ?? [last]).some((vowel) => known(`${part.slice(0, -1)}${vowel}r`));
  });
}
