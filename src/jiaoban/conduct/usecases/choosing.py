"""Which measures a decision takes: those of the step, of a milder one, or with a smaller figure."""

from decimal import Decimal

from jiaoban.conduct.acts import Taken
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.rules.deciding import with_other_figure
from jiaoban.conduct.rules.measures import measures_of
from jiaoban.conduct.tables import CaseDecision
from jiaoban.conduct.usecases.around import ruled


def chosen(
    one: Seen, step: int | None, figure: Decimal | None, last: CaseDecision | None = None
) -> tuple[int, tuple[Taken, ...]]:
    """Return the step and the measures that are decided: of the step that is named (0: nothing follows), else of the
    one that the ladder names or, with `last`, of that decision; with another figure where one is named."""
    said, _ = ruled(one)
    stands = one.stands
    assert stands is not None
    if step is None and last is not None:
        return last.step, with_other_figure([Taken(**each.model_dump()) for each in last.measures], figure)
    number = stands.step if step is None else step
    if not number:
        return 0, with_other_figure((), figure)
    nth = stands.nth if number == stands.step else number
    measures = measures_of(stands.steps[number - 1], number, nth, said, one.case.amount, one.first_day)
    return number, with_other_figure(measures, figure)
