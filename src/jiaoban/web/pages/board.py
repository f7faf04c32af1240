"""看板: every post of a site, or of all sites of the visitor, at one glance. A wall screen can show it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jiaoban.attendance import queries as attendance
from jiaoban.handover import queries as handover
from jiaoban.handover.assess import Assessment
from jiaoban.handover.state import Handover, Tenure
from jiaoban.handover.tables import TENURES
from jiaoban.kernel.access import Right
from jiaoban.kernel.place import Place
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import door
from jiaoban.plant.tables import MATTERS, Matter
from jiaoban.regime.pack import Pack
from jiaoban.round import queries as rounds
from jiaoban.round.queries import DueRound
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.reading import ReadingBook
from jiaoban.web.there import checked_in
from jiaoban.web.visit import page

STAGES = {
    "DRAFT": Words(zh="起草交接记录", en="Drafting the record"),
    "OFFERED": Words(zh="正在交接", en="Being handed over"),
    "SUSPENDED": Words(zh="交接中止", en="Suspended"),
    "REFUSED": Words(zh="交接被拒绝", en="Refused"),
}
MISHAPS = frozenset({"ACCIDENT", "DISTURBANCE"})


@page()
def board(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the posts of a site that the visitor may read; `?wall=1` in large type without the frame."""
    wall = request.GET.get("wall") == "1"
    return draw(request, desk, "board/wall.html" if wall else "board/board.html", {"posts": posts_of(desk)})


@require_safe
@login_required
def group(request: HttpRequest) -> HttpResponse:
    """Show the posts of every site of the visitor."""
    sites = []
    for code, _ in door.sites_of(request.user):
        desk = Desk.of(door.enter(request.user, code), path=request.get_full_path())
        desk = replace(desk, book=ReadingBook(code))
        with timezone.override(clock_of(desk.zone)):
            url = reverse("board", kwargs={"site": code})
            name = desk.words(desk.site.name)
            sites.append(
                {"name": name, "url": url, "posts": posts_of(desk), "now": desk.now, "zone": clock_of(desk.zone)}
            )
    wall = request.GET.get("wall") == "1"
    return render(request, "board/group.html", {"sites": sites, "wall": wall})


MOST_NAMED = 4
"""So many gates in the way are named on a card of the board."""


def posts_of(desk: Desk) -> list[dict[str, Any]]:
    """Return the visitor's posts as parts/post_card.html draws them. Looks into a post only while it hands over."""
    held = {one.post: one for one in desk.book.find(TENURES, until=None)}
    running: dict[str, Handover] = {}
    for one in handover.all_open(desk.book):
        running.setdefault(one.post, one)
    mishaps: dict[str, list[Matter]] = {}
    for matter in desk.book.find(MATTERS, open=True):
        if matter.kind in MISHAPS:
            mishaps.setdefault(matter.post, []).append(matter)
    places = desk.posts()
    there = attendance.there_by_post(desk.book, desk.now)
    desk.names.learn({one.person for those in there.values() for one in those})
    due = rounds.due_by_post(desk.book, places, lambda place: desk.rule_book(place.post), desk.now)
    return [
        _card(desk, place, held.get(place.post), running.get(place.post), mishaps)
        | _rounds(desk, due.get(place.post, ()))
        | checked_in(desk, place, there)
        for place in places
    ]


def _rounds(desk: Desk, due: Iterable[DueRound]) -> dict[str, Any]:
    """Return how many rounds wait to be gone at a post, and whether one is past its hour."""
    waiting = [one for one in due if one.gone is None and one.due.is_open(desk.now)]
    return {"rounds_due": len(waiting), "rounds_late": any(desk.now > one.due.at for one in waiting)}


