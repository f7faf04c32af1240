"""The steps of a switching order (操作票): listed before the first is begun, then done, checked and skipped strictly in
order, each at its moment. Pure."""

from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.logbook.rules import check_moment
from jiaoban.plant.acts import StepChecked, StepDone, StepSkipped, StepsListed
from jiaoban.plant.rules.works import need_open
from jiaoban.plant.tables import Matter, Step
from jiaoban.plant.terms import ROLES


@dataclass(frozen=True, slots=True)
class Ticking:
    """Who says something of a step, and when it happened (None: now)."""

    by: str
    happened: datetime | None
    now: datetime


def need_steps_done(matter: Matter, state: str) -> None:
    """Decline ending a switching order while steps of it are left."""
    left = [one for one in matter.steps if not one.settled(guarded=matter.guarded)]
    if state != "ENDED" or not left:
        return
    first = left[0]
    raise Declined(
        Reason(
            code="steps-left",
            why=Words(
                zh=f"「{matter.title}」还有 {len(left)} 项没有做完，从第 {first.number} 项起。",
                en=f"{len(left)} steps of '{matter.title}' are left, from step {first.number} on.",
            ),
            lifts=Words(
                zh="请逐项做完，不做的写明原因跳过；或者中止操作票。",
                en="Do them one by one, skip what is not done with its reason, or abort the order.",
            ),
            who=("outgoing",),
            names=tuple(f"{one.number}. {one.text}" for one in left),
        ),
        about=matter.key,
    )


def list_steps(matter: Matter, steps: tuple[str, ...]) -> Proposed:
    """Return the act that lists the steps of a switching order; declined when it has none by its kind, is over, or one
    of those listed before has been begun."""
    need_open(matter)
    _need_stepped(matter)
    if any(one.begun for one in matter.steps):
        raise Declined(
            plain(
                "steps-begun",
                "操作已经开始，项目不能再改。",
                "Its steps have been begun; they cannot be changed.",
                "请中止这张操作票，另开一张。",
                "Abort this order and issue another one.",
            ),
            about=matter.key,
            conflict=True,
        )
    return Proposed(StepsListed(matter=matter.key, steps=steps))


def do_step(matter: Matter, done: StepDone, ticking: Ticking) -> Proposed:
    """Return the act by which the performer ticks a step.

    Declined when the order is not being executed, an earlier step is left, the step is done already, or somebody else
    of the site performs.
    """
    step = _step(matter, done.step)
    if step.begun:
        raise Declined(_done_already(step), about=matter.key, conflict=True)
    _need_turn(matter, step)
    _need_role(matter, "performer", ticking.by)
    return _ticked(matter, done, ticking)


def check_step(matter: Matter, checked: StepChecked, ticking: Ticking) -> Proposed:
    """Return the act by which the guardian checks a step that was done.

    Declined when it is not done, is checked already, was done by the same person, or somebody else of the site guards.
    """
    step = _step(matter, checked.step)
    if step.checked_at or step.skipped_at:
        raise Declined(_done_already(step), about=matter.key, conflict=True)
    if step.done_at is None:
        raise Declined(
            plain(
                "step-not-done",
                f"第 {step.number} 项还没有操作。",
                f"Step {step.number} is not done yet.",
                "请执行人先操作并打勾。",
                "Its performer does it and ticks it first.",
                who=_of(matter, "performer"),
            ),
            about=matter.key,
        )
    if step.done_by == ticking.by:
        raise Declined(
            plain(
                "own-step",
                "操作的人不能自己监护。",
                "Who does a step cannot check it.",
                "请监护人核对并打勾。",
                "The guardian checks it.",
                who=_of(matter, "guardian"),
            ),
            about=matter.key,
        )
    _need_role(matter, "guardian", ticking.by)
    return _ticked(matter, checked, ticking)


def skip_step(matter: Matter, skipped: StepSkipped, ticking: Ticking) -> Proposed:
    """Return the act that skips a step with its reason; in order like every other, and never one that was begun."""
    step = _step(matter, skipped.step)
    if step.begun:
        raise Declined(_done_already(step), about=matter.key, conflict=True)
    _need_turn(matter, step)
    return _ticked(matter, skipped, ticking)


