"""How permits, switching orders, work faces and orders from above stand at a handover, as facts and as words."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from jiaoban.handover import phrases
from jiaoban.kernel.tongue import Tongue
from jiaoban.plant.rules import grading
from jiaoban.plant.tables import Matter
from jiaoban.regime.facts import Row

TOLD = ("PERMIT", "SWITCHING", "WORKFACE", "SAFETY")
"""Kinds of which a line says what was done with them in this shift."""


def work_facts(one: Matter, now: datetime) -> Row:
    """Return the fields of a row of `matters` that are about work and orders."""
    return {
        "number": one.number,
        "permitter": one.people.get("permitter", ""),
        "guardian": one.people.get("guardian", ""),
        "valid_to": one.valid_to,
        "overrun": one.overrun(now),
        "extended": len(one.extensions),
        "steps": len(one.steps),
        "steps_done": one.steps_done,
        "steps_left": len(one.steps) - one.steps_done,
        "interrupted": one.open and one.stopped_after > 0,
        "progress": one.percent,
        "read_back": one.read_back is not None,
        "reported": one.reported is not None,
    }


def work_parts(one: Matter, since: datetime, zone: tzinfo, say: Tongue) -> Iterator[str]:
    """Yield what a line of the record says of it besides its state: its last grading, its validity, steps and progress,
    what this shift did."""
    graded = next((turn.graded for turn in reversed(one.history) if turn.graded), None)
    if graded is not None:
        yield say(phrases.REGRADED, was=say(grading.said(graded[0])), now=say(grading.said(graded[1])))
    if one.valid_to is not None:
        until = say(phrases.VALID, until=f"{one.valid_to.astimezone(zone):%m-%d %H:%M}")
        yield until + say.bracket(say(phrases.EXTENDED) if one.extensions else "")
    if one.steps:
        yield step_words(one, say)
    if one.percent is not None:
        yield say(phrases.PROGRESS, percent=one.percent)
    if one.read_back is not None:
        yield say(phrases.READ_BACK, who=one.read_back.who)
    if one.reported is not None:
        yield say(phrases.REPORTED, to=one.reported.to)
    if one.kind in TOLD:
        done = [turn for turn in one.history if turn.at >= since]
        if len(done) > 1:
            told = [
                (turn.at.astimezone(zone), say.note(turn.text).rstrip(say.ends) or say(one.state_of(turn)))
                for turn in done
            ]
            yield say(phrases.THIS_SHIFT, told=say.all_of(f"{at:%H:%M} {text}" for at, text in told))


def step_words(one: Matter, say: Tongue) -> str:
    """Return how far a switching order has come: 'done up to step 7 of 15', in the words of the record."""
    if one.stopped_after:
        return say(phrases.STOPPED_AFTER, step=one.stopped_after, steps=len(one.steps))
    return say(phrases.STEPS, steps=len(one.steps), done=say(phrases.ALL_DONE if one.steps_done else phrases.NONE_DONE))
