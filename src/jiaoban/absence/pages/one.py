"""One absence: the request, its work transfer form, who covers what, and what can be done now."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.absence import queries
from jiaoban.absence.facts import Stand
from jiaoban.absence.pages import shown
from jiaoban.absence.pages.asking import receivers, stand
from jiaoban.absence.tables import Absence, CoveredStand
from jiaoban.absence.terms import SORTS, STATUSES
from jiaoban.absence.usecases.deciding import may_decide
from jiaoban.absence.work import finished, open_work, stands
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import queries as org
from jiaoban.regime.absence import AbsenceKind
from jiaoban.web.answer import who
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Choices, Form, choice
from jiaoban.web.frame import draw
from jiaoban.web.rostering import looking
from jiaoban.web.visit import page

Forms = list[tuple[str, Form]]


@page()
def absence(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show an absence as its reader may see it, and what they can do about it."""
    found = queries.absence(desk.book, key)
    if found is None or found.post != desk.post:
        raise NotFound(f"absence {key}")
    one = queries.seen_by(found, desk.actor)
    kind, rules = shown.kind_of(desk, found), shown.asked_under(desk, found)
    decides = kind is not None and may_decide(looking(desk), found)
    wanting = stands(desk.book, one.person, one.from_at, one.until_at, desk.packs, desk.now) if decides else []
    covered = rules is not None and rules.cover is not None
    context: dict[str, Any] = {
        "one": one,
        "row": shown.row(desk, found),
        "person": desk.name(one.person),
        "facts": list(_facts(desk, one, kind)),
        "clause": desk.clause(kind.clause) if kind else None,
        "lines": [shown.line(desk, line) for line in one.lines],
        "covers": [_cover(desk, one, cover) for cover in one.covers],
        "approve": _approve(desk, one) if decides else None,
        "covered": covered,
        "wanting": _by_shift(desk, wanting, one.person, wanted=covered),
        "forms": _forms(desk, found, one, decides=decides),
        "recalls": [shown.recall(desk, recall) for recall in queries.recalls_of_absence(desk.book, key)],
        "mine_url": desk.url("my_absences") if queries.concerned(one, desk.actor.person) else "",
        "back_url": desk.url("absences"),
    }
    return draw(request, desk, "absence/absence.html", context)


def _facts(desk: Desk, one: Absence, kind: AbsenceKind | None) -> Iterator[dict[str, str]]:
    hidden = gettext("只对有关的人显示")
    yield {"name": gettext("申请人"), "words": desk.name(one.person)}
    if one.asked_by != one.person:
        yield {"name": gettext("代为申请"), "words": desk.name(one.asked_by)}
    yield {"name": gettext("事由"), "words": one.reason or hidden}
    if one.where:
        yield {"name": gettext("去向"), "words": one.where}
    if one.mobile or one.landline:
        yield {"name": gettext("手机"), "words": one.mobile or "—"}
        yield {"name": gettext("座机"), "words": one.landline or "—"}
    elif kind is None or kind.reachable:
        yield {"name": gettext("电话"), "words": gettext("未显示")}
    if one.allowed:
        yield {"name": gettext("准予例外"), "words": one.allowed}
    if one.decided_at:
        said = f"{desk.words(STATUSES[one.status])}{desk.tongue.comma}{desk.name(one.decided_by)}"
        yield {"name": gettext("决定"), "words": desk.tongue.colon.join(filter(None, (said, one.decision)))}
    elif one.status == "ASKED" and kind:
        named = who(kind.approved_by, desk.language, desk.names, desk.rule_book(one.post))
        yield {"name": gettext("由谁批准"), "words": named}


def _cover(desk: Desk, of: Absence, one: CoveredStand) -> dict[str, Any]:
    """Return who sees to a shift, duty or round instead; `off`: not any more, since they stay or came back before."""
    shift = desk.place(one.post).shift_of(one.shift)
    return {
        "off": of.status == "WITHDRAWN" or (shift is not None and shift.begins_at >= of.until_at),
        "sort": desk.words(SORTS[one.sort]),
        "of_shift": one.sort != "post",
        "text": desk.post_names.get(one.post, one.text) if one.sort == "post" else one.text,
        "begins_at": shift.begins_at if shift else None,
        "shift": desk.words(shift.name) if shift else one.shift,
        "person": desk.name(one.person) if one.person else gettext("不另派人"),
    }


