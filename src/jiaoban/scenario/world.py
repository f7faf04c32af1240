"""Bring about what a scenario is given: a founded site with its people, posts, roster and registers, by real verbs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jiaoban.absence import usecases as _absence  # noqa: F401 - declares the verbs
from jiaoban.attendance import usecases as _attendance  # noqa: F401
from jiaoban.career import usecases as _career  # noqa: F401
from jiaoban.conduct import usecases as _conduct  # noqa: F401
from jiaoban.duty import usecases as _duty  # noqa: F401
from jiaoban.followup import usecases as _followup  # noqa: F401
from jiaoban.fund import occasions as _fund_occasions  # noqa: F401
from jiaoban.fund import usecases as _fund  # noqa: F401
from jiaoban.gathering import usecases as _gathering  # noqa: F401
from jiaoban.handover import usecases as _handover  # noqa: F401
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.book import Book, WritableBook
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.lead import usecases as _lead  # noqa: F401
from jiaoban.logbook import usecases as _logbook  # noqa: F401
from jiaoban.meeting import usecases as _meeting  # noqa: F401
from jiaoban.order import usecases as _order  # noqa: F401
from jiaoban.org import queries
from jiaoban.org import usecases as _org  # noqa: F401
from jiaoban.org.args import AdoptRegime
from jiaoban.plant import usecases as _plant  # noqa: F401
from jiaoban.regime.pack import Pack
from jiaoban.report import usecases as _report  # noqa: F401
from jiaoban.roster import usecases as _roster  # noqa: F401
from jiaoban.round import usecases as _round  # noqa: F401
from jiaoban.scenario.shape import Given, PostIs
from jiaoban.scenario.times import moment_of

SITE = "site"
DAYS = (-1, 0, 1, 2)
"""The days around the scenario's day for which its roster holds."""


class Impossible(ValueError):
    """The world or a step of a scenario cannot be brought about; the message is a sentence."""


@dataclass(frozen=True)
class World:
    """What stays the same throughout a scenario: its day, zone, and the keys behind its names."""

    given: Given
    pack: Pack
    day: date
    zone: str
    keys: Mapping[str, str]
    post: str

    def moment(self, clock: str, book: Book | None = None) -> datetime:
        """Return the moment of a clock time of this scenario, by the site's clock as the book has it moved."""
        return moment_of(clock, self.day, queries.site(book).zone if book else self.zone)

    def packs(self, digest: str) -> Pack:
        """Return the pack under test, which is the only one there is."""
        if digest != self.pack.digest:
            raise LookupError(digest)
        return self.pack

    def name_of(self, key: str) -> str:
        """Return the name behind a person's key."""
        return next((name for name, own in self.keys.items() if own == key), key)


def world_of(given: Given, pack: Pack) -> World:
    """Return the world that a beginning describes."""
    if given.day is None or not given.posts:
        raise Impossible("A scenario needs a day and at least one post; take over a world with like.")
    keys = {name: f"p{number:02d}" for number, name in enumerate(given.people, start=1)}
    return World(
        given=given,
        pack=pack,
        day=given.day,
        zone=given.zone or "Asia/Shanghai",
        keys=keys,
        post=given.post or next(iter(given.posts)),
    )


def found(world: World) -> MemoryBook:
    """Return the book of a site as the scenario finds it."""
    book = MemoryBook(SITE)
    bring_about(book, world, Words(zh="电站", en="Station"))
    return book


def bring_about(book: WritableBook, world: World, name: Words, *, demo: bool = False) -> None:
    """Found a site in an empty book as the scenario finds it. Raises `Impossible`."""
    _Founder(book, world).build(name, demo=demo)


class _Founder:
    """Carries out verbs as the program itself; a refusal means that the scenario's beginning makes no sense."""

    def __init__(self, book: WritableBook, world: World) -> None:
        self.book, self.world, self.done = book, world, 0
        self.now = moment_of("00:00", world.day + timedelta(days=DAYS[0]), world.zone)

    def build(self, name: Words, *, demo: bool) -> None:
        world, given = self.world, self.world.given
        self.do("org.found_site", code=self.book.site, name=name.model_dump(), zone=world.zone, demo=demo)
        self.do(
            "org.adopt_regime",
            **AdoptRegime.of(world.pack, min(world.pack.head.effective_from, Start(world.day))).model_dump(),
        )
        for key, post in given.posts.items():
            self._post(key, post)
        for person in given.people:
            self._person(person)
        for post_key, shifts in given.roster.items():
            self._roster(post_key, shifts)
        for verb, things in given.registers.items():
            for key, said in things.items():
                self._register(verb, key, said)
        for post_key, duty in sorted(given.on_duty.items(), key=lambda one: world.moment(one[1].since)):
            if not duty.people:
                continue
            self.now = max(self.now, world.moment(duty.since))
            self.do("handover.take_first", post_key, people=[self._key(one) for one in duty.people])

    def do(self, verb: str, post: str = "", /, **said: Any) -> None:
        """Carry out a verb at a post, or at the site."""
        found = find_verb(verb)
        if found is None:
            raise Impossible(f"There is no verb {verb}.")
        self.done += 1
        founded = self.book.size > 0
        place = queries.place(self.book, post, self.now) if founded else Place(self.book.site, "", "UTC")
        outcome = perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=SYSTEM,
            place=place,
            now=self.now,
            command=f"given-{self.done:03d}",
            packs=self.world.packs,
        )
        if outcome.refusal is not None:
            raise Impossible(f"{verb}: " + "; ".join(reason.why.zh for reason in outcome.refusal.reasons))

    def _key(self, name: str) -> str:
        try:
            return self.world.keys[name]
        except KeyError:
            raise Impossible(f"There is no person {name}.") from None

    def _post(self, key: str, post: PostIs) -> None:
        shifts = [
            {"code": code, "name": {"zh": one.name, "en": code}, "begins": one.begins, "ends": one.ends}
            for code, one in post.shifts.items()
        ]
        self.do(
            "org.open_post",
            post=key,
            name={"zh": post.name, "en": key},
            regime=self.world.pack.head.id,
            pattern={"shifts": shifts},
            complement=[{"qualification": one, "at_least": number} for one, number in post.needs.items()],
            subjects=[{"key": one, "name": name} for one, name in post.subjects.items()],
            safe_state={"zh": post.safe_state, "en": post.safe_state} if post.safe_state else None,
        )

    def _person(self, name: str) -> None:
        person, key = self.world.given.people[name], self.world.keys[name]
        self.do("org.add_person", person=key, name=name, username=key)
        for post in person.posts or (None,):
            self.do("org.grant", person=key, role=person.role, post=post)
        for held in person.holds:
            self.do("org.qualify", person=key, qualification=held.name, valid_from=held.since, valid_to=held.until)

    def _roster(self, post: str, shifts: Mapping[str, Iterable[str]]) -> None:
        for step in DAYS:
            day = self.world.day + timedelta(days=step)
            for shift, people in shifts.items():
                keys = [self._key(one) for one in people]
                self.do("roster.assign", post, day=day, shift=shift, people=keys, reason="scenario")

    def _register(self, verb: str, key: str, said: dict[str, Any]) -> None:
        found = find_verb(verb)
        if found is None:
            raise Impossible(f"There is no verb {verb}.")
        post = str(said.get("post", self.world.post))
        values = {name: value for name, value in said.items() if name != "post" or "post" in found.args.model_fields}
        self.do(verb, post, **{next(iter(found.args.model_fields)): key}, **values)
