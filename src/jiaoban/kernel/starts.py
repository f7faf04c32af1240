"""When something begins to hold: on a local day, that is from its midnight on, or at an hour of one.

As text it is `2026-12-01`, or `2026-12-01T06:00` where it has an hour. The hour is one of the site's clock, without a
zone: where that clock shows it twice the first counts, where it skips it the moment of the jump (`kernel/zones.py`).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from jiaoban.kernel.shifts import local

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::00)?)?")
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)
"""The days of a working calendar, the last without itself: anything else is a slip of the pen."""
FORMAT = "local-start"
"""What the JSON Schema calls it; a form asks for day and hour."""


@dataclass(frozen=True, order=True, slots=True)
class Start:
    """A local day and a time of it, to the minute."""

    day: date
    at: time = time()

    def __str__(self) -> str:
        return self.day.isoformat() if self.at == time() else f"{self.day.isoformat()}T{self.at:%H:%M}"

    @property
    def in_calendar(self) -> bool:
        """Whether anything can begin then."""
        return EARLIEST <= self.day < LATEST

    @property
    def said(self) -> str:
        """As people read it: the hour after a blank, none for midnight."""
        return str(self).replace("T", " ")

    def moment(self, zone: str) -> datetime:
        """Return the moment (UTC) from which it holds by a clock."""
        return local(self.day, self.at, zone)

    @classmethod
    def of(cls, shown: datetime) -> "Start":
        """Return the minute that a clock shows."""
        return cls(shown.date(), time(shown.hour, shown.minute))

    @classmethod
    def read(cls, value: object) -> "Start":
        """Return what a day, a local time or their text says; raises `PydanticCustomError` for anything else."""
        if isinstance(value, Start):
            return value
        if isinstance(value, date | datetime):  # YAML knows both
            value = value.isoformat()
        found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
        try:
            if found:
                return cls(date.fromisoformat(found[1]), time.fromisoformat(found[2] or "00:00"))
        except ValueError:
            pass
        raise PydanticCustomError("start_parsing", "not a day such as 2026-12-01, or 2026-12-01T06:00 with an hour")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        text = core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema())
        return core_schema.no_info_plain_validator_function(cls.read, serialization=text)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": FORMAT, "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$"}
