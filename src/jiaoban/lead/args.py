"""What the verbs of customers are told. What is personal is taken out at the door (kernel/personal.py)."""

from decimal import Decimal
from operator import not_
from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Phrase, Ref, Text
from jiaoban.kernel.personal import Personal
from jiaoban.kernel.verbs import Args

Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Number = Annotated[Typed, Personal("telephone")]
"""A telephone number, however it is typed."""
MaybeNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), Personal("telephone")]
"""A telephone number, or nothing."""
Name = Annotated[MaybePhrase, Personal("text")]
"""What a customer is called."""
Note = Annotated[MaybeText, Personal("text")]
"""What is said about a customer."""
Why = Annotated[Text, Personal("text")]
"""Why something is so with a customer."""
Money = Annotated[Decimal, Field(gt=0, lt=10**10, decimal_places=2, allow_inf_nan=False)]
People = Annotated[tuple[Ref, ...], Field(max_length=20)]


class OfLead(Args):
    """Something about a customer."""

    lead: Ref = Field(title="客户 Customer")


class Happened(OfLead):
    """Something that happened with a customer. Without `at` it is now; without `person` it counts for whoever says
    it, and for somebody else only the supervisor can say it."""

    at: Moment | None = Field(default=None, title="发生时间 When")
    person: MaybeRef = Field(default="", title="人员 Who")


class OpenLead(Args):
    """A new customer; with `way` and `result`, the first contact as well."""

    number: Number = Field(title="电话 Number")
    name: Name = Field(default="", title="称呼 Name")
    note: Note = Field(default="", title="备注 Note")
    source: MaybeRef = Field(default="", title="来源 Source")
    way: MaybeRef = Field(default="", title="联系方式 How")
    result: MaybeRef = Field(default="", title="联系结果 Result")
    said: Note = Field(default="", title="联系情况 What was said")


class DescribeLead(OfLead):
    """What a customer is called and where they come from, as a whole."""

    name: Name = Field(default="", title="称呼 Name")
    note: Note = Field(default="", title="备注 Note")
    source: MaybeRef = Field(default="", title="来源 Source")


class AddNumber(OfLead):
    """Another number of a customer."""

    number: Number = Field(title="电话 Number")


class Contact(Happened):
    """A contact with a customer."""

    way: Ref = Field(title="联系方式 How")
    result: Ref = Field(title="联系结果 Result")
    note: Note = Field(default="", title="联系情况 What was said")


class Appoint(Happened):
    """An appointment with time and place."""

    for_at: Moment = Field(title="到店时间 Comes at")
    where: Phrase = Field(title="地点 Where")
    note: Note = Field(default="", title="备注 Note")
    despite: MaybePhrase = Field(default="", title="同事已约好仍要邀约的原因 Why over a colleague's", exclude_if=not_)


class MoveAppointment(OfLead):
    """An appointment at another time or place."""

    event: Ref = Field(title="邀约 Appointment")
    for_at: Moment = Field(title="到店时间 Comes at")
    where: Phrase = Field(title="地点 Where")
    reason: Note = Field(default="", title="原因 Reason")


class CancelAppointment(OfLead):
    """An appointment that does not stand any more."""

    event: Ref = Field(title="邀约 Appointment")
    reason: Why = Field(title="原因 Reason")


class Visit(Happened):
    """A visit of the customer."""

    appointment: MaybeRef = Field(default="", title="邀约 Appointment")
    assisted: People = Field(default=(), title="辅助的人 Who assisted")
    note: Note = Field(default="", title="到店情况 What was said")


class TakeDeposit(Happened):
    """A deposit that the customer paid."""

    amount: Money = Field(title="定金 Deposit")


class Sell(Happened):
    """A sale."""

    amount: Money = Field(title="成交金额 Amount")
    note: Note = Field(default="", title="备注 Note")


class Lose(Happened):
    """A customer who does not buy, and why."""

    reason: Why = Field(title="流失原因 Why")


class Correct(OfLead):
    """What was written down wrongly, and how it was; what is left out stays. `struck`: it did not happen at all."""

    event: Ref = Field(title="哪一条 Which")
    reason: Phrase = Field(title="更正原因 Reason")
    struck: bool = Field(default=False, title="没有发生 It did not happen")
    at: Moment | None = Field(default=None, title="发生时间 When")
    person: MaybeRef = Field(default="", title="人员 Who")
    amount: Money | None = Field(default=None, title="金额 Amount")
    for_at: Moment | None = Field(default=None, title="到店时间 Comes at")
    where: MaybePhrase = Field(default="", title="地点 Where")


class Reveal(OfLead):
    """The customer whose whole number somebody wants to see."""

    why: MaybePhrase = Field(default="", title="用途 What for")


class Export(Args):
    """Customers taken out in a file: how many rows it has, and whether with whole numbers."""

    leads: int = Field(ge=0, title="客户数 Customers")
    whole: bool = Field(default=False, title="含完整号码 With whole numbers")
    why: MaybePhrase = Field(default="", title="用途 What for")


class Merge(OfLead):
    """Two that are one customer: `lead` becomes part of `into`, or of the customer who has `number`."""

    into: MaybeRef = Field(default="", title="并入 Into")
    number: MaybeNumber = Field(default="", title="另一位的电话 Number of the other one")
    reason: Phrase = Field(title="依据 How it is known")


class Erase(OfLead):
    """A customer whose personal values are erased on demand."""

    reason: Phrase = Field(title="原因 Reason")
