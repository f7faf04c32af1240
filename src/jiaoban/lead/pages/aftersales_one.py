"""A customer after the sale: the calendar, the contacts with their answers and pictures, the class teacher."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.lead import aftersales, queries
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.aftersales_tables import Care
from jiaoban.lead.pages import aftersales_shown as shown
from jiaoban.lead.pages.shown import sees, values
from jiaoban.lead.rules.aftersales import picture_name, read_answers
from jiaoban.lead.tables import Event, Lead
from jiaoban.regime.aftersales import Aftersales
from jiaoban.web import pictures
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Field, Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def aftersales_one(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show what is due with a customer, what was done, and the form for what comes next."""
    said, lead = shown.rules(desk), lead_of(desk, key)
    if said is None:
        return draw(request, desk, "lead/aftersales_none.html", {})
    seen = aftersales.cared(desk.book, desk.here, said, lead, desk.now)
    name = shown.called(desk, [lead])[lead.key]
    desk.names.learn({seen.responsible, *(one.person for one in seen.cares)})
    context = {
        "name": name,
        "sold": seen.sold,
        "responsible": desk.name(seen.responsible) if seen.responsible else "",
        "clause": desk.clause(said.clause),
        "dues": [shown.due(one) for one in seen.dues],
        "cares": _cares(desk, said, seen, name),
        "teacher": _teacher(desk, said, seen),
        "ended": seen.file if seen.file and seen.file.ended_at else None,
        "ended_by": desk.name(seen.file.ended_by) if seen.file and seen.file.ended_by else "",
        "forms": _forms(desk, said, seen),
        "lead_url": desk.link("lead", key=lead.key),
        "back_url": desk.url("aftersales"),
    }
    return draw(request, desk, "lead/aftersales_one.html", context)


