"""Absences and recalls as the templates of this room take them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from jiaoban.absence.tables import Absence, RecallState, TransferLine
from jiaoban.absence.terms import SOURCES, STATUSES, TAKEN
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.regime.absence import AbsenceKind, Absences
from jiaoban.web.desk import Desk
from jiaoban.web.shown import at_post

TONES = {"ASKED": "advise", "APPROVED": "clear", "REJECTED": "block", "WITHDRAWN": ""}
TAKEN_TONES = {"WAITING": "advise", "ACCEPTED": "clear", "DECLINED": "block", "BACK": "clear"}


def regime(desk: Desk, post: str = "") -> Absences | None:
    """Return what the regime of a post (default: this one) says of absences, or None."""
    pack = desk.rule_book(post)
    return pack.absence if pack else None


def kind_name(desk: Desk, one: Absence) -> str:
    """Return what a kind of absence is called by the regime by which it was asked for, else by its id."""
    found = kind_of(desk, one)
    return desk.words(found.title) if found else one.kind


def kind_of(desk: Desk, one: Absence) -> AbsenceKind | None:
    """Return the kind of an absence in the regime by which it was asked for, or None where that cannot be read."""
    absences = asked_under(desk, one)
    return absences.kind(one.kind) if absences else None


def asked_under(desk: Desk, one: Absence) -> Absences | None:
    """Return what the regime by which an absence was asked for says, or None where that cannot be read."""
    try:
        return desk.packs(one.regime).absence if one.regime else None
    except (NotFound, FileLost):
        return None


def row(desk: Desk, one: Absence) -> dict[str, Any]:
    """Return an absence as a row of a list."""
    waiting = sum(line.wanting for line in one.lines)
    running = one.running(desk.now)
    return {
        "url": at_post(desk, "absence", one.post, key=one.key),
        "person": desk.name(one.person),
        "kind": kind_name(desk, one),
        "post": desk.post_names.get(one.post, one.post),
        "from_at": one.from_at,
        "until_at": one.until_at,
        "status": gettext("离岗中") if running else desk.words(STATUSES[one.status]),
        "tone": "accent" if running else TONES[one.status],
        "back": one.back_at is not None,
        "waiting": waiting if one.live else 0,
        "mine": one.person == desk.actor.person,
    }


def line(desk: Desk, one: TransferLine) -> dict[str, Any]:
    """Return a line of a work transfer form as absence/line.html draws it."""
    read_only = one.source == "order"
    return {
        "thing": one.thing,
        "source": desk.words(SOURCES[one.source]),
        "text": one.text,
        "url": _where(desk, one),
        "to": desk.name(one.to) if one.to else "",
        "note": one.note,
        "taken": gettext("返岗后自己阅读") if read_only else desk.words(TAKEN[one.taken]),
        "tone": "" if read_only else TAKEN_TONES[one.taken],
        "answer": one.answer,
        "at": one.at if one.taken != "WAITING" else None,
    }


def _where(desk: Desk, one: TransferLine) -> str:
    key = one.thing.partition(":")[2]
    page = {"followup": "followup", "matter": "matter"}.get(one.source, "")
    return at_post(desk, page, one.post, key=key) if page and one.post else ""


def recall(desk: Desk, one: RecallState) -> dict[str, Any]:
    """Return a recall as absence/recall.html draws it, with where it stands."""
    state, tone = _state(one)
    steps: Sequence[tuple[str, datetime | None]] = (
        (gettext("发出"), one.sent_at),
        (gettext("答复"), one.answered_at),
        (gettext("出发"), one.set_out_at),
        (gettext("到达"), one.arrived_at),
    )
    return {
        "key": one.key,
        "person": desk.name(one.person),
        "reason": one.reason,
        "where": one.where,
        "wanted_at": one.wanted_at,
        "answer_by": one.answer_by,
        "expected_at": one.expected_at,
        "state": state,
        "tone": tone,
        "late": one.late(desk.now),
        "overdue": one.overdue(desk.now),
        "text": one.text or one.cancelled_why,
        "by": desk.name(one.sent_by),
        "recorded_by": desk.name(one.answered_by) if one.answered_by not in ("", one.person) else "",
        "steps": [{"name": name, "at": at} for name, at in steps],
        "open": one.open,
    }


def _state(one: RecallState) -> tuple[str, str]:
    if one.cancelled_at is not None:
        return gettext("已取消"), ""
    if one.arrived_at is not None:
        return gettext("已到达"), "clear"
    if one.coming is False:
        return gettext("不能返回"), "block"
    if one.set_out_at is not None:
        return gettext("在途"), "accent"
    return (gettext("将返回"), "accent") if one.coming else (gettext("待答复"), "advise")
