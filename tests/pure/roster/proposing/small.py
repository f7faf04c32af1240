"""Small problems, and the best roster of one found by trying every roster."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

from jiaoban.kernel.words import Words
from jiaoban.roster.proposing import judging
from jiaoban.roster.proposing.problem import AWAY, DAY, FIXED, Cover, Limit, Problem, Roster, Slot, Wish, Worker

FIRST = date(2026, 11, 2)
NAMED = Words(zh="名", en="name")
KINDS = {"day": (8, 8), "night": (20, 8)}


def slot(day: int, shift: str, begins: int | None = None, lasts: int | None = None, post: str = "") -> Slot:
    """A shift of the day of this number, from 0."""
    usual = KINDS.get(shift, (8, 8))
    begin = datetime.combine(FIRST + day * DAY, time(), UTC) + timedelta(hours=usual[0] if begins is None else begins)
    ends_at = begin + timedelta(hours=usual[1] if lasts is None else lasts)
    return Slot(day=FIRST + day * DAY, shift=shift, begins_at=begin, ends_at=ends_at, post=post)


def problem(
    days: int, people: int, *rules: Limit, each: int = 1, shifts: Sequence[str] = tuple(KINDS), **more: object
) -> Problem:
    """Days with these shifts, each stood by so many people."""
    slots = tuple(slot(day, shift) for day in range(days) for shift in shifts)
    given = {
        "slots": slots,
        "workers": tuple(Worker(key=name(n)) for n in range(people)),
        "covers": tuple(cover(one, each) for one in slots),
        **more,
    }
    return Problem.model_validate({"first": FIRST, "after": FIRST + days * DAY, "rules": rules, **given})


def name(number: int) -> str:
    """The person of this number."""
    return f"p{number}"


def cover(one: Slot, number: int, *who: int) -> Cover:
    """A slot is stood by just so many, or by at least so many of these people; 99 is nobody."""
    if not who:
        return Cover(id=f"n.{one.shift}", title=NAMED, slot=one.key, at_least=number, at_most=number)
    return Cover(id=f"q.{one.shift}", title=NAMED, slot=one.key, who=tuple(map(name, who)), at_least=number)


def wish(person: int, day: int, shift: str = "", *, wants: bool, weight: int = 1) -> Wish:
    """A wish for the day of this number."""
    return Wish(person=name(person), day=FIRST + day * DAY, shift=shift, wants=wants, weight=weight)


def only(asked: Problem, *groups: str) -> Problem:
    """The problem with these groups of its demands alone."""
    workers = [
        one.model_copy(
            update={"bars": {slot: why for slot, why in one.bars.items() if why != "away" or AWAY in groups}}
        )
        for one in asked.workers
    ]
    return asked.model_copy(
        update={
            "rules": tuple(one for one in asked.rules if one.id in groups),
            "covers": tuple(one for one in asked.covers if one.soft or one.id in groups),
            "fixed": asked.fixed if FIXED in groups else (),
            "workers": tuple(workers),
        }
    )


def best(asked: Problem) -> int | None:
    """What the cheapest roster costs, found by trying them all; None where there is no roster."""
    found = [judging.cost(asked, roster) for roster in rosters(asked) if not judging.broken(asked, roster)]
    return min(found, default=None)


def rosters(asked: Problem) -> Iterator[Roster]:
    """Every roster in which each person alone keeps the rules, and nowhere are too many."""
    most = {
        one.slot: one.at_most for one in asked.covers if one.at_most is not None and one.who is None and not one.soft
    }
    room = [most.get(one.key, len(asked.workers)) for one in asked.slots]
    kept = [[stood for stood in _sets(asked) if _alone(asked, worker, stood)] for worker in asked.workers]
    for chosen in product(*kept):
        if all(sum(column) <= free for column, free in zip(zip(*chosen, strict=True), room, strict=True)):
            yield {
                one.key: tuple(worker.key for worker, stood in zip(asked.workers, chosen, strict=True) if stood[n])
                for n, one in enumerate(asked.slots)
            }


def _sets(asked: Problem) -> list[tuple[bool, ...]]:
    return list(product((False, True), repeat=len(asked.slots)))


def _alone(asked: Problem, worker: Worker, stood: tuple[bool, ...]) -> bool:
    alone = asked.model_copy(update={"covers": (), "workers": (worker,), "fixed": ()})
    mine = {one.key: (worker.key,) for one, is_on in zip(asked.slots, stood, strict=True) if is_on}
    return not judging.broken(alone, mine)
