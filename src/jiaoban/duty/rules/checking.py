"""When a checklist can be filled in, and that each of its lines is answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from jiaoban.duty.checking import Turn
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.everyday import Checklist


def need_checklist(key: str, known: Iterable[Checklist]) -> Checklist:
    """Return a checklist of the regime; `BadInput` for one that it does not have."""
    found = {one.id: one for one in known}
    if key in found:
        return found[key]
    names = sorted(found)
    raise BadInput(
        "checklist",
        Words(zh=f"制度里没有检查表「{key}」。", en=f"The regime has no checklist {key!r}."),
        Words(
            zh=f"应为其中之一：{'、'.join(names) or '无'}。", en=f"It should be one of {', '.join(names) or 'none'}."
        ),
    )


def need_turn(checklist: Checklist, turns: Iterable[Turn], shift: str, now: datetime) -> Turn:
    """Return the turn meant, '' being the one that can be filled in now; declined where it is not one's turn, before
    the shift, after the day, and once it is filled in."""
    mine = [one for one in turns if one.checklist.id == checklist.id and shift in ("", one.shift.key)]
    able = [one for one in mine if one.state(now) in ("DUE", "OVERDUE")]
    if able:
        return able[0]
    title = checklist.title
    if any(one.known is not None and now < one.closes_at for one in mine):
        raise Declined(
            plain(
                "checklist-filled-in",
                f"「{title.zh}」已经填过。",
                f"'{title.in_('en')}' is filled in already.",
                "无需重复；又发现问题请报故障或登记跟进。",
                "No need to repeat it; report what else you find.",
            ),
            about=checklist.id,
            conflict=True,
        )
    if any(one.state(now) == "MISSED" for one in mine) and all(one.state(now) != "COMING" for one in mine):
        raise Declined(
            plain(
                "checklist-closed",
                f"「{title.zh}」当天没有填，不能再补。",
                f"'{title.in_('en')}' was not filled in on its day.",
                "请下一次按时填；有问题现在就报。",
                "Fill in the next one in time; report what you find now.",
            ),
            about=checklist.id,
        )
    raise Declined(
        plain(
            "checklist-not-due",
            f"您现在不用填「{title.zh}」。",
            f"It is not your turn to fill in '{title.in_('en')}' now.",
            "排到您的班、到了日子再填。",
            "Fill it in on your shift, on its day.",
        ),
        about=checklist.id,
    )


def need_answers(checklist: Checklist, fine: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """Return the findings by line; `BadInput` unless each line is either fine or has a finding, and none else."""
    ticked, told = set(fine), {line: text for line, text in found.items() if text.strip()}
    names = {one.id: one.title for one in checklist.lines}
    for line in sorted((ticked | set(told)) - set(names)):
        raise BadInput(
            "found" if line in told else "fine",
            Words(zh=f"检查表里没有「{line}」这一行。", en=f"The checklist has no line {line!r}."),
            Words(zh=f"应为其中之一：{'、'.join(names)}。", en=f"It should be one of {', '.join(names)}."),
        )
    for line, title in names.items():
        if (line in ticked) == (line in told):
            both = line in ticked
            raise BadInput(
                f"found.{line}",
                Words(zh=f"「{title.zh}」又写正常又写问题。", en=f"'{title.in_('en')}' is both fine and not.")
                if both
                else Words(zh=f"「{title.zh}」没有检查。", en=f"'{title.in_('en')}' was not looked at."),
                Words(zh="勾选正常，或写明问题，二选一。", en="Tick it as fine, or say what is wrong with it."),
            )
    return told
