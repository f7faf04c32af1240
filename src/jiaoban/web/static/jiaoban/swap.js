/** The reader's place survives a swap: what was open stays open, a refusal gets the focus, another page starts at its top. */

/** @type {string[]} */
let open = [];
let path = location.pathname;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target, xhr } = /** @type {CustomEvent} */ (event).detail;
  open = requestConfig?.elt?.hasAttribute("data-live")
    ? Array.from(target.querySelectorAll("details[id][open]"), (details) => details.id)
    : [];
  path = xhr.responseURL ? new URL(xhr.responseURL).pathname : location.pathname;
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
