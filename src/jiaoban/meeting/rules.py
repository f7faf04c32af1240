"""How a meeting goes: opened once a kind for a handover, roll called, summed up, closed when nothing is missing."""

from collections.abc import Iterable, Mapping, Sequence

from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.meeting.acts import Briefed
from jiaoban.meeting.tables import Brief, Meeting
from jiaoban.meeting.terms import BRIEF, KINDS, BriefPart, Kind


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


def need_complete(
    one: Meeting, wanted: Iterable[BriefPart], reports: int, clause: str, *, roll: bool | None = None
) -> None:
    """Decline closing while the roll is not called, a part of the summing-up that the regime wants is empty, or fewer
    than `reports` of those called have reported. `roll`: whether the roll must be called; by default only of a
    pre-shift meeting."""
    missing = [part for part in wanted if not _said(one.brief, part)]
    reasons = [_lacking(part, BRIEF[part], clause) for part in missing]
    if (one.kind == "PRE" if roll is None else roll) and not one.roll:
        reasons.insert(0, _lacking("roll", Words(zh="点名", en="the roll call"), clause))
    if one.kind == "PRE" and len({said.person for said in one.reports if said.person in one.roll}) < reports:
        reasons.append(_lacking("report", Words(zh="接班人汇报", en="the incoming side's report"), clause, "incoming"))
    if reasons:
        raise Declined(*reasons, about=one.key)


def need_reasons(one: Meeting, names: Mapping[str, str], clause: str) -> None:
    """Decline closing while somebody is on the roll as not there without a reason; `names` are people by key."""
    if not one.unexcused:
        return
    missing = tuple(names.get(person, person) for person in one.unexcused)
    raise Declined(
        Reason(
            code="absent-without-reason",
            clause=clause,
            why=Words(
                zh=f"{'、'.join(missing)} 未到会，没有写原因。", en=f"No reason is given for {', '.join(missing)}."
            ),
            lifts=Words(zh="请在点名中写明未到的原因。", en="Write the reason at the roll call."),
            who=("supervisor",),
            names=missing,
        ),
        about=one.key,
    )


def need_words(said: Briefed) -> None:
    """Raise `BadInput` on a summing-up that says nothing."""
    if not any(getattr(said, part) for part in BRIEF):
        raise BadInput(
            "text",
            Words(zh="总结是空的。", en="The summing-up is empty."),
            Words(zh="请至少填写一项。", en="Fill in one part at least."),
        )


def need_once_each(people: Sequence[str]) -> None:
    """Raise `BadInput` when somebody is called twice in one roll: it would not be clear which answer counts."""
    for place, person in enumerate(people):
        if person in people[:place]:
            raise BadInput(
                f"people.{place}.person",
                Words(zh="同一个人被点了两次。", en="The same person is called twice."),
                Words(zh="每人只点一次。", en="Call each once."),
            )


def _said(brief: Brief | None, part: BriefPart) -> bool:
    return brief is not None and bool(getattr(brief, part))


def _lacking(code: str, words: Words, clause: str, by: str = "supervisor") -> Reason:
    return Reason(
        code=f"missing:{code}",
        clause=clause,
        why=Words(zh=f"还缺「{words.zh}」。", en=f"Missing: {words.en}."),
        lifts=Words(zh=f"请先完成「{words.zh}」。", en=f"See to {words.en} first."),
        who=(by,),
        names=(words.zh,),
    )
