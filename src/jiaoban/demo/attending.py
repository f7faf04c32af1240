"""How the people of a demo site come and go, where its regime keeps attendance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.attendance.queries import attendance_at
from jiaoban.demo.parts import AttendingIs, ComesIs
from jiaoban.demo.troupe import Part, Troupe, Turn
from jiaoban.org import queries as org
from jiaoban.org.packs import packs
from jiaoban.roster import queries as roster


@dataclass(frozen=True)
class _Step:
    """Something that somebody does at a moment; `at`: of which moment they tell it afterwards."""

    moment: datetime
    who: str
    does: str
    at: datetime | None = None
    note: str = ""


def attended(troupe: Troupe, said: AttendingIs, turn: Turn, day: int, arrival: datetime) -> Part:
    """Have everybody who is on the roster of a shift check in and out, up to the arrival of the visitor."""
    yield turn.into(min(said.comes) - 1)
    place = org.place(troupe.book, said.post, troupe.now)
    rules = attendance_at(troupe.book, said.post, troupe.now, packs)
    assert rules is not None, said.post
    lines = [line.id for line in rules.last_out.lines] if rules.last_out else []
    people = roster.due(troupe.book, place, turn.shift)
    known = troupe.site.people
    there: set[str] = set()
    for step in sorted(_steps(said, turn, day, people), key=lambda one: (one.moment, one.who)):
        if step.moment > arrival:
            return
        yield step.moment
        more: dict[str, object] = {"at": step.at, "note": step.note} if step.at else {}
        there = there | {step.who} if step.does == "check_in" else there - {step.who}
        if step.does == "check_out" and not there:
            more["closed"] = lines
        troupe.do(f"attendance.{step.does}", known[step.who], said.post, **more)


def _steps(said: AttendingIs, turn: Turn, day: int, people: Iterable[str]) -> Iterable[_Step]:
    for place, who in enumerate(people):
        story = next((one for one in said.stories if (one.day, one.who) == (day, who)), ComesIs(day=day, who=who))
        if story.absent:
            continue
        turned = place * 3 + day * 5
        comes = turn.into(_minutes(story.comes, said.comes, turned))
        if story.told_after is None:
            yield _Step(comes, who, "check_in")
        else:
            yield _Step(comes + timedelta(minutes=story.told_after), who, "check_in", comes, story.note)
        if not story.forgets:
            yield _Step(turn.to_end(_minutes(story.leaves, said.leaves, turned)), who, "check_out")


def _minutes(own: float | None, usual: tuple[float, ...], turned: int) -> float:
    """What somebody does that day, else what is usual; a few seconds more each, for nobody comes on the minute."""
    return own if own is not None else usual[turned % len(usual)] + turned % 7 / 10
