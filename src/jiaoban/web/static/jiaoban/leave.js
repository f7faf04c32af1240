/**
 * What pages of rounds are kept on this device belongs to the person who is logged in: when somebody else comes, or nobody is
 * left, it is thrown away. What waits to be sent is not: it is bound to its person and goes out when they are back.
 */
import { say } from "./notice.js";
import { forget, owner, waiting } from "./round-owner.js";

function begin() {
  const person = document.documentElement.dataset.person ?? "";
  const kept = owner();
  if (kept && kept !== person && navigator.onLine) forget();
  const over = document.querySelector("[data-round-over]");
  if (over instanceof HTMLElement && kept) {
    const { roundOver = "", path = "" } = over.dataset;
    import("./round-queue.js").then((module) => module.forgetRound(roundOver, path));
  }
  const routes = document.querySelector("[data-rounds]:not([data-round])");
  if (document.querySelector("[data-round]")) import("./round.js").then((module) => module.begin());
  else if (routes instanceof HTMLElement) import("./round-device.js").then((module) => module.begin(routes));
  else if (person && waiting()) import("./round-queue.js").then((module) => module.flush());
}

document.addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const action = form.getAttribute("action") ?? "";
    if (!/\/(accounts\/logout\/|demo\/person)$/.test(action) || form.dataset.forgotten) return;
    if (action.includes("logout") && waiting() && !window.confirm(say("unsent-rounds", { n: waiting() }))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!owner()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.forgotten = "yes";
    const submitter = event.submitter;
    forget().finally(() => form.requestSubmit(submitter instanceof HTMLElement ? submitter : undefined));
  },
  true,
);
window.addEventListener("online", begin);
document.addEventListener("htmx:afterSettle", () => {
  if (document.querySelector("[data-round]:not([data-begun]), [data-rounds]:not([data-begun])")) begin();
});
begin();
