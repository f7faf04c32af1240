"""Registers: equipment, parameters and things in custody are entered and corrected at their own post."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import EquipmentRegistered, ParameterRegistered
from jiaoban.plant.rules.figures import figure
from jiaoban.plant.tables import Equipment


def own_post(key: str, of_post: str | None, post: str) -> None:
    """Decline to touch a line of the register that belongs to another post (`of_post` None: it is new)."""
    if of_post is not None and of_post != post:
        raise Declined(
            plain(
                "of-another-post",
                f"编号「{key}」属于另一个岗位。",
                f"'{key}' belongs to another post.",
                "请换一个编号，或在所属岗位修改。",
                "Choose another key, or change it at its own post.",
                who=("supervisor",),
            ),
            about=key,
        )


DEEPEST = 12
"""Levels of the tree of equipment: plant, unit, system, device, and room for what a large plant has between them."""


def register_equipment(line: EquipmentRegistered, look: Callable[[str], Equipment | None]) -> Proposed:
    """Return the act that enters equipment.

    `BadInput` when it would be part of nothing known, of itself by whatever detour, or more than `DEEPEST` levels down.
    `look` finds equipment by key.
    """
    above, path = line.parent, [line.equipment]
    while above:
        parent = look(above)
        if parent is None:
            raise _no_parent(
                f"没有登记过设备「{above}」。",
                f"There is no equipment '{above}'.",
                "请先登记上级设备。",
                "Register it first.",
            )
        if above in path:
            raise _no_parent(
                f"「{above}」从属于本设备，不能又作它的上级。",
                f"'{above}' is part of this very equipment.",
                "请选择不从属于它的设备。",
                "Choose equipment that is no part of it.",
            )
        path.append(above)
        above = parent.parent
    if len(path) > DEEPEST:
        raise _no_parent(
            f"层级超过 {DEEPEST} 层。",
            f"It would stand more than {DEEPEST} levels down.",
            "请挂在更高一级的设备下。",
            "Choose equipment further up.",
        )
    return Proposed(line)


def _no_parent(zh: str, en: str, right_zh: str, right_en: str) -> BadInput:
    return BadInput("parent", Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))


def register_parameter(line: ParameterRegistered) -> Proposed:
    """Return the act that enters a parameter; `BadInput` when its figures are none or out of order."""
    names = ("lowest", "low", "high", "highest")
    bounds: list[tuple[str, Decimal]] = [
        (name, figure(getattr(line, name), name)) for name in names if getattr(line, name)
    ]
    for (_, below), (name, above) in pairwise(bounds):
        if below > above:
            raise BadInput(
                name,
                Words(zh="上下限的大小顺序不对。", en="The limits are not in order."),
                Words(zh="应为：可信下限≤下限≤上限≤可信上限。", en="It should be lowest ≤ low ≤ high ≤ highest."),
            )
    return Proposed(line.model_copy(update={**{name: format(value, "f") for name, value in bounds}, **_counting(line)}))


def _counting(line: ParameterRegistered) -> dict[str, str]:
    """Return at which figure a totalizer begins again, above 0; nothing of another parameter."""
    if not line.rolls_at:
        return {}
    full = figure(line.rolls_at, "rolls_at")
    if full <= 0:
        raise BadInput(
            "rolls_at",
            Words(zh="翻转值应大于 0。", en="It should be above 0."),
            Words(zh="例如六位表填 1000000。", en="For a counter of six digits write 1000000."),
        )
    return {"rolls_at": format(full, "f")}
