"""Who may do what: every address and method of the program x every role x own post, other post, other site.

The table is docs/reference/access.md. It is compared with the resolver (no route without a row, no row without a
route) and with real requests, which come as far as the use case of a verb and there are stopped and undone.
"""

import logging
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from prove.frame import Planted, Proof, Scale, changed, plant
from prove.installation import open_here

if TYPE_CHECKING:
    from prove.access.asking import Asking
    from prove.access.page import Cells
    from prove.access.routes import Route

NAME = "authorisation"
DATABASES = ("sqlite",)
FAST = "django.contrib.auth.hashers.MD5PasswordHasher"


def prove(scale: Scale) -> Iterator[Proof]:
    """Yield what came of each claim."""
    with open_here(scale):
        from django.conf import settings
        from django.test import override_settings

        logging.disable(logging.WARNING)  # hundreds of refusals are what is wanted here
        with override_settings(
            PASSWORD_HASHERS=[FAST, *settings.PASSWORD_HASHERS], DEMO=True, ALLOWED_HOSTS=["testserver"]
        ):
            from prove.access.asking import Asking
            from prove.access.page import committed
            from prove.access.routes import declared
            from prove.access.world import World

            asking, routes = Asking(World.build()), declared()
            cells, rows = committed()
            yield _complete(routes, rows)
            yield _agreement(scale, asking, routes, rows, cells)
            yield _methods(scale, asking, routes)
            yield _hidden(asking, routes)
        with override_settings(DEMO=False, ALLOWED_HOSTS=["testserver"]):
            yield _no_demo(asking, routes)