@page(Right.WORK, methods=("POST",))
def aftersales_done(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Write a contact down, the pictures of the form stored first."""
    return pictures.act_with(request, desk, "lead.care", otherwise=desk.url("aftersales"))


@page()
def aftersales_photo(request: HttpRequest, desk: Desk, key: str, photo: str) -> HttpResponse:
    """Give a picture of a contact to whoever may read the post."""
    _need_photo(desk, key, photo)
    return _unkept(pictures.photograph(photo))


@page()
def aftersales_thumbnail(request: HttpRequest, desk: Desk, key: str, photo: str) -> HttpResponse:
    """Give the small picture of one."""
    _need_photo(desk, key, photo)
    return _unkept(pictures.small(photo))


def _unkept(answer: HttpResponse) -> HttpResponse:
    """A picture of a customer stays on no device: it may have to be erased."""
    answer["Cache-Control"] = "private, no-store"
    return answer


def lead_of(desk: Desk, key: str) -> Lead:
    """Return a customer of the post, or the one that it is part of by now; raises `NotFound`."""
    found = queries.standing(desk.book, key)
    if found is None or found.post != desk.post:
        raise NotFound(f"customer {key}")
    return found


def section(desk: Desk, one: Lead, _happened: list[Event]) -> Mapping[str, Any] | None:
    """Return what of after-sales stands on the page of a customer who has bought: how it stands, and the way there."""
    said = shown.rules(desk)
    if said is None or one.gone or not one.of("SALE"):
        return None
    seen = aftersales.cared(desk.book, desk.here, said, one, desk.now)
    return {
        "template": "lead/aftersales_section.html",
        "dues": [shown.due(each) for each in seen.dues if each.state != "AHEAD"],
        "responsible": desk.name(seen.responsible),
        "url": desk.url("aftersales_one", key=one.key),
    }


def _need_photo(desk: Desk, key: str, photo: str) -> None:
    """Raise `NotFound` unless it is of a contact of the post, with a customer who was not erased (what another one has
    too is still in the store), for somebody who works with customers."""
    one = aftersales.care(desk.book, key)
    if one is None or one.post != desk.post or photo not in one.photos or not sees(desk):
        raise NotFound(f"photo {photo}")
    lead = queries.standing(desk.book, one.lead)
    if lead is None or lead.erased_at is not None:
        raise NotFound(f"photo {photo}")


def _cares(desk: Desk, said: Aftersales, seen: Cared, name: str) -> list[dict[str, Any]]:
    """The contacts, the newest first, each with its answers and named pictures."""
    told = values(desk, [one.answers for one in seen.cares])
    gone = seen.lead.erased_at is not None
    called = {one.lead: name for one in seen.cares}
    named: dict[str, list[dict[str, str]]] = {}
    for picture, one, photo in shown.pictures(desk, said, seen.cares, called):
        where = {"key": one.key, "photo": photo}
        urls = {"url": desk.url("aftersales_photo", **where), "thumb_url": desk.url("aftersales_thumbnail", **where)}
        if sees(desk) and not gone:
            named.setdefault(one.key, []).append({"alt": picture, **urls})
    return [
        _care(desk, said, one, told.get(one.answers, ""), named.get(one.key, []), gone=gone)
        for one in reversed(seen.cares)
    ]


def _care(
    desk: Desk, said: Aftersales, one: Care, told: str, named: list[dict[str, str]], *, gone: bool
) -> dict[str, Any]:
    answers = read_answers(told)
    made: dict[str, Any] = {
        "at": one.at,
        "person": desk.name(one.person),
        "late": (one.recorded_at - one.at).days >= 1,
        "recorded_at": one.recorded_at,
        "answers": [
            {"name": desk.words(each.title), "words": answers[each.id]} for each in said.answers if each.id in answers
        ],
        "erased": gone,
        "hidden": not sees(desk),
        "pictures": named,
        "struck": not one.standing,
        "struck_by": desk.name(one.struck_by) if one.struck_by else "",
        "why": one.struck_why,
    }
    if (
        not gone
        and one.standing
        and desk.can(Right.WORK)
        and (one.by == desk.actor.person or desk.can(Right.SUPERVISE))
    ):
        made["strike"] = desk.form(
            "lead.strike_care",
            label=gettext("划除这一次"),
            fixed={"lead": one.lead, "care": one.key},
            form_id=f"strike-{one.key}",
            only=("reason",),
            tone="danger",
        )
    return made


def _teacher(desk: Desk, said: Aftersales, seen: Cared) -> dict[str, Any] | None:
    """Who the class teacher is, what they were told, whether they took the customer over; and the form to do so."""
    if said.teacher is None or not seen.sold:
        return None
    told = seen.briefing
    made: dict[str, Any] = {
        "clause": desk.clause(said.teacher.clause),
        "by": seen.briefed_by,
        "late": seen.unbriefed(aftersales.local_day(desk.here, desk.now)),
        "name": desk.name(told.teacher) if told else "",
        "told_at": told.at if told else None,
        "told_by": desk.name(told.by) if told else "",
        "taken_at": told.taken_at if told else None,
        "situation": values(desk, [told.situation]).get(told.situation, "") if told else "",
    }
    if told and told.taken_at is None and told.teacher == desk.actor.person:
        made["take"] = desk.form(
            "lead.take_briefing", label=gettext("接收"), fixed={"lead": seen.lead.key}, form_id="take", draft=False
        )
    return made


def _forms(desk: Desk, said: Aftersales, seen: Cared) -> list[tuple[str, Form]]:
    running = seen.file is None or seen.file.ended_at is None
    if not seen.sold or not running or seen.lead.gone or not desk.can(Right.WORK):
        return []
    forms = [(gettext("记一次售后"), _care_form(desk, said, seen))]
    if said.teacher is not None and (seen.responsible == desk.actor.person or desk.can(Right.SUPERVISE)):
        told = desk.form(
            "lead.brief_teacher",
            label=gettext("对接班主任"),
            fixed={"lead": seen.lead.key},
            form_id="brief",
            options={"teacher": desk.choose("person")},
        )
        forms.append((gettext("再次对接班主任") if seen.briefing else gettext("对接班主任"), told))
    if desk.can(Right.SUPERVISE):
        entrust = desk.form(
            "lead.entrust_care",
            label=gettext("交给这个人"),
            fixed={"lead": seen.lead.key},
            form_id="entrust",
            options={"person": desk.choose("person")},
            tone="",
        )
        end = desk.form(
            "lead.end_care", label=gettext("结束售后"), fixed={"lead": seen.lead.key}, form_id="end", tone="danger"
        )
        forms += [(gettext("把售后交给别人"), entrust), (gettext("提前结束售后"), end)]
    return forms


def _named(desk: Desk, said: Aftersales, seen: Cared) -> str:
    """What a picture would be called that is handed in now."""
    name = shown.called(desk, [seen.lead])[seen.lead.key]
    day = aftersales.local_day(desk.here, desk.now)
    return picture_name(said, name, day, desk.name(desk.actor.person), len(seen.cares) + 1)


def _care_form(desk: Desk, said: Aftersales, seen: Cared) -> Form:
    """The form of a contact: a field for each thing that is asked, then when, then the picture."""
    form = desk.form(
        "lead.care",
        label=gettext("登记售后"),
        fixed={"lead": seen.lead.key},
        form_id="care",
        only=("at",),
        help={"at": gettext("就是现在的留空。")},
        draft=False,
    )
    form.url, form.photos = desk.url("aftersales_done"), True
    if said.picture is not None:
        form.pictures = gettext("联系的截图")
        form.pictures_help = gettext("名称按标准自动生成：{name}。").format(name=_named(desk, said, seen))
    mine = desk.answer if desk.answer is not None and desk.answer.form == form.id else None
    asked = [
        Field(
            name=f"answers.{one.id}",
            id=f"care-{one.id}",
            label=desk.words(one.title),
            kind="area",
            required=True,
            value=next(iter(mine.values.get(f"answers.{one.id}", ())), "") if mine else "",
            longest=2000,
            personal=True,
        )
        for one in said.answers
    ]
    form.fields = [*asked, *form.fields]
    return form
