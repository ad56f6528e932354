// Progress in a real browser's storage: what goes in comes out, and nothing in there can break a page or lead out.
import { beforeEach, expect, it } from 'vitest';
import { addLessons, forgetReading, markLesson, readLessons, readPlace, savePlace } from './reading.ts';

beforeEach(() => localStorage.clear());

const place = {
  path: '/licoes/ciclo-de-vida/',
  title: 'O ciclo de vida',
  section: { id: 'as-saídas', title: 'As saídas' },
};

it('gives back the place saved, and forgets it', () => {
  savePlace(place);
  markLesson('ciclo-de-vida', 'aberta');
  expect(readPlace()).toEqual(place);
  forgetReading();
  expect(readPlace()).toBeNull();
  expect(readLessons()).toEqual({});
});

it.each([
  'https://exemplo.invalid/',
  '//exemplo.invalid/',
  'javascript:alert(1)',
  '/licoes/../../x/',
  '/busca/',
])('takes no place outside the course: %s', (path) => {
  savePlace({ ...place, path });
  expect(readPlace()).toBeNull();
});

it.each(['', 'null', '[]', '{', '7', '{"path":1}'])('takes %j for nothing saved', (stored) => {
  localStorage.setItem('vanderpool/1/leitura/lugar', stored);
  localStorage.setItem('vanderpool/1/leitura/licoes', stored);
  expect(readPlace()).toBeNull();
  expect(readLessons()).toEqual({});
});

it('a lesson that was read stays read when it is opened again, here or in an imported work', () => {
  markLesson('a', 'lida');
  markLesson('a', 'aberta');
  addLessons({ a: 'aberta', b: 'aberta', c: 'lida' });
  expect(readLessons()).toEqual({ a: 'lida', b: 'aberta', c: 'lida' });
});
