"""Whose a customer is, how far collisions have come, and who may follow customers: read from the book. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.months import month_after
from jiaoban.kernel.place import Place
from jiaoban.lead import evidence, queries
from jiaoban.lead.merged import Merged
from jiaoban.lead.owner_tables import (
    COLLISIONS,
    DEALINGS,
    FOLLOWED,
    LATER,
    REPEATS,
    Collision,
    Dealings,
    LaterFollowup,
    Repeat,
)
from jiaoban.lead.rules.facts import Fact, by_then, stretches
from jiaoban.lead.rules.history import Span, history
from jiaoban.lead.rules.leading import MayFollow, sides
from jiaoban.lead.rules.limit import Led, Share, begin_of, led_by, month_before, month_of, reached_anyhow, share
from jiaoban.lead.rules.ownership import Owned, Rules, owner
from jiaoban.lead.rules.reach import DAY, TICK
from jiaoban.lead.tables import EVENTS, Lead
from jiaoban.regime.leads import Leads
from jiaoban.regime.owning import Collisions, Limit

Packs = Callable[[str], Any]
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def rules_at(place: Place, packs: Packs) -> Rules | None:
    """Return what decides whose a customer of a post is, or None where the regime in force does not say."""
    said = queries.ruled(place, packs)
    if said is None or said.ownership is None:
        return None
    return Rules(said.ownership, said.following.leader if said.following else None, said.collisions)


class Following:
    """Who leads which customers in which month at a post, and who may not follow any: read once, as it stands now.

    Of one person only the customers are read whom that person can have led; once everybody is asked for, whole months.
    """

    def __init__(self, book: Book, place: Place, said: Leads, now: datetime) -> None:
        self.book, self.place, self.now = book, place, now
        self.rule = said.following
        self._merged = Merged(book)
        self._facts: dict[str, list[Fact]] = {}
        self._led: dict[tuple[str, date], list[Led]] = {}
        self._of_all = False
        self._named: list[tuple[datetime, datetime, Dealings]] = []
        self._named_since: datetime | None = None
        self._everybody: dict[date, dict[str, list[Led]]] = {}
        self._shares: dict[tuple[str, date], Share] = {}
        self._may: dict[tuple[str, date], bool] = {}

    def share(self, person: str, month: date) -> Share:
        """Return how many customers somebody led in a month, and how many of them stayed without result."""
        key = (person, month)
        if key not in self._shares:
            led, limit, zone = self._led_by(person, month), self._limit, self.place.zone
            self._shares[key] = share(
                person, month, led, limit, zone, self._until(month), lambda at: not self._may_in(person, at)
            )
        return self._shares[key]

    def barred(self, person: str, month: date) -> Share | None:
        """Return why somebody may not follow customers in a month: the share of the month before. None: they may."""
        return None if self._may_in(person, month) else self.share(person, month_before(month))

    def may_follow(self, person: str, moment: datetime) -> bool:
        """Say whether somebody may be given a customer to follow at a moment."""
        return self._may_in(person, month_of(moment, self.place.zone))

    def shares(self, month: date) -> list[Share]:
        """Return the shares of everybody who led a customer in a month, by person."""
        self._of_all = True
        people = sorted(self._led_by_everybody(month))
        return [found for person in people if (found := self.share(person, month)).led]

    @property
    def _limit(self) -> Limit:
        assert self.rule is not None
        assert self.rule.limit is not None
        return self.rule.limit

    def _may_in(self, person: str, month: date) -> bool:
        """Say whether somebody may follow customers in a month. Further back is looked only where it depends on it."""
        if self.rule is None or self.rule.limit is None or month <= self._first:
            return True
        key, before = (person, month), month_before(month)
        if key not in self._may:
            led, until = self._led_by(person, before), self._until(before)
            reached = reached_anyhow(person, before, led, self._limit, self.place.zone, until)
            self._may[key] = not (self.share(person, before).reached if reached is None else reached)
        return self._may[key]

    def _led_by(self, person: str, month: date) -> list[Led]:
        """When somebody led customers, of those whom they can have led in a month."""
        if self._of_all or not self._only_taken:
            return self._led_by_everybody(month).get(person, [])
        return _by_person(self._led_in(self._taken(month, person), month)).get(person, [])

    def _led_by_everybody(self, month: date) -> dict[str, list[Led]]:
        if month not in self._everybody:
            keys = self._taken(month) if self._only_taken else self._followed(month)
            self._everybody[month] = _by_person(self._led_in(keys, month))
        return self._everybody[month]

    def _led_in(self, keys: Collection[str], month: date) -> Iterator[Led]:
        """Who led these customers when, as it stood at the end of a month (or stands now)."""
        assert self.rule is not None
        self._read([key for key in keys if key not in self._facts])
        for lead in keys:
            if (lead, month) not in self._led:
                until, facts = self._until(month), self._facts[lead]
                self._led[lead, month] = led_by(lead, facts, self.rule.leader, self.place.zone, until)
            yield from self._led[lead, month]

    def _until(self, month: date) -> datetime:
        return min(self.now + TICK, begin_of(month_after(month), self.place.zone))

    @cached_property
    def _first(self) -> date:
        """The first month with a visit: before it nobody led anything."""
        rows = self.book.pick(
            FOLLOWED, ("visited_at",), post=self.place.post, visited_at=Between(_EVER), order=("visited_at",), limit=1
        )
        return month_of(rows[0][0] if rows else self.now, self.place.zone)

    @property
    def _only_taken(self) -> bool:
        """Only customers taken on in a month are asked for, and they can be found by when that was."""
        return self._limit.customers == "taken" and self.rule is not None and not self.rule.leader.back

    def _followed(self, month: date) -> Collection[str]:
        """Every customer who had come and was not closed before a month."""
        begins, until = begin_of(month, self.place.zone), self._until(month)
        came, post = Between(_EVER, until), self.place.post
        open_ = self.book.pick(FOLLOWED, ("lead",), post=post, closed_at=None, visited_at=came)
        closed = self.book.pick(FOLLOWED, ("lead",), post=post, closed_at=Between(begins), visited_at=came)
        return [key for (key,) in (*open_, *closed)]

    def _taken(self, month: date, person: str = "") -> Collection[str]:
        """Those who came in a month, or of whom it was said or decided then, or so lately that they can have passed on
        in it, who leads. With a person: those alone whom that person received, or of whom it was said that they lead or
        are the other side; nobody comes to lead in another way."""
        assert self.rule is not None
        begins, until, post = begin_of(month, self.place.zone), self._until(month), self.place.post
        since = begins - self.rule.leader.within - 2 * DAY
        mine: dict[str, Any] = {"person": person} if person else {}
        came = Between(begins, until)
        received = self.book.pick(EVENTS, ("lead",), post=post, kind="VISIT", at=came, standing=True, **mine)
        named = [one for one in self._named_in(since, until) if not person or _names(one, person)]
        paid_at = Between(since, until)
        paid = self.book.pick(EVENTS, ("lead",), post=post, kind="DEPOSIT", at=paid_at, standing=True)
        paying = [key for (key,) in paid]
        if person:
            paying = [key for key, said in self._said(paying).items() if any(_names(one, person) for one in said)]
        said_of = self._merged.standing(one.lead for one in named)
        return list(dict.fromkeys((*(key for (key,) in received), *paying, *said_of.values())))

    def _named_in(self, since: datetime, until: datetime) -> list[Dealings]:
        """Of whom it was said who leads, first before a time and last after another; each is read once."""
        if self._named_since is None or since < self._named_since:
            last = Between(since, self._named_since)
            found = self.book.find(DEALINGS, post=self.place.post, named_last=last)
            self._named += [(one.named_from, one.named_last, one) for one in found if one.named_from and one.named_last]
            self._named_since = since
        return [one for began, ended, one in self._named if began < until and ended >= since]

    def _said(self, keys: Iterable[str]) -> dict[str, list[Dealings]]:
        """What was said of customers and of those that were merged into them."""
        parts = self._merged.parts(keys)
        said = self.book.many(DEALINGS, (part for those in parts.values() for part in those))
        return {key: [said[part] for part in those if part in said] for key, those in parts.items()}

    def _read(self, keys: Sequence[str]) -> None:
        for low in range(0, len(keys), evidence.BATCH):
            self._facts.update(self._batch(keys[low : low + evidence.BATCH]))

    def _batch(self, keys: Sequence[str]) -> Iterator[tuple[str, list[Fact]]]:
        """Read columns alone: of thousands of events of a month only who and when matters."""
        made: dict[str, list[Fact]] = {key: [] for key in keys}
        of = OneOf(tuple(keys))
        gone: list[str] = []
        columns = ("lead", "kind", "person", "at", "standing")
        for lead, kind, person, at, standing in self.book.pick(EVENTS, columns, lead=of):
            if standing:
                made[lead].append(Fact("FIXED" if kind == "APPOINTMENT" else kind, person, at))
            elif kind == "APPOINTMENT":  # cancelled, or never was
                gone.append(lead)
        for event in self.book.find(EVENTS, lead=OneOf(tuple(gone)), standing=False) if gone else ():
            made[event.lead] += evidence.of_event(event)
        for key, said in self._said(keys).items():
            yield key, [*made[key], *(evidence.of_dealing(one) for dealings in said for one in dealings.said)]


def _names(said: Dealings, person: str) -> bool:
    return any(person in (one.person, one.whom, one.other) for one in said.said)


def _by_person(led: Iterable[Led]) -> dict[str, list[Led]]:
    made: dict[str, list[Led]] = defaultdict(list)
    for one in led:
        made[one.period.person].append(one)
    return made


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a customer is, as of any moment up to now, by what the book says now of what had happened then."""

    gathered: evidence.Gathered
    rules: Rules
    zone: str
    may_follow: MayFollow

    def at(self, moment: datetime) -> Owned:
        """Return whose the customer is at a moment."""
        facts = self.gathered.at(self.rules.collisions, moment)
        return owner(facts, self.rules, moment, self.zone, self.may_follow)

    def to_agree(self, now: datetime) -> tuple[str, ...]:
        """Return who has still to agree on who leads the follow-up: nobody before a visit, where somebody leads by now,
        or where the order is void, which only a supervisor changes."""
        if self.rules.leader is None or self.gathered.lead.stand not in ("VISITED", "DEPOSIT"):
            return ()
        concerned = sides(self.lately(now))
        found = self.at(now)
        return concerned if len(concerned) > 1 and found.period is None and found.basis != "VOID" else ()

    def lately(self, now: datetime) -> list[Fact]:
        """Return what has happened with the customer since they were lost, or ever."""
        return stretches(by_then(self.gathered.facts, now))[-1]

    def history(self, now: datetime) -> list[Span]:
        """Return whose the customer was when."""
        return history(self.at, self.gathered.moments(self.rules.collisions, now), now)


