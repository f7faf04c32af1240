"""Verbs about orders from above: read back, report."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Moment, Phrase, Text
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.org import queries as org
from jiaoban.plant import acts
from jiaoban.plant.rules import dispatch as rules
from jiaoban.plant.usecases.matters import OfMatter, find, telling
from jiaoban.plant.usecases.naming import who


class ReadBack(OfMatter):
    """What the receiver said, in their own words, and to whom; `person` or `who` read it back, nobody named: the
    author."""

    words: Text = Field(title="复诵内容 Words")
    to: Phrase = Field(title="向谁复诵 To whom")
    person: MaybeRef = Field(default="", title="复诵人 Reader")
    who: MaybePhrase = Field(default="", title="外来人员 Outside person")
    occurred_at: Moment | None = Field(default=None, title="复诵时间 Happened")


class Report(OfMatter):
    """What was reported, and to whom."""

    text: Text = Field(title="汇报内容 Report")
    to: Phrase = Field(title="向谁汇报 To whom")
    occurred_at: Moment | None = Field(default=None, title="汇报时间 Happened")


@verb("plant.read_back", right=Right.WORK)
def read_back(context: Context, args: ReadBack) -> Decision:
    """Record that an order was read back."""
    name, person = who(context, args.person, args.who)
    if not name:
        found = org.member(context.book, context.actor.person)
        name, person = found.name, found.key
    said = acts.ReadBack(matter=args.matter, words=args.words, reader=name, to=args.to, person=person)
    return rules.read_back(find(context, args), said, telling(context, args.occurred_at))


@verb("plant.report", right=Right.WORK)
def report(context: Context, args: Report) -> Decision:
    """Record the report that an order was carried out."""
    said = acts.Reported(matter=args.matter, text=args.text, to=args.to)
    return rules.report(find(context, args), said, telling(context, args.occurred_at))
