"""学习制度: one's own acknowledgement of the version in force, and for supervisors who has and who has not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.duty import reading as readings
from jiaoban.duty.reading import Reader
from jiaoban.kernel.access import Right
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.unspoken import unspoken
from jiaoban.web.visit import page


@page()
def reading(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show how it stands with the reader, and to who supervises the post how it stands with everybody."""
    pack = desk.rule_book()
    said = pack.duties.reading if pack and pack.duties else None
    if pack is None or said is None:
        return unspoken(request, desk, gettext("学习制度"))
    found = readings.readers(desk.book, desk.here, pack, desk.now)
    mine = next((one for one in found if one.person == desk.actor.person), None)
    context = {
        "pack_title": desk.words(pack.head.title),
        "version": pack.head.version,
        "clause": desk.clause(said.clause),
        "within": said.within,
        "regime_url": desk.url("regime", regime=pack.head.id),
        "mine": _row(desk, mine) if mine else None,
        "form": _form(desk, pack) if mine and mine.read_at is None else None,
        "people": [_row(desk, one) for one in _unread_first(found)] if desk.can(Right.SUPERVISE) else [],
        "unread": sum(one.read_at is None for one in found),
    }
    return draw(request, desk, "duty/reading.html", context)


def _unread_first(found: list[Reader]) -> list[Reader]:
    return sorted(found, key=lambda one: one.read_at is not None)


def _form(desk: Desk, pack: Pack) -> Any:
    form = desk.form(
        "duty.acknowledge_regime",
        label=gettext("我已读过，确认"),
        fixed={"version": pack.head.version},
        form_id="acknowledge-regime",
        draft=False,
    )
    form.fields = []
    return form


def _row(desk: Desk, one: Reader) -> dict[str, Any]:
    return {
        "name": desk.name(one.person),
        "due_at": one.due_at,
        "read_at": one.read_at,
        "late": one.late(desk.now),
    }
