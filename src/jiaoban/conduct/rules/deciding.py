"""Who may decide a case, when, and what: the person was heard, earlier cases come first, no step is skipped. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from jiaoban.conduct.acts import Taken
from jiaoban.conduct.rules.measures import figure_of, plain, with_figure
from jiaoban.conduct.rules.standing import CaseStanding
from jiaoban.conduct.tables import BreachCase, CaseDecision
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain as plainly
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import LadderStep


def answer_until(one: BreachCase, within: timedelta) -> datetime:
    """Return until when the person may answer, that instant included, before it is decided without them."""
    return one.recorded_at + within


def heard(one: BreachCase, within: timedelta, now: datetime) -> bool:
    """Say whether the person was heard: they answered, declined to, or let the time for it pass."""
    return one.answer is not None or now > answer_until(one, within)


def appeal_until(decision: CaseDecision, within: timedelta) -> datetime:
    """Return until when the person may appeal against a decision, that instant included."""
    return decision.at + within


def may_appeal(one: BreachCase, within: timedelta, now: datetime) -> bool:
    """Say whether the person can appeal now: there is a decision, nobody ruled on an appeal against it, in time."""
    last = one.decision
    return (
        one.status == "DECIDED"
        and last is not None
        and last.sort != "appeal_ruled"
        and now <= appeal_until(last, within)
    )


def need_open(one: BreachCase) -> None:
    """Decline what comes after the decision, or about a case that no longer counts."""
    need_standing(one)
    if one.decisions:
        raise Declined(
            plainly(
                "decided-already",
                "这件事已经决定。",
                "This case is decided already.",
                "有新情况请用“更改决定”。",
                "Revise the decision where something new has come up.",
            ),
            about=one.key,
            conflict=True,
        )


def need_standing(one: BreachCase) -> None:
    """Decline what is about a case that was withdrawn or annulled."""
    if one.status in ("WITHDRAWN", "ANNULLED"):
        raise Declined(
            plainly(
                "no-longer-stands",
                "这件事已经撤销。",
                "This case no longer stands.",
                "不用再办。",
                "Nothing more is to be done.",
            ),
            about=one.key,
            conflict=True,
        )


def need_decided(one: BreachCase) -> CaseDecision:
    """Return the decision that holds; decline where there is none, or while an appeal waits for its ruling."""
    need_standing(one)
    if one.decision is None:
        raise Declined(
            plainly(
                "not-decided", "这件事还没有决定。", "This case is not decided yet.", "请先决定。", "Decide it first."
            ),
            about=one.key,
            conflict=True,
        )
    if one.status == "APPEALED":
        raise Declined(
            plainly(
                "under-appeal",
                "申诉还没有裁定。",
                "An appeal waits for its ruling.",
                "请先由另一位负责人裁定申诉。",
                "Somebody else rules on the appeal first.",
                who=("head",),
            ),
            about=one.key,
            conflict=True,
        )
    return one.decision


def need_other_than(one: BreachCase, actor: str, clause: str) -> None:
    """Decline deciding about oneself."""
    if actor != one.person:
        return
    raise Declined(
        Reason(
            code="own-case",
            clause=clause,
            why=Words(zh="不能决定自己的事。", en="Nobody decides their own case."),
            lifts=Words(zh="请另一位主管或负责人决定。", en="Another supervisor or the head can decide it."),
            who=("supervisor", "head"),
        ),
        about=one.key,
    )


def need_heard(one: BreachCase, within: timedelta, now: datetime, shown: str, clause: str) -> None:
    """Decline a decision before the person was heard. `shown`: until when they may answer, by the clock there."""
    if heard(one, within, now):
        return
    raise Declined(
        Reason(
            code="not-heard",
            clause=clause,
            why=Words(zh="本人还没有说明情况。", en="The person has not been heard."),
            lifts=Words(
                zh=f"等本人说明，或过了 {shown} 再决定。", en=f"Wait for their answer, or until {shown} has passed."
            ),
            who=("person",),
        ),
        about=one.key,
    )


def need_in_turn(stands: CaseStanding, about: str, shown: Sequence[str], clause: str) -> None:
    """Decline a decision while an earlier case of the same person on the same ladder is not decided: no step is
    skipped. `shown`: the days of those cases."""
    if not stands.undecided:
        return
    raise Declined(
        Reason(
            code="earlier-first",
            clause=clause,
            why=Words(
                zh=f"同一人更早的 {len(stands.undecided)} 件还没有决定（{'、'.join(shown)}）。",
                en=f"{len(stands.undecided)} earlier cases of the same person are not decided ({', '.join(shown)}).",
            ),
            lifts=Words(zh="请按发生的先后决定。", en="Decide them in the order in which they happened."),
            who=("supervisor",),
            names=tuple(shown),
        ),
        about=about,
    )


def need_counting(stands: CaseStanding, about: str, clause: str) -> None:
    """Decline a decision over a case of which a fact is still to be found, or that does not count."""
    if stands.wanted:
        named = tuple(one.title.zh for one in stands.wanted)
        english = ", ".join(one.title.in_("en") for one in stands.wanted)
        raise Declined(
            Reason(
                code="fact-wanted",
                clause=clause,
                why=Words(zh=f"还要查明：{'、'.join(named)}。", en=f"Still to be found: {english}."),
                lifts=Words(zh="请先登记查明的情况。", en="Record what was found first."),
                who=("supervisor",),
                names=named,
            ),
            about=about,
        )
    if not stands.counts:
        raise Declined(
            Reason(
                code="does-not-count",
                clause=clause,
                why=Words(zh="按查明的情况，这件事不计。", en="By what was found this case does not count."),
                lifts=Words(zh="情况不同请登记；不处理请撤销。", en="Record what is otherwise, or withdraw the case."),
                who=("supervisor",),
            ),
            about=about,
        )


def need_decider(step: LadderStep | None, *, heads: bool, about: str, clause: str) -> None:
    """Decline a step that the regime leaves to the head."""
    if heads or step is None or step.by == "supervisor":
        return
    raise Declined(
        Reason(
            code="for-the-head",
            clause=clause,
            why=Words(zh="这一级由部门负责人决定。", en="This step is for the head of the department to decide."),
            lifts=Words(zh="请部门负责人决定。", en="The head can decide it."),
            who=("head",),
        ),
        about=about,
    )


def need_seen(seen: int | None, stands: CaseStanding, about: str) -> None:
    """Decline where the case stands otherwise than whoever decides has seen (None: they did not say)."""
    if seen is None or seen == stands.nth:
        return
    raise Declined(
        plainly(
            "stands-otherwise",
            f"现在是第 {stands.nth} 次，不是第 {seen} 次。",
            f"It is number {stands.nth} by now, not {seen}.",
            "请刷新后再决定。",
            "Look at the case again before deciding.",
        ),
        about=about,
        conflict=True,
    )


def need_milder(step: int, most: int, where: str = "step") -> None:
    """Refuse a step above the one that the ladder names: no step is skipped."""
    if 0 <= step <= most:
        return
    raise BadInput(
        where,
        Words(zh=f"制度这一次到第 {most} 级为止。", en=f"The regime goes up to step {most} this time."),
        Words(zh=f"请填 0（不作处理）到 {most}。", en=f"Give 0 (nothing follows) to {most}."),
    )


def with_other_figure(measures: Sequence[Taken], figure: Decimal | None) -> tuple[Taken, ...]:
    """Return the measures with a smaller figure; refuses one where none is named, or one above it."""
    if figure is None:
        return tuple(measures)
    named = figure_of(measures)
    if named is None:
        raise BadInput(
            "figure",
            Words(zh="这一级没有数额。", en="This step names no figure."),
            Words(zh="请不填。", en="Leave it out."),
        )
    whole = any(one.points is not None for one in measures)
    if figure > named or (whole and figure != int(figure)):
        most = plain(named)
        raise BadInput(
            "figure",
            Words(zh="数额高于制度所写，或不是整分。", en="It is more than the regime names, or not whole points."),
            Words(zh=f"请填 0 到 {most}。", en=f"Give 0 to {most}."),
        )
    return with_figure(measures, figure)


def need_reason(reason: str, *, deviates: bool) -> None:
    """Refuse a decision other than proposed without a reason."""
    if reason or not deviates:
        return
    raise BadInput(
        "reason",
        Words(zh="与制度所写不同，没有写原因。", en="It is other than the regime names, and no reason is given."),
        Words(zh="请写明原因。", en="Give the reason."),
    )


def need_reason_without_ground(reason: str, *, shown: bool) -> None:
    """Refuse to decide without a reason what the book does not show any more."""
    if reason or shown:
        return
    raise BadInput(
        "reason",
        Words(
            zh="登记这件事所依据的情况，账上现在已经没有了（如已免除、撤回或更正）。",
            en="The book does not show any more what this was recorded for: it was excused, withdrawn or put right.",
        ),
        Words(
            zh="请撤销这件事；仍要决定的，请写明原因。", en="Withdraw the case, or give the reason to decide it anyway."
        ),
    )
