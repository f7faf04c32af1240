"""Counting things in custody and recording what is missing."""

from collections.abc import Sequence

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import CustodyMoved, ShortageRecorded
from jiaoban.plant.tables import CustodyItem
from jiaoban.plant.terms import INWARD


def once_each(keys: Sequence[str], where: str) -> None:
    """Raise `BadInput` when something is named twice: it would not be clear which figure counts."""
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            raise BadInput(
                f"{where}.{place}",
                Words(zh=f"「{key}」出现了两次。", en=f"'{key}' is named twice."),
                Words(zh="每项只填一次。", en="Name each once."),
            )
        seen.add(key)


def move(line: CustodyItem, moved: CustodyMoved, *, supervises: bool, most: int) -> Proposed:
    """Return the act that moves some of a thing in custody.

    Declined when anybody but the supervisor writes it off: a loss does not become right by those who lost it.
    `BadInput` when more go than there are, or there would be more than `most`.
    """
    if moved.movement == "LOST" and not supervises:
        raise Declined(
            plain(
                "write-off",
                "丢失的物品由值长核销。",
                "What is lost is written off by the shift supervisor.",
                "请报告值长，由值长核实后核销。",
                "Report it; the supervisor looks into it and writes it off.",
                who=("supervisor",),
            ),
            about=line.key,
        )
    if moved.movement not in INWARD and moved.number > line.expected:
        raise BadInput(
            "number",
            Words(zh=f"数量大于应有数量 {line.expected}。", en=f"There are only {line.expected} of it."),
            Words(zh="请核对数量。", en="Check the number."),
        )
    if moved.movement in INWARD and line.expected + moved.number > most:
        raise BadInput(
            "number",
            Words(zh=f"合计超过 {most}。", en=f"There would be more than {most}."),
            Words(zh="请核对数量。", en="Check the number."),
        )
    return Proposed(moved)


def record_shortage(line: CustodyItem, shortage: ShortageRecorded) -> Proposed:
    """Return the act that records a shortage (or damage, `missing` 0); `BadInput` when more are missing than there
    are."""
    if shortage.missing > line.expected:
        raise BadInput(
            "missing",
            Words(zh=f"缺少数量大于应有数量 {line.expected}。", en=f"There are only {line.expected} of it."),
            Words(zh="请核对数量。", en="Check the number."),
        )
    return Proposed(shortage)
