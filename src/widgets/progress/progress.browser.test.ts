// Progress on pages: noting the place, and marking lists.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { markLesson, readLessons, readPlace, savePlace } from '../storage/reading.ts';
import { saveWork } from '../storage/work.ts';
import { keepPlace } from './keep-place.ts';
import { showProgress } from './show-progress.ts';

beforeEach(() => localStorage.clear());
afterEach(() => document.body.replaceChildren());

function page(html: string): void {
  document.body.innerHTML = html;
}

it('marks lessons and exercises with a word, once however often it is shown', () => {
  page(
    '<p data-licao="a"></p><p data-licao="b"></p><p data-licao="c"></p><p data-exercicio="2"></p><p data-exercicio="vmx/01"></p>',
  );
  markLesson('a', 'lida');
  markLesson('b', 'aberta');
  saveWork('resposta', '2', { text: 'x', tries: 1, passed: true });
  saveWork('programa', 'vmx/01', { text: 'x', tries: 1, passed: false });
  showProgress();
  showProgress();
  expect([...document.querySelectorAll('p')].map((place) => place.textContent?.trim())).toEqual([
    '✓ lida',
    'aberta',
    '',
    '✓ passou',
    'começado',
  ]);
});

it('offers to continue only where there is a place', () => {
  page('<p data-continuar hidden></p>');
  const offer = document.querySelector('p') as HTMLElement;
  showProgress();
  expect(offer.hidden).toBe(true);
  savePlace({ path: '/licoes/v86/', title: 'Do V86', section: { id: 'fim', title: '<b>Fim</b>' } });
  showProgress();
  expect(offer.hidden).toBe(false);
  expect(offer.querySelector('a')?.getAttribute('href')).toBe('/licoes/v86/#fim');
  expect(offer.textContent).toContain('Do V86: <b>Fim</b>');
});

it('notes the page that is open and marks the lesson, read only when its end was seen', async () => {
  page('<main><h1>Título</h1><h2 id="a">A</h2><div id="longo"></div><div data-fim-da-licao>fim</div></main>');
  (document.querySelector('#longo') as HTMLElement).style.height = '5000px';
  history.replaceState(null, '', '/licoes/uma/');
  keepPlace('uma');
  expect(readPlace()).toEqual({ path: '/licoes/uma/', title: 'Título', section: null });
  expect(readLessons()).toEqual({ uma: 'aberta' });
  document.querySelector('[data-fim-da-licao]')?.scrollIntoView();
  await expect.poll(() => readLessons()).toEqual({ uma: 'lida' });
  dispatchEvent(new Event('pagehide'));
  expect(readPlace()?.section).toEqual({ id: 'a', title: 'A' });
});
