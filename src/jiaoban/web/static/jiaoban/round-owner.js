/** Whose pages of rounds are kept on this device, and how many records wait: hints in the browser's own storage. */

const OWNER = "rounds-owner";
export const WAITING = "rounds-waiting";

/** Whose pages are kept, by the key of the account; '' for nobody's. @returns {string} */
export function owner() {
  try {
    return localStorage.getItem(OWNER) ?? "";
  } catch {
    return "";
  }
}

/** Throw the kept pages away. */
export async function forget() {
  try {
    localStorage.removeItem(OWNER);
  } catch {
    // Then nothing was kept either.
  }
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) if (name.startsWith("rounds-")) await caches.delete(name);
}

/** Remember whose pages are kept. @param {string} person */
export function own(person) {
  localStorage.setItem(OWNER, person);
}

/** How many records wait on this device, as far as the last page of a round knew. @returns {number} */
export function waiting() {
  try {
    return Number(localStorage.getItem(WAITING) ?? "0");
  } catch {
    return 0;
  }
}
