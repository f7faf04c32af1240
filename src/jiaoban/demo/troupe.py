"""How the past of a demo site is played: people carry out real verbs, each at its own moment, in one order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

from jiaoban.demo.description import Member, SiteIs
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.org import queries as org
from jiaoban.org.packs import packs

Part = Iterator[datetime]
"""What somebody plays: yields the moment of the next step, and does the step when it is called again."""


class Troupe:
    """The people of a demo site over its book. `now` is the moment of the step that is being played; `commands` is how
    the ids of what they do begin."""

    def __init__(self, site: SiteIs, book: WritableBook, now: datetime, commands: str = "demo") -> None:
        self.site, self.book, self.now, self._commands, self._done = site, book, now, commands, 0
        self._actors = {one.key: org.actor(book, one.key) for one in org.people(book)}

    def do(self, verb: str, by: Member | None, post: str = "", /, **said: Any) -> str:
        """Carry out a verb as a person (None: the program) at a post; return the command, the key of what is new.

        Command ids are counted, so that they are the same at every loading. A refusal is an error of the play.
        """
        found = find_verb(verb)
        assert found is not None, verb
        self._done += 1
        outcome: Outcome = perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=self._actors[by.key] if by else SYSTEM,
            place=org.place(self.book, post, self.now),
            now=self.now,
            command=f"{self._commands}-{self._done:04d}",
            packs=packs,
        )
        assert outcome.refusal is None, f"{self.site.code} {self.now} {verb} {said}: {outcome.refusal}"
        return outcome.acts[0].command

    def play(self, *parts: Part) -> None:
        """Play all parts, always the step whose moment is next, so that the book's own times only go forward."""
        waiting = [(moment, number, part) for number, part in enumerate(parts) if (moment := next(part, None))]
        heapify(waiting)
        while waiting:
            self.now, number, part = heappop(waiting)
            moment = next(part, None)
            if moment is not None:
                heappush(waiting, (moment, number, part))


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift at a post of a site and the people of the crew whose turn it is."""

    site: SiteIs
    post: str
    shift: Shift
    crew: str

    @property
    def on_duty(self) -> Member:
        """Who stands the shift."""
        return self.site.crew_at(self.post)[self.crew]

    @property
    def lead(self) -> Member:
        """The supervisor of the crew."""
        return self.site.leads[self.crew]

    @property
    def next(self) -> "Turn":
        """The shift that follows at the post."""
        return turn_at(self.site, self.post, self.shift.ends_at)

    @property
    def again(self) -> "Turn":
        """The next shift of the same crew at the post, after this one."""
        later = self.next
        while later.crew != self.crew:
            later = later.next
        return later

    @property
    def resting(self) -> Member:
        """Who stands this post on other days and has the day of this shift off."""
        crews = self.site.cycle[(self.shift.day - self.site.anchor).days % len(self.site.cycle)].values()
        there = self.site.crew_at(self.post)
        return next(there[crew] for crew in there if crew not in crews)

    def into(self, minutes: float) -> datetime:
        """Return the moment so many minutes after the begin of the shift."""
        return self.shift.begins_at + timedelta(minutes=minutes)

    def to_end(self, minutes: float) -> datetime:
        """Return the moment so many minutes after the end of the shift; negative ones lie before it."""
        return self.shift.ends_at + timedelta(minutes=minutes)


def turn_at(site: SiteIs, post: str, moment: datetime) -> Turn:
    """Return the shift running at a post at this moment, by the cycle of the site; out of hours the next one."""
    shift = site.pattern.at(moment, site.zone) or site.pattern.after(moment, site.zone)
    crews = site.cycle[(shift.day - site.anchor).days % len(site.cycle)]
    return Turn(site, post, shift, crews[shift.code])
