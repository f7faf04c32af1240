"""What can be expected of reports and plans, beside what `shape.py` has."""

from datetime import time
from typing import Any

from pydantic import Field as Key
from pydantic import field_validator

from jiaoban.regime.part import Part
from jiaoban.report.terms import Stand


class ReportsAre(Part):
    """Reports of a form that are due on a day of the post (so many days after the scenario's), of a person or of
    everybody, that meet all of this: how many (without `count`: at least one). `due`: its moment by the clock of the
    day; `noted`: the program has noted that it was not there in time; `wrong`: so many findings stand; `says`: what
    stands in it now."""

    form: str
    in_days: int = 0
    who: str | None = None
    stand: Stand | None = None
    answers: str | None = None
    due: time | None = None
    noted: bool | None = None
    wrong: int | None = None
    says: dict[str, str] = {}
    count: int | None = None


class ReportSumsAre(Part):
    """The sums of a form over so many days from the scenario's on."""

    form: str
    days: int = 1
    is_: dict[str, str] = Key(alias="is")


class ReportOccasionsAre(Part):
    """Occasions of a breach that reports give at the post since the scenario's day: of a source (`report-late`,
    `report-wrong`), about a person, with these facts; how many (without `count`: at least one)."""

    source: str
    who: str | None = None
    facts: dict[str, bool | int | str] = {}
    count: int | None = None


class ReportChecks(Part):
    """What is expected to be so of reports; one alone needs no list."""

    reports: tuple[ReportsAre, ...] = ()
    report_sums: tuple[ReportSumsAre, ...] = ()
    report_occasions: tuple[ReportOccasionsAre, ...] = ()

    @field_validator("reports", "report_sums", "report_occasions", mode="before")
    @classmethod
    def _one_report_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value
