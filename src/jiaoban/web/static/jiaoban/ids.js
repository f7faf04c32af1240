/**
 * A fresh command id for each thing a person does, the same id for each retry of it: the server counts a double click or a
 * repeated send once. Forms without script carry an id from the server.
 */

/** @type {WeakMap<HTMLFormElement, {id: string, print: string}>} commands whose outcome is not known yet */
const pending = new WeakMap();

/** crypto.randomUUID exists on https only; a plant's server often speaks plain http on its own net. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * What the form would send, so that changed content becomes a new command.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function fingerprint(form, submitter) {
  const parts = [submitter?.getAttribute("name"), submitter?.getAttribute("value")];
  for (const [name, value] of new FormData(form)) {
    if (name === "command" || name === "csrfmiddlewaretoken") continue;
    parts.push(name, typeof value === "string" ? value : `${value.name}:${value.size}:${value.lastModified}`);
  }
  return JSON.stringify(parts);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const field = form.querySelector('input[name="command"]');
    if (!(field instanceof HTMLInputElement)) return;
    const print = fingerprint(form, event.submitter);
    const known = pending.get(form);
    const command = known && known.print === print ? known : { id: uuid(), print };
    pending.set(form, command);
    field.value = command.id;
  },
  true,
);

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
  if (xhr.status < 500 && elt instanceof HTMLFormElement) pending.delete(elt);
});
