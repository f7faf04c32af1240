/**
 * Serves the pages of a running round without signal; everything else goes to the network as ever.
 *
 * It only reads what round.js has put into the cache of the person who is logged in, and leave.js throws that away when somebody
 * else comes or nobody is left. What waits to be sent is sent here too, where the browser can wake us when there is signal again.
 */
import { CACHE, flush, running } from "{{ queue }}";

/** The version of what this worker knows; another one makes the browser fetch it anew. {{ version }} */
const PAGES = /^\/s\/[^/]+\/(?:p\/[^/]+\/rounds\/[^/]+|q\/[^/]+)$/;
const SCAN = /^\/s\/([^/]+)\/q\/([A-Za-z0-9_-]+)$/;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("sync", (event) => {
  if (event.tag === "rounds") event.waitUntil(flush());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGES.test(url.pathname)) event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(request));
});

/** Caches of an older version are of no use to this one. */
async function begin() {
  for (const name of await caches.keys()) if (name.startsWith("rounds-") && !name.startsWith(CACHE)) await caches.delete(name);
  await self.clients.claim();
}

async function page(request, url) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const asked = fetch(request).catch(() => null);
  const answer = await Promise.race([asked, late]);
  if (answer && answer.status < 500) return answer;
  const kept = await find(url);
  return kept ?? answer ?? (await asked) ?? Response.error();
}

async function find(url) {
  const scan = SCAN.exec(url.pathname);
  if (!scan) return caches.match(url.pathname);
  const path = (await running()).find((one) => one.startsWith(`/s/${scan[1]}/`));
  return path && (await caches.match(path)) ? Response.redirect(`${path}#code=${scan[2]}`) : undefined;
}

async function part(request) {
  const hashed = HASHED.test(new URL(request.url).pathname);
  const kept = hashed ? await caches.match(request) : undefined;
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const old = await caches.match(request, { ignoreSearch: true });
    if (old) return old;
    throw error;
  }
}
