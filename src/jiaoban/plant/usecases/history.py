"""Verbs by which a table brings in what an older register holds, with its own dates. They are the shift supervisor's:
what people write down themselves goes by the log's own rule and cannot be dated back."""

from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeText, Moment
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.plant import history, queries
from jiaoban.plant.rules import history as rules
from jiaoban.plant.rules.custody import once_each
from jiaoban.plant.terms import Condition
from jiaoban.plant.usecases.custody import MOST, LoanArgs, borrower, find_line
from jiaoban.plant.usecases.matters import OpenMatter, StateCode
from jiaoban.plant.usecases.naming import named

Source = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of the file of which it is a line."""


class ImportMatter(OpenMatter):
    """A matter of more than 30 days ago as an older register has it: its state, when it came up, when it ended."""

    occurred_at: Moment = Field(title="发生时间 Happened")
    state: StateCode = Field(title="状态 State")
    closed_at: Moment | None = Field(default=None, title="结束时间 Ended")
    source: Source = Field(title="文件 File")
    line: int = Field(ge=1, title="行 Line")


class ImportLoan(LoanArgs):
    """A loan as an older register has it, and how many of it came back and when."""

    occurred_at: Moment = Field(title="借出时间 Lent at")
    due_at: Moment | None = Field(default=None, title="应还时间 Due back")
    returned: int = Field(default=0, ge=0, le=MOST, title="已还数量 Returned")
    returned_at: Moment | None = Field(default=None, title="归还时间 Returned at")
    condition: Condition = Field(default="OK", title="状况 Condition")
    note: MaybeText = Field(default="", title="说明 Note")
    source: Source = Field(title="文件 File")
    line: int = Field(ge=1, title="行 Line")


@verb("plant.import_matter", right=Right.SUPERVISE)
def import_matter(context: Context, args: ImportMatter) -> Decision:
    """Take over a matter of an older register, with its own dates."""
    if args.equipment and queries.equipment(context.book, args.equipment) is None:
        raise NotFound(f"equipment {args.equipment}", "equipment")
    people, persons = named(context, args.people, args.persons)
    fields = args.model_dump(exclude={"occurred_at", "people", "persons"})
    imported = history.MatterImported(matter=context.command, people=people, persons=persons, **fields)
    return [rules.import_matter(imported, args.occurred_at, context.place, context.now)]


@verb("plant.import_loan", right=Right.SUPERVISE)
def import_loan(context: Context, args: ImportLoan) -> Decision:
    """Take over a loan of an older register, with its own dates."""
    line = find_line(context, args.custody_item)
    once_each(args.numbers, "numbers")
    name, person = borrower(context, args.person, args.to)
    if args.matter:
        matter = queries.matter(context.book, args.matter)
        if matter is None or matter.post != context.place.post:
            raise NotFound(f"matter {args.matter}", "matter")
    fields = args.model_dump(exclude={"person", "to", "occurred_at"})
    imported = history.LoanImported(loan=context.command, to=name, person=person, **fields)
    out = queries.loans_of(context.book, line.key)
    return [rules.import_loan(line, imported, args.occurred_at, out, context.now)]
