"""How a file of samples is read, as data: which column is the time, which columns are which parameters. Pure.

A mapping is written by whoever knows the instrument, is kept in the act that binds a file, and so reads that file the
same way for ever.
"""

from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

MOST_COLUMNS = 2000
ENCODINGS = ("auto", "utf-8", "gb18030", "utf-16")
DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "space": " "}
_DIRECTIVES = frozenset("dmyYHMSf%")

Head = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Place = Annotated[int, Field(ge=1, le=MOST_COLUMNS)] | Head
"""A column: its head as it reads in the first row, or its number, counted from 1."""
Key = Annotated[str, StringConstraints(pattern=r"^\w[\w\-]{0,59}$")]


def _readable(text: str) -> str:
    """Take only what is read here: days, months, years, hours, minutes, seconds in figures."""
    said = [text[place + 1 : place + 2] for place, letter in enumerate(text) if letter == "%"]
    if not set(said) <= _DIRECTIVES or not {"d", "m", "H"} <= set(said) or not {"y", "Y"} & set(said):
        raise ValueError("a format of moments has %d, %m, %Y (or %y) and %H, and may have %M, %S, %f")
    if len(set(said)) < len(said):
        raise ValueError("each part of a moment stands in its format once")
    return text


def _known_zone(zone: str) -> str:
    if zone:
        try:
            ZoneInfo(zone)
        except (ValueError, LookupError, OSError):
            raise ValueError(f"there is no time zone {zone[:60]!r}; give an IANA name such as Asia/Shanghai") from None
    return zone


Zone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known_zone)]
Format = Annotated[str, StringConstraints(min_length=2, max_length=60), AfterValidator(_readable)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clock(_Part):
    """The column in which the moment of a row stands. `formats` are tried in order: `%d-%m-%Y %H:%M:%S` has the day
    first. `zone` is the instrument's own, '' the site's."""

    column: Place
    formats: tuple[Format, ...] = Field(min_length=1, max_length=5)
    zone: Zone = ""


class Column(_Part):
    """A column of figures: of one `parameter`, or of one for each series by the name of the series (`parameters`)."""

    column: Place
    parameter: Key | None = None
    parameters: dict[Head, Key] = {}

    @model_validator(mode="after")
    def _one_of_both(self) -> "Column":
        if (self.parameter is None) == (not self.parameters):
            raise ValueError("a column names its parameter, or parameters by series")
        return self


class Mapping(_Part):
    """How a file of samples is read.

    `heads`: the first row holds the heads of the columns. `time`: where the moment of a row stands; without it, rows
    come `every` so often from a moment that whoever imports the file gives. `series`: the column that says whose the
    figures of a row are (a station). `decimal`: the decimal sign. `empty`: cells that say that there is no figure.
    """

    encoding: Literal["auto", "utf-8", "gb18030", "utf-16"] = "auto"
    delimiter: Literal["auto", "comma", "tab", "semicolon", "space"] = "auto"
    heads: bool = True
    time: Clock | None = None
    every: timedelta | None = None
    series: Place | None = None
    columns: tuple[Column, ...] = Field(min_length=1, max_length=MOST_COLUMNS)
    decimal: Literal[".", ","] = "."
    empty: tuple[str, ...] = ("", "-", "--", "---", "NULL", "null", "N/A")

    @model_validator(mode="after")
    def _whole(self) -> "Mapping":
        if (self.time is None) == (self.every is None):
            raise ValueError("a mapping says where the time of a row stands, or how often rows come")
        if self.every is not None and not timedelta(0) < self.every <= timedelta(days=1):
            raise ValueError("rows come at least once a day")
        if any(one.parameters for one in self.columns) and self.series is None:
            raise ValueError("parameters by series need the column of the series")
        places = [self.time.column if self.time else None, self.series, *(one.column for one in self.columns)]
        if not self.heads and any(isinstance(one, str) for one in places):
            raise ValueError("without heads a column is named by its number")
        if len(self.parameters) < sum(len(one.parameters) or 1 for one in self.columns):
            raise ValueError("a parameter stands in one column only")
        return self

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter that the file may speak of, in order."""
        named = [
            key for one in self.columns for key in ((one.parameter,) if one.parameter else one.parameters.values())
        ]
        return tuple(sorted({key for key in named if key}))


class NewParameter(_Part):
    """A line of the register that a preset proposes for a parameter of its own."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    group: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    unit: str = ""
    decimals: int = Field(default=1, ge=0, le=6)
    schedule: str = ""
    low_low: str = ""
    low: str = ""
    high: str = ""
    high_high: str = ""
    lowest: str = ""
    highest: str = ""


class Preset(_Part):
    """A mapping with its name, and the parameters that it proposes."""

    zh: str
    en: str
    mapping: Mapping
    parameters: dict[Key, NewParameter] = {}
