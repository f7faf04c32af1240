"""Portable earths: entered in the register, hung at one place at a time, removed from where they hang."""

from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.logbook import rules as logbook
from jiaoban.plant import phrases
from jiaoban.plant.acts import EarthHung, EarthRegistered, EarthRemoved
from jiaoban.plant.tables import Earth, Hanging, Matter

PERMITS = ("PERMIT", "SWITCHING", "SAFETY", "DISPATCH")
"""Kinds of matter by which an earth may hang: a work permit, a switching order, a safety measure, an instruction of the
dispatcher."""


@dataclass(frozen=True, slots=True)
class Telling:
    """When and where it is told, and in which language: `happened` None is now; `entry` the key of the log entry;
    `unit` the name of the equipment, '' for none."""

    entry: str
    happened: datetime | None
    place: Place
    now: datetime
    say: Tongue
    unit: str = ""


def register(line: EarthRegistered, there: Earth | None, same_number: Earth | None) -> Proposed:
    """Return the act that enters an earth in the register.

    `BadInput` when another earth of the post in use has its number (`same_number`): a number names one earth. Declined
    to strike off one that hangs.
    """
    if same_number is not None and same_number.key != line.earth and line.in_use:
        raise BadInput(
            "number",
            Words(zh=f"编号 {line.number} 已属于另一组接地线。", en=f"Another earth has the number {line.number}."),
            Words(zh="每组接地线用一个编号。", en="Give every earth a number of its own."),
        )
    if there is not None and there.hanging is not None and not line.in_use:
        raise Declined(_hangs(there), about=line.earth)
    return Proposed(line)


def hang(earth: Earth, hung: EarthHung, permit: Matter | None, telling: Telling) -> list[Proposed]:
    """Return the acts that hang an earth and log it.

    Declined, naming the place, where it hangs already: an earth cannot hang in two places. `BadInput` for a permit that
    is none or is over, and for a moment before it was last removed or that the log does not take.
    """
    if earth.hanging is not None:
        raise Declined(_hangs(earth), about=earth.key, conflict=True)
    if permit is not None and (permit.kind not in PERMITS or not permit.open):
        raise BadInput(
            "permit",
            Words(
                zh=f"「{permit.title}」不是未结的工作票、操作票、安全措施或调度命令。",
                en=f"'{permit.title}' is no open permit.",
            ),
            Words(zh="请选择未结的一份。", en="Choose an open permit, switching order, measure or instruction."),
        )
    if telling.happened is not None and earth.free_since is not None and telling.happened < earth.free_since:
        raise BadInput(
            "occurred_at",
            Words(zh="那时它还挂在别处。", en="It still hung elsewhere then."),
            Words(zh="请核对挂设时间。", en="Check the moment."),
        )
    say = telling.say
    said = [
        say(phrases.PERMIT, number=hung.permit_number) if hung.permit_number else "",
        say(phrases.HUNG_BY, who=hung.hung_by) if hung.hung_by else "",
        say(phrases.GUARDED_BY, who=hung.guardian) if hung.guardian else "",
    ]
    more = "".join(f"{say.comma}{one}" for one in said if one)
    at = f"{hung.place}{say.bracket(telling.unit)}"
    entry = _entry(say(phrases.HUNG, earth=say(earth.called), at=at, more=more), hung, telling)
    return [Proposed(hung, occurred_at=entry.occurred_at), entry]


def remove(earth: Earth, removed_by: str, note: str, telling: Telling) -> list[Proposed]:
    """Return the acts that remove an earth from where it hangs and log it.

    Declined when it does not hang; `BadInput` for a moment before it was hung.
    """
    here = earth.hanging
    if here is None:
        reason = plain(
            "earth-does-not-hang",
            f"{earth.called.zh}现在没有挂设。",
            f"{earth.called.en} does not hang anywhere.",
            "请刷新后核对。",
            "Look at it as it is now.",
        )
        raise Declined(reason, about=earth.key, conflict=True)
    if telling.happened is not None and telling.happened < here.hung_at:
        raise BadInput(
            "occurred_at",
            Words(zh="早于挂设时间。", en="This is before it was hung."),
            Words(zh="请核对拆除时间。", en="Check the moment."),
        )
    removed = EarthRemoved(hanging=here.key, earth=earth.key, removed_by=removed_by, note=note)
    say = telling.say
    at = say.bracket(f"{here.place}{say.bracket(telling.unit)}")
    who = say(phrases.REMOVED_BY, who=removed_by) if removed_by else say(phrases.TAKEN_OFF)
    told = say(phrases.REMOVED, earth=say(earth.called), at=at, removed=who, note=note)
    entry = _entry(told, here, telling)
    return [Proposed(removed, occurred_at=entry.occurred_at), entry]


def _hangs(earth: Earth) -> Reason:
    assert earth.hanging is not None
    here = earth.hanging
    by = f"（工作票 {here.permit_number}）" if here.permit_number else ""
    return plain(
        "earth-hangs",
        f"{earth.called.zh}现挂于{here.place}{by}。",
        f"{earth.called.en} hangs at {here.place}.",
        "请先在原处拆除并记录。",
        "Remove it there and record that first.",
        who=("outgoing",),
    )


def _entry(text: str, about: EarthHung | Hanging, telling: Telling) -> Proposed:
    draft = logbook.Draft(
        category="WORK",
        text=text.strip(),
        occurred_at=telling.happened,
        equipment=about.equipment,
        matter=about.permit,
    )
    return logbook.write(draft, key=telling.entry, place=telling.place, now=telling.now)
