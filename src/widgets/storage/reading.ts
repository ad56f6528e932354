// Where a learner is in the course, kept in this browser: which lessons were opened and read, and the last place.
import type { LessonState } from '../../../graders/engine/work-file.ts';

/** The last page of the course that was open, and the section one was in. */
export interface LastPlace {
  /** Path from the site's root, as `/licoes/ciclo-de-vida/`. */
  readonly path: string;
  /** Title of the page. */
  readonly title: string;
  /** Fragment and heading of the section; null at the top of the page. */
  readonly section: { readonly id: string; readonly title: string } | null;
}

export type Lessons = Readonly<Record<string, LessonState>>;

const LESSONS = 'vanderpool/1/leitura/licoes';
const PLACE = 'vanderpool/1/leitura/lugar';
const MAX_TEXT = 200;

/** State of each lesson that was opened; empty where nothing is kept. */
export function readLessons(): Lessons {
  const data = read(LESSONS);
  return Object.fromEntries(
    Object.entries(data).filter(
      (entry): entry is [string, LessonState] => entry[1] === 'aberta' || entry[1] === 'lida',
    ),
  );
}

/** Marks a lesson. Opening one that was read leaves it read. */
export function markLesson(slug: string, state: LessonState): void {
  const lessons = readLessons();
  if (lessons[slug] === state || lessons[slug] === 'lida') return;
  write(LESSONS, { ...lessons, [slug]: state });
}

/** Adds the lessons of an imported work; what was read in either stays read. */
export function addLessons(added: Lessons): void {
  for (const [slug, state] of Object.entries(added)) markLesson(slug, state);
}

/** The last place, or null where none is kept or it is not a page of the course. */
export function readPlace(): LastPlace | null {
  const { path, title, section } = read(PLACE);
  if (typeof path !== 'string' || !/^\/(licoes|exercicios)\/[a-z0-9-]+(\/[a-z0-9-]+)?\/$/.test(path))
    return null;
  if (typeof title !== 'string' || title === '' || title.length > MAX_TEXT) return null;
  return { path, title, section: readSection(section) };
}

export function savePlace(place: LastPlace): void {
  write(PLACE, place);
}

/** Forgets the place and all marks of reading. */
export function forgetReading(): void {
  try {
    localStorage.removeItem(LESSONS);
    localStorage.removeItem(PLACE);
  } catch {
    // Nothing is kept here, so there is nothing to forget.
  }
}

function readSection(data: unknown): LastPlace['section'] {
  if (typeof data !== 'object' || data === null) return null;
  const { id, title } = data as Record<string, unknown>;
  if (typeof id !== 'string' || !/^[\p{L}\d_-]{1,120}$/u.test(id)) return null;
  return typeof title === 'string' && title !== '' && title.length <= MAX_TEXT ? { id, title } : null;
}

function read(key: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

function write(key: string, data: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(data));
  } catch {
    // A browser that keeps nothing shows no progress; the course works all the same.
  }
}
