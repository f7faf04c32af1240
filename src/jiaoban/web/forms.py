"""Forms made of verbs: labels, kinds of field, lengths and what is required all come from the verb's own arguments.

A page says which verb, what is fixed, and what can be chosen; parts/verb_form.html draws it. What a refused form held
is put back into it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jiaoban.kernel.personal import fields_of
from jiaoban.kernel.starts import FORMAT, Start
from jiaoban.kernel.verbs import find_verb
from jiaoban.kernel.zones import clock_of
from jiaoban.web.answer import Answer
from jiaoban.web.parse import schema

BILINGUAL = re.compile(r"^(?P<zh>.*[^\x00-\x7f](?:\))?)\s*(?P<en>[A-Za-z][\x00-\x7f]*)$")
LONG_TEXT = 200
"""Characters above which a text is written into several lines."""
Option = tuple[str, str]
Options = Sequence[Option]
LONGEST_NAME, LONGEST_LOOKUP = 500, 4000
"""Characters of one name that is typed, and of several."""
LOOKUP = ":"
"""Between argument and register in the name of a field that is typed into; see `web.registers`."""


@dataclass(frozen=True)
class Lookup:
    """A register that is too long to list: `url` suggests lines of it, `called` gives what some keys are called."""

    register: str
    url: str
    called: Callable[[Iterable[str]], Mapping[str, str]]

    def spelled(self, keys: Iterable[str]) -> str:
        """Return what these keys are called, as one text; a key of nothing stands for itself."""
        wanted = [key for key in keys if key]
        names = self.called(wanted) if wanted else {}
        return "；".join(names.get(key, key) for key in wanted)


Choices = Options | Lookup


@dataclass
class Field:
    """One field as parts/verb_field.html draws it; `kind`: text, area, number, date, moment, select, choices,
    check, lookup (typed into, helped by suggestions from `url`; `several`: more than one name). `wanted`: it may be
    sent empty, but a condition of the regime will ask for it. `personal`: the browser is not to remember it."""

    name: str
    id: str
    label: str
    kind: str
    required: bool = False
    wanted: bool = False
    value: str = ""
    values: tuple[str, ...] = ()
    options: Options = ()
    errors: Sequence[str] = ()
    help: str = ""
    longest: int | None = None
    lowest: int | None = None
    highest: int | None = None
    url: str = ""
    several: bool = False
    personal: bool = False

    @property
    def described_by(self) -> str:
        """The ids of what describes the field, for screen readers."""
        parts = [f"{self.id}-error"] if self.errors else []
        return " ".join([*parts, f"{self.id}-help"] if self.help else parts)

    @property
    def marks(self) -> SafeString:
        """The attributes of its element that say what may stand in it, and what is wrong with what does."""
        marked = {
            "maxlength": self.longest if self.kind != "select" else None,
            "min": self.lowest,
            "max": self.highest,
            "required": "" if self.required else None,
            "autocomplete": "off" if self.personal else None,
            "aria-invalid": "true" if self.errors else None,
            "aria-describedby": self.described_by or None,
        }
        said = (f' {name}="{escape(str(value))}"' for name, value in marked.items() if value is not None)
        return SafeString("".join(said).replace(' required=""', " required"))


@dataclass
class Form:
    """A form that carries out one verb. `hidden` are fixed arguments; `next` the page after success, `back` its own;
    `photos`: it takes photographs, which its address stores first (web/pictures.py); `pictures` says which where the
    regime wants one, and `pictures_help` what becomes of it."""

    id: str
    url: str
    fields: list[Field]
    hidden: list[tuple[str, str]]
    next: str
    back: str
    label: str
    tone: str = "primary"
    signed: bool = False
    draft: str = ""
    account: str = ""
    photos: bool = False
    pictures: str = ""
    pictures_help: str = ""


def label_of(title: str) -> str:
    """Return the label of a title, which names a field in Chinese or in Chinese and English, in the reader's tongue."""
    both = BILINGUAL.match(title)
    if both:
        return both["zh"].strip() if (get_language() or "zh").startswith("zh") else both["en"].strip()
    return title


@dataclass(frozen=True)
class Asked:
    """What a page wants of a form besides its verb; all by field name."""

    fixed: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Choices] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    only: Sequence[str] = ()
    required: Sequence[str] = ()


