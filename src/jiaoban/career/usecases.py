"""Registering who joins, the form of regularisation, its registration, the report to the supervisor."""

from pydantic import Field

from jiaoban.career import acts, queries
from jiaoban.career.rules import growing
from jiaoban.career.tables import Member
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.deciding import need_entitled, need_other_than, speaks
from jiaoban.kernel.fields import MaybePhrase, Phrase, Ref, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.sales import Selling
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org
from jiaoban.org.args import Day
from jiaoban.regime.careers import Careers, Regular


class Join(Args):
    """Since when somebody belongs to the department, and as what."""

    person: Ref = Field(title="人员 Person")
    day: Day = Field(title="入职日期 First day")
    position: Phrase = Field(title="职务 Position")
    probation: bool = Field(default=True, title="试用 On probation")
    note: MaybePhrase = Field(default="", title="说明 Note")


class CorrectJoining(Args):
    """What was registered wrongly, and why."""

    person: Ref = Field(title="人员 Person")
    day: Day = Field(title="入职日期 First day")
    position: Phrase = Field(title="职务 Position")
    reason: Phrase = Field(title="更正原因 Reason")


class AskRegular(Args):
    """The form of regularisation: what one has done and learnt."""

    summary: Text = Field(title="试用期小结 Summary")


class OfMember(Args):
    """A verb about a person's place."""

    person: Ref = Field(title="人员 Person")


class DeclineRegular(OfMember):
    """Why the form goes back."""

    reason: Phrase = Field(title="退回原因 Reason")


class Regularise(OfMember):
    """The registration as a regular member."""

    note: MaybePhrase = Field(default="", title="说明 Note")


class Report(Args):
    """The report to the supervisor."""

    text: Phrase = Field(title="汇报内容 Report")


class TakeReport(OfMember):
    """That the supervisor has taken the report."""

    note: MaybePhrase = Field(default="", title="说明 Note")


@verb("career.join", right=Right.SUPERVISE)
def join(context: Context, args: Join) -> Decision:
    """Register who joins: the first day, the position, whether on probation."""
    said = _ruled(context)
    there = org.member(context.book, args.person)
    growing.need_belonging(there, queries.belonging(context.book, context.place.post))
    need_other_than(args.person, context.actor.person, args.person, said.joining.clause)
    growing.need_new(queries.member(context.book, context.place.post, args.person), args.person)
    growing.need_not_to_come(args.day, queries.today(context.place, context.now))
    joined = acts.Joined(**{**args.model_dump(), "day": args.day.isoformat()})
    return [Proposed(joined, clauses=(said.joining.clause,))]


@verb("career.correct_joining", right=Right.SUPERVISE)
def correct_joining(context: Context, args: CorrectJoining) -> Decision:
    """Correct what was registered of somebody, with the reason; what stood there stays in the book."""
    said, one = _ruled(context), _member(context, args.person)
    growing.need_not_to_come(args.day, queries.today(context.place, context.now))
    need_other_than(one.person, context.actor.person, one.person, said.joining.clause)
    right = acts.JoiningCorrected(**{**args.model_dump(), "day": args.day.isoformat()})
    return [Proposed(right, clauses=(said.joining.clause,))]


@verb("career.ask_regular", right=Right.WORK)
def ask_regular(context: Context, args: AskRegular) -> Decision:
    """Hand in the form of regularisation, once the sum that the regime names is sold."""
    rule, one = _all(context, context.actor.person)
    growing.need_standing(one, "PROBATION")
    progress = queries.progress(Selling(context.book, context.place, context.packs, context.now), one, rule)
    growing.need_reached(progress, rule.clause, one.person)
    asked = acts.RegularAsked(person=one.person, sold=progress.sold, summary=args.summary)
    return [Proposed(asked, clauses=(rule.clause,))]


@verb("career.decline_regular", right=Right.SUPERVISE)
def decline_regular(context: Context, args: DeclineRegular) -> Decision:
    """Send the form of regularisation back, with the reason."""
    rule, one = _all(context, args.person)
    growing.need_standing(one, "ASKED")
    _need_decides(context, rule, one.person)
    return [Proposed(acts.RegularDeclined(person=one.person, reason=args.reason), clauses=(rule.clause,))]


@verb("career.regularise", right=Right.SUPERVISE)
def regularise(context: Context, args: Regularise) -> Decision:
    """Register somebody as a regular member; what they sold is looked at again."""
    rule, one = _all(context, args.person)
    growing.need_standing(one, "ASKED")
    _need_decides(context, rule, one.person)
    progress = queries.progress(Selling(context.book, context.place, context.packs, context.now), one, rule)
    growing.need_reached(progress, rule.clause, one.person)
    made = acts.Regularised(person=one.person, sold=progress.sold, note=args.note)
    return [Proposed(made, clauses=(rule.clause,))]


@verb("career.report", right=Right.WORK)
def report(context: Context, args: Report) -> Decision:
    """Report to the supervisor after regularisation."""
    rule, one = _all(context, context.actor.person)
    growing.need_standing(one, "REGULAR")
    growing.need_unreported(one)
    return [Proposed(acts.Reported(person=one.person, text=args.text), clauses=(rule.clause,))]


@verb("career.take_report", right=Right.SUPERVISE)
def take_report(context: Context, args: TakeReport) -> Decision:
    """Say, as the supervisor, that the report was taken."""
    rule, one = _all(context, args.person)
    need_other_than(one.person, context.actor.person, one.person, rule.clause)
    growing.need_report(one)
    return [Proposed(acts.ReportTaken(person=one.person, note=args.note), clauses=(rule.clause,))]


def _ruled(context: Context) -> Careers:
    return growing.need_careers(queries.ruled(context.place, context.packs), context.place.post)


def _all(context: Context, person: str) -> tuple[Regular, Member]:
    return growing.need_regular(_ruled(context)), _member(context, person)


def _member(context: Context, person: str) -> Member:
    found = queries.member(context.book, context.place.post, person)
    if found is None:
        raise NotFound(f"member {person}", "person")
    return found


def _need_decides(context: Context, rule: Regular, person: str) -> None:
    need_other_than(person, context.actor.person, person, rule.clause)
    able = speaks(context.actor, context.place.post, rule.by)
    need_entitled(rule.by, rule.clause, person, able=able)
