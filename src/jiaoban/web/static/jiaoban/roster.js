/**
 * The month by people, table[data-month-grid]: arrows go from cell to cell, a figure or a letter puts a shift there, Delete takes it
 * away; a cell dragged to another changes place with it; buttons do the same by touch. Every change is one act with its reason, and
 * Ctrl+Z undoes the last one by a new act. The server decides; what it refuses is said here, and the cell stays as it was.
 */

/** @type {{url: string, change: string, rows: string[]}[]} What was changed here, the last one last. */
const done = [];
/** @type {HTMLTableCellElement | null} */
let chosen = null;
/** @type {{from: HTMLTableCellElement, x: number, y: number, on: boolean} | null} */
let drag = null;
let busy = Promise.resolve();

/** @param {EventTarget | null} target @returns {HTMLTableCellElement | null} A cell that may be changed. */
function cellOf(target) {
  const cell = target instanceof Element ? target.closest("table[data-month-grid] tbody[data-do] td") : null;
  return /** @type {HTMLTableCellElement | null} */ (cell);
}

/** @param {Element} cell */
const rowOf = (cell) => /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
/** @param {Element} cell */
const groupOf = (cell) => /** @type {HTMLElement} */ (cell.closest("tbody"));
const tools = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-grid-tools]"));

/** @param {HTMLTableCellElement} cell */
function dayOf(cell) {
  const head = /** @type {HTMLTableElement} */ (cell.closest("table")).tHead;
  return head?.rows[0].cells[cell.cellIndex]?.dataset.day ?? "";
}

/** @param {string} code @returns {string} */
function word(code) {
  const words = /** @type {HTMLTemplateElement | null} */ (document.querySelector("template[data-grid-words]"));
  return words?.content.querySelector(`[data-word="${code}"]`)?.textContent ?? "";
}

/** @param {string} text @param {boolean} [wrong] */
function say(text, wrong = false) {
  const said = tools()?.querySelector("[data-said]");
  if (!said) return;
  said.textContent = text;
  said.classList.toggle("wrong", wrong);
}

/** @param {HTMLTableCellElement} cell */
function choose(cell) {
  if (chosen && chosen !== cell) {
    chosen.tabIndex = -1;
    chosen.removeAttribute("aria-selected");
  }
  chosen = cell;
  cell.tabIndex = 0;
  cell.setAttribute("aria-selected", "true");
  cell.focus({ preventScroll: false });
}

/** Cells are reached by keyboard: the first one by Tab, the others by the arrows. */
function ready() {
  const table = /** @type {HTMLTableElement | null} */ (document.querySelector("table[data-month-grid]"));
  const bar = tools();
  if (!table || table.dataset.ready) return;
  table.dataset.ready = "yes";
  table.setAttribute("role", "grid");
  chosen = null;
  done.length = 0;
  if (bar) bar.hidden = false;
  const first = /** @type {HTMLTableCellElement | null} */ (table.querySelector("tbody[data-do] td"));
  if (first) first.tabIndex = 0;
}

/** @param {HTMLTableCellElement} cell @param {number} down @param {number} right */
function step(cell, down, right) {
  if (right) {
    const beside = cell.parentElement?.children[cell.cellIndex + right];
    return beside instanceof HTMLTableCellElement && beside.tagName === "TD" ? beside : null;
  }
  const rows = [.../** @type {HTMLTableElement} */ (cell.closest("table")).querySelectorAll("tbody[data-do] tr[data-person]")];
  const row = rows[rows.indexOf(rowOf(cell)) + down];
  return /** @type {HTMLTableCellElement | null} */ (row?.children[cell.cellIndex] ?? null);
}

/** @param {string} url @param {object} body @returns {Promise<any>} */
async function send(url, body) {
  const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, "Idempotency-Key": crypto.randomUUID?.() ?? `grid-${Date.now()}-${Math.random()}` },
    body: JSON.stringify(body),
  });
  return { ok: answer.ok, told: await answer.json() };
}

/** @param {any} told @returns {string} What the server says is wrong, in the reader's language. */
function why(told) {
  const tongue = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  const said = (/** @type {any} */ words) => (words ? words[tongue] || words.zh || "" : "");
  const reasons = (told.reasons ?? told.refusals ?? []).map((/** @type {any} */ one) => `${said(one.why)} ${said(one.lifts)}`);
  const errors = (told.errors ?? []).map((/** @type {any} */ one) => one[tongue] ?? one.zh ?? one.msg ?? "");
  return [...reasons, ...errors].join(" ").trim() || told[`detail_${tongue}`] || told.detail || told.title || "";
}

/** Say what was refused; where a rule of the regime was broken, ask why it is to be so all the same. @param {any} told */
function refused(told) {
  say(why(told), true);
  const asked = /** @type {HTMLElement | null} */ (document.querySelector("[data-despite]"));
  if (asked && (told.clauses ?? []).length) asked.hidden = false;
}

