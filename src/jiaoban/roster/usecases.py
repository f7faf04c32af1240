"""Setting rotations, manning crews, exceptions by hand."""

from operator import not_

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.verbs import Args, Context, Decision, refuse, verb
from jiaoban.org import queries as org
from jiaoban.org.args import Code, CrewCode, Day, Reason
from jiaoban.roster import acts, checked, queries, rules
from jiaoban.roster import calendaring as _calendaring  # noqa: F401 - declares its verbs
from jiaoban.roster import changing as _changing  # noqa: F401
from jiaoban.roster import exchanging as _exchanging  # noqa: F401 - declares the verbs of swaps
from jiaoban.roster import filling as _filling  # noqa: F401 - declares the verbs of wishes and of many shifts at once
from jiaoban.roster import subscribing as _subscribing  # noqa: F401
from jiaoban.roster.args import DESPITE, Crews, Despite, ShiftCode
from jiaoban.roster.checked import Wish
from jiaoban.roster.tables import MANNINGS, ROTATIONS, Assignment, Manning, Rotation, manning_key


class SetRotation(Args):
    """A cycle of crews; `from_day` is the day from which it holds (default: the anchor day).

    `workdays`: nobody's turn is on weekends and holidays; make-up working days are worked. `despite`: why it is to be
    so although it breaks rules of the regime.
    """

    anchor_day: Day = Field(title="周期首日 First day of the cycle")
    cycle: tuple[dict[ShiftCode, Crews], ...] = Field(min_length=1, max_length=400, title="周期 Cycle")
    from_day: Day | None = Field(default=None, title="自何日起 From")
    workdays: bool = Field(default=False, title="只在工作日 Working days only", exclude_if=not_)
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class Man(Args):
    """The people of a crew who stand this post's shifts, from a day on (default: today). `despite` as of a rotation."""

    crew: CrewCode = Field(title="班组 Crew")
    people: tuple[Code, ...] = Field(max_length=100, title="人员 People")
    from_day: Day | None = Field(default=None, title="自何日起 From")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class Assign(Args):
    """One shift and the people who stand it instead of those whose turn it is. `despite` as of a rotation."""

    day: Day = Field(title="日期 Day")
    shift: ShiftCode = Field(title="班次 Shift")
    people: tuple[Code, ...] = Field(max_length=100, title="人员 People")
    reason: Reason = Field(title="原因 Reason")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


@verb("roster.set_rotation", right=Right.ADMINISTER)
def set_rotation(context: Context, said: SetRotation) -> Decision:
    """Set the rotation of crews at a post, from a day on."""
    post = context.place.post
    crews = [crew.crew for crew in org.site(context.book).crews]
    rules.need_sound_cycle(said.cycle, org.post(context.book, post).now.pattern, crews)
    from_day = said.from_day or said.anchor_day
    first = context.book.get(ROTATIONS, post) is None
    reason = rules.reaches_back(first, from_day, org.local_day(context.book, context.now))
    if reason:
        return refuse("roster.set_rotation", post, reason)
    plan = queries.plan(context.book, post, from_day, from_day)
    told = said.model_dump(exclude={"from_day", "despite"})
    rotation = Rotation(from_day=from_day, **told)
    wish = Wish(from_day, None, said.despite, own=not first)
    judged = checked.judged(context, wish, checked.with_rotation(context.book, plan, rotation))
    if judged.reasons:
        return refuse("roster.set_rotation", post, *judged.reasons)
    rotated = acts.RotationSet(post=post, from_day=from_day, despite=judged.kept(said.despite), **told)
    return [Proposed(payload=rotated, clauses=judged.clauses)]


@verb("roster.man", right=Right.ADMINISTER)
def man(context: Context, said: Man) -> Decision:
    """Say who of a crew stands a post's shifts, from a day on."""
    post = context.place.post
    _need_people(context, said.people)
    org.crew(context.book, said.crew)
    today = org.local_day(context.book, context.now)
    from_day = said.from_day or today
    first = context.book.get(MANNINGS, manning_key(post, said.crew)) is None
    reason = rules.reaches_back(first, from_day, today)
    if reason:
        return refuse("roster.man", post, reason)
    plan = queries.plan(context.book, post, from_day, from_day)
    manning = Manning(from_day=from_day, people=said.people)
    wish = Wish(from_day, None, said.despite, own=not first)
    judged = checked.judged(context, wish, checked.with_manning(context.book, plan, said.crew, manning))
    if judged.reasons:
        return refuse("roster.man", post, *judged.reasons)
    manned = acts.CrewManned(
        post=post, crew=said.crew, from_day=from_day, people=said.people, despite=judged.kept(said.despite)
    )
    return [Proposed(payload=manned, clauses=judged.clauses)]


@verb("roster.assign", right=Right.SUPERVISE)
def assign(context: Context, said: Assign) -> Decision:
    """Have one shift stood by other people than those whose turn it is, with a reason."""
    return assigned(context, said, by_hand=True)


def assigned(context: Context, said: Assign, *, by_hand: bool) -> Decision:
    """Decide about one shift under the rules of the roster. Not `by_hand`: it follows from what the regime has somebody
    decide elsewhere, such as an absence, and who changes rosters by hand does not matter; the shell has asked whether
    they may decide that."""
    post = context.place.post
    _need_people(context, said.people)
    shifts = org.post(context.book, post).shifts_on(said.day, context.place.zone)
    shift = rules.need_shift(said.shift, shifts)
    reason = rules.over(shift, context.now) or (checked.by_hand(context) if by_hand else None)
    if reason:
        return refuse("roster.assign", shift.key, reason)
    plan = queries.plan(context.book, post, said.day, said.day)
    told = said.model_dump(exclude={"despite"})
    exception = Assignment(post=post, by=context.actor.person, **told)
    wish = Wish(said.day, said.day, said.despite)
    judged = checked.judged(context, wish, checked.with_exception(plan, exception))
    if judged.reasons:
        return refuse("roster.assign", shift.key, *judged.reasons)
    return [Proposed(acts.ShiftAssigned(post=post, despite=judged.kept(said.despite), **told), clauses=judged.clauses)]


def _need_people(context: Context, people: tuple[str, ...]) -> None:
    rules.need_distinct(people)
    for key in people:
        org.member(context.book, key)
