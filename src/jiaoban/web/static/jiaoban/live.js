/**
 * Live pages. Every element with data-live="topic" (several: separated by blanks) and hx-get + hx-trigger="refresh" is drawn anew
 * when the server tells of that topic. body[data-sse] is the event stream: GET <address>?topics=a,b&since=<size of the book as
 * drawn>, messages {"topic": "handover:7", "say": "对方刚确认了 3 条"} or the bare topic; "changed" with {"site", "size"} means that the book has
 * grown: everything live is drawn anew. Without a stream body[data-head] is asked every five seconds how large the book is, and refreshed when it has grown.
 */
import { away, onceHere } from "./away.js";
import { say, toast } from "./notice.js";

const POLL = 5000;
const OPEN_WITHIN = 8000;

/** @type {EventSource | null} */
let source = null;
let topics = "";
let state = "idle";
let wasDown = false;
let retryIn = 2000;
let poller = 0;
/** The size of the book when it was asked for last. */
let polled = -1;
let openTimer = 0;
let retryTimer = 0;

/** @returns {HTMLElement[]} */
function liveElements() {
  return Array.from(document.querySelectorAll("[data-live]"));
}

/** The topics of this page, each once, in a stable order. @returns {string} */
function topicsHere() {
  const told = liveElements().flatMap((element) => (element.dataset.live || "").split(/\s+/));
  return [...new Set(told)].filter(Boolean).sort().join(",");
}

/** @param {"idle" | "live" | "polling" | "lost"} next */
function show(next) {
  state = next;
  const bar = document.getElementById("connection");
  if (bar && bar.dataset.state !== next) bar.dataset.state = next;
}

/** Whether somebody writes in there: a swap would break the input method in the middle of a word. @param {HTMLElement} element */
function isWrittenIn(element) {
  const active = document.activeElement;
  return active !== null && element.contains(active) && active.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

/** Live parts of which news came while they were being drawn: they are drawn once more. @type {Set<string>} */
const again = new Set();

/** @param {HTMLElement} element */
function nameOf(element) {
  return element.id || element.dataset.live || "";
}

/** A part whose answer is on its way is about to be replaced, and its successor hears nothing before it has settled. */
function drawAgain() {
  const due = new Set(again);
  again.clear();
  for (const element of liveElements()) if (due.has(nameOf(element))) refresh(element);
}

/**
 * News lead nobody away who is on the way elsewhere by themselves, nor from a page that they have left; nor do they give that page
 * their title. When the reader stays after all, or what was left has a successor, it asks for the news again.
 * @param {Event} event
 */
function hold(event) {
  const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
  if (event.currentTarget !== elt) return; // the answer to a form within the part is the reader's own
  if (elt.isConnected && !(away() && xhr.getResponseHeader("HX-Redirect"))) return;
  event.preventDefault();
  again.add(nameOf(elt));
  onceHere(drawAgain);
}

// What happens at a part that is no longer in the page does not reach the document.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = /** @type {CustomEvent} */ (event).detail;
  if (elt.hasAttribute("data-live")) elt.addEventListener("htmx:beforeOnLoad", hold);
});

/** @param {HTMLElement} element */
function refresh(element) {
  if (element.matches(".htmx-request") || element.closest(".htmx-swapping, .htmx-added, .htmx-settling")) {
    again.add(nameOf(element));
    return;
  }
  if (!isWrittenIn(element)) {
    window.htmx?.trigger(element, "refresh");
    return;
  }
  if (element.dataset.stale) return;
  element.dataset.stale = "yes";
  toast(say("waiting"), 4);
  element.addEventListener("focusout", function waitForEnd() {
    setTimeout(() => {
      if (isWrittenIn(element)) return;
      element.removeEventListener("focusout", waitForEnd);
      delete element.dataset.stale;
      window.htmx?.trigger(element, "refresh");
    }, 400);
  });
}

/** @param {string} [topic] all when absent */
function refreshTopic(topic) {
  for (const element of liveElements()) {
    if (topic === undefined || (element.dataset.live || "").split(/\s+/).includes(topic)) refresh(element);
  }
}

/** @param {MessageEvent} event */
function hear(event) {
  /** @type {{topic?: string, say?: string}} */
  let told = { topic: event.data };
  try {
    const parsed = JSON.parse(event.data);
    if (parsed && typeof parsed === "object") told = parsed;
  } catch {
    // A bare topic.
  }
  if (told.topic) refreshTopic(told.topic);
  if (told.say) toast(told.say);
}

async function poll() {
  if (document.hidden) return;
  const head = document.body.dataset.head;
  if (!head) return refreshTopic();
  try {
    const { size } = await (await fetch(head, { headers: { accept: "application/json" } })).json();
    if (size !== polled) refreshTopic();
    polled = size;
    if (state === "lost") show("polling");
  } catch {
    show("lost");
  }
}

function fall() {
  source?.close();
  source = null;
  stopWaiting();
  wasDown = true;
  if (state !== "lost") show("polling");
  if (!poller) poller = window.setInterval(poll, POLL);
  clearTimeout(retryTimer);
  retryTimer = window.setTimeout(connect, retryIn);
  retryIn = Math.min(retryIn * 2, 30000);
}

function rise() {
  stopWaiting();
  clearInterval(poller);
  poller = 0;
  retryIn = 2000;
  const wasShown = state === "polling" || state === "lost";
  show("live");
  if (wasDown) refreshTopic();
  if (wasShown) toast(say("back"), 3);
  wasDown = false;
}

/**
 * A stream that a server ended by itself is opened again by the browser; only when that fails the page falls back. Each of the browser's
 * tries ends in an error of its own, so the time runs from the first.
 */
function stumble() {
  wasDown = true;
  if (source?.readyState === EventSource.CLOSED) return fall();
  if (!openTimer) openTimer = window.setTimeout(fall, OPEN_WITHIN);
}

function stopWaiting() {
  clearTimeout(openTimer);
  openTimer = 0;
}

/** How large the book was when the page was drawn: what stood in it by then is no news. */
function drawnAt() {
  return Number(document.getElementById("connection")?.dataset.size);
}

/** @param {MessageEvent} event */
function grow(event) {
  if (!(JSON.parse(event.data).size <= drawnAt())) refreshTopic();
}

function connect() {
  const address = document.body.dataset.sse;
  topics = topicsHere();
  source?.close();
  source = null;
  if (!topics) return show("idle");
  if (!address || !("EventSource" in window)) return fall();
  const since = drawnAt() ? `&since=${drawnAt()}` : "";
  source = new EventSource(`${address}${address.includes("?") ? "&" : "?"}topics=${encodeURIComponent(topics)}${since}`);
  source.addEventListener("open", rise);
  source.addEventListener("message", hear);
  source.addEventListener("live", hear);
  source.addEventListener("changed", grow);
  source.addEventListener("error", stumble);
  stopWaiting();
  openTimer = window.setTimeout(fall, OPEN_WITHIN);
}

function reconsider() {
  const bar = document.getElementById("connection");
  if (bar) bar.dataset.state = state;
  if (topicsHere() !== topics) connect();
}

document.addEventListener("htmx:afterSettle", reconsider);
document.addEventListener("htmx:afterSettle", drawAgain);
document.addEventListener("htmx:sendError", () => show("lost"));
document.addEventListener("htmx:afterOnLoad", () => state === "lost" && show(source ? "live" : "polling"));
window.addEventListener("offline", () => {
  show("lost");
  fall();
});
window.addEventListener("online", connect);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state !== "live" && topics) connect();
});
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => event.persisted && connect());
document.addEventListener("DOMContentLoaded", connect);