def fields(verb: str, form_id: str, asked: Asked, answer: Answer | None, zone: str) -> list[Field]:
    """Return the fields of a verb's form that people fill: all arguments that are not fixed, or `only` these."""
    found = find_verb(verb)
    if found is None:
        raise LookupError(f"there is no verb {verb}")
    shapes = schema(found.args)
    mine = answer if answer is not None and answer.form == form_id else None
    names = asked.only or [name for name in shapes if name not in asked.fixed]
    made = [_field(name, shapes[name], form_id, asked, mine, zone) for name in names]
    for one in made:
        one.personal = one.name in fields_of(found.args)
    return made


def _field(name: str, shape: Mapping[str, Any], form_id: str, asked: Asked, answer: Answer | None, zone: str) -> Field:
    given = asked.given.get(name, shape.get("default"))
    values = tuple(answer.values.get(name, ())) if answer else spelled(given, zone)
    label = asked.labels.get(name) or label_of(str(shape.get("title", "")))
    choices = asked.options.get(name) or ()
    made = Field(
        name=name,
        id=f"{form_id}-{name}".replace(".", "-"),
        label=label,
        kind=asked.kinds.get(name) or kind_of(shape, name in asked.options),
        required=name in asked.required or bool(shape["required"]),
        value=values[-1] if values else "",
        values=values,
        options=()
        if isinstance(choices, Lookup)
        else choices or [(str(one), str(one)) for one in shape.get("enum", ())],
        errors=tuple(answer.errors.get(name, ())) if answer else (),
        help=asked.help.get(name, ""),
        longest=shape.get("maxLength"),
        lowest=shape.get("minimum"),
        highest=shape.get("maximum"),
    )
    if isinstance(choices, Lookup):
        return looked_up(made, choices, answer.values if answer else {})
    if made.kind == "select" and len(made.options) == 1 and made.required and not made.value:
        made.value = made.options[0][0]
    return made


def looked_up(made: Field, lookup: Lookup, held: Mapping[str, Sequence[str]]) -> Field:
    """Return a field of choices as one that is typed into. What was typed before and refused (`held`, by the name of
    the field) stands in it again, else what its keys are called."""
    name = f"{made.name}{LOOKUP}{lookup.register}"
    made.value = "；".join(held[name]) if name in held else lookup.spelled(made.values)
    made.several = made.kind == "choices"
    made.name, made.kind, made.url = name, "lookup", lookup.url
    made.longest = LONGEST_LOOKUP if made.several else LONGEST_NAME
    return made


def choice(
    name: str,
    field_id: str,
    label: str,
    choices: Choices,
    *,
    held: Mapping[str, Sequence[str]] | None = None,
    answer: Answer | None = None,
    several: bool = False,
) -> Field:
    """Return a field that chooses from a register, outside of the usual form of a verb. `held` are the keys that are
    chosen at first, by field; of a form that was refused (`answer`) stands what it held."""
    values = answer.values if answer else held or {}
    made = Field(name, field_id, label, "choices" if several else "select", values=tuple(values.get(name, ())))
    made.value = made.values[-1] if made.values else ""
    made.errors = tuple(answer.errors.get(name, ())) if answer else ()
    if isinstance(choices, Lookup):
        return looked_up(made, choices, values)
    made.options = choices
    return made


def kind_of(shape: Mapping[str, Any], chosen: bool) -> str:
    """Return how an argument is filled in."""
    if shape.get("type") == "array":
        return "choices"
    if chosen or "enum" in shape:
        return "select"
    if shape.get("type") == "boolean":
        return "check"
    if shape.get("type") == "integer":
        return "number"
    by_format = {"date-time": "moment", FORMAT: "start", "date": "date", "time": "time"}.get(str(shape.get("format")))
    return by_format or ("area" if int(shape.get("maxLength", LONG_TEXT)) > LONG_TEXT else "text")


def spelled(value: Any, zone: str) -> tuple[str, ...]:
    """Return a value as the fields of a form hold it; moments in the site's local time."""
    if value is None:
        return ()
    if isinstance(value, datetime):
        return (value.astimezone(clock_of(zone)).strftime("%Y-%m-%dT%H:%M"),)
    if isinstance(value, Start):
        return (f"{value.day}T{value.at:%H:%M}",)
    if isinstance(value, bool):
        return ("true",) if value else ()
    if isinstance(value, str | int):
        return (str(value),)
    if isinstance(value, Iterable):
        return tuple(str(one) for one in value)
    return (str(value),)
