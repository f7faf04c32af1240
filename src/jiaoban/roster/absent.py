"""Whether a change to a roster puts somebody on a shift while they are away. Pure.

No regime has to say so: whoever is away with approval is not there. So it holds also where a regime says nothing of
rosters. The clause is that by which the regime has absences covered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from jiaoban.kernel.away import Away
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.pack import Pack
from jiaoban.regime.rostering import RosterRule
from jiaoban.roster.checking import DAY, Violation
from jiaoban.roster.judging import Judgement, judge
from jiaoban.roster.stints import Stint
from jiaoban.roster.wording import Names

TITLE = Words(zh="离岗期间不排班", en="Nobody is on the roster while they are away")
WHOLE, MEANWHILE = "away", "away-meanwhile"


def clause_of(pack: Pack | None) -> str:
    """Return the clause that has absences covered by others, '' where no regime speaks of absences or rosters."""
    said = pack.absence if pack else None
    if said is not None:
        return said.cover.clause if said.cover else said.kinds[0].clause
    return pack.roster.clause if pack and pack.roster else ""


def judged(found: list[Violation], despite: str, names: Names) -> Judgement:
    """Return what comes of shifts given to people who are away: refused, in a softer case without a reason."""
    judgement = judge(found, despite, names, lambda _rule: False)
    lifts = {WHOLE: OTHERS, MEANWHILE: OTHERS_OR_WHY}
    reasons = (one.model_copy(update={"lifts": lifts[one.code]}) for one in judgement.reasons)
    return Judgement(tuple(reasons), judgement.broken)


def put_on(
    stints: Iterable[Stint], gone: Iterable[Away], now: datetime, names: Names, zone: str, clause: str, *, lasting: bool
) -> Iterator[Violation]:
    """Yield the shifts, not over yet, that people are newly put on although they are away in them.

    All of a shift: that may not be. A part of it wants a reason, for they can stand the rest. So does a change that
    holds on (`lasting`): a rotation is not made for one leave, whose shifts are then to be given to others.
    """
    away = list(gone)
    for one in sorted(stints, key=lambda one: (one.begins_at, one.person, one.post)):
        times = [each for each in away if each.person == one.person]
        for each in times if one.ends_at > now else ():
            if not (each.from_at < one.ends_at and one.begins_at < each.until_at):
                continue
            whole = each.from_at <= one.begins_at and one.ends_at <= each.until_at
            rule = _rule(WHOLE if whole and not lasting else MEANWHILE, clause, hard=whole and not lasting)
            says = _says(one, each, names, zone)
            overlap = min(one.ends_at, each.until_at) - max(one.begins_at, each.from_at)
            yield Violation(
                rule, clause, one.person, one.day, one.day, overlap.total_seconds(), says, (one.person,), one.post
            )


def days_away(gone: Iterable[Away], zone: str) -> dict[str, frozenset[date]]:
    """Return the local days that people are away on, all day or a part of it, by person."""
    clock, found = clock_of(zone), defaultdict[str, set[date]](set)
    for one in gone:
        day, last = (at.astimezone(clock).date() for at in (one.from_at, one.until_at - timedelta.resolution))
        found[one.person].update(day + step * DAY for step in range((last - day).days + 1))
    return {person: frozenset(days) for person, days in found.items()}


def _rule(code: str, clause: str, *, hard: bool) -> RosterRule:
    """A rule of the house, shaped as those that a regime writes: so it is told and lifted as they are."""
    return RosterRule.model_construct(id=code, clause=clause, title=TITLE, kind="one-place", hard=hard)


def _says(one: Stint, gone: Away, names: Names, zone: str) -> Words:
    who, shift, clock = names.person(one.person), names.stint(one), clock_of(zone)
    since, until = (Words(zh=CHINESE.day(at, clock), en=ENGLISH.day(at, clock)) for at in (gone.from_at, gone.until_at))
    return Words(
        zh=f"{who}在{shift.zh}期间离岗，已获批准（{since.zh} 至 {until.zh}）。",
        en=f"{who} is away with approval during {shift.en} ({since.en} to {until.en}).",
    )


OTHERS = Words(
    zh="请改排别人；本人提前返岗的，先缩短离岗或登记返岗。",
    en="Plan somebody else; if they come back sooner, let the absence end earlier or record their return first.",
)
OTHERS_OR_WHY = Words(
    zh="请改排别人；确需如此的，写明原因后再排。",
    en="Plan somebody else; where it must be, say why and do it again.",
)
