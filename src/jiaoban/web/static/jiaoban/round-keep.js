/** The page of a running round, kept on the device so that it opens without signal, for as long as the round goes on. */
import { leadAway, onceHere } from "./away.js";
import { ahead, here, say } from "./round-here.js";
import { own } from "./round-owner.js";
import { CACHE, all, forgetRound, keep, running } from "./round-queue.js";

/**
 * Put pages, as they are to be kept, and the parts of this one into the cache of the person, and have the worker serve them.
 * @param {string} worker @param {string[]} paths @returns {Promise<boolean>} whether the person may keep them all
 */
export async function keepPages(worker, paths) {
  await navigator.serviceWorker.register(worker, { scope: "/s/", type: "module" });
  await navigator.serviceWorker.ready;
  const person = /** @type {string} */ (document.documentElement.dataset.person);
  const cache = await caches.open(`${CACHE}${person}`);
  for (const path of paths) {
    const answer = await fetch(`${path}?kept=yes`, { headers: { accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return false;
    own(person);
    await cache.put(path, answer);
  }
  const parts = performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name))
    .filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"))
    .map((url) => url.pathname);
  await Promise.all([...new Set(parts)].map((one) => cache.match(one).then((there) => there ?? cache.add(one))));
  return true;
}

/** Put the page and its parts into the cache of the person; the page says what came of it. */
export async function keepPage() {
  const note = document.getElementById("offline-note");
  const path = /** @type {string} */ (here.root.dataset.path);
  const show = (/** @type {string} */ name) => {
    if (!note) return;
    note.textContent = say(name);
    note.hidden = false;
  };
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return show("no-worker");
  try {
    if (!(await keepPages(/** @type {string} */ (here.root.dataset.worker), [path]))) return;
    if (!ahead()) await keep("running", [path, ...(await running()).filter((one) => one !== path)].slice(0, 5));
    navigator.storage?.persist?.();
    show("ready");
    here.root.dataset.ready = "yes";
  } catch {
    if (navigator.onLine) show("no-keeping");
  }
}

/** Throw it away. */
export function forgetPage() {
  return forgetRound(/** @type {string} */ (here.root.dataset.round), /** @type {string} */ (here.root.dataset.path));
}

let refreshing = 0;
/** The page that is kept is drawn anew when something has reached the server, so that it shows what others did as well. */
export function refreshKept() {
  clearTimeout(refreshing);
  if (ahead()) return;
  refreshing = window.setTimeout(async () => {
    const path = /** @type {string} */ (here.root.dataset.path);
    const person = document.documentElement.dataset.person;
    try {
      const answer = await fetch(path, { cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      const over = !(await answer.clone().text()).includes("data-round=");
      if (over) {
        await forgetPage();
        if ((await all()).some((one) => one.state !== "sent" && one.round === here.root.dataset.round)) return;
        onceHere(() => leadAway(() => location.assign(path)));
      } else if ("caches" in window) await (await caches.open(`${CACHE}${person}`)).put(path, answer);
    } catch {
      // The older one is still there.
    }
  }, 400);
}
