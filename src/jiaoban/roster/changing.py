"""Changing the grid: shifts given to other people, people moved between shifts, and a change undone by a new act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import not_
from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Between
from jiaoban.kernel.refusal import Declined, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, plain, refuse, verb
from jiaoban.org import queries as org
from jiaoban.org.args import Code, Day, Reason
from jiaoban.roster import acts, checked, grid, queries, rules
from jiaoban.roster.args import DESPITE, Despite, ShiftCode
from jiaoban.roster.checked import Wish
from jiaoban.roster.grid_tables import CELLS, CHANGES, CellHistory, Change
from jiaoban.roster.rules import Plan, Turn
from jiaoban.roster.tables import Assignment

ChangeKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,140}$")]
MOST_CELLS = 1000
MOST_MOVES = 2000
LONGEST = timedelta(days=400)
"""A change lies within so many days: more is what rotations are for."""


class CellSaid(Args):
    """One shift of one day, and everybody who is to stand it."""

    day: Day = Field(title="日期 Day")
    shift: ShiftCode = Field(title="班次 Shift")
    people: tuple[Code, ...] = Field(max_length=100, title="人员 People")


class MoveSaid(Args):
    """A person is to stand this shift of the day at the post and no other of it; left empty: none."""

    person: Code = Field(title="人员 Person")
    day: Day = Field(title="日期 Day")
    shift: Annotated[str, StringConstraints(max_length=20)] = Field(default="", title="班次 Shift")


class ChangeCells(Args):
    """Shifts and the people who are to stand them, all in one or not at all. `despite`: why it is to be so although it
    breaks rules of the regime."""

    cells: tuple[CellSaid, ...] = Field(min_length=1, max_length=MOST_CELLS, title="班次 Shifts")
    reason: Reason = Field(title="原因 Reason")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class Edit(Args):
    """What people are to do on days, all in one or not at all. `despite` as of changed shifts."""

    moves: tuple[MoveSaid, ...] = Field(min_length=1, max_length=MOST_MOVES, title="改动 Moves")
    reason: Reason = Field(title="原因 Reason")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class Undo(Args):
    """The change that is to be undone, by the key that its act has. `despite` as of changed shifts."""

    change: ChangeKey = Field(title="改动 Change")
    reason: str = Field(default="", max_length=2000, title="原因 Reason")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


@verb("roster.change", right=Right.SUPERVISE)
def change(context: Context, said: ChangeCells) -> Decision:
    """Have several shifts of a post stood by other people, all in one."""
    wanted: dict[grid.Place, tuple[str, ...]] = {}
    for number, one in enumerate(said.cells, start=1):
        if (one.day, one.shift) in wanted:
            raise rules.twice(f"cells.{number}", one.day, one.shift)
        wanted[one.day, one.shift] = one.people
    turns, plan = _turns(context, [day for day, _shift in wanted])
    return _changed(context, "roster.change", _Asked(turns, plan, said.reason, said.despite), wanted)


@verb("roster.edit", right=Right.SUPERVISE)
def edit(context: Context, said: Edit) -> Decision:
    """Move people between the shifts of a post, day by day, all in one."""
    moves = [grid.Move(one.person, one.day, one.shift) for one in said.moves]
    seen: set[tuple[str, date]] = set()
    for number, move in enumerate(moves, start=1):
        if (move.person, move.day) in seen:
            raise rules.twice(f"moves.{number}", move.day, move.person)
        seen.add((move.person, move.day))
    turns, plan = _turns(context, [one.day for one in moves])
    for move in moves:
        if move.shift:
            rules.need_shift(move.shift, (turn.shift for turn in turns if turn.shift.day == move.day))
    return _changed(context, "roster.edit", _Asked(turns, plan, said.reason, said.despite), grid.moved(turns, moves))


@verb("roster.undo", right=Right.SUPERVISE)
def undo(context: Context, said: Undo) -> Decision:
    """Bring back what stood before a change of the grid; refused when something later stands on it."""
    found = context.book.get(CHANGES, said.change)
    if found is None or found.post != context.place.post:
        raise NotFound(f"change {said.change}", "change")
    turns, plan = _turns(context, [cell.day for cell in found.cells])
    reason = grid.stands_on(found, turns, plan, _histories(context, found))
    if reason:
        return refuse("roster.undo", found.key, reason, conflict=not found.undone)
    back = grid.undoing(found, turns)
    reason_told = said.reason.strip() or found.reason
    return _allowed(context, "roster.undo", _Asked(turns, plan, reason_told, said.despite, found.key), back)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A change that somebody wants: the shifts of its days as they are, the plan that says so, and why."""

    turns: list[Turn]
    plan: Plan
    reason: str
    despite: str
    undoes: str = ""


