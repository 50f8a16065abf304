/// <reference lib="webworker" />
export {};

/**
 * Keeps the courier's page and its assets on the phone, so that it opens with no network. The API is never kept here:
 * the page has its own record of the run and its outbox.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const store = 'tuanda-courier-1';
const page = '/courier';

worker.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname === page) event.respondWith(newestPage(event.request));
  else if (pathname.startsWith('/assets/') || pathname === '/favicon.svg') event.respondWith(keptFirst(event.request));
});

/** The page and what it names. Asset names change with their content, so that a kept one is never out of date. */
async function keepPage(): Promise<void> {
  const cache = await caches.open(store);
  const response = await fetch(page, { cache: 'no-store' });
  if (!response.ok) return;
  const html = await response.clone().text();
  const assets = [...html.matchAll(/(?:src|href)="(\/(?:assets\/|favicon)[^"]+)"/g)].map(([, address]) => address);
  await cache.addAll(assets);
  await cache.put(page, response);
}

async function newestPage(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await keepPage().catch(() => undefined);
    return response;
  } catch (error) {
    const kept = await caches.match(page);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function keptFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(store)).put(request, response.clone());
  return response;
}
