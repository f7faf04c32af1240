"""Whether a book is whole: in this process, with the program's own commands, and beside what clients were told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests import cast


@dataclass
class Told:
    """What a client knows of one command: what it sent, and every answer it had."""

    text: str
    photos: Sequence[str] = ()
    answers: list[Sequence[tuple[int, str]]] = field(default_factory=list)
    """For each acknowledgement (number, id) of the acts."""
    led_on: bool = False
    """A page answered with success, which tells no number."""

    @property
    def acknowledged(self) -> bool:
        """Whether it has to stand in the book."""
        return self.led_on or bool(self.answers)


def acknowledged(sent: Mapping[str, Told]) -> int:
    """Return how many commands were answered with success."""
    return sum(one.acknowledged for one in sent.values())


def kept(sent: Mapping[str, Told]) -> list[str]:
    """Compare the book with what was told to clients: nothing lost, doubled, renumbered, changed, or unasked for."""
    from jiaoban.ledger import files
    from jiaoban.ledger.store import DbBook

    found: list[str] = []
    here: dict[str, list[tuple[int, str, Sequence[str]]]] = {}
    for act in DbBook(cast.SITE).acts():
        if act.kind == "logbook.written":
            said = act.payload.model_dump()
            here.setdefault(act.command, []).append((act.seq, said["text"], said["photos"]))
            if not all(map(files.sound, said["photos"])):
                found.append(f"act {act.seq} ({act.command}) names a photograph that is not in the store")
    for command, one in sent.items():
        found += _told_of(command, one, here.pop(command, []))
    return found + [f"{command} stands in the book, though nobody sent it" for command in here]


def _told_of(command: str, one: Told, here: Sequence[tuple[int, str, Sequence[str]]]) -> Iterable[str]:
    if len(here) > 1:
        yield f"{command} stands {len(here)} times in the book: {', '.join(str(seq) for seq, *_ in here)}"
    if not one.acknowledged:
        return
    if not here:
        number = f" as {one.answers[0]}" if one.answers else " by a page"
        yield f"{command} was acknowledged{number} and is lost"
        return
    seq, text, photos = here[0]
    for answer in one.answers:
        if list(answer) != [(seq, command)]:
            yield f"{command} was acknowledged as {list(answer)} and stands in the book as {seq}"
    if text != one.text or list(photos) != list(one.photos):
        yield f"{command} stands in the book with other words than were sent"


def verified(*, rebuilding: bool = True) -> list[str]:
    """Return what `ledger verify`, `ledger rebuild --check` and, on SQLite, the database itself find wrong."""
    from django.db import connection

    from jiaoban.ledger.rebuild import differences
    from jiaoban.ledger.store import sites
    from jiaoban.ledger.verify import verify_all

    found: list[str] = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = [str(row[0]) for row in cursor.fetchall()]
        found += [] if said == ["ok"] else [f"integrity_check: {line}" for line in said]
    found += [f"verify: {finding}" for report in verify_all() for finding in report.findings]
    for site in sites() if rebuilding else ():
        found += [f"rebuild --check: {finding}" for finding in differences(site)[1]]
    return found
