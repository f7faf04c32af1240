"""When a periodic duty can be done or excused."""

from collections.abc import Iterable

from jiaoban.duty.tables import Done
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words


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
