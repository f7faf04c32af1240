"""Verbs about matters: open, advance, note, grade anew, mark unclear, clear up."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Phrase, Ref, Sha256, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.plant import acts, queries
from jiaoban.plant.lives import LIVES, MatterKind
from jiaoban.plant.rules import dispatch, grading
from jiaoban.plant.rules import matters as rules
from jiaoban.plant.rules.telling import Telling
from jiaoban.plant.tables import Matter
from jiaoban.plant.terms import Severity
from jiaoban.plant.usecases.naming import MaybePeople, MaybePersons, Steps, named, who
from jiaoban.plant.usecases.speaking import tongue
from jiaoban.regime.counting import Orders

MOST_PHOTOS = 6
Photos = Annotated[tuple[Sha256, ...], Field(max_length=MOST_PHOTOS, title="照片 Photos")]
"""Names of pictures that were stored before."""
StateCode = Annotated[str, Field(pattern=r"^[A-Z_]{1,20}$")]


class OpenMatter(Args):
    """A matter that came up. Changes need equipment, before and after.

    `persons`: people of the site by role, `people`: names of others. `valid_to` is exclusive. `steps` may come as one
    text with a step in each line.
    """

    kind: MatterKind = Field(title="种类 Kind")
    title: Phrase = Field(title="标题 Title")
    text: MaybeText = Field(default="", title="情况 Text")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")
    severity: Severity = Field(default="", title="等级 Severity")
    before: MaybePhrase = Field(default="", title="变动前 Before")
    after: MaybePhrase = Field(default="", title="变动后 After")
    number: MaybePhrase = Field(default="", title="票号 Number")
    people: MaybePeople = Field(default={}, max_length=10, title="外来人员 Outside people by role")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")
    persons: MaybePersons = Field(default={}, max_length=10, title="人员 People of the site by role")
    valid_from: Moment | None = Field(default=None, title="有效期自 Valid from")
    valid_to: Moment | None = Field(default=None, title="有效期至 Valid to")
    steps: Steps = Field(default=(), max_length=200, title="操作项目 Steps")
    photos: Photos = ()


class OfMatter(Args):
    """A verb about a matter."""

    matter: Ref = Field(title="事项 Matter")


class Advance(OfMatter):
    """The state that a matter enters. `person` (of the site) or `who` (a name) brought it there, where that is another
    than whoever writes it down."""

    state: StateCode = Field(title="状态 State")
    note: MaybeText = Field(default="", title="说明 Note")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")
    person: MaybeRef = Field(default="", title="由谁办理 Done by")
    who: MaybePhrase = Field(default="", title="外来人员 Outside person")
    photos: Photos = ()


class Note(OfMatter):
    """What is to be written on a matter, or the pictures to be laid beside it; one of them at least."""

    text: MaybeText = Field(default="", title="内容 Text")
    photos: Photos = ()


class Regrade(OfMatter):
    """What a matter turned out to be, and how grave; what is left out stays as it is."""

    kind: MatterKind | None = Field(default=None, title="种类 Kind")
    severity: Severity = Field(default="", title="等级 Severity")
    reason: Text = Field(title="原因 Reason")


class MarkUnclear(OfMatter):
    """Why an order is unclear."""

    why: Text = Field(title="不明确之处 Why")


class ClearUp(OfMatter):
    """How an unclear order was cleared up."""

    how: Text = Field(title="澄清结果 How")


@verb("plant.open_matter", right=Right.WORK)
def open_matter(context: Context, args: OpenMatter) -> Decision:
    """Open a matter: an accident, a defect, a permit, an order."""
    if args.equipment and queries.equipment(context.book, args.equipment) is None:
        raise NotFound(f"equipment {args.equipment}", "equipment")
    people, persons = named(context, args.people, args.persons)
    fields = args.model_dump(exclude={"occurred_at", "people", "persons"})
    opened = acts.MatterOpened(
        matter=context.command, state=LIVES[args.kind].first, people=people, persons=persons, **fields
    )
    return rules.open_matter(opened, telling(context, args.occurred_at))


@verb("plant.advance", right=Right.WORK)
def advance(context: Context, args: Advance) -> Decision:
    """Bring a matter into the next state of its life."""
    matter = find(context, args)
    dispatch.need_read_back(matter, args.state, _orders(context))
    name, person = who(context, args.person, args.who)
    advanced = acts.Advanced(
        matter=matter.key, state=args.state, note=args.note, who=name, person=person, photos=args.photos
    )
    return rules.advance(matter, advanced, telling(context, args.occurred_at))


@verb("plant.note", right=Right.WORK)
def note(context: Context, args: Note) -> Decision:
    """Write progress or a remark on a matter."""
    return [rules.note(find(context, args), args.text, args.photos)]


@verb("plant.regrade", right=Right.WORK)
def regrade(context: Context, args: Regrade) -> Decision:
    """Grade a defect, anomaly, disturbance or accident anew; lowering is the supervisor's."""
    matter = find(context, args)
    supervises = context.actor.may(Right.SUPERVISE, context.place.post)
    to = grading.given(matter, args.kind, args.severity)
    return grading.regrade(matter, to, args.reason, telling(context, None), supervises=supervises)


@verb("plant.mark_unclear", right=Right.WORK)
def mark_unclear(context: Context, args: MarkUnclear) -> Decision:
    """Mark an order as unclear."""
    return [rules.mark_unclear(find(context, args), args.why)]


@verb("plant.clear_up", right=Right.WORK)
def clear_up(context: Context, args: ClearUp) -> Decision:
    """Record how an unclear order was cleared up."""
    return [rules.clear_up(find(context, args), args.how)]


def find(context: Context, args: OfMatter) -> Matter:
    """Return the matter of this post that a verb is about; raises `NotFound`."""
    found = queries.matter(context.book, args.matter)
    if found is None or found.post != context.place.post:
        raise NotFound(f"matter {args.matter}", "matter")
    return found


def telling(context: Context, happened: datetime | None) -> Telling:
    """Return when and where a turn is told; the log entry that tells of it has the command's key with `.log`."""
    entry = f"{context.command}.log"
    return Telling(entry, happened, context.place, context.now, tongue(context))


def _orders(context: Context) -> Orders | None:
    """Return what the regime of the post wants of orders from above; None without a regime, or where it wants
    nothing."""
    if not context.place.regime:
        return None
    found: Orders | None = context.packs(context.place.regime).handover.orders
    return found
