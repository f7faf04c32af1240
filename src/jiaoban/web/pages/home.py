"""当班: the home page of a post. Who holds it, what is next, what is due, and the log always in reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext, ngettext

from jiaoban.duty import queries as duty
from jiaoban.followup import queries as followup
from jiaoban.handover import queries as handover
from jiaoban.handover.assess import Assessment
from jiaoban.handover.authority import spoken_for
from jiaoban.handover.clocks import relief_has_begun
from jiaoban.handover.next_step import NextStep, Seat, next_step
from jiaoban.handover.state import Stay, Tenure
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.shifts import Shift
from jiaoban.logbook import photos
from jiaoban.logbook import queries as logbook
from jiaoban.order import queries as orders
from jiaoban.org.tables import PEOPLE
from jiaoban.plant import measured
from jiaoban.plant import queries as plant
from jiaoban.plant.rules.schedule import missing
from jiaoban.regime.pack import Pack
from jiaoban.roster import queries as roster
from jiaoban.round import queries as rounds
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import LOOKUP
from jiaoban.web.frame import draw
from jiaoban.web.pages.everyday_due import to_report
from jiaoban.web.pages.people_due import people_due
from jiaoban.web.pages.pressing import by_hurry, first_of
from jiaoban.web.pages.quick import quick
from jiaoban.web.templatetags.jiaoban import spell_moment
from jiaoban.web.visit import act, mistaken, page

LATEST = 8
"""Entries shown on the home page."""
FOLLOW_UPS = 6
TITLE_LENGTH = 60
"""How `act` answers what was carried out."""
UNIT = ("equipment", f"equipment{LOOKUP}equipment")
MATTER_FIELDS = (*UNIT, "severity", "before", "after", "number", "occurred_at")


@dataclass(frozen=True)
class Situation:
    """What the home page was made of: how the post stands now."""

    held: Tenure | None
    running: Assessment | None
    pack: Pack | None
    shift: Shift | None
    next_people: tuple[str, ...]


@page()
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show how a post stands and what its reader does next."""
    now = situation(desk)
    seat = Seat(
        desk.actor.person, desk.can(Right.SUPERVISE), desk.actor.person in now.next_people, _authorities(desk, now)
    )
    step = next_step(seat, now.held, now.running, now.pack, desk.now)
    works = desk.can(Right.WORK)
    follow_ups = followup.open_for(desk.book, desk.post)
    entries = logbook.entries(desk.book, desk.post, limit=LATEST)
    names = plant.names(desk.book, (one.equipment for one in entries))
    told = [shown.entry(desk, one, names) for one in entries]
    waiting = by_hurry(due(desk, now), desk.now)
    return draw(
        request,
        desk,
        "home/home.html",
        {
            "held": now.held,
            "holders": desk.all_names(now.held.people) if now.held else "",
            "hours": shown.hours(desk, now.held) if now.held else [],
            "shift": now.shift,
            "shift_name": desk.words(now.shift.name) if now.shift else "",
            "next_people": desk.all_names(now.next_people)
            if not now.held or set(now.next_people) != set(now.held.people)
            else "",
            "step": first_of(desk, step.code, now.pack, waiting) or shown_step(desk, step, now),
            "first": _first_shift(desk, now) if step.code == "TAKE_FIRST" else None,
            "alerts": list(alerts(desk, now)),
            "due": waiting,
            "on_request": bool(now.pack and now.pack.handover.on_request),
            "follow_ups": [shown.follow_up(desk, one) for one in follow_ups[:FOLLOW_UPS]],
            "more_follow_ups": max(0, len(follow_ups) - FOLLOW_UPS),
            "days": shown.by_day(shown.with_moves(desk, told, desk.now), desk.zone),
            "quick": quick(desk) if works else None,
            "reports": to_report(desk, now.pack),
        },
    )


