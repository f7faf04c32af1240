"""Staying after all, an earlier end, coming back, handing work back; the telephone numbers of somebody who is away."""

from pydantic import Field

from jiaoban.absence import acts
from jiaoban.absence.rules import deciding
from jiaoban.absence.tables import Absence
from jiaoban.absence.usecases.around import absence, form_clause, of_absence, regime_of
from jiaoban.absence.usecases.asking import OfAbsence
from jiaoban.absence.usecases.moving import restored, returned
from jiaoban.kernel.access import Right
from jiaoban.kernel.deciding import need_own
from jiaoban.kernel.fields import MaybePhrase, Moment, Phrase, Ref, Text
from jiaoban.kernel.refusal import Declined
from jiaoban.kernel.verbs import Context, Decision, plain, verb


class Withdraw(OfAbsence):
    """A request that is withdrawn before its time begins."""

    reason: MaybePhrase = Field(default="", title="原因 Reason")


class Shorten(OfAbsence):
    """The new end of an absence."""

    until_at: Moment = Field(title="新的结束时间 New end")
    reason: Phrase = Field(title="原因 Reason")


class ComeBack(OfAbsence):
    """That the person is back."""

    note: MaybePhrase = Field(default="", title="说明 Note")


class HandBack(OfAbsence):
    """A line of the form that goes back, and how it stands."""

    thing: Ref = Field(title="工作 Work")
    state: Text = Field(title="办理情况 How it stands")


class ShowNumbers(OfAbsence):
    """Why the telephone numbers are needed."""

    reason: Phrase = Field(title="用途 What for")


@verb("absence.withdraw", right=Right.READ, scope="site")
def withdraw(context: Context, args: Withdraw) -> Decision:
    """Withdraw a request, or an approved absence that has not begun; shifts and work go back."""
    one = _own(context, args.absence)
    if one.status != "APPROVED":
        deciding.need_status(one, "ASKED")
    deciding.need_not_begun(one, context.now)
    withdrawn = of_absence(one, acts.Withdrawn(absence=one.key, reason=args.reason), _clause(context, one))
    if one.status == "ASKED":
        return [withdrawn]
    return [withdrawn, *restored(context, one, one.covers), *returned(context, one, one.lines)]


@verb("absence.shorten", right=Right.READ, scope="site")
def shorten(context: Context, args: Shorten) -> Decision:
    """Let an approved absence end earlier; the shifts after the new end go back."""
    one = _own(context, args.absence)
    deciding.need_status(one, "APPROVED")
    deciding.need_earlier_end(one, args.until_at, context.now)
    shortened = acts.Shortened(absence=one.key, was=one.until_at, until_at=args.until_at, reason=args.reason)
    return [
        of_absence(one, shortened, _clause(context, one)),
        *restored(context, one, one.covers, args.until_at),
    ]


@verb("absence.come_back", right=Right.READ, scope="site")
def come_back(context: Context, args: ComeBack) -> Decision:
    """Report back from an absence; where that is early, the later shifts go back as well."""
    one = _own(context, args.absence)
    deciding.need_status(one, "APPROVED")
    deciding.need_begun(one, context.now)
    back = of_absence(one, acts.CameBack(absence=one.key, note=args.note), _clause(context, one))
    return [back, *(restored(context, one, one.covers, context.now) if context.now < one.until_at else ())]


@verb("absence.hand_back", right=Right.READ, scope="site")
def hand_back(context: Context, args: HandBack) -> Decision:
    """Hand a piece of work back to whoever was away, and say how it stands."""
    one = absence(context, args.absence)
    lines = deciding.mine_of(one, (args.thing,), context.actor.person, ("ACCEPTED",))
    _need_over(one, context)
    handed = acts.HandedBack(absence=one.key, thing=args.thing, state=args.state)
    clause = form_clause(*regime_of(context, one))
    return [of_absence(one, handed, clause), *returned(context, one, lines)]


@verb("absence.show_numbers", right=Right.READ, scope="site")
def show_numbers(context: Context, args: ShowNumbers) -> Decision:
    """Have the telephone numbers of somebody who is away shown to oneself; that stands in the book."""
    one = absence(context, args.absence)
    if not (context.actor.may(Right.SUPERVISE, one.post) or _took_over(one, context.actor.person)):
        raise Declined(
            plain(
                "numbers-not-for-you",
                "离岗人的电话只给当班负责人和接收其工作的人。",
                "The numbers are for the supervisor and for those who took work over.",
                "请当班负责人联系。",
                "Ask the supervisor to call.",
                who=("supervisor",),
            ),
            about=one.key,
        )
    return [
        of_absence(one, acts.NumbersSeen(absence=one.key, reason=args.reason), form_clause(*regime_of(context, one)))
    ]


def _took_over(one: Absence, person: str) -> bool:
    return any(line.to == person and line.taken in ("ACCEPTED", "BACK") for line in one.lines)


def _own(context: Context, key: str) -> Absence:
    one = absence(context, key)
    supervises = context.actor.may(Right.SUPERVISE, one.post) or context.actor.site == "*"
    need_own(one.person, context.actor.person, one.key, supervises=supervises)
    return one


def _clause(context: Context, one: Absence) -> str:
    return regime_of(context, one)[1].clause


def _need_over(one: Absence, context: Context) -> None:
    """Decline handing back to somebody who is still away: nobody would see to it."""
    if one.status == "APPROVED" and one.back_at is None and context.now < one.until_at:
        raise Declined(
            plain(
                "still-away",
                "本人还没有返岗。",
                "The person is still away.",
                "请在返岗后交还；现在可以转交他人。",
                "Hand it back when they are there; until then it can be passed on.",
            ),
            about=one.key,
        )
