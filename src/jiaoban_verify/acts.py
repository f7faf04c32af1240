"""Reading the canonical bytes of an act, so strictly that two readers cannot read two things."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from jiaoban_verify.say import Misfit, shown


def read_act(body: bytes, seq: int) -> dict[str, Any]:
    """Return the act in these bytes, which should be number `seq`; raises `Misfit` naming it.

    The bytes must be canonical JSON (keys sorted, no white space, no floats, UTF-8) of an object with a text `site`,
    the number `seq`, a text `command` and a number `part`.
    """
    try:
        act = json.loads(body.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
        again = json.dumps(act, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError):
        raise Misfit(f"#{seq}:内容不是规范 JSON。", f"#{seq}: the content is not canonical JSON.") from None
    if again != body:
        raise Misfit(
            f"#{seq}:内容是 JSON,但不是规范写法(键应排序且不重复,无空白)。",
            f"#{seq}: the content is JSON but not in canonical form (keys sorted, none twice, no white space).",
        )
    if not isinstance(act, dict):
        raise Misfit(f"#{seq}:内容应为 JSON 对象。", f"#{seq}: the content should be a JSON object.")
    for name, kind in (("site", str), ("seq", int), ("command", str), ("part", int)):
        if type(act.get(name)) is not kind:
            raise Misfit(
                f"#{seq}:缺少字段 {name},或类型不对。", f"#{seq}: the field {name} is missing or of the wrong type."
            )
    if act["seq"] != seq:
        raise Misfit(
            f"#{seq}:此处应为第 {seq} 条,内容却写着第 {shown(act['seq'], 24)} 条。",
            f"#{seq}: act {seq} should stand here, but its content says {shown(act['seq'], 24)}.",
        )
    return act


def _no_float(_: str) -> NoReturn:
    raise ValueError("a figure in an act is an integer or a text")
