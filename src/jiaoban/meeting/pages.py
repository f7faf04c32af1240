"""会议: the pre- and post-shift meetings of a handover: roll call, summing-up, reports, assignments."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import path
from django.utils.translation import gettext

from jiaoban.followup import queries as followup
from jiaoban.handover import queries as handover
from jiaoban.handover.minutes import minutes_of
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.meeting import queries
from jiaoban.meeting.tables import Meeting
from jiaoban.meeting.terms import BRIEF, FITNESS, KINDS
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, page


@page()
def meetings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the meetings of a post, newest first; while a handover goes on, one can be opened for it."""
    running = handover.current(desk.book, desk.post) or _just_signed(desk)
    found = queries.newest(desk.book, desk.post)
    opening = []
    if running and desk.can(Right.SUPERVISE):
        going_on = {one.kind for one in found if one.open and one.occasion == running.key}
        opening = [
            desk.form(
                "meeting.open",
                label=gettext("召开{kind}").format(kind=desk.words(name)),
                fixed={"kind": kind, "occasion": running.key},
                form_id=f"open-{kind.lower()}",
                next_url=desk.url("meeting", key="{key}"),
            )
            for kind, name in KINDS.items()
            if kind not in going_on and (running.open or kind == "POST")
        ]
    context = {"meetings": [_row(desk, one) for one in found], "opening": opening, "running": running}
    return draw(request, desk, "meeting/meetings.html", context)


def _just_signed(desk: Desk) -> Handover | None:
    """Return the handover signed last, where the regime has a post-shift meeting of its own and none was held yet."""
    ended = next(iter(handover.history(desk.book, desk.post, limit=1)), None)
    pack = desk.rule_book()
    if ended is None or ended.ending != "SIGNED" or pack is None or pack.meetings is None or pack.meetings.post is None:
        return None
    held = queries.of_occasion(desk.book, ended.key, desk.post)
    return None if any(one.kind == "POST" for one in held) else ended


def _row(desk: Desk, one: Meeting) -> dict[str, Any]:
    return {
        "url": desk.url("meeting", key=one.key),
        "kind": desk.words(KINDS[one.kind]),
        "at": one.opened_at,
        "by": desk.name(one.opened_by),
        "open": one.open,
        "present": sum(call.present for call in one.roll.values()),
        "absent": len(one.absent),
        "lasted": one.lasted,
        "minutes_url": desk.url("minutes", key=one.key),
    }


