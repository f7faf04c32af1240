"""The JSON Schema of packs, for editors: one for each file of a pack, and one that holds them all.

The names of facts are in it, so an editor completes them; `check` says more (types, ids, choices) than a schema can.
"""

import json
from functools import cache
from typing import Any

from jiaoban.regime.facts import FINDING, ROWS, SINGLE
from jiaoban.regime.pack import FILES, Pack

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@cache
def pack_schema() -> dict[str, Any]:
    """Return the schema of a whole pack; `$defs` holds every part, and `file:<name>` the schema of each file."""
    schema = Pack.model_json_schema(by_alias=True)
    for part in schema["$defs"].values():
        _name_facts(part.get("properties", {}))
    schema["$defs"] = {**schema["$defs"], "Words": _plain_too(schema["$defs"]["Words"])}
    files = {f"file:{name}": _without_default(schema["properties"][part]) for name, part in FILES.items()}
    schema["$defs"] = {**schema["$defs"], **files}
    return {"$schema": DRAFT, **schema}


def file_schema(name: str) -> dict[str, Any]:
    """Return the schema of one file of a pack. Raises `KeyError` for a name that is no file of a pack."""
    if name not in FILES:
        raise KeyError(name)
    return {"$schema": DRAFT, "title": name, "$ref": f"#/$defs/file:{name}", "$defs": pack_schema()["$defs"]}


def schema_text(name: str = "") -> str:
    """Return the schema (of one file, or of the whole) as it is published: indented, ending in a line break."""
    schema = file_schema(name) if name else pack_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _name_facts(properties: dict[str, Any]) -> None:
    """Put the closed vocabulary of facts where a condition names one."""
    fields = sorted({"id", "title", *(name for rows in ROWS.values() for name in rows.fields)})
    known = {"fact": sorted({*SINGLE, *FINDING}), "field": fields, "outer": fields, "of": sorted(ROWS), "by": fields}
    if not {"fact", "of"} & set(properties):
        return
    for name, names in known.items():
        for one in (properties.get(name, {}), *properties.get(name, {}).get("anyOf", ())):
            if one.get("type") == "string":
                one["enum"] = names


def _plain_too(words: dict[str, Any]) -> dict[str, Any]:
    """Words may be plain text, which then reads the same in both languages."""
    english = {**words, "required": ["en"]}
    return {"title": "Words", "anyOf": [{"type": "string"}, words, english]}


def _without_default(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key != "default"}
