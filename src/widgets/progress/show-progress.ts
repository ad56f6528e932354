// Puts what this browser knows of the learner's progress into lists of lessons and exercises that are already there.
import { sitePath } from '../shared/base-path.ts';
import { h } from '../shared/dom.ts';
import { readLessons, readPlace } from '../storage/reading.ts';
import { allWork } from '../storage/work.ts';

/** Marks every `[data-licao]` and `[data-exercicio]` of the page, and fills `[data-continuar]`. */
export function showProgress(): void {
  const lessons = readLessons();
  for (const place of document.querySelectorAll<HTMLElement>('[data-licao]')) {
    const state = lessons[place.dataset['licao'] ?? ''];
    mark(place, state === 'lida' ? 'lida' : state === 'aberta' ? 'aberta' : null, state === 'lida');
  }
  const work = new Map(allWork().map((item) => [item.id, item]));
  for (const place of document.querySelectorAll<HTMLElement>('[data-exercicio]')) {
    const item = work.get(place.dataset['exercicio'] ?? '');
    mark(place, item === undefined ? null : item.passed ? 'passou' : 'começado', item?.passed ?? false);
  }
  for (const place of document.querySelectorAll<HTMLElement>('[data-continuar]')) offerToContinue(place);
}

/** The state as a word after the link: never by colour alone. */
function mark(place: HTMLElement, word: string | null, done: boolean): void {
  place.querySelector('.estado')?.remove();
  if (word === null) return;
  place.append(' ', h('span', { class: done ? 'estado feito' : 'estado' }, done ? `✓ ${word}` : word));
}

function offerToContinue(place: HTMLElement): void {
  const last = readPlace();
  const address = last === null ? null : sitePath(last.path + (last.section ? `#${last.section.id}` : ''));
  if (last === null || address === null) return;
  const where = last.section === null ? last.title : `${last.title}: ${last.section.title}`;
  place.replaceChildren(
    h('a', { href: address }, h('strong', {}, 'Continuar de onde parei'), h('span', {}, where)),
  );
  place.hidden = false;
}