def _card(
    desk: Desk, place: Place, held: Tenure | None, one: Handover | None, mishaps: dict[str, list[Matter]]
) -> dict[str, Any]:
    shift = place.shift_at(desk.now)
    card: dict[str, Any] = {
        "id": f"{desk.site.code}-{place.post}",
        "name": desk.post_names.get(place.post, place.post_name),
        "url": shown.at_post(desk, "home", place.post),
        "holder": desk.all_names(held.people) if held else "",
        "since": held.since if held else None,
        "unattended": gettext("无人值守（安全状态）") if held else gettext("还没有人值守"),
        "shift_name": desk.words(shift.name) if shift else "",
        "step_name": _standing(desk, held) if held and held.people else "",
        "accidents": len(mishaps.get(place.post, ())),
        "late_by": shown.late_by(desk.now - held.due_at) if held and held.due_at else "",
        "hours": shown.hours(desk, held) if held else [],
    }
    if one is not None:
        card |= _handing_over(desk, place, one)
    return card


def _standing(desk: Desk, held: Tenure) -> str:
    """What goes on at a post that is not handed over now: of several people, who waits for their relief."""
    waits = held.due_by(desk.now)
    if waits and len(waits) < len(held.people):
        return gettext("{names} 等人接班").format(names=desk.all_names(waits))
    return gettext("等人接班") if waits else gettext("值守中")


def _handing_over(desk: Desk, place: Place, one: Handover) -> dict[str, Any]:
    pack = desk.packs(one.regime)
    verdict = handover.assessment(desk.book, place, one, pack, desk.now)
    current = next((step for step in verdict.steps if step.state == "CURRENT"), None)
    stage = desk.words(STAGES[one.stage])
    return {
        "url": shown.at_post(desk, "handover", place.post) or shown.at_post(desk, "home", place.post),
        "step_name": f"{stage} · {desk.words(current.step.title)}" if current and one.offered else stage,
        "steps": [{"state": step.state.lower(), "name": desk.words(step.step.title)} for step in verdict.steps],
        **_blocked(desk, place, verdict),
        "due_at": one.due_at,
        "due_label": gettext("距交接班"),
        "disputed": _disputed(desk, one, pack),
        "arrivals": _arrivals(desk, verdict),
        "late_by": shown.late_by(desk.now - one.due_at),
    }


def _disputed(desk: Desk, one: Handover, pack: Pack) -> str:
    """Return what the two sides disagree about while it keeps the handover from going on, by the regime's name for it;
    '' where nothing does, and for whoever may not read the post."""
    if one.dispute is None or not desk.may(Right.READ, one.post):
        return ""
    kind = next((rule.title for rule in pack.handover.objections if rule.id == one.dispute.kind), None)
    said = f"{desk.words(kind)}{desk.tongue.colon}" if kind else ""
    return f"{said}{one.dispute.text}"


def _arrivals(desk: Desk, verdict: Assessment) -> list[str]:
    """Return who came late, by how much, and that a relief was reported missing and has not come since."""
    one, lead = verdict.handover, verdict.pack.handover.presence.lead
    late = [
        gettext("{name} 迟到 {span}").format(name=row["title"], span=shown.late_by(lead - row["lead"]))
        for row in verdict.rows("people")
        if row["reported"] and not row["on_time"] and isinstance(row["lead"], timedelta)
    ]
    told = [event for event in one.events if event.what == "RELIEF_REPORTED"]
    missing = [person for person in one.arriving if person not in one.presence]
    if told and missing:
        late.append(gettext("接班人未到，已报告：{text}").format(text=told[-1].text))
    return late


def _blocked(desk: Desk, place: Place, verdict: Assessment) -> dict[str, Any]:
    """Return the gates that block, by clause, and how many more there are; while the record is drafted only those that
    stop its offer. What is merely still to be done is a number until the handover is late: red is for what is wrong.
    """
    if not desk.may(Right.READ, place.post):
        return {}
    moment = "sign" if verdict.handover.offered else "offer"
    standing = [one for one in verdict.standing(moment) if one.status == "BLOCKED"]
    wrong = [one for one in standing if not one.only_to_do]
    late = desk.now > verdict.handover.due_at
    named = [*wrong, *(one for one in standing if one.only_to_do and late)][:MOST_NAMED]
    return {
        "blocked_by": [
            {"name": desk.words(one.gate.title), "clause": desk.clause(one.gate.clause, place.post)} for one in named
        ],
        "more_gates": len(standing) - len(named),
    }
