// Loads a widget's code when its place in the page is about to be seen; until then the static figure stands there.

/**
 * Watches every `tag` in the page and imports its code, once, when one comes near the window.
 * A failure to load (no network) leaves the static content as it is and is tried again at the next one.
 */
export function loadWhenNear(tag: string, load: () => Promise<unknown>): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      load().then(
        () => {
          observer.disconnect();
        },
        (error: unknown) => {
          console.error(error);
        },
      );
    },
    { rootMargin: '25% 0px' },
  );
  for (const element of document.querySelectorAll(tag)) observer.observe(element);
}
