/**
 * The page of a route, kept before anybody goes it: it begins a round with or without signal, and is the page of that round until
 * the server has heard of it.
 */
import { leadAway } from "./away.js";
import { ahead, clock, here, say } from "./round-here.js";
import { all, begunHere } from "./round-queue.js";

/**
 * From now on the page is that of a round.
 * @param {string} own the command id of its beginning @param {string} round as it is called by now @param {string} happened
 */
export function setOut(own, round, happened) {
  Object.assign(here.root.dataset, { own, round, stage: "going" });
  const began = document.getElementById("began");
  if (began) began.textContent = say("began", { at: clock(happened) });
}

/** Go on with the round that was begun here before the page was closed. */
export async function takeUp() {
  const mine = await begunHere(/** @type {string} */ (here.root.dataset.route), /** @type {string} */ (here.root.dataset.who));
  if (mine) setOut(mine.command, mine.round, mine.happened);
}

/** Call the round as the server does, once it has said so; return the record of its beginning. */
export async function follow() {
  if (!ahead() || !here.root.dataset.own) return undefined;
  const start = (await all()).find((one) => one.kind === "start" && one.command === here.root.dataset.own);
  if (start) here.root.dataset.round = start.round;
  return start;
}

/** When the server knows the round, its own page takes over; words that are being typed are not taken from under the hand. */
export async function goOn() {
  if (!ahead() || !here.root.isConnected || !navigator.onLine || here.how === "offline") return;
  const start = await follow();
  if (start?.state !== "sent" || typing()) return;
  leadAway(() => location.replace(`${here.root.dataset.rounds}/${encodeURIComponent(start.round)}`));
}

/** Somebody is in the middle of a form. */
function typing() {
  const forms = /** @type {HTMLFormElement[]} */ ([...here.root.querySelectorAll("form[data-queue]")]);
  return forms.flatMap((form) => [...form.elements]).some((field) => {
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  });
}
