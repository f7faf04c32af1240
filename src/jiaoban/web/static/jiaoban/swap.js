/** The reader's place survives a swap: what was open stays open, a refusal gets the focus, another page starts at its top. */

/** @type {string[]} */
let open = [];
let path = location.pathname;

/**
 * Where the reader was before a swap: the nearest parts of the page with a name, innermost first, and how far each stood
 * from the top of the window. The browser's own anchoring holds on to what is about to go and ends at the bottom.
 * @type {{ id: string, top: number }[]}
 */
let place = [];
let scrolled = 0;
const UNDER_THE_BAR = 72;

function rememberPlace(/** @type {Element | null} */ at) {
  place = [];
  scrolled = window.scrollY;
  for (let part = at?.closest("[id]") ?? null; part; part = part.parentElement?.closest("[id]") ?? null) {
    place.push({ id: part.id, top: part.getBoundingClientRect().top });
  }
}

function returnToPlace() {
  for (const { id, top } of place) {
    const part = document.getElementById(id);
    if (!part?.checkVisibility()) continue;
    const now = part.getBoundingClientRect();
    const folded = top + now.height < UNDER_THE_BAR;
    window.scrollBy({ top: now.top - (folded ? UNDER_THE_BAR : top), behavior: "instant" });
    return;
  }
  window.scrollTo({ top: scrolled, behavior: "instant" });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target, xhr } = /** @type {CustomEvent} */ (event).detail;
  const sender = requestConfig?.elt;
  const live = sender?.hasAttribute("data-live");
  rememberPlace(live ? document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 3) : sender);
  open = requestConfig?.elt?.hasAttribute("data-live")
    ? Array.from(target.querySelectorAll("details[id][open]"), (details) => details.id)
    : [];
  path = xhr.responseURL ? new URL(xhr.responseURL).pathname : location.pathname;
});

/**
 * An answer can find gone what asked for it. News can draw a form anew while its answer is on the way, and htmx then no
 * longer knows that it was boosted: the page would come and its address would not. So what is sent says so on itself.
 */
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, boosted } = /** @type {CustomEvent} */ (event).detail;
  if (boosted && !elt.hasAttribute("hx-push-url")) elt.setAttribute("hx-push-url", "true");
});

/** A refused form keeps the address of its page: the address that it was sent to cannot be opened. */
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history, xhr } = /** @type {CustomEvent} */ (event).detail;
  const here = location.pathname + location.search;
  if (xhr.status >= 400) history.path = here;
  if (history.path === here) history.type = "replace";
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  open = [];
  if (path === shown) returnToPlace();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { requestConfig, boosted } = /** @type {CustomEvent} */ (event).detail;
  const refusal = requestConfig?.verb === "get" ? null : document.querySelector("[data-refusal]");
  if (refusal instanceof HTMLElement) {
    refusal.tabIndex = -1;
    refusal.focus();
    refusal.scrollIntoView({ block: "center" });
  } else if (boosted && requestConfig && new URL(requestConfig.path, location.href).pathname !== path && path !== shown) {
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }
  shown = path;
});

let shown = location.pathname;

/** A menu closes when the reader goes elsewhere or presses Escape. */
function closeMenus(/** @type {Event} */ event) {
  for (const menu of document.querySelectorAll("details.me[open]")) {
    const inside = event.target instanceof Node && menu.contains(event.target);
    if (!inside || (event instanceof KeyboardEvent && event.key === "Escape")) menu.removeAttribute("open");
  }
}
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(event));
