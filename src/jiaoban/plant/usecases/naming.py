"""How people are named in permits and orders: people of the site by their key, others by their name."""

import re
from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Phrase
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.plant import places

Role = Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
MaybePeople = dict[Role, MaybePhrase]
"""Names by role; a form sends the roles that were left empty as well."""
MaybePersons = dict[Role, MaybeRef]
"""Keys of people of the site by role; may hold empty ones like `MaybePeople`."""


def _parts(value: object, split: Callable[[str], Iterable[str]]) -> object:
    """A form sends a list as one text: every part of it that is not empty is a member."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return value
    found: list[object] = []
    for one in value:
        found += [part.strip() for part in split(one) if part.strip()] if isinstance(one, str) else [one]
    return found


def _lines(value: object) -> object:
    return _parts(value, str.splitlines)


Steps = Annotated[tuple[Phrase, ...], BeforeValidator(_lines)]
"""Lines of text, also as one text with a line each."""


BETWEEN = re.compile(r"[\s,，、;；]+")
"""What stands between numbers that are written in one text."""


def _labels(value: object) -> object:
    return _parts(value, BETWEEN.split)


Labels = Annotated[tuple[Phrase, ...], BeforeValidator(_labels)]
"""What each of several things is called: '7' of key no. 7; also as one text with commas or blanks between them."""


class KeptArgs(BaseModel):
    """What is kept at a place: these numbers, or so many where they are not told apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    place: Phrase = Field(title="存放位置 Place")
    number: int = Field(default=0, ge=0, le=100_000, title="数量 Number")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")


def _places(value: object) -> object:
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    return places.read(value) if isinstance(value, str) else value


Places = Annotated[tuple[KeptArgs, ...], BeforeValidator(_places)]
"""What of a thing is where; also as one text: 甲板：T1、T2；箱：T3."""


def as_kept(said: Iterable[KeptArgs]) -> tuple[places.Kept, ...]:
    """Return what was said to be where, as acts keep it."""
    return tuple(places.Kept(**one.model_dump()) for one in said)


def named(context: Context, people: MaybePeople, persons: MaybePersons) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names by role, and the keys of those who belong to the site.

    Raises `NotFound` for a key of nobody there, `BadInput` for a role that is named both ways.
    """
    chosen = {role: key for role, key in persons.items() if key}
    names = {role: name for role, name in people.items() if name}
    twice = sorted(set(chosen) & set(names))
    if twice:
        _one_way(f"people.{twice[0]}")
    return {**names, **{role: org.member(context.book, key).name for role, key in chosen.items()}}, chosen


def who(context: Context, person: str, name: str) -> tuple[str, str]:
    """Return name and key ('' for somebody from outside, and both '' for nobody) of one who did something."""
    if person and name:
        _one_way("who")
    return (org.member(context.book, person).name, person) if person else (name, "")


def _one_way(where: str) -> None:
    raise BadInput(
        where,
        Words(zh="同时选了本站人员和填了外来人员。", en="A person of the site and an outside name are both given."),
        Words(zh="请只用一种方式填写。", en="Name them one way."),
    )
