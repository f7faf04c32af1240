"""Handing a report in, putting it right, and noting what was done in a quiet hour."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref, Sha256, Text
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.org.args import Day
from jiaoban.regime.reports import ReportForm
from jiaoban.report import acts, queries
from jiaoban.report.rules import filling, handing
from jiaoban.report.rules.due import following
from jiaoban.report.usecases.known import OfReport, need_no_telephone, one, owed

Values = Annotated[dict[Ref, MaybeText], Field(max_length=60)]
Photos = Annotated[tuple[Sha256, ...], Field(max_length=20)]


class Submit(Args):
    """What a report says, by field. Without a day it is the one that is due next; without a person it is one's own.
    `photos` are names of pictures stored before."""

    report: Ref = Field(title="报表 Report")
    day: Day | None = Field(default=None, title="应交日期 Due on")
    person: MaybeRef = Field(default="", title="谁的报表 Whose")
    values: Values = Field(default={}, title="内容 Content")
    note: MaybeText = Field(default="", title="备注 Note")
    photos: Photos = Field(default=(), title="凭证照片 Pictures as evidence")


class Amend(OfReport):
    """What of a report is put right, by field, and why; fields that are left out stay as they are."""

    values: Values = Field(default={}, title="内容 Content")
    reason: Text = Field(title="更正的原因 Why it is put right")
    photos: Photos = Field(default=(), title="凭证照片 Pictures as evidence")


class NoteQuiet(Args):
    """What was done in a quiet hour: of which sort, in words, and for how many minutes (0: unsaid)."""

    sort: Ref = Field(title="做了什么 Sort")
    text: Text = Field(title="内容 What was done")
    minutes: int = Field(default=0, ge=0, le=720, title="用了几分钟 Minutes")


@verb("report.submit", right=Right.WORK)
def submit(context: Context, args: Submit) -> Decision:
    """Hand in a report or plan."""
    found = owed(context, _named(context, args))
    handing.need_hand(found, context.actor.person)
    handing.need_new(found)
    handing.need_open(found, context.now, context.place.zone, queries.BACK)
    values = filling.filled(found.due.form, args.values)
    need_no_telephone(context, {**_words(found.due.form, values), "note": args.note})
    handed_in = acts.Submitted(
        report=args.report, day=found.due.day, person=found.person, values=values, note=args.note, photos=args.photos
    )
    return one(handed_in, found.due.form.clause)


def _words(form: ReportForm, values: Mapping[str, str]) -> dict[str, str]:
    """The fields of a report in which people write in their own words."""
    free = [one.id for one in form.fields if one.type in ("text", "lines")]
    return {f"values.{name}": values[name] for name in free if name in values}


def _named(context: Context, args: Submit) -> OfReport:
    """Return which report is meant: the next one that falls due, unless a day is named."""
    person, day = args.person or context.actor.person, args.day
    if day is None:
        said = queries.ruled(context.place, context.packs)
        form = said.form(args.report, context.place.post) if said else None
        due = following(form, context.now, context.place.zone) if form else None
        day = due.day if due else queries.today(context.place, context.now)
    return OfReport(report=args.report, day=day, person=person)


@verb("report.amend", right=Right.WORK)
def amend(context: Context, args: Amend) -> Decision:
    """Put a report right that was handed in, with the reason; the earlier words stay."""
    found = owed(context, OfReport(report=args.report, day=args.day, person=args.person))
    there = handing.need_there(found.report)
    handing.need_author(there, context.actor.person)
    changed = filling.put_right(found.due.form, there.values, args.values)
    need_no_telephone(context, {**_words(found.due.form, changed), "reason": args.reason})
    said = acts.Amended(
        report=args.report, day=args.day, person=args.person, values=changed, reason=args.reason, photos=args.photos
    )
    return one(said, found.due.form.clause)


@verb("report.note_quiet", right=Right.WORK)
def note_quiet(context: Context, args: NoteQuiet) -> Decision:
    """Note what one did in a quiet hour."""
    said = queries.ruled(context.place, context.packs)
    if said is None or said.quiet is None:
        raise Declined(
            plain(
                "no-quiet-hours",
                "本岗位的制度没有规定闲时做什么。",
                "The regime of this post says nothing of quiet hours.",
                "请写在日志里。",
                "Write it in the log.",
            )
        )
    known = [kind.id for kind in said.quiet.kinds]
    if args.sort not in known:
        raise BadInput(
            "sort",
            Words(zh="没有这一种。", en="There is no such sort."),
            Words(zh=f"应为：{'、'.join(known)}。", en=f"It should be one of {', '.join(known)}."),
        )
    need_no_telephone(context, {"text": args.text})
    noted = acts.QuietNoted(quiet=context.command, sort=args.sort, text=args.text, minutes=args.minutes)
    return one(noted, said.quiet.clause)
