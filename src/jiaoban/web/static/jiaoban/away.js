/**
 * Whether the reader is already on the way to another page. What would lead them elsewhere by itself then waits: it would take from
 * under them the page that they have just asked for.
 */

/** So long a page that is asked for may take, in milliseconds; what was a download or came to nothing holds up nothing longer. */
const UNDER_WAY = 10_000;

/** What the reader has sent and not been answered yet: links and forms that the page asks for by itself. @type {Set<XMLHttpRequest>} */
const sent = new Set();
let until = 0;
let timer = 0;
/** What is to be done once the reader stays after all. @type {Set<() => void>} */
const postponed = new Set();

/** @returns {boolean} */
export function away() {
  return sent.size > 0 || performance.now() < until;
}

/** Do something now, or, while the reader is on the way elsewhere, as soon as they turn out to have stayed. @param {() => void} act */
export function onceHere(act) {
  if (away()) postponed.add(act);
  else act();
}

/** Lead to another page, unless somebody is on the way already: a second time would break off the first. @param {() => void} lead */
export function leadAway(lead) {
  if (away()) return;
  goes();
  lead();
}

function goes() {
  until = performance.now() + UNDER_WAY;
  clearTimeout(timer);
  timer = window.setTimeout(stays, UNDER_WAY);
}

function stays() {
  until = 0;
  clearTimeout(timer);
  goOn();
}

function goOn() {
  const due = [...postponed];
  postponed.clear();
  for (const act of due) onceHere(act);
}

window.addEventListener("beforeunload", goes);
window.addEventListener("pageshow", (event) => event.persisted && stays());

// Some phones do not tell of a page that is about to be left.
window.addEventListener("submit", (event) => event.defaultPrevented || goes());
window.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]:not([href^='#'], [target])") : null;
  if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey) goes();
});

// The answer is heard at the request itself: what happens at a form that news have drawn anew does not reach the document.
document.addEventListener("htmx:beforeSend", (event) => {
  const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
  if (elt.hasAttribute("data-live")) return;
  sent.add(xhr);
  xhr.addEventListener("loadend", () => {
    sent.delete(xhr);
    goOn();
  });
});
