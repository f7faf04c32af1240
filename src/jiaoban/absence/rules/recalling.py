"""Calling people back who are away: whom, and in which order answer, way and arrival come. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from jiaoban.absence.tables import Absence, RecallState
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.absence import Absences, Recall


def need_recall(absences: Absences | None) -> Recall:
    """Return what the regime says of recalls; declined where it says nothing."""
    if absences is not None and absences.recall is not None:
        return absences.recall
    raise Declined(
        plain(
            "no-recall",
            "本岗位的制度没有召回的规定。",
            "The regime of this post says nothing of recalls.",
            "请按本单位的其他规定联系。",
            "Reach them by the other rules of the house.",
            who=("supervisor",),
        )
    )


def not_to_be_recalled(
    people: Sequence[str],
    away: Mapping[str, Absence],
    pending: Collection[str],
    names: Mapping[str, str],
    clause: str,
) -> list[Reason]:
    """Return the reasons against those who are chosen: not away now, or called back already and not yet there."""
    there = tuple(names.get(one, one) for one in people if one not in away)
    twice = tuple(names.get(one, one) for one in people if one in away and one in pending)
    found = []
    if there:
        found.append(
            Reason(
                code="recall-not-away",
                clause=clause,
                why=Words(zh=f"{'、'.join(there)} 现在没有离岗。", en=f"{', '.join(there)} is not away now."),
                lifts=Words(zh="只召回正在休假、出差或培训的人。", en="Call back those who are away."),
                who=("supervisor",),
                names=there,
            )
        )
    if twice:
        found.append(
            Reason(
                code="recall-pending",
                clause=clause,
                why=Words(zh=f"{'、'.join(twice)} 已在召回中。", en=f"{', '.join(twice)} is called back already."),
                lifts=Words(zh="请看那一次召回的进展。", en="Look at that recall."),
                who=("supervisor",),
                names=twice,
            )
        )
    return found


def of_another_post(
    people: Sequence[str], callable_: Collection[str], names: Mapping[str, str], clause: str
) -> list[Reason]:
    """Return the reason against those whom this supervisor does not call back: they neither work at the post nor asked
    for their absence at one that the supervisor has."""
    others = tuple(names.get(one, one) for one in people if one not in callable_)
    if not others:
        return []
    return [
        Reason(
            code="recall-other-post",
            clause=clause,
            why=Words(
                zh=f"{'、'.join(others)} 不在您负责的岗位。",
                en=f"{', '.join(others)} works at no post that you supervise.",
            ),
            lifts=Words(
                zh="请由其所在岗位的负责人召回。", en="Have them called back by the supervisor of their own post."
            ),
            who=("supervisor",),
            names=others,
        )
    ]


def need_future(wanted_at: datetime | None, now: datetime, where: str) -> None:
    """Refuse a moment that has passed."""
    if wanted_at is not None and wanted_at <= now:
        raise BadInput(
            where,
            Words(zh="这个时间已经过去。", en="That moment has passed."),
            Words(zh="请填写将来的时间。", en="Give a moment that is yet to come."),
        )


def need_reason(coming: bool, text: str) -> None:
    """Refuse not coming without saying why."""
    if not coming and not text:
        raise BadInput(
            "text",
            Words(zh="没有写不能返回的原因。", en="It does not say why they cannot come."),
            Words(zh="请写明原因。", en="Say why."),
        )


def need_open(one: RecallState, *, answered: bool | None = None) -> None:
    """Decline what comes after a recall has ended, an answer to one that was answered, or a way before an answer."""
    if one.open and answered in (None, one.answered_at is not None):
        return
    if one.open and answered:
        told = plain(
            "recall-unanswered",
            "还没有答复召回。",
            "The recall is not answered yet.",
            "请先答复能否返回。",
            "Answer first whether they come.",
            who=("recalled",),
        )
        raise Declined(told, about=one.key)
    told = plain(
        "recall-over",
        "这次召回已经答复或结束。",
        "This recall is answered, or over.",
        "请刷新看最新情况。",
        "Look at it again.",
        who=("recalled",),
    )
    raise Declined(told, about=one.key, conflict=True)


def need_party(one: RecallState, person: str, *, supervises: bool) -> None:
    """Decline what is for the person called back to say, or for a supervisor who records what they said."""
    if person == one.person or supervises:
        return
    raise Declined(
        plain(
            "not-yours",
            "这次召回是给别人的。",
            "This recall is for somebody else.",
            "请本人答复，或由当班负责人代记。",
            "They answer themselves, or the supervisor records it.",
            who=("recalled", "supervisor"),
        ),
        about=one.key,
    )
