"""Mappings that come with the program, and those that people bring in a file of their own."""

from collections.abc import Mapping as Dictionary
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.kernel.wrong import wrong
from jiaoban.plant.mapping import Preset

FOLDER = Path(__file__).parent / "mappings"
LONGEST = 256 * 1024


@cache
def presets() -> Dictionary[str, Preset]:
    """Return the mappings that come with the program, by name."""
    return {path.stem: read(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}


def preset(name: str) -> Preset:
    """Return a mapping by name; `BadInput` where there is none."""
    found = presets().get(name)
    if found is None:
        known = ", ".join(presets())
        raise BadInput(
            "preset",
            Words(zh=f"没有名为「{name[:60]}」的对照表。", en=f"There is no mapping {name[:60]!r}."),
            Words(zh=f"有：{known}。", en=f"There are: {known}."),
        )
    return found


def read(text: str) -> Preset:
    """Read a mapping as somebody wrote it in YAML; `BadInput` with its place where it is none."""
    if len(text) > LONGEST:
        raise _bad("", Words(zh="文件太长。", en="It is too long."))
    try:
        said: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行 line {mark.line + 1}" if mark is not None else ""
        raise _bad(line, Words(zh="不是正确的 YAML。", en="It is no YAML.")) from error
    try:
        return Preset.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _bad(place, wrong(first["type"], first.get("ctx") or {})) from error


def _bad(place: str, says: Words) -> BadInput:
    return BadInput(
        "mapping",
        Words(zh=f"对照表{place}：{says.zh}", en=f"The mapping, {place or 'as a whole'}: {says.en}"),
        Words(zh="写法见操作指南「抄表」。", en="See the how-to on readings."),
    )
