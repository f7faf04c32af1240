/**
 * What was recorded on a round and has not reached the server yet: an IndexedDB queue, and how it is sent. Used by the page of a
 * round, by every page that is opened while something waits, and by the service worker.
 *
 * A record has an increasing number (they are sent in the order in which they were made), a command id of its own (the server
 * carries it out once, however often it is sent), the moment at which it happened by the site's clock, and the person whose word
 * it is. Nothing is deleted before the server has answered; what it refuses stays, with its answer, until the person decides.
 *
 * A round that was begun without signal is called by the command id of its beginning until the server says which round it is: its
 * own, or one that somebody else had begun. What belongs to it goes out after that.
 */

/** The beginning of the names of the caches that hold pages of rounds; the number goes up when their content changes. */
export const CACHE = "rounds-2:";
const NAME = "jiaoban-rounds";
const QUEUE = "queue";
const KEPT = "kept";
const SENT_KEPT_FOR = 3 * 24 * 3600 * 1000;
const FOREVER_WRONG = [400, 404, 409, 413, 422];

/**
 * @typedef {{n?: number, command: string, person: string, site: string, post: string, round: string, kind: string,
 *   said: Record<string, any>, photos: {blob: Blob | null, name: string}[], happened: string, device: number,
 *   state: "waiting" | "refused" | "sent", answer?: any, sentAt?: number, api: string, files: string, now: string}} Item
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(QUEUE, { keyPath: "n", autoIncrement: true });
      asked.result.createObjectStore(KEPT);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

/**
 * One transaction; resolves when it is on the disk, rejects (storage full) when it is not.
 * @template T
 * @param {string} store @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} what @returns {Promise<T>}
 */
async function through(store, mode, what) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const turn = database.transaction(store, mode, { durability: "strict" });
      const asked = what(turn.objectStore(store));
      turn.oncomplete = () => resolve(asked.result);
      turn.onabort = () => reject(turn.error ?? asked.error);
      turn.onerror = () => reject(turn.error ?? asked.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Item} item */
export function put(item) {
  return through(QUEUE, "readwrite", (store) => store.put(item));
}

/** @param {number} n */
export function drop(n) {
  return through(QUEUE, "readwrite", (store) => store.delete(n));
}

/** Everything that is kept, in the order in which it was recorded. @returns {Promise<Item[]>} */
export function all() {
  return through(QUEUE, "readonly", (store) => store.getAll());
}

/** @param {string} name @param {any} value */
export function keep(name, value) {
  return through(KEPT, "readwrite", (store) => store.put(value, name));
}

/** @param {string} name */
export function kept(name) {
  return through(KEPT, "readonly", (store) => store.get(name));
}

/** The paths of the rounds whose pages are kept on this device. @returns {Promise<string[]>} */
export async function running() {
  return (await kept("running")) ?? [];
}

/** Forget a round that is over: its page, and what was sent of it; what still waits or was refused stays. */
export async function forgetRound(/** @type {string} */ round, /** @type {string} */ path) {
  await keep("running", (await running()).filter((one) => one !== path));
  for (const item of await all()) if (item.round === round && item.state === "sent") await drop(/** @type {number} */ (item.n));
  if ("caches" in globalThis) for (const name of await caches.keys()) await (await caches.open(name)).delete(path);
}

/**
 * Change every record of a round in one go: what it belongs to, or which of them are left.
 * @param {string} round @param {(item: Item) => Item | null} change null: it is dropped
 */
