"""What the verbs are told by which it is settled whose a customer is."""

from typing import Annotated

from pydantic import Field

from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Phrase, Ref
from jiaoban.kernel.verbs import Args
from jiaoban.lead.args import Happened, Money, Note, OfLead
from jiaoban.lead.owner_acts import Outcome

Concerned = Annotated[tuple[Ref, ...], Field(max_length=20)]


class Talk(Happened):
    """That one talked with a colleague about a customer."""

    to: Ref = Field(title="和谁沟通 With whom")
    note: Note = Field(default="", title="沟通情况 What was said")


class Leave(Happened):
    """That one leaves a customer to the others."""

    note: Note = Field(default="", title="说明 Note")


class NameLeader(Happened):
    """Who of the two sides is to lead the follow-up. Without `other` it is the only other side there is."""

    leader: Ref = Field(title="由谁主负责 Who leads")
    other: MaybeRef = Field(default="", title="另一方 The other side")
    note: Note = Field(default="", title="说明 Note")


class Overrule(OfLead):
    """Who leads the follow-up, by the supervisor, and why."""

    leader: Ref = Field(title="由谁主负责 Who leads")
    reason: Phrase = Field(title="原因 Reason")


class FindIntent(Args):
    """Whether an appointment was repeated over a colleague's on purpose, and why the supervisor thinks so."""

    event: Ref = Field(title="重复邀约 Repeated appointment")
    intent: bool = Field(title="有意 On purpose")
    reason: Phrase = Field(title="依据 Why")


class RaiseCollision(OfLead):
    """The other people who deal with the same customer."""

    people: Concerned = Field(min_length=1, title="还有谁 Who else")
    note: Note = Field(default="", title="情况 What happened")


class OfCollision(Args):
    """Something about a collision."""

    collision: Ref = Field(title="撞单 Collision")


class ProposeSettlement(OfCollision):
    """Who keeps the customer, with how much of a hundred of the revenue; the others assist."""

    keeper: Ref = Field(title="归谁 Who keeps")
    share: int = Field(default=100, ge=1, le=100, title="业绩占比（%） Share of the revenue (%)")
    note: MaybePhrase = Field(default="", title="怎么商定的 How")


class AcceptSettlement(OfCollision):
    """That one agrees to what is proposed."""


class TellSettlement(OfCollision):
    """To which supervisor the agreement is reported."""

    to: Ref = Field(title="报告哪位主管 To which supervisor")


class GiveUpSettling(OfCollision):
    """That they do not come to an agreement."""

    reason: MaybePhrase = Field(default="", title="为什么商定不了 Why not")


class RuleCollision(OfCollision):
    """Who keeps the customer by the supervisor; nobody: the order is void."""

    keeper: MaybeRef = Field(default="", title="归谁（不填为作废） Who keeps (nobody: void)")
    reason: Phrase = Field(title="裁定理由 Reason")


class RecordQuarrel(OfCollision):
    """Who quarrelled; nobody named: all who are concerned."""

    people: Concerned = Field(default=(), title="谁吵架 Who")
    note: Phrase = Field(title="情况 What happened")


class AnnounceFollowup(OfLead):
    """Into which month after the sale a customer is followed, and who was told before."""

    month: int = Field(ge=2, le=12, title="成交第几个月 Which month")
    sales: Phrase = Field(title="销售部对接人 Told in sales")
    teacher: Phrase = Field(title="班主任 Class teacher told")
    leader: MaybePhrase = Field(default="", title="主负责人（不填为成交人） Who leads, if not the closer")
    note: Note = Field(default="", title="说明 Note")


class EndFollowup(Args):
    """What came of a follow-up of a customer who bought; of a success the revenue."""

    followup: Ref = Field(title="跟进 Follow-up")
    outcome: Outcome = Field(title="结果 Outcome")
    amount: Money | None = Field(default=None, title="业绩 Revenue")
    note: Note = Field(default="", title="说明 Note")
