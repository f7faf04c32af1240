"""Form data in, the arguments of a verb out. Generic: the shape comes from the verb's own Args.

Field names: `text` a value; the same name several times a list; `name.zh` a part of a value; `needs.0.at_least` a part
of the first of a list; a whole list or object may also come as JSON in one field.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.http import QueryDict

from jiaoban.kernel.verbs import Args
from jiaoban.kernel.zones import clock_of, meant

OWN = frozenset({"csrfmiddlewaretoken", "command", "next", "back", "form", "account", "password", "photo"})
"""Names that the frame itself reads; no argument of a verb is called so."""
_SHAPES: dict[type[Args], dict[str, dict[str, Any]]] = {}
AHEAD = timedelta(minutes=2)
"""A clock time without a day is the latest such time that is no further ahead than this."""


def schema(model: type[Args]) -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each argument, references resolved; `required`, `nullable` added."""
    if model not in _SHAPES:
        whole = model.model_json_schema()
        defs, required = whole.get("$defs", {}), set(whole.get("required", ()))
        found = {name: plain_shape(said, defs) for name, said in whole.get("properties", {}).items()}
        for name, shape in found.items():
            shape["required"] = name in required or bool(shape.get("minLength"))
        _SHAPES[model] = found
    return _SHAPES[model]


def plain_shape(said: Mapping[str, Any], defs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with its reference followed and of `X or null` the X."""
    shape = dict(said)
    if "anyOf" in shape:
        others = [one for one in shape.pop("anyOf") if one.get("type") != "null"]
        shape = {**plain_shape(others[0], defs), **shape, "nullable": True}
    if "$ref" in shape:
        shape = {**defs[shape.pop("$ref").rsplit("/", 1)[-1]], **shape}
    return shape


def arguments(model: type[Args], typed: QueryDict, zone: str, now: datetime) -> dict[str, Any]:
    """Return the arguments that a form gave, ready to be validated. A field left empty is left out."""
    shapes = schema(model)
    given: dict[str, Any] = {}
    for name in dict.fromkeys(key.split(".")[0] for key in typed if key not in OWN):
        shape = shapes.get(name)
        if shape is None:
            given[name] = typed.get(name)
            continue
        value = _value(name, shape, typed, zone, now)
        if value is not None:
            given[name] = value
    return given


def _value(name: str, shape: Mapping[str, Any], typed: QueryDict, zone: str, now: datetime) -> Any:
    texts = [str(one) for one in typed.getlist(name)]
    kind = shape.get("type")
    if kind in ("array", "object"):
        parts = {key[len(name) + 1 :]: str(typed[key]) for key in typed if key.startswith(f"{name}.")}
        if parts:
            return _tree(parts, is_list=kind == "array")
        if len(texts) == 1 and texts[0][:1] in ("[", "{"):
            return _json(texts[0])
        return [one for one in texts if one.strip()] if kind == "array" else None
    text = texts[-1] if texts else ""
    if shape.get("format") == "date-time":
        return moment(text, zone, now) if text.strip() else None
    if text == "" and (shape.get("nullable") or kind != "string" or "enum" in shape or shape.get("format")):
        return None
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # thousands of brackets within each other
        return text


def _tree(parts: Mapping[str, str], *, is_list: bool) -> Any:
    """Make a list or an object of dotted names; members of a list without any content are left out."""
    heads = dict.fromkeys(key.split(".", 1)[0] for key in parts)
    made = {}
    for head in heads:
        inner = {key[len(head) + 1 :]: text for key, text in parts.items() if key.startswith(f"{head}.")}
        made[head] = _tree(inner, is_list=all(key.split(".")[0].isdigit() for key in inner)) if inner else parts[head]
    if not is_list:
        return made
    members = [made[head] for head in sorted(made, key=_position)]
    return [one for one in members if _filled(one)]


def _position(head: str) -> tuple[int, str]:
    return (int(head), "") if head.isdigit() else (1_000_000, head)


def _filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_filled(one) for one in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(_filled(one) for one in value)
    return bool(str(value).strip())


def moment(text: str, zone: str, now: datetime) -> Any:
    """Return the moment that was typed in the site's local time: `2026-11-23T08:00`, `08:00`, or one with an offset.

    A clock time alone is the latest such time up to two minutes ahead. What cannot be read is returned as it is, for
    the validation to name.
    """
    text = text.strip().replace(" ", "T", 1)
    try:
        if "T" not in text and ":" in text:
            return _latest(time.fromisoformat(text), zone, now)
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else meant(read, zone, now + AHEAD)
    except (ValueError, OverflowError):  # the first and the last day of the calendar have no other zone
        return text


def _latest(at: time, zone: str, now: datetime) -> datetime:
    today = now.astimezone(clock_of(zone)).date()
    here = meant(datetime.combine(today, at), zone, now + AHEAD)
    return here if here <= now + AHEAD else meant(datetime.combine(today - timedelta(days=1), at), zone, now + AHEAD)


def page_start(text: str) -> int:
    """Return from which number of a list a page begins, as its address says; 0 for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