/** Draw the rows of these people anew. @param {string} post @param {string[]} people */
async function redraw(post, people) {
  const at = chosen && { person: rowOf(chosen).dataset.person, post: groupOf(chosen).dataset.post, place: chosen.cellIndex };
  for (const person of new Set(people)) {
    const url = new URL(location.href);
    url.searchParams.set("row", `${post}.${person}`);
    const text = await (await fetch(url, { headers: { "X-Requested-With": "fetch" } })).text();
    const made = new DOMParser().parseFromString(`<table>${text}</table>`, "text/html");
    const fresh = made.querySelector(`tbody[data-post="${post}"] tr[data-person="${person}"]`);
    const body = document.querySelector(`table[data-month-grid] tbody[data-post="${post}"]`);
    const old = body?.querySelector(`tr[data-person="${person}"]`);
    if (fresh && old) old.replaceWith(document.importNode(fresh, true));
  }
  if (!at) return;
  const row = document.querySelector(`tbody[data-post="${at.post}"] tr[data-person="${at.person}"]`);
  const cell = row?.children[at.place];
  if (cell instanceof HTMLTableCellElement) choose(cell);
}

/** @param {HTMLElement} group @param {{person: string, day: string, shift: string}[]} moves */
function change(group, moves) {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("grid-reason"));
  const reason = field?.value.trim() ?? "";
  if (!reason) {
    say(word("reason"), true);
    field?.focus();
    return;
  }
  const people = moves.map((one) => one.person);
  const despite = /** @type {HTMLInputElement | null} */ (document.getElementById("grid-despite"))?.value.trim() ?? "";
  carry(group, `${group.dataset.do}edit`, { moves, reason, despite }, people, (told) => {
    done.push({ url: `${group.dataset.do}undo`, change: told.acts[0].id, rows: [group.dataset.post ?? "", ...people] });
    say(word("saved"));
  });
}

/** One after another: what is sent second may stand on what was sent first. @param {HTMLElement} group @param {string} url @param {object} body @param {string[]} people @param {(told: any) => void} then */
function carry(group, url, body, people, then) {
  busy = busy.then(async () => {
    try {
      const { ok, told } = await send(url, body);
      if (ok) then(told);
      else refused(told);
      if (ok) await redraw(group.dataset.post ?? "", people);
    } catch {
      say(word("lost"), true);
    }
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-undo]"));
    if (button) button.disabled = done.length === 0;
  });
}

function undo() {
  const last = done.pop();
  if (!last) return;
  const [post, ...people] = last.rows;
  const group = /** @type {HTMLElement | null} */ (document.querySelector(`table[data-month-grid] tbody[data-post="${post}"]`));
  if (group) carry(group, last.url, { change: last.change }, people, () => say(word("undone")));
}

/** @param {HTMLTableCellElement} cell @param {string} shift */
function put(cell, shift) {
  if (cell.dataset.shift === shift) return;
  change(groupOf(cell), [{ person: rowOf(cell).dataset.person ?? "", day: dayOf(cell), shift }]);
}

/** @param {HTMLTableCellElement} from @param {HTMLTableCellElement} to */
function exchange(from, to) {
  if (groupOf(from) !== groupOf(to)) {
    say(word("other"), true);
    return;
  }
  const cell = (/** @type {HTMLTableCellElement} */ one) => ({ person: rowOf(one).dataset.person ?? "", day: dayOf(one) });
  const shift = (/** @type {HTMLTableCellElement} */ one) => (one.dataset.shift ?? "").split(" ")[0];
  if (shift(from) === shift(to)) return;
  change(groupOf(from), [
    { ...cell(to), shift: shift(from) },
    { ...cell(from), shift: shift(to) },
  ]);
}

/** @param {string} key @returns {string | null} The shift that a key stands for. */
function shiftOf(key) {
  for (const button of document.querySelectorAll("[data-grid-tools] [data-put][data-keys]"))
    if ((button.getAttribute("data-keys") ?? "").split(" ").includes(key.toLowerCase())) return button.getAttribute("data-put");
  return null;
}

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    undo();
    return;
  }
  /** @type {Record<string, [number, number]>} */
  const ways = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const way = ways[event.key];
  const end = { Home: cell.parentElement?.querySelector("td"), End: cell.parentElement?.querySelector("td:last-child") }[event.key];
  const next = way ? step(cell, ...way) : end;
  if (way || end) {
    event.preventDefault();
    if (next) choose(/** @type {HTMLTableCellElement} */ (next));
    return;
  }
  const shift = event.key === "Delete" || event.key === "Backspace" ? "" : shiftOf(event.key);
  if (shift === null) return;
  event.preventDefault();
  put(cell, shift);
});

document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (cell) choose(cell);
  const button = event.target instanceof Element ? event.target.closest("[data-grid-tools] button") : null;
  if (!button) return;
  if (button.hasAttribute("data-undo")) undo();
  else if (chosen?.isConnected) put(chosen, button.getAttribute("data-put") ?? "");
});

document.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (cell && cell !== chosen) choose(cell);
});

document.addEventListener("pointerdown", (event) => {
  const cell = event.pointerType === "touch" || event.button !== 0 ? null : cellOf(event.target);
  drag = cell?.dataset.shift ? { from: cell, x: event.clientX, y: event.clientY, on: false } : null;
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.on && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
  drag.on = true;
  drag.from.classList.add("dragged");
  for (const one of document.querySelectorAll(".month-grid .over")) one.classList.remove("over");
  cellOf(document.elementFromPoint(event.clientX, event.clientY))?.classList.add("over");
  getSelection()?.removeAllRanges();
});

document.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { from, on } = drag;
  drag = null;
  from.classList.remove("dragged");
  for (const one of document.querySelectorAll(".month-grid .over")) one.classList.remove("over");
  const to = on ? cellOf(document.elementFromPoint(event.clientX, event.clientY)) : null;
  if (to && to !== from) exchange(from, to);
});

document.addEventListener("htmx:afterSettle", ready);
ready();
