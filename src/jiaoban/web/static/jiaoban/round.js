/**
 * A running round on this device: its page is kept so that it opens without signal, every form is put into the queue first and
 * sent from there, what was recorded is shown at once, and what the server refused is shown with what can be done.
 */
import { leadAway } from "./away.js";
import { goOn, setOut, takeUp } from "./round-ahead.js";
import { figures, fit, question, tidy } from "./round-form.js";
import { ahead, digest, here, moment, pointOf, say, takenBack, tellAt } from "./round-here.js";
import { forgetPage, keepPage, refreshKept } from "./round-keep.js";
import { all, contact, flush, listen, put, skewOf, uuid } from "./round-queue.js";
import { draw, onward } from "./round-show.js";

const RETRY = 30_000;

let begun = false;

// ---- recording
/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function record(form, submitter) {
  const kind = /** @type {string} */ (form.dataset.queue);
  const left = here.root.querySelectorAll("details[data-point]:not(.gone)").length;
  if (kind === "finish" && left) return tellAt(form, say("left", { n: left }), true);
  const asks = kind === "visit" ? question(form) : "";
  if (asks) return tellAt(form, asks, true);
  const fields = new FormData(form);
  const text = (/** @type {string} */ name) => String(fields.get(name) ?? "").trim();
  const back = takenBack.get(form);
  const device = Date.now();
  /** @type {Record<string, any>} */
  const said = { person: here.root.dataset.who, offline: !navigator.onLine || here.how === "offline" };
  const command = uuid();
  const round = kind === "start" ? command : /** @type {string} */ (here.root.dataset.round);
  if (kind === "start") Object.assign(said, { route: here.root.dataset.route, version: Number(here.root.dataset.version), join: true });
  else said.round = round;
  /** @type {{blob: Blob | null, name: string}[]} */
  const photos = back ? [...back.photos] : [];
  if (kind === "visit" || kind === "skip") said.point = text("point");
  if (kind === "skip") said.reason = text("reason");
  if (kind === "visit") {
    said.result = submitter?.getAttribute("value") || "NORMAL";
    said.readings = figures(form);
    said.ask = true;
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
    command,
    person: /** @type {string} */ (here.root.dataset.who),
    site: /** @type {string} */ (here.root.dataset.site),
    post: "",
    round,
    kind,
    said,
    photos,
    happened,
    device,
    state: /** @type {"waiting"} */ ("waiting"),
    api: /** @type {string} */ (here.root.dataset.api),
    files: /** @type {string} */ (here.root.dataset.files),
    now: /** @type {string} */ (here.root.dataset.nowUrl),
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
  tidy(form);
  if (kind === "start") setOut(command, round, happened);
  for (const name of ["code", "arrived_at"]) {
    const hidden = form.elements.namedItem(name);
    if (hidden instanceof HTMLInputElement) hidden.value = "";
  }
  await draw();
  onward();
  await flush();
  if ((await all()).some((one) => one.state === "waiting")) await wake();
  await draw();
  await goOn();
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

// ---- codes
/** A code that was scanned without signal: the worker has led here, the secret stands behind the #. */
async function scanned() {
  const secret = /^#code=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
  if (!secret || !crypto.subtle) return;
  const wanted = await digest(secret);
  const point = /** @type {HTMLDetailsElement | null} */ (here.root.querySelector(`details[data-digest="${wanted}"]`));
  history.replaceState(null, "", location.pathname);
  if (!point) return void elsewhere(secret);
  for (const one of here.root.querySelectorAll("details[data-point]")) /** @type {HTMLDetailsElement} */ (one).open = false;
  const form = /** @type {HTMLFormElement} */ (point.querySelector('form[data-queue="visit"]'));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("code")).value = secret;
  /** @type {HTMLInputElement} */ (form.elements.namedItem("arrived_at")).value = moment();
  const said = point.querySelector(".scanned");
  if (said instanceof HTMLElement) said.hidden = false;
  document.getElementById("points")?.prepend(point);
  point.open = true;
  point.scrollIntoView({ block: "start" });
}

/** The code is none of this round's: the page of all routes knows where it belongs. @param {string} secret */
async function elsewhere(secret) {
  const device = `${here.root.dataset.rounds}/on-this-device`;
  if (navigator.onLine || !("caches" in window) || !(await caches.match(device))) return;
  leadAway(() => location.replace(`${device}#code=${secret}`));
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
  here.root = found;
  here.root.dataset.begun = "yes";
  try {
    here.site = await skewOf(/** @type {string} */ (here.root.dataset.site));
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
  if (ahead()) await takeUp();
  await scanned();
  await draw();
  const there = await contact(/** @type {string} */ (here.root.dataset.nowUrl), /** @type {string} */ (here.root.dataset.site));
  here.how = there === null ? "offline" : there.status === 200 ? "idle" : there.status >= 500 ? "server" : "login";
  here.site = await skewOf(/** @type {string} */ (here.root.dataset.site));
  if (there?.status === 200 && there.open) await keepPage();
  if (there?.status === 200 && !there.open) await forgetPage();
  await flush();
  await draw();
  await goOn();
}

/** @param {string} state */
function heard(state) {
  here.how = state;
  draw().then(() => (state === "idle" ? goOn() : undefined));
  if (state === "sent") refreshKept();
}

function listenOnce() {
  window.addEventListener(
    "submit",
    (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (!form.dataset.queue || !here.root.contains(form)) return;
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
  document.addEventListener("htmx:afterSettle", () => here.root.isConnected && draw());
  window.addEventListener("online", () => {
    here.how = "idle";
    flush().then(draw);
  });
  window.addEventListener("offline", () => {
    here.how = "offline";
    draw();
  });
  setInterval(() => {
    if (navigator.onLine && here.root.isConnected && here.how !== "login") flush();
  }, RETRY);
}
