"""Who hosts in turn, and the hourly count that the host calls."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.gathering import acts, queries
from jiaoban.gathering.rules import counting, holding
from jiaoban.gathering.usecases.known import chair, one, part, ruled
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.org.args import Day

HourCode = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$")]
MaybeHour = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$")]
OLDEST = timedelta(days=31)
"""A miss of an older day is no longer excused."""


class SetHosts(Args):
    """The people among whom the host changes, in their order, from a day on (default: today)."""

    people: tuple[Ref, ...] = Field(min_length=1, max_length=100, title="主持人轮值顺序 Hosts in turn")
    from_day: Day | None = Field(default=None, title="自何日起 From")


class CallCount(Args):
    """The call of the hour that is due now."""


class AnswerCount(Args):
    """A report to a call of today; without an hour, the newest."""

    hour: MaybeHour = Field(default="", title="时间 Hour")


class ExcuseMiss(Args):
    """Whose missing of which call is not held against them, and why."""

    day: Day = Field(title="日期 Day")
    hour: HourCode = Field(title="时间 Hour")
    person: Ref = Field(title="人员 Person")
    reason: Text = Field(title="原因 Reason")


@verb("gathering.set_hosts", right=Right.SUPERVISE)
def set_hosts(context: Context, args: SetHosts) -> Decision:
    """Set the people among whom the host of the day changes."""
    for place, person in enumerate(args.people):
        org.member(context.book, person)
        if person in args.people[:place]:
            raise BadInput(
                f"people.{place}",
                Words(zh="同一个人出现了两次。", en="Somebody is named twice."),
                Words(zh="请每人只填一次。", en="Name each person once."),
            )
    today = queries.today(context.place, context.now)
    from_day = args.from_day or today
    if from_day < today:
        raise BadInput(
            "from_day",
            Words(zh="过去的轮值不能再改。", en="The turns of past days cannot be changed."),
            Words(zh=f"最早 {today}。", en=f"{today} at the earliest."),
        )
    said = ruled(context)
    clause = said.host.clause if said and said.host else ""
    return one(acts.HostsSet(from_day=from_day, people=args.people), clause)


@verb("gathering.call_count", right=Right.READ)
def call_count(context: Context, args: CallCount) -> Decision:
    """Call the count of this hour."""
    part(context, "gathering.call_count")
    count = _need_count(_hosted(context).running())
    chair(context, count.hosting.host)
    hour = counting.need_hour(count.rule, count.hours, context.now)
    counting.need_uncalled(hour, count.counted)
    return one(acts.CountCalled(day=count.day, hour=hour.code), count.rule.clause)


@verb("gathering.answer_count", right=Right.WORK)
def answer_count(context: Context, args: AnswerCount) -> Decision:
    """Report to the count that the host called: the one that runs, or an earlier one of today."""
    hosted = _hosted(context)
    today = _need_count(hosted.count(queries.today(context.place, context.now)))
    of_today = args.hour and today.counted is not None and args.hour in today.counted.calls
    count = today if of_today else _need_count(hosted.running())
    code, call = counting.need_call(args.hour, count.counted)
    counting.need_unanswered(context.actor.person, call)
    return one(acts.CountAnswered(day=count.day, hour=code), count.rule.clause)


@verb("gathering.excuse_miss", right=Right.SUPERVISE)
def excuse_miss(context: Context, args: ExcuseMiss) -> Decision:
    """Have a missed count not held against somebody, with the reason."""
    today = queries.today(context.place, context.now)
    if not today - OLDEST <= args.day <= today:
        raise BadInput(
            "day",
            Words(zh="只能处理最近31天的漏报。", en="Only misses of the last 31 days are excused."),
            Words(zh=f"{today - OLDEST} 到 {today} 之间。", en=f"Between {today - OLDEST} and {today}."),
        )
    holding.need_not_own(args.person, context.actor.person)
    count = _need_count(_hosted(context).count(args.day))
    missed = [each.miss for each in count.hosting.missed]
    counting.need_miss(missed, args.hour, args.person)
    excused = acts.MissExcused(day=args.day, hour=args.hour, person=args.person, reason=args.reason)
    return one(excused, count.rule.clause)


def _hosted(context: Context) -> queries.Hosted:
    return queries.hosted(context.book, context.place, context.packs, context.now)


def _need_count(found: queries.CountOf | None) -> queries.CountOf:
    if found is None:
        raise Declined(
            plain(
                "no-count",
                "本岗位的制度没有整点报数。",
                "The regime of this post has no hourly count.",
                "不必报数。",
                "None is wanted.",
            )
        )
    return found
