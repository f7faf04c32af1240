/**
 * Figures, form[data-grid], in the rows of a sheet or in .reading fields: Enter and the arrows go from field to field; a figure
 * outside its limits is marked while it is typed, and its cause and handling are asked for. The server judges again; without this
 * the form works.
 */

/** @param {string} text @returns {number | null} A figure as people type it, null for none. */
export function figure(text) {
  const typed = text.normalize("NFKC").trim().replaceAll(/[−–]/g, "-").replaceAll("。", ".").replaceAll(/['’]/g, "");
  if (/^[+-]?\d{1,15}(\.\d{1,9})?$/.test(typed)) return Number(typed);
  if (/^[+-]?[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?$/.test(typed) || /^[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+$/.test(typed)) return Number(typed.replaceAll(",", ""));
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(typed)) return null;
  return /^[+-]?\d{1,15},\d{1,9}$/.test(typed) ? Number(typed.replace(",", ".")) : null;
}

/**
 * What is to be said of the figure of a field: why it is doubtful, beyond which limit it is.
 * @param {HTMLInputElement} field @returns {{doubt: "" | "NONE" | "RANGE" | "JUMP", degree: "" | "L" | "LL" | "H" | "HH"}}
 */
function judged(field) {
  if (!field.value.trim()) return { doubt: "", degree: "" };
  const value = figure(field.value);
  if (value === null) return { doubt: "NONE", degree: "" };
  const limit = (/** @type {string} */ name) => (field.dataset[name] ? Number(field.dataset[name]) : null);
  const above = (/** @type {string} */ name) => (limit(name) ?? Infinity) < value;
  const below = (/** @type {string} */ name) => (limit(name) ?? -Infinity) > value;
  const degree = above("highHigh") ? "HH" : below("lowLow") ? "LL" : above("high") ? "H" : below("low") ? "L" : "";
  const [jump, last] = [limit("jump"), limit("last")];
  if (below("lowest") || above("highest")) return { doubt: "RANGE", degree };
  return { doubt: jump !== null && last !== null && Math.abs(value - last) > jump ? "JUMP" : "", degree };
}

/** Of the form, or of the page where several forms share it. @param {HTMLFormElement} form @param {string} name */
function templateOf(form, name) {
  return form.querySelector(`template[${name}]`) ?? document.querySelector(`template[${name}]`);
}

/** @param {HTMLFormElement} form @param {string} code */
function word(form, code) {
  const words = /** @type {HTMLTemplateElement | null} */ (templateOf(form, "data-grid-words"));
  return words?.content.querySelector(`[data-word="${code}"]`)?.textContent ?? "";
}

/** @param {Element} row @returns {HTMLElement | null} What is asked of its figure. */
function whyOf(row) {
  const next = row.nextElementSibling;
  return next instanceof HTMLElement && next.classList.contains("why") ? next : null;
}

/**
 * Say what is to be said of a figure, and ask for it; `sentence`: what the server asked, also where nothing is seen here.
 * @param {HTMLFormElement} form @param {HTMLInputElement} field @param {string} [sentence]
 */
export function mark(form, field, sentence = "") {
  const row = field.closest("tr, .reading");
  if (!row) return;
  const key = field.name.slice("figure.".length);
  const { doubt, degree } = judged(field);
  const code = doubt || degree || (sentence ? "ASKED" : "");
  let why = whyOf(row);
  row.classList.toggle("outside", code !== "");
  field.toggleAttribute("aria-invalid", doubt !== "");
  if (!code) {
    if (why && ![...why.querySelectorAll("input")].some((one) => (one.type === "checkbox" ? one.checked : one.value))) why.remove();
    else if (why) why.toggleAttribute("hidden", true);
    return;
  }
  if (!why) {
    const template = /** @type {HTMLTemplateElement | null} */ (templateOf(form, "data-why-form"));
    if (!template) return;
    const made = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
    for (const part of made.querySelectorAll("[id], [for], [name]"))
      for (const name of ["id", "for", "name"])
        if (part.hasAttribute(name)) part.setAttribute(name, (part.getAttribute(name) ?? "").replace("KEY", key).replace("ID", field.id || key));
    row.after(made);
    why = made;
  }
  why.toggleAttribute("hidden", false);
  why.classList.toggle("only-said", !sentence && (doubt === "NONE" || Boolean(field.dataset.told && !doubt)));
  const said = why.querySelector(".said");
  if (said) said.textContent = sentence || word(form, code);
  field.setAttribute("aria-describedby", said?.id ?? "");
}

/**
 * What the server would ask of the figures of a form before it takes them: the first of them, and in which words.
 * @param {HTMLFormElement} form @returns {{field: HTMLInputElement, code: string} | null}
 */
export function asked(form) {
  for (const field of form.querySelectorAll("input")) {
    if (!field.name.startsWith("figure.")) continue;
    const { doubt, degree } = judged(field);
    const key = field.name.slice("figure.".length);
    const of = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(`${name}.${key}`));
    const told = field.dataset.told || of("later")?.checked || (of("cause")?.value.trim() && of("handling")?.value.trim());
    if (doubt === "NONE" || (doubt && !of("doubtful")?.checked)) return { field, code: doubt };
    if (degree && !told) return { field, code: degree };
  }
  return null;
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