async function changeAll(round, change) {
  const database = await open();
  try {
    await new Promise((resolve, reject) => {
      const turn = database.transaction(QUEUE, "readwrite", { durability: "strict" });
      const store = turn.objectStore(QUEUE);
      const asked = store.getAll();
      asked.onsuccess = () => {
        for (const item of /** @type {Item[]} */ (asked.result).filter((one) => one.round === round)) {
          const changed = change(item);
          if (changed) store.put(changed);
          else store.delete(/** @type {number} */ (item.n));
        }
      };
      turn.oncomplete = () => resolve(undefined);
      turn.onabort = () => reject(turn.error);
      turn.onerror = () => reject(turn.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Item} item @param {string} round */
function called(item, round) {
  return { ...item, round, said: item.said.round ? { ...item.said, round } : item.said };
}

/** Begin anew what the server refused to begin: under a new id, and so does all that belongs to it. @param {Item} start */
export async function beginAgain(start) {
  const own = uuid();
  /** @param {Item} item @returns {Item} */
  const change = (item) => {
    const now = called(item, own);
    return item.n === start.n ? { ...now, command: own, state: "waiting", answer: undefined } : now;
  };
  await changeAll(start.round, change);
  return own;
}

/** Give a round up that never began, with all that belongs to it. @param {string} round */
export function dropAll(round) {
  return changeAll(round, () => null);
}

/**
 * The round that was begun on this device along a route and is not over, as far as the device knows.
 * @param {string} route @param {string} person @returns {Promise<Item | undefined>}
 */
export async function begunHere(route, person) {
  const items = await all();
  const over = new Set(items.filter((one) => one.kind === "finish" && one.state === "sent").map((one) => one.round));
  return items.findLast((one) => one.kind === "start" && one.said.route === route && one.person === person && !over.has(one.round));
}

/** The site's clock against this device's: what it was told last. @param {string} site */
export async function skewOf(site) {
  return (await kept(`clock:${site}`)) ?? { skew: 0, ahead: 0 };
}

/**
 * Ask the server whose login this is and what time it is there; null when there is no signal, {status} for any other answer.
 * @param {string} address @param {string} site @returns {Promise<null | {status: number, person?: string, open?: boolean}>}
 */
export async function contact(address, site) {
  const began = Date.now();
  let answer;
  try {
    answer = await fetch(address, { headers: { accept: "application/json" }, redirect: "manual", cache: "no-store" });
  } catch {
    return null;
  }
  if (answer.type === "opaqueredirect") return { status: 401 };
  if (!answer.ok) return { status: answer.status };
  const told = await answer.json();
  const skew = Date.parse(told.now) - (began + Date.now()) / 2;
  await keep(`clock:${site}`, { skew, ahead: told.ahead_s * 1000 }).catch(() => {});
  return { status: 200, person: told.person, open: told.open };
}

/** The token is read when something is sent: a login in between changes it. @returns {Promise<string>} */
async function token() {
  if (typeof document !== "undefined") return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  return (await self.cookieStore?.get("csrftoken"))?.value ?? "";
}

/** The worker and other pages send, too: whoever does tells the others. */
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
/** @type {(state: string) => void} */
let heard = () => {};

/** @param {(state: string) => void} listener told after every step: "sending", "sent", "offline", "login", "server", "idle" */
export function listen(listener) {
  heard = listener;
  if (channel) channel.onmessage = (event) => listener(event.data);
}

/** @param {string} state */
function tell(state) {
  heard(state);
  channel?.postMessage(state);
}

/** @type {Promise<any> | null} */
let underWay = null;

/** Send what waits, the oldest first, one at a time, from one place at a time; what came while others sent goes afterwards. */
export function flush() {
  if (typeof document === "undefined" && !self.cookieStore) return Promise.resolve();
  if (underWay) return underWay.then(flush);
  underWay = (navigator.locks ? navigator.locks.request(NAME, send) : send()).finally(() => {
    underWay = null;
  });
  return underWay;
}

async function send() {
  const old = Date.now() - SENT_KEPT_FOR;
  for (const item of await all()) if (item.state === "sent" && (item.sentAt ?? 0) < old) await drop(/** @type {number} */ (item.n));
  /** @type {Map<string, string>} */
  const people = new Map();
  for (;;) {
    const items = await all();
    const others = (/** @type {Item} */ one) => people.has(one.now) && people.get(one.now) !== one.person;
    const begins = new Set(items.filter((one) => one.kind === "start" && one.state !== "sent").map((one) => one.round));
    const held = (/** @type {Item} */ one) => one.kind !== "start" && begins.has(one.round);
    const item = items.find((one) => one.state === "waiting" && !others(one) && !held(one));
    if (!item) return tell("idle");
    if (!people.has(item.now)) {
      const there = await contact(item.now, item.site);
      if (there === null) return tell("offline");
      if (there.status === 401 || there.status === 403) return tell("login");
      if (there.status >= 500) return tell("server");
      people.set(item.now, there.person ?? item.person);
      continue;
    }
    tell("sending");
    const how = await sendOne(item);
    if (how !== "sent" && how !== "refused") return tell(how);
    tell("sent");
  }
}

/** @param {Item} item @returns {Promise<"sent" | "refused" | "offline" | "login" | "server">} */
async function sendOne(item) {
  for (const photo of item.photos) {
    if (photo.name || !photo.blob) continue;
    const form = new FormData();
    form.append("file", photo.blob, "photo.jpg");
    const stored = await ask(item.files, form);
    if (stored.how !== "answered") return stored.how;
    if (stored.status !== 200) return refuse(item, stored);
    photo.name = stored.body.name;
    await put(item);
  }
  const { skew, ahead } = await skewOf(item.site);
  const device = new Date(Date.now() + ahead).toISOString();
  if (Date.parse(item.happened) > Date.now() + skew) {
    // The device's clock was put forward meanwhile: what has been recorded cannot lie ahead of now.
    item.happened = new Date(Date.now() + skew).toISOString();
    if (item.said.arrived_at > item.happened) item.said.arrived_at = item.happened;
    await put(item);
  }
  const body = { ...item.said, occurred_at: item.happened, device_at: device, photos: undefined };
  if (item.photos.length) body.photos = item.photos.map((photo) => photo.name);
  const done = await ask(`${item.api}${item.kind}`, JSON.stringify(body), item.command);
  if (done.how !== "answered") return done.how;
  if (done.status === 403 && done.body?.code === "not-allowed") return refuse(item, done);
  if (done.status !== 200) {
    if (done.body?.code === "other-person") return "login";
    return refuse(item, done);
  }
  /** @type {Item} */
  const sent = { ...item, state: "sent", photos: [], answer: undefined, sentAt: Date.now() };
  const became = item.kind === "start" ? done.body?.acts?.[0]?.payload?.round : "";
  if (became) await changeAll(item.round, (one) => called(one.n === item.n ? sent : one, became));
  else await put(sent);
  await keep("last-sent", Date.now());
  return "sent";
}

/** @param {Item} item @param {{status: number, body: any}} answer @returns {Promise<"refused">} */
async function refuse(item, answer) {
  await put({ ...item, state: "refused", answer: { status: answer.status, ...answer.body } });
  return "refused";
}

/**
 * @param {string} address @param {BodyInit} body @param {string} [command]
 * @returns {Promise<{how: "answered", status: number, body: any} | {how: "offline" | "login" | "server", status: number, body: any}>}
 */
async function ask(address, body, command) {
  const headers = new Headers({ accept: "application/json", "X-CSRFToken": await token() });
  if (typeof body === "string") headers.set("Content-Type", "application/json");
  if (command) headers.set("Idempotency-Key", command);
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
  } catch {
    return { how: "offline", status: 0, body: null };
  }
  const told = await answer.json().catch(() => null);
  const { status } = answer;
  if (status === 401 || (status === 403 && told?.code !== "not-allowed")) return { how: "login", status, body: told };
  if (status === 200 || status === 403 || FOREVER_WRONG.includes(status)) return { how: "answered", status, body: told };
  return { how: "server", status, body: told };
}

/** A command id; crypto.randomUUID exists on https only. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
