"""The verbs of meetings."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeText, Ref, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.meeting import acts, queries, rules
from jiaoban.meeting.tables import Meeting
from jiaoban.meeting.terms import Fitness, Kind
from jiaoban.org import queries as org
from jiaoban.regime.meetings import Meetings


class Open(Args):
    """Which meeting, for which handover."""

    kind: Kind = Field(title="会议 Kind")
    occasion: Ref = Field(title="交接 Handover")


class CalledArgs(Args):
    """A person at the roll call."""

    person: Ref = Field(title="人员 Person")
    present: bool = Field(title="到场 Present")
    fitness: Fitness = Field(default="", title="精神状态 Fitness")
    note: MaybePhrase = Field(default="", title="说明 Note")


class CallRoll(Args):
    """Who is present, in what state of mind."""

    meeting: Ref = Field(title="会议 Meeting")
    people: tuple[CalledArgs, ...] = Field(min_length=1, max_length=60, title="人员 People")


class Brief(Args):
    """The summing-up, whole or in parts: what is left empty stays as it was said before."""

    meeting: Ref = Field(title="会议 Meeting")
    discipline: MaybeText = Field(default="", title="值班纪律 Discipline")
    conduct: MaybeText = Field(default="", title="文明生产 Conduct")
    attention: MaybeText = Field(default="", title="注意事项 Attention")
    comments: MaybeText = Field(default="", title="讲评 Comments")
    text: MaybeText = Field(default="", title="其他 More")


class Report(Args):
    """What somebody of the new shift reports."""

    meeting: Ref = Field(title="会议 Meeting")
    text: Text = Field(title="汇报 Report")


class Close(Args):
    """The meeting that ends."""

    meeting: Ref = Field(title="会议 Meeting")


@verb("meeting.open", right=Right.SUPERVISE)
def open_(context: Context, args: Open) -> Decision:
    """Open a pre- or post-shift meeting."""
    rules.need_none_open(args.kind, queries.of_occasion(context.book, args.occasion, context.place.post))
    opened = acts.Opened(meeting=context.command, meeting_kind=args.kind, occasion=args.occasion)
    return _one(context, opened, args.kind)


@verb("meeting.call_roll", right=Right.SUPERVISE)
def call_roll(context: Context, args: CallRoll) -> Decision:
    """Call the roll and look at everybody's state of mind."""
    meeting = _meeting(context, args.meeting)
    rules.need_open(meeting)
    rules.need_once_each([one.person for one in args.people])
    called = tuple(acts.Called(**one.model_dump()) for one in args.people)
    for one in called:
        org.member(context.book, one.person)
    return _one(context, acts.RollCalled(meeting=args.meeting, people=called), meeting.kind)


@verb("meeting.brief", right=Right.SUPERVISE)
def brief(context: Context, args: Brief) -> Decision:
    """Sum up the shift that ends and say what to mind."""
    meeting = _meeting(context, args.meeting)
    rules.need_open(meeting)
    said = acts.Briefed(**args.model_dump())
    rules.need_words(said)
    return _one(context, said, meeting.kind)


@verb("meeting.report", right=Right.WORK)
def report(context: Context, args: Report) -> Decision:
    """Report to the chair of the meeting."""
    rules.need_open(_meeting(context, args.meeting))
    return _one(context, acts.Reported(meeting=args.meeting, text=args.text))


@verb("meeting.close", right=Right.SUPERVISE)
def close(context: Context, args: Close) -> Decision:
    """Close a meeting; refused while something that the regime wants of it is missing."""
    one = _meeting(context, args.meeting)
    rules.need_open(one)
    regime = _regime(context)
    if regime is not None and regime.absence:
        rules.need_reasons(one, org.names(context.book), regime.clause)
    if regime is not None and regime.post is not None:
        wants = regime.post if one.kind == "POST" else regime
        reports, roll = (0, regime.post.roll) if one.kind == "POST" else (regime.reports, True)
        rules.need_complete(one, wants.brief, reports, wants.clause, roll=roll)
        return _one(context, acts.Closed(meeting=one.key), one.kind)
    summed_up_by = [*(regime.brief if regime else ())] if one.kind == "POST" or not _post_meeting(context, one) else []
    rules.need_complete(one, summed_up_by, regime.reports if regime else 0, regime.clause if regime else "")
    return _one(context, acts.Closed(meeting=one.key))


def _post_meeting(context: Context, one: Meeting) -> bool:
    """Say whether a post-shift meeting is held beside this one: the summing-up then belongs there."""
    return any(other.kind == "POST" for other in queries.of_occasion(context.book, one.occasion, one.post))


def _meeting(context: Context, key: str) -> Meeting:
    found = queries.meeting(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"meeting {key}", "meeting")
    return found


def _regime(context: Context) -> Meetings | None:
    if not context.place.regime:
        return None
    found: Meetings | None = context.packs(context.place.regime).meetings
    return found


def _one(context: Context, payload: Payload, kind: Kind = "PRE") -> list[Proposed]:
    regime = _regime(context)
    rule = regime.post if regime and regime.post and kind == "POST" else regime
    return [Proposed(payload, clauses=(rule.clause,) if rule else ())]
