"""How a desk sells before the visitor comes: everybody's customers from the first call to the sale, and their reports.

Everything is drawn by lot with a seed, so it is the same at every loading of the same day, and all of it is done by the
real verbs at the moments at which it would have happened.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from jiaoban.demo.description import Member, SiteIs
from jiaoban.demo.parts import HandedIn, SellingIs
from jiaoban.demo.troupe import Part, Troupe
from jiaoban.kernel.months import month_after
from jiaoban.kernel.shifts import Shift, local
from jiaoban.kernel.zones import clock_of
from jiaoban.logbook import photos

DAY = timedelta(days=1)
WEEK = 7
NOON = (180, 240)
"""Nobody calls between these minutes of the shift."""
PICTURES = 24
"""So many different pictures stand for all."""
HOURS = (60, 120, 300, 360, 420)
"""Minutes of the shift for which customers are asked to come."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody does. `of`: the customer it is about; `kind`: of which kind of event a report tells."""

    moment: datetime
    who: str
    verb: str
    said: dict[str, Any]
    of: int | None = None
    kind: str = ""
    amount: Decimal = Decimal(0)


@dataclass
class Desk:
    """The desk from its opening up to the visit; before `settled` it is set who rests when."""

    site: SiteIs
    said: SellingIs
    opened: datetime
    settled: datetime
    arrival: datetime
    _count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._dice = Random(self.said.seed)  # noqa: S311 - invented customers
        zone = clock_of(self.site.zone)
        first, last = (at.astimezone(zone).date() for at in (self.opened, self.arrival))
        self._days = [first + n * DAY for n in range((last - first).days + 1)]
        self._resting_until = self.settled.astimezone(zone).date()
        team = [one for crew in self.site.team_at(self.said.post).values() for one in crew]
        self._team = [one.key for one in team]
        self._shifts = {day: self._shift(day) for day in self._days}

    def parts(self, troupe: Troupe) -> Iterator[Part]:
        """Return what the desk does, as parts of a play."""
        deeds = [one for day in self._days for who in self._on_duty(day) for one in self._new(who, day)]
        deeds = sorted((one for one in deeds if one.moment < self.arrival), key=lambda one: (one.moment, one.of or 0))
        yield self._played(troupe, deeds)
        if self.said.rests:
            yield self._rests(troupe, self.site.people[self.said.rests])
        for number, report in enumerate(self.said.reports):
            yield from (
                self._reported(troupe, report, who, place + number, deeds) for place, who in enumerate(self._team)
            )

    def _shift(self, day: date) -> Shift:
        return self.site.pattern.on(day, self.site.zone)[0]

    def _on_duty(self, day: date) -> list[str]:
        resting = self._resting(day)
        return [one for one in self._team if one not in resting]

    def _resting(self, day: date) -> set[str]:
        """Who rests on a day: everybody once a week, on another day every week."""
        if not self.said.rests or not day < self._resting_until:
            return set()
        week, weekday = divmod(day.toordinal() - 1, WEEK)
        return {one for place, one in enumerate(self._team) if (place + week) % WEEK == weekday}

    def _rests(self, troupe: Troupe, head: Member) -> Part:
        """Set, on the day before each week and on the first day of all, who rests in the rest of the week."""
        for number, day in enumerate(self._days):
            if number and day.weekday():
                continue
            yield self._shifts[self._days[max(number - 1, 0)]].begins_at + timedelta(minutes=5)
            for rest in self._days[number : number + WEEK - day.weekday()]:
                if self._resting(rest):
                    troupe.do(
                        "roster.assign",
                        head,
                        self.said.post,
                        day=rest.isoformat(),
                        shift=self._shifts[rest].code,
                        people=self._on_duty(rest),
                        reason="轮休",
                    )

    def _new(self, who: str, day: date) -> Iterator[Deed]:
        for _ in range(int(self.said.customers) + (self._dice.random() < self.said.customers % 1)):
            yield from self._customer(who, day)

    def _customer(self, who: str, day: date) -> Iterator[Deed]:
        """A customer of somebody, from the first call on for as long as it goes."""
        said, dice, self._count = self.said, self._dice, self._count + 1
        number = self._count
        name = dice.choice(said.surnames) + dice.choice(said.titles)
        reached = dice.random() < said.again
        opened = {
            "number": f"{said.numbers}{number:04d}",
            "name": name,
            "source": dice.choice(said.sources),
            "way": dice.choice(said.ways),
            "result": dice.choice(said.open_results if reached else said.dead_results),
            "said": dice.choice(said.said) if reached else "",
        }
        at = self._at(day)
        yield Deed(at, who, "lead.open", opened, number, "CONTACT")
        if not reached:
            return
        then = self._later(who, day, dice.randint(1, 3))
        if then is None:
            return
        day, at = then, self._at(then)
        contact = {"way": said.ways[0], "result": dice.choice(said.open_results), "note": dice.choice(said.said)}
        yield Deed(at, who, "lead.contact", contact, number, "CONTACT")
        if dice.random() >= said.appointed:
            return
        comes = self._later(who, day, dice.randint(1, 2))
        if comes is None:
            comes = day + 2 * DAY
        for_at = self._shift(comes).begins_at + timedelta(minutes=dice.choice(HOURS))
        fixed = {"for_at": for_at, "where": dice.choice(said.places)}
        yield Deed(at + timedelta(minutes=2), who, "lead.appoint", fixed, number, "APPOINTMENT")
        if comes not in self._shifts or dice.random() >= said.comes:
            return
        yield from self._there(who, number, for_at, comes)

    def _there(self, who: str, number: int, came: datetime, day: date) -> Iterator[Deed]:
        """The customer has come: a deposit, a sale, or neither and by and by a loss."""
        said, dice = self.said, self._dice
        came += timedelta(minutes=dice.randint(-8, 12))
        yield Deed(came, who, "lead.visit", {"note": dice.choice(said.said)}, number, "VISIT")
        if dice.random() < said.deposits:
            paid = Decimal(said.deposit)
            told = {"amount": paid}
            yield Deed(came + timedelta(minutes=45), who, "lead.take_deposit", told, number, "DEPOSIT", paid)
            then = self._later(who, day, dice.randint(1, 3))
            if then is not None and dice.random() < said.buys:
                price = Decimal(dice.choice(said.prices))
                yield Deed(self._at(then), who, "lead.sell", {"amount": price}, number, "SALE", price)
                yield from self._cared(who, number, then) if said.care else ()
        elif dice.random() < said.buys:
            then = self._later(who, day, dice.randint(4, 9))
            if then is not None:
                yield Deed(self._at(then), who, "lead.lose", {"reason": dice.choice(said.losses)}, number, "LOSS")

    def _cared(self, who: str, number: int, sold: date) -> Iterator[Deed]:
        """After the sale: the class teacher is told, and the customer is looked after by the regime's calendar."""
        care = self.said.care
        assert care is not None
        if care.teachers and (told := self._later(who, sold, 1)):
            teacher = care.teachers[number % len(care.teachers)]
            situation = care.situations[number % len(care.situations)]
            briefing = {"teacher": teacher, "situation": situation}
            at = self._at(told)
            yield Deed(at, who, "lead.brief_teacher", briefing, number)
            yield Deed(at + DAY, teacher, "lead.take_briefing", {}, number)
        for place, days in enumerate(care.days):
            if care.missed and (number + place) % care.missed == 0:
                continue
            day = self._later(who, sold, days)
            if day is not None:
                answers = {key: words[(number + place) % len(words)] for key, words in care.answers.items()}
                yield Deed(self._at(day), who, "lead.care", {"answers": answers}, number)

    def _at(self, day: date) -> datetime:
        """A moment of the working hours of a day, before customers come late and reports are written."""
        minute = self._dice.randint(8, 470)
        if NOON[0] <= minute < NOON[1]:
            minute += NOON[1] - NOON[0]
        return self._shift(day).begins_at + timedelta(minutes=minute, seconds=self._dice.randint(0, 59))

    def _later(self, who: str, day: date, days: int) -> date | None:
        """The first day at least so many days later on which somebody is on duty, within the days of the desk."""
        later = (one for one in self._days if one >= day + days * DAY and who not in self._resting(one))
        return next(later, None)

    def _played(self, troupe: Troupe, deeds: Sequence[Deed]) -> Part:
        keys: dict[int, str] = {}
        for one in deeds:
            yield one.moment
            by = self.site.people[one.who]
            if one.verb == "lead.open":
                keys[one.of or 0] = troupe.do(one.verb, by, self.said.post, **one.said)
                continue
            shown = {"photos": [_picture(Random((one.of or 0) % PICTURES))]} if one.verb == "lead.care" else {}  # noqa: S311
            troupe.do(one.verb, by, self.said.post, lead=keys[one.of or 0], **one.said, **shown)

    def _reported(self, troupe: Troupe, report: HandedIn, who: str, place: int, deeds: Sequence[Deed]) -> Part:
        """Hand a report in, on every day on which it is due from somebody who is there that day or the day before."""
        of_day = self._by_day(one for one in deeds if one.who == who)
        by, made = self.site.people[who], 0
        for day in self._days:
            if not _due(report, day):
                continue
            there = day if who not in self._resting(day) else day - DAY
            if report.figures and there != day:
                continue
            made += 1
            late = report.late and (made + place) % report.late == 0 and day + DAY in self._shifts
            moment = local(day + DAY, time(9, 12), self.site.zone) if late else self._moment(there, report, place)
            if moment >= self.arrival or there not in self._shifts:
                continue
            yield moment
            values = {key: _figure(of_day[day], kind) for key, kind in report.figures.items()}
            for key, (least, most, step) in report.planned.items():
                values[key] = str(least + (made * 7 + place * 3) % ((most - least) // step + 1) * step)
            values |= {key: words[(made + place) % len(words)] for key, words in report.words.items()}
            troupe.do("report.submit", by, self.said.post, report=report.report, day=day.isoformat(), values=values)

    def _moment(self, day: date, report: HandedIn, place: int) -> datetime:
        return self._shift(day).begins_at + timedelta(minutes=report.at, seconds=17 * place)

    def _by_day(self, deeds: Iterable[Deed]) -> dict[date, list[Deed]]:
        zone, found = clock_of(self.site.zone), defaultdict[date, list[Deed]](list)
        for one in deeds:
            found[one.moment.astimezone(zone).date()].append(one)
        return found


def _picture(dice: Random) -> str:
    """Keep a picture of a conversation that nobody had, and return its name."""
    drawn = Image.new("RGB", (240, 320), "#eef3f3")
    pen, top = ImageDraw.Draw(drawn), 16
    while top < 280:
        wide, own = dice.randint(60, 160), dice.random() < 0.5
        left = 224 - wide if own else 16
        pen.rounded_rectangle((left, top, left + wide, top + 26), 8, fill="#bfe3c8" if own else "#ffffff")
        pen.line((left + 10, top + 13, left + wide - 10, top + 13), fill="#8aa09e", width=3)
        top += dice.randint(34, 46)
    out = BytesIO()
    drawn.save(out, "PNG")
    return photos.take(out.getvalue())


def _due(report: HandedIn, day: date) -> bool:
    if report.last:
        return day + DAY == month_after(day)
    return not report.weekdays or day.weekday() in report.weekdays


def _figure(deeds: Iterable[Deed], kind: str) -> str:
    if kind == "SOLD":
        return str(sum((one.amount for one in deeds if one.kind == "SALE"), Decimal(0)))
    return str(sum(one.kind == kind for one in deeds))