def _step(matter: Matter, number: int) -> Step:
    _need_stepped(matter)
    if matter.state != "EXECUTING":
        state = matter.life.states[matter.state]
        raise Declined(
            plain(
                "not-executing",
                f"操作票现为「{state.zh}」，不能逐项打勾。",
                f"The order is '{state.en}'; its steps cannot be ticked.",
                "请先转为「执行中」。",
                "Begin to execute it first.",
            ),
            about=matter.key,
            conflict=not matter.open,
        )
    found = next((one for one in matter.steps if one.number == number), None)
    if found is None:
        raise BadInput(
            "step",
            Words(zh=f"没有第 {number} 项。", en=f"There is no step {number}."),
            Words(zh=f"应为 1 至 {len(matter.steps)}。", en=f"It has steps 1 to {len(matter.steps)}."),
        )
    return found


def _need_stepped(matter: Matter) -> None:
    if not matter.life.stepped:
        raise Declined(
            plain("no-steps", "只有操作票有操作项目。", "Only a switching order has steps.", "请核对。", "Look again."),
            about=matter.key,
        )


def _need_turn(matter: Matter, step: Step) -> None:
    """Decline a step out of its order: every earlier one is done (and checked) or skipped first."""
    earlier = [one for one in matter.steps[: step.number - 1] if not one.settled(guarded=matter.guarded)]
    if not earlier:
        return
    first = earlier[0]
    what = ("等监护人核对", "waits for the guardian") if first.begun else ("还没有操作", "is not done")
    role = "guardian" if first.begun else "performer"
    raise Declined(
        Reason(
            code="step-order",
            why=Words(
                zh=f"第 {first.number} 项{what[0]}，不能先做第 {step.number} 项。",
                en=f"Step {first.number} {what[1]}; step {step.number} cannot come before it.",
            ),
            lifts=Words(
                zh="请按顺序逐项进行；不做的写明原因跳过。",
                en="Go on step by step; skip what is not done, with its reason.",
            ),
            who=_of(matter, role),
            names=(f"{first.number}. {first.text}",),
        ),
        about=matter.key,
    )


def _need_role(matter: Matter, role: str, by: str) -> None:
    """Decline the tick of somebody who does not have the role, where a person of the site has it."""
    person = matter.persons.get(role, "")
    if not person or person == by:
        return
    words, name = ROLES[role], matter.people.get(role, person)
    raise Declined(
        plain(
            f"not-the-{role}",
            f"这张票的{words.zh}是 {name}。",
            f"The {words.en.lower()} of this order is {name}.",
            f"请{words.zh}本人打勾；人员变了，请先变更人员。",
            f"The {words.en.lower()} ticks it; change the people first where that is somebody else now.",
            who=(person,),
        ),
        about=matter.key,
    )


def _of(matter: Matter, role: str) -> tuple[str, ...]:
    person = matter.persons.get(role) or matter.people.get(role)
    return (person,) if person else ("outgoing",)


def _done_already(step: Step) -> Reason:
    return plain(
        "step-done",
        f"第 {step.number} 项已经记录。",
        f"Step {step.number} is on record already.",
        "请刷新后接着下一项。",
        "Look at it as it is now and go on with the next.",
    )


def _ticked(matter: Matter, payload: Payload, ticking: Ticking) -> Proposed:
    """Return the act at its moment; `BadInput` for one before the step before it, in the future or long ago."""
    happened = check_moment(ticking.happened or ticking.now, now=ticking.now)
    last = max([matter.state_at, *(one.last_at for one in matter.steps if one.last_at)])
    if ticking.happened is not None and happened < last:
        raise BadInput(
            "occurred_at",
            Words(zh="早于上一项的时间。", en="This is before the step before it."),
            Words(zh="请核对时间。", en="Check the moment."),
        )
    return Proposed(payload, occurred_at=happened)
