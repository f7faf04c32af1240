"""Rows as a file to be saved: CSV that a spreadsheet reads as text, or a workbook in which every cell is text."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse

from jiaoban.kernel.refusal import NotFound
from jiaoban.web.desk import Desk
from jiaoban.web.pages.oversight import CSV, XLSX, as_csv, as_xlsx

FORMS = ("csv", "xlsx")


def sheet(desk: Desk, name: str, form: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return rows as a file named after the site and what it holds; raises `NotFound` for an unknown form."""
    if form not in FORMS:
        raise NotFound(form)
    content, kind = (as_csv(rows), CSV) if form == "csv" else (as_xlsx(rows), XLSX)
    named = f'attachment; filename="{desk.site.code}-{name}.{form}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": named})


def moment(desk: Desk, at: datetime | None) -> str:
    """Return a moment as it stands in a file: by the clock of the site, to the second; '' for none."""
    return at.astimezone(ZoneInfo(desk.zone)).strftime("%Y-%m-%d %H:%M:%S") if at else ""
