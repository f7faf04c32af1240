"""When a periodic duty can be done or excused."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.duty.tables import Done
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.duties import Duty
from jiaoban.regime.recurrence import due

OLDEST = timedelta(days=30)
"""A duty of a shift that began longer ago is no longer recorded."""


def shift_of(place: Place, key: str, now: datetime) -> Shift:
    """Return the shift meant ('' is the one running now).

    Raises `BadInput` for none of the post's shifts, one that has not begun, or one of more than 30 days ago.
    """
    found = place.shift_of(key) if key else place.shift_at(now)
    if found is None or not now - OLDEST <= found.begins_at <= now:
        raise BadInput(
            "shift",
            Words(zh="没有这个班次，或它尚未开始，或已过去太久。", en="No such shift, or not begun, or long over."),
            Words(
                zh="请选择本岗位已开始的、30天以内的班次。", en="Choose a shift of the post, begun in the last 30 days."
            ),
        )
    return found


def need_falling(duty: Duty, shift: Shift, place: Place) -> None:
    """Decline a duty that comes by a rule or at a time of day, in a shift into which it does not fall."""
    if not (duty.rrule or duty.at) or due(duty, shift, place.post, place.zone) is not None:
        return
    raise Declined(
        plain(
            "not-in-this-shift",
            f"「{duty.title.zh}」不在这个班次。",
            f"'{duty.title.in_('en')}' does not fall into this shift.",
            "请核对班次。",
            "Check the shift.",
        ),
        about=duty.id,
    )


def need_duty(duty: str, known: Iterable[str]) -> None:
    """Refuse a duty that the regime in force does not have."""
    names = sorted(known)
    if duty not in names:
        raise BadInput(
            "duty",
            Words(zh=f"制度里没有例行工作「{duty}」。", en=f"The regime has no duty {duty!r}."),
            Words(
                zh=f"应为其中之一：{'、'.join(names) or '无'}。",
                en=f"It should be one of {', '.join(names) or 'none'}.",
            ),
        )


def need_undone(before: Done | None) -> None:
    """Decline what is done already."""
    if before is None or before.done_at is None:
        return
    raise Declined(
        plain("duty-done", "这项工作已经完成。", "This duty is done already.", "无需重复。", "No need to repeat it."),
        about=before.key,
        conflict=True,
    )
