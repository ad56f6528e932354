// Which of the rubric's topics each word is said of: "a pilha é menor, o heap cresce" speaks first of one, then of the other.

import type { Compiled } from './compile.ts';
import type { Occurrences } from './match.ts';

/** No topic has been named. */
export const NO_TOPIC = -1;

const MARK = /^[,;.:()!?/\n–]$/;
const PLACES = new Set('no na em nos nas pelo pela ao a do da para pro pra in on -> ='.split(' '));
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
  nameByInitial(compiled, words, named);
  nameByOrder(words, named);
  dropPredicates(words, named);
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
  setPairs(words, named, topics);
  setBracketed(words, named, topics);
  return topics;
}

const OPENS_ENTRY = /^(:|=|->)$/;

/** "S: ...; H: ...": an initial that opens an entry names the topic one of whose names begins with it. */
function nameByInitial(compiled: Compiled, words: readonly string[], named: Int8Array): void {
  const topics = Object.values(compiled.rubric.topics);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word.length !== 1 || !OPENS_ENTRY.test(words[i + 1] ?? '')) continue;
    const topic = topics.findIndex((names) => names.slice(0, 3).some((name) => name.startsWith(word)));
    if (topic >= 0) named[i] = topic;
  }
}

/** "Stack e heap são áreas. A primeira ..., a segunda ...": told apart by the order in which they were named. */
function nameByOrder(words: readonly string[], named: Int8Array): void {
  const order: number[] = [];
  for (let i = 0; i < words.length; i++) {
    const topic = named[i] ?? NO_TOPIC;
    if (topic !== NO_TOPIC && !order.includes(topic)) order.push(topic);
    if (order.length < 2 || !/^(a|o|na|no|da|do|ja)$/.test(words[i - 1] ?? '')) continue;
    // "o primeiro a sair" is no topic.
    if (/^(a|que)$/.test(words[i + 1] ?? '') && /^prim/.test(words[i] ?? '')) continue;
    if (/^primeir[ao]$/.test(words[i] ?? '')) named[i] = order[0] ?? NO_TOPIC;
    else if (
      /^(segund[ao]|ultim[ao]|outr[ao])$/.test(words[i] ?? '') &&
      !/^(a|que)$/.test(words[i + 1] ?? '')
    )
      named[i] = order[1] ?? NO_TOPIC;
  }
}

/** "Heap é a pilha das chamadas": what the second name says is said of the first. */
function dropPredicates(words: readonly string[], named: Int8Array): void {
  for (let i = 1; i + 1 < words.length; i++) {
    if (words[i] !== 'eh' && words[i] !== 'seria') continue;
    const subject = named[i - 1] ?? NO_TOPIC;
    const at = /^(o|a|um|uma)$/.test(words[i + 1] ?? '') ? i + 2 : i + 1;
    const predicate = named[at] ?? NO_TOPIC;
    if (subject !== NO_TOPIC && predicate !== NO_TOPIC && subject !== predicate) named[at] = NO_TOPIC;
  }
}

const PAIRED = /^(x|vs|versus|\/)$/;

/** "stack x heap: LIFO x livre; automática x manual": what stands left is said of the first, what stands right of the second. */
function setPairs(words: readonly string[], named: Int8Array, topics: Int8Array): void {
  for (let head = 1; head + 1 < words.length; head++) {
    const left = named[head - 1] ?? NO_TOPIC;
    const right = named[head + 1] ?? NO_TOPIC;
    if (!PAIRED.test(words[head] ?? '') || left === NO_TOPIC || right === NO_TOPIC || left === right)
      continue;
    let from = head + 2;
    for (let i = from; i <= words.length; i++) {
      const word = words[i] ?? '.';
      if (!/^[,;.:()\n–]$/.test(word)) continue;
      let middle = -1;
      for (let j = from; j < i; j++) if (middle < 0 && PAIRED.test(words[j] ?? '')) middle = j;
      if (middle >= 0) {
        topics.fill(left, from, middle);
        topics.fill(right, middle, i);
      }
      from = i + 1;
    }
    return;
  }
  if (named.every((topic) => topic === NO_TOPIC)) setNamelessPairs(words, topics);
}

/** "LIFO x livre; automática x manual", nobody named: in the order in which the question names them. */
function setNamelessPairs(words: readonly string[], topics: Int8Array): void {
  let from = 0;
  for (let i = 0; i <= words.length; i++) {
    if (!/^[;.\n]$/.test(words[i] ?? '.')) continue;
    const middle = words.findIndex((word, at) => at > from && at < i - 1 && /^(x|vs|versus)$/.test(word));
    if (middle >= 0) {
      topics.fill(0, from, middle);
      topics.fill(1, middle, i);
    }
    from = i + 1;
  }
}

/** "LIFO, por thread (stack); livre, do processo (heap)": a name alone in brackets is of the stretch before it. */
function setBracketed(words: readonly string[], named: Int8Array, topics: Int8Array): void {
  let from = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const topic = named[i + 1] ?? NO_TOPIC;
    if (word === '(' && topic !== NO_TOPIC && words[i + 2] === ')') {
      let opens = from;
      for (let j = from; j < i; j++) if (named[j] !== NO_TOPIC) opens = -1;
      if (opens >= 0) topics.fill(topic, opens, i);
      from = i + 3;
    } else if (/^([;.]|vs|x|versus)$/.test(word)) from = i + 1;
  }
}