def _complete(routes: Sequence["Route"], rows: Mapping[tuple[str, str], str]) -> Proof:
    """No route without a row, and no row without a route."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import get_resolver, path

    from prove.access.routes import declared

    def added(request: HttpRequest, site: str) -> HttpResponse:
        return HttpResponse(site)

    resolver = get_resolver()
    more = changed(resolver, "url_patterns", [*resolver.url_patterns, path("s/<slug:site>/added", added)])
    return Proof(
        claim="every address and method has its row in docs/reference/access.md, and every row its address",
        n=len(routes),
        unit="routes",
        findings=_unlike(routes, rows),
        planted=[plant("a new route without a row", more, lambda: _unlike(declared(), rows))],
    )


def _unlike(routes: Iterable["Route"], rows: Mapping[tuple[str, str], str]) -> list[str]:
    has = {(one.method, one.address): one.asks for one in routes}
    unlike = [f"{' '.join(key)} has no row" for key in has if key not in rows]
    unlike += [f"{' '.join(key)} has a row, but is no address" for key in rows if key not in has]
    both = has.keys() & rows.keys()
    return unlike + [
        f"{' '.join(k)}: the code asks for {has[k]}, the table {rows[k]}" for k in both if has[k] != rows[k]
    ]


Cell = tuple["Route", str, int, str]
"""A route, who asks, at which place, what the table says."""


def _cells(routes: Iterable["Route"], table: Mapping[str, Mapping[str, "Cells"]]) -> Iterator[list[Cell]]:
    for route in routes:
        if route.asks in table:
            yield [(route, who, at, said) for who, three in table[route.asks].items() for at, said in enumerate(three)]


def _chosen(scale: Scale, some: Iterable[list[Cell]]) -> list[Cell]:
    """All cells, or of every row some by chance: at least one that is let in and one that is not, where there are."""
    chance, found = random.Random(scale.seed), []
    for cells in some:
        if scale.full:
            found += [one for one in cells if "{site}" in one[0].address or one[0].address == "/sse" or one[2] == 0]
            continue
        let_in = [one for one in cells if one[3] == "yes"]
        kept_out = [one for one in cells if one[3] != "yes"]
        found += [chance.choice(part) for part in (let_in, kept_out) if part]
    return found


def _differing(asking: "Asking", cells: Iterable[Cell]) -> list[str]:
    told = []
    for route, who, at, expected in cells:
        for method in _methods_of(route):
            said = asking.ask(route, who, at, method)
            good = said == expected or (route.method == "any" and (said == "405" or method == "OPTIONS"))
            if not good:
                told.append(f"{method} {route.address} as {who} at {_place(at)}: {said}, the table says {expected}")
    return told


def _methods_of(route: "Route") -> tuple[str, ...]:
    from prove.access.routes import EVERY

    if route.method == "any":
        return EVERY
    bodiless = route.method == "GET" and (not route.address.startswith("/api/") or route.name == "openapi")
    return ("GET", "HEAD") if bodiless else (route.method,)


def _place(at: int) -> str:
    from prove.access.people import PLACES

    return "/".join(PLACES[at])


def _agreement(
    scale: Scale,
    asking: "Asking",
    routes: Sequence["Route"],
    rows: Mapping[tuple[str, str], str],
    table: Mapping[str, Mapping[str, "Cells"]],
) -> Proof:
    as_told = [replace(one, asks=rows.get((one.method, one.address), "")) for one in routes]
    cells = _chosen(scale, _cells(as_told, table))
    with asking.watched():
        findings = _differing(asking, cells)
        planted = list(_bugs(asking, as_told, table))
    whole = sum(len(one) for one in _cells(as_told, table))
    return Proof(
        claim="who is let in, and what the others are told, is what docs/reference/access.md says",
        n=sum(len(_methods_of(one[0])) for one in cells),
        unit="requests",
        findings=findings,
        planted=planted,
        figures={"cells": f"{len(cells):,} of {whole:,}", "rows": f"{len(as_told):,}"},
    )


def _bugs(asking: "Asking", routes: Sequence["Route"], table: Mapping[str, Mapping[str, "Cells"]]) -> Iterator[Planted]:
    """Plant what a careless change would do; ask the rows concerned."""
    from django.urls import URLPattern

    from jiaoban.kernel import verbs
    from jiaoban.kernel.access import Right
    from jiaoban.kernel.refusal import NotAllowed, NotFound
    from jiaoban.org import door
    from jiaoban.web.visit import page
    from prove.access.routes import addresses

    def plant_for(bug: str, put_in: AbstractContextManager[None], name: str) -> Planted:
        concerned = [one for one in routes if name in (one.name, one.verb)]
        return plant(bug, put_in, lambda: _differing(asking, chain(*_cells(concerned, table))))

    pattern: URLPattern = next(one for _, one in addresses() if one.name == "person_new")
    open_page = changed(pattern, "callback", page()(vars(pattern.callback)["__wrapped__"]))
    yield plant_for("a page that forgets its right", open_page, "person_new")
    known = verbs._VERBS  # noqa: SLF001 - a verb as its author would have declared it
    loose = changed(verbs, "_VERBS", {**known, "org.grant": replace(known["org.grant"], right=Right.READ)})
    yield plant_for("a verb that asks for READ where it gives roles away", loose, "org.grant")

    real = door.enter

    def tells(user: Any, site: str) -> door.Visit:
        try:
            return real(user, site)
        except NotFound:
            raise NotAllowed(Right.READ, "site") from None

    yield plant_for("an outsider is told 403, so that the site exists", changed(door, "enter", tells), "more")


def _methods(scale: Scale, asking: "Asking", routes: Sequence["Route"]) -> Proof:
    """Ask every address by every method that it does not list."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from prove.access.people import NOBODY
    from prove.access.routes import EVERY, addresses

    listed: dict[tuple[str, str], set[str]] = {}
    for one in routes:
        if one.method != "any" and one.address != "/sse":
            has = ("GET", "HEAD", "POST") if "/do/" in one.address else ()  # one address, but a row for each verb
            listed.setdefault((one.address, one.name), set()).update((*_methods_of(one), *has))
    people = ("ADMINISTRATOR", NOBODY) if scale.full else ("ADMINISTRATOR",)
    whole = [
        (next(one for one in routes if one.address == address and one.name == name), who, method)
        for (address, name), methods in listed.items()
        for method in EVERY
        if method not in methods
        for who in people
    ]
    chance = random.Random(scale.seed)
    asked = whole if scale.full else chance.sample(whole, len(whole) // 8)

    def told(of: Iterable[tuple["Route", str, str]]) -> list[str]:
        bare = ((replace(route, verb=""), who, method) for route, who, method in of)
        answers = ((route, method, asking.ask(route, who, 0, method)) for route, who, method in bare)
        return [f"{method} {route.address}: {said}, not 405" for route, method, said in answers if said != "405"]

    pattern: URLPattern = next(one for _, one in addresses() if one.name == "more")
    concerned = [one for one in whole if one[0].name == "more"]

    def careless(request: HttpRequest, site: str) -> HttpResponse:
        return HttpResponse(site)

    return Proof(
        claim="a method that an address does not list is answered 405, whoever asks",
        n=len(asked),
        unit="requests",
        findings=told(asked),
        planted=[
            plant("a page that takes every method", changed(pattern, "callback", careless), lambda: told(concerned))
        ],
    )


def _hidden(asking: "Asking", routes: Sequence["Route"]) -> Proof:
    """A site that is not theirs answers an outsider as one that there is not: in the same words."""
    from django.core.exceptions import PermissionDenied
    from django.http import Http404, HttpRequest

    from jiaoban.web import visit
    from jiaoban.web.desk import Desk
    from prove.access.people import OUTSIDER, PLACES

    # What anybody may open who was given its secret address tells its holder that the site is there.
    pages = [
        one
        for one in routes
        if one.method == "GET" and "{site}" in one.address and one.address != "/sse" and one.asks != "anybody"
    ]

    def unlike() -> list[str]:
        told = []
        for route in pages:
            there, absent = asking.body(route, OUTSIDER, PLACES[0][0]), asking.body(route, OUTSIDER, "nowhere")
            if there != absent:
                told.append(f"{route.address}: {there[0]} where there is a site, {absent[0]} where there is none")
        return told

    def tells(request: HttpRequest, site: str, post: str) -> Desk:
        raise Http404(site) if site == "nowhere" else PermissionDenied

    return Proof(
        claim="a site that is not theirs is answered to an outsider exactly as a site that there is not",
        n=len(pages),
        unit="pairs of answers",
        findings=unlike(),
        planted=[plant("pages answer 403 for a site that there is", changed(visit, "_enter", tells), unlike)],
    )


def _no_demo(asking: "Asking", routes: Sequence["Route"]) -> Proof:
    """Without --demo the tools of a demo exist for nobody."""
    from django.conf import settings

    from prove.access.people import NOBODY, PEOPLE

    tools = [one for one in routes if "/demo/" in one.address or one.address == "/gallery"]
    asks = [(route, who) for route in tools for who in (*PEOPLE, NOBODY)]

    def answered() -> list[str]:
        with asking.watched():
            said = [(route, who, asking.ask(replace(route, verb=""), who, 0)) for route, who in asks]
        wanted = {NOBODY: ("404", "login")}
        return [f"{r.address} as {who}: {word}" for r, who, word in said if word not in wanted.get(who, ("404",))]

    return Proof(
        claim="the tools of a demo (clock, change of person, gallery) do not exist where the demo is off",
        n=len(asks),
        unit="requests",
        findings=answered(),
        planted=[plant("the demo was left on", changed(settings, "DEMO", True), answered)],
    )
