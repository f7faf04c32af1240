"""A person who goes a round: what they press, what waits on their device, what stands in the book in the end."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests import cast
from tests.browser.conftest import Commands
from tests.browser.person import Person
from tests.browser.roles import Tonight

ROUNDS = f"p/{cast.PATROL}/rounds"
CUT = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
QUEUE = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("jiaoban-rounds", 1);
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const all = asked.result.transaction("queue").objectStore("queue").getAll();
    all.onsuccess = () => {
      asked.result.close();
      resolve(all.result.map(one => ({...one, photos: one.photos.length})));
    };
  };
})"""


def patroller(tonight: Tonight) -> str:
    return tonight.patrol.username


def start(who: Person) -> str:
    """Begin a round; return its path. The page says when it is kept on the device."""
    who.open(ROUNDS)
    who.page.locator("form[id^='start-hall'] button").last.click()
    who.arrives(r"/rounds/[0-9a-f-]{36}")
    expect(who.page.locator("#going")).to_have_attribute("data-ready", "yes")
    return who.path()


def point(page: Page, code: str) -> Locator:
    return page.locator(f"#point-{code}")


def visit(
    who: Person, code: str, *, amiss: bool = False, photo: Path | None = None, note: str = "", figures: str = ""
) -> None:
    """Fill in the form of a point and press its button; `figures` as `key=value key=value`."""
    here = point(who.page, code)
    if not here.evaluate("one => one.open"):
        here.locator("> summary").click()
    here.evaluate("one => one.querySelectorAll('details').forEach(inner => inner.open = true)")
    for figure in figures.split():
        key, _, value = figure.partition("=")
        here.locator(f"[name='figure.{key}']").fill(value)
    if note:
        here.locator("[name=note]").fill(note)
    if photo:
        here.locator("[name=photo]").set_input_files(photo)
    here.locator(f"form[data-queue=visit] button[value={'ABNORMAL' if amiss else 'NORMAL'}]").click()


def waiting(who: Person, n: int) -> None:
    expect(who.page.locator("#sending")).to_have_attribute("data-waiting", str(n))


def cut(who: Person, *, off: bool) -> None:
    who.page.context.set_offline(off)


def queue(who: Person) -> list[dict[str, Any]]:
    """What the device holds, in the order in which it was recorded."""
    found: list[dict[str, Any]] = who.page.evaluate(QUEUE)
    return found


def acts_of(jiaoban: Commands, path: str, folder: Path) -> list[dict[str, Any]]:
    """Every act of a round, and what was written by the same commands, from the exported book."""
    key = path.partition("?")[0].rsplit("/", 1)[-1]
    done = jiaoban("ledger", "export", "--site", cast.SITE, str(folder / "book.jsonl"))
    assert done.returncode == 0, done.stderr
    lines = (folder / "book.jsonl").read_text(encoding="utf-8").splitlines()
    acts = [json.loads(b64decode(said["body"])) for said in map(json.loads, lines) if "body" in said]
    commands = {act["command"] for act in acts if act["payload"].get("round") == key}
    return [act for act in acts if act["command"] in commands]
