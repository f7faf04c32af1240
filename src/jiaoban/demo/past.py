"""What happened at a demo site in the days before the visitor comes, and in the shift that is running."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jiaoban.demo.attending import attended
from jiaoban.demo.description import EventIs, GaugeIs, Past, SiteIs, Story
from jiaoban.demo.gauges import Figures, Recorded
from jiaoban.demo.parts import AttendingIs
from jiaoban.demo.rounds import gone
from jiaoban.demo.selling import Desk
from jiaoban.demo.troupe import Part, Troupe, Turn, turn_at
from jiaoban.demo.walk import Walk
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.packs import packs
from jiaoban.roster import holidays
from jiaoban.roster.queries import month_bounds

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TURNS: Mapping[str, Callable[[Turn], Turn]] = {
    "again": lambda turn: turn.again,
    "next_again": lambda turn: turn.next.again,
    "later": lambda turn: turn.again.again.again.again,
}
"""Turns that come after the running one, as a description names them."""
INVENTED = "演示说明：工艺数据为编造。"


@dataclass(frozen=True)
class Stay:
    """The days of a site up to a visitor's arrival. `tonight`: the begin of the shift that is running then."""

    site: SiteIs
    past: Past
    arrival: datetime
    tonight: datetime

    @classmethod
    def until(cls, site: SiteIs, arrival: datetime) -> "Stay":
        """Return the days up to an arrival."""
        assert site.past is not None, site.code
        return cls(site, site.past, arrival, turn_at(site, next(iter(site.posts)), arrival).shift.begins_at)

    @property
    def start(self) -> datetime:
        """When the first shift begins."""
        return self.tonight - timedelta(days=self.past.days)

    @property
    def opened(self) -> datetime:
        """When the first shift of all begins, by the clock of the site."""
        zone = clock_of(self.site.zone)
        begin = self.tonight.astimezone(zone)
        return local(begin.date() - timedelta(days=self.past.days + self.past.before), begin.time(), self.site.zone)

    @property
    def last(self) -> datetime:
        """The hour of the last reading before the arrival."""
        step = self.past.readings * HOUR
        return self.tonight + (self.arrival - self.tonight) // step * step

    def parts(self, troupe: Troupe) -> Iterable[Part]:
        """Return everything that is played between the first shift and the arrival, at every post."""
        recorded = Recorded.find(self.site.registers.recorded)
        figures = Figures(recorded, self.start, self.last, self.arrival - self.past.bends * HOUR)
        yield self._calendar(troupe)
        for post in self.site.posts:
            yield self._take_first(troupe, turn_at(self.site, post, self.opened), recorded)
            turn, number = turn_at(self.site, post, self.start), 0
            while turn.shift.begins_at < self.tonight:
                yield self._log(troupe, turn)
                if self.past.course:
                    yield Walk(troupe, turn, number, self._story(post, number)).part()
                turn, number = turn.next, number + 1
            gauges = [one for one in self.site.registers.parameters if one.post == post]
            if gauges:
                yield self._readings(troupe, post, gauges, figures)
        for said in self.past.attendance:
            yield from self._attendance(troupe, said)
        for selling in self.past.selling:
            yield from Desk(self.site, selling, self.opened, self.start, self.arrival).parts(troupe)
        labels: dict[str, str] = {}
        for event in self.past.events:
            for moment in self._moments(event):
                yield self._event(troupe, event, moment, labels)
        for one in self.past.rounds:
            yield gone(troupe, one, self.tonight + timedelta(minutes=one.tonight), figures)

    def _attendance(self, troupe: Troupe, said: AttendingIs) -> Iterable[Part]:
        turn, day = turn_at(self.site, said.post, self.opened), -self.past.before
        while turn.shift.begins_at <= self.tonight:
            yield attended(troupe, said, turn, day, self.arrival)
            turn, day = turn.next, day + 1

    def _story(self, post: str, number: int) -> Story:
        stories = (one for one in self.past.stories if (one.post, one.turn) == (post, number))
        return next(stories, Story(post=post, turn=number))

    def _calendar(self, troupe: Troupe) -> Part:
        """Enter the holidays of the years that the days lie in, as far as they are known, and the first one by hand."""
        yield self.opened
        for year in range(self.opened.year, self.arrival.year + 2):
            if year in holidays.years():
                troupe.do("roster.take_year", self.site.administrator, year=year)
            else:
                said = {"day": f"{year}-01-01", "kind": "HOLIDAY", "name": "元旦"}
                troupe.do("roster.set_day", self.site.administrator, reason="全年安排待国务院办公厅公布后补全", **said)

    def _take_first(self, troupe: Troupe, turn: Turn, recorded: Recorded | None) -> Part:
        yield turn.into(0)
        team = [turn.on_duty] if self.past.course else self.site.team_at(turn.post)[turn.crew]
        people = [one.key for one in team]
        troupe.do("handover.take_first", turn.lead, turn.post, people=people, text=self.past.opening)
        if self.site.registers.recorded is not None:
            text = recorded.said.says if recorded else INVENTED
            troupe.do("logbook.write", turn.on_duty, turn.post, category="OTHER", text=text)

    def _log(self, troupe: Troupe, turn: Turn) -> Part:
        for entry in self.past.log.get(turn.post, ()):
            if entry.shifts and turn.shift.code not in entry.shifts:
                continue
            yield turn.into(entry.at)
            troupe.do("logbook.write", turn.on_duty, turn.post, category=entry.category, text=entry.text)

    def _readings(self, troupe: Troupe, post: str, gauges: list[GaugeIs], figures: Figures) -> Part:
        """Who holds the post reads; where a handover is signed after the hour, that is still who leaves."""
        for number in range(-(self.past.read_for // self.past.readings), 1):
            hour = self.last + number * self.past.readings * HOUR
            yield hour + timedelta(minutes=self.past.reads_after)
            found = [{"parameter": one.key, "value": figures.at(one, hour)} for one in gauges]
            late = max(self.past.course.sign, 0) if self.past.course else 0
            reader = turn_at(self.site, post, hour - timedelta(minutes=late)).on_duty
            troupe.do("plant.read", reader, post, readings=found, at=hour)

    def _moments(self, event: EventIs) -> list[datetime]:
        """When an event happens: once, or at its times of every one of its days that has come."""
        if event.hour is not None:
            return [self.start + event.hour * HOUR]
        if not event.at:
            return [turn_at(self.site, event.post, self.tonight).into(event.tonight or 0)]
        first = self.start.astimezone(clock_of(self.site.zone)).date()
        days = [first + timedelta(days=one) for one in event.days or range(self.past.days + 1)]
        found = [local(day, clock, self.site.zone) for day in days for clock in event.at]
        return [moment for moment in found if self.start <= moment < self.arrival]

    def _event(self, troupe: Troupe, event: EventIs, moment: datetime, labels: dict[str, str]) -> Part:
        tonight = turn_at(self.site, event.post, self.tonight)
        yield moment
        turn = turn_at(self.site, event.post, troupe.now)
        day = troupe.now.astimezone(clock_of(self.site.zone)).date()
        labels |= {"month": f"{day:%Y-%m}", "last_month": f"{day.replace(day=1) - DAY:%Y-%m}"}
        labels["version"] = packs(org.place(troupe.book, event.post, troupe.now).regime).head.version
        by = self.site.people.get(event.by) or (turn.lead if event.by == "lead" else turn.on_duty)
        if event.by == "next":
            by = tonight.next.on_duty
        said = self._value(event.with_, tonight, labels)
        made = troupe.do(event.does, by, event.post, **said)
        if event.as_:
            labels[event.as_] = made

    def _value(self, value: Any, tonight: Turn, labels: dict[str, str]) -> Any:
        match value:
            case {"ref": label}:
                return labels[label]
            case {"followup": str(label)} if len(value) == 1:
                return f"followup:{labels[label]}"
            case {"recall": str(label), "of": str(person)}:
                return f"{labels[label]}.{person}"
            case list():
                return [self._value(one, tonight, labels) for one in value]
            case dict():
                found = _of_turns(value, tonight)
                return found or {name: self._value(one, tonight, labels) for name, one in value.items()}
        return value


def _of_turns(value: dict[str, Any], tonight: Turn) -> str | datetime | None:
    """Return the person, day, shift or moment that is named by its place among the turns of a post, if it is."""
    match value:
        case {"person": "next"}:
            return tonight.next.on_duty.key
        case {"person": "now"}:
            return tonight.on_duty.key
        case {"lead": "now"}:
            return tonight.lead.key
        case {**named} if len(named) == 1 and named.keys() <= TURNS.keys():
            [(turn, name)] = named.items()
            return _named(TURNS[str(turn)](tonight), str(name))
        case {"day": int()} | {"next_month": int()}:
            return _day(tonight.shift.day, **value)
        case {"tonight": minutes}:
            return tonight.into(minutes)
        case {"after_end": hours}:
            return tonight.to_end(60 * hours)
    return None


def _day(today: date, *, day: int = 0, next_month: int = 0) -> str:
    """Return the day so many days after today, or that one of the next month."""
    _, after = month_bounds(today.year, today.month)
    return (after + timedelta(days=next_month - 1) if next_month else today + timedelta(days=day)).isoformat()


def _named(turn: Turn, name: str) -> str:
    """Return the day or the code of a shift, or who rests on that day, as verbs of the roster are told it."""
    if name == "resting":
        return turn.resting.key
    return turn.shift.day.isoformat() if name == "day" else turn.shift.code
