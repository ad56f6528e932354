// Corrects spelling slips towards the course's own vocabulary: first by sound, then by one or two slips of the keyboard.
// A word that the course or everyday Portuguese knows is never changed.

/** How a plain word sounds, roughly: the spellings Portuguese speakers confuse fall together. */
export function soundKey(word: string): string {
  let key = '';
  for (let i = 0; i < word.length; i++) {
    const char = word[i] ?? '';
    const next = word[i + 1] ?? '';
    const previous = word[i - 1] ?? '';
    if (char === next && char !== 'r') continue;
    // "ligero" and "ligeiro", "almento"... are said alike: "ei" before a tap, "ou" anywhere.
    if (char === 'i' && previous === 'e' && /[rjxgs]/.test(next)) continue;
    if (char === 'u' && previous === 'o') continue;
    if (char === 'h') {
      if (previous === 'c') key = `${key.slice(0, -1)}x`;
      else if (previous === 'p') key = `${key.slice(0, -1)}f`;
      continue;
    }
    if (char === 'c') key += next === 'e' || next === 'i' ? 's' : 'k';
    else if (char === 'q') {
      key += 'k';
      if (next === 'u' && (word[i + 2] === 'e' || word[i + 2] === 'i')) i++;
    } else if (char === 'g') {
      key += next === 'e' || next === 'i' ? 'j' : 'g';
      if (next === 'u' && (word[i + 2] === 'e' || word[i + 2] === 'i')) i++;
    } else if (char === 'z') key += 's';
    else if (char === 's' && next === 'c' && (word[i + 2] === 'e' || word[i + 2] === 'i')) continue;
    else if (char === 'y') key += 'i';
    else if (char === 'w') key += 'u';
    else if (char === 'l' && next !== '' && !'aeiouh'.includes(next)) key += 'u';
    else if (char === 'n' && next !== '' && !'aeiou'.includes(next)) key += 'm';
    else key += char;
  }
  if (key.endsWith('aum') || key.endsWith('ao')) key = `${key.replace(/(aum|ao)$/, '')}am`;
  if (key.endsWith('l')) key = `${key.slice(0, -1)}u`;
  if (key.endsWith('n')) key = `${key.slice(0, -1)}m`;
  return key.replace(/ss+/g, 's');
}

/** Damerau distance (insert, delete, change, swap neighbours), or `limit + 1` as soon as it is above `limit`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** The letters of a key as bits. */
function letterSet(key: string): number {
  let set = 0;
  for (let i = 0; i < key.length; i++) set |= 1 << (key.charCodeAt(i) & 31);
  return set;
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export interface Speller {
  /** The vocabulary's word nearest to `word`, or null when none is near enough. */
  correct(word: string): string | null;
}

const CACHE_LIMIT = 20_000;
/** Letters of a word's sound from which a slip of the keyboard is looked for, and from which two are. */
const SLIPS_FROM = 7;
const TWO_SLIPS_FROM = 11;

/** Builds a speller over full words (plain form). The first letter's sound is trusted, which keeps the search short. */
export function makeSpeller(vocabulary: Iterable<string>): Speller {
  const bySound = new Map<string, string>();
  const buckets = new Map<string, { word: string; key: string; letters: number }[]>();
  for (const word of vocabulary) {
    if (word.length < 4) continue;
    const key = soundKey(word);
    if (!bySound.has(key)) bySound.set(key, word);
    const letters = letterSet(key);
    for (let length = key.length - 2; length <= key.length + 2; length++) {
      const bucket = `${key[0] ?? ''}${length}`;
      const list = buckets.get(bucket);
      if (list) list.push({ word, key, letters });
      else buckets.set(bucket, [{ word, key, letters }]);
    }
  }
  const cache = new Map<string, string | null>();
  const search = (word: string): string | null => {
    if (word.length < 4) return null;
    const key = soundKey(word);
    const same = bySound.get(key);
    if (same !== undefined) return same;
    // Short words have many neighbours that are words too: only the sound is trusted there.
    if (key.length < SLIPS_FROM) return null;
    const limit = key.length >= TWO_SLIPS_FROM ? 2 : 1;
    let found: string | null = null;
    let best = limit + 1;
    const letters = letterSet(key);
    for (const entry of buckets.get(`${key[0] ?? ''}${key.length}`) ?? []) {
      // Each slip changes at most two letters of the set: most words need no closer look.
      if (bitCount(letters ^ entry.letters) > 2 * (best - 1)) continue;
      const cost = distance(key, entry.key, best - 1);
      if (cost < best) {
        best = cost;
        found = entry.word;
        if (best <= 1) break;
      }
    }
    return found;
  };
  return {
    correct(word) {
      const known = cache.get(word);
      if (known !== undefined) return known;
      if (cache.size > CACHE_LIMIT) cache.clear();
      const found = search(word);
      cache.set(word, found);
      return found;
    },
  };
}
