/**
 * Fields that choose from a long register: input[data-choose] suggests as one types, from the server, a handful at a time.
 * The pattern is the ARIA combobox with a list: arrows, Enter, Escape, or a finger. What is chosen is written into the
 * field as text, which is what the form sends; so the field works in the same way without any script.
 */
import { say } from "./notice.js";

const PAUSE = 150;

/** @type {{input: HTMLInputElement, list: HTMLUListElement, asked: AbortController | null, timer: number} | null} */
let open = null;

/** @param {EventTarget | null} target @returns {HTMLInputElement | null} */
function field(target) {
  return target instanceof HTMLInputElement && target.dataset.choose ? target : null;
}

/** Of several names in one field, the one that is being typed: where it begins and what it is. @param {HTMLInputElement} input */
function part(input) {
  if (!("several" in input.dataset)) return { start: 0, text: input.value };
  const start = Math.max(input.value.lastIndexOf("；"), input.value.lastIndexOf(";")) + 1;
  return { start, text: input.value.slice(start) };
}

/** @param {HTMLInputElement} input @returns {HTMLUListElement} */
function listOf(input) {
  const there = document.getElementById(`${input.id}-list`);
  if (there) return /** @type {HTMLUListElement} */ (there);
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.firstChild?.textContent?.trim() || say("suggestions"));
  input.after(list);
  return list;
}

/** @param {HTMLInputElement} input */
function dress(input) {
  if (input.getAttribute("role") === "combobox") return;
  const list = listOf(input);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
}

function close() {
  if (!open) return;
  open.asked?.abort();
  clearTimeout(open.timer);
  open.list.hidden = true;
  open.list.replaceChildren();
  open.input.setAttribute("aria-expanded", "false");
  open.input.removeAttribute("aria-activedescendant");
  open = null;
}

/** @param {HTMLInputElement} input @param {number} after milliseconds */
function suggest(input, after) {
  if (open?.input !== input) {
    close();
    open = { input, list: listOf(input), asked: null, timer: 0 };
  }
  const mine = open;
  clearTimeout(mine.timer);
  mine.timer = window.setTimeout(() => ask(mine), after);
}

/** @param {NonNullable<typeof open>} mine */
async function ask(mine) {
  mine.asked?.abort();
  mine.asked = new AbortController();
  const address = `${mine.input.dataset.choose}?q=${encodeURIComponent(part(mine.input).text.trim())}`;
  try {
    const answer = await fetch(address, { signal: mine.asked.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok || open !== mine) return;
    const told = await answer.text();
    if (open === mine) show(mine, told);
  } catch {
    // No network, or somebody typed on: the field itself still takes the words.
  }
}

/** @param {NonNullable<typeof open>} mine @param {string} told the server's own page part, escaped there */
function show({ input, list }, told) {
  list.innerHTML = told;
  for (const [n, option] of options(list).entries()) option.id = `${list.id}-${n}`;
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
  const region = document.getElementById("suggested");
  if (region) region.textContent = list.querySelector("[data-told]")?.textContent ?? "";
  list.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
function options(list) {
  return [...list.querySelectorAll("[role=option]")].map((one) => /** @type {HTMLElement} */ (one));
}

/** @param {NonNullable<typeof open>} mine @returns {HTMLElement | null} */
function current(mine) {
  const id = mine.input.getAttribute("aria-activedescendant");
  return id ? document.getElementById(id) : null;
}

/** @param {NonNullable<typeof open>} mine @param {number} step */
function move(mine, step) {
  const all = options(mine.list);
  if (all.length === 0) return;
  const here = current(mine);
  const at = here ? all.indexOf(here) : step > 0 ? -1 : 0;
  const next = all[(at + step + all.length) % all.length];
  here?.setAttribute("aria-selected", "false");
  next.setAttribute("aria-selected", "true");
  mine.input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

/** @param {NonNullable<typeof open>} mine @param {HTMLElement} option */
function take(mine, option) {
  const { input } = mine;
  const value = option.dataset.value ?? "";
  input.value = "several" in input.dataset ? `${input.value.slice(0, part(input).start)}${value}；` : value;
  close();
  input.focus();
  input.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("focusin", (event) => {
  const input = field(event.target);
  if (!input) return;
  dress(input);
  if (part(input).text.trim() === "" && event.target !== open?.input && !justTaken(input)) suggest(input, 0);
});

/** The moment of the last choice: focus that comes back to its field does not open the list again. */
let taken = { input: /** @type {HTMLInputElement | null} */ (null), at: 0 };
/** @param {HTMLInputElement} input */
function justTaken(input) {
  return taken.input === input && Date.now() - taken.at < 500;
}
document.addEventListener("chosen", (event) => {
  taken = { input: field(event.target), at: Date.now() };
});

document.addEventListener("focusout", (event) => {
  if (open && event.target === open.input) close();
});

document.addEventListener("input", (event) => {
  const input = field(event.target);
  if (!input) return;
  dress(input);
  suggest(input, PAUSE);
});

document.addEventListener("click", (event) => {
  const input = field(event.target);
  if (input && open?.input !== input && part(input).text.trim() === "") suggest(input, 0);
});

document.addEventListener("keydown", (event) => {
  const input = field(event.target);
  if (!input || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (open?.input === input && !open.list.hidden) move(open, event.key === "ArrowDown" ? 1 : -1);
    else suggest(input, 0);
    return;
  }
  if (!open || open.input !== input) return;
  const chosen = current(open);
  if (event.key === "Enter" && chosen) {
    event.preventDefault();
    take(open, chosen);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
});

// A press would take the focus from the field, and the list with it, before the click comes.
document.addEventListener("mousedown", (event) => {
  if (open && event.target instanceof Node && open.list.contains(event.target)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (!open || !(event.target instanceof Element) || !open.list.contains(event.target)) return;
  const option = /** @type {HTMLElement | null} */ (event.target.closest("[role=option]"));
  if (option) take(open, option);
});

for (const input of document.querySelectorAll("input[data-choose]")) dress(/** @type {HTMLInputElement} */ (input));
document.addEventListener("htmx:load", (event) => {
  const { elt } = /** @type {CustomEvent} */ (event).detail;
  for (const input of elt.querySelectorAll("input[data-choose]")) dress(/** @type {HTMLInputElement} */ (input));
});
