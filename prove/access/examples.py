"""The least that a verb can be told: an example of its arguments, made of their schema."""

import json
import re
from collections.abc import Mapping
from typing import Any

from jiaoban.demo.cast import PATTERN
from jiaoban.kernel.starts import FORMAT
from jiaoban.kernel.verbs import Args, Verb
from prove.access.world import World

BY_PATTERN = ("hydro", "OPEN", "A", "0" * 64, "10:00", "100", "2026-11")
BY_FORMAT = {
    "date-time": "2026-11-23T09:00:00+08:00",
    "date": "2026-11-23",
    "time": "08:00:00",
    "duration": "PT8H",
    FORMAT: "2026-11-23T08:00",
}


def example(verb: Verb[Any], world: World) -> dict[str, Any]:
    """Return plain arguments that are valid; raises pydantic's `ValidationError` when none could be made."""
    args: type[Args] = verb.args
    if verb.name == "org.adopt_regime":
        said: dict[str, Any] = world.adoption.model_dump(mode="json")
    else:
        schema = args.model_json_schema()
        said = _value(schema, schema.get("$defs", {})) | OWN.get(verb.name, {})
        if "digest" in args.model_fields:  # a pack that was never stored is refused before the rules are asked
            said["digest"] = world.pack.digest
    args.model_validate(said)
    return said


OWN: Mapping[str, Mapping[str, Any]] = {
    "authoring.bring": {"texts": {"pack.yaml": "id: proof"}},
    **{verb: {"pattern": PATTERN.model_dump(mode="json")} for verb in ("org.open_post", "org.change_post")},
    "org.move_clock": {"zone": "Asia/Tokyo"},
    **{verb: {"number": "13800138000"} for verb in ("lead.open", "lead.add_number")},
    "plant.bind_samples": {"mapping": {"heads": False, "every": "PT1M", "columns": [{"column": 1, "parameter": "p"}]}},
}
"""What a schema does not tell: a pattern of shifts has at least one, a zone its name, a telephone number its digits."""


def as_form(said: Mapping[str, Any]) -> dict[str, str]:
    """Return arguments as the fields of a form: values as text, lists and objects as JSON in one field."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in said.items()}


def _value(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], defs)
    kind = schema.get("type")
    if kind == "object":
        fields = schema.get("properties", {})
        wanted = [one for one in fields if one in schema.get("required", ()) or fields[one].get("minLength")]
        return {one: _value(fields[one], defs) for one in wanted}
    if kind == "array":
        least = schema.get("minItems", 0)
        return [_value(schema["items"], defs)] * least
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    return True if kind == "boolean" else _text(schema)


def _text(schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return BY_FORMAT[str(schema["format"])]
    if "pattern" in schema:
        return next(one for one in BY_PATTERN if re.search(schema["pattern"], one))
    return "1" * max(1, int(schema.get("minLength", 1)))
