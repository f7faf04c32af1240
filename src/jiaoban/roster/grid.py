"""The grid of a month: changes of who is due, person by person or shift by shift, and what undoing one means. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.verbs import plain
from jiaoban.roster.acts import Cell
from jiaoban.roster.grid_tables import CellHistory, Change
from jiaoban.roster.rules import Plan, Turn

Place = tuple[date, str]
"""A shift of a day: the day and the shift's code."""


@dataclass(frozen=True, slots=True)
class Move:
    """A person is to stand this shift of a day at the post, and no other of it; '' is none."""

    person: str
    day: date
    shift: str


def by_person(turns: Iterable[Turn]) -> dict[str, dict[date, list[Turn]]]:
    """Return the shifts that each person is due on, by day; people in the order in which they are met."""
    found: dict[str, dict[date, list[Turn]]] = {}
    for turn in turns:
        for person in turn.people:
            found.setdefault(person, {}).setdefault(turn.shift.day, []).append(turn)
    return found


def moved(turns: Iterable[Turn], moves: Sequence[Move]) -> dict[Place, tuple[str, ...]]:
    """Return the people of every shift whose people the moves change, all moves together.

    `turns` are the shifts of the days that the moves name. Who comes to a shift stands behind those who stay on it.
    """
    wanted = {(one.person, one.day): one.shift for one in moves}
    changed: dict[Place, tuple[str, ...]] = {}
    for turn in turns:
        day, code = turn.shift.day, turn.shift.code
        stay = [one for one in turn.people if wanted.get((one, day), code) == code]
        come = [one.person for one in moves if one.day == day and one.shift == code and one.person not in stay]
        people = (*stay, *dict.fromkeys(come))
        if people != turn.people:
            changed[day, code] = people
    return changed


def cells(turns: Iterable[Turn], wanted: Mapping[Place, tuple[str, ...]]) -> tuple[Cell, ...]:
    """Return the cells of a change, those left out in which the same people are due already, in whatever order."""
    return tuple(
        Cell(
            day=turn.shift.day,
            shift=turn.shift.code,
            before=turn.people,
            excepted=turn.exception is not None,
            people=wanted[turn.shift.day, turn.shift.code],
        )
        for turn in turns
        if (turn.shift.day, turn.shift.code) in wanted
        and sorted(wanted[turn.shift.day, turn.shift.code]) != sorted(turn.people)
    )


def undoing(change: Change, turns: Iterable[Turn]) -> tuple[Cell, ...]:
    """Return the cells that bring back what stood before a change."""
    now = {(turn.shift.day, turn.shift.code): turn for turn in turns}
    return tuple(
        Cell(
            day=cell.day,
            shift=cell.shift,
            before=now[cell.day, cell.shift].people,
            excepted=now[cell.day, cell.shift].exception is not None,
            people=cell.before if cell.excepted else None,
        )
        for cell in change.cells
        if (cell.day, cell.shift) in now
    )


def stands_on(
    change: Change, turns: Iterable[Turn], plan: Plan, histories: Mapping[Place, CellHistory]
) -> Reason | None:
    """Return the reason not to undo a change: it was undone, or something stands on it that came later."""
    if change.undone:
        return plain(
            "undone",
            "这次改动已经撤销。",
            "This change was undone already.",
            "如需恢复，请撤销那次撤销。",
            "To bring it back, undo the undoing.",
        )
    now = {(turn.shift.day, turn.shift.code): turn for turn in turns}
    for cell in change.cells:
        place = (cell.day, cell.shift)
        turn = now.get(place)
        later = turn is None or (place in histories and change.key not in histories[place].last)
        if later or (turn and not cell.excepted and not _same(plan.by_rotation(turn.shift), cell.before, plan, turn)):
            return plain(
                "changed-since",
                f"{cell.day} {turn.shift.name.zh if turn else cell.shift}在这之后又改过（调整、倒班周期或班组人员），"
                "不能直接撤销。",
                f"The {turn.shift.name.in_('en') if turn else cell.shift} of {cell.day} was changed after this"
                " (by hand, by the rotation or the crew's people); it cannot simply be undone.",
                "请先撤销后来的改动，或直接改成您要的样子。",
                "Undo the later change first, or change the cell as you want it.",
            )
    return None


def _same(due: tuple[str, ...], before: tuple[str, ...], plan: Plan, turn: Turn) -> bool:
    here = {one for one in due if one not in plan.left_at or plan.left_at[one] > turn.shift.begins_at}
    return here == {one for one in before if one not in plan.left_at or plan.left_at[one] > turn.shift.begins_at}