def _by_shift(desk: Desk, wanting: list[Stand], away: str, *, wanted: bool) -> list[dict[str, Any]]:
    """Return every shift with a choice of who takes it (`wanted`: the regime demands one), and the duties and rounds in
    it, each with a choice that may stay empty: then whoever takes the shift sees to it."""
    answer = desk.answer if desk.answer and desk.answer.form == "approve" else None
    able = {post: _able(desk, post, away) for post in {stood.post for stood in wanting}}
    shifts: dict[str, dict[str, Any]] = {}
    for number, stood in enumerate(wanting):
        name = f"covers.{number}"
        field = choice(f"{name}.person", f"cover-{number}", gettext("由谁"), able[stood.post], answer=answer)
        field.wanted = wanted and stood.sort == "post"
        made = {**stand(desk, stood), "name": name, "field": field, "inner": []}
        if stood.sort == "post":
            shifts[stood.key] = made
        else:
            shifts[stood.key]["inner"].append(made)
            shifts[stood.key]["split"] = shifts[stood.key].get("split") or bool(field.value)
    return list(shifts.values())


def _able(desk: Desk, post: str, away: str) -> Choices:
    """Return who can be named to cover at a post: whoever works there and is not the one who is away."""
    choices = desk.choose("person")
    if not isinstance(choices, list):  # too many for a list: they are looked up as one types
        return choices
    return [(one.key, one.name) for one in org.holders_of(desk.book, Right.WORK, post) if one.key != away]


def _approve(desk: Desk, one: Absence) -> Form:
    rules = desk.rule_book(one.post)
    ruled = rules is not None and rules.roster is not None
    return desk.form(
        "absence.approve",
        label=pgettext("do", "批准"),
        form_id="approve",
        fixed={"absence": one.key},
        only=("note", "despite") if ruled else ("note",),
        draft=False,
    )


def _forms(desk: Desk, found: Absence, one: Absence, *, decides: bool) -> Forms:
    """What the reader can do, the likeliest first. `one`: the absence as the reader sees it."""
    me, supervises = desk.actor.person, desk.can(Right.SUPERVISE)
    fixed = {"absence": one.key}
    made: Forms = []
    mine = one.person == me or supervises
    if decides:
        reject = desk.form("absence.reject", label=gettext("不批准"), fixed=fixed, form_id="reject", tone="danger")
        made.append((gettext("不批准，说明原因"), reject))
    if mine and one.live and one.back_at is None:
        made += _entrusting(desk, one)
    if mine:
        made += _ending(desk, one, fixed)
    took = any(line.to == me and line.taken in ("ACCEPTED", "BACK") for line in one.lines)
    hidden = (found.mobile, found.landline) != (one.mobile, one.landline)
    if one.live and hidden and (supervises or took):
        numbers = desk.form("absence.show_numbers", label=gettext("显示电话"), fixed=fixed, form_id="numbers", tone="")
        made.append((gettext("看电话号码（查看会记录在账上）"), numbers))
    return made


def _entrusting(desk: Desk, one: Absence) -> Forms:
    """Another receiver for what nobody has taken over, or one for work that came up since."""
    listed = {line.thing for line in one.lines}
    options = [(line.thing, line.text) for line in one.lines if line.wanting and not finished(desk.book, line)]
    work = open_work(desk.book, one.person, desk.now, desk.zone)
    options += [(w.thing, w.text) for w in work if w.wants_receiver and w.thing not in listed]
    if not options:
        return []
    form = desk.form(
        "absence.entrust",
        label=gettext("指定接收人"),
        fixed={"absence": one.key},
        form_id="entrust",
        options={"thing": options, "to": [*receivers(desk, one.person)] or desk.choose("person")},
    )
    return [(gettext("另指定接收人"), form)]


def _ending(desk: Desk, one: Absence, fixed: dict[str, str]) -> Forms:
    begun = one.from_at <= desk.now
    made: Forms = []
    if one.status == "APPROVED" and begun and one.back_at is None:
        back = desk.form("absence.come_back", label=gettext("登记返岗"), fixed=fixed, form_id="come-back")
        made.append((gettext("返岗"), back))
        if desk.now < one.until_at:
            shorten = desk.form("absence.shorten", label=gettext("缩短"), fixed=fixed, form_id="shorten", tone="")
            made.append((gettext("提前结束"), shorten))
    elif one.live and (one.status == "ASKED" or not begun):
        withdraw = desk.form("absence.withdraw", label=gettext("撤回"), fixed=fixed, form_id="withdraw", tone="danger")
        made.append((gettext("撤回"), withdraw))
    return made
