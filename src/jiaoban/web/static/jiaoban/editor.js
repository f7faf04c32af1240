/**
 * The editor of a regime's files, form[data-editor]: line numbers, a mark at each line with a finding, the check while one
 * types, jumps from finding to finding, Ctrl+S. The check is the server's; without this module the form checks by its button.
 */

const PAUSE = 500;
const LINE = 1.5;

/** @typedef {{file: string, line: number, column: number, path: string, wrong: string, right: string, serious: boolean, shows: string, url: string}} Finding */
/** @typedef {{usable: boolean, problems: Finding[], warnings: Finding[]}} Told */

/** @param {HTMLFormElement} form */
function begin(form) {
  const text = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea[name=text]"));
  const gutter = /** @type {HTMLElement} */ (form.querySelector(".gutter"));
  const list = document.getElementById("findings");
  const state = document.getElementById("editor-state");
  if (!text || !gutter || !list || form.dataset.begun) return;
  form.dataset.begun = "yes";
  /** @type {Finding[]} */
  let found = [];
  let timer = 0;
  let asked = 0;
  let at = -1;

  /** @param {string} name @param {number} [n] */
  const word = (name, n) => (form.dataset[`words${name}`] ?? "").replace("{n}", String(n ?? ""));
  const here = () => found.filter((one) => one.file === form.dataset.file && one.line > 0);

  function number() {
    const lines = text.value.split("\n").length;
    const marks = new Map();
    for (const one of here()) if (one.serious || !marks.has(one.line)) marks.set(one.line, one.serious ? "wrong" : "doubt");
    gutter.replaceChildren(
      ...Array.from({ length: lines }, (_, place) => {
        const row = document.createElement("span");
        row.textContent = String(place + 1);
        row.className = marks.get(place + 1) ?? "";
        return row;
      }),
    );
    follow();
  }

  function follow() {
    gutter.scrollTop = text.scrollTop;
  }

  /** @param {number} line @param {number} [column] */
  function go(line, column = 1) {
    const lines = text.value.split("\n");
    const before = lines.slice(0, Math.max(0, line - 1)).reduce((sum, one) => sum + one.length + 1, 0);
    const place = before + Math.max(0, Math.min(column - 1, (lines[line - 1] ?? "").length));
    const end = before + (lines[line - 1] ?? "").length;
    text.focus();
    text.setSelectionRange(place, Math.max(place, end));
    const height = parseFloat(getComputedStyle(text).fontSize) * LINE;
    text.scrollTop = Math.max(0, (line - 6) * height);
    text.scrollLeft = 0;
    text.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} step */
  function jump(step) {
    const mine = here();
    if (!mine.length) return;
    at = (at + step + mine.length) % mine.length;
    go(mine[at].line, mine[at].column);
    if (state) state.textContent = `${mine[at].line}: ${mine[at].wrong} ${mine[at].right}`;
  }

  /** @param {Finding} one */
  function drawn(one) {
    const row = document.createElement("li");
    row.className = one.serious ? "finding" : "finding doubt";
    const place = document.createElement("p");
    place.className = "place";
    const badge = document.createElement("span");
    badge.className = one.serious ? "badge block" : "badge advise";
    badge.textContent = one.serious ? word("Error") : word("Doubt");
    const link = document.createElement("a");
    link.href = one.url;
    link.textContent = one.line ? `${one.file}:${one.line}:${one.column}` : one.file;
    link.dataset.line = String(one.line);
    link.dataset.column = String(one.column);
    link.dataset.file = one.file;
    place.append(badge, " ", link);
    if (one.path) place.append(" ", Object.assign(document.createElement("span"), { className: "faint", textContent: one.path }));
    row.append(place);
    if (one.shows) row.append(Object.assign(document.createElement("code"), { textContent: one.shows }));
    row.append(Object.assign(document.createElement("p"), { textContent: `${one.wrong} ${one.right}` }));
    return row;
  }

  /** @param {Told} told */
  function show(told) {
    found = [...told.problems, ...told.warnings];
    at = -1;
    const notice = document.createElement("p");
    notice.className = told.usable ? "badge clear" : "badge block";
    notice.textContent = told.usable ? word("Good") : word("Bad", told.problems.length);
    const rows = document.createElement("ul");
    rows.className = "findings";
    rows.append(...found.map(drawn));
    list?.replaceChildren(notice, rows);
    if (state) {
      const doubts = told.warnings.length ? ` · ${word("Doubts", told.warnings.length)}` : "";
      state.textContent = (told.usable ? word("Good") : word("Bad", told.problems.length)) + doubts;
    }
    number();
  }

  async function check() {
    const mine = ++asked;
    if (state) state.textContent = word("Checking");
    try {
      const answer = await fetch(form.dataset.check ?? "", { method: "POST", body: new FormData(form), headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (mine === asked) show(told);
    } catch {
      if (mine === asked && state) state.textContent = word("Lost");
    }
  }

  function later() {
    number();
    clearTimeout(timer);
    timer = window.setTimeout(check, PAUSE);
  }

  /** A new line begins where the one before it began. */
  function indented() {
    const line = text.value.slice(0, text.selectionStart).split("\n").pop() ?? "";
    const indent = (/^ */.exec(line) ?? [""])[0];
    document.execCommand("insertText", false, `\n${indent}`);
  }

  text.addEventListener("input", later);
  text.addEventListener("scroll", follow);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      indented();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      jump(event.shiftKey ? -1 : 1);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(/** @type {HTMLElement | null} */ (form.querySelector("button.primary")));
    }
  });
  list.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-line]") : null;
    if (!(link instanceof HTMLElement) || link.dataset.file !== form.dataset.file || link.dataset.line === "0") return;
    event.preventDefault();
    go(Number(link.dataset.line), Number(link.dataset.column));
  });

  number();
  if (form.dataset.goto) go(Number(form.dataset.goto));
  check();
}

function look() {
  const form = document.querySelector("form[data-editor]");
  if (form instanceof HTMLFormElement) begin(form);
}

document.addEventListener("htmx:afterSettle", look);
look();
