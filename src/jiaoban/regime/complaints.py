"""What pydantic finds wrong with a pack, in the words of whoever writes packs: what is wrong, what would be right."""

import difflib
import re
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from jiaoban.kernel.words import Words
from jiaoban.regime import conditions
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path

Said = tuple[Words, Words]

_OPERATOR_MODELS: Mapping[str, type[BaseModel]] = {
    "all": conditions.All,
    "any": conditions.AnyOf,
    "not": conditions.Not,
    "exists": conditions.Exists,
    "none": conditions.NoneOf,
    "every": conditions.Every,
    "count": conditions.Count,
    "distinct": conditions.Distinct,
    "compare": conditions.Compare,
}

_RIGHT: Mapping[str, Words] = {
    "string_type": Words(
        zh="应是文字；数字和 true、false 要当文字用时加引号。",
        en="Text; quote a figure, true or false that is meant as text.",
    ),
    "int_type": Words(zh="应是整数。", en="A whole number."),
    "int_parsing": Words(zh="应是整数。", en="A whole number."),
    "int_from_float": Words(zh="应是整数。", en="A whole number."),
    "bool_type": Words(zh="应是 true 或 false。", en="true or false."),
    "bool_parsing": Words(zh="应是 true 或 false。", en="true or false."),
    "tuple_type": Words(
        zh="应是列表：每项一行，以「- 」开头，或写成 [甲, 乙]。", en="A list: one a line after '- ', or [a, b]."
    ),
    "model_type": Words(zh="应是「名称: 值」的一组。", en="A group of 'name: value'."),
    "model_attributes_type": Words(zh="应是「名称: 值」的一组。", en="A group of 'name: value'."),
    "union_tag_not_found": Words(
        zh="应是一条条件，如 {fact: offered, is: true}。", en="A condition, as {fact: offered, is: true}."
    ),
    "time_delta_parsing": Words(
        zh="时长写成 PT10M（10分钟）、PT2H、P1D。", en="A duration as PT10M (10 minutes), PT2H, P1D."
    ),
    "time_delta_type": Words(
        zh="时长写成 PT10M（10分钟）、PT2H、P1D。", en="A duration as PT10M (10 minutes), PT2H, P1D."
    ),
    "date_from_datetime_parsing": Words(zh="日期写成 2026-01-31。", en="A date as 2026-01-31."),
    "date_from_datetime_inexact": Words(zh="日期写成 2026-01-31。", en="A date as 2026-01-31."),
    "date_parsing": Words(zh="日期写成 2026-01-31。", en="A date as 2026-01-31."),
    "start_parsing": Words(
        zh="日期写成 2026-01-31，从某一钟点起写成 2026-01-31T06:00，不带时区。",
        en="A day as 2026-01-31, or with an hour 2026-01-31T06:00, without a zone.",
    ),
    "date_type": Words(zh="日期写成 2026-01-31。", en="A date as 2026-01-31."),
    "string_pattern_mismatch": Words(
        zh="编号用小写字母、数字和 -,条款编号如 rules/4.1。",
        en="An id of small letters, digits and '-'; a clause id as rules/4.1.",
    ),
    "string_too_long": Words(zh="太长了，不超过 60 个字符。", en="At most 60 characters."),
    "too_short": Words(zh="列表里还缺项。", en="More entries."),
    "too_long": Words(zh="列表里多了项。", en="Fewer entries."),
}

_NAME = re.compile("[A-Za-z0-9_-]*")
_COMMA = Words(
    zh="花括号里的文字如果含有逗号或冒号，要整句加引号。",
    en="Text with a comma or a colon inside { } is put in quotes, the whole of it.",
)
_VALUE_ERRORS: tuple[tuple[str, str], ...] = (
    ("say exactly one of fact, field, outer, span, number", "fact、field、outer、span、number 必须且只能写一个。"),
    ("say exactly one of fact, field, outer", "fact、field、outer 必须且只能写一个。"),
    ("say exactly one operator", "比较符必须且只能写一个。"),
    ("a length of time is written", "时长写成 PT10M（10分钟）、PT2H、P1D。"),
    ("a clock time is written", "时间写成 07:50、+1 07:50（第二天）、-1 23:30（前一天），加引号。"),
    ("say at_least, at_most or equals", "at_least、at_most、equals 至少写一个。"),
)


def aligned(location: Iterable[str | int], whole: Any) -> tuple[Path, Any]:
    """Return the path that a pydantic location means in the data, without the names of unions, and the value there."""
    path: list[str | int] = []
    here = whole
    for part in location:
        inside = part < len(here) if isinstance(here, list) and isinstance(part, int) else False
        if inside or (isinstance(here, dict) and part in here):
            here = here[part]
            path.append(part)
    return tuple(path), here


