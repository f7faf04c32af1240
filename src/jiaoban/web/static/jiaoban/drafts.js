/**
 * Nothing typed is lost: every form[data-draft] keeps its fields on this device until the server has accepted them.
 * Drafts belong to the signed-in person (html[data-person]), because two people share a control-room terminal.
 */
import { say, toast } from "./notice.js";

const PREFIX = `draft:${document.documentElement.dataset.person || "nobody"}:`;
const KEPT_FOR = 7 * 24 * 3600 * 1000;

/** @typedef {{at: number, fields: Record<string, string[]>}} Draft */

/** @param {Element} field */
function keeps(field) {
  const named = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  return named && field.name !== "" && !["hidden", "password", "file", "submit", "button"].includes(field.type);
}

/** @param {HTMLFormElement} form @returns {Record<string, string[]>} */
function read(form) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  for (const field of form.elements) {
    if (!keeps(field)) continue;
    const input = /** @type {HTMLInputElement} */ (field);
    fields[input.name] ??= [];
    const choice = input.type === "checkbox" || input.type === "radio";
    if (!choice || input.checked) fields[input.name].push(input.value);
  }
  return fields;
}

/** @param {HTMLFormElement} form @param {Record<string, string[]>} fields */
function write(form, fields) {
  for (const field of form.elements) {
    if (!keeps(field)) continue;
    const input = /** @type {HTMLInputElement} */ (field);
    const values = fields[input.name];
    if (!values) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (values.length === 1) input.value = values[0];
  }
}

/** @param {HTMLFormElement} form */
function key(form) {
  return PREFIX + form.dataset.draft;
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const fields = read(form);
  try {
    if (JSON.stringify(fields) === form.dataset.blank) localStorage.removeItem(key(form));
    else localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // Storage is full or forbidden: the form itself still holds the words.
  }
}

/** @param {HTMLFormElement} form @returns {Draft | null} */
function kept(form) {
  try {
    const draft = JSON.parse(localStorage.getItem(key(form)) || "null");
    return draft && Date.now() - draft.at < KEPT_FOR ? draft : null;
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form */
function tell(form) {
  const note = document.createElement("p");
  note.className = "restored";
  note.setAttribute("role", "status");
  note.textContent = say("restored");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button plain";
  discard.textContent = say("discard");
  discard.addEventListener("click", () => {
    localStorage.removeItem(key(form));
    write(form, JSON.parse(form.dataset.blank || "{}"));
    note.remove();
  });
  note.append(discard);
  (form.querySelector(":scope > .inside") || form).prepend(note);
}

/** @param {HTMLFormElement} form */
function restore(form) {
  if (form.dataset.blank) return;
  const blank = JSON.stringify(read(form));
  form.dataset.blank = blank;
  const draft = kept(form);
  if (!draft || JSON.stringify(draft.fields) === blank) return;
  write(form, draft.fields);
  form.closest("details")?.setAttribute("open", "");
  tell(form);
}

/** @param {Element} within */
function restoreAll(within) {
  for (const form of within.querySelectorAll("form[data-draft]")) restore(/** @type {HTMLFormElement} */ (form));
  if (within instanceof HTMLFormElement && within.dataset.draft) restore(within);
}

/** @param {EventTarget | null} target @returns {HTMLFormElement | null} */
function draftForm(target) {
  return target instanceof Element ? target.closest("form[data-draft]") : null;
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = draftForm(event.target);
    if (form) keep(form);
  });
}

document.addEventListener(
  "submit",
  (event) => {
    const form = draftForm(event.target);
    if (!form) return;
    keep(form);
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    toast(say("offline"), 12);
  },
  true,
);

/**
 * Forget what an accepted form held, there and in what was drawn in its place meanwhile.
 * @param {HTMLFormElement} form
 */
function forget(form) {
  localStorage.removeItem(key(form));
  const drawn = document.querySelectorAll(`form[data-draft="${CSS.escape(form.dataset.draft || "")}"]`);
  for (const one of new Set([form, .../** @type {NodeListOf<HTMLFormElement>} */ (drawn)])) {
    delete one.dataset.blank;
    one.reset();
    for (const note of one.querySelectorAll(".restored")) note.remove();
  }
}

// The answer is heard at the request itself: news can draw the form anew before it comes, and what happens at a form
// that is no longer in the page does not reach the document.
document.addEventListener("htmx:beforeSend", (event) => {
  const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
  const form = draftForm(elt);
  if (!form) return;
  xhr.addEventListener("readystatechange", () => {
    if (xhr.readyState !== XMLHttpRequest.DONE || xhr.status < 200 || xhr.status >= 300) return;
    if (!/data-(refusal|signin)[\s>]/.test(xhr.responseText)) forget(form);
  });
});

document.addEventListener("htmx:sendError", () => toast(say("unsent"), 12));
document.addEventListener("htmx:timeout", () => toast(say("unsent"), 12));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = /** @type {CustomEvent} */ (event).detail;
  if (requestConfig?.verb === "get") return;
  if (xhr.status >= 500) toast(say("failed"), 12);
  else if (xhr.status === 401 || xhr.status === 403) toast(say("forbidden"), 12);
});
document.addEventListener("htmx:load", (event) => restoreAll(/** @type {CustomEvent} */ (event).detail.elt));
restoreAll(document.documentElement);
