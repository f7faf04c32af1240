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
    own = _with_own_facts(schema["$defs"])
    for part in schema["$defs"].values():
        _name_facts(part.get("properties", {}))
    schema["$defs"] |= own
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


OWN_FACTS = ("Ladder", "Branch")
"""Parts whose conditions name facts that the pack itself declares."""


def _with_own_facts(defs: dict[str, Any]) -> dict[str, Any]:
    """Let the conditions of these parts name any fact; return the shapes of conditions that are made for that."""
    made: dict[str, Any] = {}

    def renamed(part: Any) -> Any:
        if isinstance(part, list):
            return [renamed(one) for one in part]
        if not isinstance(part, dict):
            return part
        return {key: refer(one) if key == "$ref" else renamed(one) for key, one in part.items()}

    def refer(ref: str) -> str:
        name = f"{ref.rsplit('/', 1)[-1]}OfCase"
        if name not in made:
            made[name] = None  # while it is being made
            made[name] = renamed(defs[ref.rsplit("/", 1)[-1]])
        return f"#/$defs/{name}"

    for name in OWN_FACTS:
        when = defs[name]["properties"]["when"]
        defs[name]["properties"]["when"] = renamed(when)
    return made


def _plain_too(words: dict[str, Any]) -> dict[str, Any]:
    """Words may be plain text, which then reads the same in both languages."""
    english = {**words, "required": ["en"]}
    return {"title": "Words", "anyOf": [{"type": "string"}, words, english]}


def _without_default(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key != "default"}
