"""What customers give occasion for: quarrels over collisions, repeated appointments, follow-ups that failed. Pure."""

from collections.abc import Iterable
from datetime import datetime, time

from jiaoban.kernel.book import Between
from jiaoban.kernel.occasions import Asked, Occasion, finds_occasions
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import first
from jiaoban.lead import owned, queries
from jiaoban.lead.owner_tables import LATER, QUARRELS, LaterFollowup, Repeat
from jiaoban.org import queries as org
from jiaoban.regime.leads import Leads


def _within(asked: Asked) -> Between:
    zone = asked.place.zone
    return Between(*(first(datetime.combine(day, time()), zone) for day in (asked.first, asked.after)))


def _said(asked: Asked) -> Leads | None:
    return queries.ruled(asked.place, asked.packs)


@finds_occasions("collision-quarrel")
def quarrels(asked: Asked) -> Iterable[Occasion]:
    """Yield the quarrels over collisions that were recorded."""
    said = _said(asked)
    if said is None or said.collisions is None or said.collisions.quarrel is None:
        return
    for one in asked.book.find(QUARRELS, post=asked.place.post, at=_within(asked), order=("at",)):
        names = org.names(asked.book, one.people)
        listed = [names.get(person, person) for person in one.people]
        yield Occasion(
            "collision-quarrel",
            one.key,
            one.post,
            one.people,
            one.at,
            Words(
                zh=f"{'、'.join(listed)}因撞单吵架：{one.note}",
                en=f"{', '.join(listed)} quarrelled over a collision: {one.note}",
            ),
            clause=said.collisions.quarrel.clause,
            acts=(one.act,),
        )


@finds_occasions("collision-repeated")
def repeats(asked: Asked) -> Iterable[Occasion]:
    """Yield the appointments that were fixed over a colleague's without talking; `intent` once a supervisor has found
    whether it was on purpose."""
    said = _said(asked)
    if said is None or said.collisions is None or said.collisions.repeated is None:
        return
    for one in reversed(owned.repeats(asked.book, post=asked.place.post, at=_within(asked))):
        yield _repeated(asked, one, said.collisions.repeated.clause)


def _repeated(asked: Asked, one: Repeat, clause: str) -> Occasion:
    names = org.names(asked.book, [one.person, one.colleague])
    person, colleague = names.get(one.person, one.person), names.get(one.colleague, one.colleague)
    facts: dict[str, bool | int | str] = {} if one.intent is None else {"intent": one.intent}
    why = (f"，原因：{one.reason}", f", because: {one.reason}") if one.reason else ("", "")
    return Occasion(
        "collision-repeated",
        one.event,
        one.post,
        (one.person,),
        one.at,
        Words(
            zh=f"{colleague}已约好的客户，{person}没有沟通又邀约{why[0]}",
            en=f"{person} fixed an appointment over {colleague}'s without talking to them{why[1]}",
        ),
        clause=clause,
        acts=(one.act,) if one.found_act is None else (one.act, one.found_act),
        facts=facts,
    )


@finds_occasions("followup-failed")
def failures(asked: Asked) -> Iterable[Occasion]:
    """Yield the follow-ups of customers who bought that failed, or whose month is over without a recorded outcome."""
    said = _said(asked)
    if said is None or said.following is None or said.following.closed is None:
        return
    within, post = _within(asked), asked.place.post
    there = [one for one in asked.book.find(LATER, post=post, ended_at=within) if one.outcome == "FAILED"]
    there += [
        one for one in asked.book.find(LATER, post=post, ended_at=None, ends_at=within) if one.ends_at <= asked.now
    ]
    for one in sorted(there, key=lambda late: (late.ended_at or late.ends_at, late.key)):
        yield _failed(asked, one, said.following.closed.clause)


def _failed(asked: Asked, one: LaterFollowup, clause: str) -> Occasion:
    name = org.names(asked.book, [one.person]).get(one.person, one.person)
    ended = ("没有成功", "failed") if one.ended_at else ("到月底没有结果", "had no outcome when the month was over")
    return Occasion(
        "followup-failed",
        one.key,
        one.post,
        (one.person,),
        one.ended_at or one.ends_at,
        Words(
            zh=f"{name}跟进成交客户第{one.month}个月，{ended[0]}",
            en=f"{name}'s follow-up in month {one.month} after the sale {ended[1]}",
        ),
        clause=clause,
        acts=(one.act,) if one.ended_at is None else (one.act, one.ended_act),
    )
