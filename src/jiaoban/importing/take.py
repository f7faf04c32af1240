"""Taking a file over: read, mapped, previewed or carried out. Pages, HTTP API and command line all come here."""

from dataclasses import dataclass
from hashlib import sha256

from jiaoban.importing.carry import Change, Result, carry, fingerprint
from jiaoban.importing.cells import Unreadable
from jiaoban.importing.kinds import Kind
from jiaoban.importing.rows import Problem, rows_of
from jiaoban.importing.sheet import Sheet, read_bytes
from jiaoban.org.door import Visit

AT_ONCE = 10_000
"""Most lines that a page or the API takes over: they take some ten seconds, in which nobody else can write."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a file: its changes and problems by line, and the heads that mean nothing here.

    `kept`: everything was taken over; with a problem, and in a preview, nothing was.
    """

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    kept: bool

    @property
    def good(self) -> bool:
        """It has no problem."""
        return not self.problems

    def count(self, what: str) -> int:
        """Return how many lines are NEW, CHANGED or SAME."""
        return sum(one.what == what for one in self.changes)

    @property
    def seen(self) -> str:
        """The fingerprint of what would change."""
        return fingerprint(self.changes)


def take_online(visit: Visit, kind: Kind, content: bytes, post: str, *, preview: bool, seen: str = "") -> Told:
    """As `take`, for somebody who waits for the answer while others work: at most `AT_ONCE` lines."""
    sheet = read_bytes(content)
    if len(sheet.lines) > AT_ONCE:
        raise Unreadable(
            f"超过 {AT_ONCE} 行。请分成几个文件，或请管理员用命令行导入。",
            f"There are more than {AT_ONCE} lines; split the file, or have it imported on the command line.",
        )
    return _taken(visit, kind, sheet, post, preview=preview, seen=seen, source=sha256(content).hexdigest())


def take(visit: Visit, kind: Kind, content: bytes, post: str, *, preview: bool, seen: str = "") -> Told:
    """Preview a file or carry it out, whole or not at all; `seen` is the fingerprint of the preview that somebody saw:
    what would change something else by now is not carried out.

    Raises `Unreadable` for what is no table, `NotAllowed` where the visitor has not the right, `NotFound` where there
    is no such post.
    """
    source = sha256(content).hexdigest()
    return _taken(visit, kind, read_bytes(content), post, preview=preview, seen=seen, source=source)


def _taken(visit: Visit, kind: Kind, sheet: Sheet, post: str, *, preview: bool, seen: str, source: str) -> Told:
    rows, ignored, problems = rows_of(sheet, kind)
    done: Result = carry(visit, kind, rows, post, preview=preview or bool(problems), seen=seen, source=source)
    found = sorted((*problems, *done.problems), key=lambda one: one.line)
    return Told(done.changes, tuple(found), tuple(ignored), done.kept)
