"""The verbs of the logbook."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, Moment, Ref, Sha256, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.logbook import queries, rules
from jiaoban.logbook.tables import Entry
from jiaoban.logbook.terms import Category


class Write(Args):
    """An entry: `occurred_at` is left out when it happens now; `photos` are names of pictures stored before."""

    category: Category = Field(title="类别 Category")
    text: Text = Field(title="内容 Text")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    matter: MaybeRef = Field(default="", title="关联事项 Matter")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=6, title="照片 Photos")


class Amend(Args):
    """A new wording of an entry and why it is needed."""

    entry: Ref = Field(title="日志条目 Entry")
    text: Text = Field(title="更正后的内容 Amended text")
    reason: Text = Field(title="更正原因 Reason")


class Strike(Args):
    """The entry to strike and why."""

    entry: Ref = Field(title="日志条目 Entry")
    reason: Text = Field(title="划除原因 Reason")


@verb("logbook.write", right=Right.WORK)
def write(context: Context, args: Write) -> Decision:
    """Write an entry into the log of the post."""
    draft = rules.Draft(**args.model_dump())
    check_links(context, equipment=args.equipment, matter=args.matter)
    return [rules.write(draft, key=context.command, place=context.place, now=context.now)]


@verb("logbook.amend", right=Right.WORK)
def amend(context: Context, args: Amend) -> Decision:
    """Correct an entry by a linked amendment; the original stays."""
    entry = _entry(context, args.entry)
    supervises = context.actor.may(Right.SUPERVISE, context.place.post)
    return [rules.amend(entry, args.text, args.reason, by=context.actor.person, supervises=supervises)]


@verb("logbook.strike", right=Right.SUPERVISE)
def strike(context: Context, args: Strike) -> Decision:
    """Strike an entry; it stays legible and is marked."""
    return [rules.strike(_entry(context, args.entry), args.reason)]


def check_links(context: Context, *, equipment: str = "", matter: str = "") -> None:
    """Raise `NotFound` when the equipment is not of this site, or the matter not of this post."""
    if equipment and queries.linkable(context.book, "EQUIPMENT", equipment) is None:
        raise NotFound(f"equipment {equipment}", "equipment")
    if matter:
        found = queries.linkable(context.book, "MATTER", matter)
        if found is None or found.post != context.place.post:
            raise NotFound(f"matter {matter}", "matter")


def _entry(context: Context, key: str) -> Entry:
    found = queries.entry(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"entry {key}", "entry")
    return found
