/** The site's clock and countdowns. The server's time leads (html[data-now]); the device only counts on from it. */
import { say } from "./notice.js";

const root = document.documentElement;
const served = Date.parse(root.dataset.now || "");
const offset = Number.isNaN(served) ? 0 : served - Date.now();
/** The zone in force, then each move of the clock that is to come: its moment and the zone from then on. */
const [zone, ...moves] = (root.dataset.zone || "").split(" ");
/** @type {Map<string, {short: Intl.DateTimeFormat, long: Intl.DateTimeFormat}>} */
const formats = new Map();

/** The zone by which the site's clock goes at a moment. @param {number} at @returns {string | undefined} */
export function zoneAt(at) {
  let found = zone;
  for (let i = 0; i + 1 < moves.length; i += 2) if (Date.parse(moves[i]) <= at) found = moves[i + 1];
  return found || undefined;
}

/** How the site's clock is written at a moment. @param {number} at */
function formatsAt(at) {
  const timeZone = zoneAt(at);
  const known = formats.get(timeZone || "");
  if (known) return known;
  const made = {
    short: new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    long: new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium", hourCycle: "h23" }),
  };
  formats.set(timeZone || "", made);
  return made;
}

/** The moment now on the site's clock, in milliseconds since 1970. */
export function siteNow() {
  return Date.now() + offset;
}

/** By the part of a page that tells the time of a site of its own: how far that is from the device's. */
const offsets = new WeakMap();

/** The moment now at the site that an element tells of: boards show several, each with its own clock. */
function nowAt(element) {
  const told = element.closest("[data-now]");
  if (!told || told === root) return siteNow();
  if (!offsets.has(told)) offsets.set(told, Date.parse(told.dataset.now || "") - Date.now());
  const apart = offsets.get(told);
  return Number.isNaN(apart) ? siteNow() : Date.now() + apart;
}

/**
 * Words for the distance between now and a moment.
 * @param {number} milliseconds positive: still to come
 * @returns {string}
 */
export function spell(milliseconds) {
  const side = milliseconds >= 0 ? "left" : "past";
  const s = Math.floor(Math.abs(milliseconds) / 1000);
  const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  if (d > 0) return say(`${side}-days`, { d, h });
  if (h > 0) return say(`${side}-hours`, { h, m });
  return say(`${side}-minutes`, { m, s: String(s % 60).padStart(2, "0") });
}

function tick() {
  const now = siteNow();
  const { short, long } = formatsAt(now);
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const text = (clock.getAttribute("data-clock") === "seconds" ? long : short).format(now);
    if (clock.textContent !== text) clock.textContent = text;
  }
  for (const count of document.querySelectorAll("[data-countdown][data-at]")) {
    const left = Date.parse(count.getAttribute("data-at") || "") - nowAt(count);
    const words = count.querySelector("[data-left]");
    if (words && !Number.isNaN(left)) words.textContent = spell(left);
    count.toggleAttribute("data-past", left < 0);
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
