"""Whose ruling decides: the supervisor's, or that of the supervisors of both shifts once they rule alike."""

from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.scene import leads, name
from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Objection


def decides(context: Context, handover: Handover, kind: Objection | None, about: str, *, upheld: bool) -> bool:
    """Say whether a ruling decides: where the supervisors of both shifts rule, once one of either has ruled alike.

    Whose supervisor somebody is the roster says by their crew; where it does not say, two different people are needed.
    Declined for who is supervisor of neither shift.
    """
    if kind is None or kind.ruled_by == "supervisor":
        return True
    person = context.actor.person
    sides = [leads(context, key) for key in (handover.shift, handover.next_shift)]
    if all(sides) and not any(person in side for side in sides):
        raise Declined(
            Reason(
                code="not-your-shift",
                clause=kind.clause,
                why=Words(zh="由交接两班的班长裁定。", en="The supervisors of the two shifts rule on this."),
                lifts=Words(
                    zh=f"请{'、'.join(name(context, one) for side in sides for one in side)}裁定。",
                    en=f"Let {', '.join(name(context, one) for side in sides for one in side)} rule.",
                ),
                who=("supervisor",),
                names=tuple(name(context, one) for side in sides for one in side),
            ),
            about=handover.key,
        )
    last = {one.by: one.upheld for one in handover.objections[about].rulings}
    alike = [other for other, said in last.items() if other != person and said == upheld]
    first, second = sides
    if not all(sides):
        return bool(alike)
    return any((person in first and one in second) or (person in second and one in first) for one in alike)
