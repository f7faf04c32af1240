/** How a round stands on this device: what was recorded, what waits, what the server refused and what can be done about it. */
import { follow } from "./round-ahead.js";
import { askBeside, putBack } from "./round-form.js";
import { clock, here, pointOf, say, takenBack, tellAt } from "./round-here.js";
import { WAITING } from "./round-owner.js";
import { all, beginAgain, drop, dropAll, flush, kept, put, uuid } from "./round-queue.js";

/** @param {HTMLElement} point @param {string} text @param {string} tone */
function mark(point, text, tone) {
  const state = point.querySelector("summary .how");
  if (!state) return;
  const badge = document.createElement("span");
  badge.className = `badge ${tone}`;
  badge.textContent = text;
  state.replaceChildren(badge);
}

/** What was refused does not stand: the point is as the server drew it. @param {HTMLElement} point */
function unmark(point) {
  delete point.dataset.pending;
  point.classList.remove("gone");
  point.querySelector("summary .how")?.replaceChildren();
}

/** Show what the device holds of this round over what the server has drawn. */
export async function draw() {
  await follow().catch(() => undefined);
  const items = await all().catch(() => []);
  if (!here.root.isConnected) return;
  const mine = items.filter((one) => one.round === here.root.dataset.round && one.person === here.root.dataset.who);
  for (const item of mine) {
    const point = item.said.point ? pointOf(item.said.point) : null;
    if (!point) continue;
    if (item.state === "refused") {
      if (point.dataset.pending) unmark(point);
      continue;
    }
    if (item.state === "waiting") mark(point, say(item.kind === "skip" ? "skipped" : "recorded"), "accent");
    else if (point.dataset.pending || !point.classList.contains("gone")) mark(point, say("sent"), "clear");
    if (item.state === "waiting") point.dataset.pending = "yes";
    point.classList.add("gone");
  }
  for (const gone of here.root.querySelectorAll("[data-gone]")) {
    const point = pointOf(/** @type {HTMLElement} */ (gone).dataset.gone ?? "");
    if (!point || point.classList.contains("gone")) continue;
    point.classList.add("gone");
    mark(point, gone.textContent ?? "", "clear");
  }
  markNext();
  drawState(items);
  drawRefused(mine.filter((one) => one.state === "refused"));
}

function markNext() {
  const points = /** @type {HTMLElement[]} */ ([...here.root.querySelectorAll("details[data-point]")]);
  const byNumber = (/** @type {HTMLElement} */ one) => Number(one.querySelector(".ordinal")?.textContent);
  const left = points.filter((one) => !one.classList.contains("gone")).sort((a, b) => byNumber(a) - byNumber(b));
  const next = left.at(0);
  for (const one of left) if (one !== next) one.querySelector("summary .how")?.replaceChildren();
  if (next) mark(next, say("next"), "accent");
  const progress = here.root.querySelector("progress");
  if (progress) progress.value = points.length - left.length;
}

/** The next point comes to the top and opens, what was gone sinks. */
export function onward() {
  const list = /** @type {HTMLElement} */ (document.getElementById("points"));
  const points = /** @type {HTMLDetailsElement[]} */ ([...list.querySelectorAll("details[data-point]")]);
  const byNumber = (/** @type {HTMLElement} */ one) => Number(one.querySelector(".ordinal")?.textContent);
  const gone = (/** @type {HTMLElement} */ one) => Number(one.classList.contains("gone"));
  points.sort((a, b) => gone(a) - gone(b) || byNumber(a) - byNumber(b));
  for (const one of points) one.open = false;
  list.append(...points);
  const next = points.find((one) => !gone(one));
  if (next) {
    next.open = true;
    next.scrollIntoView({ block: "start" });
    next.querySelector("summary")?.focus({ preventScroll: true });
  } else document.getElementById("end-title")?.scrollIntoView();
}

/** @param {any[]} items */
async function drawState(items) {
  const waiting = items.filter((one) => one.state === "waiting");
  const others = waiting.filter((one) => one.person !== here.root.dataset.who);
  const own_ = waiting.length - others.length;
  try {
    localStorage.setItem(WAITING, String(waiting.length));
  } catch {
    // It is a hint for other pages alone.
  }
  const box = /** @type {HTMLElement} */ (document.getElementById("sending"));
  const state = /** @type {HTMLElement} */ (document.getElementById("sending-state"));
  const more = /** @type {HTMLElement} */ (document.getElementById("sending-more"));
  const last = await kept("last-sent").catch(() => 0);
  if (!box?.isConnected) return;
  const offline = !navigator.onLine || here.how === "offline";
  box.hidden = !waiting.length && !last && !offline;
  box.dataset.state = own_ ? (here.how === "sending" ? "sending" : offline ? "offline" : here.how) : offline ? "offline" : "idle";
  box.dataset.waiting = String(own_);
  const at = last ? ` · ${say("last-sent", { at: clock(last + here.site.skew) })}` : "";
  const done = last ? say("all-sent") : "";
  state.textContent = (own_ ? say(here.how === "sending" ? "sending" : "waiting", { n: own_ }) : done) + at;
  /** @type {HTMLElement} */ (document.getElementById("send-now")).hidden = !own_;
  const lines = [];
  if (offline) lines.push(say("no-signal"));
  if (here.how === "server" && own_) lines.push(say("server"));
  if (others.length) lines.push(say("others", { n: others.length }));
  more.textContent = lines.join(" ");
  if (here.how === "login" && waiting.length) {
    more.textContent = `${say("log-in")} `;
    const link = document.createElement("a");
    link.href = `${here.root.dataset.login}?next=${encodeURIComponent(/** @type {string} */ (here.root.dataset.path))}`;
    link.textContent = say("log-in-now");
    link.className = "button";
    more.append(link);
  }
}

