/** What the modules of a running round share: its part of the page, the site's clock, how the last try to send ended, its words. */

import { zoneAt } from "./clock.js";

/** @type {{root: HTMLElement, site: {skew: number, ahead: number}, how: string}} */
export const here = { root: document.body, site: { skew: 0, ahead: 0 }, how: "idle" };

/** What was taken back to be corrected, by form. @type {WeakMap<HTMLFormElement, {happened: string, photos: any[]}>} */
export const takenBack = new WeakMap();

/** @param {string} name @param {Record<string, string | number>} [values] */
export function say(name, values = {}) {
  const words = /** @type {HTMLTemplateElement | null} */ (document.getElementById("round-words"));
  const text = words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** Whether the page is that of a route which can be begun without signal, not that of one round. */
export function ahead() {
  return here.root.dataset.route !== undefined;
}

/** The site's own moment, as this device can best tell it. @param {number} [device] */
export function moment(device = Date.now()) {
  return new Date(device + here.site.skew).toISOString();
}

/** @param {string | number} at a moment of the site */
export function clock(at) {
  const moment = new Date(at);
  const timeZone = zoneAt(moment.getTime());
  return moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
}

/** @param {string} code */
export function pointOf(code) {
  return /** @type {HTMLElement | null} */ (here.root.querySelector(`details[data-point="${CSS.escape(code)}"]`));
}

/** @param {HTMLFormElement} form @param {string} text @param {boolean} [alarm] */
export function tellAt(form, text, alarm = false) {
  form.querySelector(":scope > .told")?.remove();
  const note = document.createElement("p");
  note.className = `told notice${alarm ? " block" : ""}`;
  note.setAttribute("role", alarm ? "alert" : "status");
  note.textContent = text;
  form.prepend(note);
}

/** What the book holds of the secret of a code. @param {string} text */
export async function digest(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
