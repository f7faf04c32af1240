"""Isolation: which portable earths hang where, protection links in and out, safety measures in place."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.plant import isolation, queries
from jiaoban.plant.pages.equipment import downloads
from jiaoban.plant.pages.works import tabs
from jiaoban.plant.tables import Earth, Hanging, Link
from jiaoban.plant.terms import POSITIONS, Position
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Choices, Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

LINK_TONES = {"IN": "clear", "OUT": "advise"}
MOST_FORMS = 60
"""Links up to which each has its form on the page; of more, the form is on the page of the equipment's matters."""


@page()
def measures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the earths that hang, those in store, the protection links with their position, and the measures in
    place."""
    earths = isolation.earths(desk.book, desk.post)
    links = isolation.links(desk.book, desk.post)
    taken = isolation.measures(desk.book, desk.post)
    hung = [one.hanging.equipment for one in earths if one.hanging]
    names = queries.names(desk.book, [*hung, *(one.equipment for one in links), *(one.equipment for one in taken)])
    works = desk.can(Right.WORK)
    store, over = [one for one in earths if not one.hangs], isolation.permits_over(desk.book, earths)
    context = {
        "tabs": tabs(desk, "isolation"),
        "hanging": [
            {**earth_line(desk, one, names), "over": one.key in over, "form": _remove(desk, one) if works else None}
            for one in earths
            if one.hangs
        ],
        "store": [earth_line(desk, one, names) for one in store],
        "hang": _hang(desk, store, request.GET.get("equipment", "")) if works and store else None,
        "links": [
            {**link_line(desk, one, names), "form": _throw(desk, one) if works and len(links) <= MOST_FORMS else None}
            for one in links
        ],
        "link_url": f"{desk.url('matter_new')}?kind=PROTECTION" if works else "",
        "measures": [shown.matter(desk, one, names) for one in taken],
        "measure_url": f"{desk.url('matter_new')}?kind=SAFETY" if works else "",
        "register": _register(desk) if desk.can(Right.SUPERVISE) else None,
        "import_url": desk.link("import_earths") if desk.can(Right.SUPERVISE) else "",
        "downloads": downloads(desk, "earths") + downloads(desk, "links"),
    }
    return draw(request, desk, "plant/isolation.html", context)


@page()
def earth(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show one portable earth: its line of the register, and every time that it hung."""
    one = isolation.earth(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"earth {key}")
    times = isolation.hangings_of_earth(desk.book, key)
    names = queries.names(desk.book, (time.equipment for time in times))
    form = desk.form(
        "plant.register_earth",
        label=gettext("保存"),
        fixed={"earth": key},
        form_id="correct-earth",
        given=one.model_dump(include={"number", "spec", "home", "in_use"}),
    )
    context = {
        "one": one,
        "title": desk.words(one.called),
        "facts": [
            {"name": gettext("编号"), "words": one.number},
            {"name": gettext("规格"), "words": one.spec or "—"},
            {"name": gettext("存放处"), "words": one.home or "—"},
            {"name": gettext("现在"), "words": one.hanging.place if one.hanging else gettext("在库")},
        ],
        "times": [hanging_line(desk, time, names) for time in times],
        "form": form if desk.can(Right.SUPERVISE) else None,
    }
    return draw(request, desk, "plant/earth.html", context)


def earth_line(desk: Desk, one: Earth, names: Mapping[str, str]) -> dict[str, Any]:
    """Return an earth with where it hangs now."""
    here = hanging_line(desk, one.hanging, names) if one.hanging else {}
    return {**here, "one": one, "title": desk.words(one.called), "earth_url": desk.url("earth", key=one.key)}


def hanging_line(desk: Desk, time: Hanging, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one time that an earth hung. `names` are equipment by key."""
    return {
        "time": time,
        "title": desk.words(time.called),
        "earth_url": shown.at_post(desk, "earth", time.post, key=time.earth) if desk.may(Right.READ, time.post) else "",
        "unit": names.get(time.equipment, time.equipment),
        "unit_url": desk.url("equipment", key=time.equipment) if time.equipment else "",
        "permit_url": shown.at_post(desk, "matter", time.post, key=time.permit) if time.permit else "",
        "by": time.hung_by or desk.name(time.recorded_by),
        "removed_by": (time.removed_by or desk.name(time.unrecorded_by)) if time.removed_at else "",
    }


def link_line(desk: Desk, one: Link, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a protection link with its position. `names` are equipment by key."""
    return {
        "one": one,
        "unit": names.get(one.equipment, one.equipment),
        "unit_url": desk.url("equipment", key=one.equipment),
        "matter_url": shown.at_post(desk, "matter", one.post, key=one.matter) if desk.may(Right.READ, one.post) else "",
        "position": desk.words(POSITIONS[one.position]) if one.position else one.says,
        "tone": LINK_TONES.get(one.position, ""),
        "by": desk.name(one.by),
    }


def _register(desk: Desk) -> Form:
    return desk.form(
        "plant.register_earth",
        label=gettext("登记"),
        form_id="register-earth",
        only=("earth", "number", "spec", "home"),
        help={"earth": gettext("以后不变的代码，如 E3"), "number": gettext("漆在接地线上的编号，如 3")},
    )


def _hang(desk: Desk, store: list[Earth], unit: str) -> Form:
    permits = isolation.permits(desk.book, desk.post)
    options: dict[str, Choices] = {
        "equipment": desk.choose("equipment"),
        "earth": [(one.key, f"{desk.words(one.called)} {one.spec}".strip()) for one in store],
        "permit": [(one.key, f"{desk.words(one.life.name)} {one.number} {one.title}") for one in permits],
    }
    return desk.form(
        "plant.hang_earth",
        label=gettext("记录挂设"),
        form_id="hang-earth",
        given={"equipment": unit},
        options=options,
        help={
            "where": gettext("挂在哪里，如 发电机出口 1011 刀闸母线侧"),
            "occurred_at": gettext("不填为现在"),
        },
    )


def _remove(desk: Desk, one: Earth) -> Form:
    return desk.form(
        "plant.remove_earth",
        label=gettext("记录拆除"),
        fixed={"earth": one.key},
        form_id=f"remove-{one.key}",
        help={"occurred_at": gettext("不填为现在")},
    )


def _throw(desk: Desk, one: Link) -> Form:
    """Return the form that puts a link in where it is out, and out where it is in."""
    there: Position = "IN" if one.position == "OUT" else "OUT"
    fixed = {
        "kind": "PROTECTION",
        "title": one.name,
        "equipment": one.equipment,
        "before": one.says,
        "after": desk.book_tongue(POSITIONS[there]),
    }
    return desk.form(
        "plant.open_matter",
        label=desk.words(POSITIONS[there]),
        fixed={name: value for name, value in fixed.items() if value},
        form_id=f"throw-{one.matter}",
        only=("number", "text", "occurred_at"),
        labels={"text": gettext("原因或依据")},
        help={"occurred_at": gettext("不填为现在")},
    )