def _changed(context: Context, name: str, asked: _Asked, wanted: Mapping[grid.Place, tuple[str, ...]]) -> Decision:
    known = {(turn.shift.day, turn.shift.code): turn.shift for turn in asked.turns}
    for day, code in wanted:
        rules.need_shift(code, (shift for place, shift in known.items() if place[0] == day))
    cells = grid.cells(asked.turns, wanted)
    if not cells:
        same = plain(
            "no-change",
            "排班已经是这样，没有可改的。",
            "The roster is so already; there is nothing to change.",
            "请核对要改的日期和班次。",
            "Look at the days and shifts again.",
        )
        return refuse(name, context.place.post, same)
    _need_people(context, cells)
    return _allowed(context, name, asked, cells)


def _allowed(context: Context, name: str, asked: _Asked, cells: tuple[acts.Cell, ...]) -> Decision:
    """Return the act of a change, or why not: a shift has ended, or the regime does not let it be."""
    known = {(turn.shift.day, turn.shift.code): turn.shift for turn in asked.turns}
    for cell in cells:
        ended = rules.over(known[cell.day, cell.shift], context.now)
        if ended:
            return refuse(name, known[cell.day, cell.shift].key, ended)
    not_theirs = checked.by_hand(context)
    if not_theirs:
        return refuse(name, context.place.post, not_theirs)
    days = [cell.day for cell in cells]
    wish = Wish(min(days), max(days), asked.despite)
    judged = checked.judged(context, wish, checked.with_exception(asked.plan, *_exceptions(context, asked, cells)))
    if judged.reasons:
        return refuse(name, context.place.post, *judged.reasons)
    changed = acts.GridChanged(
        post=context.place.post,
        cells=cells,
        reason=asked.reason,
        despite=judged.kept(asked.despite),
        undoes=asked.undoes,
    )
    return [Proposed(payload=changed, clauses=judged.clauses)]


def _exceptions(context: Context, asked: _Asked, cells: tuple[acts.Cell, ...]) -> Iterator[Assignment]:
    """Return what the cells come to as exceptions; where the rotation is to hold again, those whose turn it is."""
    shifts = {(turn.shift.day, turn.shift.code): turn.shift for turn in asked.turns}
    for cell in cells:
        people = asked.plan.by_rotation(shifts[cell.day, cell.shift]) if cell.people is None else cell.people
        yield Assignment(
            post=context.place.post,
            day=cell.day,
            shift=cell.shift,
            people=people,
            reason=asked.reason,
            by=context.actor.person,
        )


def _need_people(context: Context, cells: tuple[acts.Cell, ...]) -> None:
    for cell in cells:
        rules.need_distinct(cell.people or ())
    for person in sorted({one for cell in cells for one in cell.people or () if one not in cell.before}):
        org.member(context.book, person)


def _turns(context: Context, days: list[date]) -> tuple[list[Turn], Plan]:
    """Return every shift of these days at the post with who is due now, and the plan that says so."""
    first, last = min(days), max(days)
    if last - first > LONGEST:
        raise Declined(
            plain(
                "too-far-apart",
                f"一次改动的日期相隔不能超过 {LONGEST.days} 天。",
                f"The days of one change lie at most {LONGEST.days} days apart.",
                "请分几次改，长期的变化请改倒班周期。",
                "Make several changes, or change the rotation.",
            ),
            about=context.place.post,
        )
    plan = queries.plan(context.book, context.place.post, first, last + timedelta(days=1))
    post = org.post(context.book, context.place.post)
    shifts = (shift for day in sorted(set(days)) for shift in post.shifts_on(day, context.place.zone))
    return [plan.turn(shift) for shift in shifts], plan


def _histories(context: Context, found: Change) -> dict[grid.Place, CellHistory]:
    days = sorted(cell.day for cell in found.cells)
    within = Between(days[0].isoformat(), (days[-1] + timedelta(days=1)).isoformat())
    marked = context.book.find(CELLS, post=found.post, day_text=within)
    return {(one.day, one.shift): one for one in marked}
