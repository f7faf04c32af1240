"""What may be recorded as a breach: the ladder, the people, the time, the facts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from jiaoban.conduct.acts import Concerned
from jiaoban.conduct.terms import ROLES, Value
from jiaoban.kernel.occasions import Occasion
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import Beside, CaseFact, Ladder, Ladders

OLDEST = timedelta(days=366)
"""What happened longer ago is no longer recorded."""
YES_NO: Mapping[str, bool] = {"true": True, "false": False}
MOST_DIGITS = 9


def need_ladder(said: Ladders | None, key: str, where: str = "ladder") -> Ladder:
    """Return the ladder of this id; raises `BadInput` where the regime has none of that name."""
    found = said.ladder(key) if said else None
    if found is not None:
        return found
    known = "、".join(one.id for one in said.ladders) if said else ""
    raise BadInput(
        where,
        Words(zh=f"当时施行的制度没有「{key}」这一条考核。", en=f"The regime in force then has no ladder {key!r}."),
        Words(zh=f"可选：{known or '无'}。", en=f"There are: {known or 'none'}."),
    )


def need_moment(happened_at: datetime, now: datetime) -> None:
    """Refuse a moment that has not come, or that lies more than a year back."""
    if now - OLDEST <= happened_at <= now:
        return
    raise BadInput(
        "happened_at",
        Words(zh="发生时间在将来，或早于一年以前。", en="It lies in the future, or more than a year back."),
        Words(zh="请填写最近一年内、不晚于现在的时间。", en="Give a moment of the last year, not after now."),
    )


def concerned(
    ladder: Ladder, people: Sequence[str], accomplices: Sequence[str], instigators: Sequence[str]
) -> tuple[Concerned, ...]:
    """Return who stands in a matter, as what. Refuses a name given twice, and accomplices where the ladder does not
    speak of them."""
    found = [Concerned(person=one) for one in people]
    beside: tuple[tuple[Beside, Sequence[str]], ...] = (("accomplice", accomplices), ("instigator", instigators))
    for role, names in beside:
        if names and role not in ladder.also:
            title = ROLES[role]
            raise BadInput(
                f"{role}s",
                Words(zh=f"这一条没有写{title.zh}。", en=f"The clause does not speak of any {role}."),
                Words(zh="请作为当事人填写，或不填。", en="Name them as persons concerned, or leave them out."),
            )
        found += [Concerned(person=one, role=role) for one in names]
    listed = [one.person for one in found]
    for place, name in enumerate(listed):
        if name in listed[:place]:
            raise BadInput(
                "people",
                Words(zh="同一个人出现了两次。", en="Somebody is named twice."),
                Words(zh="请每人只填一次。", en="Name each person once."),
            )
    return tuple(found)


def need_others(people: Iterable[Concerned], actor: str, clause: str) -> None:
    """Decline recording a matter in which one stands oneself: nobody starts their own case."""
    if all(one.person != actor for one in people):
        return
    raise Declined(
        Reason(
            code="own-case",
            clause=clause,
            why=Words(zh="不能登记自己的事。", en="Nobody records their own case."),
            lifts=Words(zh="请另一位主管或负责人登记。", en="Another supervisor or the head can record it."),
            who=("supervisor", "head"),
        )
    )


def facts_of(ladder: Ladder, said: Iterable[tuple[str, str]]) -> dict[str, Value]:
    """Return facts as values; raises `BadInput` for one that the ladder does not know or that has no such value. An
    empty value is one that was not given."""
    found: dict[str, Value] = {}
    for place, (key, value) in enumerate(said):
        if value == "":
            continue
        fact = ladder.fact(key)
        if fact is None:
            known = "、".join(one.id for one in ladder.facts) or "—"
            raise BadInput(
                f"facts.{place}.fact",
                Words(zh=f"这一条没有「{key}」这项事实。", en=f"The ladder knows no fact {key!r}."),
                Words(zh=f"可选：{known}。", en=f"There are: {known}."),
            )
        if key in found:
            raise BadInput(
                f"facts.{place}.fact",
                Words(zh=f"「{fact.title.zh}」写了两次。", en=f"'{fact.title.in_('en')}' is given twice."),
                Words(zh="请只写一次。", en="Give it once."),
            )
        found[key] = value_of(fact, value, f"facts.{place}.value")
    return found


def value_of(fact: CaseFact, value: str, where: str) -> Value:
    """Return the value of a fact from its text; raises `BadInput` where it is none."""
    if fact.type == "flag" and value in YES_NO:
        return YES_NO[value]
    if fact.type == "number" and value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS:
        return int(value)
    if fact.type == "text" or (fact.type == "choice" and value in {one.id for one in fact.choices}):
        return value
    choices = {"flag": "true, false", "number": "0, 1, 2 …"}
    right = choices.get(fact.type) or ", ".join(one.id for one in fact.choices)
    raise BadInput(
        where,
        Words(zh=f"「{fact.title.zh}」没有这个值。", en=f"'{fact.title.in_('en')}' has no such value."),
        Words(zh=f"可填：{right}。", en=f"It can be: {right}."),
    )


def brought(ladder: Ladder, one: Occasion) -> dict[str, Value]:
    """Return the facts that an occasion brings, as far as the ladder knows them."""
    return {key: value for key, value in one.facts.items() if ladder.fact(key) is not None}


def need_untouched(dealt: str, about: str) -> None:
    """Decline to take up what somebody took up before."""
    if dealt != "TAKEN":
        return
    raise Declined(
        plain(
            "taken-up",
            "这件事已经有人登记。",
            "Somebody has taken this up already.",
            "请刷新后再看。",
            "Look at the list again.",
        ),
        about=about,
        conflict=True,
    )