def whose(book: Book, lead: Lead, place: Place, packs: Packs, now: datetime) -> Whose | None:
    """Return what says whose a customer is; None where the regime of their post (`place`) does not say."""
    rules, said = rules_at(place, packs), queries.ruled(place, packs)
    if rules is None or said is None:
        return None
    return Whose(evidence.gathered(book, lead), rules, place.zone, Following(book, place, said, now).may_follow)


def collision(book: Book, key: str) -> Collision | None:
    """Return a case by its key, or None."""
    return book.get(COLLISIONS, key)


def collisions_of(book: Book, lead: Lead) -> list[Collision]:
    """Return the cases of a customer, the oldest first."""
    return book.find(COLLISIONS, lead=OneOf(tuple(evidence.parts_of(book, lead))), order=("opened_at",))


def undecided(book: Book, post: str, rule: Collisions, now: datetime) -> list[Collision]:
    """Return the cases of a post that somebody has still to see to, the oldest first."""
    longest = rule.agree_within + rule.rule_within + timedelta(days=1)
    since = Between(now - longest) if rule.unsettled == "void" else Between(_EVER)
    there = book.find(COLLISIONS, post=post, decided=False, opened_at=since, order=("opened_at",))
    return [one for one in there if evidence.stage_of(one, rule, now)[0] in ("OPEN", "AGREED", "UP")]


def collisions(book: Book, post: str, *, limit: int = 100) -> list[Collision]:
    """Return the cases of a post, the newest first."""
    return book.find(COLLISIONS, post=post, order=("-opened_at",), limit=limit)


def repeats(book: Book, *, limit: int | None = None, **where: Any) -> list[Repeat]:
    """Return the appointments that were fixed over a colleague's, the newest first."""
    return book.find(REPEATS, order=("-at",), limit=limit, **where)


def later_of(book: Book, lead: Lead) -> list[LaterFollowup]:
    """Return the follow-ups of a customer who bought, by when their month is over."""
    return book.find(LATER, lead=OneOf(tuple(evidence.parts_of(book, lead))), order=("ends_at",))
