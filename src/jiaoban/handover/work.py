"""How permits, switching orders, work faces and orders from above stand at a handover, as facts and as words."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

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


def work_parts(one: Matter, since: datetime, zone: tzinfo) -> Iterator[str]:
    """Yield what a line of the record says of it besides its state: its last grading, its validity, steps and progress,
    what this shift did."""
    graded = next((turn.graded for turn in reversed(one.history) if turn.graded), None)
    if graded is not None:
        yield f"由{grading.said(graded[0]).zh}改为{grading.said(graded[1]).zh}"
    if one.valid_to is not None:
        yield f"有效期至 {one.valid_to.astimezone(zone):%m-%d %H:%M}{'（已延期）' if one.extensions else ''}"
    if one.steps:
        yield step_words(one)
    if one.percent is not None:
        yield f"进度 {one.percent}%"
    if one.read_back is not None:
        yield f"{one.read_back.who} 已复诵"
    if one.reported is not None:
        yield f"已向 {one.reported.to} 汇报"
    if one.kind in TOLD:
        done = [turn for turn in one.history if turn.at >= since]
        if len(done) > 1:
            said = ((turn.at.astimezone(zone), turn.text.rstrip("。；") or one.state_of(turn).zh) for turn in done)
            yield f"本班：{'、'.join(f'{at:%H:%M} {words}' for at, words in said)}"


def step_words(one: Matter) -> str:
    """Return how far a switching order has come: 'stopped after step 7 of 15', in the words of the record."""
    if one.stopped_after:
        return f"操作到第 {one.stopped_after} 项，共 {len(one.steps)} 项"
    return f"共 {len(one.steps)} 项，{'全部完成' if one.steps_done else '尚未操作'}"
