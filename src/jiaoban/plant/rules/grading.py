"""What went wrong can turn out to be graver than had been thought, or less grave: a defect becomes an accident.

Raising is everybody's who works at the post: a danger is never kept small for want of a right. Lowering takes away what
stops a handover, so it is the shift supervisor's word; whoever wants to leave could do without an accident otherwise.
"""

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant import phrases
from jiaoban.plant.acts import Regraded
from jiaoban.plant.lives import GRADED, LIVES, MatterKind
from jiaoban.plant.rules.telling import Telling, entry
from jiaoban.plant.tables import Grade, Matter
from jiaoban.plant.terms import SEVERITIES, Severity

_SEVERITIES = tuple(SEVERITIES)


def regrade(matter: Matter, to: Grade, reason: str, telling: Telling, *, supervises: bool) -> list[Proposed]:
    """Return the acts that grade a matter anew and log it.

    Declined for what is no defect, anomaly, disturbance or accident, for what is over, and for lowering by anybody but
    the shift supervisor. `BadInput` for a kind that nothing can turn out to be, and for the grade that it has already.
    """
    was = Grade(kind=matter.kind, severity=matter.severity)
    _need_gradable(matter)
    if to.kind not in GRADED:
        raise BadInput(
            "kind",
            Words(zh=f"不能改为「{LIVES[to.kind].name.zh}」。", en=f"It cannot become '{LIVES[to.kind].name.en}'."),
            Words(zh=f"应为{_named('zh')}之一。", en=f"Choose one of: {_named('en')}."),
        )
    if to == was:
        raise BadInput(
            "severity",
            Words(zh=f"现在就是「{said(was).zh}」。", en=f"It is '{said(was).en}' already."),
            Words(zh="请选择另一种类或等级。", en="Choose another kind or severity."),
        )
    lowered = _rank(to) < _rank(was)
    if lowered and not supervises:
        raise Declined(_not_yours(was, to), about=matter.key)
    life = LIVES[to.kind]
    regraded = Regraded(
        matter=matter.key,
        matter_kind=to.kind,
        severity=to.severity,
        was_kind=was.kind,
        was_severity=was.severity,
        state=matter.state if matter.state in life.states else life.first,
        reason=reason,
        lowered=lowered,
    )
    say, turn = telling.say, phrases.LOWERED if lowered else phrases.RAISED
    text = say(turn, title=matter.title, was=say(said(was)), now=say(said(to)), reason=reason)
    told = entry(matter.model_copy(update={"kind": to.kind}), text, telling)
    return [Proposed(regraded, occurred_at=told.occurred_at), told]


def said(grade: Grade) -> Words:
    """Return a grade in words: 'Defect, major'."""
    name, severity = LIVES[grade.kind].name, SEVERITIES[grade.severity]
    if not grade.severity:
        return name
    return Words(zh=f"{name.zh}（{severity.zh}）", en=f"{name.en} ({severity.en.lower()})")


def _rank(grade: Grade) -> tuple[int, int]:
    """The kind counts first: a minor accident is graver than a critical defect."""
    return GRADED.index(grade.kind), _SEVERITIES.index(grade.severity)


def _named(language: str) -> str:
    names: tuple[MatterKind, ...] = GRADED
    return ("、" if language == "zh" else ", ").join(getattr(LIVES[one].name, language) for one in names)


def _need_gradable(matter: Matter) -> None:
    if matter.kind not in GRADED:
        name = matter.life.name
        raise Declined(
            plain(
                "not-graded",
                f"「{name.zh}」没有等级。",
                f"A '{name.en}' has no grade.",
                f"能改级的是：{_named('zh')}。",
                f"What can be graded: {_named('en')}.",
            ),
            about=matter.key,
        )
    if not matter.open:
        raise Declined(
            plain(
                "matter-over",
                f"「{matter.title}」已经结束。",
                f"'{matter.title}' is over.",
                "如有新情况请另行登记，结论可以写一笔。",
                "Open a new one for what is new; write a conclusion as a note.",
            ),
            about=matter.key,
            conflict=True,
        )


def _not_yours(was: Grade, to: Grade) -> Reason:
    return plain(
        "lowering-is-the-supervisors",
        f"由{said(was).zh}改为{said(to).zh}是降级。",
        f"From {said(was).en} to {said(to).en} is a lowering.",
        "降级请由当班负责人办理。",
        "Let the shift supervisor lower it.",
        who=("supervisor",),
    )


def given(matter: Matter, kind: MatterKind | None, severity: Severity) -> Grade:
    """Return the grade that is meant; what is not said stays as it is."""
    return Grade(kind=kind or matter.kind, severity=severity or matter.severity)
