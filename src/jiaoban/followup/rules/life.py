"""How a follow-up lives: opened whole, worked on or excused in every shift, passed on by name, closed with a result."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from jiaoban.followup.acts import Closed, Excused, Opened, PassedOn, Progressed
from jiaoban.followup.tables import Followup
from jiaoban.followup.terms import FIELDS
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words

REQUIRED = ("what", "where", "next_step", "due_at", "owner")
"""What a follow-up needs so that the next shift can act on it without asking."""


def need_whole(fields: Mapping[str, object], required: Sequence[str] = REQUIRED, clause: str = "") -> None:
    """Decline with one reason for every required field that is empty."""
    missing = [field for field in required if not str(fields.get(field) or "").strip()]
    if missing:
        raise Declined(*(lacking(field, clause) for field in missing))


def open_(opened: Opened, *, now: datetime) -> Proposed:
    """Return the act that opens a follow-up; `BadInput` when it would be due before it is opened."""
    if opened.due_at <= now:
        raise BadInput(
            "due_at",
            Words(zh="完成时限已经过去。", en="The due moment has passed."),
            Words(zh="请填写将来的时间。", en="Give a moment that is yet to come."),
        )
    return Proposed(opened)


def lacking(field: str, clause: str = "") -> Reason:
    """Return the reason that names an empty field, by the clause that wants it."""
    name = FIELDS[field]
    reason = plain(
        f"missing:{field}",
        f"「{name.zh}」没有填写。",
        f"'{name.en}' is empty.",
        f"请填写「{name.zh}」。",
        f"Fill in '{name.en}'.",
        who=("author",),
    )
    return reason.model_copy(update={"clause": clause, "names": (name.zh,)})


def progress(one: Followup, text: str, *, shift: str) -> Proposed:
    """Return the act that writes progress; declined when it is closed."""
    need_open(one)
    return Proposed(Progressed(followup=one.key, text=text, shift=shift))


def excuse(one: Followup, reason: str, *, shift: str) -> Proposed:
    """Return the act that says why nobody worked on it in this shift; declined when it is closed."""
    need_open(one)
    return Proposed(Excused(followup=one.key, reason=reason, shift=shift))


def need_owner(one: Followup, by: str, *, supervises: bool) -> None:
    """Decline to pass on what somebody else follows."""
    if by == one.owner or supervises:
        return
    raise Declined(
        plain(
            "not-the-owner",
            "这件事由别人跟进。",
            "Somebody else follows this.",
            "请跟进人本人或当班负责人转交。",
            "Its owner or the shift supervisor can pass it on.",
            who=("owner", "supervisor"),
        ),
        about=one.key,
    )


def pass_on(one: Followup, taker: str, reason: str, *, by: str, supervises: bool) -> Proposed:
    """Return the act that gives it to another person.

    Declined when it is closed, or for anybody but its owner and the shift supervisor; `BadInput` when the taker
    follows it already.
    """
    need_open(one)
    need_owner(one, by, supervises=supervises)
    if taker == one.owner:
        raise BadInput(
            "to",
            Words(zh="这件事已由此人跟进。", en="This person follows it already."),
            Words(zh="请选择另一个人。", en="Choose somebody else."),
        )
    return Proposed(PassedOn(followup=one.key, giver=one.owner, taker=taker, reason=reason))


def close(one: Followup, result: str, *, shift: str, clause: str = "") -> Proposed:
    """Return the act that closes it; declined when it is closed already, or without a result."""
    need_open(one)
    if not result.strip():
        raise Declined(lacking("result", clause), about=one.key)
    return Proposed(Closed(followup=one.key, result=result, shift=shift))


def need_open(one: Followup) -> None:
    """Decline what is closed."""
    if one.open:
        return
    raise Declined(
        plain(
            "followup-closed",
            "这件事已经完成。",
            "This follow-up is closed.",
            "如还有工作，请另开一项跟进。",
            "Open a new one if there is more to do.",
            who=("author",),
        ),
        about=one.key,
        conflict=True,
    )
