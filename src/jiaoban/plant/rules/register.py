"""Registers: equipment, parameters and things in custody are entered and corrected at their own post."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import EquipmentRegistered, ParameterRegistered
from jiaoban.plant.limits import ModeLimits
from jiaoban.plant.rules.numbers import figure
from jiaoban.plant.rules.schedule import need_schedule
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


BOUNDS = ("lowest", "low_low", "low", "high", "high_high", "highest")
"""The bounds of a parameter in their order."""


def register_parameter(line: ParameterRegistered, *, equipment: bool) -> Proposed:
    """Return the act that enters a parameter; `BadInput` when its figures are none or out of order, or its schedule is
    none.

    `equipment`: it belongs to one, whose state and mode limits can go by.
    """
    said: dict[str, Any] = {**_bounds(line, line, ""), **_positive(line), "schedule": need_schedule(line.schedule)}
    named = [one.mode for one in line.by_mode]
    if named and not equipment:
        raise BadInput(
            "by_mode",
            Words(zh="限值按运行方式区分，但没有填写设备。", en="Limits go by a mode, and no equipment is given."),
            Words(zh="请填写参数所属的设备。", en="Give the equipment of the parameter."),
        )
    if len(set(named)) < len(named):
        raise BadInput(
            "by_mode",
            Words(zh="同一运行方式填了两次。", en="A mode is given twice."),
            Words(zh="请每种方式只填一行。", en="Give each mode once."),
        )
    said["by_mode"] = tuple(
        one.model_copy(update=_bounds(one, line, f"by_mode.{place}.")) for place, one in enumerate(line.by_mode)
    )
    return Proposed(line.model_copy(update=said))


def _bounds(limits: ParameterRegistered | ModeLimits, line: ParameterRegistered, place: str) -> dict[str, str]:
    """Return limits in plain form; what is plausible at all holds in every mode."""
    found: list[tuple[str, str, Decimal]] = []
    for name in BOUNDS:
        own = hasattr(limits, name)
        where = f"{place}{name}" if own else name
        if text := getattr(limits if own else line, name):
            found.append((name, where, figure(text, where)))
    for (_, _, below), (_, where, above) in pairwise(found):
        if below > above:
            raise BadInput(
                where,
                Words(zh="上下限的大小顺序不对。", en="The limits are not in order."),
                Words(
                    zh="应为：可信下限≤低低限≤下限≤上限≤高高限≤可信上限。",
                    en="It should be lowest ≤ LL ≤ low ≤ high ≤ HH ≤ highest.",
                ),
            )
    return {name: format(value, "f") for name, _, value in found if hasattr(limits, name)}


def _positive(line: ParameterRegistered) -> dict[str, str]:
    """Return at which figure a totalizer begins again, and by how much a figure may jump: above 0 where given."""
    said = _counting(line)
    if line.jump:
        step = figure(line.jump, "jump")
        if step <= 0:
            raise BadInput(
                "jump",
                Words(zh="允许的变化应大于 0。", en="It should be above 0."),
                Words(zh="不限制就不填。", en="Leave it empty where any change is plausible."),
            )
        said["jump"] = format(step, "f")
    return said


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
