"""Rows as a file to be saved: CSV that a spreadsheet reads as text, or a workbook in which every cell is text."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from django.http import HttpResponse

from jiaoban.importing import writing
from jiaoban.importing.writing import CSV, XLSX
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.web.desk import Desk

__all__ = ["CSV", "FORMS", "XLSX", "as_csv", "as_xlsx", "moment", "sheet"]
FORMS = ("csv", "xlsx")


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV that spreadsheets read as text: with a byte order mark, and nothing taken for a formula."""
    lines = iter(rows)
    return b"".join(writing.as_csv(next(lines, ()), lines))


def as_xlsx(rows: Iterable[Sequence[str]], more: Iterable[tuple[str, Iterable[Sequence[str]]]] = ()) -> bytes:
    """Return rows as a workbook in which every cell is text; `more` are further sheets by name."""
    from openpyxl import Workbook  # only this file needs it, and it is large

    book = Workbook(write_only=True)
    for title, lines in chain([("Sheet", rows)], more):
        filled = book.create_sheet(title)
        for line in lines:
            filled.append([writing.cell(filled, one) for one in line])
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def sheet(desk: Desk, name: str, form: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return rows as a file named after the site and what it holds; raises `NotFound` for an unknown form."""
    if form not in FORMS:
        raise NotFound(form)
    content, kind = (as_csv(rows), CSV) if form == "csv" else (as_xlsx(rows), XLSX)
    named = f'attachment; filename="{desk.site.code}-{name}.{form}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": named})


def moment(desk: Desk, at: datetime | None) -> str:
    """Return a moment as it stands in a file: by the clock of the site, to the second; '' for none."""
    return at.astimezone(clock_of(desk.zone)).strftime("%Y-%m-%d %H:%M:%S") if at else ""
