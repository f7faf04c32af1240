"""Cases as the templates of this room take them: rows, the steps of a ladder, what happened, facts in words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from jiaoban.conduct import queries
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.rules.measures import called, measures_of, named
from jiaoban.conduct.tables import BreachCase, CaseDecision
from jiaoban.conduct.terms import ROLES, RULINGS, STATUSES, Value
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.regime.ladders import CaseFact, Ladder, Ladders
from jiaoban.web import laddered
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Field
from jiaoban.web.shown import case_address

TONES = {"OPEN": "advise", "DECIDED": "outline", "APPEALED": "advise", "WITHDRAWN": "", "ANNULLED": ""}


def regime(desk: Desk) -> Ladders | None:
    """Return what the regime in force at the post says about breaches, or None."""
    pack = desk.rule_book()
    return pack.ladders if pack else None


def oversees(desk: Desk) -> bool:
    """Say whether the reader sees all cases of the post."""
    return queries.oversees(desk.actor, desk.post)


def seen(desk: Desk, cases: list[BreachCase]) -> list[Seen]:
    """Return those of these cases that the reader may see, with how they stand."""
    readable = [one for one in cases if queries.sees(desk.actor, one)]
    desk.names.learn(one.person for one in readable)
    try:
        return queries.seen(desk.book, readable, desk.packs, desk.zone, desk.now)
    except (NotFound, FileLost):
        return [Seen(one, None, None, None, desk.zone, desk.now) for one in readable]


def groundless(desk: Desk, one: Seen) -> bool:
    """Say whether the book does not show any more what a case that stands was taken up for."""
    if one.case.status in ("WITHDRAWN", "ANNULLED") or one.said is None:
        return False
    return not queries.still_shown(desk.book, desk.here, desk.packs, one.case, desk.now)


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the pages of a post; a colleague has their own cases and their own statement."""
    found = [("cases", gettext("考核"), "conduct")]
    if desk.can(Right.SUPERVISE):
        found.append(("occasions", gettext("待登记"), "conduct_occasions"))
    found.append(("statement", gettext("月度汇总"), "conduct_statement"))
    return [{"label": label, "url": desk.url(name), "current": current == key} for key, label, name in found]


def title(desk: Desk, one: Seen) -> str:
    """Return what a case is about: the title of its ladder."""
    return desk.words(one.ladder.title) if one.ladder else one.case.ladder_id


def row(desk: Desk, one: Seen) -> dict[str, Any]:
    """Return a case as a row of a list."""
    case = one.case
    return {
        "url": case_address(desk, case.post, case.matter),
        "person": desk.name(case.person),
        "title": title(desk, one),
        "happened_at": case.happened_at,
        "status": desk.words(STATUSES[case.status]),
        "tone": TONES[case.status],
        "measures": desk.words(one.decided_words) if case.decisions and case.status != "ANNULLED" else "",
        "nth": one.stands.nth if one.stands and one.stands.counts else 0,
        "would_be": one.would_be is not None,
        "wants": waits_for(desk, one),
        "clause": desk.clause(case.clause, case.post),
        "mine": case.person == desk.actor.person,
        "gone": case.status in ("WITHDRAWN", "ANNULLED"),
    }


def waits_for(desk: Desk, one: Seen) -> str:
    """Return what an open case waits for, in a few words."""
    if one.case.status == "APPEALED":
        return gettext("等待裁定")
    if one.case.status != "OPEN":
        return ""
    if one.stands is not None and one.stands.wanted:
        facts = desk.tongue.all_of(desk.words(fact.title) for fact in one.stands.wanted)
        return gettext("待查明：{facts}").format(facts=facts)
    if one.stands is not None and one.stands.counts is False:
        return gettext("不计")
    if not one.heard:
        return gettext("等本人说明")
    return gettext("可以决定")


def steps(desk: Desk, one: Seen) -> list[dict[str, Any]]:
    """Return the steps of the ladder of a case, the one that it stands on marked."""
    if one.stands is None or one.said is None:
        return []
    found = []
    for number, step in enumerate(one.stands.steps, start=1):
        here = number == one.stands.step
        nth = one.stands.nth if here else number
        measures = measures_of(step, number, nth, one.said, one.case.amount, one.first_day)
        grows = not here and any(isinstance(each.months, str) for each in step.measures)
        words = named(step, number, one.said, one.first_day) if grows else called(measures, one.currency)
        found.append(
            {
                "number": number,
                "state": "current" if here else ("done" if one.stands.step and number < one.stands.step else "ahead"),
                "name": desk.words(step.says or words),
                "after": laddered.afterwards(step, number, len(one.stands.steps)),
                "head": step.by == "head",
            }
        )
    return found


