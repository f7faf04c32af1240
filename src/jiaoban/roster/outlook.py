"""Who is due at every post of a site over some days: as it is, and as it would be after a change. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from jiaoban.kernel.book import Book
from jiaoban.kernel.months import month_after
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import Person, Post
from jiaoban.regime.pack import Pack
from jiaoban.regime.rostering import Rostering
from jiaoban.regime.standing import Complement
from jiaoban.roster import queries
from jiaoban.roster.checking import DAY, Violation, Window, needs_of, shortages, violations
from jiaoban.roster.resting import Month, month_of
from jiaoban.roster.rules import Plan, Turn
from jiaoban.roster.stints import Stint, stints_of
from jiaoban.roster.wording import Names

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Outlook:
    """The plans of all posts, with everything that is needed to say who stands which shift in a window of days."""

    zone: str
    window: Window
    posts: tuple[Post, ...]
    plans: Mapping[str, Plan]
    people: Mapping[str, Person]
    known: dict[str, list[Turn]] = field(default_factory=dict)
    """The shifts that were asked for, by post: most posts are alike before and after a change."""

    def changed(self, *plans: Plan) -> "Outlook":
        """Return the outlook with these plans in the places of the ones that their posts have."""
        changed = {one.post: one for one in plans}
        kept = {one.key: list(self.turns((one.key,))) for one in self.posts if one.key not in changed}
        return replace(self, plans={**self.plans, **changed}, known=kept)

    def turns(self, posts: Collection[str] | None = None) -> Iterator[Turn]:
        """Yield the shifts of the window at all posts, or these."""
        for post in self.posts:
            if posts is None or post.key in posts:
                if post.key not in self.known:
                    self.known[post.key] = list(self._of(post))
                yield from self.known[post.key]

    def _of(self, post: Post) -> Iterator[Turn]:
        plan, day = self.plans[post.key], self.window.first
        while day < self.window.after:
            for shift in post.shifts_on(day, self.zone):
                yield plan.turn(shift)
            day += DAY

    @cached_property
    def stints(self) -> tuple[Stint, ...]:
        """Everybody's shifts."""
        return tuple(stints_of(self.turns()))

    @property
    def names(self) -> Names:
        """What people, posts and shifts are called."""
        return Names(
            people={key: one.name for key, one in self.people.items()},
            posts={one.key: one.name for one in self.posts},
            shifts=queries.shift_names(self.posts),
        )

    def holds(self, person: str, turn: Turn) -> set[str]:
        """Return the qualifications of a person that are valid from the begin of a shift to its end."""
        found = self.people.get(person)
        last = (turn.shift.ends_at - TICK).astimezone(clock_of(self.zone)).date()
        held = found.qualifications if found else ()
        return {one.qualification for one in held if one.valid_on(turn.shift.day) and one.valid_on(last)}


def outlook(book: Book, window: Window) -> Outlook:
    """Return the outlook of the site over a window of days. Seven queries."""
    posts = tuple(org.posts(book))
    return Outlook(
        zone=org.site(book).zone,
        window=window,
        posts=posts,
        plans=queries.plans(book, [one.key for one in posts], window.first, window.after),
        people={one.key: one for one in org.people(book, everybody=True)},
    )


def broken(
    seen: Outlook,
    pack: Pack,
    rostering: Rostering,
    people: Collection[str] | None = None,
    posts: Collection[str] | None = None,
) -> list[Violation]:
    """Return what the roster breaks of the rules of a regime: by these people, and of what shifts need at these posts
    (None: everybody, everywhere)."""
    stints, names = seen.stints, seen.names
    found = violations(
        rostering.rules, [one for one in stints if people is None or one.person in people], seen.window, names
    )
    for rule in rostering.rules:
        if rule.kind == "complement":
            for one in seen.posts:
                if posts is None or one.key in posts:
                    needs = [*needs_of(pack), *_own_needs(one, rule.clause)]
                    found += shortages(rule, needs, seen.turns((one.key,)), seen.holds, names)
    return found


AROUND = 7 * DAY
"""Around a month so much is looked at with it: weeks lie in two months, rows run over its end."""


def month_broken(book: Book, pack: Pack, post: str, first: date, after: date) -> list[Violation]:
    """Return what the roster breaks on some local day `first <= day < after`: of the people who have a shift of the
    post around them, and of what its shifts need."""
    if pack.roster is None:
        return []
    seen = outlook(book, Window(first - AROUND, after + AROUND))
    there = {one.person for one in seen.stints if one.post == post}
    found = broken(seen, pack, pack.roster, there, {post})
    return [one for one in found if one.first < after and one.last >= first]


def rest_days(book: Book, rostering: Rostering, first: date, today: date) -> list[Month]:
    """Return the rest days of the month that begins on a day, of everybody who is on the roster in it, for every rule
    that wants them used up."""
    wanted = [one for one in rostering.rules if one.kind == "use-up"]
    if not wanted:
        return []
    seen = outlook(book, Window(first, month_after(first)))
    due = {one.person for one in seen.stints}
    here = {key: _with_us(one, seen.zone) for key, one in seen.people.items() if key in due}
    return [month_of(rule, here, seen.stints, first, today, seen.zone) for rule in wanted]


def _with_us(person: Person, zone: str) -> tuple[date, date | None]:
    clock = clock_of(zone)
    came = person.here_since.astimezone(clock).date() if person.here_since else date.min
    return came, person.left_at.astimezone(clock).date() if person.left_at else None


def _own_needs(post: Post, clause: str) -> Iterator[Complement]:
    """The people that the post's own register asks for, as the regime's: there they have no clause of their own."""
    for number, need in enumerate(post.now.complement):
        title = {"zh": need.qualification, "en": need.qualification}
        yield Complement.model_validate(
            {"id": f"own-{number}", "clause": clause, "title": title, "at_least": need.at_least,
             "holds": (need.qualification,)}
        )  # fmt: skip
