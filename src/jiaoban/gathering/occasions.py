"""What of the hourly count can be held against somebody: a call not reported to in time, a call forgotten by its host.

Who hosts the next day follows from these by itself (`rules/hosting.py`); whatever else a regime names for them is for
a person to decide, on its ladder.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from jiaoban.gathering import queries
from jiaoban.gathering.queries import CountOf
from jiaoban.gathering.rules.counting import Miss
from jiaoban.kernel.occasions import Asked, Occasion, finds_occasions
from jiaoban.kernel.words import Words

DAY = timedelta(days=1)


@finds_occasions("count-missed")
def missed(asked: Asked) -> Iterable[Occasion]:
    """Find who did not report to a call in time."""
    return _found(asked, by_host=False)


@finds_occasions("count-forgotten")
def forgotten(asked: Asked) -> Iterable[Occasion]:
    """Find which calls their host forgot."""
    return _found(asked, by_host=True)


def _found(asked: Asked, *, by_host: bool) -> Iterator[Occasion]:
    today = queries.today(asked.place, asked.now)
    last = min(asked.after - DAY, today)
    hosted = queries.hosted(asked.book, asked.place, asked.packs, asked.now, last)
    for day in sorted(day for day in hosted.found if asked.first <= day <= last):
        misses = [each.miss for each in hosted.found[day].missed]
        wanted = [one for one in misses if one.by_host == by_host and not one.excused and one.at <= asked.now]
        count = hosted.count(day) if wanted else None
        for one in wanted:
            assert count is not None
            yield _occasion(asked, count, one)


def _occasion(asked: Asked, count: CountOf, one: Miss) -> Occasion:
    call = count.counted.calls.get(one.hour) if count.counted else None
    if one.by_host:
        says = Words(
            zh=f"{one.day} {one.hour} 的报数，主持人没有组织。",
            en=f"The host did not call the count of {one.hour} on {one.day}.",
        )
    else:
        said = call.answers.get(one.person) if call else None
        late = f"{asked.place.clock(said)} 才报" if said else "没有报"
        came = f"reported at {asked.place.clock(said)}" if said else "did not report"
        called = asked.place.clock(call.at) if call else one.hour
        says = Words(
            zh=f"{one.day} {one.hour} 的报数，{called} 组织，{late}。",
            en=f"The count of {one.hour} on {one.day} was called at {called}; they {came}.",
        )
    return Occasion(
        source="count-forgotten" if one.by_host else "count-missed",
        key=f"{asked.place.post}.{one.day.isoformat()}.{one.hour}.{one.person}",
        post=asked.place.post,
        people=(one.person,),
        happened_at=one.at,
        says=says,
        clause=count.rule.clause,
        acts=(call.seq,) if call else (),
    )
