"""What of breaches stands on the home page: to a person what waits for them, to a supervisor what is to be decided."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.conduct import queries
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk
from jiaoban.web.shown import case_address
from jiaoban.web.templatetags.jiaoban import spell_moment


def due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Yield one's own cases to answer and to appeal against; what a supervisor decides, and the head rules on."""
    yield from _own(desk)
    if pack is None or pack.ladders is None:
        return
    if desk.can(Right.SUPERVISE):
        yield from _to_decide(desk)
    if desk.can(Right.OVERSEE):
        appeals = queries.waiting(desk.book, desk.post, "APPEALED")
        if appeals:
            said = ngettext("{n} 份申诉等待裁定", "{n} 份申诉等待裁定", appeals).format(n=appeals)
            yield {"icon": "breach", "text": said, "url": desk.url("conduct"), "count": appeals}


def _own(desk: Desk) -> Iterable[dict[str, Any]]:
    try:
        found = queries.mine(desk.book, desk.actor, desk.packs, desk.zone, desk.now)
    except (NotFound, FileLost):
        return
    for one in found:
        name = desk.words(one.ladder.title) if one.ladder else one.case.ladder_id
        url = case_address(desk, one.case.post, one.case.matter)
        if one.case.status == "OPEN":
            until = spell_moment(one.answer_until, "day")
            text = gettext("请在 {until} 以前说明情况：{title}").format(until=until, title=name)
        else:
            until = spell_moment(one.appeal_until, "day")
            text = gettext("{until} 以前可以申诉：{title}").format(until=until, title=name)
        yield {"icon": "breach", "text": text, "url": url}


def _to_decide(desk: Desk) -> Iterable[dict[str, Any]]:
    number = len(queries.offered(desk.book, desk.here, desk.packs, desk.now))
    if number:
        said = ngettext("{n} 项情况等您决定登记与否", "{n} 项情况等您决定登记与否", number).format(n=number)
        yield {"icon": "breach", "text": said, "url": desk.url("conduct_occasions"), "count": number}
    waiting = queries.waiting(desk.book, desk.post, "OPEN")
    if waiting:
        said = ngettext("{n} 件考核事项待决定", "{n} 件考核事项待决定", waiting).format(n=waiting)
        yield {"icon": "breach", "text": said, "url": desk.url("conduct"), "count": waiting}
