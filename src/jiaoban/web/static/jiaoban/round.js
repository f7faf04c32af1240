/**
 * A running round on this device: its page is kept so that it opens without signal, every form is put into the queue first and
 * sent from there, what was recorded is shown at once, and what the server refused is shown with what can be done.
 */
import { WAITING, own } from "./round-owner.js";
import { CACHE, all, contact, drop, flush, forgetRound, keep, kept, listen, put, running, skewOf, uuid } from "./round-queue.js";

const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 1_500_000;
const LARGEST = 10 * 1024 * 1024;
const RETRY = 30_000;

/** @type {HTMLElement} */
let root;
let site = { skew: 0, ahead: 0 };
let begun = false;
/** How the last try to send ended. */
let how = "idle";
/** What was taken back to be corrected, by form. @type {WeakMap<HTMLFormElement, {happened: string, photos: any[]}>} */
const takenBack = new WeakMap();

/** @param {string} name @param {Record<string, string | number>} [values] */
function say(name, values = {}) {
  const words = /** @type {HTMLTemplateElement | null} */ (document.getElementById("round-words"));
  const text = words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** The site's own moment, as this device can best tell it. @param {number} [device] */
function moment(device = Date.now()) {
  return new Date(device + site.skew).toISOString();
}

/** @param {string | number} at a moment of the site */
function clock(at) {
  const zone = document.documentElement.dataset.zone || undefined;
  return new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone });
}

/** @param {string} code */
function pointOf(code) {
  return /** @type {HTMLElement | null} */ (root.querySelector(`details[data-point="${CSS.escape(code)}"]`));
}

