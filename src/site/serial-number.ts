// Numbers for what may come more than once in a page and needs an id of its own.

const counters = new WeakMap<object, number>();

/** 1, 2, 3... for each page that is being built; `page` is its request. */
export function serialNumber(page: object): number {
  const next = (counters.get(page) ?? 0) + 1;
  counters.set(page, next);
  return next;
}
