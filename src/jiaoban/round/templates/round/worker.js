/**
 * Serves the pages of a running round without signal, and those on which one is begun; everything else goes to the network as ever.
 *
 * It only reads what round.js has put into the cache of the person who is logged in, and leave.js throws that away when somebody
 * else comes or nobody is left. What waits to be sent is sent here too, where the browser can wake us when there is signal again.
 */
import { CACHE, flush, running } from "{{ queue }}";

/** The version of what this worker knows; another one makes the browser fetch it anew. {{ version }} */
const PAGES = /^\/s\/[^/]+\/(?:p\/[^/]+\/rounds(?:\/[^/]+|\/routes\/[^/]+\/begin)?|q\/[^/]+)$/;
const ROUNDS = /^\/s\/[^/]+\/p\/[^/]+\/rounds$/;
const STARTS = /^\/s\/([^/]+)\/p\/([^/]+)\/do\/round\.start$/;
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
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && request.mode === "navigate" && STARTS.test(url.pathname)) event.respondWith(start(request, url));
  if (request.method !== "GET") return;
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

/** A button that begins a round finds no signal: the same can be done on this device. */
async function start(request, url) {
  const [, site, post] = STARTS.exec(url.pathname);
  const rounds = `/s/${site}/p/${post}/rounds`;
  try {
    return await fetch(request);
  } catch (error) {
    if (await caches.match(`${rounds}/on-this-device`)) return Response.redirect(rounds, 303);
    throw error;
  }
}

async function find(url) {
  if (ROUNDS.test(url.pathname)) return caches.match(`${url.pathname}/on-this-device`);
  const scan = SCAN.exec(url.pathname);
  if (!scan) return caches.match(url.pathname);
  const here = (path) => path.startsWith(`/s/${scan[1]}/`);
  const path = (await running()).find(here) ?? (await kept(here));
  return path && (await caches.match(path)) ? Response.redirect(`${path}#code=${scan[2]}`) : undefined;
}

/** The page of the routes of a post, where one is kept. */
async function kept(here) {
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const { pathname } = new URL(request.url);
      if (here(pathname) && pathname.endsWith("/rounds/on-this-device")) return pathname;
    }
  return undefined;
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