/** @param {any} answer @returns {string[]} */
function sentences(answer) {
  const english = !document.documentElement.lang.startsWith("zh");
  const pick = (/** @type {any} */ words) => (english && words?.en) || words?.zh || "";
  if (answer?.reasons?.length) return answer.reasons.map((/** @type {any} */ one) => `${pick(one.why)}${pick(one.lifts)}`);
  return [answer?.detail || answer?.title || String(answer?.status ?? "")];
}

/** @param {any[]} refused */
function drawRefused(refused) {
  const place = /** @type {HTMLElement} */ (document.getElementById("kept-back"));
  place.replaceChildren(...refused.map(refusedCard));
}

/** @param {any} item */
function refusedCard(item) {
  const card = document.createElement("section");
  card.className = "notice block kept-back";
  card.dataset.command = item.command;
  const body = document.createElement("div");
  const title = document.createElement("h2");
  const name = pointOf(item.said.point ?? "")?.dataset.name ?? "";
  const of = item.kind === "start" ? "refused-start" : name ? "refused-of" : "refused-finish";
  title.textContent = say(of, { name, at: clock(item.happened) });
  body.append(title);
  for (const sentence of sentences(item.answer)) {
    const line = document.createElement("p");
    line.textContent = sentence;
    body.append(line);
  }
  const buttons = document.createElement("p");
  buttons.className = "buttons";
  if (item.said.point) buttons.append(button("correct", () => takeBack(item)));
  buttons.append(button("again", () => sendAgain(item)));
  buttons.append(button("discard", () => discard(item), "danger"));
  body.append(buttons);
  card.append(document.createElement("span"), body);
  return card;
}

/** @param {string} word @param {() => void} does @param {string} [tone] */
function button(word, does, tone = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${tone}`;
  made.textContent = say(word);
  made.addEventListener("click", does);
  return made;
}

/** Put a refused record back into its form; it keeps the moment at which it happened, and its photographs. @param {any} item */
async function takeBack(item) {
  const point = /** @type {HTMLDetailsElement | null} */ (pointOf(item.said.point));
  const form = /** @type {HTMLFormElement | null} */ (point?.querySelector(`form[data-queue="${item.kind}"]`));
  if (!point || !form) return;
  for (const [name, value] of Object.entries(item.said)) {
    const field = form.elements.namedItem(name);
    if (typeof value === "string" && field instanceof HTMLElement && "value" in field) /** @type {any} */ (field).value = value;
  }
  putBack(form, item.said.readings ?? []);
  askAgain(form, item);
  takenBack.set(form, { happened: item.happened, photos: item.photos });
  const photos = item.photos.length ? ` ${say("photos", { n: item.photos.length })}` : "";
  tellAt(form, say("taken-back", { at: clock(item.happened) }) + photos);
  await drop(item.n);
  point.open = true;
  form.closest("details:not([data-point])")?.setAttribute("open", "");
  point.scrollIntoView({ block: "start" });
  await draw();
}

/** Put what the server asked beside what it is about; a code that is void cannot be sent again. @param {HTMLFormElement} form @param {any} item */
function askAgain(form, item) {
  const english = !document.documentElement.lang.startsWith("zh");
  for (const one of item.answer?.errors ?? []) {
    const [name, number] = String(one.field).split(".");
    const reading = name === "readings" ? item.said.readings?.[Number(number)] : null;
    if (reading) askBeside(form, reading.parameter, english ? one.en : one.zh);
    const code = form.elements.namedItem("code");
    if (name === "code" && code instanceof HTMLInputElement) code.value = "";
  }
}

/** @param {any} item */
async function sendAgain(item) {
  if (item.kind === "start") here.root.dataset.own = await beginAgain(item);
  else await put({ ...item, state: "waiting", command: uuid(), answer: undefined });
  await flush();
  await draw();
}

/** @param {any} item */
async function discard(item) {
  const start = item.kind === "start";
  const n = (await all()).filter((one) => one.round === item.round).length - 1;
  if (!window.confirm(start ? say("discard-round-sure", { n }) : say("discard-sure"))) return;
  if (!start) await drop(item.n);
  else {
    await dropAll(item.round);
    location.reload();
    return;
  }
  await draw();
}
