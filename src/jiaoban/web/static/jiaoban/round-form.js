/** What stands in the form of an inspection point: figures with what is told of them, and photographs that fit. */
import { asked, mark } from "./grid.js";
import { say } from "./round-here.js";

const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 1_500_000;
const LARGEST = 10 * 1024 * 1024;
const TOLD = { cause: "cause", handling: "handling", later: "found_later", doubtful: "doubtful" };

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function fields(form) {
  return [...form.querySelectorAll("input")].filter((one) => one.name.startsWith("figure."));
}

/** @param {HTMLInputElement} field */
function parameter(field) {
  return field.name.slice("figure.".length);
}

/** What is told of a figure, by the field of the form. @param {HTMLFormElement} form @param {string} key @param {string} name */
function beside(form, key, name) {
  const found = form.elements.namedItem(`${name}.${key}`);
  return found instanceof HTMLInputElement ? found : null;
}

/** The figures that were filled in, as the verb takes them. @param {HTMLFormElement} form */
export function figures(form) {
  return fields(form)
    .filter((field) => field.value.trim())
    .map((field) => {
      /** @type {Record<string, string | boolean>} */
      const said = { parameter: parameter(field), value: field.value.trim() };
      for (const [name, argument] of Object.entries(TOLD)) {
        const one = beside(form, parameter(field), name);
        if (one?.type === "checkbox" ? one.checked : one?.value.trim()) said[argument] = one?.type === "checkbox" ? true : (one?.value.trim() ?? "");
      }
      return said;
    });
}

/** Ask at once what the server would ask later; '' when there is nothing to ask. @param {HTMLFormElement} form @returns {string} */
export function question(form) {
  const found = asked(form);
  if (!found) return "";
  mark(form, found.field);
  found.field.focus();
  return say(found.code === "NONE" ? "not-a-figure" : found.code === "RANGE" || found.code === "JUMP" ? "ask-doubt" : "ask-cause");
}

/** Put figures back into the form, each with what was told of it. @param {HTMLFormElement} form @param {Record<string, any>[]} readings */
export function putBack(form, readings) {
  for (const one of readings) {
    const field = form.elements.namedItem(`figure.${one.parameter}`);
    if (!(field instanceof HTMLInputElement)) continue;
    field.value = one.value;
    mark(form, field);
    for (const [name, argument] of Object.entries(TOLD)) {
      const into = beside(form, one.parameter, name);
      if (into?.type === "checkbox") into.checked = Boolean(one[argument]);
      else if (into) into.value = String(one[argument] ?? "");
    }
  }
}

/**
 * Ask beside a figure what the server asked of it: a rule that this device could not know.
 * @param {HTMLFormElement} form @param {string} key @param {string} sentence
 */
export function askBeside(form, key, sentence) {
  const field = form.elements.namedItem(`figure.${key}`);
  if (!(field instanceof HTMLInputElement)) return;
  mark(form, field, sentence);
}

/** After an emptied form nothing is asked any more. @param {HTMLFormElement} form */
export function tidy(form) {
  for (const field of fields(form)) mark(form, field);
}

/** Make a photograph fit: upright, no larger than the server keeps. @param {File} file @returns {Promise<Blob | null>} */
export async function fit(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return made && made.size <= LARGEST ? made : null;
  } catch {
    return null;
  }
}
