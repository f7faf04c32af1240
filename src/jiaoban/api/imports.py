"""Tables that come in over HTTP: previewed unless `preview=false` is said, and then taken over whole or not at all."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import Field

from jiaoban.api.problems import Problem, answer
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, at_post, everywhere
from jiaoban.importing.cells import Unreadable
from jiaoban.importing.kinds import KINDS
from jiaoban.importing.sheet import LARGEST
from jiaoban.importing.take import Told, take_online
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotAllowed
from jiaoban.kernel.words import Words
from jiaoban.org.door import Visit

router = Router(tags=["imports"])
Table = Literal["equipment", "states", "matters", "earths", "custody", "loans", "parameters", "leads"]
MOST = 1000
"""Problems and changes that an answer lists; the counts are of all."""


class TableProblem(Shape):
    """What is wrong with a table: line (1: the heads), column as its head reads, cell as a spreadsheet names it."""

    line: int
    column: str
    cell: str
    zh: str
    en: str


class TableChange(Shape):
    """What a line does: NEW or CHANGED, and of a change the fields as they were and as they are to be."""

    line: int
    key: str
    what: str
    fields: dict[str, list[Any]]


class TableTold(Shape):
    """What came of a table. `kept`: everything was taken over; of a preview, and with a problem, nothing was."""

    kept: bool
    good: bool
    new: int
    changed: int
    same: int
    ignored: list[str] = Field(description="heads that mean nothing here")
    problems: list[TableProblem]
    changes: list[TableChange]

    @classmethod
    def of(cls, told: Told) -> "TableTold":
        """Return the shape of what came of a file."""
        changes = [one for one in told.changes if one.what != "SAME"][:MOST]
        return cls(
            kept=told.kept,
            good=told.good,
            new=told.count("NEW"),
            changed=told.count("CHANGED"),
            same=told.count("SAME"),
            ignored=list(told.ignored),
            problems=[
                TableProblem(line=one.line, column=one.column, cell=one.cell, zh=one.says.zh, en=one.says.en)
                for one in told.problems[:MOST]
            ],
            changes=[
                TableChange(
                    line=one.line,
                    key=one.key,
                    what=one.what,
                    fields={name: list(both) for name, both in one.fields.items()},
                )
                for one in changes
            ],
        )


@router.post("/sites/{site}/posts/{post}/imports/{table}", response=TableTold, summary="A register from a table")
def at_a_post(
    request: HttpRequest,
    site: Code,
    post: Code,
    table: Table,
    file: Annotated[UploadedFile, File()],
    preview: bool = True,
) -> HttpResponse | TableTold:
    """Preview a .csv or .xlsx file, or with `preview=false` take it over, all of it or nothing. The same file twice is
    the file once. Of customers (`leads`) numbers are told masked."""
    visit, place = at_post(request, site, post)
    right = KINDS[table].right
    if not visit.may(right, place.post):
        raise NotAllowed(right, f"importing {table}")
    return _taken(visit, table, file, place.post, preview=preview)


@router.post("/sites/{site}/imports/people", response=TableTold, summary="People from a table")
def people(
    request: HttpRequest, site: Code, file: Annotated[UploadedFile, File()], preview: bool = True
) -> HttpResponse | TableTold:
    """As for registers: people with their roles and qualifications."""
    return _taken(everywhere(request, site, Right.ADMINISTER), "people", file, "", preview=preview)


@router.post("/sites/{site}/imports/orders", response=TableTold, summary="Standing orders from a table")
def orders(
    request: HttpRequest, site: Code, file: Annotated[UploadedFile, File()], preview: bool = True
) -> HttpResponse | TableTold:
    """As for registers: standing orders with those who must read them, in force since their own begin."""
    return _taken(everywhere(request, site, KINDS["orders"].right), "orders", file, "", preview=preview)


def _taken(visit: Visit, table: str, file: UploadedFile, post: str, *, preview: bool) -> HttpResponse | TableTold:
    if (file.size or 0) > LARGEST:
        raise Problem(413, "too-large", Words(zh="文件超过 10 MB。", en="The file has more than 10 MB."))
    try:
        told = take_online(visit, KINDS[table], file.read(LARGEST + 1), post, preview=preview)
    except Unreadable as error:
        raise Problem(422, "table-unreadable", error.says) from error
    if preview or told.kept:
        return TableTold.of(told)
    n = len(told.problems)
    detail = Words(zh=f"有 {n} 处错误，什么也没有写。", en=f"{n} problems; nothing was written.")
    errors = [
        {"field": one.cell or f"line {one.line}", "zh": one.says.zh, "en": one.says.en} for one in told.problems[:MOST]
    ]
    return answer(422, "table", detail, errors=errors)