def situation(desk: Desk) -> Situation:
    """Look up how the post of the address stands."""
    place, pack, shift = desk.here, desk.rule_book(), desk.here.shift_at(desk.now)
    held, one = handover.tenure(desk.book, desk.post), handover.current(desk.book, desk.post)
    running = handover.assessment(desk.book, place, one, desk.packs(one.regime), desk.now) if one else None
    overdue = held is not None and bool(held.due_by(desk.now))
    unattended = held is not None and held.basis == "UNATTENDED"  # whoever is due now takes it up again
    following = shift if overdue or unattended or relief_has_begun(place, held, desk.now) else None
    following = following or (place.pattern.after(desk.now, place.zone) if place.pattern else None)
    there = set(held.people) - set(held.due_by(desk.now)) if overdue and held else set()  # do not come any more
    due = roster.due(desk.book, place, following) if following else ()
    if one and following and one.next_shift == following.key and one.stand_ins:
        due = one.arriving
    return Situation(held, running, pack, shift, tuple(one for one in due if one not in there))


def _authorities(desk: Desk, now: Situation) -> tuple[str, ...]:
    """Return the authorities of the regime with which the reader speaks in the handover that goes on."""
    if now.running is None or not now.running.pack.handover.authorities:
        return ()
    me = desk.book.get(PEOPLE, desk.actor.person)
    return tuple(spoken_for(now.running.pack, me, now.running.handover, desk.zone, desk.now))


def shown_step(desk: Desk, step: NextStep, now: Situation) -> dict[str, Any]:
    """Return the next step as parts/next_step.html draws it."""
    page_of = desk.link("handover")
    where = {
        "WRITE": "#quick-text",
        "TAKE_FIRST": "#first-shift",
        "MEETING": desk.link("meetings"),
        "OPEN": desk.do_url("handover.open"),
    }.get(step.code, page_of)
    method = "post" if step.code == "OPEN" else ""
    others = [] if not now.running or where == page_of else [{"label": gettext("看交接班记录"), "url": page_of}]
    others += _handed_over(desk, now)
    return {
        "code": step.code,
        "title": desk.words(step.title),
        "why": desk.words(step.why),
        "label": desk.words(step.label),
        "url": where if desk.words(step.label) else "",
        "method": method,
        "next": page_of or desk.path,
        "back": desk.path,
        "clause": desk.clause(step.clause) if step.clause else None,
        "due_at": step.due_at,
        "due_label": gettext("距交接班"),
        "others": others
        if desk.words(step.label)
        else ([{"label": gettext("看交接班记录"), "url": page_of}] if now.running else _handed_over(desk, now)),
    }


def _handed_over(desk: Desk, now: Situation) -> list[dict[str, str]]:
    """Lead whoever took part in the last handover to its record, and so to their receipt, until the next one begins."""
    last = next(iter(handover.history(desk.book, desk.post, limit=1)), None)
    if now.running or last is None or desk.actor.person not in (*last.leaving, *last.arriving):
        return []
    return [{"label": gettext("看交接班记录，取签字回执"), "url": desk.link("record", key=last.key)}]


def _first_shift(desk: Desk, now: Situation) -> Any:
    on_roster = roster.due(desk.book, desk.here, now.shift) if now.shift else ()
    return desk.form(
        "handover.take_first",
        label=gettext("登记首班"),
        form_id="first-shift",
        options={"people": desk.choose("person")},
        given={"people": on_roster},
    )


