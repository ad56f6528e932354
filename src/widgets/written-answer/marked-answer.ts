// A read-only copy of an answer with the words that a grader found marked, built of nodes: the answer is only text.
import type { Result } from '../../../graders/engine/result.ts';
import { h } from '../shared/dom.ts';

/** `found` earned points; `wrong` belongs to a misconception, and wins where both lie. */
export type MarkKind = 'found' | 'wrong';

export interface TextMark {
  /** UTF-16 units of the answer, `end` not included. */
  readonly start: number;
  readonly end: number;
  readonly kind: MarkKind;
}

/** The places of the answer that a result points at. */
export function textMarks(result: Result): TextMark[] {
  const marks: TextMark[] = [];
  const add = (evidence: Result['criteria'][number]['evidence'], kind: MarkKind): void => {
    for (const item of evidence) {
      if (item.kind === 'text' && item.end > item.start)
        marks.push({ start: item.start, end: item.end, kind });
    }
  };
  for (const { verdict, evidence } of result.criteria)
    add(evidence, verdict === 'contradicted' ? 'wrong' : 'found');
  for (const { evidence } of result.misconceptions) add(evidence, 'wrong');
  return marks;
}

/** The answer in paragraphs as typed, each marked stretch in a <mark> of its own; stretches never overlap. */
export function markedAnswer(text: string, marks: readonly TextMark[]): HTMLElement {
  const copy = h('p', { class: 'copy' });
  // Each place where a mark begins or ends cuts the text; a stretch has the strongest kind that covers it.
  const changes = new Map<number, { found: number; wrong: number }>();
  const change = (at: number, kind: MarkKind, by: number): void => {
    const place = Math.min(Math.max(at, 0), text.length);
    const entry = changes.get(place) ?? { found: 0, wrong: 0 };
    entry[kind] += by;
    changes.set(place, entry);
  };
  for (const { start, end, kind } of marks) {
    change(start, kind, 1);
    change(end, kind, -1);
  }
  const cuts = [...changes.keys()].sort((a, b) => a - b);
  let from = 0;
  let found = 0;
  let wrong = 0;
  const push = (to: number): void => {
    const piece = text.slice(from, to);
    from = to;
    if (piece === '') return;
    if (wrong > 0) copy.append(h('mark', { class: 'wrong' }, piece));
    else if (found > 0) copy.append(h('mark', { class: 'found' }, piece));
    else copy.append(piece);
  };
  for (const cut of cuts) {
    push(cut);
    found += changes.get(cut)?.found ?? 0;
    wrong += changes.get(cut)?.wrong ?? 0;
  }
  push(text.length);
  return copy;
}
