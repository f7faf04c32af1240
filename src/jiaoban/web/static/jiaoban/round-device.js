/**
 * The rounds of a post on this device, [data-rounds]: with signal the pages of its routes are kept, so that a round can be begun
 * without; what was begun here and has not reached the server is shown; a code scanned without signal finds its route.
 */
import { leadAway } from "./away.js";
import { own } from "./round-owner.js";
import { all, contact, flush, keep, kept, skewOf } from "./round-queue.js";
import { clock, digest, here, say } from "./round-here.js";
import { keepPages } from "./round-keep.js";
import "./round.js"; // its parts are kept with the pages

const FRESH = 60 * 60 * 1000;

/** @type {HTMLElement} */
let root = document.body;

/** The page that is open, once. @param {HTMLElement} found */
export async function begin(found) {
  if (found.dataset.begun) return;
  found.dataset.begun = "yes";
  root = found;
  try {
    here.site = await skewOf(/** @type {string} */ (root.dataset.site));
    if (await scanned()) return;
    await show();
    const { nowUrl = "", site = "" } = root.dataset;
    const there = nowUrl ? await contact(nowUrl, site) : undefined; // who goes no rounds has no address to ask
    if (there?.status === 200 && root.dataset.keep) await keepRoutes();
    await flush();
    await show();
  } catch {
    tell("no-storage");
  }
}

/** @param {string} name */
function tell(name) {
  const note = document.getElementById("offline-note");
  if (!note) return;
  note.textContent = say(name);
  note.hidden = false;
}

/** Keep the page of every route, anew when one has changed and every hour: it says what was read last. */
async function keepRoutes() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return tell("no-worker");
  const { keep: paths = "", stamp = "", worker = "", path = "" } = root.dataset;
  const name = `routes:${document.documentElement.dataset.person}:${path}`;
  const known = await kept(name);
  const there = "caches" in window && (await caches.match(path));
  if (!known || !there || known.stamp !== stamp || Date.now() - known.at > FRESH) {
    try {
      if (!(await keepPages(worker, paths.split(" ").filter(Boolean)))) return;
    } catch {
      if (navigator.onLine) tell("no-keeping");
      return;
    }
    await keep(name, { stamp, at: Date.now() });
    own(/** @type {string} */ (document.documentElement.dataset.person));
  }
  tell("ready-to-begin");
  root.dataset.ready = "yes";
}

/** What was begun on this device and what became of it. */
async function show() {
  const place = document.getElementById("begun-here");
  if (!place) return;
  const who = root.dataset.who;
  const items = await all();
  const starts = items.filter((one) => one.kind === "start" && one.state !== "sent" && one.person === who);
  const rows = starts.map((start) => {
    const n = items.filter((one) => one.round === start.round && one.kind !== "start").length;
    const route = /** @type {HTMLElement | null} */ (root.querySelector(`[data-route-key="${CSS.escape(start.said.route)}"]`));
    const refused = start.state === "refused";
    const link = document.createElement("a");
    link.href = `${root.dataset.routes}/${encodeURIComponent(start.said.route)}/begin`;
    link.className = "button primary";
    link.textContent = say("continue");
    const text = document.createElement("p");
    text.textContent = say(refused ? "begun-refused" : "begun-waiting", { name: route?.dataset.name ?? start.said.route, at: clock(start.happened), n });
    const row = document.createElement("div");
    row.className = `notice ${refused ? "block" : "advise"} begun`;
    row.append(text, link);
    return row;
  });
  place.replaceChildren(...rows);
  for (const start of starts) {
    const there = root.querySelector(`[data-route-key="${CSS.escape(start.said.route)}"] a[href$="/begin"]`);
    if (there) there.textContent = say("continue");
  }
}

/** A code that was scanned without signal leads to the page of its route. @returns {Promise<boolean>} */
async function scanned() {
  const secret = /^#code=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
  if (!secret || !crypto.subtle) return false;
  const wanted = await digest(secret);
  const route = /** @type {HTMLElement | undefined} */ (
    [...root.querySelectorAll("[data-digests]")].find((one) => (/** @type {HTMLElement} */ (one).dataset.digests ?? "").split(" ").includes(wanted))
  );
  if (!route) {
    history.replaceState(null, "", location.pathname);
    tell("code-unknown");
    return false;
  }
  leadAway(() => location.replace(`${root.dataset.routes}/${encodeURIComponent(route.dataset.routeKey ?? "")}/begin#code=${secret}`));
  return true;
}
