"""一次会议: who is there, what each reported, problems with proposals, what follows; whoever chairs fills it in."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.followup import queries as followup
from jiaoban.gathering import queries
from jiaoban.gathering.pages.rows import chairs, row, ruled
from jiaoban.gathering.rules import holding
from jiaoban.gathering.tables import Gathering
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.regime.gathering import Daily
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def gathering(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a gathering before, during and after it."""
    one = queries.gathering(desk.book, key)
    if one is None or not queries.concerns(one, desk.post):
        raise NotFound(f"gathering {key}")
    rule, said = queries.daily_of(one, desk.packs), ruled(desk)
    hosts = said is not None and said.host is not None
    day = queries.day_led(desk.here, one, desk.now)
    host = queries.host_on(desk.book, desk.here, desk.packs, desk.now, day) if hosts else ""
    leads = one.post == desk.post and (chairs(desk, host) or desk.actor.person == one.announced_by)
    expected = one.expected if one.opened_at else () if one.rule else queries.invited(desk.book, one)
    desk.names.learn((*expected, *one.arrived))
    context = {
        "one": one,
        "row": row(desk, one),
        "clause": desk.clause(rule.clause) if rule else None,
        "by": desk.name(one.opened_by or one.announced_by),
        "least_at": one.opened_at + rule.least if one.going_on and one.opened_at and rule else None,
        "most_at": one.opened_at + rule.most if one.going_on and one.opened_at and rule and rule.most else None,
        "facts": _facts(desk, one),
        "roll": [_call(desk, one, rule, person) for person in dict.fromkeys((*expected, *one.arrived))],
        "topics": [{"id": topic.id, "title": desk.words(topic.title)} for topic in (rule.reports if rule else ())],
        "reports": [{"by": desk.name(said.person), "at": said.at, "text": said.text} for said in _plain(one, rule)],
        "minutes": [{"by": desk.name(said.by), "at": said.at, "text": said.text} for said in one.minutes],
        "problems": [
            {"by": desk.name(each.by), "at": each.at, "problem": each.problem, "proposal": each.proposal}
            for each in one.problems
        ],
        "assigned": [shown.follow_up(desk, each) for each in followup.of_origin(desk.book, one.key)],
        "longer": one.ends_at is not None and one.ends_at - one.begins_at > timedelta(hours=12),
        "here": _here(desk, one),
        "reply": _reply(desk, one, expected),
        "all_here": _all_here(desk, one) if leads else None,
        "forms": _forms(desk, one, rule, leads=leads),
        "back_url": desk.url("gatherings"),
    }
    return draw(request, desk, "gathering/gathering.html", context)


def _plain(one: Gathering, rule: Daily | None) -> list[Any]:
    return [] if rule and rule.reports else list(one.reports)


def _facts(desk: Desk, one: Gathering) -> list[dict[str, str]]:
    said = [
        (gettext("地点"), one.where),
        (gettext("议程"), one.agenda),
        (gettext("提前不足的原因"), one.exception),
        (gettext("不在规定时段的原因"), one.outside),
        (gettext("超时的原因"), one.over_reason),
        (gettext("取消的原因"), one.cancelled_why),
    ]
    return [{"name": name, "words": text} for name, text in said if text]


def _call(desk: Desk, one: Gathering, rule: Daily | None, person: str) -> dict[str, Any]:
    excused = one.excused.get(person)
    reply = one.replies.get(person)
    why = excused.text if excused else reply or ""
    said = {each.topic: each.text for each in one.reports if each.person == person}
    topics = rule.reports if rule else ()
    return {
        "name": desk.name(person),
        "present": person in one.arrived,
        "at": one.arrived.get(person),
        "late": person in one.late,
        "guest": person not in one.expected and one.opened_at is not None,
        "why": why,
        "comes": reply == "",
        "reports": [{"title": desk.words(each.title), "text": said.get(each.id, "")} for each in topics],
    }


def _here(desk: Desk, one: Gathering) -> Form | None:
    """Return the one button by which somebody says that they are present."""
    if not one.going_on or desk.actor.person in one.arrived or not desk.can(Right.WORK):
        return None
    form = desk.form(
        "gathering.arrive", label=gettext("我已到会"), fixed={"gathering": one.key}, form_id="here", draft=False
    )
    form.fields = []
    return form


