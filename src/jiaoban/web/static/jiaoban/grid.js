/**
 * Grids of figures, form[data-grid]: Enter and the arrows go from field to field; a figure outside its limits is marked
 * while it is typed, and its cause and handling are asked for. The server judges again; without this the form works.
 */

/** @param {string} text @returns {number | null} A figure as people type it, null for none. */
export function figure(text) {
  const typed = text.normalize("NFKC").trim().replaceAll(/[−–]/g, "-").replaceAll("。", ".").replaceAll(/['’]/g, "");
  if (/^[+-]?\d{1,15}(\.\d{1,9})?$/.test(typed)) return Number(typed);
  if (/^[+-]?[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?$/.test(typed) || /^[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+$/.test(typed)) return Number(typed.replaceAll(",", ""));
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(typed)) return null;
  return /^[+-]?\d{1,15},\d{1,9}$/.test(typed) ? Number(typed.replace(",", ".")) : null;
}

/** @param {HTMLInputElement} field @returns {{code: string, outside: boolean}} What is to be said of its figure. */
function judged(field) {
  if (!field.value.trim()) return { code: "", outside: false };
  const value = figure(field.value);
  if (value === null) return { code: "NONE", outside: false };
  const limit = (/** @type {string} */ name) => (field.dataset[name] ? Number(field.dataset[name]) : null);
  const above = (/** @type {number | null} */ edge) => edge !== null && value > edge;
  const below = (/** @type {number | null} */ edge) => edge !== null && value < edge;
  if (below(limit("lowest")) || above(limit("highest"))) return { code: "RANGE", outside: true };
  const [jump, last] = [limit("jump"), limit("last")];
  if (jump !== null && last !== null && Math.abs(value - last) > jump) return { code: "JUMP", outside: true };
  if (above(limit("highHigh"))) return { code: "HH", outside: true };
  if (below(limit("lowLow"))) return { code: "LL", outside: true };
  if (above(limit("high"))) return { code: "H", outside: true };
  if (below(limit("low"))) return { code: "L", outside: true };
  return { code: "", outside: false };
}

/** @param {HTMLFormElement} form @param {string} code */
function word(form, code) {
  const words = /** @type {HTMLTemplateElement | null} */ (form.querySelector("template[data-grid-words]"));
  return words?.content.querySelector(`[data-word="${code}"]`)?.textContent ?? "";
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} field */
function mark(form, field) {
  const row = field.closest("tr");
  if (!row) return;
  const key = field.name.slice("figure.".length);
  const { code, outside } = judged(field);
  let why = row.nextElementSibling?.classList.contains("why") ? row.nextElementSibling : null;
  row.classList.toggle("outside", code !== "");
  field.toggleAttribute("aria-invalid", code === "NONE" || code === "RANGE" || code === "JUMP");
  if (!code) {
    if (why && ![...why.querySelectorAll("input")].some((one) => (one.type === "checkbox" ? one.checked : one.value))) why.remove();
    else if (why) why.toggleAttribute("hidden", true);
    return;
  }
  if (!why) {
    const template = /** @type {HTMLTemplateElement | null} */ (form.querySelector("template[data-why-form]"));
    if (!template) return;
    const made = /** @type {Element} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
    for (const part of made.querySelectorAll("[id], [for], [name]"))
      for (const name of ["id", "for", "name"]) if (part.hasAttribute(name)) part.setAttribute(name, (part.getAttribute(name) ?? "").replace("KEY", key));
    row.after(made);
    why = made;
  }
  why.toggleAttribute("hidden", false);
  why.classList.toggle("only-said", !outside || Boolean(field.dataset.told && ["H", "L", "HH", "LL"].includes(code)));
  const said = why.querySelector(".said");
  if (said) said.textContent = word(form, code);
  field.setAttribute("aria-describedby", said?.id ?? "");
}

/** @param {EventTarget | null} target @returns {[HTMLFormElement, HTMLInputElement] | null} */
function cell(target) {
  if (!(target instanceof HTMLInputElement) || !target.name.startsWith("figure.")) return null;
  const form = /** @type {HTMLFormElement | null} */ (target.closest("form[data-grid]"));
  return form ? [form, target] : null;
}

document.addEventListener("input", (event) => {
  const found = cell(event.target);
  if (found) mark(...found);
});

document.addEventListener("keydown", (event) => {
  const found = cell(event.target);
  if (!found || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const fields = [...found[0].querySelectorAll("input")].filter((one) => one.name.startsWith("figure."));
  const next = fields[fields.indexOf(found[1]) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) {
    /** @type {HTMLElement | null} */ (found[0].querySelector("button[type=submit]"))?.focus();
  }
});
