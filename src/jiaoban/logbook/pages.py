"""日志: the log of a post, one entry with its story, its photographs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext, pgettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.shifts import local
from jiaoban.logbook import queries
from jiaoban.logbook.tables import ENTRIES, Entry
from jiaoban.logbook.terms import CATEGORIES
from jiaoban.plant import queries as plant
from jiaoban.web import pictures, shown
from jiaoban.web.answer import Answer, unclear
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Field, choice
from jiaoban.web.frame import draw
from jiaoban.web.pages.quick import quick, told_of
from jiaoban.web.registers import with_keys
from jiaoban.web.visit import page

A_PAGE = 50
FILTERS = ("q", "category", "day", "equipment", "author", "late")


@page()
def log(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the log of a post, newest first, filtered by the query of the address; `before` is a key to go on from."""
    answer = None
    try:
        typed = with_keys(desk.book, desk.post, request.GET)
    except BadInput as error:
        answer = unclear(request.GET, error, desk.language)
        typed = request.GET
    asked = {name: typed.get(name, "").strip() for name in FILTERS}
    before = typed.get("before", "")
    found = _found(desk, asked, before) if answer is None else []
    more, entries = len(found) > A_PAGE, found[:A_PAGE]
    names = plant.names(desk.book, (one.equipment for one in entries))
    kept = urlencode({name: value for name, value in asked.items() if value})
    older = urlencode({"before": entries[-1].key}) if more else ""
    context = {
        "asked": asked,
        "filtered": any(asked.values()) or bool(before) or answer is not None,
        "narrowed": bool(asked["day"] or asked["equipment"] or asked["author"]) or answer is not None,
        "days": shown.by_day(_drawn(desk, entries, names, newest=not before and not any(asked.values())), desk.zone),
        "tabs": _tabs(desk, asked),
        "choices": list(_choices(desk, asked, answer)),
        "older_url": f"?{'&'.join(filter(None, (kept, older)))}" if older else "",
        "newer_url": f"?{kept}" if before else "",
        "quick": quick(desk) if desk.can(Right.WORK) and not before else None,
    }
    return draw(request, desk, "logbook/log.html", context)


def _drawn(desk: Desk, entries: list[Entry], names: dict[str, str], *, newest: bool) -> Sequence[shown.Shown]:
    return shown.with_moves(desk, [shown.entry(desk, one, names) for one in entries], desk.now if newest else None)


def _choices(desk: Desk, asked: dict[str, str], answer: Answer | None) -> Iterator[Field]:
    held = {name: (asked[name],) for name in ("equipment", "author")}
    units, authors = desk.choose("equipment"), desk.choose("author")
    yield choice("equipment", "log-equipment", gettext("设备"), units, held=held, answer=answer)
    yield choice("author", "log-author", gettext("记录人"), authors, held=held, answer=answer)


def _found(desk: Desk, asked: dict[str, str], before: str) -> list[Entry]:
    since, until = _day(asked["day"], desk.zone)
    category = [asked["category"]] if asked["category"] in CATEGORIES else []
    if asked["late"]:
        return _late(desk, before)
    return queries.entries(
        desk.book,
        desk.post,
        since=since,
        until=until,
        categories=category,
        search=asked["q"][:100],
        equipment=asked["equipment"],
        author=asked["author"],
        limit=A_PAGE + 1,
        before=before,
    )


def _late(desk: Desk, before: str) -> list[Entry]:
    """The late entries, newest first: they are few."""
    late = desk.book.find(ENTRIES, order=("-occurred_at",), post=desk.post, late=True, limit=1000)
    keys = [one.key for one in late]
    return late[keys.index(before) + 1 :] if before in keys else late


def _day(text: str, zone: str) -> tuple[datetime | None, datetime | None]:
    try:
        day = date.fromisoformat(text)
        return local(day, datetime.min.time(), zone), local(day + timedelta(days=1), datetime.min.time(), zone)
    except (ValueError, OverflowError):
        return None, None


def _tabs(desk: Desk, asked: dict[str, str]) -> list[dict[str, Any]]:
    base = desk.url("log")
    tabs = [{"label": gettext("全部"), "url": base, "current": not any(asked.values())}]
    told = told_of(desk)
    for code in ("ANOMALY", "DEFECT", "CHANGE", "INSTRUCTION", "OPERATION", "WORK"):
        if code not in told:
            continue
        label = desk.words(CATEGORIES[code])
        tabs.append({"label": label, "url": f"{base}?category={code}", "current": asked["category"] == code})
    return [*tabs, {"label": gettext("补录"), "url": f"{base}?late=1", "current": bool(asked["late"])}]


@page()
def entry(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show one entry: every wording with who, when and why, and the forms to amend or strike it."""
    one = _entry(desk, key)
    unit = plant.equipment(desk.book, one.equipment) if one.equipment else None
    names = {unit.key: unit.name} if unit else {}
    mine = one.author == desk.actor.person
    may_amend = one.struck is None and desk.can(Right.WORK) and (mine or desk.can(Right.SUPERVISE))
    may_strike = one.struck is None and desk.can(Right.SUPERVISE)
    history = [
        {"at": one.recorded_at, "by": desk.name(one.author), "what": gettext("写下"), "text": one.text, "seq": one.seq}
    ]
    history += [
        {"at": a.at, "by": desk.name(a.by), "what": gettext("更正"), "text": a.text, "reason": a.reason, "seq": a.seq}
        for a in one.amendments
    ]
    if one.struck:
        s = one.struck
        history.append({"at": s.at, "by": desk.name(s.by), "what": gettext("划除"), "reason": s.reason, "seq": s.seq})
    amend = desk.form(
        "logbook.amend",
        label=pgettext("action", "更正"),
        fixed={"entry": key},
        form_id="amend",
        given={"text": one.reads},
    )
    strike = desk.form(
        "logbook.strike", label=pgettext("action", "划除"), fixed={"entry": key}, form_id="strike", tone="danger"
    )
    context = {
        "entry": {**shown.entry(desk, one, names), "amend_url": "", "strike_url": ""},
        "history": history,
        "amend": amend if may_amend else None,
        "strike": strike if may_strike else None,
    }
    return draw(request, desk, "logbook/entry.html", context)


@page()
def photo(request: HttpRequest, desk: Desk, key: str, name: str) -> HttpResponseBase:
    """Give a photograph of an entry to whoever may read the entry."""
    _photo_of(desk, key, name)
    return pictures.photograph(name)


@page()
def thumbnail(request: HttpRequest, desk: Desk, key: str, name: str) -> HttpResponseBase:
    """Give the small picture of a photograph of an entry."""
    _photo_of(desk, key, name)
    return pictures.small(name)


def _entry(desk: Desk, key: str) -> Entry:
    one = queries.entry(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"entry {key}")
    return one


def _photo_of(desk: Desk, key: str, name: str) -> None:
    if name not in _entry(desk, key).photos:
        raise NotFound(f"photo {name}")


urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/log", log, name="log"),
    path("s/<slug:site>/p/<slug:post>/log/<str:key>", entry, name="entry"),
    path("s/<slug:site>/p/<slug:post>/log/<str:key>/photo/<str:name>", photo, name="photo"),
    path("s/<slug:site>/p/<slug:post>/log/<str:key>/thumbnail/<str:name>", thumbnail, name="thumbnail"),
]
