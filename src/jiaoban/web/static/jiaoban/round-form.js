/** What stands in the form of an inspection point: figures, and photographs that fit. */
import { say } from "./round-here.js";

const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 1_500_000;
const LARGEST = 10 * 1024 * 1024;

/** @param {HTMLFormElement} form */
export function figures(form) {
  return Array.from(form.querySelectorAll("input.figure"))
    .map((field) => /** @type {HTMLInputElement} */ (field))
    .filter((field) => field.value.trim())
    .map((field) => ({ parameter: field.name.slice("figure.".length), value: field.value.trim() }));
}

/** A figure as people type it, full-width digits included. @param {string} text */
function number(text) {
  const plain = text.normalize("NFKC").trim().replace("−", "-");
  return /^[+-]?\d{1,15}(\.\d{1,9})?$/.test(plain) ? Number(plain) : NaN;
}

/** Say at once what the server would say later. @param {HTMLInputElement} field */
export function look(field) {
  const { lowest, highest, low, high } = field.dataset;
  const value = number(field.value);
  const outside = (/** @type {string | undefined} */ below, /** @type {string | undefined} */ above) =>
    Boolean((below && value < Number(below)) || (above && value > Number(above)));
  let wrong = "";
  if (field.value.trim() && Number.isNaN(value)) wrong = say("not-a-figure");
  else if (field.value.trim() && outside(lowest, highest)) wrong = say("implausible");
  field.setCustomValidity(wrong);
  const mark = field.closest(".reading")?.querySelector(".over-limit");
  if (mark instanceof HTMLElement) mark.hidden = Boolean(wrong) || !field.value.trim() || !outside(low, high);
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
