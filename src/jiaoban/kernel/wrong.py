"""What is wrong with a value that somebody sent, by pydantic's kind of error, in words that say what would be right."""

from collections.abc import Mapping
from typing import Any

from jiaoban.kernel.words import Words

_FILL_IN = Words(zh="请填写或选择。", en="Please fill this in or choose.")
_KINDS: dict[str, Words] = {
    **dict.fromkeys(("missing", "string_too_short", "enum", "literal_error", "none_required"), _FILL_IN),
    "one_of": Words(zh="应为其中之一：{n}。", en="It should be one of {n}."),
    "string_too_long": Words(zh="太长，最多 {n} 个字。", en="Too long; at most {n} characters."),
    "too_long": Words(zh="太多，最多 {n} 项。", en="Too many; at most {n}."),
    "too_short": Words(zh="太少，至少 {n} 项。", en="Too few; at least {n}."),
    **dict.fromkeys(
        ("greater_than_equal", "less_than_equal", "greater_than", "less_than"),
        Words(zh="超出了允许的范围。", en="Outside of what is allowed."),
    ),
    "string_pattern_mismatch": Words(
        zh="格式不对，请使用规定的字母、数字和符号。",
        en="Not of the right form: only the letters, digits and signs of its kind.",
    ),
    "start_parsing": Words(
        zh="请填写日期，或日期和钟点，如 2026-12-01 或 2026-12-01T06:00。",
        en="Not a day such as 2026-12-01, or 2026-12-01T06:00 with an hour.",
    ),
    "moment_outside": Words(zh="日期超出了日历（1970 至 2199 年）。", en="Outside of the calendar, 1970 to 2199."),
    "text_sign": Words(zh="含有不能写入的符号 {n}，请去掉。", en="Character {n} cannot stand in a text; leave it out."),
    "money_written": Words(zh="金额请用数字填写，如 3000 或 3000.50。", en="A sum in digits, such as 3000 or 3000.50."),
    "money_outside": Words(zh="金额应在 0 到 {n} 之间。", en="A sum lies between 0 and {n}."),
    "money_decimals": Words(zh="金额最多两位小数。", en="A sum has two decimals at most."),
    "money_nothing": Words(zh="金额应大于 0。", en="The sum is more than 0."),
    "decimal_max_places": Words(zh="最多 {n} 位小数。", en="{n} decimals at most."),
    **dict.fromkeys(
        ("decimal_max_digits", "decimal_whole_digits"), Words(zh="数字太大。", en="The figure has too many digits.")
    ),
    "extra_forbidden": Words(zh="不认识这一项，请去掉。", en="Not known here; leave it out."),
    "string_type": Words(zh="应是文字。", en="It should be text."),
    "bool_parsing": Words(zh="应是 true 或 false。", en="It should be true or false."),
    "bool_type": Words(zh="应是 true 或 false。", en="It should be true or false."),
    "json_invalid": Words(zh="不是正确的 JSON。", en="Not valid JSON."),
}
_BEGINNINGS: tuple[tuple[tuple[str, ...], Words], ...] = (
    (
        ("datetime", "date_", "time", "timezone"),
        Words(
            zh="日期或时间不对，请按 2026-11-23T08:00:00+08:00 的样子填写。",
            en="Not a moment such as 2026-11-23T08:00:00+08:00.",
        ),
    ),
    (("int", "decimal", "float"), Words(zh="请填写数字。", en="It should be a figure.")),
    (("list", "tuple", "dict", "model"), Words(zh="结构不对。", en="It has not the right structure.")),
)
_LIMITS = ("max_length", "min_length", "decimal_places", "n")
_OTHERWISE = Words(zh="填写有误，请检查。", en="Something is wrong with it.")


def wrong(kind: str, context: Mapping[str, Any]) -> Words:
    """Return the sentence for pydantic's kind of error; `context` is its own (`max_length`, `min_length` and the
    other limits; `expected`: the choices)."""
    limit = next((str(context[name]) for name in _LIMITS if name in context), "")
    if kind in ("enum", "literal_error") and context.get("expected"):
        kind, limit = "one_of", str(context["expected"]).replace("'", "").replace(" or ", ", ")
    if kind == "too_short" and context.get("field_type") == "Value":  # a text, not a list
        return _FILL_IN
    if kind == "value_error" and context.get("error"):
        return Words(zh=_OTHERWISE.zh, en=f"Something is wrong with it: {context['error']}.")
    if kind in _KINDS:
        return _KINDS[kind].fill(n=limit)
    return next((words for begins, words in _BEGINNINGS if kind.startswith(begins)), _OTHERWISE)
