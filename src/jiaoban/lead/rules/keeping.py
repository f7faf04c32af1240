"""What can be written of a customer, and when. Pure."""

from datetime import datetime, timedelta
from decimal import Decimal

from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.lead.tables import Event, Lead

FARTHEST = timedelta(days=366)
"""So far ahead an appointment lies at most."""
SKEW = timedelta(minutes=2)
"""By so much a device's clock may be ahead."""


def gone(lead: Lead) -> Reason:
    """Return why nothing more is written of a customer."""
    if lead.into:
        return plain(
            "merged",
            "这位客户已并入另一位。",
            "This customer was merged into another one.",
            "请在并入的那位客户下记录。",
            "Write it under that one.",
        )
    return plain(
        "erased",
        "这位客户的资料已按要求删除。",
        "What was known of this customer was erased on demand.",
        "如客户再次联系，请重新登记。",
        "Write the customer down anew if they get in touch again.",
    )


def known(lead: Lead, clause: str, people: tuple[str, ...]) -> Reason:
    """Return why a number is not written down a second time: `people` had to do with its customer."""
    named = "、".join(people)
    return Reason(
        code="known-number",
        clause=clause,
        why=Words(
            zh=f"这个号码已经登记过，{named}联系过这位客户。",
            en=f"This number is known: {', '.join(people)} had to do with its customer.",
        ),
        lifts=Words(
            zh="请打开这位客户，先看已有的记录，和同事沟通后再联系。",
            en="Open that customer, see what there is, and talk with your colleague before you get in touch.",
        ),
        names=(lead.key,),
    )


def need_past(at: datetime, now: datetime) -> datetime:
    """Return when something happened, now at the latest; raises `BadInput` for what lies ahead."""
    if at > now + SKEW:
        raise BadInput(
            "at",
            Words(zh="这个时间还没有到。", en="This moment has not come yet."),
            Words(
                zh="请填写已经发生的时间；约好的到店时间请记邀约。",
                en="Give when it happened; what is to come is an appointment.",
            ),
        )
    return min(at, now)


def need_ahead(for_at: datetime, at: datetime) -> None:
    """Raise `BadInput` for an appointment that does not lie within a year after it was fixed."""
    if not at < for_at <= at + FARTHEST:
        raise BadInput(
            "for_at",
            Words(
                zh="约定的到店时间不在邀约之后的一年内。",
                en="The visit does not lie within a year after it was agreed.",
            ),
            Words(zh="请填写约好以后的日期和时间。", en="Give the day and time that were agreed on."),
        )


def need_open(appointment: Event) -> None:
    """Decline to change an appointment that was cancelled, struck or has been kept."""
    if appointment.standing:
        return
    raise Declined(
        plain(
            "appointment-over",
            "这个邀约已经取消。",
            "This appointment was cancelled.",
            "请重新邀约。",
            "Fix a new one.",
        ),
        about=appointment.key,
    )


def need_bought_less(lead: Lead, kind: str) -> None:
    """Decline to lose a customer who bought."""
    if lead.of("SALE"):
        raise Declined(
            plain(
                "sold",
                "这位客户已经成交。",
                "This customer bought.",
                "成交如记错，请先更正那一条。",
                "If the sale is wrong, correct it first.",
            ),
            about=kind,
        )


def need_change(
    event: Event,
    *,
    struck: bool,
    at: datetime | None,
    person: str,
    amount: Decimal | None,
    for_at: datetime | None,
    where: str,
) -> None:
    """Raise `BadInput` for a correction that changes nothing, or what an event of this kind has not."""
    if (amount is not None and event.amount is None) or ((for_at or where) and event.for_at is None):
        raise BadInput(
            "amount" if amount is not None else "for_at",
            Words(zh="这一条没有这一项。", en="This has no such part."),
            Words(zh="请只填写这一条原有的项目。", en="Correct what is there."),
        )
    other = (
        (at not in (None, event.at)),
        (person not in ("", event.person)),
        (amount not in (None, event.amount)),
        (for_at not in (None, event.for_at)),
        (where not in ("", event.where)),
        struck != (event.struck_at is not None),
    )
    if not any(other):
        raise BadInput(
            "event",
            Words(zh="没有改动。", en="Nothing would change."),
            Words(zh="请填写应该是什么，或勾选没有发生。", en="Say how it was, or that it did not happen."),
        )
