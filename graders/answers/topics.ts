// Which of the rubric's topics each word is said of: "a pilha é menor, o heap cresce" speaks first of one, then of the other.

import type { Compiled } from './compile.ts';
import type { Occurrences } from './match.ts';

/** No topic has been named. */
export const NO_TOPIC = -1;

const MARK = /^[,;.:()!?/\n–]$/;
const PLACES = new Set('no na em nos nas pelo pela ao a do da para pro pra in on'.split(' '));
const PRONOUNS = new Set('que ele ela isso qual onde'.split(' '));
const OPENERS = new Set('e mas enquanto ja porem while whereas and but'.split(' '));

/**
 * The topic of each token. A clause belongs to the topic it names; one that names none goes on with the last; in one that
 * names two, each word belongs to the nearest one named before it. What stands before any topic belongs to the first.
 */
export function readTopics(compiled: Compiled, all: Occurrences): Int8Array {
  const { words } = all.reading;
  const topics = new Int8Array(words.length).fill(NO_TOPIC);
  if (compiled.topicSlots.length === 0) return topics;
  const named = new Int8Array(words.length).fill(NO_TOPIC);
  compiled.topicSlots.forEach((slot, topic) => {
    for (const at of all.places[slot]?.at ?? []) named[at] = topic;
  });
  // "stack e mais rapida": without its accent "é" looks like "e"; right after a topic's name it is the verb.
  const opens = (at: number): boolean => {
    const word = words[at] ?? '';
    if (word === 'e') return named[at - 1] === NO_TOPIC && !PRONOUNS.has(words[at - 1] ?? '');
    return OPENERS.has(word);
  };
  // "objetos no heap": a clause that ends in the place it speaks of belongs to it whole.
  const isPlace = (at: number): boolean => PLACES.has(words[at - 1] ?? '');
  let current = NO_TOPIC;
  let from = 0;
  while (from < words.length) {
    let to = from + 1;
    while (to < words.length && !MARK.test(words[to] ?? '') && !opens(to)) to++;
    let first = NO_TOPIC;
    let at = from;
    for (; at < to; at++) {
      first = named[at] ?? NO_TOPIC;
      if (first !== NO_TOPIC) break;
    }
    if (first !== NO_TOPIC) {
      if (current === NO_TOPIC) {
        topics.fill(first, 0, from);
        current = first;
      } else if (isPlace(at)) current = first;
    }
    // "... limpa sozinha o heap ...": a new subject; what stood before it is still said of the last topic.
    for (let i = from; i < to; i++) {
      const here = named[i] ?? NO_TOPIC;
      if (here !== NO_TOPIC) current = here;
      topics[i] = current;
    }
    from = to;
  }
  return topics;
}
