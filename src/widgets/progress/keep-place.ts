// Notes, on a page of the course, where the reader is and whether the lesson was read to its end.
import { markLesson, savePlace } from '../storage/reading.ts';

/** Where the reader's eyes are said to be, as a part of the window from its top. */
const EYES = 0.4;

/** Watches the page. `lesson` is its slug; null on the page of an exercise. */
export function keepPlace(lesson: string | null): void {
  const title = document.querySelector('h1')?.textContent?.trim() ?? '';
  if (title === '') return;
  const path = pathFromRoot();
  if (lesson !== null) markLesson(lesson, 'aberta');
  const save = (): void => savePlace({ path, title, section: sectionAtEyes() });
  save();
  // On a phone a page is often put away without any other event.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save();
  });
  addEventListener('pagehide', save);
  const end = document.querySelector('[data-fim-da-licao]');
  if (lesson === null || end === null) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    markLesson(lesson, 'lida');
  });
  observer.observe(end);
}

/** The page's path whatever the site is served under. */
function pathFromRoot(): string {
  const base = (document.documentElement.dataset['base'] ?? '/').replace(/\/+$/, '');
  const path = location.pathname.replace(/index\.html$/, '').replace(/\/?$/, '/');
  return path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

/** The last heading above the reader's eyes; null above the first. */
function sectionAtEyes(): { id: string; title: string } | null {
  const headings = [...document.querySelectorAll<HTMLElement>('main h2[id]')];
  const last = headings.findLast(
    (heading) => heading.getBoundingClientRect().top < innerHeight * EYES && scrollY > 0,
  );
  return last ? { id: last.id, title: last.textContent?.trim() ?? '' } : null;
}