def alerts(desk: Desk, now: Situation) -> Iterable[dict[str, Any]]:
    """What a supervisor, and whoever stands the shift, must see at once."""
    open_matters = plant.matters(
        desk.book, desk.post, kinds=("ACCIDENT", "DISTURBANCE", "PERMIT", "SWITCHING"), open=True
    )
    for one in open_matters:
        url, named = (
            desk.link("matter", key=one.key),
            gettext("{name}：{text}").format(name=desk.words(one.life.name), text=one.title),
        )
        if one.kind in ("ACCIDENT", "DISTURBANCE"):
            yield {"tone": "block", "text": named, "url": url, "at": one.opened_at}
        elif one.overrun(desk.now):
            said = gettext("{permit} 超过有效期").format(permit=named)
            yield {"tone": "advise", "text": said, "url": url, "at": one.valid_to}
        elif one.stopped_after:
            said = gettext("{order} 操作到第 {n} 项，共 {of} 项")
            text = said.format(order=named, n=one.stopped_after, of=len(one.steps))
            yield {"tone": "advise", "text": text, "url": f"{url}#steps"}
    for given_up in handover.given_up(desk.book, desk.post):
        told = shown.given_up(desk, given_up)
        said = gettext("上一次交接没有交成，{by} 取消：{why}").format(by=told["by"], why=told["why"])
        yield {"tone": "advise", "text": "；".join([said, *told["said"]]), "url": told["url"], "at": told["at"]}
    if now.running is None:
        return
    one_handover, pack = now.running.handover, now.running.pack
    url = desk.link("handover")
    if one_handover.refusal:
        said = gettext("交接被拒绝：{text}").format(text=one_handover.refusal.text)
        yield {"tone": "block", "text": said, "url": url, "at": one_handover.refusal.at}
    for person, mark in one_handover.left.items():
        yield {"tone": "block", "text": shown.left(desk, person, mark), "url": url}
    wanted_at = one_handover.due_at - pack.handover.presence.lead
    missing = [one for one in one_handover.arriving if one not in one_handover.presence]
    for person in missing:
        if one_handover.called_late(person, pack.handover.presence.lead):
            at = spell_moment(one_handover.stand_ins[person].at, "time")
            said = gettext("{name} {at} 被安排顶班，尚未报到").format(name=desk.name(person), at=at)
            yield {"tone": "advise", "text": said, "url": url}
    absent = [one for one in missing if not one_handover.called_late(one, pack.handover.presence.lead)]
    if absent and desk.now > wanted_at:
        late = shown.late_by(desk.now - wanted_at)
        said = gettext("{names} 应于 {at} 前到岗，尚未报到，已晚 {late}")
        at = spell_moment(wanted_at, "time")
        yield {"tone": "advise", "text": said.format(names=desk.all_names(absent), at=at, late=late), "url": url}


def _unread(desk: Desk, shift: Shift | None) -> Iterable[dict[str, Any]]:
    """What is to be read now, what was not read in time, and what nobody has read in this shift."""
    parameters = plant.parameters(desk.book, desk.post)
    slots = (
        measured.wanting(desk.book, parameters, shift.begins_at, shift.ends_at, desk.zone, desk.now) if shift else {}
    )
    waiting = [slot for found in slots.values() for slot in found if slot.state == "DUE"]
    if waiting:
        said = ngettext("现在该抄 {n} 项参数", "现在该抄 {n} 项参数", len(waiting)).format(n=len(waiting))
        yield {"icon": "water", "text": said, "url": desk.link("readings"), "at": min(one.at for one in waiting)}
    if lacking := missing(slots):
        said = ngettext("本班漏抄 {n} 次", "本班漏抄 {n} 次", lacking).format(n=lacking)
        yield {"icon": "water", "text": said, "url": desk.link("shift_figures"), "overdue": True}
    others = [one for one in parameters if not one.schedule or not shift]
    if not others:
        return
    read = measured.last_read(desk.book, desk.post)
    unread = [one for one in others if not shift or one.key not in read or read[one.key] < shift.begins_at]
    if unread:
        said = ngettext("本班还有 {n} 项参数未抄表", "本班还有 {n} 项参数未抄表", len(unread)).format(n=len(unread))
        yield {"icon": "water", "text": said, "url": desk.link("readings")}


def due(desk: Desk, now: Situation) -> Iterable[dict[str, Any]]:
    """What is to be done in this shift and not done yet, each with where it is done."""
    shift = now.shift
    yield from people_due(desk, now.pack)
    yield from _unread(desk, shift)
    yield from rounds_due(desk, now.pack)
    if shift and now.pack:
        for task in duty.of_shift(desk.book, desk.here, now.pack.handover.duties, shift):
            if task.known is None:
                yield {
                    "icon": "late",
                    "text": desk.words(task.duty.title),
                    "url": desk.link("duties"),
                    "at": task.due_at,
                    "overdue": task.overdue(desk.now),
                }
    yield from to_read(desk)
    late = [one for one in plant.loans(desk.book, desk.post) if one.overdue(desk.now)]
    if late:
        said = ngettext("{n} 项借出物品逾期未还", "{n} 项借出物品逾期未还", len(late)).format(n=len(late))
        yield {"icon": "custody", "text": said, "url": desk.link("custody"), "at": late[0].due_at, "overdue": True}
    for one, q in handover.questions_to(desk.book, desk.post, desk.actor.person):
        text = gettext("{name} 问：{text}").format(name=desk.name(q.by), text=q.text)
        url = desk.link("handover") if one.open else desk.link("record", key=one.key)
        yield {"icon": "ask", "text": text, "url": url}
    yield from (_staying(desk, one) for one in handover.stays_of(desk.book, desk.actor.person))


