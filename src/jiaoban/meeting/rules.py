"""How a meeting goes: opened once a kind for a handover, roll called, summed up, closed when nothing is missing."""

from collections.abc import Iterable

from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.meeting.tables import Brief, Meeting
from jiaoban.meeting.terms import BRIEF, KINDS, Kind


def need_none_open(kind: Kind, others: Iterable[Meeting]) -> None:
    """Decline a second open meeting of a kind for the same handover."""
    if any(one.kind == kind and one.open for one in others):
        raise Declined(
            plain(
                "meeting-open",
                f"{KINDS[kind].zh}已经在开。",
                f"The {KINDS[kind].en.lower()} is open already.",
                "请在那次会议中继续。",
                "Go on in that one.",
                who=("supervisor",),
            ),
            conflict=True,
        )


def need_open(one: Meeting) -> None:
    """Decline what comes after the end of the meeting."""
    if not one.open:
        raise Declined(
            plain(
                "meeting-closed",
                "会议已经结束。",
                "The meeting is closed.",
                "如需补充，请另开会议。",
                "Hold another one if there is more to say.",
                who=("supervisor",),
            ),
            about=one.key,
            conflict=True,
        )


def need_complete(one: Meeting, wanted: Iterable[str], clause: str) -> None:
    """Decline closing while the roll is not called or a part of the summing-up that the regime wants is empty."""
    missing = [BRIEF[field] for field in wanted if not _said(one.brief, field)]
    reasons = [_lacking(f"brief:{words.en}", words, clause) for words in missing]
    if one.kind == "PRE" and not one.roll:
        reasons.insert(0, _lacking("roll", Words(zh="点名", en="the roll call"), clause))
    if reasons:
        raise Declined(*reasons, about=one.key)


def _said(brief: Brief | None, field: str) -> bool:
    return brief is not None and bool(getattr(brief, field))


def _lacking(code: str, words: Words, clause: str) -> Reason:
    return Reason(
        code=f"missing:{code}",
        clause=clause,
        why=Words(zh=f"还缺「{words.zh}」。", en=f"Missing: {words.en}."),
        lifts=Words(zh=f"请先完成「{words.zh}」。", en=f"See to {words.en} first."),
        who=("supervisor",),
        names=(words.zh,),
    )
