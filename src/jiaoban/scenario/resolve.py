"""From what an author writes to what a verb is told: names to keys, labels to keys, clock times to moments, lines."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from pydantic import AwareDatetime

from jiaoban.conduct.queries import offered
from jiaoban.handover import queries as handovers
from jiaoban.handover.state import Handover
from jiaoban.handover.tables import STAYS
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.verbs import Args
from jiaoban.meeting import queries as meetings
from jiaoban.org import queries as org
from jiaoban.scenario.times import is_clock
from jiaoban.scenario.world import Impossible, World

LINE_WORDS = {"section", "of", "source", "text", "subject"}
PICKED = ("take", "leave")
"""Arguments that name what a record is picked from, by the lines that it is or would be."""
RUNNING = ("handover", "occasion")
"""Arguments that mean the handover which is going on, unless the author says otherwise."""

REFERRING = {"ref", "source", "of"}
OCCURRED = {"from", "who"}
STANDING = {"stand", "in_days", "post", "duty", "round"}


def handover_of(book: WritableBook, post: str) -> Handover | None:
    """Return the handover that is going on at a post, else the one that ended last."""
    running = handovers.current(book, post)
    return running or next(iter(handovers.history(book, post, limit=1)), None)


class Resolver:
    """Turns the `with` of one step into the arguments of its verb."""

    def __init__(self, book: WritableBook, world: World, labels: Mapping[str, str], post: str, now: datetime) -> None:
        self.book, self.world, self.labels, self.post, self.now = book, world, labels, post, now
        self.handover = handover_of(book, post)

    def arguments(self, model: type[Args], said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments; raises `Impossible` when something that is named does not exist."""
        fields = model.model_fields
        made = {name: self._value(name, value, fields[name].annotation) for name, value in said.items()}
        running = self.handover
        if running is None:
            return made
        for name in RUNNING:
            if name in fields:
                made.setdefault(name, running.key)
        if "content" in fields:
            made.setdefault("content", running.content_digest())
        if "duty" in fields and "shift" in fields:
            made.setdefault("shift", running.shift)
        if "meeting" in fields and "meeting" not in made:
            made["meeting"] = self._meeting(running)
        if isinstance(said.get("read_back"), str):
            critical = [key for key in made.get("lines", ()) if running.lines[key].body.critical]
            made["read_back"] = dict.fromkeys(critical, said["read_back"])
        elif isinstance(said.get("read_back"), dict):
            made["read_back"] = {self._line({"of": key}): value for key, value in said["read_back"].items()}
        return made

    def _meeting(self, running: Handover) -> str:
        found = meetings.of_occasion(self.book, running.key)
        if not found:
            raise Impossible("No meeting has been opened for this handover.")
        return found[-1].key

    def _value(self, name: str, value: Any, annotation: Any) -> Any:
        if name == "lines" and value == "all":
            return list(self._lines())
        if name in PICKED:
            return self._picks(value)
        if is_clock(value) and _wants_moment(annotation):
            return self.world.moment(value, self.book)
        if name in ("line", "ref") and isinstance(value, dict) and set(value) <= LINE_WORDS:
            return self._line(value)
        if name == "lines" and isinstance(value, list):
            return [self._line(one) if isinstance(one, dict) else one for one in value]
        if name == "stay" and isinstance(value, dict) and set(value) == {"duty", "person"}:
            return self._stay(value["duty"], value["person"])
        return self._plain(value)

    def _picks(self, value: Any) -> list[str]:
        """Return the keys of things to pick: all that the record holds of them, or those described; what was left out
        is no line any more and is named by `section`, `source` and `of`."""
        places = {(one.id, draw.source) for one in self.world.pack.handover.sections for draw in one.draws if draw.pick}
        if value == "all":
            lines = self.handover.lines if self.handover else {}
            return [key for key, line in lines.items() if (line.body.section, line.body.source) in places]
        found = []
        for said in value:
            there = self.matching(said)
            of = self.labels.get(said.get("of", ""), said.get("of", ""))
            found += there[:1] or [f"{section}.{source}.{of}" for section, source in sorted(places)][:1]
        return found

    def _stay(self, duty: str, person: str) -> str:
        """Return the key of the newest duty of this name that survived a signature and stays with a person."""
        key = self.world.keys.get(person, person)
        found = self.book.find(STAYS, person=key, order=("-due_at",))
        mine = next((one.key for one in found if one.duty == duty), None)
        if mine is None:
            raise Impossible(f"No duty {duty} stays with {person}.")
        return mine

    def _plain(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.world.keys.get(value, value)
        if isinstance(value, list):
            return [self._plain(one) for one in value]
        if isinstance(value, dict):
            if "ref" in value and set(value) <= REFERRING:
                return self._reference(value)
            if "stand" in value and set(value) <= STANDING:
                return self._stand(value)
            if "from" in value and set(value) <= OCCURRED:
                return self._occasion(value)
            return {self._plain(key): self._plain(one) for key, one in value.items()}
        return value

    def _occasion(self, said: Mapping[str, str]) -> str:
        """Return the name of an occasion of a source: the first one, of a person where one is named."""
        found = offered(self.book, org.place(self.book, self.post, self.now), self.world.packs, self.now)
        who = self.world.keys.get(said.get("who", ""), "")
        for one in found:
            if one.occasion.source == said["from"] and (not who or who in one.occasion.people):
                return one.name
        raise Impossible(f"There is no open occasion of {said['from']}.")

    def _reference(self, said: Mapping[str, str]) -> str:
        """Return the key behind a label; of open work with its `source` before it, of a recall that of one person."""
        key = self.label(said["ref"])
        key = f"{key}.{self.world.keys.get(said['of'], said['of'])}" if "of" in said else key
        return f"{said['source']}:{key}" if "source" in said else key

    def _stand(self, said: Mapping[str, Any]) -> str:
        """Return the name of what falls in an absence: a shift by its code, or a duty or round in it."""
        day = self.world.day + timedelta(days=int(said.get("in_days", 0)))
        shift = f"{said.get('post', self.world.post)}:{day.isoformat()}.{said['stand']}"
        inner = next((f"{sort}:{shift}:{said[sort]}" for sort in ("duty", "round") if sort in said), None)
        return inner or f"post:{shift}"

    def label(self, name: str) -> str:
        """Return the key of what an earlier step made under this label."""
        try:
            return self.labels[name]
        except KeyError:
            known = "、".join(self.labels) or "none"
            raise Impossible(f"There is no label {name} yet; there are: {known}.") from None

    def _lines(self) -> Iterable[str]:
        if self.handover is None:
            raise Impossible("No handover is going on, so there are no lines.")
        return self.handover.lines

    def _line(self, said: Mapping[str, str]) -> str:
        found = self.matching(said)
        if not found:
            written = "、".join(f"{k}: {v}" for k, v in said.items())
            raise Impossible(f"No line of the record is like {written}.")
        return found[0]

    def matching(self, said: Mapping[str, str]) -> list[str]:
        """Return the keys of the lines that a description means: section, source, subject, text, of (label or key)."""
        keys = list(self._lines())
        assert self.handover is not None
        lines = self.handover.lines
        of = said.get("of")
        about = self.labels.get(of, of) if of is not None else None
        return [
            key
            for key in keys
            if said.get("section") in (None, lines[key].body.section)
            and said.get("source") in (None, lines[key].body.source)
            and said.get("subject") in (None, lines[key].body.subject)
            and str(said.get("text") or "") in lines[key].body.text
            and (about is None or lines[key].body.ref == about or key.endswith(f".{about}"))
        ]


def _wants_moment(annotation: Any) -> bool:
    return annotation in (datetime, AwareDatetime) or any(_wants_moment(one) for one in get_args(annotation))
