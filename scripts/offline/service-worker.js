// Keeps a copy of the whole site for reading without a network. It is installed only when a reader asks for the copy.
// The build puts the site's path, its version and the list of files in place of the names in capitals.
const BASE = __BASE__;
const VERSION = __VERSION__;
/** Path below the base, and a hash of what the file holds. */
const FILES = __FILES__;

const PREFIX = 'vanderpool-copia:';
const CACHE = PREFIX + BASE + ':' + VERSION;
/** Files asked for at a time. */
const AT_ONCE = 6;
/** How long the network may take, in milliseconds, before the copy is shown instead. */
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith(PREFIX + BASE + ':') && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      ),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(BASE))
    return;
  // Files whose name holds a hash of what is in them never change; anything else is asked for first.
  const unchanging = url.pathname.startsWith(BASE + '_astro/');
  event.respondWith(unchanging ? copyFirst(request) : networkFirst(request));
});

/** Fills this version's copy; what has not changed since the last version is taken from there. */
async function fill() {
  const cache = await caches.open(CACHE);
  const old = await oldCopies();
  let done = 0;
  const queue = [...FILES];
  const work = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const [path, hash] = file;
      const key = BASE + path;
      const kept = await keptCopy(old, key, hash);
      if (kept) await cache.put(key, kept);
      else {
        const response = await fetch(key, { cache: 'reload' });
        if (!response.ok) throw new Error(key + ': ' + response.status);
        await cache.put(key, await withHash(response, hash));
      }
      done += 1;
      await tell({ done, all: FILES.length });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function oldCopies() {
  const names = await caches.keys();
  return Promise.all(
    names
      .filter((name) => name.startsWith(PREFIX + BASE + ':') && name !== CACHE)
      .map((name) => caches.open(name)),
  );
}

async function keptCopy(old, key, hash) {
  for (const cache of old) {
    const found = await cache.match(key);
    if (found?.headers.get('x-copia') === hash) return found;
  }
  return null;
}

/** The response with the hash noted in a header, for the next version to compare. */
async function withHash(response, hash) {
  const headers = new Headers(response.headers);
  headers.set('x-copia', hash);
  return new Response(await response.blob(), { status: response.status, headers });
}

async function tell(message) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true }))
    client.postMessage(message);
}

async function copyFirst(request) {
  return (await copyOf(request)) ?? fetch(request);
}

async function networkFirst(request) {
  const copy = copyOf(request);
  const network = fetch(request);
  network.catch(() => undefined);
  try {
    return await Promise.race([network, late(await copy)]);
  } catch {
    return (await copy) ?? (await copyOf(BASE + '404.html')) ?? Response.error();
  }
}

/** Fails once patience has run out, if there is a copy to show; else waits for ever. */
function late(copy) {
  return new Promise((_, fail) => {
    if (copy) setTimeout(() => fail(new Error('late')), PATIENCE);
  });
}

/** The copy of an address, whatever its query; a folder's is its `index.html`. */
async function copyOf(request) {
  const cache = await caches.open(CACHE);
  const { pathname } = new URL(typeof request === 'string' ? request : request.url, self.location.origin);
  const page = pathname.endsWith('/') ? pathname + 'index.html' : pathname;
  return (await cache.match(page)) ?? (await cache.match(page + '/index.html'));
}
