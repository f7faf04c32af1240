/** Light, dark or the system's choice: a cookie, so that the server draws the next page right at once. */
import { say } from "./notice.js";

const MEDIA = { auto: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };
const ORDER = /** @type {const} */ (["auto", "light", "dark"]);

/** @returns {"auto" | "light" | "dark"} */
function chosen() {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "auto";
}

/** @param {"auto" | "light" | "dark"} theme */
function wear(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const dark = /** @type {HTMLLinkElement | null} */ (document.getElementById("dark"));
  if (dark) dark.media = MEDIA[theme];
  name();
}

function name() {
  for (const label of document.querySelectorAll("[data-theme-name]")) label.textContent = say(`theme-${chosen()}`);
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("[data-theme-next]")) return;
  const theme = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length];
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  wear(theme);
});

document.addEventListener("htmx:afterSettle", name);
name();