// ---- keeping the page
async function keepPage() {
  const note = document.getElementById("offline-note");
  const path = /** @type {string} */ (root.dataset.path);
  const show = (/** @type {string} */ name) => {
    if (!note) return;
    note.textContent = say(name);
    note.hidden = false;
  };
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return show("no-worker");
  try {
    await navigator.serviceWorker.register(/** @type {string} */ (root.dataset.worker), { scope: "/s/", type: "module" });
    await navigator.serviceWorker.ready;
    const answer = await fetch(path, { headers: { accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const person = /** @type {string} */ (document.documentElement.dataset.person);
    own(person);
    const cache = await caches.open(`${CACHE}${person}`);
    await cache.put(path, answer);
    const parts = performance
      .getEntriesByType("resource")
      .map((entry) => new URL(entry.name))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"))
      .map((url) => url.pathname);
    await Promise.all([...new Set(parts)].map((one) => cache.match(one).then((there) => there ?? cache.add(one))));
    await keep("running", [path, ...(await running()).filter((one) => one !== path)].slice(0, 5));
    navigator.storage?.persist?.();
    show("ready");
    root.dataset.ready = "yes";
  } catch {
    if (navigator.onLine) show("no-keeping");
  }
}

function forgetPage() {
  return forgetRound(/** @type {string} */ (root.dataset.round), /** @type {string} */ (root.dataset.path));
}

// ---- recording
/** @param {HTMLFormElement} form */
function figures(form) {
  return Array.from(form.querySelectorAll("input.figure"))
    .map((field) => /** @type {HTMLInputElement} */ (field))
    .filter((field) => field.value.trim())
    .map((field) => ({ parameter: field.name.slice("figure.".length), value: field.value.trim() }));
}

/** A figure as people type it, full-width digits included. @param {string} text */
function number(text) {
  const plain = text.normalize("NFKC").trim().replace("−", "-");
  return /^[+-]?\d{1,15}(\.\d{1,9})?$/.test(plain) ? Number(plain) : NaN;
}

/** Say at once what the server would say later. @param {HTMLInputElement} field */
function look(field) {
  const { lowest, highest, low, high } = field.dataset;
  const value = number(field.value);
  const outside = (/** @type {string | undefined} */ below, /** @type {string | undefined} */ above) =>
    Boolean((below && value < Number(below)) || (above && value > Number(above)));
  let wrong = "";
  if (field.value.trim() && Number.isNaN(value)) wrong = say("not-a-figure");
  else if (field.value.trim() && outside(lowest, highest)) wrong = say("implausible");
  field.setCustomValidity(wrong);
  const mark = field.closest(".reading")?.querySelector(".over-limit");
  if (mark instanceof HTMLElement) mark.hidden = Boolean(wrong) || !field.value.trim() || !outside(low, high);
}

/** Make a photograph fit: upright, no larger than the server keeps. @param {File} file @returns {Promise<Blob | null>} */
async function fit(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return made && made.size <= LARGEST ? made : null;
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {string} text @param {boolean} [alarm] */
function tellAt(form, text, alarm = false) {
  form.querySelector(":scope > .told")?.remove();
  const note = document.createElement("p");
  note.className = `told notice${alarm ? " block" : ""}`;
  note.setAttribute("role", alarm ? "alert" : "status");
  note.textContent = text;
  form.prepend(note);
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function record(form, submitter) {
  const kind = /** @type {string} */ (form.dataset.queue);
  const left = root.querySelectorAll("details[data-point]:not(.gone)").length;
  if (kind === "finish" && left) return tellAt(form, say("left", { n: left }), true);
  const fields = new FormData(form);
  const text = (/** @type {string} */ name) => String(fields.get(name) ?? "").trim();
  const back = takenBack.get(form);
  const device = Date.now();
  /** @type {Record<string, any>} */
  const said = { round: root.dataset.round, person: root.dataset.who, offline: !navigator.onLine || how === "offline" };
  /** @type {{blob: Blob | null, name: string}[]} */
  const photos = back ? [...back.photos] : [];
  if (kind !== "finish") said.point = text("point");
  if (kind === "skip") said.reason = text("reason");
  if (kind === "visit") {
    said.result = submitter?.getAttribute("value") || "NORMAL";
    said.readings = figures(form);
    for (const name of ["code", "note", "finding", "finding_kind", "severity", "arrived_at"]) if (text(name)) said[name] = text(name);
    for (const file of /** @type {File[]} */ (fields.getAll("photo")).filter((one) => one.size)) {
      const blob = await fit(file);
      if (!blob) return tellAt(form, say("photo-bad", { name: file.name }), true);
      photos.push({ blob, name: "" });
    }
    if (said.finding) said.result = "ABNORMAL";
  }
  const happened = back?.happened ?? moment(device);
  if (said.arrived_at && said.arrived_at > happened) said.arrived_at = happened;
  const item = {
    command: uuid(),
    person: /** @type {string} */ (root.dataset.who),
    site: /** @type {string} */ (root.dataset.site),
    post: "",
    round: /** @type {string} */ (root.dataset.round),
    kind,
    said,
    photos,
    happened,
    device,
    state: /** @type {"waiting"} */ ("waiting"),
    api: /** @type {string} */ (root.dataset.api),
    files: /** @type {string} */ (root.dataset.files),
    now: /** @type {string} */ (root.dataset.nowUrl),
  };
  try {
    await put(item);
  } catch {
    return tellAt(form, say("not-kept"), true);
  }
  takenBack.delete(form);
  forgetDraft(form);
  form.querySelector(":scope > .told")?.remove();
  form.reset();
  for (const name of ["code", "arrived_at"]) {
    const hidden = form.elements.namedItem(name);
    if (hidden instanceof HTMLInputElement) hidden.value = "";
  }
  await draw();
  onward();
  await flush();
  if ((await all()).some((one) => one.state === "waiting")) await wake();
  await draw();
}

/** @param {HTMLFormElement} form */
function forgetDraft(form) {
  const person = document.documentElement.dataset.person || "nobody";
  if (form.dataset.draft) localStorage.removeItem(`draft:${person}:${form.dataset.draft}`);
}

/** Let the browser wake the worker when there is signal again, where it can. */
async function wake() {
  try {
    const ready = await navigator.serviceWorker?.getRegistration("/s/");
    await /** @type {any} */ (ready)?.sync?.register("rounds");
  } catch {
    // Then the page does it: when it is online again, and when it is opened.
  }
}

// ---- showing
/** @param {HTMLElement} point @param {string} text @param {string} tone */
function mark(point, text, tone) {
  const state = point.querySelector("summary .how");
  if (!state) return;
  const badge = document.createElement("span");
  badge.className = `badge ${tone}`;
  badge.textContent = text;
  state.replaceChildren(badge);
}

async function draw() {
  const items = await all().catch(() => []);
  if (!root.isConnected) return;
  const mine = items.filter((one) => one.round === root.dataset.round && one.person === root.dataset.who);
  for (const item of mine) {
    const point = item.said.point ? pointOf(item.said.point) : null;
    if (!point || item.state === "refused") continue;
    if (item.state === "waiting") mark(point, say(item.kind === "skip" ? "skipped" : "recorded"), "accent");
    else if (point.dataset.pending || !point.classList.contains("gone")) mark(point, say("sent"), "clear");
    if (item.state === "waiting") point.dataset.pending = "yes";
    point.classList.add("gone");
  }
  for (const gone of root.querySelectorAll("[data-gone]")) {
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
  const points = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("details[data-point]")]);
  const byNumber = (/** @type {HTMLElement} */ one) => Number(one.querySelector(".ordinal")?.textContent);
  const left = points.filter((one) => !one.classList.contains("gone")).sort((a, b) => byNumber(a) - byNumber(b));
  const next = left.at(0);
  for (const one of left) if (one !== next) one.querySelector("summary .how")?.replaceChildren();
  if (next) mark(next, say("next"), "accent");
  const progress = root.querySelector("progress");
  if (progress) progress.value = points.length - left.length;
}

/** The next point comes to the top and opens, what was gone sinks. */
function onward() {
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
  const others = waiting.filter((one) => one.person !== root.dataset.who);
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
  const offline = !navigator.onLine || how === "offline";
  box.hidden = !waiting.length && !last && !offline;
  box.dataset.state = own_ ? (how === "sending" ? "sending" : offline ? "offline" : how) : offline ? "offline" : "idle";
  box.dataset.waiting = String(own_);
  const at = last ? ` · ${say("last-sent", { at: clock(last + site.skew) })}` : "";
  state.textContent = (own_ ? say(how === "sending" ? "sending" : "waiting", { n: own_ }) : say("all-sent")) + at;
  /** @type {HTMLElement} */ (document.getElementById("send-now")).hidden = !own_;
  const lines = [];
  if (offline) lines.push(say("no-signal"));
  if (how === "server" && own_) lines.push(say("server"));
  if (others.length) lines.push(say("others", { n: others.length }));
  more.textContent = lines.join(" ");
  if (how === "login" && waiting.length) {
    more.textContent = `${say("log-in")} `;
    const link = document.createElement("a");
    link.href = `${root.dataset.login}?next=${encodeURIComponent(/** @type {string} */ (root.dataset.path))}`;
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
  title.textContent = name ? say("refused-of", { name, at: clock(item.happened) }) : say("refused-finish");
  body.append(title);
  for (const sentence of sentences(item.answer)) {
    const line = document.createElement("p");
    line.textContent = sentence;
    body.append(line);
  }
  const buttons = document.createElement("p");
  buttons.className = "buttons";
  if (item.kind !== "finish") buttons.append(button("correct", () => takeBack(item)));
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
  for (const one of item.said.readings ?? []) {
    const field = form.elements.namedItem(`figure.${one.parameter}`);
    if (field instanceof HTMLInputElement) field.value = one.value;
  }
  takenBack.set(form, { happened: item.happened, photos: item.photos });
  const photos = item.photos.length ? ` ${say("photos", { n: item.photos.length })}` : "";
  tellAt(form, say("taken-back", { at: clock(item.happened) }) + photos);
  await drop(item.n);
  point.open = true;
  form.closest("details:not([data-point])")?.setAttribute("open", "");
  point.scrollIntoView({ block: "start" });
  await draw();
}

/** @param {any} item */
async function sendAgain(item) {
  await put({ ...item, state: "waiting", command: uuid(), answer: undefined });
  await flush();
  await draw();
}

/** @param {any} item */
async function discard(item) {
  if (!window.confirm(say("discard-sure"))) return;
  await drop(item.n);
  await draw();
}

// ---- codes
/** @param {string} text */
async function digest(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A code that was scanned without signal: the worker has led here, the secret stands behind the #. */
async function scanned() {
  const secret = /^#code=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
  if (!secret || !crypto.subtle) return;
  const wanted = await digest(secret);
  const point = /** @type {HTMLDetailsElement | null} */ (root.querySelector(`details[data-digest="${wanted}"]`));
  history.replaceState(null, "", location.pathname);
  if (!point) return;
  for (const one of root.querySelectorAll("details[data-point]")) /** @type {HTMLDetailsElement} */ (one).open = false;
  const form = /** @type {HTMLFormElement} */ (point.querySelector('form[data-queue="visit"]'));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("code")).value = secret;
  /** @type {HTMLInputElement} */ (form.elements.namedItem("arrived_at")).value = moment();
  const said = point.querySelector(".scanned");
  if (said instanceof HTMLElement) said.hidden = false;
  document.getElementById("points")?.prepend(point);
  point.open = true;
  point.scrollIntoView({ block: "start" });
}

/** Opening a point is arriving there, when nobody has said otherwise. @param {Event} event */
function arrived(event) {
  const point = event.target;
  if (!(point instanceof HTMLDetailsElement) || !point.dataset.point || !point.open) return;
  const field = point.querySelector('form[data-queue="visit"] input[name="arrived_at"]');
  if (field instanceof HTMLInputElement && !field.value && point.dataset.touched) field.value = moment();
}

// ---- beginning
/** Begin to keep and to send, once for every page of a round. */
export async function begin() {
  const found = document.querySelector("[data-round]");
  if (!(found instanceof HTMLElement)) return;
  if (found.dataset.begun) return void flush().then(draw);
  root = found;
  root.dataset.begun = "yes";
  try {
    site = await skewOf(/** @type {string} */ (root.dataset.site));
  } catch {
    const note = document.getElementById("offline-note");
    if (note) {
      note.textContent = say("no-storage");
      note.hidden = false;
    }
    return;
  }
  listen(heard);
  if (!begun) listenOnce();
  begun = true;
  await scanned();
  await draw();
  const there = await contact(/** @type {string} */ (root.dataset.nowUrl), /** @type {string} */ (root.dataset.site));
  how = there === null ? "offline" : there.status === 200 ? "idle" : there.status >= 500 ? "server" : "login";
  site = await skewOf(/** @type {string} */ (root.dataset.site));
  if (there?.status === 200 && there.open) await keepPage();
  if (there?.status === 200 && !there.open) await forgetPage();
  await flush();
  await draw();
}

/** @param {string} state */
function heard(state) {
  how = state;
  draw();
  if (state === "sent") refreshKept();
}

let refreshing = 0;
/** The page that is kept is drawn anew when something has reached the server, so that it shows what others did as well. */
function refreshKept() {
  clearTimeout(refreshing);
  refreshing = window.setTimeout(async () => {
    const path = /** @type {string} */ (root.dataset.path);
    const person = document.documentElement.dataset.person;
    try {
      const answer = await fetch(path, { cache: "no-store" });
      const over = answer.ok && !(await answer.clone().text()).includes("data-round=");
      if (over) {
        await forgetPage();
        if (!(await all()).some((one) => one.state !== "sent" && one.round === root.dataset.round)) location.assign(path);
      } else if (answer.ok && !answer.redirected && "caches" in window) await (await caches.open(`${CACHE}${person}`)).put(path, answer);
    } catch {
      // The older one is still there.
    }
  }, 400);
}

function listenOnce() {
  window.addEventListener(
    "submit",
    (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (!form.dataset.queue || !root.contains(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      record(form, event.submitter);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const summary = event.target instanceof Element ? event.target.closest("details[data-point] > summary") : null;
    if (summary?.parentElement) summary.parentElement.dataset.touched = "yes";
    if (event.target instanceof Element && event.target.closest("#send-now")) flush().then(draw);
  });
  document.addEventListener("toggle", arrived, true);
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.matches("input.figure")) look(event.target);
  });
  document.addEventListener("htmx:afterSettle", () => root.isConnected && draw());
  window.addEventListener("online", () => {
    how = "idle";
    flush().then(draw);
  });
  window.addEventListener("offline", () => {
    how = "offline";
    draw();
  });
  setInterval(() => {
    if (navigator.onLine && root.isConnected && how !== "login") flush();
  }, RETRY);
}