def _staying(desk: Desk, stay: Stay) -> dict[str, Any]:
    """A duty that survived a signature: where it is done, and the form that says it is."""
    pack = desk.rule_book(stay.post)
    rule = next((one for one in pack.handover.stays if one.id == stay.duty), None) if pack else None
    met = shown.at_post(desk, "meetings", stay.post) if rule and rule.meeting else ""
    return {
        "icon": "responsibility",
        "text": gettext("交班后仍由您负责：{title}").format(title=desk.words(stay.title)),
        "url": met or shown.at_post(desk, "record", stay.post, key=stay.handover),
        "at": stay.due_at,
        "overdue": desk.now > stay.due_at,
        "form": desk.form(
            "handover.discharge",
            label=gettext("已完成"),
            fixed={"stay": stay.key},
            post=stay.post,
            tone="",
        )
        if desk.may(Right.WORK, stay.post)
        else None,
    }


def to_read(desk: Desk) -> Iterable[dict[str, Any]]:
    """The standing orders that the reader has to read: how many, and by when the first."""
    unread = orders.unread(desk.book, desk.actor.person, desk.now, desk.zone)
    if not unread:
        return
    said = ngettext("{n} 件规定或通知待您阅读", "{n} 件规定或通知待您阅读", len(unread)).format(n=len(unread))
    url = desk.url("order", key=unread[0][0].key) if len(unread) == 1 else desk.url("orders")
    overdue = any(one.overdue for _, one in unread)
    yield {"icon": "order", "text": said, "url": url, "overdue": overdue, "count": len(unread)}


def rounds_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """The rounds that go on, and those whose time has come, each with where it is gone."""
    for one in rounds.due_rounds(desk.book, desk.here, pack, desk.now):
        if one.gone is not None and one.gone.open:
            text = gettext("正在巡检：{name}").format(name=one.route.name)
            yield {"icon": "visit", "text": text, "url": desk.link("round", key=one.gone.key), "at": one.due.at}
        elif one.gone is None and one.due.is_open(desk.now):
            late = desk.now > one.due.at
            yield {
                "icon": "visit",
                "text": gettext("巡检：{name}").format(name=one.route.name),
                "url": desk.link("rounds"),
                "at": one.due.at,
                "overdue": late,
            }


@page(Right.WORK, methods=("POST",))
def write(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Write what the quick entry form holds: an entry, or a matter of the kind chosen for its category, with its
    photographs."""
    typed = request.POST
    try:
        pictures = [photos.take(one.read()) for one in request.FILES.getlist("photo")]
    except BadInput as error:
        return mistaken(request, desk, error, form="quick", otherwise=desk.url("home"))
    kind = typed.get(f"kind_{typed.get('category', '')}", "")
    if not kind:
        said = _said(typed, ("category", "text", *UNIT, "matter", "occurred_at"))
        said.setlist("photos", pictures)
        return act(request, desk, "logbook.write", said)
    said = _said(typed, ("text", *MATTER_FIELDS))
    said["kind"] = kind
    said["title"] = next(iter(typed.get("text", "").strip().splitlines()), "")[:TITLE_LENGTH]
    said.setlist("photos", pictures)
    return act(request, desk, "plant.open_matter", said)


def _said(typed: QueryDict, names: Iterable[str]) -> QueryDict:
    said = QueryDict(mutable=True)
    for name in names:
        if typed.get(name):
            said[name] = str(typed[name])
    return said
