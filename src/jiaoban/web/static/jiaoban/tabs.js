/** Where tabs are wider than the screen, the one that is open is brought into sight. */
function show() {
  for (const tabs of document.querySelectorAll("nav.tabs")) {
    const open = tabs.querySelector("[aria-current]");
    if (!(open instanceof HTMLElement) || !(tabs instanceof HTMLElement)) continue;
    tabs.scrollLeft = Math.max(0, open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2);
  }
}

show();
document.addEventListener("htmx:afterSettle", show);
