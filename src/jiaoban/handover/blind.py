"""The blind count: who counts things in custody does not learn how many there must be before their own count is in.

Whoever answers for the things now knows how many there are, and so does the supervisor; whoever may come to count them
does not, neither from the register, nor from the record, nor from what another counted. A count that is in stays in:
the first word of everybody is kept beside the last.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiaoban.handover import queries
from jiaoban.handover.around import side_people
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import Actor, Right
from jiaoban.kernel.book import Book
from jiaoban.plant.tables import COUNTS
from jiaoban.regime.pack import Pack

FIGURE = re.compile(r"(应有) \d+(?:（[^（）]*：[^（）]*）)?|(expected) \d+(?: \([^()]*: [^()]*\))?")
"""How many there must be, and where, as a line of the record says it in the language of its regime."""
UNSEEN = {"应有": "应有数清点后可见", "expected": "how many is shown after the count"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees of a post's custody: everything, or nothing but of the things that they have counted."""

    everything: bool
    counted: frozenset[str] = frozenset()

    def sees(self, custody_item: str) -> bool:
        """Say whether the reader may know how many of it there must be."""
        return self.everything or custody_item in self.counted

    def handover(self, one: Handover) -> Handover:
        """Return a handover as the reader sees it: without the figures in the lines of things that they do not see."""
        if self.everything or not one.open:
            return one
        lines = {
            key: line.model_copy(update={"body": line.body.model_copy(update=_masked(line.body.text))})
            if line.body.source == "custody" and not self.sees(line.body.ref)
            else line
            for key, line in one.lines.items()
        }
        return one.model_copy(update={"lines": lines})

    def payload(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what an act says as plain values, as the reader sees it: for the answer to a command."""
        lines = said.get("lines")
        if self.everything or not isinstance(lines, list):
            return dict(said)
        return {**said, "lines": [self._line(one) if isinstance(one, dict) else one for one in lines]}

    def _line(self, line: dict[str, Any]) -> dict[str, Any]:
        hidden = line.get("source") == "custody" and not self.sees(str(line.get("ref", "")))
        return {**line, **_masked(str(line.get("text", "")))} if hidden else line


def _masked(text: str) -> dict[str, str]:
    return {"text": FIGURE.sub(lambda found: UNSEEN[found[1] or found[2]], text), "print": ""}


ALL = Sight(everything=True)


def sight(book: Book, post: str, actor: Actor, pack: Pack | None) -> Sight:
    """Return what somebody sees of a post's custody under its regime now.

    Blind are, of the side that counts: in a handover that goes on its people; where the incoming side counts, before
    that everybody who works there and neither holds the post nor supervises.
    """
    rule = pack.handover.count if pack else None
    if rule is None or rule.open:
        return ALL
    running, me = queries.open_at(book, post), actor.person
    if not any(me in side_people(one, side) for one in running for side in rule.sides):
        leaving = {person for one in running for person in one.leaving} | set(queries.holders(book, post))
        may_come = "incoming" in rule.sides and actor.may(Right.WORK, post) and not actor.may(Right.SUPERVISE, post)
        if not may_come or me in leaving:
            return ALL
    counted = {
        one.custody_item
        for handover in running
        for one in book.find(COUNTS, occasion=handover.key, post=post)
        if one.person == me
    }
    return Sight(everything=False, counted=frozenset(counted))
