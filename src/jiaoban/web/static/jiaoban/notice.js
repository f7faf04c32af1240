/** Short words to the reader: texts come translated from the page's template #words. */

/**
 * The translated words of a name, with {x} filled in.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const words = /** @type {HTMLTemplateElement | null} */ (document.getElementById("words"));
  const text = words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * Show a message for some seconds; the region is aria-live, so it is read aloud as well.
 * @param {string} text
 * @param {number} [seconds]
 */
export function toast(text, seconds = 7) {
  const region = document.getElementById("toasts");
  if (!region || !text) return;
  for (const shown of region.children) if (shown.textContent === text) return;
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  region.append(note);
  setTimeout(() => note.remove(), seconds * 1000);
}
