"""Whoever is to count blind finds the figure on no page that they can reach, and in no answer of the API."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.verbs import perform
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.load import load_bytes
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.desk import WebDesk
from tests.web.test_handover_pages import Desks, desk

__all__ = ["desk"]

pytestmark = pytest.mark.django_db
FIGURE = "7319"
SAID = re.compile(rf"(?<![0-9A-Za-z_-]){FIGURE}(?![0-9A-Za-z_-])")
"""The figure, not some digits of a token or of a key."""
HYDRO = Path(__file__).parents[2] / "regimes" / "hydro"
LINK = re.compile(r'(?:href|src|hx-get)="([^"#]+)')
API = f"/api/v1/sites/{cast.SITE}"


@pytest.fixture
def counted(desk: Desks) -> Desks:
    """A handover that goes on; the outgoing side has counted the keys as well, and one of them is lent."""
    desk.ok("plant.register_custody", LEAD, custody_item="K", name="钥匙", kind="KEY", expected=int(FIGURE) + 1)
    desk.ok("plant.lend", OUT, custody_item="K", number=1, to="检修班", purpose="开柜")
    return desk


def count_it(desk: Desks, who: cast.Member, found: int = 7) -> None:
    desk.ok("plant.count", who, occasion=desk.key, counts=[{"custody_item": "K", "found": found}])


def reached(desk: Desks | WebDesk, who: cast.Member) -> Iterator[tuple[str, str]]:
    """Yield every page of the site that somebody can reach by links, with what it says."""
    door.clock = VirtualClock(desk.now)
    client = desk.client(who)
    here = f"/s/{cast.SITE}/p/{POST}"
    todo, seen = [here, *([f"{here}/handover/{desk.key}/record"] if desk.key else [])], set[str]()
    while todo:
        path = todo.pop()
        path = path.partition("?")[0]
        if path in seen or not path.startswith(f"/s/{cast.SITE}/p/{POST}") or path.endswith(".pdf") or len(seen) > 90:
            continue
        seen.add(path)
        answer = client.get(path, follow=True)
        if answer.streaming:
            continue
        said = answer.content.decode(errors="replace")
        yield path, said
        todo += [one.replace("&amp;", "&") for one in LINK.findall(said)]


def api(desk: Desks | WebDesk, who: cast.Member) -> Iterator[tuple[str, str]]:
    client = desk.client(who)
    document = json.loads(client.get("/api/v1/openapi.json").content)
    last = desk.book.size
    for path, methods in document["paths"].items():
        if "get" not in methods:
            continue
        filled = path.replace("{site}", cast.SITE).replace("{post}", POST).replace("{key}", desk.key or "K")
        for seq in range(max(0, last - 12), last) if "{seq}" in path else [0]:
            at = filled.replace("{seq}", str(seq))
            answer = client.get(f"{at}?occasion={desk.key}")
            yield at, answer.getvalue().decode(errors="replace")


def telling(desk: Desks, who: cast.Member) -> dict[str, str]:
    """Return where somebody is told the figure, and the words around it."""
    said = {**dict(reached(desk, who)), **dict(api(desk, who))}
    assert len(said) > 80
    return {
        path: text[max(0, found.start() - 80) :][:160] for path, text in said.items() if (found := SAID.search(text))
    }


@pytest.mark.parametrize("stage", ["before", "open", "offered", "reported"])
def test_who_counts_is_told_the_figure_nowhere_until_their_own_count_is_in(counted: Desks, stage: str) -> None:
    desk = counted
    if stage != "before":
        getattr(desk, stage)()
        count_it(desk, OUT)
    assert not telling(desk, IN)
    if stage == "reported":
        count_it(desk, IN)
        assert f"/s/{cast.SITE}/p/{POST}/handover/{desk.key}/record" in telling(desk, IN)


def test_a_supervisor_who_takes_over_is_told_it_neither_by_the_record_that_they_had_drawn(counted: Desks) -> None:
    desk = counted
    desk.key = desk.ok("handover.open", LEAD, arriving=[LEAD.key]).acts[0].command
    assert desk.handover.lines
    assert not telling(desk, LEAD)


def test_a_version_that_counts_openly_begins_while_a_blind_handover_goes_on(counted: Desks) -> None:
    counted.open()
    desk = counted
    blind = b"clause: hydro/1.2\n  by: incoming\n"
    files = {one.name: one.read_bytes() for one in HYDRO.glob("*.yaml")}
    files["handover.yaml"] = files["handover.yaml"].replace(blind, blind + b"  open: true\n", 1)
    files["pack.yaml"] = files["pack.yaml"].replace(b'"1.1.0"', b'"1.2.0"').replace(b"2020-01-01", b"2026-11-23T07:40")
    openly = load_bytes(files)
    assert openly.handover.count is not None
    assert openly.handover.count.open
    packs.store(openly)
    site = org.place(desk.book, "", desk.now)
    said = AdoptRegime.of(openly)
    outcome = perform(
        desk.book, "org.adopt_regime", said, actor=SYSTEM, place=site, now=desk.now, command="new", packs=desk.packs
    )
    assert outcome.refusal is None
    desk.at("07:45")
    assert org.place(desk.book, POST, desk.now).regime == openly.digest
    assert not telling(desk, IN)