@page()
def minutes(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show the minutes of a meeting as a text to read and print."""
    one = queries.meeting(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"meeting {key}")
    context = {
        "one": one,
        "kind": desk.words(KINDS[one.kind]),
        "text": minutes_of(desk.book, one, desk.zone, desk.language),
        "meeting_url": desk.url("meeting", key=key),
    }
    return draw(request, desk, "meeting/minutes.html", context)


@page()
def meeting(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a meeting: who is there and how fit, what was said, what was assigned; the chair fills it in."""
    one = queries.meeting(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"meeting {key}")
    occasion = handover.handover(desk.book, one.occasion)
    people = tuple(dict.fromkeys((*_expected(one, occasion), *one.roll)))
    chairs, works = desk.can(Right.SUPERVISE) and one.open, desk.can(Right.WORK) and one.open
    brief = [
        {"name": desk.words(words), "words": text}
        for name, words in BRIEF.items()
        if one.brief and (text := getattr(one.brief, name))
    ]
    if one.brief and one.brief.text:
        brief.append({"name": gettext("其他"), "words": one.brief.text})
    context = {
        "one": one,
        "kind": desk.words(KINDS[one.kind]),
        "by": desk.name(one.opened_by),
        "lasted": one.lasted,
        "minutes_url": desk.url("minutes", key=key),
        "roll": [_call(desk, one, person, occasion) for person in people],
        "fitness": [(code, desk.words(words)) for code, words in FITNESS.items() if code],
        "chairs": chairs,
        "going_on": occasion is not None and occasion.open,
        "brief": brief,
        "reports": [{"by": desk.name(r.person), "at": r.at, "text": r.text} for r in one.reports],
        "assigned": [shown.follow_up(desk, f) for f in followup.of_origin(desk.book, one.occasion)],
        "forms": _forms(desk, one, people, chairs=chairs, works=works),
    }
    return draw(request, desk, "meeting/meeting.html", context)


def _expected(one: Meeting, occasion: Handover | None) -> tuple[str, ...]:
    """Whom the roll calls: both crews before the shift, after it only the one that leaves."""
    if occasion is None:
        return ()
    return occasion.leaving if one.kind == "POST" else occasion.leaving + occasion.arriving


def _call(desk: Desk, one: Meeting, person: str, occasion: Handover | None) -> dict[str, Any]:
    """A line of the roll. Where the roll says nothing of somebody's fitness, what was found at the handover stands."""
    call = one.roll.get(person)
    found = occasion.judged.get(person) if occasion else None
    fitness = (call.fitness if call else "") or (found.fitness if found else "")
    mine = desk.answer if desk.answer and desk.answer.form == "roll" else None
    return {
        "person": person,
        "name": desk.name(person),
        "side": gettext("接班") if occasion and person in occasion.arriving else gettext("交班"),
        "called": call is not None,
        "present": bool(mine.typed(f"present.{person}")) if mine else call.present if call else False,
        "fitness": mine.typed(f"fitness.{person}") if mine else fitness,
        "fitness_words": next(
            (desk.words(words) for code, words in FITNESS.items() if code == fitness and (call or code)), ""
        ),
        "note": mine.typed(f"note.{person}") if mine else call.note if call else "",
    }


def _forms(desk: Desk, one: Meeting, people: tuple[str, ...], *, chairs: bool, works: bool) -> list[tuple[str, Form]]:
    fixed, forms = {"meeting": one.key}, []
    if chairs:
        given = one.brief.model_dump(exclude={"at"}) if one.brief else {}
        brief = desk.form("meeting.brief", label=gettext("写下讲评"), fixed=fixed, form_id="brief", given=given)
        forms.append((gettext("讲评和注意事项"), brief))
    if works:
        report = desk.form("meeting.report", label=gettext("汇报"), fixed=fixed, form_id="report")
        forms.append((gettext("汇报"), report))
    if chairs:
        named = [(person, desk.name(person)) for person in people]
        assign = desk.form(
            "handover.assign",
            label=gettext("安排"),
            fixed={"handover": one.occasion},
            form_id="assign",
            options={"person": named},
        )
        close = desk.form("meeting.close", label=gettext("散会"), fixed=fixed, form_id="close", draft=False)
        forms += [(gettext("安排工作"), assign), (gettext("散会"), close)]
    return forms


@page(Right.SUPERVISE, methods=("POST",))
def roll(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Record the roll call: everybody on the list, present or not, with their fitness."""
    said = QueryDict(mutable=True)
    said["meeting"] = key
    for number, person in enumerate(request.POST.getlist("person")):
        said[f"people.{number}.person"] = person
        said[f"people.{number}.present"] = "true" if request.POST.get(f"present.{person}") else "false"
        said[f"people.{number}.fitness"] = request.POST.get(f"fitness.{person}", "")
        said[f"people.{number}.note"] = request.POST.get(f"note.{person}", "")
    return act(request, desk, "meeting.call_roll", said)


urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/meetings", meetings, name="meetings"),
    path("s/<slug:site>/p/<slug:post>/meetings/<str:key>", meeting, name="meeting"),
    path("s/<slug:site>/p/<slug:post>/meetings/<str:key>/roll", roll, name="roll"),
    path("s/<slug:site>/p/<slug:post>/meetings/<str:key>/minutes", minutes, name="minutes"),
]
