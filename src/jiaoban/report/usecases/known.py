"""What the verbs of reports share: the report that a command is about."""

from collections.abc import Mapping

from pydantic import Field

from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.fields import Ref
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Context
from jiaoban.kernel.words import Words
from jiaoban.lead import queries as leads
from jiaoban.lead.rules import numbers
from jiaoban.org.args import Day
from jiaoban.regime.reports import Reports
from jiaoban.report import queries
from jiaoban.report.rules.due import due_on
from jiaoban.report.rules.standing import Owed


class OfReport(Args):
    """A verb about a report: which one (the id of its form), the local day on which it is due, and whose it is."""

    report: Ref = Field(title="报表 Report")
    day: Day = Field(title="应交日期 Due on")
    person: Ref = Field(title="人员 Person")


def ruled_on(context: Context, args: OfReport) -> Reports:
    """Return what the regime says of reports on the day of a command; raises `BadInput` where it has none."""
    said = queries.ruled_on(context.book, context.place, context.packs, args.day)
    known = [one.id for one in said.of(context.place.post)] if said else []
    if said is None or args.report not in known:
        raise BadInput(
            "report",
            Words(zh=f"制度里没有报表「{args.report}」。", en=f"The regime has no report {args.report!r}."),
            Words(zh=f"应为：{'、'.join(known) or '无'}。", en=f"It should be one of {', '.join(known) or 'none'}."),
        )
    return said


def owed(context: Context, args: OfReport) -> Owed:
    """Return the report that a command is about; raises `BadInput` where none falls due on the day, and `NotFound`
    where the person does not work at the post then."""
    said = ruled_on(context, args)
    form = said.form(args.report, context.place.post)
    assert form is not None
    if due_on(form, args.day, context.place.zone) is None:
        raise BadInput(
            "day",
            Words(zh=f"「{form.title.zh}」这一天不用交。", en=f"'{form.title.in_('en')}' is not due on this day."),
            Words(zh="请核对日期。", en="Check the day."),
        )
    found = queries.one_owed(context.book, context.place, context.packs, args.report, args.day, args.person)
    if found is None:
        raise NotFound(f"person {args.person} at this post on {args.day}", "person")
    return found


def need_no_telephone(context: Context, texts: Mapping[str, str]) -> None:
    """Refuse the telephone number of a customer in what is written, by field, where the post keeps customers: a report
    cannot be erased with them. Raises `BadInput`."""
    rule = leads.contacts_at(context.place, context.packs)
    if rule is None:
        return
    for field, text in texts.items():
        numbers.need_no_telephone(text, rule.region, field)


def one(payload: Payload, clause: str) -> list[Proposed]:
    """Return one act under the clause that it follows from."""
    return [Proposed(payload, clauses=(clause,))]
