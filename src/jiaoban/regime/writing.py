"""Packs written as files: a compiled pack as the YAML that reads as the same pack, and new figures in its head."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from jiaoban.regime.pack import FILES, Pack

WIDTH = 110


def written(pack: Pack) -> dict[str, str]:
    """Return the files of a pack: read again they give the same digest. Comments, which a pack does not keep, are
    lost."""
    plain: dict[str, Any] = json.loads(pack.canonical())
    return {name: _yaml(plain[part]) for name, part in FILES.items() if plain.get(part)}


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=WIDTH)


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return a YAML mapping with these values at its top, everything else as it was written, comments and all.

    For a text that `read_yaml` reads without a problem; a name that is not there yet is added at the end.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    there = {key.value: value for key, value in pairs if isinstance(value, yaml.ScalarNode)}
    spots = [(there[name], value) for name, value in values.items() if name in there]
    for spot, value in sorted(spots, key=lambda pair: -pair[0].start_mark.index):
        text = text[: spot.start_mark.index] + _quoted(value) + text[spot.end_mark.index :]
    added = [f"{name}: {_quoted(value)}\n" for name, value in values.items() if name not in there]
    return text + ("" if text.endswith("\n") or not added else "\n") + "".join(added)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
