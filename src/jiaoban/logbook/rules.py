"""What may be written into the logbook, when it is late, and who may correct it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.logbook.acts import Amended, Struck, Written
from jiaoban.logbook.tables import Entry
from jiaoban.logbook.terms import Category

SKEW = timedelta(minutes=2)
"""How far a device's clock may be ahead (trust rule 7)."""
LATE_AFTER = timedelta(minutes=30)
"""An entry written longer than this after it happened is marked late."""
OLDEST = timedelta(days=30)
"""What happened longer ago than this no longer goes into the running log."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to write. `occurred_at` None: it happened now; `photos`: names of stored pictures."""

    category: Category
    text: str
    occurred_at: datetime | None = None
    equipment: str = ""
    matter: str = ""
    photos: tuple[str, ...] = ()


def write(draft: Draft, *, key: str, place: Place, now: datetime) -> Proposed:
    """Return the act that writes an entry, marked late where it is.

    Raises `BadInput` on a moment more than two minutes ahead or more than 30 days back.
    """
    happened = check_moment(draft.occurred_at or now, now=now)
    then, running = place.shift_at(happened), place.shift_at(now)
    over = then is not None and then.ends_at <= now
    written = Written(
        entry=key,
        category=draft.category,
        text=draft.text,
        shift=then.key if then else "",
        written_shift=running.key if running else "",
        late=over or now - happened > LATE_AFTER,
        late_shift=over,
        equipment=draft.equipment,
        matter=draft.matter,
        photos=draft.photos,
    )
    return Proposed(written, occurred_at=happened)


def check_moment(happened: datetime, *, now: datetime, where: str = "occurred_at") -> datetime:
    """Return the moment at which something happened; raises `BadInput` when nobody can have written it truthfully."""
    if happened > now + SKEW:
        raise BadInput(
            where,
            Words(zh="发生时间在将来。", en="The moment lies in the future."),
            Words(zh="请填写已经发生的时间。", en="Give the moment at which it happened."),
        )
    if happened < now - OLDEST:
        raise BadInput(
            where,
            Words(zh="发生时间超过30天。", en="The moment lies more than 30 days back."),
            Words(
                zh="请核对日期；更早的事情请写成新条目并在正文中说明时间。",
                en="Check the date; tell of older things in a new entry's text.",
            ),
        )
    return happened


def amend(entry: Entry, text: str, reason: str, *, by: str, supervises: bool) -> Proposed:
    """Return the act that gives an entry a new wording.

    Declined for anybody but the author and the shift supervisor, and for a struck entry; `BadInput` when the text says
    what the entry says already.
    """
    if by != entry.author and not supervises:
        raise Declined(
            plain(
                "not-the-author",
                "这条日志是别人写的。",
                "Somebody else wrote this entry.",
                "请记录人本人或当班负责人更正。",
                "Its author or the shift supervisor can amend it.",
                who=("author", "supervisor"),
            ),
            about=entry.key,
        )
    _not_struck(entry)
    if text == entry.reads:
        raise BadInput(
            "text",
            Words(zh="更正后的内容与原文相同。", en="The amended text says what the entry says already."),
            Words(zh="请填写更正后的内容。", en="Write the text as it should read."),
        )
    return Proposed(Amended(entry=entry.key, text=text, reason=reason))


def strike(entry: Entry, reason: str) -> Proposed:
    """Return the act that strikes an entry; declined when it is struck already."""
    _not_struck(entry)
    return Proposed(Struck(entry=entry.key, reason=reason))


def _not_struck(entry: Entry) -> None:
    if entry.struck is None:
        return
    raise Declined(
        plain(
            "entry-struck",
            "这条日志已被划除。",
            "This entry has been struck.",
            "如有需要，请另写一条。",
            "Write a new entry if there is something to say.",
            who=("author",),
        ),
        about=entry.key,
        conflict=True,
    )
