"""Pages and forms: senseless addresses, query strings and fields."""

import random
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from jiaoban.kernel import verbs
from jiaoban.web.pages import oversight
from prove.access.asking import Asking
from prove.access.people import PEOPLE, PLACES
from prove.access.routes import Route
from prove.frame import Planted, Proof, Scale, changed

VALUES = (
    *("", " ", "0", "-1", "1e309", "NaN", "99999999999999999999", "None", "true", "[]", "{}", "[[", '{"a":', "null"),
    *("\x00", "\ud7ff", "\ufdfd" * 60, "\u202e", "😀", "%", "%00", "%ff", "..", "../../etc/passwd", "//elsewhere/"),
    *("' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "a" * 5000, "\r\nSet-Cookie: a=b"),
    *("0000-00", "2026-13", "9999-12", "0001-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "24:61"),
    *("[" * 3000, '{"a":' * 2000, "1" * 5000, "e\u0301", "\u0130", "\u0663", "\ufeff", "\u2028", "2026-02-30"),
    *("𠀀" * 300, "javascript:x"),
)
NAMES = (
    *("month", "before", "after", "at", "since", "until", "search", "q", "category", "equipment", "matter", "author"),
    *("version", "wall", "left", "kind", "day", "page", "next", "back", "form", "limit", "state", "open", "first"),
)


def prove(scale: Scale, asking: Asking, routes: list[Route]) -> Proof:
    """Return what came of pages and forms."""
    chance = random.Random(scale.seed)
    pages = [one for one in routes if one.method == "GET" and one.address.startswith("/s/")]
    forms = [one for one in routes if one.method == "POST" and one.address.startswith("/s/")]
    times = scale.of(60, 2500)
    found = [told for _ in range(times) for told in _look(asking, chance, chance.choice(pages))]
    found += [told for _ in range(times) for told in _fill(asking, chance, chance.choice(forms))]
    return Proof(
        claim="no senseless address, query string or form brings a page to a 5xx",
        n=2 * times,
        unit="requests",
        findings=found,
        planted=[_bug(asking, chance, pages)],
    )


def _bug(asking: Asking, chance: random.Random, pages: list[Route]) -> Planted:
    def careless(_desk: object, asked: str) -> str:
        return f"2026-{int(asked[5:] or 1):02d}"

    page = next(one for one in pages if one.name == "oversight")
    with changed(oversight, "_month", careless):
        told = [line for _ in range(120) for line in _look(asking, chance, page)]
    return Planted.found("a month is read without a check", told)


def _look(asking: Asking, chance: random.Random, route: Route) -> Iterator[str]:
    who, at = chance.choice(tuple(PEOPLE)), chance.randrange(len(PLACES))
    query = {chance.choice(NAMES): chance.choice(VALUES) for _ in range(chance.randrange(1, 4))}
    if route.name == "oversight":
        query, who = {"month": chance.choice(VALUES)}, "HEAD"
    address = asking.address(route, who, at)
    if chance.random() < 0.3:
        address = address.rpartition("/")[0] + "/" + chance.choice(VALUES).replace("?", "").replace("#", "")[:500]
    yield from _sent(asking, who, "get", address, query)


def _fill(asking: Asking, chance: random.Random, route: Route) -> Iterator[str]:
    who, at = chance.choice(tuple(PEOPLE)), chance.randrange(2)
    verb = verbs.find_verb(route.verb) if route.verb else None
    names = list(verb.args.model_fields) if verb else list(NAMES)
    form = {"command": f"fuzz-{chance.randrange(10**9)}", "account": "x", "password": "x"}
    for name in names:
        dotted = chance.choice(("", "", ".0", ".zh", ".0.person", ".a.b.c", ".-1", "." + "9" * 30))
        form[name + dotted] = chance.choice(VALUES)
    form |= {chance.choice(("back", "next", "command", "csrfmiddlewaretoken", "form")): chance.choice(VALUES)}
    yield from _sent(asking, who, "post", asking.address(route, who, at), form)


def _sent(asking: Asking, who: str, method: str, address: str, said: dict[str, str]) -> Iterator[str]:
    client = asking.client(who, address)
    with transaction.atomic():
        response: Any = getattr(client, method)(address, said)
        transaction.set_rollback(True)
    if response.status_code >= 500:
        yield f"{method.upper()} {address[:120]!r} with {str(said)[:200]} as {who}: {response.status_code}"
