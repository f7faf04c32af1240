"""A thousand broken tables: each is refused or marked with a place and a sentence, nothing is half taken over."""

import json
import logging
from collections.abc import Iterator
from random import Random
from typing import Any

from prove.frame import Planted, Proof, Scale, changed
from prove.installation import open_here

NAME = "imports"
DATABASES = ("sqlite",)
LARGE = 20_000
"""Bytes from which on a file is left out when a bug is planted: it would show nothing that a small one does not."""


def prove(scale: Scale) -> Iterator[Proof]:
    """Yield what came of the tables."""
    with open_here(scale):
        from django.test import override_settings

        logging.disable(logging.CRITICAL)  # what fails is told as a finding
        with override_settings(ALLOWED_HOSTS=["*"]):
            from jiaoban.importing import carry
            from prove.access.asking import Asking
            from prove.access.world import World

            sending = Sending(Asking(World.build()))
            cases = list(_cases(Random(scale.seed), scale.of(111, 1_400)))
            found = [told for case in cases for told in sending.send(case)]
            came = sending.told()
            broken = [case for case in cases if case.outcome == "bad" and len(case.content) < LARGE]
            with changed(carry, "takes_back", lambda _problems, preview: preview):
                half = [told for case in broken[: scale.of(40, 200)] for told in sending.send(case)]
            kinds = {case.name for case in cases}
            right = sum(case.outcome == "good" for case in cases)
            yield Proof(
                claim="every broken table is refused or marked with a place and a sentence, and nothing of it is taken",
                n=len(cases),
                unit="files",
                findings=found,
                planted=[Planted.found("an importer keeps the good rows when another fails", half)],
                figures={"broken": f"{len(cases) - right} files, {len(kinds)} sorts", "came of them": came},
            )


def _cases(chance: Random, number: int) -> Iterator[Any]:
    """Return so many files: of each sort its share, the large ones once."""
    from prove.tables import excel, text

    for make in (*text.SELDOM, *excel.SELDOM):
        yield make(chance.choice(text.TABLES), chance)
    makes = (*text.COMMON, *text.COMMON, *excel.COMMON)
    for place in range(number):
        yield makes[place % len(makes)](chance.choice(text.TABLES), chance)


class Sending:
    """Sends tables by page and by API, and looks at what became of the book."""

    def __init__(self, asking: Any) -> None:
        from jiaoban.ledger.store import DbBook
        from jiaoban.org import door
        from prove.access.people import PLACES

        self.asking = asking
        self.site, self.post = PLACES[0]
        self.book = DbBook(self.site)
        self.count = {"taken over": 0, "refused as a whole": 0, "marked by cell": 0}
        visit = door.as_system(self.site)
        said = {"equipment": "U1", "code": "U1", "name": "机组"}
        visit.do("plant.register_equipment", said, command="imports-unit", post=self.post)
        tool = {"custody_item": "L1", "name": "验电器", "kind": "TOOL", "expected": 100}
        visit.do("plant.register_custody", tool, command="imports-tool", post=self.post)

    def told(self) -> str:
        """Return how many came to what."""
        return ", ".join(f"{n} {what}" for what, n in self.count.items())

    def send(self, case: Any) -> Iterator[str]:
        """Send a table, and say what went wrong; nothing of it stays."""
        from django.db import transaction

        with transaction.atomic():
            yield from (f"{case.name}, {case.table}: {told}" for told in self._sent(case))
            transaction.set_rollback(True)

    def _sent(self, case: Any) -> Iterator[str]:
        before = self._stands()
        page = self._page(case)
        api = self._api(case, preview=True)
        if self._stands() != before:
            yield "a preview wrote something"
        yield from _in_words(page, api)
        good = api.status_code == 200 and bool(_json(api).get("good"))
        if case.outcome == "good" and not good:
            yield f"a right table was refused: {str(_json(api))[:300]}"
        if case.outcome == "bad" and good:
            yield f"a broken table was previewed as good: {case.content[:80]!r}"
        done = self._api(case, preview=False)
        yield from _in_words(done)
        kept, wrote = done.status_code == 200 and bool(_json(done).get("kept")), self._stands() != before
        yield from self._whole(case, done, kept=kept, wrote=wrote)

    def _whole(self, case: Any, done: Any, *, kept: bool, wrote: bool) -> Iterator[str]:
        told = _json(done)
        if wrote and not kept:
            yield "something was written of a table that was refused"
        if kept and told["problems"]:
            yield f"taken over although {len(told['problems'])} cells are wrong"
        if kept and case.outcome == "bad":
            yield "a broken table was taken over"
        lines = sum(told.get(name, 0) for name in ("new", "changed", "same"))
        if kept and case.outcome == "good" and lines != case.rows:
            yield f"{lines} lines of {case.rows} were taken over"
        if kept:
            self.count["taken over"] += 1
        else:
            marked = any(one.get("field", "").strip("0123456789").isalpha() for one in told.get("errors", ()))
            self.count["marked by cell" if marked else "refused as a whole"] += 1

    def _at(self, case: Any, post: str) -> str:
        """Return what stands in an address for the post; standing orders are the site's."""
        return "" if case.table == "orders" else f"/{post}/{self.post}"

    def _page(self, case: Any) -> Any:
        address = f"/s/{self.site}{self._at(case, 'p')}/import/{case.table}"
        return self.asking.client("SUPERVISOR", address).post(address, {"file": _file(case)})

    def _api(self, case: Any, *, preview: bool) -> Any:
        at = self._at(case, "posts")
        address = f"/api/v1/sites/{self.site}{at}/imports/{case.table}?preview={str(preview).lower()}"
        key = {"Authorization": f"Bearer {self.asking.world.keys['SUPERVISOR']}"}
        return self.asking.client("SUPERVISOR", address).post(address, {"file": _file(case)}, headers=key)

    def _stands(self) -> tuple[int, ...]:
        from jiaoban.order.tables import ORDERS
        from jiaoban.plant import tables

        plant = (tables.EQUIPMENT, tables.MATTERS, tables.EARTHS, tables.HANGINGS, tables.CUSTODY, tables.PARAMETERS)
        counted = [self.book.count(table) for table in plant]
        return (self.book.size, *counted, self.book.count(tables.LOANS), self.book.count(ORDERS))


def _in_words(*responses: Any) -> Iterator[str]:
    """Say where an answer is a failure, a trace, or a refusal without a sentence or a place."""
    for response in responses:
        text = response.content.decode("utf-8", "replace")
        if response.status_code >= 500 or response.status_code not in (200, 413, 422):
            yield f"answered {response.status_code}"
        if "Traceback" in text or "Error at" in text:
            yield "showed a trace"
        if not response.headers["Content-Type"].startswith("application/"):
            if response.status_code == 422 and "notice block" not in text:
                yield "the page refused without a sentence"
            continue
        told = _json(response)
        if response.status_code == 422 and not told.get("detail"):
            yield "the API refused without a sentence"
        problems = [*told.get("problems", ()), *told.get("errors", ())]
        if any(not (one.get("zh") and one.get("en")) for one in problems):
            yield "a problem without a sentence"
        if any(not (one.get("line") or one.get("field")) for one in problems):
            yield "a problem without a place"


def _json(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.content)
    return found


def _file(case: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("table.csv", case.content, "application/octet-stream")