def _reply(desk: Desk, one: Gathering, invited: Collection[str]) -> Form | None:
    """Return the form by which somebody invited says whether they come."""
    if not one.coming or desk.actor.person not in invited or not desk.can(Right.WORK):
        return None
    return desk.form(
        "gathering.reply",
        label=gettext("答复"),
        fixed={"gathering": one.key},
        form_id="reply",
        given={"coming": True},
    )


def _all_here(desk: Desk, one: Gathering) -> Form | None:
    """Return the form by which whoever chairs notes who is present."""
    if not one.going_on or not one.missing:
        return None
    return desk.form(
        "gathering.arrive",
        label=gettext("记到会"),
        fixed={"gathering": one.key},
        form_id="all-here",
        options={"people": [(person, desk.name(person)) for person in one.missing]},
        required=("people",),
        tone="",
        draft=False,
    )


def _forms(desk: Desk, one: Gathering, rule: Daily | None, *, leads: bool) -> list[tuple[str, Form]]:
    """Return what can be done now, each under its heading; the likeliest comes first."""
    fixed, works = {"gathering": one.key}, desk.can(Right.WORK)
    if one.coming:
        return _before(desk, one, fixed, leads=leads)
    if not one.going_on:
        return [(gettext("交办工作"), _follow_up(desk, fixed))] if works else []
    forms: list[tuple[str, Form]] = []
    if works or leads:
        forms.append((gettext("汇报"), _report(desk, one, rule, leads=leads)))
        problem = desk.form("gathering.raise_problem", label=gettext("提出"), fixed=fixed, form_id="problem")
        forms.append((gettext("提问题和建议"), _wanted(problem, "proposal", wanted=bool(rule and rule.proposal))))
        forms.append(
            (gettext("会议记录"), desk.form("gathering.minute", label=gettext("记下"), fixed=fixed, form_id="minute"))
        )
    if works:
        forms.append((gettext("交办工作"), _follow_up(desk, fixed)))
    if leads and desk.can(Right.SUPERVISE) and one.missing:
        missing = [(person, desk.name(person)) for person in one.missing if person != desk.actor.person]
        excuse = desk.form(
            "gathering.excuse", label=gettext("准予不到"), fixed=fixed, form_id="excuse", options={"person": missing}
        )
        forms += [(gettext("准予不到会"), excuse)] if missing else []
    if leads:
        over = holding.over(one, rule, desk.now)
        close = desk.form(
            "gathering.close",
            label=gettext("散会"),
            fixed=fixed,
            form_id="close",
            only=("reason",) if over else (),
            draft=False,
        )
        close.fields = close.fields if over else []
        forms.append((gettext("散会"), _wanted(close, "reason", wanted=bool(rule and rule.over_reason))))
    return forms


def _wanted(form: Form, name: str, *, wanted: bool) -> Form:
    """Mark a field without which the regime refuses: it can be sent empty, and the refusal stands in the book."""
    for field in form.fields:
        field.wanted = field.wanted or (wanted and field.name == name)
    return form


def _before(desk: Desk, one: Gathering, fixed: dict[str, str], *, leads: bool) -> list[tuple[str, Form]]:
    forms: list[tuple[str, Form]] = []
    if leads and desk.now >= one.begins_at:
        opening = desk.form("gathering.open", label=gettext("开会"), fixed=fixed, form_id="open", draft=False)
        forms.append((gettext("开会"), opening))
    if leads and desk.can(Right.SUPERVISE):
        cancel = desk.form("gathering.cancel", label=gettext("取消会议"), fixed=fixed, form_id="cancel", tone="danger")
        forms.append((gettext("取消会议"), cancel))
    return forms


def _report(desk: Desk, one: Gathering, rule: Daily | None, *, leads: bool) -> Form:
    topics = [(topic.id, desk.words(topic.title)) for topic in (rule.reports if rule else ())]
    present = [(person, desk.name(person)) for person in one.arrived]
    only = (*(("person",) if leads else ()), *(("topic",) if topics else ()), "text")
    return desk.form(
        "gathering.report",
        label=gettext("汇报"),
        fixed={"gathering": one.key},
        form_id="report",
        only=only,
        options={"topic": topics, "person": present},
        required=("topic",) if topics else (),
        help={"person": gettext("不选为本人")} if leads else {},
    )


def _follow_up(desk: Desk, fixed: dict[str, str]) -> Form:
    return desk.form(
        "gathering.follow_up",
        label=gettext("交办"),
        fixed=fixed,
        form_id="follow-up",
        options={"owner": desk.choose("person")},
    )
