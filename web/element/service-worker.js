/**
 * The whole tutorial works offline after one visit. The build writes the list of files and a version
 * made of their contents: another version is another cache.
 */
/** What TypeScript knows of service workers excludes what it knows of pages. @type {any} */
const worker = self;

/** @type {{ version: string, files: string[] }} */
const site = worker.SITE;
const PREFIX = 'asyncio-tour ';
const CACHE = PREFIX + site.version;

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) =>
        cache.addAll(site.files.map((file) => new Request(file, { cache: 'reload' }))),
      )
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith(PREFIX) && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

/** A newer file where there is a network, else the one that was kept. @param {Request} request */
async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    const index = request.mode === 'navigate' && (await cache.match('./index.html'));
    const found = kept ?? index;
    if (found) return found;
    throw error;
  }
}

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(worker.registration.scope)) {
    event.respondWith(answer(request));
  }
});