def value(desk: Desk, fact: CaseFact, given: Value) -> str:
    """Return the value of a fact in words."""
    if isinstance(given, bool):
        return gettext("是") if given else gettext("否")
    chosen = next((one for one in fact.choices if one.id == given), None)
    return desk.words(chosen.title) if chosen else str(given)


def facts(desk: Desk, one: Seen) -> list[dict[str, Any]]:
    """Return what is known of a case as a list of facts; what only is assumed says so."""
    found = []
    for fact in one.ladder.facts if one.ladder else ():
        if fact.id in one.case.facts:
            said = value(desk, fact, one.case.facts[fact.id])
        elif fact.assumed is not None:
            said = gettext("{value}（没有人说起）").format(value=value(desk, fact, fact.assumed))
        else:
            said = gettext("待查明")
        found.append({"name": desk.words(fact.title), "words": said})
    return found


def fact_fields(desk: Desk, ladder: Ladder, form_id: str) -> tuple[dict[str, str], list[Field]]:
    """Return the facts of a ladder as fields of a form: what goes along unseen, and what is filled in."""
    hidden, made = {}, []
    held = desk.answer if desk.answer and desk.answer.form == form_id else None
    for number, fact in enumerate(ladder.facts):
        name = f"facts.{number}"
        hidden[f"{name}.fact"] = fact.id
        field = Field(f"{name}.value", f"{form_id}-{number}", desk.words(fact.title), "text")
        field.wanted = fact.assumed is None
        if fact.assumed is not None:
            field.help = gettext("不填就当作：{value}").format(value=value(desk, fact, fact.assumed))
        if fact.type == "number":
            field.kind, field.lowest = "number", 0
        elif fact.type != "text":
            field.kind = "select"
            field.options = options(desk, fact)
        if held:
            field.value = next(iter(held.values.get(field.name, ())), "")
            field.values = (field.value,)
            field.errors = tuple(held.errors.get(field.name, ()))
        made.append(field)
    return hidden, made


def options(desk: Desk, fact: CaseFact) -> list[tuple[str, str]]:
    """Return the values that a fact can have."""
    if fact.type == "flag":
        return [("true", gettext("是")), ("false", gettext("否"))]
    return [(one.id, desk.words(one.title)) for one in fact.choices]


def history(desk: Desk, one: Seen) -> list[dict[str, Any]]:
    """Return what happened in a case, in its order."""
    found = sorted(_events(desk, one), key=lambda each: each[0])
    return [{"at": at, "who": desk.name(who), "what": what, "text": text} for at, who, what, text in found]


def _events(desk: Desk, one: Seen) -> Iterator[tuple[datetime, str, str, str]]:
    case = one.case
    yield case.recorded_at, case.recorded_by, pgettext("breach", "登记"), desk.words(case.says)
    if case.answer is not None:
        what = gettext("不作说明") if case.answer.declined else gettext("说明情况")
        yield case.answer.at, case.person, what, case.answer.text
    for each in case.findings:
        fact = one.ladder.fact(each.fact) if one.ladder else None
        said = f"{desk.words(fact.title)}：{value(desk, fact, each.value)}" if fact else each.fact
        yield each.at, each.by, gettext("查明 {fact}").format(fact=said), each.reason
    for decision in case.decisions:
        yield decision.at, decision.by, _decision(desk, one, decision), decision.reason
    for appeal in case.appeals:
        yield appeal.at, case.person, gettext("申诉"), appeal.text
    if case.withdrawn_at is not None:
        yield case.withdrawn_at, case.withdrawn_by, gettext("撤销"), case.withdrawn_why


def _decision(desk: Desk, one: Seen, decision: CaseDecision) -> str:
    measures = desk.words(called(decision.measures, one.currency))
    if decision.sort == "appeal_ruled":
        ruling = next((each for each in one.case.appeals if each.ruled_at == decision.at), None)
        said = desk.words(RULINGS[ruling.outcome]) if ruling and ruling.outcome else ""
        if ruling and ruling.outcome == "ANNULLED":
            return gettext("裁定申诉：{ruling}").format(ruling=said)
        return gettext("裁定申诉：{ruling}，{measures}").format(ruling=said, measures=measures)
    told = {"nth": decision.nth, "measures": measures}
    if decision.sort == "revised":
        return gettext("更改决定：第 {nth} 次，{measures}").format(**told)
    return gettext("决定：第 {nth} 次，{measures}").format(**told)


def proof(desk: Desk, one: BreachCase) -> list[dict[str, Any]]:
    """Return the acts that show an occasion, as they stand in the book."""
    found = []
    for seq in one.acts:
        act = desk.book.act(seq)
        if act is not None:
            found.append({"seq": seq, "by": desk.name(act.actor), "at": act.occurred_at})
    return found


def role(desk: Desk, one: BreachCase) -> str:
    """Return as what somebody stands in a matter, '' for whoever did it."""
    return desk.words(ROLES[one.role]) if one.role != "principal" else ""
