"""The kinds of act that the logbook writes."""

from jiaoban.kernel.act import Payload
from jiaoban.logbook.terms import Category


class Written(Payload, kind="logbook.written"):
    """An entry was written. When it happened is the act's `occurred_at`.

    `shift` is the shift in which it happened, `written_shift` the one in which it was written ('' between shifts).
    `late`: written more than half an hour after it happened, or after its shift was over (`late_shift`).
    """

    entry: str
    category: Category
    text: str
    shift: str = ""
    written_shift: str = ""
    late: bool = False
    late_shift: bool = False
    equipment: str = ""
    matter: str = ""
    photos: tuple[str, ...] = ()


class Amended(Payload, kind="logbook.amended"):
    """An entry got a new wording; the earlier ones stay beside it."""

    entry: str
    text: str
    reason: str


class Struck(Payload, kind="logbook.struck"):
    """An entry was struck: it stays legible, is marked, and no longer counts."""

    entry: str
    reason: str
