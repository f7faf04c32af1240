"""Hearing, appeal and ruling: whose turn it is, and within which time. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from jiaoban.conduct.acts import Taken
from jiaoban.conduct.rules.deciding import appeal_until, need_decided, need_open
from jiaoban.conduct.rules.measures import figure_of
from jiaoban.conduct.rules.measures import plain as plainly
from jiaoban.conduct.tables import BreachCase, CaseDecision
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import LadderStep


def need_own(one: BreachCase, actor: str) -> None:
    """Decline to speak for somebody else: a person answers and appeals for themselves."""
    if actor == one.person:
        return
    raise Declined(
        plain(
            "not-yours",
            "只有本人能说明或申诉。",
            "Only the person concerned can answer or appeal.",
            "请本人办理。",
            "They can do it themselves.",
            who=("person",),
        ),
        about=one.key,
    )


def need_unanswered(one: BreachCase) -> None:
    """Decline a second answer, and one after the decision."""
    need_open(one)
    if one.answer is not None:
        raise Declined(
            plain(
                "answered-already",
                "您已经说明过情况。",
                "You have answered already.",
                "决定以后还可以申诉。",
                "You can appeal once it is decided.",
            ),
            about=one.key,
            conflict=True,
        )


def need_appealable(one: BreachCase, within: timedelta, now: datetime, shown: str, clause: str) -> None:
    """Decline an appeal against what is not decided, was ruled on, or after its time; exactly at its end is in time."""
    last = need_decided(one)
    if last.sort == "appeal_ruled":
        raise Declined(
            Reason(
                code="ruled-already",
                clause=clause,
                why=Words(zh="申诉已经裁定。", en="The appeal has been ruled on."),
                lifts=Words(zh="有新情况请告诉负责人。", en="Tell the head where something new has come up."),
                who=("head",),
            ),
            about=one.key,
        )
    if now > appeal_until(last, within):
        raise Declined(
            Reason(
                code="appeal-late",
                clause=clause,
                why=Words(zh=f"申诉到 {shown} 为止。", en=f"An appeal was possible until {shown}."),
                lifts=Words(
                    zh="有新情况请告诉负责人，决定可以更改。",
                    en="Tell the head where something new has come up; the decision can be revised.",
                ),
                who=("head",),
            ),
            about=one.key,
        )


def need_appealed(one: BreachCase) -> None:
    """Decline a ruling where no appeal waits for one."""
    if one.status == "APPEALED":
        return
    raise Declined(
        plain(
            "no-appeal",
            "没有等待裁定的申诉。",
            "No appeal waits for a ruling.",
            "请刷新后再看。",
            "Look at the case again.",
        ),
        about=one.key,
        conflict=True,
    )


def need_impartial(one: BreachCase, actor: str, clause: str) -> None:
    """Decline a ruling by whoever recorded or decided the case, or whom it concerns."""
    if may_rule(one, actor):
        return
    raise Declined(
        Reason(
            code="not-impartial",
            clause=clause,
            why=Words(
                zh="登记、决定过这件事的人和本人不能裁定申诉。",
                en="Whoever recorded or decided the case, or whom it concerns, does not rule on the appeal.",
            ),
            lifts=Words(zh="请另一位负责人裁定。", en="Another head can rule on it."),
            who=("head",),
        ),
        about=one.key,
    )


def may_rule(one: BreachCase, actor: str) -> bool:
    """Say whether somebody is impartial: they neither recorded nor decided the case, nor does it concern them."""
    return actor not in {one.person, one.recorded_by, *(each.by for each in one.decisions)}


def milder_steps(steps: Sequence[LadderStep], last: CaseDecision) -> tuple[LadderStep, ...]:
    """Return the steps below the one that was decided. None where `steps` are those of another branch by now, because
    other facts were found after the decision: an appeal must not lead onto what was never decided."""
    if not 0 < last.step <= len(steps):
        return ()
    named = [(one.kind, one.scope or "", one.effect, one.what or "") for one in steps[last.step - 1].measures]
    decided = [(one.kind, one.scope, one.effect, one.what) for one in last.measures]
    return tuple(steps[: last.step - 1]) if named == decided else ()


def need_milder_than_decided(step: int, last: CaseDecision, milder: Sequence[LadderStep]) -> None:
    """Refuse a step on appeal that is not below the one decided (`milder`: those that are)."""
    if 0 <= step <= len(milder):
        return
    raise BadInput(
        "step",
        Words(
            zh=f"决定的是第 {last.step} 级；申诉只能改轻。",
            en=f"Step {last.step} was decided; an appeal only makes it milder.",
        ),
        Words(
            zh=f"级数请填 0（不作处理）到 {len(milder)}，或只填更小的数额。",
            en=f"Give step 0 (nothing follows) to {len(milder)}, or a smaller figure alone.",
        ),
    )


def need_no_more(measures: Sequence[Taken], last: CaseDecision) -> None:
    """Refuse a figure on appeal above the one that was decided: a lower step can name more than a reduced figure."""
    decided, now = figure_of(last.measures), figure_of(measures)
    if decided is None or now is None or now <= decided:
        return
    raise BadInput(
        "figure",
        Words(
            zh=f"这一级是 {plainly(now)}，比决定的 {plainly(decided)} 多。",
            en=f"This step names {plainly(now)}, more than the {plainly(decided)} that was decided.",
        ),
        Words(zh=f"请填 0 到 {plainly(decided)} 的数额。", en=f"Give a figure of 0 to {plainly(decided)}."),
    )


def need_after_ruling(one: BreachCase, *, heads: bool, clause: str) -> None:
    """Decline that a supervisor changes or withdraws what was ruled on appeal."""
    if heads or not any(each.sort == "appeal_ruled" for each in one.decisions):
        return
    raise Declined(
        Reason(
            code="ruled-already",
            clause=clause,
            why=Words(zh="申诉裁定过的，由负责人更改。", en="What was ruled on appeal is changed by the head."),
            lifts=Words(zh="请负责人办理。", en="The head can do it."),
            who=("head",),
        ),
        about=one.key,
    )