def nearest(name: str, known: Iterable[str]) -> Words:
    """Return 'did you mean', or what there is to choose from when nothing is near."""
    choices = sorted(set(known))
    near = difflib.get_close_matches(name[:100], choices, n=1, cutoff=0.6)
    if near:
        return Words(zh=f"是不是「{near[0]}」？", en=f'Did you mean "{near[0]}"?')
    shown = ", ".join(one or "''" for one in choices[:40])
    return Words(zh=f"可用的有：{shown}。", en=f"There are: {shown}.")


def brief(value: Any) -> str:
    """Return a value as it may stand in a sentence."""
    if isinstance(value, dict | list):
        return "{...}" if isinstance(value, dict) else "[...]"
    text = {True: "true", False: "false", None: "（空）"}.get(value) if value in (True, False, None) else str(value)
    return (text or "''")[:60]


def complain(errors: list[Any], whole: Any, path: Path, value: Any) -> Said:
    """Return what is wrong and what would be right, of all errors that pydantic has about one value."""
    if isinstance(value, dict) and len(errors) > 1:
        errors = [one for one in errors if "Operand" in one["loc"]] or errors
    first = errors[0]
    kind, name = first["type"], str(first["loc"][-1])
    if kind == "missing":
        return Words(zh=f"缺「{name}」。", en=f'"{name}" is missing.'), Words(
            zh=f"补上「{name}:」。", en=f'Add "{name}:".'
        )
    if kind == "extra_forbidden":
        if value is None and not _NAME.fullmatch(name):
            return Words(zh=f"不认识「{name[:60]}」。", en=f'"{name[:60]}" is not known here.'), _COMMA
        known = known_names(whole, path[:-1])
        return Words(zh=f"不认识「{name[:60]}」。", en=f'"{name[:60]}" is not known here.'), nearest(name, known)
    if kind == "value_error" and isinstance(value, dict | list):
        return Words(zh="这一条没有写对。", en="This is not put rightly."), remedy(first, value)
    rights = list(dict.fromkeys(remedy(one, value) for one in errors))
    wrong = Words(zh=f"「{brief(value)}」不能写在这里。", en=f'"{brief(value)}" cannot stand here.')
    return wrong, Words(zh="或者:".join(one.zh for one in rights), en=" Or: ".join(one.en for one in rights))


def remedy(error: Any, value: Any) -> Words:
    """Return what would be right where pydantic complains of a value."""
    if error["type"] == "literal_error":
        choices = [one.strip(" '") for one in str(error["ctx"]["expected"]).replace(" or ", ",").split(",")]
        return nearest(str(value), choices)
    if error["type"] == "value_error":
        message = str(error["ctx"]["error"])
        chinese = next((zh for start, zh in _VALUE_ERRORS if message.startswith(start)), message)
        return Words(zh=chinese, en=message[:1].upper() + message[1:] + ".")
    known = _RIGHT.get(error["type"])
    return known or Words(zh=f"{error['msg']}。", en=f"{error['msg']}.")


def known_names(whole: Any, path: Path) -> set[str]:
    """Return the names that the language of packs allows in the group at a path."""
    here: list[Any] = [Pack]
    value = whole
    for part in path:
        here = [inner for one in _narrow(here, value) for inner in _into(one, part)]
        value = value[part]
    names: set[str] = set()
    for model in _narrow(here, value):
        if isinstance(model, type) and issubclass(model, BaseModel):
            names |= {field.alias or name for name, field in model.model_fields.items()}
            names |= set(conditions.OPERATORS) if model is conditions.Compare else set()
    return names


def _narrow(models: list[Any], value: Any) -> list[Any]:
    """Where a condition may stand, the one that is meant by its operator."""
    if conditions.Compare in models and conditions.All in models and isinstance(value, dict):
        return [_OPERATOR_MODELS[conditions.shape(value) or "compare"]]
    return models


def _into(kind: Any, part: str | int) -> list[Any]:
    if isinstance(part, int):
        return [inner for one in get_args(kind) for inner in _flat(one)] if get_origin(kind) is tuple else []
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if (field.alias or name) == part:
                return _flat(field.annotation)
    return []


def _flat(annotation: Any) -> list[Any]:
    """Return the plain types of an annotation, unions taken apart."""
    if get_origin(annotation) is Annotated:
        return _flat(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [inner for one in get_args(annotation) for inner in _flat(one)]
    return [annotation]
