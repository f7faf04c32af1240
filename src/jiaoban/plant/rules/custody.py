"""Counting things in custody and recording what is missing."""

from collections.abc import Sequence

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import ShortageRecorded
from jiaoban.plant.tables import CustodyItem


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
